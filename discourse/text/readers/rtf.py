"""Rich text (RTF): its paragraphs with all tracked changes accepted, and its notes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import regex

from discourse.text.document import Value
from discourse.text.extract import (
    HEADING,
    PARAGRAPH,
    Extract,
    RawFile,
    TextBlock,
    join_blocks,
    tile_blocks,
)
from discourse.text.packages import name_with_version
from discourse.text.readers.runs import Look, Run, make_notes, make_paragraph

# The code pages of the character sets that a font may have.
CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
CODE_PAGES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
# Control words and symbols that represent characters.
SIGNS = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d",
    "zwnj": "\u200c", "zwnbo": "\u2060", "ltrmark": "\u200e", "rtlmark": "\u200f",
    "~": "\u00a0", "-": "\u00ad", "_": "\u2011", "\\": "\\", "{": "{", "}": "}",
}  # fmt: skip
PARAGRAPH_ENDS = frozenset("par sect cell nestcell row nestrow \n \r".split(" "))
# Groups without text of the document; groups that begin with an asterisk have none either, but for
# those of text boxes.
LEFT_OUT = frozenset(
    "colortbl pict object header headerl headerr headerf footer footerl footerr footerf ftnsep "
    "ftnsepc aftnsep aftnsepc xe tc tcn rxe txe fldinst listtext pntext bkmkstart bkmkend "
    "nonshppict shprslt sp filetbl listtable listoverridetable revtbl".split()
)
ENTERED = frozenset(["shpinst", "shptxt", "fldrslt"])
HEADINGS = ("heading", "title")
UTF_8 = 65001  # as a code page

_TOKEN = regex.compile(
    r"\\(?P<word>[a-zA-Z]+)(?P<number>-?\d+)? ?|\\'(?P<byte>[0-9a-fA-F]{2})"
    r"|\\(?P<symbol>[^a-zA-Z'])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\'?",
    regex.DOTALL,
)


def read_rtf(raw: RawFile) -> Iterator[Extract]:
    """Read an .rtf file, tables included: headings by style, notes at the end and dropped."""
    if not raw.data.lstrip().startswith(b"{\\rtf"):
        raise raw.error("is not rich text; open it and save it as .rtf.")
    reader = _RtfReader(raw.data.lstrip().decode("latin-1"))
    if not reader.read():
        raise raw.error("ends before its text does; open it and save it again.")
    blocks = [*reader.blocks, *make_notes(reader.notes)]
    metadata: dict[str, Value] = {
        key: value.strip() for key, value in reader.metadata.items() if value.strip()
    }
    yield Extract(
        join_blocks(blocks),
        tile_blocks(blocks),
        name_with_version("discourse-toolkit"),
        metadata=metadata,
    )


@dataclass(frozen=True)
class _State:
    """What holds until the end of a group.

    ``place`` is where its text goes: "text", "note", "stylesheet", "title", "author", or elsewhere.
    ``fallback`` is how many characters stand for one that is given by its number.
    """

    place: str = "text"
    look: Look = field(default_factory=Look)
    is_deleted: bool = False
    font: int = 0
    style: int = 0
    outline: int = -1
    fallback: int = 1


class _RtfReader:
    """Reads the tokens of a file one after the other."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._state = _State()
        self._outer: list[_State] = []
        self._code_page, self._default_font = "cp1252", 0
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, str] = {}
        self._bytes = bytearray()  # text that is not decoded yet
        self._high_surrogate = ""
        self._to_skip = 0  # what follows a character that is given by its number
        self._is_starred = False
        self._runs: list[Run] = []
        self._boxes: list[TextBlock] = []  # text boxes, which follow the paragraph they are in
        self._around_boxes: list[tuple[int, list[Run]]] = []
        self.blocks: list[TextBlock] = []
        self.notes: list[str] = []
        self.metadata = {"title": "", "author": ""}

    def read(self) -> bool:
        """Read to the end of the outermost group; return whether there is one."""
        at = 0
        while (token := _TOKEN.match(self._source, at)) is not None:
            at = token.end()
            word = token["word"] or token["symbol"]
            if token["brace"]:
                self._change_group(token["brace"])
                if not self._outer:
                    self._end_paragraph()
                    return True
            elif word == "bin":
                at += max(0, int(token["number"] or 0))
            elif word:
                self._apply_word(word, int(token["number"]) if token["number"] else None)
            elif token["byte"]:
                self._add_bytes(chr(int(token["byte"], 16)))
            elif token["text"]:
                self._add_bytes(token["text"])
        return False

    def _change_group(self, brace: str) -> None:
        self._decode_bytes()
        self._to_skip = 0
        self._is_starred = False
        if brace == "{":
            self._outer.append(self._state)
            return
        self._state = self._outer.pop()
        if self._around_boxes and len(self._outer) < self._around_boxes[-1][0]:
            self._end_paragraph()
            self._runs = self._around_boxes.pop()[1]

    def _apply_word(self, word: str, number: int | None) -> None:
        """Apply a control word or symbol."""
        starred, self._is_starred = self._is_starred, word == "*"
        if self._to_skip:  # it stands for the character before
            self._to_skip -= 1
        elif word in LEFT_OUT or (starred and word not in ENTERED):
            self._enter("")
        elif word in SIGNS:
            self._add_text(SIGNS[word])
        elif word in PARAGRAPH_ENDS:
            self._end_line(word)
        elif word == "u":
            self._add_number(number or 0)
        elif not self._apply_place(word):
            self._apply_header(word, number)
            self._apply_format(word, number)

    def _apply_place(self, word: str) -> bool:
        """Apply a word that says what a group holds."""
        if word in ("fonttbl", "stylesheet", "info"):
            self._enter(word)
        elif word in self.metadata and self._state.place == "info":
            self._enter(word)
        elif word == "footnote" and self._state.place == "text":
            self._enter("note")
            self.notes.append("")
        elif word == "shptxt" and self._state.place == "text":
            self._decode_bytes()
            self._around_boxes.append((len(self._outer), self._runs))
            self._runs = []
        else:
            return False
        return True

    def _enter(self, place: str) -> None:
        self._decode_bytes()
        self._state = replace(self._state, place=place if self._state.place else "")

    def _apply_header(self, word: str, number: int | None) -> None:
        """Apply a word of the header: code pages and fonts."""
        if word in CODE_PAGES:
            self._code_page = CODE_PAGES[word]
        elif word == "ansicpg" and number:
            self._code_page = "utf-8" if number == UTF_8 else f"cp{number}"
        elif word == "deff":
            self._default_font = number or 0
            self._state = replace(self._state, font=self._default_font)
        elif word == "fcharset" and self._state.place == "fonttbl" and number in CHARSETS:
            self._fonts[self._state.font] = CHARSETS[number]

    def _apply_format(self, word: str, number: int | None) -> None:
        """Apply a word that says how the text after it looks."""
        state, look, is_on = self._state, self._state.look, number != 0
        changes: dict[str, dict[str, Any]] = {
            "plain": {"look": Look(), "is_deleted": False, "font": self._default_font},
            "pard": {"style": 0, "outline": -1},
            "f": {"font": number or 0},
            "s": {"style": number or 0},
            "outlinelevel": {"outline": number or 0},
            "uc": {"fallback": 1 if number is None else number},
            "deleted": {"is_deleted": is_on},
            "mvf": {"is_deleted": is_on},
            "v": {"look": replace(look, is_hidden=is_on)},
            "super": {"look": replace(look, is_raised=is_on)},
            "up": {"look": replace(look, is_raised=is_on)},
            "sub": {"look": replace(look, is_raised=False)},
            "nosupersub": {"look": replace(look, is_raised=False)},
        }
        if word in changes:
            self._decode_bytes()
            self._state = replace(state, **changes[word])

    def _add_bytes(self, text: str) -> None:
        """Add bytes, each given as one character."""
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        self._bytes += text[skipped:].encode("latin-1")

    def _decode_bytes(self) -> None:
        """Decode the bytes that were added, in the code page of their font."""
        if self._bytes:
            code_page = self._fonts.get(self._state.font, self._code_page)
            found, self._bytes = bytes(self._bytes), bytearray()
            self._add_text(_decode(found, code_page))

    def _add_number(self, number: int) -> None:
        """Add a character by its number, which is negative above 32767, and may be half of one."""
        self._to_skip = self._state.fallback
        character = chr(number % 0x10000)
        if "\ud800" <= character < "\udc00":
            self._high_surrogate = character
            return
        pair = self._high_surrogate + character
        self._high_surrogate = ""
        self._add_text(pair.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

    def _add_text(self, text: str) -> None:
        self._decode_bytes()
        place = self._state.place
        if place == "text" and not self._state.is_deleted:
            self._runs.append((text, self._state.look))
        elif place == "note":
            self.notes[-1] += text
        elif place in self.metadata:
            self.metadata[place] += text
        elif place == "stylesheet":
            style = self._state.style
            self._styles[style] = self._styles.get(style, "") + text

    def _end_line(self, word: str) -> None:
        self._decode_bytes()
        if self._state.place == "note":
            self.notes[-1] += "\n"
        elif self._state.place == "text" and not (word == "par" and self._state.is_deleted):
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        """Make blocks of a paragraph; those of a text box follow the paragraph that it is in."""
        self._decode_bytes()
        name = self._styles.get(self._state.style, "").casefold()
        is_heading = self._state.outline >= 0 or name.startswith(HEADINGS)
        made = make_paragraph(self._runs, HEADING if is_heading else PARAGRAPH)
        self._runs = []
        if self._around_boxes:
            self._boxes += made
        else:
            self.blocks += [*made, *self._boxes]
            self._boxes = []


def _decode(data: bytes, code_page: str) -> str:
    """Decode bytes; a code page that Python does not know is read as that of Western Europe."""
    try:
        return data.decode(code_page, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")
