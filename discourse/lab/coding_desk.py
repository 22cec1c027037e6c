"""The codes of a coder at work, and what other coders say unless the coder is blind."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path

import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.layer import Layer
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, count_noun
from discourse.layers.aligning import whole_store
from discourse.layers.coding.code_file import CodeFile
from discourse.layers.coding.code_rows import Coding, line_order, read_limited
from discourse.layers.coding.codebook import Codebook
from discourse.layers.coding.codebook import codebook as read_codebook
from discourse.layers.coding.codes import (
    common_layer,
    find_files,
    layer_of_coder,
    open_files,
)
from discourse.layers.coding.line_layers import hidden_layers
from discourse.text.limits import shorten

# A layer in a query (CQL or not), and not a word that is spelt like it.
_LAYER_IN_QUERY = r"(?:\b(?:within|containing)\s+!?<?|</?){0}\b|\b{0}\s*(?:!?=|in\s*\()"

Codings = Mapping[str, Coding]
Seen = Mapping[str, Sequence[str]]  # the codes of lines as they were shown to the coder


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
    corpus : Corpus
        The texts that the lines are of.
    blind : bool
        Whether the codes of other coders stay hidden.
    decides : bool
        Whether the coder decides about lines that coders differ on.
    """

    def __init__(
        self,
        codebook: str | PathLike[str] | Codebook,
        coder: str,
        corpus: Corpus,
        *,
        blind: bool = False,
        decides: bool = False,
    ) -> None:
        self.file = CodeFile(codebook, coder, decides=decides, corpus=corpus)
        self.blind = blind
        self.decides = decides
        self.hidden: set[str] = set()  # names of layers that were left out of a corpus
        self._book_stamp: tuple[int, int] | None = None  # of a codebook that is as it was
        self._own = _Reading(self.file)
        self._others: dict[str, _Reading] = {}
        self._own.read()
        if decides and not self.read_others():
            raise DiscourseError(
                f"no coder has a file beside {self.codebook.place}, so there is nothing to decide."
            )

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
        """The name of the layer that the codes of this coder are, or what is decided."""
        return self.name if self.decides else self._name_layer(self.file.coder)

    @property
    def open_lines(self) -> str:
        """The condition on the lines that are to be coded, or to be decided."""
        if not self.decides:
            return f'{self.layer_name} = ""'
        # Coders differ on a line that one of them has coded, and that has no code in common.
        coders = list(map(self._name_layer, self.read_others()))
        return " | ".join(f'{self.name} = "" & {coder} != ""' for coder in coders[:-1] or coders)

    def layer_names(self) -> list[str]:
        """The names of the layers of this coder, and of the others whose codes are shown."""
        return [self.layer_name, *map(self._name_layer, self.read_others())]

    def read(self) -> Codings:
        """What the coder says of each line."""
        return self._own.read()

    def read_others(self) -> dict[str, Codings]:
        """What each other coder says; nothing if the coder is blind.

        For somebody who decides, all coders are others, whose files must be readable. Otherwise, a
        file that cannot be read is left out: its own coder will be told.
        """
        if self.blind:
            return {}
        if self.decides:
            files = {file.coder: file for file in open_files(self.codebook)}
            read = {coder: self._others.setdefault(coder, _Reading(file)).read()
                    for coder, file in files.items()}  # fmt: skip
            return read
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

    def which_open(self, line_ids: Sequence[str]) -> list[bool]:
        """Which of some lines have no code of this coder yet, or are to be decided."""
        own = self.read()
        others = self.read_others() if self.decides else {}
        return [
            not own.get(line, Coding()).labels and (not self.decides or _differ_on(line, others))
            for line in line_ids
        ]

    def refuse_hidden(self, text: str) -> None:
        """Refuse a query or a condition that names a layer which a blind coder must not see."""
        if not self.blind:
            return
        names = {self._name_layer(coder) for coder, _ in find_files(self.codebook)}
        found = sorted(
            name
            for name in {self.name, *names, *self.hidden} - {self.layer_name}
            if regex.search(_LAYER_IN_QUERY.format(regex.escape(name)), text)
        )
        if found:
            raise DiscourseError(
                f"{shorten(text)!r} names {', '.join(found)}, which a blind coder must not see; "
                "write a query without."
            )

    def _refuse_undisputed(self, line_ids: Sequence[str]) -> None:
        """Refuse to decide about lines that coders do not differ on, and nobody has decided."""
        own, others = self.read(), self.read_others()
        settled = [
            line
            for line in line_ids
            if not own.get(line, Coding()).labels and not _differ_on(line, others)
        ]
        if settled:
            raise DiscourseError(
                f"coders do not differ on {count_noun(len(settled), 'line')} of these, such as "
                f"{settled[0]}, so there is nothing to decide; choose lines with different codes."
            )

    def give(self, line_ids: Sequence[str], label: str, seen: Seen | None = None) -> None:
        """Give a code to lines; where several codes are allowed, it is added to their codes.

        Where all lines have it already, and several codes are allowed, it is taken from them. What
        the coder has `seen` of a line decides whether it has it, if that is known.
        """
        (named,) = self.codebook.check_labels(label)
        self._check_codebook(named)
        if self.decides:
            self._refuse_undisputed(line_ids)

        def code(said: Codings) -> Codings:
            if not self.codebook.several:
                _refuse_unseen(said, seen or {}, {named})
                return {line: replace(coding, labels=(named,)) for line, coding in said.items()}
            had = [(seen or {}).get(line, coding.labels) for line, coding in said.items()]
            takes_away = all(named in labels for labels in had)
            return {line: replace(coding, labels=_add(coding.labels, named, not takes_away))
                    for line, coding in said.items()}  # fmt: skip

        self.file.change(line_ids, code)

    def take_codes(self, line_ids: Sequence[str], seen: Seen | None = None) -> None:
        """Take all codes from lines; their notes stay."""

        def take(said: Codings) -> Codings:
            _refuse_unseen(said, seen or {}, set())
            return {line: replace(coding, labels=()) for line, coding in said.items()}

        self.file.change(line_ids, take)

    def write_note(self, line_id: str, note: str, seen: str | None = None) -> None:
        """Write a note about a line, in place of the one that it had; its codes stay."""

        def write(said: Codings) -> Codings:
            found = said[line_id].note
            if seen is not None and found not in (seen, note):
                raise DiscourseError(
                    f"another page has written the note {shorten(repr(found))} on this line "
                    "meanwhile; look at it, and write yours again."
                )
            return {line_id: replace(said[line_id], note=note)}

        self.file.change(line_id, write)

    def undo(self) -> tuple[str, ...]:
        """Take the last change back; the lines that are as they were before."""
        return self.file.undo()

    def layers(self, corpus: Corpus) -> list[Layer]:
        """The codes as layers of a corpus: those of this coder, and of the others who are shown.

        For somebody who decides, what coders agree on or was decided comes first.

        Codes of lines that are lost are left out; `dc.layers.revision` lists them.
        """
        store = whole_store(corpus)
        lengths = dict(zip(store.digests.tolist(), store.lengths.tolist(), strict=True))
        said = {} if self.decides else {self.file.coder: self.read()}
        kept = {coder: _keep_lines(codings, lengths)
                for coder, codings in {**said, **self.read_others()}.items()}  # fmt: skip
        decided = _keep_lines(self.read(), lengths)
        common = [common_layer(self.codebook, kept, decided, list(lengths))] if self.decides else []
        return [
            *common,
            *(layer_of_coder(self.codebook, coder, codings, list(lengths), self._name_layer(coder))
              for coder, codings in kept.items()),
        ]  # fmt: skip

    def hidden_layers(self, store: Store) -> set[str]:
        """The layers of a store that show what other coders say, if this one is blind."""
        if not self.blind:
            return set()
        named = hidden_layers(store, self.codebook, self.file.coder)
        self.hidden |= named
        return named

    def _check_codebook(self, label: str) -> None:
        """Refuse a code that the codebook does not have any more, as nothing could read it."""
        book = self.codebook
        if book.path is None or not self.has_new_codebook():
            return
        read_limited(book.path)  # which says why a file cannot be read
        now = read_codebook(book.path)
        if (now.name, now.several) != (book.name, book.several) or label not in now.labels:
            raise DiscourseError(
                f"{book.place} has changed since these lines were opened; run the cell again to "
                "code them with it as it is now."
            )

    def has_new_codebook(self) -> bool:
        """Whether the codebook has changed since the lines were opened."""
        path = self.codebook.path
        if path is None:
            return False
        stamp = _stamp(path)
        if stamp is not None and stamp == self._book_stamp:
            return False
        try:
            is_same = hashlib.sha256(read_limited(path)).hexdigest() == self.codebook.sha256
        except DiscourseError:
            return True
        if is_same:
            self._book_stamp = stamp
        return not is_same

    def _name_layer(self, coder: str) -> str:
        return f"{self.name}_{coder}"


def _differ_on(line_id: str, by_coder: Mapping[str, Codings]) -> bool:
    """Whether coders have given different codes to a line."""
    given = {codings[line_id].labels for codings in by_coder.values() if line_id in codings}
    return len(given - {()}) > 1


def _add(labels: Sequence[str], label: str, adds: bool) -> tuple[str, ...]:
    """The codes of a line with one more, or without it."""
    others = [each for each in labels if each != label]
    return (*others, label) if adds else tuple(others)


def _refuse_unseen(said: Codings, seen: Seen, wanted: set[str]) -> None:
    """Refuse to replace codes that the coder has not seen, as another page has given them."""
    for line_id, coding in said.items():
        labels = set(coding.labels)
        if labels and labels != wanted and labels != set(seen.get(line_id, labels)):
            raise DiscourseError(
                f"another page has coded {line_id} as {', '.join(coding.labels)} meanwhile; look "
                "at it, and press the key again."
            )


def _keep_lines(codings: Codings, lengths: Mapping[str, int]) -> dict[str, Coding]:
    """What is said of lines that are in texts of these lengths."""
    kept = {}
    for line_id, coding in codings.items():
        text, _, end = line_order(line_id)
        if end <= lengths.get(text, 0):
            kept[line_id] = coding
    return kept


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when a file is changed; None if there is no such file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
