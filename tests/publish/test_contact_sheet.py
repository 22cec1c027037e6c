import pytest

import discourse as dc


def test_every_figure_is_there_with_its_caption_and_alternative_text(paper, tmp_path):
    table = dc.frequencies(paper).head(2)
    for name in ("b", "a"):
        words = {"caption": f"<{name}> & more", "alt": f'"{name}"'}
        dc.save_figure(dc.plot.frequencies(table), tmp_path / name, table=table, **words)
    dc.save_table(table, tmp_path / "c", caption="a table is no figure")
    sheet = dc.contact_sheet(tmp_path)
    assert list(sheet.names) == ["a", "b"]
    assert repr(sheet) == "a: <a> & more\nb: <b> & more"
    page = sheet._repr_html_()
    assert page.count("<img ") == 2
    assert 'alt="&quot;a&quot;"' in page
    assert "&lt;a&gt; &amp; more" in page
    assert page in sheet.save(tmp_path / "sheet.html").read_text(encoding="utf-8")
    with pytest.raises(dc.DiscourseError, match="there is no folder"):
        sheet.save(tmp_path / "none" / "sheet.html")


def test_a_figure_of_panels_is_one_figure_with_the_verbs_of_its_tables(paper, tmp_path):
    words, hits = dc.frequencies(paper).head(2), dc.positions(paper, "rights")
    axes = dc.plot.panels("abc", height=50)
    for letter in "ab":
        dc.plot.frequencies(words, ax=axes[letter])
    dc.plot.positions(hits, paper.parts("section"), ax=axes["c"])
    tables = {"a": words, "b": words, "c": hits}
    dc.save_figure(axes["a"], tmp_path / "all", tables=tables, caption="Three.", alt="x")
    sheet = dc.contact_sheet(tmp_path)
    assert repr(sheet) == "all: Three."
    page = sheet._repr_html_()
    assert page.count("<img ") == 1
    assert "<code>dc.frequencies</code>, <code>dc.positions</code>" in page


def test_a_folder_without_figures_is_refused(tmp_path):
    with pytest.raises(dc.DiscourseError) as error:
        dc.contact_sheet(tmp_path)
    assert str(error.value) == f"{tmp_path} holds no figure; save one there with dc.save_figure."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '"discourse bundle 2"',
            '"discourse bundle 9"',
            ": its format is neither 'discourse bundle 2' nor 'discourse bundle 1'",
        ),
        ('"caption": "x"', '"caption": ["x"]', ": its entry 'caption' is missing or malformed"),
        ('"alt":', '"old":', ": its entry 'alt' is missing or malformed"),
        ('"recipe": {', '"recipe": [{', " is not JSON (Expecting ',' delimiter: line "),
    ],
)
def test_a_malformed_bundle_is_named(paper, tmp_path, old, new, message):
    table, path = dc.frequencies(paper).head(2), tmp_path / "a.json"
    dc.save_figure(dc.plot.frequencies(table), tmp_path / "a", table=table, caption="x", alt="x")
    written = path.read_text(encoding="utf-8")
    assert old in written
    path.write_text(written.replace(old, new), encoding="utf-8")
    with pytest.raises(dc.DiscourseError) as error:
        dc.contact_sheet(tmp_path)
    assert str(error.value).startswith(f"{path}{message}")
    assert str(error.value).endswith("; save it again.")
