"""The claims of a manuscript in a file beside it, so that the manuscript itself is not touched.

``paper.docx`` has its claims in ``paper.claims.toml``: each names the sentence of its number, the
number as it is written, and its order in the sentence.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from discourse.corpus.store.file_sets import write_together
from discourse.errors import DiscourseError
from discourse.layers.toml_text import write_toml
from discourse.publish.manuscripts.manuscript_numbers import digest_of_text, normalise_sentence
from discourse.publish.provenance.allowance import LONGEST_QUERY, read_bounded

ENDING_OF_CLAIMS = ".claims.toml"
MOST_CLAIMS = 20_000
_KEYS = ("sentence", "beside", "number", "order", "occurrence", "claim", "exempt", "digest")
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+")


@dataclass(frozen=True)
class FiledClaim:
    """What a number of a manuscript is bound to, or why it needs no claim.

    ``beside`` are the heads of a cell of a table. ``occurrence`` tells sentences apart that
    differ at most in their numbers. One of ``claim`` and ``exempt`` is "".
    """

    sentence: str
    number: str
    order: int
    claim: str = ""
    exempt: str = ""
    beside: str = ""
    digest: str = ""
    occurrence: int = 1


@dataclass(frozen=True)
class ClaimsFile:
    """The claims of a manuscript, and the texts that they are about.

    ``texts`` is relative to the folder of the file; "" if the file names none.
    """

    path: Path
    texts: str = ""
    claims: tuple[FiledClaim, ...] = ()

    def with_claims(self, claims: Iterable[FiledClaim]) -> "ClaimsFile":
        """The file with other claims."""
        return replace(self, claims=tuple(claims))


def find_claims_file(manuscript: Path) -> Path:
    """Where the claims of a manuscript are: beside it, under its name.

    Examples
    --------
    >>> find_claims_file(Path("paper/paper.docx")).as_posix()
    'paper/paper.claims.toml'
    """
    return manuscript.with_name(f"{manuscript.stem}{ENDING_OF_CLAIMS}")


def read_claims_file(path: Path) -> ClaimsFile:
    """Read a file of claims; one that does not exist has none.

    Raises
    ------
    DiscourseError
        If the file is no TOML, or says something that a file of claims does not have.
    """
    if not path.exists():
        return ClaimsFile(path)
    try:
        raw = tomllib.loads(read_bounded(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DiscourseError(f"{path.name} is not TOML: {error}; correct it.") from None
    entries = raw.pop("number", [])
    texts = raw.pop("texts", "")
    if raw or not isinstance(entries, list) or not isinstance(texts, str):
        raise DiscourseError(
            f"{path.name} has {', '.join(raw) or 'a number that is no list'}; it says 'texts', and "
            "a [[number]] for each claim."
        )
    if len(entries) > MOST_CLAIMS:
        raise DiscourseError(f"{path.name} has {len(entries):,} claims; divide the manuscript.")
    claims = [_read_filed_claim(path.name, at, entry) for at, entry in enumerate(entries, 1)]
    return ClaimsFile(path, texts, tuple(claims))


def _read_filed_claim(name: str, at: int, entry: Any) -> FiledClaim:
    way_out = (
        "a [[number]] has sentence, number, order, and either claim or exempt (with the reason)"
    )
    if not isinstance(entry, Mapping) or not {"sentence", "number"} <= entry.keys() <= set(_KEYS):
        raise DiscourseError(f"{name}: number {at} is not understood; {way_out}.")
    counts = [entry.get("order", 1), entry.get("occurrence", 1)]
    texts = [value for key, value in entry.items() if key not in ("order", "occurrence")]
    are_counts = all(type(count) is int and count > 0 for count in counts)
    if not all(isinstance(text, str) for text in texts) or not are_counts:
        raise DiscourseError(f"{name}: number {at} has a value of another type; {way_out}.")
    if bool(entry.get("claim")) == bool(entry.get("exempt")):
        raise DiscourseError(f"{name}: number {at} has a claim and a reason, or none; {way_out}.")
    if max(map(len, texts)) > LONGEST_QUERY:
        raise DiscourseError(f"{name}: number {at} is longer than {LONGEST_QUERY:,} characters.")
    number, beside = entry["number"], entry.get("beside", "")
    # "1 384" is one number here; an ordinary space would make two of it in the sentence.
    grouped = number.replace(" ", "\u00a0") if _GROUPED.fullmatch(number) else number
    sentence = entry["sentence"].replace(number, grouped)
    return FiledClaim(
        normalise_sentence(sentence),
        number,
        counts[0],
        " ".join(entry.get("claim", "").split()),
        entry.get("exempt", ""),
        beside,
        entry.get("digest") or digest_of_text(sentence, beside),
        counts[1],
    )


def write_claims_file(file: ClaimsFile, manuscript: str) -> None:
    """Write a file of claims; nothing is left half written."""
    title = " ".join(manuscript.split())
    pieces = [
        f"# The claims of {title}: `discourse check` compares them with the texts.\n",
        write_toml({"texts": file.texts}),
    ]
    for each in file.claims:
        entry: dict[str, Any] = {"sentence": each.sentence}
        entry |= {"beside": each.beside} if each.beside else {}
        entry |= {"number": each.number, "order": each.order}
        entry |= {"occurrence": each.occurrence} if each.occurrence > 1 else {}
        entry |= {"claim": each.claim} if each.claim else {"exempt": each.exempt}
        pieces.append(f"\n[[number]]\n{write_toml({**entry, 'digest': each.digest})}")
    write_together({file.path: "".join(pieces).encode("utf-8")})
