"""Write the bundles in this folder, with version 0.1.0 of the package.

The pictures are left out: verify compares nothing but their hashes.
"""

import csv
import json
from pathlib import Path

import discourse as dc

FOLDER = Path(__file__).parent
PICTURES = (".pdf", ".png", ".svg")


def write_talks():
    with (FOLDER / "texts" / "talks.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["who", "year", "speech"])
        for number in range(12):
            more = " Rights again, and rights." if number < 3 else ""
            speech = f"Peace is fragile here. We want peace and rights.{more}"
            rows.writerow([f"a{number:02}", 2001, speech])
        for number in range(12):
            last = "now" if number % 2 else "soon"
            speech = f"War is fragile there. We fear war and want peace {last}."
            rows.writerow([f"b{number:02}", 2002, speech])


def leave_out_pictures(name):
    for ending in PICTURES:
        (FOLDER / name).with_suffix(ending).unlink()
    path = (FOLDER / name).with_suffix(".json")
    record = json.loads(path.read_text(encoding="utf-8"))
    kept = {file: sha for file, sha in record["sha256"].items() if not file.endswith(PICTURES)}
    path.write_text(json.dumps(record | {"sha256": kept}, ensure_ascii=False), encoding="utf-8")


def main():
    write_talks()
    talks = dc.read(FOLDER / "texts", text="speech", document="who")
    late, early = talks.subset('year = "2001"'), talks.subset('year = "2002"')

    keywords = dc.keyness(late, early, by="document", inference=True)
    # Later versions measure keyness otherwise: `verify .` must not find what 0.1.0 saved.
    path = FOLDER.parent / "old_keyness" / "keywords"
    dc.save_table(keywords, path, caption="Keywords of 2001, compared with 2002.")
    path.with_suffix(".json").rename(path.with_suffix(".record"))

    evenness = dc.dispersion(talks, ["peace", "rights", "fragile"], by="document")
    words = {"caption": "Dispersion over 24 talks.", "alt": "Dots and bands."}
    dc.save_table(evenness, FOLDER / "evenness", caption=words["caption"])
    ax = dc.plot.dispersion_band(evenness)
    dc.save_figure(ax, FOLDER / "evenness-drawn", table=evenness, **words)
    leave_out_pictures("evenness-drawn")

    hits = dc.positions(talks, ["peace", "rights"])
    words = {"caption": "Hits over 24 talks.", "alt": "Strokes."}
    ax = dc.plot.dispersion(hits, talks.parts("document"))
    dc.save_figure(ax, FOLDER / "where", table=hits, **words)
    leave_out_pictures("where")


if __name__ == "__main__":
    main()
