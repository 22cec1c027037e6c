"""What a reader decided on a page about the numbers of a manuscript, and what becomes of it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discourse.errors import DiscourseError
from discourse.publish.claims.bound_numbers import first_line
from discourse.publish.claims.notebook_code import FAULTS
from discourse.publish.claims.verdicts import judge
from discourse.publish.manuscripts.candidates import Candidate
from discourse.publish.manuscripts.checking import CheckedNumber
from discourse.publish.manuscripts.claimed_lines import find_claimed_lines
from discourse.publish.manuscripts.claims_file import MOST_CLAIMS
from discourse.publish.manuscripts.proposing import ManuscriptBinding
from discourse.publish.provenance.allowance import LONGEST_QUERY, read_bounded

# A change that a page which was saved before would not know gets another number.
SCHEMA_OF_DECISIONS = "discourse-decisions/1"
ACCEPT, EXEMPT, NONE, DROP = "accept", "exempt", "none", "drop"
_KEYS = {
    ACCEPT: ("number", "decision", "claim", "seen"),
    EXEMPT: ("number", "decision", "reason"),
    NONE: ("number", "decision"),
    DROP: ("number", "decision"),
}
_DIGITS = 16


@dataclass(frozen=True)
class Decision:
    """What a reader decided of a number.

    ``number`` is that of `key_of_number`, and ``seen`` that of `key_of_lines`, as the page has
    them: the number may be another one by now, and the lines, too.
    """

    number: str
    decision: str
    claim: str = ""
    seen: str = ""
    reason: str = ""


@dataclass(frozen=True)
class AppliedDecisions:
    """How many numbers were decided in each way, and what was refused, with the reason."""

    counts: Mapping[str, int]
    refused: Sequence[tuple[str, str]]


def key_of_number(each: CheckedNumber) -> str:
    """What names an open number: its sentence, its heads, which it is, and how it is written.

    Of a lost claim, its old sentence and the claim belong to it, too.
    """
    parts: list[object] = []
    if each.number is not None:
        number = each.number
        parts += [number.sentence, number.passage.heads, number.order, number.occurrence]
        parts.append(number.number.text)
    if each.lost is not None:
        lost = each.lost.claim
        parts += [lost.sentence, lost.order, lost.occurrence, lost.claim, lost.exempt]
    return _digest(parts)


def key_of_lines(candidate: Candidate) -> str:
    """What names a claim with its value and its lines, as they were seen."""
    lines = candidate.lines
    return _digest([candidate.claim, float(candidate.value), lines.total, *lines.ids, *lines.texts])


def _digest(parts: Sequence[object]) -> str:
    raw = json.dumps(list(parts), ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()[:_DIGITS]


def read_decisions(path: Path, manuscript: str) -> list[Decision]:
    """Read the decisions that a page has saved about a manuscript, by the name of its file.

    Raises
    ------
    DiscourseError
        If the file has another form, or is about another manuscript.
    """
    way_out = "save it again on the page that `discourse bind --page` makes"
    try:
        raw = json.loads(read_bounded(path).decode("utf-8"))
    except (ValueError, RecursionError):
        raise DiscourseError(f"{path.name} has no decisions; {way_out}.") from None
    if not isinstance(raw, Mapping) or raw.get("schema") != SCHEMA_OF_DECISIONS:
        raise DiscourseError(f"{path.name} has no decisions ({SCHEMA_OF_DECISIONS}); {way_out}.")
    if raw.get("manuscript") != manuscript:
        raise DiscourseError(
            f"{path.name} is about {raw.get('manuscript')!r}, not about {manuscript!r}; give the "
            "manuscript that it is about."
        )
    entries = raw.get("decisions")
    if not isinstance(entries, list) or len(entries) > MOST_CLAIMS:
        raise DiscourseError(f"{path.name} has no list of decisions; {way_out}.")
    return [_read_decision(path.name, at, entry, way_out) for at, entry in enumerate(entries, 1)]


def _read_decision(name: str, at: int, entry: Any, way_out: str) -> Decision:
    kind = entry.get("decision") if isinstance(entry, Mapping) else None
    keys = _KEYS.get(kind, ()) if isinstance(kind, str) else ()
    is_known = bool(keys) and set(entry) == set(keys)
    if not is_known or not all(_is_short_text(entry[key]) for key in keys):
        raise DiscourseError(f"{name}: decision {at} is not understood; {way_out}.")
    return Decision(**entry)


def _is_short_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= len(value) <= LONGEST_QUERY


def apply_decisions(binding: ManuscriptBinding, decisions: Sequence[Decision]) -> AppliedDecisions:
    """Write what was decided into the file of claims; what no longer fits is refused.

    A claim is accepted only if its value and its lines are those that the reader saw.
    """
    waiting: dict[str, list[CheckedNumber]] = {}
    for each in binding.open_numbers:
        waiting.setdefault(key_of_number(each), []).append(each)
    counts = dict.fromkeys((ACCEPT, EXEMPT, DROP, NONE), 0)
    refused: list[tuple[str, str]] = []
    for decision in decisions:
        said = decision.claim or decision.reason or decision.decision
        found = waiting.get(decision.number, [])
        if not found:
            refused.append((said, "its number is bound already, or its sentence has changed"))
            continue
        reason = _apply(binding, found.pop(0), decision)
        if reason:
            refused.append((said, reason))
        else:
            counts[decision.decision] += 1
    return AppliedDecisions(counts, refused)


def _apply(binding: ManuscriptBinding, each: CheckedNumber, decision: Decision) -> str:
    """Do what was decided, or say why it cannot be done."""
    if decision.decision == NONE:
        return ""
    if decision.decision == DROP:
        if each.lost is None:
            return "it has no claim that could be dropped"
        binding.drop(each)
        return ""
    if each.number is None:
        return "its sentence is gone"
    if decision.decision == EXEMPT:
        binding.exempt(each, decision.reason)
        return ""
    fault = _not_as_seen(binding, decision)
    if not fault:
        binding.accept(each, decision.claim)
    return fault


def _not_as_seen(binding: ManuscriptBinding, decision: Decision) -> str:
    """Why a claim is not what the reader saw; "" if it is."""
    claims = binding.checked.claims
    try:
        value = judge(decision.claim, claims).value
        found = find_claimed_lines(decision.claim, claims)
    except FAULTS as error:
        return first_line(error)
    if key_of_lines(Candidate(decision.claim, value, 0.0, found)) != decision.seen:
        return f"its lines are not those that were seen: it gives {value:,.10g} now"
    return ""
