"""CoNLL-U: a text that is tokenised already, with what is said about its tokens.

The text is rebuilt from ``SpacesAfter``, else from ``# text``, else from ``SpaceAfter=No``. A
multiword token (``don't``) whose words spell it is read as these words; any other (Spanish *del*,
of *de* and *el*) is one token, whose values are those of its words joined by ``+``. Empty nodes are
no part of the text and are left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import regex

from discourse.errors import DiscourseError, count_noun
from discourse.text.annotation import SPAN, TOKEN
from discourse.text.document import Value
from discourse.text.extract import Extract, RawFile
from discourse.text.limits import shorten
from discourse.text.readers.conllu_comments import COMMENT_LINE, DOCUMENT_MARK, read_comments
from discourse.text.readers.distances import number_to_distance
from discourse.text.readers.tokenised import TokenisedText, join_values, usable_name
from discourse.text.squeezing import (
    first_difference,
    place_forms,
    place_plainly,
    show_difference,
    squeeze,
)

COLUMNS = ("ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC")
LAYERS = {"UPOS": "pos"}  # columns whose layer is not named like the column
NONE = "_"
SENTENCES, MULTIWORD, WORDS = "sent", "multiword", "words"
MAKER = "CoNLL-U"
_ESCAPES = {"s": " ", "t": "\t", "n": "\n", "r": "\r", "p": "|", "\\": "\\"}
_WORD_ID = regex.compile(r"[1-9]\d*")
_RANGE_ID = regex.compile(r"([1-9]\d*)-([1-9]\d*)")
_HEAD = regex.compile(r"0|[1-9][0-9]{0,8}")
_SPACE_AFTER = regex.compile(r"(?:^|\|)SpaceAfter=([^|]*)")
_EMPTY_ID = regex.compile(r"\d+\.[1-9]\d*")


class WordRow(NamedTuple):
    """A line of a sentence: its number in the file, and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass
class Sentence:
    """The comments and rows of a sentence, and the first line of it."""

    line: int
    comments: list[str] = field(default_factory=list)
    rows: list[WordRow] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


# A stretch of the text, and the words that are written in it: one, or all of a multiword token.
Piece = tuple[tuple[int, int], Sequence[WordRow]]


class Unit(NamedTuple):
    """What is written in the text without a gap inside: a word, or a multiword token."""

    form: str
    misc: str
    words: Sequence[WordRow]
    range: WordRow | None


def read_conllu(raw: RawFile) -> Iterator[Extract]:
    """Read the documents of a CoNLL-U file, with their own tokens and sentences."""
    content = raw.decode()
    yield from parse_conllu(content.text, raw.place, raw.path.stem, content.encoding)


def parse_conllu(text: str, place: str, stem: str, encoding: str = "utf-8") -> list[Extract]:
    """Parse the documents of a CoNLL-U file.

    Parameters
    ----------
    text : str
        The content of the file.
    place : str
        The file as messages name it.
    stem : str
        The name of the file, from which documents without a name are named.
    encoding : str, optional
        The encoding that the content was in.

    Returns
    -------
    list of Extract
        The documents. The only document of a file has no name of its own, unless ``# newdoc`` gives
        it one.

    Raises
    ------
    DiscourseError
        If a line is not CoNLL-U, or the tokens of a sentence do not spell its text.
    """
    documents = list(_group_by_document(_divide_sentences(text, place)))
    if not documents:
        raise DiscourseError(f"{place} has no sentence; remove it, or put its sentences in.")
    alone = len(documents) == 1
    return [
        _extract_sentences(
            sentences, place, name or ("" if alone else f"{stem}/{number}"), encoding
        )
        for number, (name, sentences) in enumerate(documents, 1)
    ]


# ---------------------------------------------------------------------------- lines and sentences


def _divide_sentences(text: str, place: str) -> Iterator[Sentence]:
    columns: Sequence[str] = COLUMNS
    sentence = Sentence(1)
    for number, ended in enumerate(text.split("\n"), 1):
        line = ended.removesuffix("\r")
        if not line.strip():
            if sentence.rows:
                yield sentence
                sentence = Sentence(number + 1)
            continue
        sentence.lines.append(line)
        if line.startswith("#") and not sentence.rows:
            sentence.comments.append(line)
            found = COMMENT_LINE.fullmatch(line)
            if found and found[1] == "global.columns":
                columns = _check_column_names(found[2].split(), f"{place}, line {number}")
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise DiscourseError(
                f"{place}, line {number} has {len(cells)} "
                f"column{'' if len(cells) == 1 else 's'}, and CoNLL-U has {len(columns)}, divided "
                "by tabs; write _ where there is no value."
            )
        sentence.rows.append(WordRow(number, dict(zip(columns, cells, strict=True))))
    if sentence.rows:
        yield sentence


def _check_column_names(columns: Sequence[str], place: str) -> Sequence[str]:
    if "ID" not in columns or "FORM" not in columns or len(set(columns)) < len(columns):
        raise DiscourseError(
            f"{place}: global.columns names {shorten(' '.join(columns))}; name each column once, "
            "with ID and FORM among them."
        )
    return columns


def _group_by_document(
    sentences: Iterator[Sentence],
) -> Iterator[tuple[str, list[Sentence]]]:
    name, found = "", list[Sentence]()
    for sentence in sentences:
        marks = [m for m in map(DOCUMENT_MARK.fullmatch, sentence.comments) if m]
        if marks:
            if found:
                yield name, found
            name, found = marks[0][1].strip(), []
        found.append(sentence)
    if found:
        yield name, found


# --------------------------------------------------------------------------------------- documents


def _extract_sentences(
    sentences: Sequence[Sentence], place: str, name: str, encoding: str
) -> Extract:
    made = TokenisedText()
    metadata: dict[str, Value] = {}
    for number, sentence in enumerate(sentences, 1):
        columns = read_comments(sentence.comments, metadata)
        if "newpar" in columns or number == 1:
            made.begin_paragraph()
        made.begin_sentence()
        _write_sentence(made, sentence, place, str(number), columns)
    source = "\n".join("\n".join([*sentence.lines, ""]) for sentence in sentences)
    return made.extract(encoding, name=name, source=source if name else "", metadata=metadata)


def _write_sentence(
    made: TokenisedText, sentence: Sentence, place: str, number: str, columns: dict[str, str]
) -> None:
    """Write the text of a sentence, and label its tokens."""
    units = list(_find_units(sentence.rows, place))
    if not units:
        raise DiscourseError(f"{place}, line {sentence.line}: the sentence has no word; remove it.")
    at = f"{place}, line {sentence.line}"
    text, gap = _sentence_text(units, columns, at)
    forms = [unit.form for unit in units]
    spans = place_plainly(forms, text) or place_forms(forms, text, at).tolist()
    start = made.write(text)
    placed = [
        _place_unit(unit, text[first:after], start + first)
        for unit, (first, after) in zip(units, spans, strict=True)
    ]
    places = {
        word.cells["ID"]: (first, number)
        for pieces in placed
        for (first, _), words in pieces
        for number, word in enumerate(words, 1)
    }
    for unit, pieces in zip(units, placed, strict=True):
        _label_unit(made, unit, pieces, places)
    label = columns.pop("sent_id", "") or number
    columns.pop("text", None)
    columns.pop("global.columns", None)
    about = {"maker": MAKER, "column": "sent_id"}
    whole = (start + spans[0][0], start + spans[-1][1])
    made.label(SENTENCES, SPAN, whole, label, about, dict(sorted(columns.items())))
    made.end_with(gap)


def _find_units(rows: Sequence[WordRow], place: str) -> Iterator[Unit]:
    """Group the rows of a sentence into words and multiword tokens."""
    size = sum(1 for row in rows if _WORD_ID.fullmatch(row.cells["ID"]))
    for row in rows:
        _check_head(row, size, place)
    expected, at = 1, 0
    while at < len(rows):
        row = rows[at]
        written = row.cells["ID"]
        at += 1
        found = _RANGE_ID.fullmatch(written)
        if _EMPTY_ID.fullmatch(written):
            continue
        if found:
            inside = [word for word in rows[at:] if not _EMPTY_ID.fullmatch(word.cells["ID"])]
            length = int(found[2]) - int(found[1]) + 1
            words = inside[: max(length, 0)]
            ids = [str(expected + step) for step in range(length)]
            if length < 2 or [word.cells["ID"] for word in words] != ids:
                raise _id_error(row, place, expected)
            at = rows.index(words[-1], at) + 1
            expected += length
            yield Unit(row.cells["FORM"], row.cells.get("MISC", NONE), words, row)
        elif _WORD_ID.fullmatch(written) and int(written) == expected:
            expected += 1
            yield Unit(row.cells["FORM"], row.cells.get("MISC", NONE), [row], None)
        else:
            raise _id_error(row, place, expected)


def _check_head(row: WordRow, words: int, place: str) -> None:
    """Refuse the head of a word that is no other one of its sentence, and a gap nobody knows."""
    head = row.cells.get("HEAD", NONE)
    known = _HEAD.fullmatch(head) and int(head) <= words and head != row.cells["ID"]
    if head != NONE and not known:
        raise DiscourseError(
            f"{place}, line {row.line}: the HEAD is {shorten(head)!r}, and the sentence has "
            f"{count_noun(words, 'word')}; give the number of another word, 0 for the root, or _."
        )
    found = _SPACE_AFTER.search(row.cells.get("MISC", NONE))
    if found and found[1] not in ("No", "Yes"):
        raise DiscourseError(
            f"{place}, line {row.line}: SpaceAfter={shorten(found[1])} is not known; write "
            "SpaceAfter=No where no space follows, and SpacesAfter= for other white space."
        )


def _id_error(row: WordRow, place: str, expected: int) -> DiscourseError:
    return DiscourseError(
        f"{place}, line {row.line}: the ID is {shorten(row.cells['ID'])!r} where the word "
        f"{expected} begins; number the words of a sentence 1, 2, 3 …, a multiword token by its "
        "words, such as 2-3, and an empty node by the word before it, such as 2.1."
    )


# -------------------------------------------------------------------------------------------- text


def _sentence_text(
    units: Sequence[Unit], comments: Mapping[str, str], place: str
) -> tuple[str, str | None]:
    """The text of a sentence, and what follows it, if the file says so."""
    given = comments.get("text", "").strip()
    gap = _gap_after(units[-1])
    exact = any("SpacesAfter" in unit.misc or "SpacesInToken" in unit.misc for unit in units)
    if given and not exact and place_plainly([unit.form for unit in units], given):
        return given, gap
    written = [_unescape(_misc_of(unit).get("SpacesInToken", "")) or unit.form for unit in units]
    gaps = [_gap_after(unit) for unit in units[:-1]]
    between = (" " if each is None else each for each in gaps)
    spelled = "".join(f"{form}{each}" for form, each in zip(written, (*between, ""), strict=True))
    if not given or exact:
        return spelled, gap
    one, other = squeeze(spelled), squeeze(given)
    at = first_difference(one, other)
    if at is None:
        return given, gap
    raise DiscourseError(
        f"{place}: the tokens do not spell # text: they differ at "
        f"{show_difference(one, other, at)}; correct one of them."
    )


def _gap_after(unit: Unit) -> str | None:
    """The white space after a token; None if the file says nothing, which means one space."""
    if "Space" not in unit.misc:
        return None
    misc = _misc_of(unit)
    if "SpacesAfter" in misc:
        return _unescape(misc["SpacesAfter"])
    return "" if misc.get("SpaceAfter") == "No" else None


def _misc_of(unit: Unit) -> dict[str, str]:
    return {key: value for key, _, value in (pair.partition("=") for pair in unit.misc.split("|"))}


def _unescape(text: str) -> str:
    signs = iter(text)
    return "".join(_ESCAPES.get(next(signs, ""), "") if sign == "\\" else sign for sign in signs)


# ------------------------------------------------------------------------------------------ labels


def _place_unit(unit: Unit, written: str, start: int) -> list[Piece]:
    """The words of a unit, each by itself; all together if they do not spell it."""
    if unit.range is None:
        return [((start, start + len(written)), unit.words)]
    forms = [word.cells["FORM"] for word in unit.words]
    if first_difference(squeeze("".join(forms)), squeeze(written)) is not None:
        return [((start, start + len(written)), unit.words)]
    spans = place_forms(forms, written, "").tolist()
    return [
        ((start + first, start + after), [word])
        for word, (first, after) in zip(unit.words, spans, strict=True)
    ]


def _label_unit(
    made: TokenisedText,
    unit: Unit,
    pieces: Sequence[Piece],
    places: Mapping[str, tuple[int, int]],
) -> None:
    """Label the pieces of a unit, and the unit itself if it is a multiword token."""
    if unit.range is not None:
        span = (pieces[0][0][0], pieces[-1][0][1])
        about = {"maker": MAKER, "column": "ID"}
        made.label(MULTIWORD, SPAN, span, unit.form, about, _cells_of_range(unit, unit.range))
    for span, words in pieces:
        made.tokens.append(span)
        cells = [_cells_of_word(word, unit, span[0], places) for word in words]
        if len(words) == 1:
            _label_token(made, span, cells[0])
            continue
        joined = {
            column: join_values([each[column] for each in cells])
            for column in cells[0]
            if any(each[column] != NONE for each in cells)
        }
        forms = [word.cells["FORM"] for word in words]
        _label_token(made, span, {**joined, WORDS: join_values(forms)})


def _cells_of_range(unit: Unit, row: WordRow) -> dict[str, str]:
    """What a multiword token itself has in its row."""
    cells = {
        column.lower(): value
        for column, value in row.cells.items()
        if column not in ("ID", "FORM", "MISC") and value != NONE
    }
    misc = _other_misc(unit.misc)
    return cells | ({"misc": misc} if misc != NONE else {})


def _cells_of_word(
    word: WordRow, unit: Unit, start: int, places: Mapping[str, tuple[int, int]]
) -> dict[str, str]:
    """The values of a word by column; a lemma _ is one if the form is _ too."""
    cells = {column: cell for column, cell in word.cells.items() if column not in ("ID", "FORM")}
    if "MISC" in cells:
        misc = unit.misc if unit.range is None else cells["MISC"]
        cells["MISC"] = _other_misc(misc)
    if cells.get("HEAD", NONE) != NONE:
        cells["HEAD"] = number_to_distance(cells["HEAD"], start, places, NONE)
    return cells


def _other_misc(misc: str) -> str:
    """The attributes of MISC that do not say what is between the tokens."""
    if "Space" not in misc:
        return misc
    spacing = ("SpaceAfter", "SpacesAfter", "SpacesInToken")
    kept = [pair for pair in misc.split("|") if pair.partition("=")[0] not in spacing]
    return "|".join(kept) or NONE


def _label_token(made: TokenisedText, span: tuple[int, int], values: Mapping[str, str]) -> None:
    for column, value in values.items():
        if value != NONE and value:
            made.label(conllu_layer_name(column), TOKEN, span, value, _describe_column(column))


@cache
def _describe_column(column: str) -> Mapping[str, str]:
    return {"maker": MAKER, "column": "FORM" if column == WORDS else column}


@cache
def conllu_layer_name(column: str) -> str:
    """The name of the layer that a column makes.

    Examples
    --------
    >>> conllu_layer_name("UPOS"), conllu_layer_name("LEMMA"), conllu_layer_name("PARSEME:MWE")
    ('pos', 'lemma', 'parseme_mwe')
    """
    return LAYERS.get(column) or usable_name(column.casefold(), "column")
