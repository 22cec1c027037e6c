import pytest

import discourse as dc


def test_hits_are_marked_with_their_numbers_and_line_ids():
    corpus = dc.Corpus.from_texts({"a": "Peace & rights.\n\nRights!"})
    page = corpus.show("rights")._repr_html_()
    first, second = (line.line_id for line in dc.concordance(corpus, "rights"))
    assert f'Peace &amp; <mark title="{first}">rights</mark><sup' in page
    assert f"line ids: 1 = {first}, 2 = {second}</p>" in page
    assert "§ 2</small>" in page


def test_hits_that_overlap_are_one_mark_with_both_numbers():
    corpus = dc.Corpus.from_texts({"a": "no no no yes"})
    assert repr(corpus.show("no no")) == "a\n\n§ 1\n[no no no] yes"
    assert ">1 2</sup>" in corpus.show("no no")._repr_html_()


def test_a_hit_over_two_regions_is_marked_in_each(tmp_path):
    (tmp_path / "a.txt").write_text("Head x\ny body", encoding="utf-8")
    (tmp_path / "a.toml").write_text(
        'region = [{ name = "1", begins = "Head" }, { name = "2", begins = "y body" }]',
        encoding="utf-8",
    )
    corpus = dc.read(tmp_path)
    assert repr(corpus.show('"x" "y" within document')) == "a\n\n§ 1\nHead [x\n]\n\n§ 2\n[y] body"


def test_without_a_query_nothing_is_marked():
    corpus = dc.Corpus.from_texts({"a": "Peace."})
    assert repr(corpus.show()) == "a\n\n§ 1\nPeace."
    assert "line ids" not in corpus.show()._repr_html_()


@pytest.mark.slow
def test_a_page_grows_with_the_text_and_no_faster(processor_time_ratio):
    def show(paragraphs):
        corpus = dc.Corpus.from_texts({"a": "Peace and rights for all.\n\n" * paragraphs})
        return lambda: repr(corpus.show("rights"))

    assert processor_time_ratio(show(8_000), show(2_000)) <= 2.6**2  # two doublings


def test_a_page_does_not_give_away_the_regions_of_the_corpus():
    corpus = dc.Corpus.from_texts({"a": "Peace and rights."})
    page = corpus.show("rights")
    page._regions["treatment"] = "drop"
    assert corpus.audit()["treatment"].tolist() == ["count"]
