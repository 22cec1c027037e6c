r"""A manuscript in LaTeX, read without LaTeX: no command is run, and no file outside is opened.

Files that ``\input`` and ``\include`` name are read if they are in the folder of the manuscript.
A command of the author without arguments stands for the plain text that it is defined as.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

import regex

from discourse.publish.manuscripts import latex_commands as known
from discourse.publish.manuscripts.latex_encoding import find_input_encodings
from discourse.publish.manuscripts.latex_passages import (
    UNREAD_KIND,
    LatexGroup,
    LatexPassages,
    LatexSource,
    OpenLatexFile,
    OpenLatexText,
)
from discourse.publish.manuscripts.latex_tokens import (
    LatexSign,
    find_argument,
    find_brace,
    find_formula_end,
    next_sign,
    skip_arguments,
    skip_optional,
    without_comments,
)
from discourse.publish.manuscripts.passage import (
    CAPTION_KIND,
    CELL_KIND,
    CODE_KIND,
    EXEMPTED,
    HEADING_KIND,
    NOTE_KIND,
    PARAGRAPH_KIND,
    Passage,
    PassageText,
    TableCells,
    number_places,
)
from discourse.publish.manuscripts.xml_parts import raw_manuscript
from discourse.publish.provenance.allowance import is_inside

MOST_FILES = 100
_PLAIN_BODY = regex.compile(r"[^\\{}#$&%]*")
_DEFINED = regex.compile(r"\s*\{?\s*\\([A-Za-z@]+)\s*\}?\s*")
_BEGIN_DOCUMENT = regex.compile(r"^(?:[^%\n]|\\%)*?\\begin\s*\{document\}", regex.M)
_ESCAPED = regex.compile(r"\\([%&#_$])")
_FORMULA_ENDS = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}


def read_latex_manuscript(path: Path) -> tuple[list[Passage], list[str]]:
    """Read the passages of a .tex file, and of what it includes; and what was not read, and why.

    Raises
    ------
    DiscourseError
        If the file cannot be read, or is not in UTF-8.
    """
    reader = _LatexReader(path.parent)
    reader.open(path)
    passages = list(reader.read())
    counted = number_places(passages, _name_latex_place)
    return list(counted), reader.notes


def _name_latex_place(passage: Passage, number: int) -> str:
    name = passage.file.name if passage.file is not None and passage.is_included else ""
    kind = "" if passage.kind in (PARAGRAPH_KIND, CODE_KIND) else f"{passage.kind} {number}"
    return ", ".join(filter(None, (name, kind)))


class _LatexReader(LatexPassages):
    """Reads the signs of a manuscript one by one, and does what its commands do to the text."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.notes: list[str] = []
        self._defined: dict[str, tuple[str, LatexSource]] = {}
        self._encodings: Sequence[str] = ()
        self._read = self._claims_open = self._preamble_end = 0

    def open(self, path: Path) -> None:
        """Begin to read a file; of a whole document, what follows its preamble."""
        raw = raw_manuscript(path)
        if not self._read:  # what the manuscript says of itself holds for what it includes, too
            self._encodings = find_input_encodings(raw.data)
        source = raw.decode(declared=self._encodings).text
        self._read += 1
        starts = [0, *(found.end() for found in regex.finditer(r"\n", source))]
        self.line_starts[path] = starts
        self.files.append(OpenLatexFile(path, source))

    def read(self) -> Iterator[Passage]:
        """Read to the end of all files."""
        main = self.files[0]
        begun = _BEGIN_DOCUMENT.search(main.source)
        self._preamble_end = begun.end() if begun else 0
        while self.files:
            sign = next_sign(self.files[-1].source, self.files[-1].at)
            if sign is None:
                self.files.pop()
                continue
            self.files[-1].at = sign.end
            self._take(sign)
            yield from self.done
            self.done = []
        while self.texts:
            self.end_block()
            self.texts.pop()
        yield from self.done

    # ------------------------------------------------------------------------ signs

    def _take(self, sign: LatexSign) -> None:
        is_preamble = len(self.files) == 1 and sign.start < self._preamble_end
        if is_preamble and not self.groups and sign.kind != "command":
            return
        match sign.kind:
            case "comment":
                pass
            case "command":
                self._command(sign.text[1:], is_preamble=is_preamble and not self.groups)
            case "symbol":
                self._symbol(sign)
            case "blank":
                self.end_block()
            case "formula":
                self._formula(sign, _FORMULA_ENDS[sign.text])
            case "brace":
                self._brace(sign.text)
            case "column" if self.texts[-1].table is not None:
                self.end_cell()
            case "quotes":
                self.add("“" if sign.text == "``" else "”", sign.start)
            case "dash":
                self.add("–" if len(sign.text) == 2 else "—", sign.start)
            case "tie":
                self.add("\u00a0", sign.start)
            case _:
                self.add(sign.text, sign.start)

    def _symbol(self, sign: LatexSign) -> None:
        if sign.text in ("\\(", "\\["):
            self._formula(sign, _FORMULA_ENDS[sign.text])
        elif sign.text == "\\\\":
            file = self.files[-1]
            file.at = skip_optional(file.source, file.at)
            self.end_row()
        else:
            self.add(known.SHOWN_AS.get(sign.text, ""), sign.start)

    def _formula(self, sign: LatexSign, mark: str) -> None:
        file = self.files[-1]
        end = find_formula_end(file.source, sign.end, mark)
        self.add_formula(sign.end, end)
        file.at = (
            min(end + len(mark), len(file.source)) if file.source.startswith(mark, end) else end
        )

    def _brace(self, brace: str) -> None:
        text = self.texts[-1].text
        if brace == "{":
            self.groups.append(LatexGroup(text, text.length))
            return
        if not self.groups:
            return
        group = self.groups.pop()
        if group.kind and group.text is text:
            text.mark(min(group.start, text.length), group.kind, group.claim)
        self._claims_open -= group.is_bound
        if group.closes:
            self.add(group.closes, self.files[-1].at - 1)
        if group.ends_passage and len(self.texts) > 1:
            self.end_block()
            self.texts.pop()
        if group.resume >= 0:
            self.files[-1].at = group.resume

    # --------------------------------------------------------------------- commands

    def _command(self, name: str, *, is_preamble: bool) -> None:
        file = self.files[-1]
        if name in known.DEFINES or name == "def":
            self._define(is_def=name == "def")
        elif is_preamble and name.rstrip("*") not in known.OF_PREAMBLE:
            file.at = skip_arguments(file.source, file.at, known.NOT_TEXT.get(name, 0))
        elif name in ("begin", "end"):
            start, end = find_argument(file.source, file.at)
            file.at = min(end + 1, len(file.source)) if start >= 0 else file.at
            environment = file.source[start:end].strip() if start >= 0 else ""
            (self._begin if name == "begin" else self._end)(environment)
        elif name in known.INCLUDES:
            self._include()
        elif name in ("claim", "exempt"):
            self._bound("claim" if name == "claim" else EXEMPTED)
        elif name == "iffalse":
            shown_again = known.END_OF_IFFALSE.search(file.source, file.at)
            file.at = len(file.source) if shown_again is None else shown_again.end()
        elif name == "verb" or name == "verb*":
            self._verb()
        elif name in known.SHOWN_AS:
            self.add(known.SHOWN_AS[name], file.at)
        elif name in self._defined:
            body, source = self._defined[name]
            places = [source._replace(at=source.at + at) for at in range(len(body))]
            self.texts[-1].text.add(body, places)
        elif name in known.ENDS_BLOCK:
            if name != "item":  # whose argument is text
                file.at = skip_optional(file.source, file.at)
            self.end_block()
        elif name == "tabularnewline":
            self.end_row()
        else:
            self._text_command(name)

    def _text_command(self, name: str) -> None:
        """A command whose last argument is text, or that has none."""
        file = self.files[-1]
        if name == "multicolumn":
            start, end = find_argument(file.source, file.at)
            span = file.source[start:end].strip()
            self.texts[-1].span = int(span) if span.isdecimal() and 0 < len(span) < 4 else 1
        is_hidden = name in ("textcolor", "color") and file.source.startswith("{white}", file.at)
        skipped = known.NOT_TEXT.get(name, 1 if known.CITES.fullmatch(name) else 0)
        file.at = skip_arguments(file.source, file.at, skipped)
        file.at = skip_optional(file.source, file.at)
        if name == "color" and is_hidden and self.groups:
            self.groups[-1] = self.groups[-1]._replace(kind="hidden")
        elif is_hidden:
            self._open_group("hidden")
        elif name in known.SETS_NUMBERS:
            self.add_set_number()
        elif name in known.EMPHASISES:
            self._open_group("emphasis")
        elif name in known.ENCLOSED_CODE and find_brace(file.source, file.at) < 0:
            self._verb()  # any sign may enclose it: \lstinline|x|
        elif name in known.ENCLOSED_CODE:
            self._open_group("code")
            start, end = file.at, find_argument(file.source, file.at - 1)[1]
            self.add(file.source[start:end], start)  # in which % is a sign like others
            file.at = end
        elif name in known.IS_CODE:
            self._open_group("code")
        elif name in known.STRIKES:
            self._open_group("struck")
        elif name == "enquote":
            if self._find_brace():
                self.add("“", self.files[-1].at - 1)
                text = self.texts[-1].text
                self.groups.append(LatexGroup(text, text.length, closes="”"))
        elif name in known.HEADINGS_OF_LATEX:
            self.end_block()
            self._open_passage(HEADING_KIND)
        elif name in known.NOTES_OF_LATEX:
            self._open_passage(NOTE_KIND)
        elif name in known.CAPTIONS:
            self._open_passage(CAPTION_KIND)
        elif name in known.HEAD_LINES or name in known.NAMES:
            self.end_block()
            self._open_passage(UNREAD_KIND if name in known.NAMES else PARAGRAPH_KIND)

    def _find_brace(self) -> bool:
        """Go behind the opening brace of the next argument, if there is one."""
        file = self.files[-1]
        start = find_brace(file.source, file.at)
        file.at = start if start >= 0 else file.at
        return start >= 0

    def _open_group(
        self, kind: str, claim: str = "", resume: int = -1, *, is_bound: bool = False
    ) -> None:
        text = self.texts[-1].text
        if self._find_brace():
            self.groups.append(
                LatexGroup(text, text.length, kind, claim, resume=resume, is_bound=is_bound)
            )

    def _open_passage(self, kind: str) -> None:
        if self._find_brace():
            self.texts.append(OpenLatexText(kind))
            text = self.texts[-1].text
            mark = "heading" if kind == HEADING_KIND else ""
            self.groups.append(LatexGroup(text, 0, mark, ends_passage=True))

    def _bound(self, kind: str) -> None:
        r"""A number and what it is bound to: ``\claim{7}{query}``."""
        file = self.files[-1]
        if self._claims_open:  # inside of another claim, it is none
            self._open_group("")
            return
        start, end = find_argument(file.source, file.at)
        start_of_claim, end_of_claim = find_argument(file.source, end + 1)
        if start < 0 or start_of_claim < 0:
            line = bisect_right(self.line_starts[file.path], file.at)
            self.notes.append(
                f"{file.path.name}, line {line}: \\claim and \\exempt have two arguments in "
                "braces; this one is not read"
            )
            return
        self._claims_open = 1
        claim = without_comments(file.source[start_of_claim:end_of_claim])
        claim = _ESCAPED.sub(r"\1", claim)
        self._open_group(
            kind, " ".join(claim.split()), min(end_of_claim + 1, len(file.source)), is_bound=True
        )

    def _verb(self) -> None:
        file = self.files[-1]
        mark = file.source[file.at : file.at + 1]
        end = file.source.find(mark, file.at + 1) if mark else -1
        if end >= 0:
            text = self.texts[-1].text
            start = text.length
            self.add(file.source[file.at + 1 : end], file.at + 1)
            text.mark(start, "code")
            file.at = end + 1

    def _define(self, *, is_def: bool) -> None:
        """Keep what a command without arguments stands for, if it is plain text."""
        file = self.files[-1]
        found = _DEFINED.match(file.source, file.at)
        if found is None:
            return
        at = found.end()
        has_arguments = file.source.startswith(("[", "#"), at)
        while (after := skip_optional(file.source, at)) != at:
            at = after
        if is_def:
            at = file.source.find("{", at) if has_arguments else at
        start, end = find_argument(file.source, at) if at >= 0 else (-1, 0)
        if start < 0:
            return
        body = file.source[start:end]
        if not has_arguments and _PLAIN_BODY.fullmatch(body):
            self._defined[found[1]] = (body, LatexSource(file.path, start))
        file.at = min(end + 1, len(file.source))

    def _include(self) -> None:
        """Go on with a file that is included, if it is in the folder of the manuscript."""
        file = self.files[-1]
        start, end = find_argument(file.source, file.at)
        if start < 0:
            return
        name = file.source[start:end].strip()
        file.at = min(end + 1, len(file.source))
        path = self.folder / (name if Path(name).suffix else f"{name}.tex")
        if not is_inside(path, [self.folder]):
            self.notes.append(f"{name}: outside of the folder of the manuscript, not read")
        elif not path.is_file() or path.is_symlink():
            self.notes.append(f"{name}: there is no such file, not read")
        elif any(path == each.path for each in self.files) or self._read >= MOST_FILES:
            self.notes.append(f"{name}: includes itself, or one file too many, not read")
        else:
            self.open(path)

    # ----------------------------------------------------------------- environments

    def _begin(self, name: str) -> None:
        file = self.files[-1]
        if name in known.VERBATIM or name in known.LEFT_OUT_ENVIRONMENTS or name in known.FORMULAS:
            self._raw_environment(name)
            return
        if name == "document":
            self.texts[-1].text = PassageText()
            return
        self.end_block()
        file.at = skip_optional(file.source, file.at)
        if name in known.TABLES:
            file.at = skip_arguments(file.source, file.at, known.TABLES[name])
            self.tables += 1
            self.texts.append(OpenLatexText(CELL_KIND, table=TableCells(self.tables)))
            return
        file.at = skip_arguments(file.source, file.at, known.ARGUMENTS.get(name, 0))
        self.in_references += name == "thebibliography"
        self.quotes += [self.texts[-1].text] if name in known.QUOTES else []

    def _end(self, name: str) -> None:
        if name == "document":
            self.end_block()
            self.files[-1].at = len(self.files[-1].source)
        elif name in known.TABLES and self.texts[-1].table is not None:
            self.end_row()
            self.texts.pop()
        else:
            self.end_block()
            self.in_references -= name == "thebibliography"
            if name in known.QUOTES and self.quotes:
                self.quotes.pop()

    def _raw_environment(self, name: str) -> None:
        file = self.files[-1]
        start, close = file.at, f"\\end{{{name}}}"
        end = file.source.find(close, start)
        end = len(file.source) if end < 0 else end
        file.at = min(end + len(close), len(file.source))
        if name in known.FORMULAS:
            self.add_formula(start, end)
        elif name in known.VERBATIM:
            self.end_block()
            back, file.at = file.at, start
            self.texts.append(OpenLatexText(CODE_KIND))
            self.add(file.source[start:end], start)
            self.texts[-1].text.mark(0, "code")
            self.end_block()
            self.texts.pop()
            file.at = back
