"""``python -m discourse``: the verbs for a terminal."""

import sys

from discourse.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
