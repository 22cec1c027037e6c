"""Damages that a referee with a text editor and a plotting library may do to a bundle.

Each is done to a copy of a bundle that was saved here, and verify names it. The hashes of changed
files are changed with them, in the record and in the manifest, so that no damage is found by its
hash alone.
"""

import hashlib
import json
import re
import shutil
from io import BytesIO

import matplotlib.pyplot as plt
import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

import discourse as dc
from discourse.publish.checks.additions import NUMBERS_ADDED
from discourse.publish.export.data_files import csv_bytes, read_csv
from discourse.publish.export.manifest import update_manifest
from discourse.publish.plots.drawing_tools import drawing_tools
from discourse.publish.plots.rendering import page_words, render

pytestmark = pytest.mark.slow  # hundreds of damages, minutes together

TEXT = (
    "Peace and rights for all.\n\nRights, and rights again: peace, war and peace.\n\n"
    "The war was long, and the peace was short; rights of all, for all."
)
WORDS = {"caption": "Words of the text.", "alt": "Dots for each word."}


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    root = tmp_path_factory.mktemp("damaged") / "texts"
    root.mkdir()
    (root / "a.txt").write_text(TEXT, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def corpus(texts):
    return dc.read(texts)


@pytest.fixture(scope="module")
def published(texts, corpus, tmp_path_factory):
    """A study with a figure of dots, one of cells, one of strokes, and a table."""
    root = tmp_path_factory.mktemp("study")
    (root / "figures").mkdir()
    shutil.copytree(texts, root / "texts")
    words = dc.frequencies(corpus).head(6).assign(theme=list("abcabc"))
    dc.save_figure(dc.plot.frequencies(words), root / "figures/words", table=words, **WORDS)
    scores = dc.tfidf(corpus, by="section")
    scores = scores[scores["tfidf"] > 0]
    dc.save_figure(dc.plot.tfidf(scores), root / "figures/cells", table=scores, **WORDS)
    hits = dc.positions(corpus, ["rights", "peace"])
    ax = dc.plot.positions(hits, corpus.parts("section"))
    dc.save_figure(ax, root / "figures/where", table=hits, **WORDS)
    table = dc.frequencies(corpus).iloc[2:8]
    dc.save_table(table[["term", "count", "query"]], root / "figures/table", caption="Words.")
    return root


@pytest.fixture
def whole(published, tmp_path):
    """A copy that a test may damage."""
    return shutil.copytree(published, tmp_path / "whole")


@pytest.fixture
def study(published, tmp_path):
    """A copy of the figure of dots and its text alone."""
    shutil.copytree(published / "texts", tmp_path / "study" / "texts")
    (tmp_path / "study" / "figures").mkdir()
    for path in (published / "figures").glob("words.*"):
        shutil.copy(path, tmp_path / "study" / "figures")
    list_again(tmp_path / "study" / "figures")
    return tmp_path / "study"


def findings(root):
    return [tuple(row) for row in dc.verify(root).itertuples(index=False)]


def list_again(folder):
    """List the files that are there in the manifest."""
    names = {path.name for path in folder.iterdir() if path.is_file()} - {"manifest.json"}
    update_manifest(folder, sorted(names))


def hash_again(folder, name):
    """Write the hash of each file of a bundle into its record, as a forger would."""
    path = folder / f"{name}.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    for file in record["sha256"]:
        if (folder / file).exists():
            record["sha256"][file] = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    list_again(folder)


def edit(study, file, old, new):
    """Replace a pattern in a file of a bundle, and hash the bundle again."""
    path = study / "figures" / file
    written = path.read_text(encoding="utf-8")
    changed = re.sub(old, new, written, count=1, flags=re.DOTALL)
    assert changed != written
    path.write_text(changed, encoding="utf-8")
    hash_again(path.parent, file.split(".")[0])


def rewrite(study, name, change):
    path = study / "figures" / f"{name}.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    change(record)
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    list_again(path.parent)


def assert_named(study, words):
    """That a finding holds all of the words."""
    found = findings(study)
    said = [" | ".join(row) for row in found]
    assert any(all(word in row for word in words) for row in said), "\n".join(said) or "nothing"


def test_what_is_not_damaged_has_no_finding_and_says_what_was_checked(whole):
    found = dc.verify(whole)
    assert found.to_dict("records") == []
    checked = found.attrs["checked"]
    assert (checked["drawings"], checked["pictures"], checked["bundles"]) == (3, 9, 4)
    assert checked["tables whose rows were chosen by hand"] == 1, "those of the table"


# ------------------------------------------------------------------ the figure, before it is saved

DOT = {"marker": "o", "color": "#1a1a1a", "linestyle": "none"}


def _white(ax):
    for artist in (*ax.lines, *ax.collections):
        artist.set_color("white")


def _swap_labels(ax):
    ax.set_yticks(range(6), [label.get_text() for label in ax.get_yticklabels()][::-1])


FIGURES = {
    "an extra dot": (lambda ax: ax.plot([3], [2], **DOT), "line or row of dots 2"),
    "a line": (lambda ax: ax.axvline(3), "line or row of dots 2"),
    "a white patch": (
        lambda ax: ax.add_patch(plt.Rectangle((0, 1), 9, 3, color="white", zorder=9)), "rectangle",
    ),
    "white artists": (_white, "#ffffffff at line or row of dots 1, colour"),
    "transparent dots": (lambda ax: ax.lines[0].set_alpha(0), "transparency"),
    "hidden dots": (lambda ax: ax.lines[0].set_visible(False), "false at"),
    "every other dot": (lambda ax: ax.lines[0].set_markevery(2), "marks left out"),
    "smaller dots": (lambda ax: ax.lines[0].set_markersize(0.1), "size of marks"),
    "other marks": (lambda ax: ax.lines[0].set_marker("x"), "shape of marks"),
    "dots below": (lambda ax: ax.lines[0].set_zorder(-5), "what lies above what"),
    "dots that are cut": (
        lambda ax: ax.lines[0].set_clip_path(plt.Circle((0, 0), 1, transform=ax.transData)),
        "how it is cut",
    ),
    "moved dots": (
        lambda ax: ax.lines[0].set_transform(
            plt.matplotlib.transforms.Affine2D().scale(1.5, 1) + ax.transData
        ),
        "place of its marks",
    ),
    "a limit that cuts dots off": (lambda ax: ax.set_xlim(0, 3), "it is cut, and"),
    "a reversed axis": (lambda ax: ax.invert_xaxis(), "it is reversed"),
    "rows upside down": (lambda ax: ax.invert_yaxis(), "it is reversed"),
    "a logarithmic axis": (lambda ax: ax.set_xscale("symlog"), "symlog at the x axis, scale"),
    "ticks in hundreds": (
        lambda ax: ax.xaxis.set_major_formatter(lambda x, _: f"{100 * x:.0f}"), "texts of ticks",
    ),
    "ticks by hand": (lambda ax: ax.set_xticks([0, 2], ["0", "20"]), "drawn x_labels"),
    "names at other places": (lambda ax: ax.set_yticks([0, 1, 2, 3, 5, 4]), "drawn y_labels[4]"),
    "names in reverse order": (_swap_labels, "labels"),
    "another label of an axis": (lambda ax: ax.set_xlabel("Rate per million"), "the x axis, label"),
    "a further label": (lambda ax: ax.set_ylabel("Rank"), "the y axis, label"),
    "no label": (lambda ax: ax.set_xlabel(""), "the x axis, label"),
    "a false title": (lambda ax: ax.set_title("Words of war"), "the title"),
    "a title of the page": (lambda ax: ax.figure.suptitle("1,000 texts"), "the page, text 1"),
    "a line of text": (lambda ax: ax.text(1, 1, "p < 0.001"), "'p < 0.001'"),
    "text on the page": (lambda ax: ax.figure.text(0.5, 0.5, "robust"), "'robust'"),
    "a legend": (lambda ax: ax.legend(ax.lines, ["per million"]), "per million"),
    "axes over the first": (lambda ax: ax.twinx().plot([0, 9], [0, 9]), "x has further axes"),
    "a second panel": (
        lambda ax: ax.figure.add_axes((0.5, 0.5, 0.4, 0.4)).plot([1, 2]), "x has further axes",
    ),
    "a second scale": (lambda ax: ax.secondary_xaxis("top"), "x has further axes"),
    "a hidden axis": (lambda ax: ax.xaxis.set_visible(False), "hidden at the x axis"),
    "no axes": (lambda ax: ax.set_axis_off(), "whether the axes are shown"),
    "white names": (lambda ax: ax.tick_params(axis="y", labelcolor="white"), "texts of ticks"),
    "a black ground": (lambda ax: ax.set_facecolor("black"), "the ground"),
    "wider dots of one": (lambda ax: ax.lines[0].set_data([9] * 6, range(6)), "points[0][0][0]"),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_that_was_changed_is_not_saved(corpus, tmp_path, name):
    change, words = FIGURES[name]
    table = dc.frequencies(corpus).head(6)
    ax = dc.plot.frequencies(table)
    change(ax)
    with pytest.raises(dc.DiscourseError) as refused:
        dc.save_figure(ax, tmp_path / "x", table=table, **WORDS)
    assert words in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def _colours(ax):
    ax.images[0].set_cmap("Reds")


def _limits_of_colours(ax):
    ax.images[0].set_clim(0, 9)


def _label_of_colours(ax):
    ax.figure.axes[1].set_xlabel("Share")


def _ticks_of_colours(ax):
    ax.figure.axes[1].set_xticks([0], ["9"])


def _columns(ax):
    ax.set_xticks(ax.get_xticks(), [label.get_text() for label in ax.get_xticklabels()][::-1])


def _cells(ax):
    ax.images[0].set_data(ax.images[0].get_array()[:, ::-1])


CELLS = {
    "another colour map": (_colours, "colour map and its limits"),
    "other limits of colours": (_limits_of_colours, "colour map and its limits"),
    "another label of colours": (_label_of_colours, "axes 2, the x axis, label"),
    "other ticks of colours": (_ticks_of_colours, "axes 2, the x axis, texts of ticks"),
    "swapped columns": (_columns, "labels"),
    "swapped cells": (_cells, "cells[0][0]"),
    "another count": (lambda ax: ax.texts[0].set_text("9"), "texts[0][0]"),
    "a moved bar of colours": (
        lambda ax: (ax.figure.set_layout_engine("none"),
                    ax.figure.axes[1].set_position((0, 0.5, 1, 0.5))), "axes 1, place",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CELLS)
def test_a_heat_map_that_was_changed_is_not_saved(corpus, tmp_path, name):
    change, words = CELLS[name]
    table = dc.tfidf(corpus, by="section")
    ax = dc.plot.tfidf(table)
    change(ax)
    with pytest.raises(dc.DiscourseError) as refused:
        dc.save_figure(ax, tmp_path / "x", table=table, **WORDS)
    assert words in str(refused.value)


STROKES = {
    "a hidden stroke": lambda ax: ax.collections[2].set_linewidths([0, 1]),
    "other limits": lambda ax: ax.set_xlim(1, 60),
    "another name of a part": lambda ax: ax.child_axes[0].set_xticks([9], ["VII"]),
    "another label of the axis": lambda ax: ax.set_xlabel("Year"),
}


@pytest.mark.parametrize("name", STROKES)
def test_positions_that_were_changed_are_not_saved(corpus, tmp_path, name):
    table = dc.positions(corpus, ["rights", "peace"])
    ax = dc.plot.positions(table, corpus.parts("section"))
    STROKES[name](ax)
    with pytest.raises(dc.DiscourseError, match="but its table gives"):
        dc.save_figure(ax, tmp_path / "x", table=table, **WORDS)


# ---------------------------------------------------------------------- the files of saved figures


def _redraw_png(study, change):
    """Change the pixels of a PNG, keep its texts, and hash the bundle again."""
    path = study / "figures" / "words.png"
    with Image.open(path) as image:
        texts, pixels = image.text, image.convert("RGBA")
    changed = change(pixels) or pixels
    info = PngInfo()
    for key, value in texts.items():
        info.add_text(key, value)
    page = BytesIO()
    changed.save(page, "PNG", pnginfo=info, dpi=(300, 300))
    path.write_bytes(page.getvalue())
    hash_again(path.parent, "words")


def _draw_dot(image):
    ImageDraw.Draw(image).ellipse((500, 100, 516, 116), fill="black")


PIXELS = {
    "a dot": (_draw_dot, "another picture in"),
    "a white patch": (
        lambda image: image.paste((255, 255, 255, 255), (300, 20, 500, 200)), "another picture",
    ),
    "a pale text": (
        lambda image: ImageDraw.Draw(image).text((300, 200), "p < 0.001", "#e9e9e9", font_size=70),
        "another picture",
    ),
    "a mirrored picture": (
        lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), "another picture",
    ),
    "a smaller picture": (lambda image: image.resize((400, 300)), "400 by 300 pixels"),
}  # fmt: skip


@pytest.mark.parametrize("name", PIXELS)
def test_pixels_of_a_png(study, name):
    change, words = PIXELS[name]
    _redraw_png(study, change)
    assert_named(study, ["figures/words.png", words])


def test_a_png_of_another_figure(study, published):
    shutil.copy(published / "figures/where.png", study / "figures/words.png")
    hash_again(study / "figures", "words")
    assert_named(study, ["figures/words.png", "the size"])


def test_a_png_that_is_none(study):
    (study / "figures/words.png").write_bytes(b"no picture")
    hash_again(study / "figures", "words")
    assert_named(study, ["figures/words.png", "cannot be opened"])


def test_a_pdf_of_another_figure(study, published):
    shutil.copy(published / "figures/cells.pdf", study / "figures/words.pdf")
    hash_again(study / "figures", "words")
    assert_named(study, ["figures/words.pdf", "the size"])


def test_a_pdf_of_the_same_size(study, corpus):
    table = dc.frequencies(corpus).tail(6)
    dc.save_figure(dc.plot.frequencies(table), study / "figures/other", table=table, **WORDS)
    shutil.copy(study / "figures/other.pdf", study / "figures/words.pdf")
    hash_again(study / "figures", "words")
    assert_named(study, ["figures/words.pdf", "another page"])


def test_a_pdf_that_is_none(study):
    (study / "figures/words.pdf").write_bytes(b"%PDF-1.4 nothing")
    hash_again(study / "figures", "words")
    assert_named(study, ["figures/words.pdf", "cannot be opened"])


DOT_IN_SVG = r'(<use [^>]*x=")\d+(\.\d+" y="[\d.]+" style="fill: #1a)'
SVG = {
    "a label": (">Count<", ">Rate per million<", "'Rate per million'"),
    "a name": (">peace<", ">power<", "'power'"),
    "a tick": (r">2</text>", ">20</text>", "20"),
    "a dot": (DOT_IN_SVG, r"\g<1>99\2", "the place of"),
    "a hidden dot": (r'(<use [^>]*style=")(fill: #1a)', r"\g<1>opacity: 0; \2", "opacity 0"),
    "a further dot": (r"(<use [^>]*fill: #1a[^>]*/>)", r"\1\1", "the number of marks"),
    "a colour": ("(<use [^>]*fill: )#1a1a1a", r"\1#ffffff", "#ffffff"),
    "a patch": (
        "</svg>", '<path d="M 0 0 L 90 0 L 90 90 z" style="fill: #ffffff"/></svg>', "marks",
    ),
    "a style sheet": ("</style>", " text{display: none}</style>", "style"),
    "dots cut to nothing": (
        r'<g id="line2d_(\d+)">(\s*<defs>\s*<path id="\w+" d="M 0 2)',
        r'<defs><clipPath id="z"/></defs><g id="line2d_\1" clip-path="url(#z)">\2',
        "g cut to url(#z), which is no area",
    ),
    "a script": ("</svg>", "<script>1</script></svg>", "script"),
    "a comment": ("</svg>", "<!-- seen by a reader of the source --></svg>", "a comment: seen"),
    "a title": ("<title>[^<]*", "<title>Words of war", "Words of war"),
    "its size": ('width="[^"]*"', 'width="999pt"', "999 points"),
    "all of it": (".*", "no page", "no SVG"),
}  # fmt: skip


@pytest.mark.parametrize("name", SVG)
def test_an_svg(study, name):
    old, new, words = SVG[name]
    edit(study, "words.svg", old, new)
    assert_named(study, ["figures/words.svg", words])


def test_pictures_of_another_platform_are_compared_too(whole):
    for bundle in ("words", "cells", "where"):
        rewrite(whole, bundle, lambda record: record["plot"]["tools"].update(freetype="1.0"))
    found = dc.verify(whole)
    assert found.to_dict("records") == []
    assert found.attrs["checked"]["pictures"] == 3 * 3
    how = [kind for kind in found.attrs["checked"] if kind.startswith("pictures compared by")]
    here = drawing_tools()
    assert how[2] == (
        "pictures compared by their letters and marks, not byte by byte (figures/words: drawn with "
        f"matplotlib {here['matplotlib']} and FreeType 1.0 on {here['platform']}, where each byte "
        "is compared)"
    )
    assert len(how) == 3


def test_a_dot_in_a_png_of_another_platform(study):
    rewrite(study, "words", lambda record: record["plot"]["tools"].update(freetype="1.0"))
    _redraw_png(study, _draw_dot)
    assert_named(study, ["figures/words.png", "what the SVG of the figure shows"])


LETTERS = {
    "the digits of an axis": lambda ax: ax.set_xticks([0, 1, 2, 3, 4], ["0", "1", "2", "8", "4"]),
    "a word of the same length": lambda ax: ax.set_xlabel("Court"),
}


@pytest.mark.parametrize("name", LETTERS)
def test_letters_in_a_png_of_another_platform(study, corpus, name):
    rewrite(study, "words", lambda record: record["plot"]["tools"].update(platform="win32 AMD64"))
    record = json.loads((study / "figures/words.json").read_text(encoding="utf-8"))
    ax = dc.plot.frequencies(dc.frequencies(corpus).head(6))
    LETTERS[name](ax)
    words = page_words(record["caption"], record["alt"], record["recipe"])
    (study / "figures/words.png").write_bytes(render(ax.figure, "png", **words))
    hash_again(study / "figures", "words")
    assert_named(study, ["figures/words.png", "as the SVG of the figure has them"])


def test_pages_of_another_figure_that_say_to_be_from_given_axes(study, corpus):
    rewrite(study, "words", lambda record: record["plot"].update(canvas="given"))
    ax = dc.plot.frequencies(dc.frequencies(corpus).tail(6))
    record = json.loads((study / "figures/words.json").read_text(encoding="utf-8"))
    words = page_words(record["caption"], record["alt"], record["recipe"])
    for ending in ("pdf", "png"):
        (study / f"figures/words.{ending}").write_bytes(render(ax.figure, ending, **words))
    hash_again(study / "figures", "words")
    for ending in ("pdf", "png"):
        assert_named(study, [f"figures/words.{ending}", "what the SVG of the figure shows"])


@pytest.mark.parametrize("name", SVG)
def test_an_svg_that_was_drawn_on_another_platform(study, name):
    rewrite(study, "words", lambda record: record["plot"]["tools"].update(freetype="1.0"))
    old, new, words = SVG[name]
    edit(study, "words.svg", old, new)
    assert_named(study, ["figures/words.svg", words])


# -------------------------------------------------------------------------- the record of a bundle


def _figure(record, *keys, value):
    for key in keys[:-1]:
        record = record[key]
    record[keys[-1]] = value


RECORDS = {
    "a parameter is lost": (
        lambda r: r["recipe"]["parameters"].pop("min_count"), "the entries of the file",
    ),
    "a hash is lost": (lambda r: r["sha256"].pop("words.svg"), "a hash of it in the record"),
    "no plot": (lambda r: r.update(plot=None), "the plot that drew the figure"),
    "the plot is lost": (lambda r: r.pop("plot"), "'plot' is missing"),
    "what is seen is lost": (lambda r: r.pop("seen"), "'seen' is missing"),
    "more was drawn": (lambda r: r["drawn"]["points"][0].append([9, 9]), "nothing more"),
    "something else was drawn": (lambda r: r["drawn"].update(more=[]), "no such entry"),
    "another label is seen": (
        lambda r: _figure(r, "seen", "axes", 0, "x", "label", value="Rate"), "the x axis, label",
    ),
    "another limit is seen": (
        lambda r: _figure(r, "seen", "axes", 0, "x", "limits", value=[0, 3]), "it is cut",
    ),
    "another size": (lambda r: r["plot"].update(inches=[5, 5]), "the size"),
    "an unknown entry": (lambda r: r.update(checked="yes"), "checked | an entry that a bundle has"),
    "an unknown key of the recipe": (lambda r: r["recipe"].update(note="x"), "recipe, note"),
    "an unknown key of the plot": (lambda r: r["plot"].update(note="x"), "plot, note"),
    "an unknown tool": (lambda r: r["plot"]["tools"].update(mine="1"), "plot, tools, mine"),
    "a tool is lost": (lambda r: r["plot"]["tools"].pop("freetype"), "plot, tools, freetype"),
    "no tools": (lambda r: r["plot"].pop("tools"), "plot, tools, matplotlib"),
    "steps of lines": (lambda r: r["recipe"].update(steps=[["sort", ["L1"]]]), "recipe, steps"),
    "a version that does not exist": (
        lambda r: r["recipe"]["versions"].update(discourse="99.0"), "a version up to",
    ),
    "no version": (lambda r: r["recipe"].pop("versions"), "a version up to"),
    "the first format": (lambda r: r.update(format="discourse bundle 1"), "one that it does not"),
    "an option": (lambda r: r["plot"].update(options={"bins": 3}), "option of plot.frequencies"),
    "other evidence": (lambda r: r.update(evidence=None), "lines of"),
    "a derived column": (lambda r: r["derived"].append("count"), "and not by the author"),
    "another caption": (lambda r: r.update(caption="Words of war."), "Words of war."),
    "another description": (lambda r: r.update(alt="Dots of war."), "Dots of war."),
}  # fmt: skip


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_that_was_changed(study, name):
    change, words = RECORDS[name]
    rewrite(study, "words", change)
    assert_named(study, ["figures/words", words])


def test_a_parameter_that_no_recipe_records_has_its_default_and_is_listed(study, corpus):
    """The verb may have been given it after the bundle was saved: its pages lack it, too."""
    rewrite(study, "words", lambda record: record["recipe"]["parameters"].pop("min_count"))
    record = json.loads((study / "figures/words.json").read_text(encoding="utf-8"))
    figure = dc.plot.frequencies(dc.frequencies(corpus).head(6)).figure
    words = page_words(record["caption"], record["alt"], record["recipe"])
    for ending in ("pdf", "svg", "png"):
        (study / f"figures/words.{ending}").write_bytes(render(figure, ending, **words))
    hash_again(study / "figures", "words")
    found = dc.verify(study)
    said = "parameters that no recipe records, taken with their defaults (figures/words: min_count)"
    assert (found.to_numpy().tolist(), found.attrs["checked"][said]) == ([], 1)


def test_an_entry_that_is_there_twice(study):
    path = study / "figures/words.json"
    path.write_text('{"plot": null,' + path.read_text(encoding="utf-8")[1:], encoding="utf-8")
    assert_named(study, ["figures/words", "'plot' is there twice"])


# -------------------------------------------------------------------------------- rows and columns


def _change_rows(study, name, change):
    """Change the lines of a CSV, and hash the bundle again."""
    path = study / "figures" / f"{name}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(change(lines)) + "\n", encoding="utf-8")
    hash_again(path.parent, name)


def _without_column(lines, number):
    return [",".join(c for at, c in enumerate(line.split(",")) if at != number) for line in lines]


ROWS = {
    "a row is lost": (lambda lines: [*lines[:3], *lines[4:]], "5 of"),
    "the last row is lost": (lambda lines: lines[:-1], "the first 6"),
    "a row is there twice": (lambda lines: [*lines, lines[1]], "row 1 again"),
    "another order": (lambda lines: [lines[0], *lines[:0:-1]], "in the order by hand"),
    "a column is lost": (lambda lines: _without_column(lines, 2), "column per_thousand"),
    "a column of the author is lost": (lambda lines: _without_column(lines, 5), "column theme"),
    "a column is renamed": (
        lambda lines: [lines[0].replace("per_thousand", "rate"), *lines[1:]], "column per_thousand",
    ),
    "a column is added": (
        lambda lines: [lines[0] + ",q", *(line + ",0" for line in lines[1:])], "column q",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_rows_and_columns(study, name):
    change, words = ROWS[name]
    _change_rows(study, "words", change)
    assert_named(study, ["figures/words.csv", words])


def test_a_table_whose_columns_were_renamed_is_not_drawn(corpus):
    keywords = dc.keyness(corpus, dc.reference("udhr"))
    renamed = keywords.rename(columns={"dp": "position"})
    with pytest.raises(dc.DiscourseError, match=r"'position', which dc\.keyness does not"):
        dc.plot.positions(renamed, corpus.parts())


def test_renamed_counts_are_not_saved(corpus, tmp_path):
    keywords = dc.keyness(corpus, dc.reference("udhr")).head(3)
    renamed = keywords.drop(columns="count").rename(columns={"count_reference": "count"})
    with pytest.raises(dc.DiscourseError, match="but its recipe makes"):
        dc.save_figure(dc.plot.frequencies(renamed), tmp_path / "x", table=renamed, **WORDS)


def test_a_row_twice_is_not_saved(corpus, tmp_path):
    table = dc.frequencies(corpus).iloc[[0, 1, 0]]
    with pytest.raises(dc.DiscourseError, match="row 3: it repeats row 1"):
        dc.save_table(table, tmp_path / "x", caption="x")


# ---------------------------------------------------------------------------------------- evidence


def _cell(column, value):
    def change(table):
        table.loc[1, column] = value
        return table

    return change


EVIDENCE = {
    "left": (_cell("left", "never"), "left"),
    "right": (_cell("right", "never"), "right"),
    "node": (_cell("node", "war"), "node"),
    "section": (_cell("section", "7"), "section"),
    "document": (_cell("document", "b"), "document"),
    "start": (_cell("start_char", "1"), "start_char"),
    "count": (_cell("count", "99"), "count"),
    "theme": (_cell("theme", "z"), "theme"),
    "term": (_cell("term", "war"), "a line that its row is based on"),
    "a line is lost": (lambda table: table.drop(index=3), "no such line"),
    "a line is there twice": (lambda table: table.loc[[0, 0, *table.index[1:]]], "a line once"),
    "a line is added": (
        lambda table: table.assign(
            line_id=[table["line_id"][0][:13] + "1-2", *table["line_id"][1:]]
        ),
        "a line that its row is based on",
    ),
    "a column is lost": (lambda table: table.drop(columns="right"), "columns"),
    "the order": (lambda table: table.iloc[::-1], "order"),
}  # fmt: skip


@pytest.mark.parametrize("name", EVIDENCE)
def test_evidence_of_a_bundle(study, name):
    change, words = EVIDENCE[name]
    path = study / "figures" / "words.evidence.csv"
    table = change(read_csv(path.read_bytes()))
    path.write_bytes(csv_bytes(table))
    hash_again(path.parent, "words")
    assert_named(study, ["figures/words.evidence.csv", words])


@pytest.mark.parametrize("keeps_hash", [True, False])
def test_the_file_of_evidence_is_gone(study, keeps_hash):
    (study / "figures/words.evidence.csv").unlink()
    if not keeps_hash:
        rewrite(study, "words", lambda record: record["sha256"].pop("words.evidence.csv"))
    assert_named(study, ["figures/words.evidence.csv", "no such file"])


def test_evidence_has_every_line_of_every_row_and_the_columns_of_the_author(published):
    lines = read_csv((published / "figures/words.evidence.csv").read_bytes())
    words = read_csv((published / "figures/words.csv").read_bytes())
    assert len(lines) == words["count"].astype(int).sum()
    assert lines.columns[: len(words.columns)].tolist() == words.columns.tolist()
    assert lines.groupby("term")["theme"].first().to_dict() == dict(
        zip(words["term"], words["theme"], strict=True)
    )


def test_more_lines_than_a_bundle_holds_are_said(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_text("war peace peace " * 2_500, encoding="utf-8")
    corpus = dc.read(tmp_path / "texts")
    dc.save_table(dc.frequencies(corpus), tmp_path / "words", caption="Words.")
    record = json.loads((tmp_path / "words.json").read_text(encoding="utf-8"))
    assert record["evidence"] == {"lines": 5_000, "hits": 7_500, "each": 2_500}
    found = dc.verify(tmp_path)
    assert found.to_dict("records") == []
    assert found.attrs["checked"]["lines beyond those that bundles hold, not checked"] == 2_500


# ------------------------------------------------------------------------ what is said and allowed


def test_what_was_added_is_listed_by_the_bundle_and_by_verify(study, corpus):
    table = dc.frequencies(corpus).head(6)
    ax = dc.plot.frequencies(table)
    ax.annotate("the war", (2, 2), (4, 4), arrowprops={"arrowstyle": "->"})
    dc.save_figure(ax, study / "figures/more", table=table, **WORDS, added="an arrow at the war")
    found = dc.verify(study)
    assert found.to_dict("records") == []
    said = "figures with additions (figures/more: an arrow at the war; 1 artist: 1 text; “the war”)"
    assert found.attrs["checked"][said] == 1
    edit(study, "more.svg", ">the war<", ">the peace<")
    assert_named(study, ["figures/more.svg", "'the peace'"])


def test_numbers_and_scales_that_were_added_are_named(study, corpus):
    table = dc.frequencies(corpus).head(6)
    ax = dc.plot.frequencies(table)
    ax.annotate("× 1000", (1, 0), (-2, 4), "axes fraction", "offset points", ha="right", size=6)
    ax.text(2, 3.5, "p < 0.001", size=6)
    ax.text(2, 4.5, "see below", size=6)
    said = {"caption": "Words.", "alt": "More.", "added": "notes"}
    dc.save_figure(ax, study / "figures/more", table=table, **said)
    found = dc.verify(study)
    assert found.to_dict("records") == []
    named = (
        "figures with additions (figures/more: notes; 3 artists: 3 text; “× 1000” (a number or a "
        "scale, beside an axis), “p < 0.001” (a number or a scale), “see below”)"
    )
    assert found.attrs["checked"][named] == 1
    assert found.attrs["checked"][NUMBERS_ADDED] == 2
    record = json.loads((study / "figures/more.json").read_text(encoding="utf-8"))
    assert record["added_texts"] == ["× 1000", "p < 0.001", "see below"]
    rewrite(study, "more", lambda record: record["added_texts"].clear())
    assert_named(study, ["figures/more.json", "added_texts"])


def test_an_addition_that_covers_marks_is_refused(corpus, tmp_path):
    table = dc.frequencies(corpus).head(6)
    ax = dc.plot.frequencies(table)
    ax.add_patch(plt.Rectangle((0.5, 0.5), 9, 2, facecolor="white", zorder=9))
    with pytest.raises(dc.DiscourseError, match="an area that covers"):
        dc.save_figure(ax, tmp_path / "x", table=table, **WORDS, added="a note")


def test_what_is_added_may_change_nothing_else(corpus, tmp_path):
    table = dc.frequencies(corpus).head(6)
    ax = dc.plot.frequencies(table)
    ax.set_xlim(0, 3)
    with pytest.raises(dc.DiscourseError, match="it is cut"):
        dc.save_figure(ax, tmp_path / "x", table=table, **WORDS, added="a note")


def test_axes_that_no_plot_drew_say_what_they_show(texts, corpus, tmp_path):
    table = dc.frequencies(corpus).head(2)
    _, ax = plt.subplots()
    ax.bar(table["term"], table["count"])
    with pytest.raises(dc.DiscourseError, match="no plot drew these axes"):
        dc.save_figure(ax, tmp_path / "x", table=table, **WORDS)
    dc.save_figure(ax, tmp_path / "x", table=table, **WORDS, added="bars by hand")
    shutil.copytree(texts, tmp_path / "texts")
    found = dc.verify(tmp_path)
    assert found.to_dict("records") == []
    said = "figures drawn by hand (x: bars by hand; "
    assert any(kind.startswith(said) and "“peace”" in kind for kind in found.attrs["checked"])
    record = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert (record["plot"], record["added"]) == (None, "bars by hand")


def test_axes_on_whose_ground_the_marks_are_not_seen_are_refused(corpus, tmp_path):
    table = dc.frequencies(corpus).head(6)
    with plt.style.context("dark_background"):
        _, ax = plt.subplots()
    dc.plot.frequencies(table, ax)
    with pytest.raises(dc.DiscourseError, match="one on which #1a1a1a is seen"):
        dc.save_figure(ax, tmp_path / "x", table=table, **WORDS)


@pytest.mark.parametrize("style", ["ggplot", "default"])
def test_axes_in_another_style_hold(study, corpus, style):
    table = dc.frequencies(corpus).head(6)
    with plt.style.context(style):
        _, ax = plt.subplots(figsize=(4, 3))
    dc.save_figure(dc.plot.frequencies(table, ax), study / "figures/x", table=table, **WORDS)
    assert findings(study) == []
    edit(study, "x.svg", DOT_IN_SVG, r"\g<1>99\2")
    assert_named(study, ["figures/x.svg", "the place of a mark"])


@pytest.mark.parametrize("settings", [{"width": "page"}, {"width": 120}, {"font_size": 9}])
def test_figures_of_other_sizes_hold(study, corpus, settings):
    table = dc.frequencies(corpus).head(6)
    ax = dc.plot.frequencies(table, **settings)
    dc.save_figure(ax, study / "figures/x", table=table, **WORDS, dpi=150)
    assert findings(study) == []
