"""A picture in a notebook is that of a bundle, or it is listed: in outputs and in Markdown."""

import base64
import shutil
from io import BytesIO

import matplotlib.pyplot as plt
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image, ImageChops, ImageOps

import discourse as dc
from discourse.publish.checks.shown_pictures import (
    BACKED,
    LAID_OUT_ANEW,
    OF_NO_BUNDLE,
    OF_THE_WEB,
    TEXT_ALONE,
)
from discourse.publish.plots.rendering import render

WORDS = {"caption": "Words.", "alt": "Dots for each word."}
PLACE = "notebooks/one.ipynb"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A study with a figure, and the pictures that a notebook may show of it or of others."""
    root = tmp_path_factory.mktemp("study")
    for folder in ("texts", "notebooks", "figures", "pictures"):
        (root / folder).mkdir()
    (root / "texts/a.txt").write_text("Peace and rights for all; rights, and war and peace.")
    table = dc.frequencies(dc.read(root / "texts"))
    ax = dc.plot.frequencies(table)
    dc.save_figure(ax, root / "figures/words", table=table, **WORDS)
    shown = base64.b64decode(ax.figure._repr_mimebundle_()[0]["image/png"])
    (root / "pictures/shown.png").write_bytes(shown)
    names = [each.get_text().replace("rights", "fights") for each in ax.get_yticklabels()]
    ax.set_yticks(ax.get_yticks(), names)
    lying = render(ax.figure, "png", title="", subject="", alt="", dpi="figure")
    (root / "pictures/lying.png").write_bytes(lying)
    plt.close("all")
    return root


@pytest.fixture
def pictures(published):
    """The picture that a cell shows of the figure, and one with another digit, in base 64."""
    return {
        name: base64.b64encode((published / f"pictures/{name}.png").read_bytes()).decode()
        for name in ("shown", "lying")
    }


@pytest.fixture
def study(published, tmp_path):
    """A copy of the study without the pictures."""
    ignore = shutil.ignore_patterns("pictures")
    return shutil.copytree(published, tmp_path / "study", ignore=ignore)


def check(study, *cells):
    """The findings of a notebook with some cells, and what was counted."""
    nbformat.write(new_notebook(cells=list(cells)), study / PLACE)
    found = dc.verify(study)
    return [row[1:] for row in found.itertuples(index=False, name=None)], found.attrs["checked"]


def cut(raw, change=lambda image: None):
    """A picture as IPython shows it: with a margin of its own in place of what is empty."""
    with Image.open(BytesIO(raw)) as image:
        whole = image.convert("RGB")
    change(whole)
    box = ImageChops.difference(whole, Image.new("RGB", whole.size, "white")).getbbox()
    framed, page = ImageOps.expand(whole.crop(box), 15, "white"), BytesIO()
    framed.save(page, "PNG", dpi=(150, 150))
    return base64.b64encode(page.getvalue()).decode()


def test_a_picture_that_was_cut_holds_and_another_one_does_not(study, pictures):
    raw, alt = base64.b64decode(pictures["shown"]), WORDS["alt"]
    found, checked = check(study, output("image/png", cut(raw), alt=alt))
    assert (found, checked[LAID_OUT_ANEW]) == ([], 1)
    other = cut(raw, lambda image: image.paste((26, 26, 26), (300, 60, 310, 70)))
    found, _ = check(study, output("image/png", other, alt=alt))
    assert found[0][2].startswith("another picture, the first difference")


def output(kind, content, **said):
    metadata = {kind: said} if said else {}
    return new_code_cell(
        "ax", outputs=[new_output("display_data", {kind: content}, metadata=metadata)]
    )


def test_the_picture_that_a_cell_shows_of_a_figure_holds(study, pictures):
    page = f'<img alt="{WORDS["alt"]}" src=data:image/png;base64,{pictures["shown"]}>'
    cells = [
        output("image/png", pictures["shown"], alt=WORDS["alt"]), output("text/html", page),
        output("text/markdown", f"![{WORDS['alt']}](data:image/png;base64,{pictures['shown']})"),
        new_markdown_cell(f"![{WORDS['alt']}](data:image/png;base64,{pictures['shown']})"),
        new_markdown_cell("![Words](../figures/words.png) <img src='../figures/words.svg'>"),
    ]  # fmt: skip
    found, checked = check(study, *cells)
    assert (found, checked["pictures in notebooks"]) == ([], 6)


def test_other_pixels_with_the_alternative_text_of_a_figure_are_a_finding(study, pictures):
    alt = WORDS["alt"]
    attached = new_markdown_cell(f"![{alt}](attachment:x%20y.png)")
    attached["attachments"] = {"x y.png": {"image/png": pictures["lying"]}}
    cells = [
        output("image/png", pictures["lying"], alt=alt),
        output("text/html", f"<img alt='{alt}' src='data:image/png;base64,{pictures['lying']}'>"),
        output("image/jpeg", pictures["shown"][:400], alt=alt),
        output("image/svg+xml", "<svg></svg>", alt=alt), attached,
        new_markdown_cell(f"![{alt}](data:image/png;base64,{pictures['lying']})"),
    ]  # fmt: skip
    found, _ = check(study, *cells)
    places = [row[0] for row in found]
    assert places == [f"cell {number}, picture" for number in range(1, len(cells) + 1)]
    assert {row[1] for row in found} == {"the picture of words, with its alternative text"}
    assert found[0][2].startswith("other letters, where it has the letters of 'rights'")
    assert found[2][2] == "a picture of another kind than PNG"


@pytest.mark.parametrize(
    "cell",
    [
        new_markdown_cell("![A chart](data:image/png;base64,iVBORw0KGgo=)"),
        new_markdown_cell("![A chart](attachment:x.png)"),
        new_markdown_cell("![A chart](../figures/none.png)"),
        new_markdown_cell("![A chart](../../../etc/hosts)"),
        new_markdown_cell("A chart: <img src='data:image/gif;base64,R0lGODlhAQAB'>"),
        new_markdown_cell("<svg width='9'></svg>"),
        new_markdown_cell("Peace 🟥🟥🟥🟥 and war 🟥"),
        new_markdown_cell("Peace ████████ and war ██"),
        new_markdown_cell("`peace ⭐ ⭐ ⭐ ⭐`"),
        new_markdown_cell("Peace <hr width='90%'>"),
        new_markdown_cell("![A chart](data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=)"),
        new_markdown_cell("![A chart][one]\n\n[one]: data:image/png;base64,iVBORw0KGgo="),
        new_markdown_cell("<img src='../figures/words.png' srcset='data:image/png;base64,iVBO'>"),
        output("text/html", "<img srcset='data:image/png;base64,iVBORw0KGgo='>"),
        output("text/markdown", "![A chart](data:image/png;base64,iVBORw0KGgo=)"),
    ],
)
def test_a_picture_of_no_bundle_is_a_finding(study, cell):
    found, _ = check(study, cell)
    shown = [row[:2] for row in found if "picture" in row[0]]  # its digits may be listed, too
    assert shown == [("cell 1, picture", BACKED)]


def test_a_part_of_a_picture_is_a_finding(study):
    found, _ = check(
        study, new_markdown_cell("![Dots](../figures/words.svg#svgView(viewBox(0,0,9,9)))")
    )
    assert [row[:2] for row in found] == [("cell 1, picture", "a picture as it was saved")]


def test_pictures_of_the_author_and_of_the_web_are_counted(study):
    (study / "notebooks/map.png").write_bytes(b"a map")
    web = "[![Binder](https://example.org/badge.svg)](https://example.org)"
    cells = [new_markdown_cell("![A map](map.png)"), new_markdown_cell(web)]
    nbformat.write(new_notebook(cells=cells), study / PLACE)
    found = dc.verify(study, update=True)
    assert found.to_dict("records") == []
    assert (found.attrs["checked"][OF_NO_BUNDLE], found.attrs["checked"][OF_THE_WEB]) == (1, 1)


@pytest.mark.parametrize(
    ("cell", "place", "words"),
    [
        (output("text/html", "<iframe src='x'></iframe>"), "cell 1, output", "the element iframe"),
        (
            output("text/markdown", "<p style='display:none'>28</p>"),
            "cell 1, output", "the style display: none",
        ),
        (
            new_code_cell("ax", outputs=[new_output(
                "display_data", {"text/html": "28", "image/png": ""},
                metadata={"image/png": {"alt": "Dots for each word.", "width": 1, "height": 900}},
            )]),
            "cell 1, output", "a picture with a width and a height of its own",
        ),
        (new_markdown_cell("<p style='opacity: 0'>x</p>"), "cell 1", "the style opacity: 0"),
        (
            output("application/pdf", "JVBER"),
            "cell 1, output", "an output of the kind application/pdf",
        ),
        (
            output("application/javascript", "draw()"),
            "cell 1, output", "an output of the kind application/javascript",
        ),
    ],
)  # fmt: skip
def test_what_hides_moves_or_runs_something_is_a_finding(study, cell, place, words):
    found, _ = check(study, cell)
    assert (place, TEXT_ALONE, words) in found


def test_ipython_shows_the_page_that_was_saved(published, monkeypatch, tmp_path):
    table = dc.frequencies(dc.read(published / "texts"))
    figure = dc.plot.frequencies(table).figure
    dc.save_figure(figure.axes[0], tmp_path / "words", table=table, **WORDS)
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **said: shown.append((data, said)))
    figure._ipython_display_()
    [(data, said)] = shown
    assert said == {"raw": True, "metadata": {"image/png": {"alt": WORDS["alt"]}}}
    with Image.open(BytesIO(base64.b64decode(data["image/png"]))) as image:
        sides = [round(side * 150) for side in figure.get_size_inches()]
        assert all(abs(a - b) <= 1 for a, b in zip(image.size, sides, strict=True))
