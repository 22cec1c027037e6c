"""Make the frequency lists that are shipped: counts of texts that are not distributed.

    python tests/reference/make_references.py ../shared/corpora

The folder holds `udhr/eng.txt` and `inaugural/YEAR-SPEAKER.txt` as nltk_data has them.
"""

import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import regex

import discourse as dc

LISTS = Path(__file__).parents[2] / "discourse" / "corpus" / "references"
# One file is in another encoding, and does not declare it.
ENCODINGS = {"2005-Bush": "iso-8859-1"}
SPEAKERS = {"VanBuren": "Van Buren"}
HEADING = regex.compile(r"^ *(?:(Preamble)|Article (\d+)) *$", regex.M)

UDHR = """\
title = "Universal Declaration of Human Rights, English"
source = "UN General Assembly, resolution 217 A (III), as in the udhr corpus of nltk_data"
date = 1948-12-10
licence = "Word counts are facts and not subject to copyright. The text itself is not included."
counted = "The preamble and the 30 articles, without the title and the headings."
"""
INAUGURAL = """\
title = "Inaugural addresses of the presidents of the United States, 1789-2021"
source = "The inaugural corpus of nltk_data, one file per address, not proofread against print"
date = 2021-01-20
licence = "Word counts are facts and not subject to copyright. The texts are not included."
counted = "Whole addresses, including salutations."
"""


def main(folder: Path, lists: Path = LISTS) -> None:
    """Write both lists and their descriptions."""
    udhr = dict(articles((folder / "udhr" / "eng.txt").read_text(encoding="utf-8")))
    write(lists / "udhr", "part", udhr, UDHR, lambda part: {})
    files = sorted((folder / "inaugural").glob("*.txt"))
    addresses = {
        file.stem: file.read_text(encoding=ENCODINGS.get(file.stem, "utf-8")) for file in files
    }
    write(lists / "inaugural", "document", addresses, INAUGURAL, year_and_speaker)


def articles(text: str) -> Iterable[tuple[str, str]]:
    """The preamble and each article, without their headings."""
    headings = list(HEADING.finditer(text))
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    for heading, end in zip(headings, ends, strict=True):
        yield heading[2] or "preamble", text[heading.end() : end]


def year_and_speaker(name: str) -> dict[str, int | str]:
    """What the name of an address says."""
    year, speaker = name.split("-")
    return {"year": int(year), "speaker": SPEAKERS.get(speaker, speaker)}


def write(
    path: Path,
    unit: str,
    texts: Mapping[str, str],
    source: str,
    known: Callable[[str], Mapping[str, int | str]],
) -> None:
    """One list as CSV, and the TOML that describes it."""
    corpus = dc.Corpus.from_texts(texts)
    table = dc.frequencies(corpus, by="document").sort_values(["part", "term"], kind="stable")
    counts = table[["part", "term", "count"]].rename(columns={"part": unit})
    raw = counts.to_csv(index=False, lineterminator="\n").encode("utf-8")
    path.with_suffix(".csv").write_bytes(raw)
    lines = [f'sha256 = "{hashlib.sha256(raw).hexdigest()}"', "", "[words]"]
    lines += [f'{key} = "{value}"' for key, value in corpus.tokenizer.recipe.items()]
    lines += ["", "[source]", source]
    for part in texts:
        lines += ["[[parts]]", f'part = "{part}"']
        lines += [f"{key} = {value!r}".replace("'", '"') for key, value in known(part).items()]
        lines.append("")
    path.with_suffix(".toml").write_text("\n".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
