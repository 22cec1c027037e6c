"""The text of a TEI document in blocks: one reading of it, and behind each what is left out."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import regex

from discourse.text.document import DROP
from discourse.text.extract import HEADING, PARAGRAPH, TURN, TextBlock
from discourse.text.packages import import_package
from discourse.text.readers.block_text import LOST_BORDER, SPACE_BORDER, WORD_BORDER, BlockText
from discourse.text.readers.markup import local_name
from discourse.text.readers.tei_elements import (
    ALTERNATIVES,
    APART,
    COMPONENTS,
    COMPONENTS_OR_PHRASES,
    DIVISIONS,
    DOCUMENTS,
    EVENTS,
    GROUPS,
    INSIDE_A_WORD,
    LINE_BREAK,
    LINES,
    MILESTONES,
    NAMES,
    NOT_LOST,
    ONE_WORD,
    PREFERRED,
    RESTORED,
    STRUCTURES,
    SUPPLIED,
    TEI,
    TURNS,
    UNREAD,
    UNREAD_SPAN,
    UNREADABLE,
    WORDS,
    name_tags,
)
from discourse.text.readers.tei_speakers import name_speaker
from discourse.text.readers.tei_tree import (
    ANY,
    IDENTIFIER,
    LINE_BREAKS,
    choose_alternative,
    collect_text,
    find_closed_spans,
    find_division_date,
    find_other_divisions,
    find_span_end,
    has_raised_letters,
    is_heading,
    is_layout,
    is_reference_mark,
    name_left_out,
)

_NO_LETTER = regex.compile(r"[^\p{L}\p{N}]*")


def find_text_blocks(document: Any, reading: str, speakers: Mapping[str, str]) -> list[TextBlock]:
    """Find the blocks of a TEI document in one reading, in the order of the text.

    Behind each block that is counted is what is left out of it; what is beside the text, such as
    ``standOff``, has its own place. ``speakers`` are the names of persons by their identifiers.
    """
    blocks = _TeiBlocks(document, reading, speakers)
    for part in document.iterchildren("{*}*"):
        if part.tag == TEXT:
            _walk_text(part, blocks)
        elif part.tag not in BESIDE_TEXTS:
            blocks.leave_out(part, local_name(part))
        if part.tag != TEXT and (part.tail or "").strip():
            blocks.add_tail(part)
        blocks.text.close()
    return blocks.text.done


def _walk_text(text: Any, blocks: "_TeiBlocks") -> None:
    """Let each element of a text change the blocks."""
    etree = import_package("lxml.etree", "lxml", "a TEI document")
    walk = etree.iterwalk(text, events=("start", "end"))
    skipped = None
    for event, element in walk:
        if event == "start":
            if not blocks.start(element):
                skipped = element
                walk.skip_subtree()
            continue
        if element is skipped:
            skipped = None
        else:
            blocks.end(element)
        if element.tail:
            blocks.add_tail(element)


class _TeiBlocks:
    """What the elements of a document do to its text, by the table in `tei_elements`.

    ``depth`` counts the components around the place, ``words`` and ``restored`` the elements ``w``
    and ``restore``. ``turns`` are the attributes of the turns around it, ``headings`` and ``dates``
    those of its divisions. ``left_out`` are elements that are not read, whatever they are;
    ``span_end`` identifies the element at which a stretch ends that is not read, else "".
    """

    def __init__(self, document: Any, reading: str, speakers: Mapping[str, str]) -> None:
        self.text = BlockText()
        self.depth = self.words = self.restored = 0
        self.turns: list[Mapping[str, str]] = []
        self.headings: list[str] = []
        self.dates: list[str] = []
        self.left_out = set(find_other_divisions(document))
        self.speakers = speakers
        self.has_letters = has_raised_letters(document)
        self.span_end = ""
        self.preferred, self.unread = PREFERRED[reading], UNREAD[reading]
        self.unread_spans = find_closed_spans(document, UNREAD_SPAN[reading])

    def start(self, element: Any) -> bool:
        """Begin an element; return whether what it contains is read."""
        role = ROLES.get(element.tag)
        if self.span_end and element.get(IDENTIFIER) == self.span_end:
            self._end_span()
        if self.left_out and element in self.left_out:
            return self.leave_out(element, name_left_out(element))
        if role is not None:
            if not role.start(self, element):
                return False
        elif not element.tag.startswith(TEI):
            return self.leave_out(element, local_name(element))
        if element.text and not (role and is_layout(element.text, role.layout)):
            self.text.add(element.text)
        return True

    def end(self, element: Any) -> None:
        """End an element whose content was read."""
        role = ROLES.get(element.tag)
        if role is not None:
            role.end(self, element)

    def add_tail(self, element: Any) -> None:
        """Add what follows an element, unless it is white space where no text can be."""
        outer = ROLES.get(element.getparent().tag)
        if not (outer and is_layout(element.tail, outer.layout)):
            self.text.add(element.tail)

    # --------------------------------------------------------------------- larger than a phrase

    def start_division(self, element: Any) -> bool:
        self.text.close()
        self.headings.append("")
        self.dates.append(find_division_date(element))
        self._open(PARAGRAPH)
        return True

    def end_division(self, element: Any) -> None:
        self.text.close()
        self.headings.pop()
        self.dates.pop()
        self._open(PARAGRAPH)

    def start_component(self, element: Any) -> bool:
        self.text.close()
        self._open(HEADING if is_heading(element) else PARAGRAPH)
        self.depth += 1
        return True

    def end_component(self, element: Any) -> None:
        if is_heading(element):
            self.headings[-1] = self.headings[-1] or self.text.read_block()
        self.text.close()
        self.depth -= 1
        self._open(PARAGRAPH)

    def _open(self, kind: str) -> None:
        """Let the next block open something, unless it belongs to a component or to a turn."""
        if not self.depth and not self.turns:
            self.text.opens = kind

    def start_turn(self, element: Any) -> bool:
        self.text.close()
        known = {
            "speaker": name_speaker(element, self.speakers),
            "heading": " / ".join(filter(None, self.headings)),
            "date": next(filter(None, reversed(self.dates)), ""),
        }
        self.turns.append({key: value for key, value in known.items() if value})
        self.text.attributes = self.turns[-1]
        self.text.opens = TURN
        return True

    def end_turn(self, element: Any) -> None:
        self.text.close()
        self.turns.pop()
        self.text.attributes = self.turns[-1] if self.turns else None
        self.text.opens = TURN if self.turns else PARAGRAPH

    def start_component_or_phrase(self, element: Any) -> bool:
        if element.getparent().tag in STRUCTURE_TAGS:
            return self.start_component(element)
        if element.tag in WORD_TAGS:
            self.text.separate(SPACE_BORDER)
        return self.start_name(element)

    def end_component_or_phrase(self, element: Any) -> None:
        if element.getparent().tag in STRUCTURE_TAGS:
            self.end_component(element)
            return
        if element.tag in WORD_TAGS:
            self.text.separate(SPACE_BORDER)
        self.end_name(element)

    def start_line(self, element: Any) -> bool:
        before = element.getprevious()
        is_first = before is None or before.tag != element.tag
        if is_first and not self.depth and not self.turns:
            self.text.close()
            self.text.opens = PARAGRAPH
        self.text.end_line()
        return True

    def end_line(self, element: Any) -> None:
        self.text.end_line()

    def start_segment(self, element: Any) -> bool:
        """Begin a segment; those of an utterance are its paragraphs."""
        return self.start_component(element) if element.getparent().tag == UTTERANCE else True

    def end_segment(self, element: Any) -> None:
        if element.getparent().tag == UTTERANCE:
            self.end_component(element)

    # ------------------------------------------------------------------------- a phrase or less

    def start_word(self, element: Any) -> bool:
        self.words += element.tag == WORD
        if element.tag == WORD and self.words > 1:
            return True  # a part of the word around it
        if element.get("part") in ("M", "F") or element.get("join") in ("left", "both"):
            self.text.join()
        elif element.tag != PUNCTUATION:
            self.text.separate(SPACE_BORDER if element.tag == SENTENCE else WORD_BORDER)
        return True

    def end_word(self, element: Any) -> None:
        self.words -= element.tag == WORD
        if element.tag == WORD and self.words:
            return
        if element.tag == WORD and element.get("part") not in ("I", "M"):
            self.text.is_joined = False  # nothing followed a break inside the word
        if element.get("join") in ("right", "both"):
            self.text.join()
        elif element.tag != PUNCTUATION and element.get("part") not in ("I", "M"):
            self.text.separate(SPACE_BORDER if element.tag == SENTENCE else WORD_BORDER)

    def start_name(self, element: Any) -> bool:
        if self.text.after_name:
            self.text.separate()
        return True

    def end_name(self, element: Any) -> None:
        self.text.after_name = True

    def start_glyph(self, element: Any) -> bool:
        """A sign that is no letter ends a word; so does a divider of words that is not shown."""
        sign = (element.text or "").strip()
        if sign or "interpunct" in f"{element.get('ref')} {element.get('type')}":
            if _NO_LETTER.fullmatch(sign):
                self.text.separate(SPACE_BORDER)
        return True

    def end_glyph(self, element: Any) -> None:
        self.start_glyph(element)

    def start_milestone(self, element: Any) -> bool:
        # Before there was ``break``, ``type`` said that a break is inside a word.
        breaks = "no" if element.get("type") in INSIDE_A_WORD else element.get("break")
        if breaks == "no" or (self.words and breaks != "yes" and element.tag != SPACE):
            self.text.join(is_break=True)
        elif element.tag == LINE and not self.text.is_joined:
            self.text.end_line()
        elif not self.words:
            self.text.separate()
        return True

    def start_mark(self, element: Any) -> bool:
        if is_reference_mark(element, self.text.end, letters=self.has_letters):
            return self.leave_out(element, "note mark")
        return True

    # ----------------------------------------------------------------------- what is not counted

    def start_unreadable(self, element: Any) -> bool:
        self.text.separate(LOST_BORDER)
        return self.leave_out(element, UNREADABLE)

    def start_apart(self, element: Any) -> bool:
        """Leave out a remark or an event, at its own place if it is between components."""
        name = local_name(element)
        if name == "note" and element.get("type") == "speaker":
            name = "speaker"
        is_between = element.getparent().tag in STRUCTURE_TAGS
        if is_between:
            self.text.close()
        elif name in EVENTS:
            self.text.separate()
        self.leave_out(element, name, APART[name])
        if is_between:
            self.text.close()
        return False

    def start_group(self, element: Any) -> bool:
        if element.tag in ALTERNATIVE_TAGS:
            chosen = choose_alternative(element, self.preferred)
            self.left_out.update(child for child in element if child is not chosen)
        return True

    def start_reading(self, element: Any) -> bool:
        """Leave out the other side of a correction, unless it was chosen or restored."""
        name = local_name(element)
        is_read = name not in self.unread or (name == "del" and self.restored)
        if is_read or element.getparent().tag in ALTERNATIVE_TAGS:
            return True
        if name == SUPPLIED and element.get("reason") not in NOT_LOST:
            self.text.separate(LOST_BORDER)
        return self.leave_out(element, name)

    def start_span(self, element: Any) -> bool:
        """Begin a long addition or deletion, which ends where its ``spanTo`` points to."""
        if element in self.unread_spans and not self.span_end:
            self.text.begin_span(local_name(element))
            self.span_end = find_span_end(element)
        return True

    def _end_span(self) -> None:
        self.text.end_span()
        self.span_end = ""

    def start_restored(self, element: Any) -> bool:
        self.restored += 1
        return True

    def end_restored(self, element: Any) -> None:
        self.restored -= 1

    def start_nothing(self, element: Any) -> bool:
        """Begin an element whose start means nothing for the text."""
        return True

    def end_nothing(self, element: Any) -> None:
        """End an element whose end means nothing for the text."""

    def leave_out(self, element: Any, name: str, treatment: str = DROP) -> bool:
        """Let all text of an element follow the block; return False, as it is not read."""
        self.text.leave_out(collect_text(element), name, treatment)
        if self.span_end and any(each.get(IDENTIFIER) == self.span_end for each in element.iter()):
            self._end_span()
        if element.tag in DIVISION_TAGS:
            self.text.close()
        return False


TEXT = f"{TEI}text"
# Beside a text: what is about it, and other documents.
BESIDE_TEXTS = name_tags(["teiHeader", *DOCUMENTS])
WORD, LINE, SPACE = (TEI + name for name in ("w", LINE_BREAK, "space"))
SENTENCE, UTTERANCE, PUNCTUATION = (TEI + name for name in ("s", "u", "pc"))
DIVISION_TAGS, STRUCTURE_TAGS = name_tags(DIVISIONS), name_tags(STRUCTURES)
ALTERNATIVE_TAGS, WORD_TAGS = name_tags(ALTERNATIVES), name_tags(WORDS)


class _Role(NamedTuple):
    """What the start and the end of an element do to the text.

    ``layout`` is the white space directly in it that is no text: any, or that with a line break.
    """

    start: Callable[[_TeiBlocks, Any], bool]
    end: Callable[[_TeiBlocks, Any], None] = _TeiBlocks.end_nothing
    layout: str = ""


_WALK = _TeiBlocks
# Later lines go before earlier ones.
_ROLES: list[tuple[Iterable[str], _Role]] = [
    (NAMES, _Role(_WALK.start_name, _WALK.end_name)),
    ([*WORDS, "pc"], _Role(_WALK.start_word, _WALK.end_word)),
    (COMPONENTS, _Role(_WALK.start_component, _WALK.end_component)),
    (
        COMPONENTS_OR_PHRASES,
        _Role(_WALK.start_component_or_phrase, _WALK.end_component_or_phrase),
    ),
    (LINES, _Role(_WALK.start_line, _WALK.end_line)),
    (DIVISIONS, _Role(_WALK.start_division, _WALK.end_division)),
    (TURNS, _Role(_WALK.start_turn, _WALK.end_turn)),
    (["seg"], _Role(_WALK.start_segment, _WALK.end_segment)),
    (["g"], _Role(_WALK.start_glyph, _WALK.end_glyph)),
    ([*MILESTONES, LINE_BREAK], _Role(_WALK.start_milestone)),
    ([UNREADABLE], _Role(_WALK.start_unreadable)),
    (GROUPS, _Role(_WALK.start_group, layout=ANY)),
    (ONE_WORD, _Role(_WALK.start_nothing, layout=LINE_BREAKS)),
    (["w"], _Role(_WALK.start_word, _WALK.end_word, layout=LINE_BREAKS)),
    (frozenset().union(*UNREAD.values()), _Role(_WALK.start_reading)),
    (UNREAD_SPAN.values(), _Role(_WALK.start_span)),
    ([RESTORED], _Role(_WALK.start_restored, _WALK.end_restored)),
    (["hi", "ref"], _Role(_WALK.start_mark)),
    (APART, _Role(_WALK.start_apart)),
]
ROLES: Mapping[str, _Role] = {TEI + name: role for names, role in _ROLES for name in names}
