"""The file of a coder: the codes of lines, none of which a change may lose.

``codes/rights.A.csv`` has a row per line and code, sorted, so that git and people can compare two
versions. Each change reads the file again while it is locked, applies itself alone, and replaces
the file as a whole.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from os import PathLike
from pathlib import Path

import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.file_sets import write_together
from discourse.errors import (
    DiscourseError,
    check_flag,
    check_path,
    check_target,
    check_text,
    check_texts,
    warn_user,
)
from discourse.layers.aligning import whole_store
from discourse.layers.coding.code_rows import (
    COLUMNS,
    EXAMPLE,
    Coding,
    check_line_id,
    check_note,
    join_rows,
    line_order,
    read_rows,
    tabulate_codings,
    write_codings,
)
from discourse.layers.coding.codebook import DECIDED, Codebook, is_codebook
from discourse.layers.coding.codebook import codebook as read_codebook
from discourse.layers.coding.locking import lock_folder
from discourse.layers.register import check_corpus

ENDING = ".csv"
SHOWN = 3  # lines that a message names
_CODER = regex.compile(r"[\p{L}\p{N}_]{1,40}")

# What a change makes of what is said of lines.
Rule = Callable[[Mapping[str, Coding]], Mapping[str, Coding]]
# What is said of some lines before a change, and after it.
_Change = dict[str, tuple[Coding, Coding]]
# What changes whenever a file is written or replaced; nothing if there is no such file.
_Version = tuple[int, ...]


class CodeFile:
    r"""The codes that one coder gives to lines, kept in a file.

    Parameters
    ----------
    codebook : str, PathLike or Codebook
        The codebook: its TOML file.
    coder : str
        Who codes: a name of letters, digits and ``_``.
    path : str or PathLike, optional
        The file; by default it is beside the codebook, as ``codes/rights.A.csv``.
    decides : bool, default False
        Whether these are decisions about lines that coders differ on. They are all in one file,
        ``codes/rights.decided.csv``, with the column ``decided_by``.
    corpus : Corpus, optional
        The texts that the lines are of. A line of another text is then refused; without a corpus,
        `codes` and `revision` will name it.

    Raises
    ------
    DiscourseError
        For something that is no codebook or no name of a coder, or a folder that is not there.

    See Also
    --------
    dc.layers.code_file : Open the file of a coder.
    dc.layers.codes : The codes of all coders as layers.
    dc.browse : Code lines with the keyboard.
    dc.agreement : How far coders agree.

    Notes
    -----
    ``discourse docs coding`` explains codebooks, coders and decisions.

    Examples
    --------
    >>> import discourse as dc, pathlib, tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> book = pathlib.Path(folder.name, "stance.toml")
    >>> _ = book.write_text('[[code]]\ncode = "for"\n[[code]]\ncode = "against"')
    >>> file = dc.layers.code_file(book, "A")
    >>> line = dc.concordance(dc.read("seeds/"), "human rights")[0]
    >>> file.put(line.line_id, "for", note="certain")
    >>> file.put(line.line_id, "against")
    >>> file.read()
    {'592c40085518:663-675': Coding(labels=('against',), note='certain', decided_by='')}
    >>> file.undo()
    ('592c40085518:663-675',)
    >>> file.path.read_text().split()
    ['line_id,label,note', '592c40085518:663-675,for,certain']
    >>> folder.cleanup()
    """

    def __init__(
        self,
        codebook: str | PathLike[str] | Codebook,
        coder: str,
        path: str | PathLike[str] | None = None,
        *,
        decides: bool = False,
        corpus: Corpus | None = None,
    ) -> None:
        self.codebook = read_codebook(codebook)
        self._book, self._book_version = self.codebook, _identify_version(self.codebook.path)
        self.coder = check_coder(coder)
        self.decides = check_flag("decides", decides)
        self.path = _find_path(self.codebook, DECIDED if decides else self.coder, path)
        self._is_named_after_codebook = path is None
        if path is None and not self.path.exists():
            warn_of_orphans(self.codebook, DECIDED if decides else self.coder)
        self._lengths = None if corpus is None else measure_texts(corpus)
        self._changes: list[_Change] = []
        self._last_read: tuple[_Version, str, dict[str, Coding]] | None = None

    def __repr__(self) -> str:
        return f"Codes of {self.codebook.name} by {self.coder} in {self.path.name}"

    # ------------------------------------------------------------------------------- to look at

    def read(self) -> dict[str, Coding]:
        r"""What is said of each line, in the order of the texts, with the present names of codes.

        Returns
        -------
        dict of str to Coding
            What is said, by ``line_id``.

        Raises
        ------
        DiscourseError
            For a file that was changed by hand and is no longer one of codes; the message names
            the line of the file. The file stays as it is.

        Examples
        --------
        >>> import discourse as dc, pathlib, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> book = pathlib.Path(folder.name, "stance.toml")
        >>> _ = book.write_text('[[code]]\ncode = "for"\n[[code]]\ncode = "against"')
        >>> file, line = dc.layers.code_file(book, "A"), "592c40085518:663-675"
        >>> file.put(line, "for")
        >>> file.read()[line].labels
        ('for',)
        >>> folder.cleanup()
        """
        return {line_id: self._name_now(coding) for line_id, coding in self._read().items()}

    def to_frame(self) -> pd.DataFrame:
        r"""The codes as a table.

        Returns
        -------
        DataFrame
            One row per line and code, with the columns ``line_id, label, note`` (and
            ``decided_by`` for decisions). A line with a note and no code has the label "".

        Examples
        --------
        >>> import discourse as dc, pathlib, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> book = pathlib.Path(folder.name, "stance.toml")
        >>> _ = book.write_text('[[code]]\ncode = "for"\n[[code]]\ncode = "against"')
        >>> file, line = dc.layers.code_file(book, "A"), "592c40085518:663-675"
        >>> file.put(line, "for")
        >>> file.to_frame().values.tolist()
        [['592c40085518:663-675', 'for', '']]
        >>> folder.cleanup()
        """
        columns = tabulate_codings(self.read(), decided=self.decides)
        return pd.DataFrame({name: pd.Series(each, dtype="str") for name, each in columns.items()})

    # -------------------------------------------------------------------------------- to change

    def put(
        self, line_ids: str | Iterable[str], labels: str | Sequence[str], note: str | None = None
    ) -> None:
        r"""Give a line its codes, in place of those that it had.

        Parameters
        ----------
        line_ids : str or iterable of str
            The line; or several, which get the same codes.
        labels : str or sequence of str
            The code; or several, where the codebook allows them. An empty list removes the codes
            and keeps the note.
        note : str, optional
            What to write about the line; by default, its note stays as it is.

        Raises
        ------
        DiscourseError
            For a code that is not in the codebook, something that is no ``line_id``, or a file
            that cannot be read or written. Nothing is then changed.

        Examples
        --------
        >>> import discourse as dc, pathlib, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> book = pathlib.Path(folder.name, "stance.toml")
        >>> _ = book.write_text('[[code]]\ncode = "for"\n[[code]]\ncode = "against"')
        >>> file, line = dc.layers.code_file(book, "A"), "592c40085518:663-675"
        >>> file.put(line, "for")
        >>> file.put(line, "against", note="see the context")
        >>> file.read()[line]
        Coding(labels=('against',), note='see the context', decided_by='')
        >>> folder.cleanup()
        """
        named = self._read_codebook().check_labels(labels)
        written = None if note is None else check_note(note)

        def code(before: Mapping[str, Coding]) -> Mapping[str, Coding]:
            return {line: Coding(named, said.note if written is None else written)
                    for line, said in before.items()}  # fmt: skip

        self.change(line_ids, code)

    def remove(self, line_ids: str | Iterable[str]) -> None:
        r"""Remove the codes and the notes of a line, or of several.

        Parameters
        ----------
        line_ids : str or iterable of str
            The lines. One that has no code stays without.

        Raises
        ------
        DiscourseError
            For something that is no ``line_id``, or a file that cannot be read or written.
            Nothing is then changed.

        Examples
        --------
        >>> import discourse as dc, pathlib, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> book = pathlib.Path(folder.name, "stance.toml")
        >>> _ = book.write_text('[[code]]\ncode = "for"\n[[code]]\ncode = "against"')
        >>> file, line = dc.layers.code_file(book, "A"), "592c40085518:663-675"
        >>> file.put(line, "for")
        >>> file.remove(line)
        >>> file.read()
        {}
        >>> folder.cleanup()
        """
        self.change(line_ids, lambda before: dict.fromkeys(before, Coding()))

    def change(self, line_ids: str | Iterable[str], rule: Rule) -> None:
        r"""Change what is said of lines by a rule that sees what is said of them now.

        The file is read, changed and written under one lock, as one change: what another program
        writes meanwhile is neither overwritten nor missed.

        Parameters
        ----------
        line_ids : str or iterable of str
            The lines.
        rule : callable
            It is given the `Coding` of each of the lines, by ``line_id`` and with the present names
            of codes, and returns those that are to be. A line that it leaves out stays as it is,
            and ``Coding()`` removes codes and note. It must not change a file of codes itself.

        Raises
        ------
        DiscourseError
            For a code that is not in the codebook, something that is no ``line_id``, a line that
            is not among those given, or a file that cannot be read or written. Nothing is then
            changed.

        Examples
        --------
        >>> import discourse as dc, pathlib, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> book = pathlib.Path(folder.name, "aim.toml")
        >>> _ = book.write_text('several = true\n[[code]]\ncode = "a"\n[[code]]\ncode = "b"')
        >>> file, line = dc.layers.code_file(book, "A"), "592c40085518:663-675"
        >>> file.put(line, "a", note="certain")
        >>> def add(said):
        ...     return {line: replace(each, labels=(*each.labels, "b"))
        ...             for line, each in said.items()}
        >>> file.change(line, add)
        >>> file.read()[line]
        Coding(labels=('a', 'b'), note='certain', decided_by='')
        >>> folder.cleanup()
        """
        lines = [check_line_id(line) for line in check_texts("line_ids", line_ids, EXAMPLE)]
        with self._lock():
            codings = self._read()
            before = {line: codings.get(line, Coding()) for line in lines}
            after = self._follow_rule(rule, before)
            changed = {line: (before[line], coding) for line, coding in after.items()
                       if before[line] != coding}  # fmt: skip
            if changed:
                self._write({**codings, **after})
        if changed:
            self._changes.append(changed)

    def undo(self) -> tuple[str, ...]:
        r"""Take back the last change that was made here and is not taken back yet.

        Returns
        -------
        tuple of str
            The lines that are as they were before; none if there is nothing to take back.

        Raises
        ------
        DiscourseError
            If another program has changed one of the lines since, or the codebook no longer has a
            code that would come back. Nothing is then changed.

        Examples
        --------
        >>> import discourse as dc, pathlib, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> book = pathlib.Path(folder.name, "stance.toml")
        >>> _ = book.write_text('[[code]]\ncode = "for"\n[[code]]\ncode = "against"')
        >>> file, line = dc.layers.code_file(book, "A"), "592c40085518:663-675"
        >>> file.put(line, "for")
        >>> file.undo(), file.read()
        (('592c40085518:663-675',), {})
        >>> folder.cleanup()
        """
        if not self._changes:
            return ()
        last = self._changes[-1]
        with self._lock():
            codings = self._read()
            since = [line for line, (_, after) in last.items()
                     if codings.get(line, Coding()) != after]  # fmt: skip
            if since:
                raise DiscourseError(
                    f"{_name_lines(since)} was changed by another program since; look at it, and "
                    "code it again."
                )
            restored = {line: self._restore(line, before) for line, (before, _) in last.items()}
            self._write({**codings, **restored})
        self._changes.pop()
        return tuple(last)

    # ---------------------------------------------------------------------------------- inside

    def _lock(self) -> AbstractContextManager[None]:
        """Hold the folder of the file itself, which a link may name from several folders."""
        return lock_folder(self.path.resolve().parent)

    def _restore(self, line: str, before: Coding) -> Coding:
        """What was said of a line, unless the codebook does not allow it any more."""
        try:
            named = self._name_now(before)
        except DiscourseError as error:
            raise DiscourseError(
                f"the last change cannot be taken back, as {line} would be coded as it was before: "
                f"{error}"
            ) from None
        # A former name comes back as it was, unless two of them are one code by now.
        return before if len(named.labels) == len(before.labels) else named

    def _follow_rule(self, rule: Rule, before: Mapping[str, Coding]) -> dict[str, Coding]:
        """What a rule makes of lines, unless it cannot be said of them."""
        seen = {line: self._name_now(coding) for line, coding in before.items()}
        after = dict(rule(dict(seen)))
        other = [line for line in after if line not in before]
        if other:
            raise DiscourseError(
                f"the rule changes {_name_lines(other)}, which it was not given; name all lines "
                "that it may change."
            )
        for line, coding in after.items():
            if coding and coding != seen[line]:
                self._check_text(line)
        # A former name of a code stays in the file until its line is changed.
        return {
            line: before[line] if coding == seen[line] else self._complete(coding)
            for line, coding in after.items()
        }

    def _check_text(self, line: str) -> None:
        """Refuse a line of no text of the corpus, if there is one."""
        if self._lengths is not None and not is_of_texts(line, self._lengths):
            raise DiscourseError(
                f"{line} is of no text of the corpus; take the line_id from lines of these texts. "
                "No code was changed."
            )

    def _name_now(self, coding: Coding) -> Coding:
        return replace(coding, labels=self._book.check_labels(coding.labels))

    def _complete(self, coding: Coding) -> Coding:
        """What is written of a line, with who decided it."""
        labels, note = self._book.check_labels(coding.labels), check_note(coding.note)
        written = Coding(labels, note, self.coder if self.decides else "")
        return written if written else Coding()

    def _read_codebook(self) -> Codebook:
        """The codebook as its file is now, so that no code is written that it has no more."""
        path = self.codebook.path
        if path is not None and (version := _identify_version(path)) != self._book_version:
            book = read_codebook(path)
            if self._is_named_after_codebook and book.name != self.codebook.name:
                renamed = self.path.name.replace(self.codebook.name, book.name, 1)
                raise DiscourseError(
                    f"{path.name} has the name {book.name!r} by now, and codes would go to "
                    f"{self.path.name} still; name it {self.codebook.name!r} again, or rename the "
                    f"files of codes, such as to {renamed}, and open it again. No code was changed."
                )
            self._book, self._book_version = book, version
        return self._book

    def _read(self) -> dict[str, Coding]:
        """What is said of each line, with the codes as the file has them."""
        book, version = self._read_codebook(), _identify_version(self.path)
        if not version:
            return {}
        # Ten thousand rows take a sixth of a second, too long for each key of a coder.
        if self._last_read is None or self._last_read[:2] != (version, book.sha256):
            found = join_rows(read_rows(self.path, decided=self.decides), book, self.path.name)
            self._last_read = (version, book.sha256, found)
        return dict(self._last_read[2])

    def _write(self, codings: Mapping[str, Coding]) -> None:
        kept = {line_id: coding for line_id, coding in codings.items() if coding}
        # A link is followed, so that the file that it names is the one that is replaced.
        target = self.path.resolve()
        write_together({target: write_codings(kept, decided=self.decides)})
        ordered = {line_id: kept[line_id] for line_id in sorted(kept, key=line_order)}
        self._last_read = (_identify_version(self.path), self._book.sha256, ordered)


def code_file(
    codebook: str | PathLike[str] | Codebook,
    coder: str,
    *,
    decides: bool = False,
    corpus: Corpus | None = None,
) -> CodeFile:
    """Open the file in which a coder keeps the codes of lines.

    Parameters
    ----------
    codebook : str, PathLike or Codebook
        The codebook: its TOML file.
    coder : str
        Who codes: a name of letters, digits and ``_``.
    decides : bool, default False
        Whether these are decisions about lines that coders differ on.
    corpus : Corpus, optional
        The texts that the lines are of. A line of another text is then refused; without a corpus,
        `codes` and `revision` will name it.

    Returns
    -------
    CodeFile
        The file, with the methods `read`, `put`, `remove`, `change` and `undo`.

    Raises
    ------
    DiscourseError
        For something that is no codebook, no name of a coder, or no corpus.

    See Also
    --------
    dc.layers.codebook : The codes that readers may give.
    dc.layers.codes : The codes of all coders as layers.
    dc.browse : Read, sort and code lines in JupyterLab.

    Notes
    -----
    ``discourse docs coding`` explains codebooks, coders and decisions.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.layers.code_file("notebooks/codes/rights.toml", "A")
    Codes of rights by A in rights.A.csv
    """
    return CodeFile(codebook, coder, decides=decides, corpus=corpus)


def check_coder(coder: object) -> str:
    """Return the name of a coder, unless files and layers could not have it."""
    name = check_text("coder", coder, "A")
    if not _CODER.fullmatch(name):
        raise DiscourseError(
            f"coder={name!r} cannot name a coder; give at most 40 letters, digits and _, such as "
            "coder='A'."
        )
    if name.casefold() == DECIDED:
        raise DiscourseError(
            f"coder={name!r} is the name of the file of decisions; give another name, and "
            "decides=True to decide."
        )
    return name


def measure_texts(corpus: Corpus) -> dict[str, int]:
    """The number of characters of each text of a corpus; of a subset, of its texts as a whole."""
    check_corpus("code_file", corpus)
    store = whole_store(corpus)
    return dict(zip(store.digests.tolist(), map(len, store.texts), strict=True))


def is_of_texts(line_id: str, lengths: Mapping[str, int]) -> bool:
    """Whether a line is of one of some texts, and not after its end."""
    text, _, end = line_order(line_id)
    return end <= lengths.get(text, 0)


def _identify_version(path: Path | None) -> _Version:
    try:
        found = path.stat() if path else None
    except FileNotFoundError:
        return ()
    return (found.st_ino, found.st_mtime_ns, found.st_size) if found else ()


def _find_path(book: Codebook, coder: str, path: str | PathLike[str] | None) -> Path:
    if path is not None:
        return check_target("path", check_path("path", path))
    if book.path is None:
        raise DiscourseError(
            "the codebook is in no file, so its codes have no folder; give path='stance.A.csv'."
        )
    target = book.path.with_name(f"{book.name}.{coder}{ENDING}")
    # On some systems, rights.a.csv and rights.A.csv are one file.
    other = next((each.name for each in target.parent.glob(f"*{ENDING}")
                  if each.name != target.name and each.name.casefold() == target.name.casefold()),
                 None)  # fmt: skip
    if other:
        raise DiscourseError(
            f"coder={coder!r} differs from the coder of {other} only in upper and lower case; "
            "give the name as it is there, or another."
        )
    return target


def find_orphans(book: Codebook, coder: str = "*") -> list[str]:
    """The files of codes beside a codebook that are named after no codebook there, sorted.

    They may be its own from before it was renamed.
    """
    if book.path is None:
        return []
    found = [path for path in sorted(book.path.parent.glob(f"*.{coder}{ENDING}"))
             if path.name.count(".") == 2 and _begins_as_codes(path)]  # fmt: skip
    known = {book.name, *_name_codebooks(book.path.parent)} if found else set()
    return [path.name for path in found if path.name.partition(".")[0] not in known]


def warn_of_orphans(book: Codebook, coder: str = "*") -> None:
    """Name the files of codes that may be those of a codebook which was renamed."""
    found = find_orphans(book, coder)
    if found:
        middle = found[0].split(".")[1]
        warn_user(
            f"{', '.join(found[:SHOWN])}{' and others' if found[SHOWN:] else ''} beside "
            f"{book.place} have codes of no codebook there; if {book.name!r} was renamed, rename "
            f"such a file to {book.name}.{middle}{ENDING}."
        )


def _begins_as_codes(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig") as page:
            return page.readline().startswith(",".join(COLUMNS[:2]))
    except (OSError, UnicodeDecodeError):
        return False


def _name_codebooks(folder: Path) -> Iterator[str]:
    for path in filter(is_codebook, sorted(folder.glob("*.toml"))):
        try:
            yield read_codebook(path).name
        except DiscourseError:
            yield path.stem


def _name_lines(line_ids: Sequence[str]) -> str:
    more = f" and {len(line_ids) - SHOWN:,} more" if len(line_ids) > SHOWN else ""
    return ", ".join(line_ids[:SHOWN]) + more
