"""Read, index and save one corpus in its own process; print seconds and peak memory as JSON."""

import json
import resource
import sys
import time

import discourse as dc


def main(folder: str, saved: str) -> None:
    _ = dc.Corpus.from_texts({"a": "Imports happen at the first use."}).store.index.postings
    start = time.process_time()
    corpus = dc.read(folder)
    _ = corpus.store.index.postings
    seconds = time.process_time() - start
    corpus.save(saved)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    peak *= 1 / 1024 if sys.platform == "darwin" else 1  # macOS counts bytes, others kilobytes
    print(json.dumps({"seconds": seconds, "gib": peak, "tokens": corpus.size,
                      "types": len(corpus.terms), "fingerprint": corpus.fingerprint}))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
