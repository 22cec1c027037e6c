"""The manifest of a saved corpus: its format, its generation, and its files."""

import hashlib
import json
import re
from collections.abc import Mapping
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
SEAL = "sha256"  # the entry that holds the hash of all others; version 0.1.0 wrote none

_FILE_NAME = re.compile(r"[\w-]+\.(npy|arrow)")
_FILE = {"bytes": int, "sha256": str}
_SKIPPED = {"file": str, "reason": str}
_LAYER = {"name": str, "shape": str, "about": dict, "texts": dict, "pieces": bool}


def refuse_saved_corpus(folder: Path) -> None:
    """Refuse to read the files of a saved corpus as texts."""
    if (folder / MANIFEST).is_file():
        if any(GENERATION.fullmatch(item.name) for item in folder.iterdir()):
            raise DiscourseError(f"{folder} is a saved corpus; open it with dc.load.")


def read_corpus_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a saved corpus.

    Raises
    ------
    DiscourseError
        If there is none, or it is not ours, newer than this version, or damaged.
    """
    path = folder / MANIFEST
    if not folder.exists():
        raise DiscourseError(f"{folder} does not exist; give a folder that Corpus.save wrote.")
    if not path.is_file():
        raise DiscourseError(
            f"{folder} is not a saved corpus; give a folder that Corpus.save wrote."
        )
    try:
        manifest = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("format") != CORPUS_FORMAT:
        raise DiscourseError(
            f"{folder} is not a saved corpus, or its {MANIFEST} is damaged; give a folder that "
            "Corpus.save wrote."
        )
    saved = manifest.get("version")
    if isinstance(saved, int) and saved > VERSION and _seal_holds(manifest):
        raise DiscourseError(
            f"{folder} has format {saved}, and this version of discourse reads up to "
            f"{VERSION}; pip install --upgrade discourse-toolkit."
        )
    if not _seal_holds(manifest) or not _is_well_formed(manifest):
        raise DiscourseError(f"{folder}: {MANIFEST} is not what was saved; save the corpus again.")
    return manifest


def seal_manifest(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Add the hash of all entries to a manifest."""
    as_read = json.loads(json.dumps(manifest))  # with lists in place of tuples
    return {**manifest, SEAL: _hash_entries(as_read)}


def _seal_holds(manifest: Mapping[str, Any]) -> bool:
    return SEAL not in manifest or manifest[SEAL] == _hash_entries(manifest)


def _hash_entries(manifest: Mapping[str, Any]) -> str:
    entries = {key: value for key, value in manifest.items() if key != SEAL}
    content = json.dumps(entries, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _is_well_formed(manifest: Mapping[str, Any]) -> bool:
    """Whether every entry that is read later is of its kind; a stranger may have written it."""
    files = manifest.get("files")
    return (
        isinstance(manifest.get("version"), int)
        and _is_text(manifest.get("generation"))
        and GENERATION.fullmatch(manifest["generation"]) is not None
        and _is_text(manifest.get("fingerprint"))
        and _is_mapping_of_texts(manifest.get("words"))
        and _is_mapping_of_texts(manifest.get("signed_words", {}))
        and _is_mapping_of_texts(manifest.get("checksums", {}))
        and _is_list_of_texts(manifest.get("conditions"))
        and _is_list_of_texts(manifest.get("joined", []))
        and isinstance(manifest.get("reading"), dict)
        and isinstance(files, dict)
        and all(_FILE_NAME.fullmatch(name) and _has(_FILE, files[name]) for name in files)
        and _is_list_of(_SKIPPED, manifest.get("skipped"))
        and _is_list_of(_LAYER, manifest.get("layers", []))
        and all(_is_mapping_of_texts(layer["texts"]) for layer in manifest.get("layers", []))
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_mapping_of_texts(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def _is_list_of(entries: Mapping[str, type], value: object) -> bool:
    return isinstance(value, list) and all(_has(entries, item) for item in value)


def _has(entries: Mapping[str, type], value: object) -> bool:
    """Whether a value is a mapping with exactly these entries, each of its type."""
    return (
        isinstance(value, dict)
        and value.keys() == entries.keys()
        and all(type(value[key]) is kind for key, kind in entries.items())
    )
