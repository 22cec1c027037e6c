"""Find the families of a saved corpus in a process of its own; print its peak memory as JSON."""

import json
import resource
import sys

import discourse as dc


def main(saved: str) -> None:
    rows = len(dc.families(dc.load(saved)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    peak *= 1 / 1024 if sys.platform == "darwin" else 1  # macOS counts bytes, others kilobytes
    print(json.dumps({"rows": rows, "gib": peak}))


if __name__ == "__main__":
    main(sys.argv[1])
