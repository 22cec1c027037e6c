"""Codebooks of REFI-QDA (``.qdc``), which NVivo, MAXQDA, ATLAS.ti and Taguette exchange."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import count
from os import PathLike
from typing import Any
from xml.etree import ElementTree

from discourse.corpus.store.file_sets import write_together
from discourse.errors import (
    DiscourseError,
    check_path,
    check_target,
    count_noun,
    warn_user,
)
from discourse.layers.aligning import SourceFile, open_source
from discourse.layers.coding.codebook import BETWEEN_LABELS, LONGEST_CODE, Codebook
from discourse.layers.coding.codebook import codebook as read_codebook
from discourse.layers.formats.qda_elements import ORIGIN, add_codes, read_description
from discourse.layers.toml_text import write_toml
from discourse.text.limits import shorten
from discourse.text.packages import import_package
from discourse.text.width import collapse_space

NAMESPACE = "urn:QDA-XML:codebook:1.0"
TOML = ".toml"
BETWEEN_CODES = " > "
CALLED = "Original name: "  # before a name that no code can have here, in the definition
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def to_qdc(codebook: str | PathLike[str] | Codebook, path: str | PathLike[str]) -> None:
    """Write a codebook for other programs, as REFI-QDA.

    Parameters
    ----------
    codebook : str, PathLike or Codebook
        The codebook: its TOML file.
    path : str or PathLike
        The file to write, such as ``rights.qdc``.

    Raises
    ------
    DiscourseError
        If a text contains a character that XML cannot hold, or the file cannot be written.

    See Also
    --------
    dc.layers.from_qdc : A codebook from REFI-QDA.
    dc.layers.codebook : The codes that readers may give.

    Notes
    -----
    Codes are nested in their parents, with their colours; definition, example and exclusion are
    the description. The format has no keys, no order, and does not say whether a line may have
    several codes.

    ``discourse docs coding`` explains codebooks, coders and decisions.

    Examples
    --------
    >>> import discourse as dc, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dc.layers.to_qdc("notebooks/codes/rights.toml", folder + "/rights.qdc")
    ...     dc.layers.from_qdc(folder + "/rights.qdc", folder + "/rights.toml")
    Codebook rights: institution, process, head
    """
    book = read_codebook(codebook)
    target = check_target("path", path)
    root = ElementTree.Element("CodeBook", {"xmlns": NAMESPACE, "origin": ORIGIN})
    add_codes(ElementTree.SubElement(root, "Codes"), book)
    ElementTree.indent(root, " ")
    raw = bytes(ElementTree.tostring(root, "utf-8", xml_declaration=True)) + b"\n"
    raw = raw.replace(b"\r", b"&#13;")  # which a reader would take for the end of a line
    write_together({target: raw})


# ----------------------------------------------------------------------------------------- reading


def from_qdc(path: str | PathLike[str], target: str | PathLike[str]) -> Codebook:
    """Read a codebook of another program, and write it as a TOML file.

    Parameters
    ----------
    path : str or PathLike
        The file, as NVivo, MAXQDA, ATLAS.ti or Taguette export it.
    target : str or PathLike
        The TOML file to write, such as ``codes/rights.toml``. Its name is that of the layer.

    Returns
    -------
    Codebook
        The codebook. Codes inside others have these as parents; two codes of one name are written
        with their parents, as in ``aims > peace``. A name that no code can have here, such as one
        with ``;`` or of more than 100 characters, is mended; the definition has it as it was, and a
        warning names it.

    Raises
    ------
    DiscourseError
        If the file is not a codebook, or the target is there already: a codebook with codes must
        not be lost.

    See Also
    --------
    dc.layers.to_qdc : A codebook as REFI-QDA.
    dc.layers.codebook : The codes that readers may give.

    Notes
    -----
    ``discourse docs coding`` explains codebooks, coders and decisions.

    Examples
    --------
    >>> import discourse as dc, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dc.layers.to_qdc("notebooks/codes/rights.toml", folder + "/rights.qdc")
    ...     book = dc.layers.from_qdc(folder + "/rights.qdc", folder + "/rights.toml")
    >>> book.codes[2].example
    'respect for human rights; universal human rights'
    """
    source = open_source(check_path("path", path))
    place = check_target("target", target)
    if place.suffix.casefold() != TOML:
        raise DiscourseError(f"target={str(target)!r} is no TOML file; name it as 'rights{TOML}'.")
    if place.exists():
        raise DiscourseError(
            f"{shorten(str(place))} exists, and may be in use; name another file, or remove it."
        )
    entries = list(_read_entries(_parse(source)))
    if not entries:
        raise DiscourseError(f"{source.place} has no code; export the codebook again.")
    opening = write_toml({"name": place.stem})
    blocks = [f"\n[[code]]\n{write_toml(entry)}" for entry in entries]
    raw = "".join([opening, *blocks])
    try:
        read_codebook(raw.split("\n"))
    except DiscourseError as error:
        reason = str(error).removeprefix("the codebook: ")
        raise DiscourseError(f"{source.place}: {reason}") from None
    write_together({place: raw.encode()})
    mended = [entry["code"] for entry in entries if CALLED in entry.get("definition", "")]
    if mended:
        warn_user(
            f"{source.place} has {count_noun(len(mended), 'name')} that no code can have here; "
            f"{place.name} has {shorten(', '.join(map(repr, mended)))}, and the former name in the "
            "definition."
        )
    return read_codebook(place)


def _parse(source: SourceFile) -> Any:
    """Parse the file; nothing is fetched, and entities are refused."""
    etree = import_package("lxml.etree", "lxml", source.place)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(source.data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DiscourseError(
            f"{source.place} is not well-formed XML ({error}); export the codebook again."
        ) from None
    if root.getroottree().docinfo.doctype or next(root.iter(etree.Entity), None) is not None:
        raise DiscourseError(
            f"{source.place} declares entities, which no codebook does; do not trust it."
        )
    if _local_name(root) != "CodeBook":
        raise DiscourseError(f"{source.place} is no codebook of REFI-QDA; export it again as .qdc.")
    return root


def _local_name(element: Any) -> str:
    """The name of an element; programs write several namespaces."""
    return str(element.tag).rpartition("}")[2]


def _read_entries(root: Any) -> Iterator[Mapping[str, str]]:
    """The entries of the TOML file."""
    found = list(_walk(root, ()))
    is_ours = root.get("origin") == ORIGIN
    times = Counter(path[-1] for path, _ in found)
    names: dict[Any, str] = {}
    for number, (path, element) in enumerate(found, start=1):
        called = unicodedata.normalize("NFC", _name_code(path, times))
        names[element] = _mend_name(called, number, set(names.values()))
        text = next((each.text for each in element if _local_name(each) == "Description"), None)
        colour = element.get("color") or ""
        described = read_description((text or "") if is_ours else (text or "").strip())
        if names[element] != called:
            kept = f"{CALLED}{called or 'none'}\n\n{described['definition']}".strip()
            described = {**described, "definition": kept}
        entry = {
            "code": names[element],
            **described,
            "parent": next((names[each] for each in element.iterancestors() if each in names), ""),
            "colour": colour.casefold() if _COLOUR.fullmatch(colour) else "",
        }
        yield {key: value for key, value in entry.items() if value or key == "code"}


def _mend_name(called: str, number: int, used: set[str]) -> str:
    """The name of a code as files and queries can hold it, which no other code has."""
    printable = "".join(sign if sign.isprintable() else " " for sign in called)
    plain = collapse_space(printable.replace(BETWEEN_LABELS, ",")).strip()
    name = plain[:LONGEST_CODE].strip() or f"code {number}"
    ways = (f"{name[: LONGEST_CODE - 8]} ({n})" for n in count(2))
    return name if name not in used else next(way for way in ways if way not in used)


def _walk(root: Any, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each code with its name and those that it is inside, in the order of the file."""
    stack: list[tuple[tuple[str, ...], Any]] = [(above, root)]
    while stack:
        path, element = stack.pop()
        if _local_name(element) == "Code":
            path = (*path, (element.get("name") or "").strip())
            yield path, element
        inner = [each for each in element if _local_name(each) in ("Codes", "Code")]
        stack += [(path, each) for each in reversed(inner)]


def _name_code(path: tuple[str, ...], times: "Counter[str]") -> str:
    return path[-1] if times[path[-1]] == 1 else BETWEEN_CODES.join(path)
