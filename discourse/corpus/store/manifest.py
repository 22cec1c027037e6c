"""The manifest of a saved corpus: its format, its generation, and its files."""

import json
import re
from pathlib import Path
from typing import Any

from discourse.errors import DiscourseError

CORPUS_FORMAT = "discourse corpus"
VERSION = 2
# What a corpus without layers is saved as, so that earlier versions of discourse read it.
VERSION_WITHOUT_LAYERS = 1
MANIFEST = "manifest.json"
GENERATION = re.compile(r"generation-(\d+)")
# Saved only if they were asked for, because finding them takes as long as everything else.
SENTENCES = "sentences"
# Saved only for texts that were tokenised already.
GIVEN_TABLE = "given"


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a saved corpus, and refuse one that is not ours, or newer."""
    if not folder.exists():
        raise DiscourseError(f"{folder} does not exist; give a folder that Corpus.save wrote.")
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        ours = manifest["format"] == CORPUS_FORMAT
        newer = manifest["version"] > VERSION
        complete = manifest.keys() >= {
            "fingerprint",
            "words",
            "conditions",
            "skipped",
            "reading",
            "files",
        }
        named = GENERATION.fullmatch(manifest["generation"])
    except (OSError, ValueError, TypeError, KeyError):
        ours = False
    if ours and newer:
        raise DiscourseError(
            f"{folder} has format {manifest['version']}, and this version of discourse reads up to "
            f"{VERSION}; pip install --upgrade discourse-toolkit."
        )
    if not ours or not complete or not named:
        raise DiscourseError(
            f"{folder} is not a saved corpus; give a folder that Corpus.save wrote."
        )
    return manifest
