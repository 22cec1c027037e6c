"""The codes of a coder at work, and what other coders say unless the coder is blind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.layer import Layer
from discourse.errors import DiscourseError
from discourse.layers.coding.code_file import CodeFile
from discourse.layers.coding.code_rows import Coding
from discourse.layers.coding.codebook import Codebook
from discourse.layers.coding.codes import codes, find_files

Codings = Mapping[str, Coding]


@dataclass
class _Reading:
    """A coder's file, and what was read in it when it was last changed."""

    file: CodeFile
    stamp: tuple[int, int] | None = None
    codings: Codings = field(default_factory=dict)

    def read(self) -> Codings:
        """What the file says now; it is read again only if it has changed."""
        stamp = _stamp(self.file.path)
        if stamp is None or stamp != self.stamp:
            self.codings = self.file.read()
            self.stamp = stamp
        return self.codings


class CodingDesk:
    """The codes that one coder gives to lines.

    Parameters
    ----------
    codebook : str, PathLike or Codebook
        The codes that there are.
    coder : str
        Who codes.
    blind : bool
        Whether the codes of other coders stay hidden.
    """

    def __init__(
        self, codebook: str | PathLike[str] | Codebook, coder: str, *, blind: bool
    ) -> None:
        self.file = CodeFile(codebook, coder)
        self.blind = blind
        self._own = _Reading(self.file)
        self._others: dict[str, _Reading] = {}
        self._own.read()

    @property
    def codebook(self) -> Codebook:
        """The codes that there are."""
        return self.file.codebook

    @property
    def name(self) -> str:
        """The name of the codebook."""
        return self.codebook.name

    @property
    def layer_name(self) -> str:
        """The name of the layer that the codes of this coder are."""
        return f"{self.name}_{self.file.coder}"

    def read(self) -> Codings:
        """What the coder says of each line."""
        return self._own.read()

    def read_others(self) -> dict[str, Codings]:
        """What each other coder says; nothing if the coder is blind.

        A file that cannot be read is left out: its own coder will be told.
        """
        if self.blind:
            return {}
        found = {}
        for coder, path in find_files(self.codebook):
            if coder != self.file.coder:
                try:
                    reading = self._others.setdefault(
                        coder, _Reading(CodeFile(self.codebook, coder, path))
                    )
                    found[coder] = reading.read()
                except DiscourseError:
                    continue
        return found

    def give(self, line_ids: Sequence[str], label: str) -> None:
        """Give a code to lines; where several codes are allowed, it is added to their codes.

        Where all lines have it already, and several codes are allowed, it is taken from them.
        """
        if not self.codebook.several:
            self.file.put(line_ids, label)
            return
        codings = self.read()
        had = [codings.get(line_id, Coding()).labels for line_id in line_ids]
        takes_away = all(label in labels for labels in had)
        for labels in sorted(set(had)):
            same = [line for line, its in zip(line_ids, had, strict=True) if its == labels]
            kept = [each for each in labels if each != label]
            self.file.put(same, kept if takes_away else [*kept, label])

    def take_codes(self, line_ids: Sequence[str]) -> None:
        """Take all codes from lines; their notes stay."""
        self.file.put(line_ids, [])

    def write_note(self, line_id: str, note: str) -> None:
        """Write a note about a line, in place of the one that it had; its codes stay."""
        self.file.put(line_id, self.read().get(line_id, Coding()).labels, note)

    def undo(self) -> tuple[str, ...]:
        """Take the last change back; the lines that are as they were before."""
        return self.file.undo()

    def layers(self, corpus: Corpus) -> list[Layer]:
        """The codes as `dc.layers.codes` makes them layers of a corpus."""
        if self.file.path.exists():
            return codes(corpus, self.codebook)
        nothing = pd.DataFrame({"line_id": [], "label": []}, dtype="str")
        about = {"maker": f"coder {self.file.coder}", "coder": self.file.coder}
        return [Layer(self.layer_name, nothing, about, texts=corpus.store.digests.tolist())]


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when a file is changed; None if there is no such file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
