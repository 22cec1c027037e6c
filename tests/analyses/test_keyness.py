import json
import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import discourse as dc
from discourse.analyses import keyness
from discourse.measures.association import log_likelihood
from discourse.measures.bootstrap import bootstrap_interval
from discourse.measures.inference import max_permutation_p_value
from discourse.publish.provenance.recipes import rerun


@pytest.fixture
def peace():
    return dc.Corpus.from_texts({"a": "peace " * 8 + "of " * 4 + "war " * 4})


@pytest.fixture
def war():
    return dc.Corpus.from_texts({"b": "war " * 16 + "of " * 8 + "peace " * 4 + "ship " * 4})


def documents(number, *, word, least):
    """Texts in which a word occurs `least` to `least` + 2 times, among a hundred others."""
    return {f"{word} {at}": f"{word} " * (least + at % 3) + "x y " * 50 for at in range(number)}


def test_effect_and_evidence_are_those_of_the_counts(peace, war):
    table = dc.keyness(peace, war).set_index("term")
    assert table.loc["peace", ["count", "count_reference"]].tolist() == [8, 4]
    assert table.loc["peace", "per_thousand"] == 1000 * 8 / 16
    assert table.loc["peace", "per_thousand_reference"] == 1000 * 4 / 32
    assert table.loc["peace", "log_ratio"] == math.log2((8 / 16) / (4 / 32))
    assert table.loc["of", "log_ratio"] == 0
    g2 = 2 * (
        8 * math.log(8 / 4) + 4 * math.log(4 / 8) + 8 * math.log(8 / 12) + 28 * math.log(28 / 24)
    )
    assert table.loc["peace", "log_likelihood"] == pytest.approx(g2)
    assert table.loc["war", "log_likelihood"] < 0


def test_further_measures_follow_the_other_columns(peace, war):
    asked = ["percent_diff", "chi_squared"]
    table = dc.keyness(peace, war, measures=asked).set_index("term")
    assert table.columns.tolist()[-3:] == ["query", *asked]
    assert table.loc["peace", "percent_diff"] == 100 * ((8 / 16) / (4 / 32) - 1)
    assert table.loc["ship", asked].isna().all()  # four occurrences are not enough
    assert dc.keyness(peace, war, measures="bic").columns[-1] == "bic"
    with pytest.raises(dc.DiscourseError, match="measures='mean' is not known; choose 'bic'"):
        dc.keyness(peace, war, measures=["mean"])


def test_measures_of_documents_need_two_on_each_side(peace, war):
    asked = ["rank_sum", "text_dispersion"]
    assert dc.keyness(peace, war, measures=asked)[asked].isna().all(axis=None)
    one = dc.Corpus.from_texts(documents(4, word="peace", least=6))
    other = dc.Corpus.from_texts(documents(5, word="war", least=6) | {"b": "peace " + "y " * 90})
    table = dc.keyness(one, other, by="document", measures=asked).set_index("term")
    assert table.columns.tolist()[-2:] == asked
    # peace is in 4 of 4 documents and in 1 of 6, all of which have it less often
    expected = stats.mannwhitneyu(
        [(6 + at % 3) / (106 + at % 3) for at in range(4)], [0] * 5 + [1 / 91],
        method="asymptotic", use_continuity=False,
    )  # fmt: skip
    assert 2 * stats.norm.sf(table.loc["peace", "rank_sum"]) == pytest.approx(expected.pvalue)
    g2 = log_likelihood(4, 4, 1, 6)
    assert table.loc["peace", "text_dispersion"] == pytest.approx(g2)
    by_document = dc.keyness(one, other, unit="document").set_index("term")["log_likelihood"]
    assert table.loc["peace", "text_dispersion"] == pytest.approx(by_document["peace"])


def test_the_dispersion_of_the_reference_is_over_its_own_parts(paper):
    parts = dc.Corpus.from_texts({"a": "of " * 3 + "war " * 5, "b": "of " * 3 + "war " * 15})
    target = dc.Corpus.from_texts({"c": "of war peace", "d": "peace"})
    table = dc.keyness(target, parts, by="document").set_index("term")
    alone = dc.dispersion(parts, by="document").set_index("term")
    assert table.loc[["of", "war"], "dp_reference"].tolist() == alone["dp"][["of", "war"]].tolist()
    whole = dc.keyness(paper, dc.reference("udhr")).set_index("term")
    assert 0 < whole.loc["rights", "dp_reference"] < 1
    assert pd.isna(whole.loc["china", "dp_reference"])  # not in the reference
    years = pd.DataFrame({"text": ["of war " * 4, "of war"], "year": [1, 2]})
    dated = dc.keyness(dc.Corpus.from_frame(years), parts, by="year")
    assert dated["dp_reference"].isna().all(), "the reference has no years"


def test_a_rare_word_that_a_short_text_lacks_is_not_estimable():
    texts = {f"t{at}": "of the " * 10 for at in range(12)}
    others = {f"r{at}": "of the " * 10_000 + "zebra " * 2 for at in range(12)}
    short, long = (dc.Corpus.from_texts(side) for side in (texts, others))
    row = dc.keyness(short, long, by="document", inference=True).set_index("term").loc["zebra"]
    assert (row["count"], row["count_reference"], row["status"]) == (0, 24, "not estimable")
    assert row[["log_ratio", "kept_without_part", "p_value_document"]].isna().all()


def test_a_list_can_be_given_by_its_name(paper):
    by_name, by_list = dc.keyness(paper, "udhr"), dc.keyness(paper, dc.reference("udhr"))
    pd.testing.assert_frame_equal(by_name, by_list)
    assert by_name.attrs == by_list.attrs


def test_a_list_can_be_given_by_its_path(paper, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("term,count\nrights,9\npeace,3\n", encoding="utf-8")
    for source in (path, str(path)):
        table = dc.keyness(paper, source)
        assert json.loads(table.attrs["provenance"])["parameters"]["reference"]["list"] == "mine"
        assert table.set_index("term").loc["rights", "count_reference"] == 9


def test_a_recipe_cannot_name_a_file(paper):
    recipe = json.loads(dc.keyness(paper, "udhr").attrs["provenance"])
    recipe["parameters"]["reference"] = "udhr.csv"
    with pytest.raises(dc.DiscourseError, match=r"keyness does not take reference='udhr\.csv'"):
        rerun(recipe, lambda _: paper)


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("udrh", "reference='udrh' is not known; choose 'inaugural', 'udhr', 'wordfreq:en', "
                 "'<file>.csv'. Did you mean 'udhr'?"),
        (None, "reference expects a Corpus or a frequency list, got None; give "
               "dc.read('texts/'), or a list such as dc.reference('udhr')."),
    ],
)  # fmt: skip
def test_what_is_neither_a_corpus_nor_a_list_is_refused(paper, reference, message):
    with pytest.raises(dc.DiscourseError) as error:
        dc.keyness(paper, reference)
    assert str(error.value) == message


def test_rates_allow_effects_but_no_evidence(paper):
    pytest.importorskip("wordfreq")
    table = dc.keyness(paper, dc.reference("wordfreq:en"), measures=["bic", "simple_maths"])
    assert table["bic"].isna().all()
    assert (table.loc[table["status"] == "descriptive", "simple_maths"] > 0).all()


def test_strongest_evidence_comes_first_and_ties_go_by_term(paper):
    table = dc.keyness(paper, dc.reference("udhr"))
    evidence = table["log_likelihood"].abs().to_numpy()
    assert (np.diff(evidence[~np.isnan(evidence)]) <= 0).all()
    missing = table[table["log_likelihood"].isna()]["term"].tolist()
    assert missing == sorted(missing)


def test_against_the_declaration_nothing_is_more_than_descriptive(paper):
    table = dc.keyness(paper, dc.reference("udhr"), inference=True)
    assert set(table["status"]) == {"descriptive", "not estimable"}
    assert (table.loc[table["term"] == "international", "p_value"] < 1e-4).all()
    assert table["p_value_document"].isna().all()


def test_five_occurrences_are_the_least_that_is_measured(paper):
    table = dc.keyness(paper, dc.reference("udhr"), inference=True)
    combined = table["count"] + table["count_reference"]
    few = combined < 5
    assert ((table["status"] == "not estimable") == few).all()
    numbers = ["log_ratio", "log_ratio_low", "log_ratio_high", "log_likelihood", "p_value"]
    # Where a side lacks the word, the interval is open on its side.
    assert np.isinf(table.loc[~few, "log_ratio_low"]).eq(table["count"] == 0)[~few].all()
    assert np.isinf(table.loc[~few, "log_ratio_high"]).eq(table["count_reference"] == 0)[~few].all()
    assert table.loc[few, ["dp", "kept_without_part"]].isna().all(axis=None)
    assert table.loc[few, numbers].isna().all(axis=None)
    assert table.loc[~few, numbers].notna().all(axis=None)


def test_swapping_the_corpora_turns_the_signs(paper, peace, war):
    ahead = dc.keyness(peace, war).set_index("term").sort_index()
    back = dc.keyness(war, peace).set_index("term").sort_index()
    for column, mirrored in (
        ("log_ratio", "log_ratio"), ("log_likelihood", "log_likelihood"),
        ("log_ratio_low", "log_ratio_high"),
    ):  # fmt: skip
        np.testing.assert_allclose(ahead[column], -back[mirrored], atol=1e-12)
    assert ahead["count"].tolist() == back["count_reference"].tolist()


@pytest.mark.slow
@given(st.lists(st.text("abcd ", min_size=1, max_size=30), min_size=2, max_size=4))
def test_counts_are_those_of_both_corpora_and_nothing_is_infinite(texts):
    whole = dc.Corpus.from_texts({str(at): f"a {text}" for at, text in enumerate(texts)})
    one, other = whole.subset('document = "0"'), whole.subset('document != "0"')
    table = dc.keyness(one, other, by="document").set_index("term")
    for corpus, column in ((one, "count"), (other, "count_reference")):
        counts = dc.frequencies(corpus).set_index("term")["count"]
        assert table[column].to_dict() == counts.reindex(table.index, fill_value=0).to_dict()
    numbers = table.drop(columns=["log_ratio_low", "log_ratio_high"]).select_dtypes("number")
    assert not np.isinf(numbers.to_numpy(dtype=float)).any()
    open_ends = (table["log_ratio_low"] == -np.inf) | (table["log_ratio_high"] == np.inf)
    assert (table.loc[open_ends, ["count", "count_reference"]] == 0).any(axis=1).all()
    for _, row in table.reset_index().iterrows():
        assert len(dc.lines(other, row)) == row["count_reference"]


def test_dispersion_and_parts_are_the_targets(paper):
    table = dc.keyness(paper, dc.reference("udhr")).set_index("term")
    alone = dc.dispersion(paper).set_index("term")
    assert table.loc["cooperation", "dp"] == alone.loc["cooperation", "dp"]
    assert pd.isna(table.loc["everyone", "dp"])
    # it is in five of six parts, and more frequent than in the Declaration without any of them
    assert table.loc["cooperation", "kept_without_part"] == 6
    whole = dc.keyness(paper, dc.reference("udhr"), by="document")
    assert whole[["dp", "kept_without_part"]].isna().all(axis=None)


def test_with_ten_documents_a_side_a_word_of_all_of_them_is_robust():
    one = dc.Corpus.from_texts(documents(10, word="peace", least=6))
    other = dc.Corpus.from_texts(
        documents(10, word="war", least=6) | {"long": "peace " + "y " * 90}
    )
    table = dc.keyness(one, other, by="document", inference=True).set_index("term")
    assert table.loc[["peace", "war"], "status"].tolist() == ["robust", "robust"]
    assert table.loc["x", "status"] == "not shown"


def test_a_word_that_one_document_brought_is_not_shown():
    texts = documents(12, word="x", least=3)
    texts["x 1"] += " peace" * 40
    one = dc.Corpus.from_texts(texts)
    other = dc.Corpus.from_texts(documents(12, word="y", least=3))
    table = dc.keyness(one, other, by="document", inference=True).set_index("term")
    assert table.loc["peace", "q_value"] < 0.001
    assert table.loc["peace", "status"] == "not shown"
    assert table.loc["peace", "p_value_document"] > 0.5
    assert table.loc["peace", "kept_without_part"] == 11


def test_fewer_than_ten_documents_are_never_robust():
    one = dc.Corpus.from_texts(documents(9, word="peace", least=6))
    other = dc.Corpus.from_texts(documents(40, word="war", least=6))
    table = dc.keyness(one, other, by="document", inference=True)
    assert set(table["status"]) == {"not shown"}
    assert set(dc.keyness(one, other)["status"]) == {"descriptive"}


def test_documents_are_permuted_by_the_measure():
    one = dc.Corpus.from_texts(documents(10, word="peace", least=4))
    other = dc.Corpus.from_texts(documents(11, word="war", least=5))
    table = dc.keyness(one, other, by="document", inference=True, seed=3).set_index("term")
    counts = [[*(4 + at % 3 for at in range(10)), *[0] * 11]]
    sizes = [*(104 + at % 3 for at in range(10)), *(105 + at % 3 for at in range(11))]
    # The other words, x and y, are in all documents, as often as the hundred others allow.
    others = [[50] * 21, [50] * 21, [*[0] * 10, *(5 + at % 3 for at in range(11))]]
    p = max_permutation_p_value(
        counts + others,
        [sizes],
        [True] * 10 + [False] * 11,
        group=[0] * 4,
        permutations=keyness.PERMUTATIONS,
        seed=3,
    )
    assert table.loc[["peace", "x", "y", "war"], "p_value_document"].tolist() == p.tolist()


def plant_word(times, documents=29, others=400):
    """Texts of many words, most of them in bursts, and one that is in all, 12 times or once."""
    rng = np.random.default_rng(7)
    rates = rng.gamma(0.3, 30 / rng.permutation(np.arange(1, others + 1)), (documents, others))
    words = np.array([f"w{at}" for at in range(others)])
    return dc.Corpus.from_texts(
        {
            f"{times} {at}": " ".join([*np.repeat(words, rng.poisson(row)), *["planted"] * times])
            for at, row in enumerate(rates)
        }
    )


def test_a_planted_word_is_robust_alone():
    # The other words are equally frequent on both sides: 12 : 1 in each of 29 + 29 documents.
    one, other = plant_word(12), plant_word(1)
    table = dc.keyness(one, other, by="document", inference=True).set_index("term")
    assert table[table["status"] == "robust"].index.tolist() == ["planted"]
    assert table.loc["planted", "p_value_document"] == 1 / (1 + keyness.PERMUTATIONS)
    assert len(table) > 200


# ---- intervals


def test_an_interval_over_documents_shows_how_much_they_differ():
    one = dc.Corpus.from_texts(documents(10, word="peace", least=6))
    other = dc.Corpus.from_texts(
        {f"{at}": "peace " * (1 + at % 2) + "x y " * 50 for at in range(12)}
    )
    exact, by_document = (
        dc.keyness(one, other, by="document", interval=each).set_index("term")
        for each in ("exact", "document")
    )
    assert exact["log_ratio"].equals(by_document["log_ratio"])
    low, high = bootstrap_interval(
        [[*(6 + at % 3 for at in range(10)), *(1 + at % 2 for at in range(12))]],
        [[*(106 + at % 3 for at in range(10)), *(101 + at % 2 for at in range(12))]],
        [True] * 10 + [False] * 12,
        group=[0],
    )
    assert by_document.loc["peace", ["log_ratio_low", "log_ratio_high"]].tolist() == [*low, *high]
    # These documents differ less than independent occurrences would.
    assert exact.loc["peace", "log_ratio_low"] < low[0]


def test_an_interval_of_parts_is_the_range_without_each(paper):
    table = dc.keyness(paper, dc.reference("udhr"), interval="part").set_index("term")
    cooperation = table.loc["cooperation"]
    counts = dc.frequencies(paper, by="section").query("term == 'cooperation'")
    sizes = paper.parts("section").set_index("part")["tokens"]
    rest = 12 - counts.set_index("part")["count"].reindex(sizes.index, fill_value=0)
    # The Declaration writes co-operation; 0.5 stands for none.
    ratios = np.log2(rest / (1384 - sizes) / (0.5 / dc.reference("udhr").size))
    assert cooperation["log_ratio_low"] == pytest.approx(ratios.min())
    assert cooperation["log_ratio_high"] == pytest.approx(ratios.max())
    whole = dc.keyness(paper, dc.reference("udhr"), by="document", interval="part")
    assert whole[["log_ratio_low", "log_ratio_high"]].isna().all(axis=None)


def test_an_interval_over_few_documents_is_refused(paper):
    with pytest.raises(dc.DiscourseError) as error:
        dc.keyness(paper, dc.reference("inaugural"), interval="document")
    assert str(error.value) == (
        "interval='document' needs 10 documents on each side, and the target has 1; choose "
        "interval='exact', which takes occurrences as independent, or 'part'."
    )
    with pytest.raises(dc.DiscourseError, match="interval='wald' is not known; choose 'exact'"):
        dc.keyness(paper, "udhr", interval="wald")


def test_by_document_one_long_document_moves_nothing():
    texts = documents(6, word="x", least=3)
    texts["x 1"] += " peace" * 40
    one = dc.Corpus.from_texts(texts)
    other = dc.Corpus.from_texts(documents(6, word="y", least=3) | {"b": "peace y"})
    row = dc.keyness(one, other, unit="document").set_index("term").loc["peace"]
    assert row["count"] == 40
    assert row["log_ratio"] == pytest.approx(math.log2((1 / 6) / (1 / 7)))


def test_against_rates_there_are_effects_only(paper):
    pytest.importorskip("wordfreq")
    rates = dc.reference("wordfreq:en")
    table = dc.keyness(paper, rates, inference=True).set_index("term")
    assert table["count_reference"].isna().all()
    assert table[["log_likelihood", "p_value", "p_value_document"]].isna().all(axis=None)
    rights = table.loc["rights"]
    rate = rates.per_thousand(["rights"])[0]
    assert rights["log_ratio"] == pytest.approx(math.log2((1000 * 28 / 1384) / rate))
    # The rate is taken as known, so that the ends are those of a Poisson count of 28.
    low, high = 1384 * rate / 1000 * np.exp2(rights[["log_ratio_low", "log_ratio_high"]].tolist())
    half = stats.poisson.pmf(28, [low, high]) / 2
    assert stats.poisson.sf(28, low) + half[0] == pytest.approx(0.025)
    assert stats.poisson.cdf(27, high) + half[1] == pytest.approx(0.025)
    assert table["log_ratio"].abs().dropna().is_monotonic_decreasing


def test_a_word_that_the_rates_do_not_have_is_not_estimable():
    pytest.importorskip("wordfreq")
    corpus = dc.Corpus.from_texts({"a": "zzzqqq " * 9 + "peace " * 9})
    table = dc.keyness(corpus, dc.reference("wordfreq:en")).set_index("term")
    assert table["status"].to_dict() == {"peace": "descriptive", "zzzqqq": "not estimable"}
    assert pd.isna(table.loc["zzzqqq", "log_ratio"])


def test_the_recipe_names_the_list_its_hash_and_its_tokeniser(paper):
    udhr = dc.reference("udhr")
    recipe = json.loads(dc.keyness(paper, udhr).attrs["provenance"])
    assert recipe["parameters"]["reference"] == {
        "fingerprint": udhr.fingerprint,
        "list": "udhr",
        "sha256": udhr.sha256,
        "words": {"possessive": "keep", "hyphen": "keep", "rule": "2"},
        "subset": [],
    }


def test_arguments_come_back_unchanged(paper):
    udhr = dc.reference("udhr")
    before = udhr.counts.toarray().copy(), udhr.parts, paper.store.counts.copy()
    dc.keyness(paper, udhr, inference=True)
    assert (udhr.counts.toarray() == before[0]).all()
    pd.testing.assert_frame_equal(udhr.parts, before[1])
    assert (paper.store.counts == before[2]).all()


@pytest.mark.parametrize("inference", [False, True])
def test_nothing_frequent_enough_is_an_empty_table_of_the_same_columns(paper, inference):
    full = dc.keyness(paper, dc.reference("udhr"), inference=inference)
    empty = dc.keyness(paper, dc.reference("udhr"), inference=inference, min_count=9_999)
    assert len(empty) == 0
    pd.testing.assert_series_equal(full.dtypes, empty.dtypes)


def test_two_tokenisers_are_refused(root, paper):
    split = dc.read(root / "seeds", tokenizer=dc.Tokenizer(hyphen="split"))
    with pytest.raises(dc.DiscourseError) as error:
        dc.keyness(split, paper)
    assert str(error.value) == (
        "target and reference are tokenised differently: hyphen='split' in the target, "
        "'keep' in the reference; read one again with the tokenizer of the other."
    )


@pytest.mark.parametrize(("one", "other", "which"), [("…", "a", "target"), ("a", "…", "reference")])
def test_a_side_without_tokens_is_refused(one, other, which):
    corpora = [dc.Corpus.from_texts({"t": text}) for text in (one, other)]
    with pytest.raises(dc.DiscourseError) as error:
        dc.keyness(*corpora)
    assert str(error.value) == (f"the {which} has no tokens; keyness needs some on both sides.")


def test_documents_cannot_be_compared_where_there_is_one(paper):
    with pytest.raises(dc.DiscourseError) as error:
        dc.keyness(paper, dc.reference("inaugural"), unit="document")
    assert str(error.value) == (
        "unit='document' compares in how many documents a term occurs, and the target has one; "
        "choose unit='token'."
    )


# ---- calibration


@pytest.fixture(scope="module")
def calibration(root):
    return (root / "benchmarks" / "calibration.md").read_text(encoding="utf-8")


def test_by_chance_at_most_a_twentieth_of_halvings_have_a_robust_row(calibration):
    rows = re.findall(r"^\| (\d+) \|(?: [\d,.%]+ \|){5} ([\d.]+)% \| \d+% \|$", calibration, re.M)
    numbers = [int(documents) for documents, _ in rows]
    assert numbers == [5, 8, 10, 15, 20, 29, 5, 8, 10, 20, 32, 5, 8, 10, 12]
    shares = np.array([float(share) for _, share in rows])
    for corpus in np.split(shares, [6, 11]):
        assert corpus.mean() <= 5
    # A line rests on 400 halvings: more than 7.5 % would be found once in a hundred, if 5 % held.
    assert shares.max() <= 7.5


def test_the_minimums_are_those_of_the_calibration(calibration):
    words = " ".join(calibration.split())
    assert f"`MIN_DOCUMENTS = {keyness.MIN_DOCUMENTS}`" in words
    assert f"`MIN_COUNT = {keyness.MIN_COUNT}`" in words
    assert f"({keyness.PERMUTATIONS:,} permutations;" in words


def test_addresses_divided_at_random_have_hardly_a_robust_row_and_planted_words_are_found(root):
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("calibration", root / "benchmarks" / "calibration.py")
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    addresses = script.addresses()
    found = script.called(list(script.deal(addresses, 12, halvings=10)))
    assert found["any_robust"] <= 0.1
    assert found["any_significant"] > 0.5
    script.HALVINGS_OF_POWER = 3
    power = script.measure_power(addresses, 29)
    assert power.loc[8, 5] > 0.9, "8 : 1, 500 or more"
    assert power.loc[2, 0] < 0.1, "2 : 1, 10-19"
    assert script.find_even_word(addresses, 29) == 1


WITH_THEMSELVES = (
    "the target is a part of the reference, so that its words would be compared with themselves; "
    "compare it against the rest, the texts that are not in the target"
)


def test_a_part_of_the_reference_is_refused_with_the_rest_as_way_out(paper):
    with pytest.raises(dc.DiscourseError) as error:
        dc.keyness(paper.subset('section = "1"'), paper)
    rest = "reference.subset('section != \"1\"')"
    assert str(error.value) == f"{WITH_THEMSELVES}: {rest}."
    assert len(dc.keyness(paper.subset('section = "1"'), paper.subset('section != "1"')))


def test_a_part_that_was_read_apart_is_still_a_part():
    texts = {"a": "Peace and rights.", "b": "War and peace."}
    part, whole = dc.Corpus.from_texts({"a": texts["a"]}), dc.Corpus.from_texts(texts)
    with pytest.raises(dc.DiscourseError) as error:
        dc.keyness(part, whole)
    assert str(error.value) == f"{WITH_THEMSELVES}."


def test_a_subset_of_a_subset_names_the_rest_of_the_reference():
    corpus = dc.Corpus.from_frame(
        pd.DataFrame({"year": [1, 2, 3], "text": ["Peace.", "War.", "Rights."]})
    )
    early = corpus.subset("year < 3")
    with pytest.raises(dc.DiscourseError, match=r"reference\.subset\('year < 2'\)\."):
        dc.keyness(early.subset("year >= 2"), early)


def test_texts_of_the_same_name_that_differ_are_compared():
    one = dc.Corpus.from_texts({"a": "Peace and rights."})
    other = dc.Corpus.from_texts({"a": "War and rights and more.", "b": "Peace."})
    assert len(dc.keyness(one, other))
    assert len(dc.keyness(one, one))


def test_sides_that_overlap_are_compared_with_a_warning():
    three = dc.Corpus.from_texts({"a": "Peace.", "b": "War.", "c": "Rights and war."})
    with pytest.warns(UserWarning, match=r"share 3 tokens of 1 text, whose words are compared"):
        found = dc.keyness(three.subset('document != "a"'), three.subset('document != "b"'))
    assert len(found)


def test_a_whole_is_not_compared_with_its_part_either(paper):
    with pytest.raises(dc.DiscourseError) as error:
        dc.keyness(paper, paper.subset('section = "1"'))
    assert str(error.value) == (
        "the reference is a part of the target, so that its words would be compared with "
        "themselves; compare it against the rest, the texts that are not in the reference: "
        "target.subset('section != \"1\"')."
    )


def test_values_of_a_layer_that_some_tokens_lack_are_counted_by_their_parts():
    texts = {"a": "x of y of y. " * 3, "b": "y of of. " * 3, "c": "x of. " * 3}
    corpus = dc.Corpus.from_texts(texts)
    words = dc.concordance(corpus, "x|y").frame
    kind = words[["line_id"]].assign(label=words["node"].str.upper())
    corpus = corpus.with_layer(dc.Layer("kind", kind, shape="token"))
    target, other = corpus.subset('document in ("a", "b")'), corpus["c"]
    table = dc.keyness(target, other, of="kind", by="document").set_index("term")
    assert table.loc["Y", "count"] == 3 * (2 + 1)
    # Shares of the hits: 2/3 and 1/3; of the tokens: 5/8 and 3/8.
    assert table.loc["Y", "dp"] == pytest.approx((abs(2 / 3 - 5 / 8) + abs(1 / 3 - 3 / 8)) / 2)
    of_types = dc.dispersion(target, by="document", of="kind").set_index("term")
    assert of_types.loc["Y", "dp"] == table.loc["Y", "dp"]
