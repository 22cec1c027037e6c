import math

import pytest
from scipy import stats

import discourse as dc
from discourse.measures.inference import absence_bound

LEXICON = ["[categories]", 'a = ["peace", "war*", "the war", "calm"]', "b = ['[lower=\"x\"]']"]


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": "Peace and peace and rights."})


def test_forms_without_a_hit_have_a_row(corpus):
    table = dc.absences(corpus, LEXICON)
    assert table["term"].tolist() == ['[lower="x"]', "calm", "the war", "war*"]
    assert table["category"].tolist() == ["b", "a", "a", "a"]
    assert table["count"].tolist() == [0, 0, 0, 0]
    assert table["query"].tolist() == table["term"].tolist()
    assert table["expected"].isna().all()
    assert table["per_thousand_high"].tolist() == pytest.approx([1000 * (1 - 0.05 ** (1 / 5))] * 4)


def test_a_corpus_as_reference_gives_counts_rates_and_what_would_be_expected(corpus):
    other = dc.Corpus.from_texts({"b": "War and the war and wars, peace, x, y."})
    table = dc.absences(corpus, LEXICON, reference=other).set_index("term")
    assert table.index.tolist() == ["war*", '[lower="x"]', "the war", "calm"]
    assert table["count_reference"].tolist() == [3, 1, 1, 0]
    assert table["per_thousand_reference"].tolist() == [1000 * n / 9 for n in (3, 1, 1, 0)]
    assert math.isclose(table.loc["war*", "expected"], 5 * 3 / 9)


def test_a_list_knows_words_and_wildcards_but_no_phrases(corpus, tmp_path):
    (tmp_path / "list.csv").write_text("term,count\nwar,2\nwars,1\nthe,7\n", encoding="utf-8")
    table = dc.absences(corpus, LEXICON, reference=str(tmp_path / "list.csv")).set_index("term")
    assert table.loc["war*", "count_reference"] == 3
    assert table.loc["calm", "count_reference"] == 0
    assert table.loc[["the war", '[lower="x"]'], "count_reference"].isna().all()


def test_rates_have_no_counts(corpus):
    pytest.importorskip("wordfreq")
    table = dc.absences(corpus, LEXICON, reference="wordfreq:en").set_index("term")
    assert table["count_reference"].isna().all()
    assert table.loc["calm", "per_thousand_reference"] > 0
    assert table.loc[["war*", "the war"], "per_thousand_reference"].isna().all()


def test_a_lexicon_whose_forms_all_occur_has_an_empty_table_of_the_same_columns(corpus):
    full, empty = (
        dc.absences(corpus, LEXICON),
        dc.absences(corpus, ["[categories]", "a = ['peace']"]),
    )
    assert empty.empty
    assert list(empty.dtypes.items()) == list(full.dtypes.items())


def test_the_paper_has_no_modal_verb(paper):
    table = dc.absences(paper, "modals", reference="inaugural")
    assert len(table) == len(dc.layers.lexicon("modals").table.query("category != ''"))
    assert table["term"].iloc[0] == "will"


def test_the_bound_is_that_of_clopper_and_pearson():
    for size in (1, 20, 1384, 10**7):
        assert math.isclose(absence_bound(size), stats.beta.ppf(0.95, 1, size), rel_tol=1e-9)
    assert math.isnan(absence_bound(0))


def test_the_bound_is_three_divided_by_the_size():
    # Hanley & Lippman-Hand (1983): 3/n is a good approximation for n above 30.
    assert math.isclose(absence_bound(100), 3 / 100, rel_tol=0.02)
    # 1 - 0.05^(1/n) of n tokens without a hit has a probability of 5 %.
    assert math.isclose((1 - float(absence_bound(14))) ** 14, 0.05)


def test_the_record_holds_the_lines_of_the_lexicon_and_verifies(tmp_path, corpus):
    (tmp_path / "a.txt").write_text("Peace and rights.", encoding="utf-8")
    file = tmp_path / "mine.toml"
    file.write_text("\n".join(LEXICON), encoding="utf-8")
    table = dc.absences(dc.read(tmp_path / "a.txt"), str(file), reference="udhr")
    dc.save_table(table, tmp_path / "absent", caption="Absent words.")
    file.unlink()
    assert dc.verify(tmp_path).empty
    path = tmp_path / "absent.json"
    path.write_text(path.read_text("utf-8").replace(r"\"war*\"", r"\"rights\""), encoding="utf-8")
    assert not dc.verify(tmp_path).empty


def test_a_recipe_names_no_file(tmp_path):
    (tmp_path / "a.txt").write_text("Peace.", encoding="utf-8")
    table = dc.absences(dc.read(tmp_path), LEXICON)
    table.attrs["provenance"] = table.attrs["provenance"].replace(
        '"lexicon": [', '"lexicon": "mine.toml", "was": ['
    )
    with pytest.raises(dc.DiscourseError):
        dc.save_table(table, tmp_path / "absent", caption="Absent words.")


def tag(name, text, lemmas):
    corpus = dc.Corpus.from_texts({name: text})
    lines = dc.concordance(corpus, "*").frame[["line_id"]]
    return corpus.with_layer(dc.Layer("lemma", lines.assign(label=lemmas.split()), shape="token"))


FORMS = ["[categories]", "a = ['have to', 'china', 'run', 'walk*', 'ran', '[lemma=\"sing\"]']"]


def test_lemmas_are_looked_for_in_any_case_and_phrases_lemma_by_lemma():
    corpus = tag("a", "They had to go. China ran.", "they have to go China run")
    assert dc.absences(corpus, FORMS)["term"].tolist() == [
        '[lemma="sing"]', "have to", "run", "walk*",
    ]  # fmt: skip
    table = dc.absences(corpus, FORMS, of="lemma")
    assert table["term"].tolist() == ['[lemma="sing"]', "ran", "walk*"]
    assert table["query"].tolist() == [
        '[lemma="sing"]', '[lemma="ran" %c]', '[lemma="walk.*" %c]',
    ]  # fmt: skip
    assert all(len(dc.lines(corpus, row)) == 0 for _, row in table.iterrows())


def test_a_reference_is_searched_by_the_same_layer():
    corpus = tag("a", "They had to go. China ran.", "they have to go China run")
    other = tag("b", "She walked and sang", "she walk and sing")
    table = dc.absences(corpus, FORMS, of="lemma", reference=other).set_index("term")
    assert table["count_reference"].to_dict() == {'[lemma="sing"]': 1, "walk*": 1, "ran": 0}
    with pytest.raises(dc.DiscourseError, match="the reference has no layer 'lemma', and of="):
        bare = dc.Corpus.from_texts({"b": "She walked"})
        dc.absences(corpus, FORMS, of="lemma", reference=bare)
    with pytest.raises(dc.DiscourseError, match="of='lemma' needs a reference with the layer, and"):
        dc.absences(corpus, FORMS, of="lemma", reference="udhr")
    with pytest.raises(dc.DiscourseError, match=r"of='lemma' .*dc\.layers\.tag"):
        dc.absences(dc.Corpus.from_texts({"b": "She walked"}), FORMS, of="lemma")
