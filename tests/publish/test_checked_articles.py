"""`check_manuscript` and `verify` say the same of each bound number of an article."""

import pytest

import discourse as dc
from discourse.publish.checks.article_works import OF_AUTHOR

TEXTS = {
    "texts": "Peace & peace. War, peace again.\n",
    "speeches": "Peace, war and war. No peace without words of peace; peace.\n",
}
# What is written, its claim, and whether it holds.
SAID = [
    ("Peace", "3", "peace @ paper", "holds"),
    ("Peace", "4", "peace @ speeches", "holds"),
    ("War", "2", "war @ paper", "moved"),
    ("Peace", "50 %", "peace @ paper / corpus; tokens @ paper", "moved"),
    ("Peace", "60 %", "peace @ paper / corpus; tokens @ paper", "holds"),
    ("Words", "1", "words @ addresses", "no lines"),
    ("War", "1", "again @ paper", "doubtful"),
]


@pytest.fixture
def study(tmp_path):
    """A study of two corpora with a figure, and its article in both kinds."""
    pytest.importorskip("docx")
    for name, text in TEXTS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(text, encoding="utf-8")
    for name in ("figures", "paper"):
        (tmp_path / name).mkdir()
    table = dc.frequencies(dc.read(tmp_path / "texts")).head(3)
    dc.save_table(table, tmp_path / "figures" / "list", caption="A list of 3 words.")
    for ending in ("tex", "docx"):
        dc.save_article(tmp_path / "figures", tmp_path / "paper" / f"article.{ending}")
    return tmp_path


def write_latex(path, head, said):
    """Put a head and sentences into an article in LaTeX."""
    sentences = "\n\n".join(
        rf"\emph{{{word}}} has \claim{{{number.replace('%', chr(92) + '%')}}}{{{claim}}} hits."
        for word, number, claim, _ in said
    )
    text = path.read_text(encoding="utf-8").replace("To be written.", sentences, 1)
    path.write_text("".join(f"%: {line}\n" for line in head) + text, encoding="utf-8")


def write_word(path, head, said):
    """Put a head and sentences into an article in Word."""
    docx = pytest.importorskip("docx")
    document = docx.Document(str(path))
    document.core_properties.comments += "\n" + "\n".join(head)
    for word, number, claim, _ in said:
        paragraph = document.add_paragraph()
        paragraph.add_run(word).italic = True
        paragraph.add_run(" has ")
        document.add_comment(paragraph.add_run(number), f"claim: {claim}")
        paragraph.add_run(" hits.")
    place = next(each for each in document.paragraphs if each.text == "To be written.")
    for paragraph in document.paragraphs[-len(said) :]:
        place.insert_paragraph_before()._p.getparent().insert(
            list(place._p.getparent()).index(place._p), paragraph._p
        )
    document.save(str(path))


WRITERS = {"tex": write_latex, "docx": write_word}


def bound_by_check(path):
    """The bound numbers that do not hold, as `check_manuscript` says."""
    table = dc.check_manuscript(path)
    table = table[(table["claim"] != "") & (table["status"] != "holds")]
    rows = zip(table["place"], table["number"], table["claim"], strict=True)
    places = [f"{place}, [{number}](# {claim})" for place, number, claim in rows]
    return list(zip(places, table["expected"], table["found"], strict=True))


def bound_by_verify(study, path):
    """The bound numbers that do not hold, as `verify` says."""
    table = dc.verify(study)
    table = table[
        (table["file"] == f"paper/{path.name}") & table["row"].str.contains("](#", regex=False)
    ]
    return list(zip(table["row"], table["expected"], table["found"], strict=True))


@pytest.mark.parametrize("ending", ["tex", "docx"])
def test_check_and_verify_say_the_same_of_each_bound_number(study, monkeypatch, ending):
    monkeypatch.chdir(study)
    path = study / "paper" / f"article.{ending}"
    WRITERS[ending](path, ['speeches = dc.read("../speeches")'], SAID)
    table = dc.check_manuscript(path)
    bound = table[table["claim"].isin([claim for _, _, claim, _ in SAID])]
    assert list(zip(bound["number"], bound["status"], strict=True)) == [
        (number, status) for _, number, _, status in SAID
    ]
    assert bound_by_check(path) == bound_by_verify(study, path)


@pytest.mark.parametrize("ending", ["tex", "docx"])
def test_what_an_article_takes_over_needs_no_claim_in_check_either(study, monkeypatch, ending):
    monkeypatch.chdir(study)
    table = dc.check_manuscript(study / "paper" / f"article.{ending}")
    assert set(table["status"]) == {"holds", "exempt"}
    assert set(table.loc[table["status"] == "exempt", "found"]) >= {"as saved"}
    assert table.loc[table["status"] == "holds", "number"].tolist() == ["5", "3"]


def test_a_table_that_latex_reads_has_to_be_as_saved(study, monkeypatch):
    monkeypatch.chdir(study)
    path = dc.save_article(study / "figures", study / "article.tex")
    table = dc.check_manuscript(path)
    assert "table 1, row 2, column 2" in " ".join(table["place"])
    assert set(table["status"]) == {"holds", "exempt"}
    saved = study / "figures" / "list.tex"
    saved.write_text(saved.read_text(encoding="utf-8").replace("peace & 3", "peace & 4"), "utf-8")
    table = dc.check_manuscript(path)
    assert "4" in table.loc[table["status"] == "unbound", "number"].tolist()


def test_a_number_is_exempt_for_a_reason_in_both(study, monkeypatch):
    monkeypatch.chdir(study)
    path = study / "paper" / "article.tex"
    text = path.read_text(encoding="utf-8")
    said = r"We asked \exempt{three}{the design} readers."
    path.write_text(text.replace("To be written.", said, 1), encoding="utf-8")
    assert dc.verify(study).empty
    table = dc.check_manuscript(path)
    assert table.loc[table["number"] == "three", "found"].tolist() == ["the design"]


def test_texts_that_a_head_names_elsewhere_are_not_read_unasked(study, monkeypatch):
    monkeypatch.chdir(study / "paper")
    with pytest.raises(dc.DiscourseError, match="which is outside of"):
        dc.check_manuscript("article.tex")
    table = dc.check_manuscript("article.tex", dc.read(study / "texts"))
    assert table.loc[table["claim"] != "", "status"].tolist() == ["holds", "holds"]
    assert any("no caption is compared" in note for note in table.attrs["notes"])


def test_a_claim_beside_an_article_is_checked_by_both(study, monkeypatch):
    monkeypatch.chdir(study)
    path = study / "paper" / "article.tex"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("To be written.", "A list of 3 words.", 1), encoding="utf-8")
    filed = '[[number]]\nsentence = "A list of 3 words."\nnumber = "3"\nclaim = "war"\n'
    (study / "paper" / "article.claims.toml").write_text(filed, encoding="utf-8")
    table = dc.check_manuscript(path)
    moved = table[table["status"] == "moved"]
    assert moved[["number", "claim", "expected"]].to_numpy().tolist() == [["3", "war", "1"]]
    assert ["1", "3"] in dc.verify(study)[["expected", "found"]].to_numpy().tolist()


def test_a_figure_that_is_malformed_stops_no_check(study, monkeypatch):
    monkeypatch.chdir(study)
    record = study / "figures" / "list.json"
    record.write_text(record.read_text(encoding="utf-8").replace('"evidence"', '"evil"'), "utf-8")
    table = dc.check_manuscript(study / "paper" / "article.tex")
    assert any("captions are not compared" in note for note in table.attrs["notes"])
    assert "holds" in set(table["status"])


@pytest.mark.parametrize("ending", ["tex", "docx"])
def test_a_sentence_on_methods_that_was_changed_is_named(study, ending):
    path = study / "paper" / f"article.{ending}"
    assert not any("authors changed" in kind for kind in dc.verify(study).attrs["checked"])
    rewrite(path, "without regard to case", "with regard to case")
    found = dc.verify(study)
    assert found.empty
    (named,) = [kind for kind in found.attrs["checked"] if "authors changed" in kind]
    assert named.startswith("sentences on methods that authors changed in articles (paper/article.")
    assert "with regard to case" in named
    assert named.endswith("”), not compared")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("title = {", "title = {On ", "title"),
        ("year = {", "year = {1", "year"),
        ("author = {", "author = {Nobody and ", "author"),
    ],
)
def test_a_work_of_the_methods_that_was_changed_is_noticed(study, old, new, named):
    works = study / "paper" / "article.bib"
    text = works.read_text(encoding="utf-8")
    works.write_text(text.replace("  title", "  note = {Mine.},\n  title", 1), encoding="utf-8")
    noted = dc.verify(study)
    assert noted.empty
    assert noted.attrs["checked"][OF_AUTHOR] == 1
    assert old in text
    works.write_text(text.replace(old, new, 1), encoding="utf-8")
    (found,) = dc.verify(study).itertuples()
    assert found.file == "paper/article.tex"
    assert found.row.startswith("article.bib, ")
    assert found.row.endswith(named)


def test_a_work_of_the_methods_that_is_there_twice_is_noticed(study):
    works = study / "paper" / "article.bib"
    text = works.read_text(encoding="utf-8")
    works.write_text(text.replace("title = {", "title = {On ") + text, encoding="utf-8")
    (found,) = dc.verify(study).itertuples()
    assert (found.expected, found.found) == ("one entry", "2")


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("title = {On War}, title = {", "one field"),
        ("title = {On } # {", "fields of one text"),
    ],
)
def test_a_field_of_a_work_that_bibtex_reads_otherwise_is_noticed(study, new, expected):
    rewrite(study / "paper" / "article.bib", "title = {", new)
    assert expected in {each.expected for each in dc.verify(study).itertuples()}


@pytest.mark.parametrize("where", ["{}", r"\begin{{comment}}{}\end{{comment}}", r"\iffalse {}\fi"])
def test_a_figure_without_its_caption_is_noticed(study, where):
    table = dc.frequencies(dc.read(study / "texts")).head(3)
    words = {"caption": "The words.", "alt": "Dots."}
    dc.save_figure(dc.plot.frequencies(table), study / "figures" / "dots", table=table, **words)
    path = study / "paper" / "article.tex"
    dc.save_article(study / "figures", path)
    assert dc.verify(study).empty
    caption = r"\caption{The words.}"
    left = "" if where == "{}" else where.format(caption)
    rewrite(path, caption, left)
    assert [row.found for row in dc.verify(study).itertuples()] == ["none"]


def rewrite(path, old, new):
    """Change a text in an article in LaTeX or Word."""
    if path.suffix in (".bib", ".tex"):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        return
    document = pytest.importorskip("docx").Document(str(path))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs if old in run.text]
    assert runs
    for run in runs:
        run.text = run.text.replace(old, new)
    document.save(str(path))
