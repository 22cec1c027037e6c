"""A work as a list of sources names it."""

from discourse.publish.bibliography import Reference

PLACES_OF_WORKS = ("journal", "booktitle", "howpublished", "publisher")
MARKUP = {"``": "“", "''": "”", "--": "–", "{": "", "}": ""}


def write_work(work: Reference) -> str:
    """A work as a list of sources names it."""
    fields = {name: plain_text(value) for name, value in work.fields.items()}
    author = fields.get("author", "").replace(" and ", "; ")
    where = next((fields[name] for name in PLACES_OF_WORKS if name in fields), "")
    volume = fields.get("volume", "") + (f"({fields['number']})" if "number" in fields else "")
    pages = fields.get("pages", "")
    place = ", ".join(filter(None, (f"{where} {volume}".strip(), pages)))
    said = [f"{author} ({fields['year']})", fields["title"].rstrip("."), place]
    text = " ".join(part if part.endswith(("?", "…")) else f"{part}." for part in said if part)
    if "doi" in fields:
        text += f" `doi:{fields['doi']} <https://doi.org/{fields['doi']}>`__"
    return f"{text} {fields['url']}" if "url" in fields else text


def plain_text(bibtex: str) -> str:
    """The text of a BibTeX field, without the markup.

    Examples
    --------
    >>> plain_text("``Mid-{P}'' & more, 1--2")
    '“Mid-P” & more, 1–2'
    """
    for written, shown in MARKUP.items():
        bibtex = bibtex.replace(written, shown)
    return bibtex
