import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import pytest

import discourse as dc
from discourse.publish.provenance.recipes import VerbCall
from discourse.publish.site import ledger, site
from discourse.publish.site import page_source as source

# Ten words in two paragraphs: peace 3, and 2, war 1, rights 2, of 1, or 1.
TEXT = "peace and war and peace\n\nrights of peace or rights"
READ = ['import discourse as dc\nstudy = dc.read("../texts/")']
FIGURE = [
    "ax = dc.plot.frequencies(terms)\n"
    'dc.save_figure(ax, "../figures/top", table=terms, caption="Two words.", alt="Two dots.")'
]
CELLS = (
    '# What is said of peace?\n\nIt has [3](# "peace") hits, '
    '[30 %](# "peace / corpus; tokens") of all.',
    READ,
    ['terms = dc.frequencies(study).head(2)\nterms[["term", "count", "per_thousand"]]'],
    FIGURE,
)


class Page(HTMLParser):
    """What a browser would make of a page: its elements, and the text of each piece."""

    def __init__(self, path):
        super().__init__()
        self.html = (path / "index.html").read_bytes().decode("utf-8")
        self.elements, self.data, self.pieces = [], "", []
        self.feed(self.html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.data = ""

    def handle_data(self, data):
        self.data += data

    def handle_endtag(self, tag):
        last, attributes = self.elements[-1]
        if "piece" in attributes.get("class", "").split() and tag == last == "div":
            self.pieces.append((int(attributes["data-start"]), self.data))
        if attributes.get("id") == "ledger":
            self.ledger = json.loads(self.data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def numbers(self):
        return [each["data-number"] for _, each in self.elements if "data-number" in each]


def published(path, out):
    table = dc.save_site(path, out)
    return table, Page(out)


def test_what_is_linked_is_counted(study, tmp_path):
    table, _ = published(study(*CELLS, texts={"a.txt": TEXT}), tmp_path / "site")
    # The caption says "Two words", its alternative text "Two dots": neither is bound.
    linked, plain = {"numbers": 2, "rows": 2, "marks": 2}, {"numbers_plain": 2, "rows_plain": 0}
    assert table.to_dict("records") == [{"notebook": "study", **linked, **plain}]
    assert table.attrs["bytes"] == (tmp_path / "site" / "index.html").stat().st_size


def test_the_same_study_gives_the_same_bytes(study, tmp_path):
    path = study(*CELLS, texts={"a.txt": TEXT})
    for out in ("one", "two"):
        dc.save_site(path, tmp_path / out)
    one, two = ((tmp_path / out / "index.html").read_bytes() for out in ("one", "two"))
    assert one == two


def test_a_number_has_as_many_places_in_the_text_as_it_counts(study, tmp_path):
    _, page = published(study(*CELLS, texts={"a.txt": TEXT}), tmp_path / "site")
    evidence = page.ledger["evidence"]
    assert [e["total"] for e in evidence if e.get("query") == "peace"] == [3]
    for entry in evidence:
        if entry["kind"] == "lines":
            spans = entry["spans"]
            places = zip(spans[1::4], spans[2::4], spans[3::4], strict=True)
            assert all(TEXT[start:end] == entry["forms"][form] for start, end, form in places)
            assert entry["total"] == len(spans) / 4
    assert page.ledger["numbers"][0] == {"label": "peace", "value": 3.0, "rests": [[0, "count"]]}


@pytest.mark.parametrize(
    "text",
    [TEXT, "a\r\nb \U0001f54a <b>peace</b> &amp;\r\n\r\nc", "\n\npeace\x0c\n\npeace \u2028 x"],
)
def test_the_text_in_the_page_is_the_text(study, tmp_path, text):
    path = study("# A", READ, texts={"a.txt": text})
    _, page = published(path, tmp_path / "site")
    assert "".join(piece for _, piece in page.pieces) == text
    at = 0
    for start, piece in page.pieces:
        assert start == at
        at += len(piece)


def test_the_policy_allows_the_pages_own_style_and_script_and_nothing_from_outside(study, tmp_path):
    _, page = published(study(*CELLS, texts={"a.txt": TEXT}), tmp_path / "site")
    policy = next(m["content"] for m in page.all("meta") if "http-equiv" in m)
    for name in ("style", "script"):
        inside = re.findall(rf"<{name}>(.*?)</{name}>", page.html, re.S)
        digests = [base64.b64encode(hashlib.sha256(i.encode()).digest()).decode() for i in inside]
        assert [f"{name}-src 'sha256-{digest}'" in policy for digest in digests] == [True]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    targets = [a.get(k, "") for _, a in page.elements for k in ("src", "href", "xlink:href")]
    assert {t.split(":")[0].split("#")[0] for t in targets if t} <= {"", "data"}
    assert [a for _, a in page.elements if "style" in a] == []


HOSTILE = "\"><img src=x onerror=alert(1)><script>alert(2)</script>'&</div></article>"


def test_hostile_markup_is_text_everywhere(study, tmp_path):
    name = "<img src=x onerror=alert(3)>" if not tmp_path.drive else "a"
    path = study(
        f"# {HOSTILE}\n\n<script>alert(4)</script>\n\n[x](javascript:alert(5)) ![y](http://a.b/c.png)",
        READ,
        [f"x = {HOSTILE!r}\nx"],
        ["study.parts().assign(head=x)"],
        ["terms = dc.frequencies(study).head(2)\nterms"],
        [
            "ax = dc.plot.frequencies(terms)\n"
            'dc.save_figure(ax, "../figures/top", table=terms, caption=x, alt=x)'
        ],
        texts={
            f"{name}.txt": f"peace {HOSTILE} peace",
            f"{name}.toml": f"[source]\nmotto = '''{HOSTILE}'''\n",
        },
        name=name,
    )  # fmt: skip
    _, page = published(path, tmp_path / "site")
    assert len(page.all("script")) == 2
    assert page.all("img") == []
    assert [(t, k) for t, a in page.elements for k in a if k.startswith("on")] == []
    assert [a for a in page.all("a") if not a.get("href", "#").startswith("#")] == []
    assert page.html.count("</main>") == page.html.count("</script>") - 1 == 1
    assert page.ledger["documents"][0]["name"] == name


def test_stored_outputs_that_were_written_by_hand_are_made_safe(study, tmp_path):
    path = study("# A", READ, ["study"], texts={"a.txt": TEXT})
    notebook = json.loads(path.read_text(encoding="utf-8"))
    bad = (
        '<div onclick="x()"><iframe src="http://a.b"></iframe><style>*{}</style><svg onload=x()>'
        '</svg><a href="javascript:x()">y</a><table><tr onmouseover=x()><td colspan="x">7</table>'
    )
    notebook["cells"][2]["outputs"] = [
        {"output_type": "display_data", "data": {"text/html": [bad]}, "metadata": {}},
        {"output_type": "display_data", "data": {"image/png": '"><script>'}, "metadata": {}},
        {"output_type": "stream", "name": "stdout", "text": ["<b>\n"]},
        {"output_type": "display_data", "data": {"text/markdown": "*a* <b>"}, "metadata": {}},
    ]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    _, page = published(path, tmp_path / "site")
    assert "<div>y<table><tr><td>7</td></tr></table></div>" in page.html
    assert "&lt;b&gt;\n</pre>" in page.html
    assert "<p><em>a</em> &lt;b&gt;</p>" in page.html
    assert len(page.all("script")) == 2


def test_an_output_too_deep_to_be_walked_through_is_named(study, tmp_path):
    path = study("# A", READ, ["study"], texts={"a.txt": TEXT})
    notebook = json.loads(path.read_text(encoding="utf-8"))
    shown = {"output_type": "display_data", "data": {}, "metadata": {}}
    notebook["cells"][2]["outputs"] = [shown]
    shown["data"]["text/html"] = "<div>" * 90 + "deep"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert "deep</div>" in published(path, tmp_path / "site")[1].html
    shown["data"]["text/html"] = "<div>" * 3_000
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(dc.DiscourseError) as error:
        dc.save_site(path, tmp_path / "site")
    assert str(error.value) == (
        "study: an output nests more than 100 elements inside one another; "
        "show it in another way, or clear it."
    )


def test_a_table_that_the_notebook_does_not_make_is_not_linked(study, tmp_path):
    made_up = ['import pandas as pd\npd.DataFrame({"term": ["peace"], "count": [4]})']
    path = study("# A", READ, ["terms = dc.frequencies(study)"], made_up, texts={"a.txt": TEXT})
    table, page = published(path, tmp_path / "site")
    assert table[["rows", "rows_plain"]].iloc[0].tolist() == [0, 1]
    assert page.numbers() == []


SHOWN = 'terms[["term", "count"]].head(1)'


@pytest.mark.parametrize(
    ("cells", "linked"),
    [
        # Both texts have peace three times. A cell shows the table of the text that it names.
        ([['terms = dc.frequencies(other)\n' + SHOWN]], "b"),
        ([['terms = dc.frequencies(study)\n' + SHOWN]], "a"),
        ([['both = dc.frequencies(study)\nterms = dc.frequencies(other)\n'
           'both = terms.merge(both[["term"]])\nboth[["term", "count"]].head(1)']], None),
        ([['place = "../texts/" + "b.txt"\nlost = dc.frequencies(dc.read(place))'],
          ['dc.frequencies(study)\nlost[["term", "count"]].head(1)']], None),
    ],
)  # fmt: skip
def test_a_row_is_linked_to_the_text_that_its_cell_names_and_none_is_guessed(
    study, tmp_path, cells, linked
):
    read = ['import discourse as dc\nstudy = dc.read("../texts/a.txt")\n'
            'other = dc.read("../texts/b.txt")']  # fmt: skip
    texts = {"a.txt": TEXT, "b.txt": f"{TEXT}. Another end"}
    table, page = published(study("# A", read, *cells, texts=texts), tmp_path / "site")
    assert table[["rows", "rows_plain"]].iloc[0].tolist() == ([0, 1] if linked is None else [1, 0])
    names = [document["name"] for document in page.ledger["documents"]]
    documents = {entry["spans"][0] for entry in page.ledger["evidence"]}
    assert [names[at] for at in documents] == ([] if linked is None else [linked])


def test_a_bound_comparison_opens_the_lines_of_its_first_side(study, tmp_path):
    prose = '# A\n\n*Peace* is [more frequent](# "peace > rights") than *rights*.'
    table, page = published(study(prose, READ, texts={"a.txt": TEXT}), tmp_path / "site")
    assert table["numbers"].tolist() == [1]
    (number,) = page.ledger["numbers"]
    assert (number["label"], number["value"]) == ("peace > rights", None)
    assert page.ledger["evidence"][number["rests"][0][0]]["total"] == 3


def test_each_table_of_a_page_is_made_once(study, tmp_path, monkeypatch):
    claim = "[300](# 'frequencies; peace; per_thousand')"
    path = study(*CELLS, f"{claim} and {claim.replace('300', '300.0')}", texts={"a.txt": TEXT})
    made, make = [], VerbCall.make_table
    monkeypatch.setattr(VerbCall, "make_table", lambda call: made.append(call.verb) or make(call))
    table, _ = published(path, tmp_path / "site")
    assert table[["numbers", "rows", "marks"]].iloc[0].tolist() == [4, 2, 2]
    # The prose claims a cell of it, the code makes it, and a figure was saved of it.
    assert made.count("frequencies") == 1
    assert len(made) == len(set(made))


def test_a_figure_saved_under_a_name_that_holds_its_path_is_drawn_where_it_is_saved(
    study, tmp_path
):
    save = FIGURE[0].replace('"../figures/top"', 'f"{folder}/top"')
    make = ['folder = "../figures"\nterms = dc.frequencies(study).head(2)\nterms']
    path = study("# A", READ, make, [save], texts={"a.txt": TEXT})
    table, page = published(path, tmp_path / "site")
    assert table["marks"].tolist() == [2]
    assert page.html.index('id="figure-top"') > page.html.index("save_figure")


def test_a_saved_table_is_shown_whole_below_its_cell(study, tmp_path):
    save = [
        'dc.save_table(dc.frequencies(study).head(2), "../figures/top", caption="Two words.")\n'
        "study"
    ]
    table, page = published(study("# A", READ, save, texts={"a.txt": TEXT}), tmp_path / "site")
    assert table["rows"].tolist() == [2]
    assert '<figcaption>Two words.</figcaption><div class="table"' in page.html


def test_a_text_too_large_is_embedded_around_its_lines(study, tmp_path, monkeypatch):
    monkeypatch.setattr(site, "MOST_CHARACTERS", 1_000)
    text = f"{'word ' * 400}peace{' word' * 400}\n\n{'other ' * 200}"
    path = study('# A\n\n[1](# "peace") hit', READ, texts={"a.txt": text})
    _, page = published(path, tmp_path / "site")
    around = source.CITED_CONTEXT
    assert page.pieces == [(2_000 - around, text[2_000 - around : 2_005 + around])]
    assert page.ledger["documents"][0]["whole"] is False


def test_of_a_number_with_many_lines_the_first_are_embedded_and_all_are_counted(
    study, tmp_path, monkeypatch
):
    monkeypatch.setattr(ledger, "MOST_LINES", 2)
    _, page = published(study(*CELLS[:2], texts={"a.txt": TEXT}), tmp_path / "site")
    entry = page.ledger["evidence"][0]
    assert (entry["total"], entry["spans"]) == (3, [0, 0, 5, 0, 0, 18, 23, 0])


def test_a_number_that_its_claim_does_not_give_is_refused(study, tmp_path):
    path = study('# A\n\n[4](# "peace") hits', READ, texts={"a.txt": TEXT})
    with pytest.raises(dc.DiscourseError) as error:
        dc.save_site(path, tmp_path / "site")
    assert str(error.value) == (
        "study: 4 is bound to 'peace', which gives 3; correct the number, or its claim."
    )
    assert not (tmp_path / "site").exists()


def test_a_bound_number_without_a_corpus_is_refused(study, tmp_path):
    path = study('# A\n\n[4](# "peace") hits', texts={"a.txt": TEXT})
    with pytest.raises(dc.DiscourseError) as error:
        dc.save_site(path, tmp_path / "site")
    assert str(error.value) == "study: 4 is bound to 'peace', but the notebook reads no corpus."


def test_a_figure_whose_table_was_edited_is_refused(study, tmp_path):
    path = study(*CELLS, texts={"a.txt": TEXT})
    table = tmp_path / "figures" / "top.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("peace,3", "peace,4"), "utf-8")
    with pytest.raises(dc.DiscourseError) as error:
        dc.save_site(path, tmp_path / "site")
    assert str(error.value) == (
        "top.csv, row 1 (peace), count: the file has '4', but its recipe makes '3'; "
        "run the notebook that saves it."
    )


def test_a_figure_that_shows_something_else_is_refused_and_left_open_nowhere(study, tmp_path):
    path = study(*CELLS, texts={"a.txt": TEXT})
    beside, opened = tmp_path / "figures" / "top.json", plt.get_fignums()
    record = json.loads(beside.read_text(encoding="utf-8"))
    record["drawn"]["y_labels"] = ["war", "peace"]
    beside.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(
        dc.DiscourseError, match=r"top\.json: the figure shows 'war' at y_labels\[0\]"
    ):
        dc.save_site(path, tmp_path / "site")
    assert plt.get_fignums() == opened


def test_a_notebook_may_have_any_name_and_no_heading(study, tmp_path):
    _, page = published(
        study("Text.", READ, texts={"a.txt": TEXT}, name="ledger"), tmp_path / "site"
    )
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for a in page.all("a") if a.get("href", "").startswith("#")}
    assert targets <= set(ids)


def test_a_folder_without_notebooks_is_named(tmp_path):
    with pytest.raises(dc.DiscourseError) as error:
        dc.save_site(tmp_path, tmp_path / "site")
    assert str(error.value) == (
        f"{tmp_path} contains no notebook; give a folder with .ipynb files, or one of them."
    )


def test_a_file_that_is_not_a_notebook_is_named(tmp_path):
    (tmp_path / "a.ipynb").write_text("{}", encoding="utf-8")
    with pytest.raises(dc.DiscourseError) as error:
        dc.save_site(tmp_path, tmp_path / "site")
    assert str(error.value) == (
        f"{tmp_path / 'a.ipynb'} is not a notebook; "
        "give an .ipynb file of format 4, as JupyterLab saves it."
    )


@pytest.mark.slow
def test_every_table_and_figure_of_the_repository_is_linked(root, tmp_path):
    table, page = published(root / "notebooks", tmp_path)
    drawn = list((root / "figures").rglob("*.svg"))
    assert table["marks"].sum() > len(drawn) > 0
    assert page.numbers() != []
    shown = [each["id"] for each in page.all("figure") if "id" in each]
    assert sorted(shown) == sorted([*(f"figure-{path.stem}" for path in drawn), "table-families"])
    described = (root / "docs" / "publish.md").read_text(encoding="utf-8")
    said = re.search(r"The page of this repository has about (\d+) kB", described)
    assert table.attrs["bytes"] / 1000 == pytest.approx(int(said[1]), abs=50)


def test_lines_keep_their_direction_and_the_document_that_they_are_of(study, tmp_path):
    hebrew = "אדם נולד חופשי ושווה"
    cells = ("# Lines", READ, ["dc.concordance(study, 'חופשי', context=2)"])
    texts = {"a.txt": hebrew, "b.txt": hebrew, "c.txt": "We are all חופשי by law."}
    dc.save_site(study(*cells, texts=texts), tmp_path / "site")
    page = Page(tmp_path / "site")
    assert [each.get("dir") for each in page.all("table")] == ["rtl"]
    cells = [each for each in page.all("td") if each["class"] != "place"]
    assert [each["class"] for each in cells[6:]] == ["right", "node", "left"]
    assert [each.get("dir") for each in cells] == [None] * 6 + ["ltr"] * 3
    named = [page.ledger["evidence"][n]["spans"][0] for n in range(3)]
    assert [page.ledger["documents"][number]["name"] for number in named] == ["a", "b", "c"]
