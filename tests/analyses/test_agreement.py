"""Agreement counted by hand, and rows that resolve to the disputed lines."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.errors import DiscourseError

TEXT = " ".join(f"w{number}" for number in range(40))
CORPUS = dc.Corpus.from_texts({"a": TEXT})
DIGEST = CORPUS.documents["sha256"].iloc[0][:12]
WORDS = dc.concordance(CORPUS, "w*").frame["line_id"].tolist()
BOOK = {"name": "code", "codes": ["x", "y", "z"]}


def layer(coder, codes, **book):
    """The layer of a coder: a code, several, or None, for each of the first words."""
    rows = [
        (line, code) for line, given in zip(WORDS, codes, strict=False) for code in (given or "")
    ]
    table = pd.DataFrame(rows, columns=["line_id", "label"], dtype="str")
    about = {"coder": coder, "codebook": {**BOOK, **book}}
    return dc.Layer(f"code_{coder}", table, about, texts=[DIGEST])


def coded(*codes, **book):
    coders = [layer(name, each, **book) for name, each in zip("ABC", codes, strict=False)]
    return CORPUS.with_layer(*coders)


def agreement(*codes, **book):
    return dc.agreement(coded(*codes, **book), "code")


def test_lines_are_counted_as_by_hand():
    table = agreement("xxxyyz", "xxyyyy")
    rows = table.set_index("label")[["units", "both", "one", "agreement", "prevalence", "f1"]]
    assert rows.loc["x"].tolist() == [6, 2, 1, 5 / 6, 5 / 12, 4 / 5]
    assert rows.loc["y"].tolist() == [6, 2, 2, 4 / 6, 6 / 12, 4 / 6]
    assert rows.loc["z"].tolist() == [6, 0, 1, 5 / 6, 1 / 12, 0]
    assert rows.loc[""].tolist()[:4] == [6, 4, 2, 4 / 6]
    assert rows.loc[""].isna().tolist() == [False, False, False, False, True, True]


def test_lines_of_one_coder_alone_do_not_count():
    table = agreement("xxy", ["x", None, "x", "y"])
    assert table["units"].tolist() == [2] * 4
    assert (table["both"] + table["one"]).tolist() == [2, 2, 1, 0]


def test_kappa_and_alpha_by_hand():
    table = agreement("xxyy", "xxyx")
    first = table.iloc[0]
    assert first["kappa"] == pytest.approx((3 / 4 - 1 / 2) / (1 - 1 / 2))
    # Of 8 codings, 5 are x and 3 are y: 2 of 8 pairs within lines differ, 30 of 56 by chance.
    assert first["alpha"] == pytest.approx(1 - (2 / 8) / (30 / 56))


def test_a_codebook_that_orders_its_codes_gives_the_alpha_of_degrees():
    near, far = ("xxyyzz", "xyyzzz"), ("xxyyzz", "xzyxzz")
    alphas = [agreement(*codes, ordered=True)["alpha"].iloc[0] for codes in (near, far)]
    assert alphas[0] > alphas[1]
    nominal = [agreement(*codes)["alpha"].iloc[0] for codes in (near, far)]
    assert nominal[0] == pytest.approx(nominal[1], abs=0.05)


def test_sets_of_codes_are_nearer_if_they_have_codes_in_common():
    near = agreement(["xy", "x", "y", "z"], ["x", "x", "y", "z"], several=True)
    far = agreement(["xy", "x", "y", "z"], ["z", "x", "y", "z"], several=True)
    assert near["alpha"].iloc[0] > far["alpha"].iloc[0]
    assert near.iloc[0][["kappa", "ac1"]].isna().all()
    assert near["note"].iloc[0].endswith("kappa and ac1 are for one code per line")
    assert near.set_index("label").loc["y", ["both", "one"]].tolist() == [1, 1]


def test_codes_of_one_kind_are_no_agreement_beyond_chance_and_the_note_says_so():
    table = agreement("xxxx", "xxxx")
    assert table[["alpha", "alpha_low", "kappa", "ac1"]].isna().all(axis=None)
    assert table["agreement"].tolist() == [1] * 4
    reason = "all codings are the same, so alpha, kappa and ac1 are not defined"
    unused = f"{reason}; nobody gave this code, so f1 is not defined"
    assert table["note"].tolist() == [reason, reason, unused, unused]
    assert table["f1"].tolist()[1] == 1


@pytest.mark.parametrize("codes", ["xx", "xy"])
def test_one_line_is_no_measure_of_agreement_and_the_note_says_so(codes):
    table = agreement(*codes)
    assert table["units"].tolist() == [1] * 4
    assert table[["alpha", "alpha_low", "kappa", "ac1"]].isna().all(axis=None)
    reason = "one line alone was coded by two coders, so alpha, kappa and ac1 are not defined"
    assert table["note"].str.startswith(reason).all()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from([None, "x", "y", "z"])] * 2), max_size=12))
def test_every_value_that_is_missing_has_its_reason(pairs):
    table = agreement([one for one, _ in pairs], [other for _, other in pairs])
    codes = table[table["label"] != ""]
    missing = codes[["alpha", "kappa", "ac1", "f1", "alpha_low"]].isna().any(axis=1)
    assert (codes["note"] != "").equals(missing)
    for name in ("alpha", "kappa", "ac1"):
        assert table.loc[table[name].isna(), "note"].ne("").all()


def test_a_codebook_of_one_code_has_no_agreement_beyond_chance():
    layers = [layer(coder, "xxxx") for coder in "AB"]
    tables = [dc.Layer(each.name, each.table) for each in layers]
    table = dc.agreement(CORPUS.with_layer(*tables), ["code_A", "code_B"])
    assert table["label"].tolist() == ["", "x"]
    assert table[["alpha", "kappa", "ac1"]].isna().all(axis=None)
    reason = "there is one code alone, so alpha, kappa and ac1 are not defined"
    assert table["note"].tolist() == [reason] * 2


def test_coders_without_a_common_line_have_no_agreement():
    table = agreement(["x", None], [None, "y"])
    assert table["units"].tolist() == [0] * 4
    assert table[["agreement", "prevalence", "alpha", "kappa", "ac1", "f1"]].isna().all(axis=None)
    assert set(table["note"]) == {"no line was coded by two coders"}


def test_layers_without_a_line_give_a_row_of_all_codes():
    empty = layer("A", "").table
    corpus = CORPUS.with_layer(dc.Layer("a", empty), dc.Layer("b", empty))
    table = dc.agreement(corpus, ["a", "b"])
    assert table[["label", "coder", "coder_other"]].values.tolist() == [["", "a", "b"]]
    assert table.dtypes.equals(agreement("xxxyyz", "xxyyyy").dtypes)


def test_few_lines_have_no_interval_and_the_note_says_so():
    assert agreement("xxxyy", "xxxyx")["note"].iloc[0] == "an interval needs 10 lines"


def test_an_interval_lies_around_alpha_and_is_the_same_for_a_seed():
    codes = "xyxyxyxyxyxyxyxyxyxy", "xyxyxyxyyxxyxyxyxyxy"
    corpus = coded(*codes)
    one, again = dc.agreement(corpus, "code"), dc.agreement(corpus, "code")
    other = dc.agreement(corpus, "code", seed=1)
    pd.testing.assert_frame_equal(one, again)
    first = one.iloc[0]
    assert first["alpha_low"] < first["alpha"] < first["alpha_high"]
    assert first["alpha_low"] != other["alpha_low"].iloc[0]


def test_agreement_throughout_has_no_interval():
    table = agreement("xyxyxyxyxyxy", "xyxyxyxyxyxy")
    assert table["alpha"].iloc[0] == 1
    assert table["note"].iloc[0] == "no line is disputed, so samples do not differ"


def test_a_line_of_a_text_that_the_corpus_has_twice_was_coded_once(tmp_path):
    text = "Our rights now and rights then, rights."
    corpus = dc.Corpus.from_texts(
        {"a": text, "b": text, "c": "My rights. Your rights. All rights."}
    )
    lines = dict.fromkeys(dc.concordance(corpus, "rights").frame["line_id"])
    book = tmp_path / "bk.toml"
    book.write_text('[[code]]\ncode = "x"\n[[code]]\ncode = "y"\n')
    for coder, codes in (("A", "xyxyxy"), ("B", "xyyyxy")):
        file = dc.layers.code_file(book, coder)
        for line, code in zip(lines, codes, strict=True):
            file.put(line, code)
    layers = dc.layers.codes(corpus, book)
    table = dc.agreement(corpus.with_layer(*layers), "bk")
    first = table.iloc[0]
    recorded = layers[0].about["agreement"]
    assert (len(lines), recorded["lines"]) == (6, 6)
    assert first["alpha"] == pytest.approx(recorded["alpha"], abs=1e-6)
    assert first["units"] == 9  # lines of the corpus, which its rows resolve to
    assert len(dc.lines(corpus.with_layer(*layers), first)) == first["one"]
    assert first["note"].endswith(
        "3 lines of texts that the corpus has twice, left out of alpha, kappa and ac1"
    )


def test_samples_that_are_all_alike_give_no_interval_and_the_note_says_so():
    first = agreement("x" * 20, "y" * 20).iloc[0]
    # All 20 lines are disputed; by chance, 2 * 20 * 20 of 40 * 39 pairs would be.
    assert first["alpha"] == pytest.approx(1 - 39 / 20)
    assert first[["alpha_low", "alpha_high"]].isna().all()
    assert first["note"] == "all samples have the same alpha, so they give no interval"


def test_documents_are_drawn_where_there_are_ten():
    corpus = dc.Corpus.from_texts({f"d{number}": f"peace war {number}" for number in range(12)})
    lines = dc.concordance(corpus, "peace|war").frame["line_id"]
    said = [["x", "y"] * 12, ["x", "y"] * 6 + ["x", "x"] * 6]
    layers = [
        dc.Layer(name, pd.DataFrame({"line_id": lines, "label": labels}), {"coder": name})
        for name, labels in zip("AB", said, strict=True)
    ]
    table = dc.agreement(corpus.with_layer(*layers), ["A", "B"])
    by_line = dc.agreement(corpus.subset('document != "d9"').with_layer(*layers), ["A", "B"])
    assert table["alpha_low"].notna().iloc[0]
    assert by_line["units"].iloc[0] == 22


def test_three_coders_have_rows_of_all_and_of_each_pair():
    table = agreement("xxyyz", "xxyyy", "xyyyy")
    assert list(dict.fromkeys(zip(table["coder"], table["coder_other"], strict=True))) == [
        ("", ""), ("A", "B"), ("A", "C"), ("B", "C"),
    ]  # fmt: skip
    first = table.iloc[0]
    assert (first["units"], first["both"], first["one"]) == (5, 3, 2)
    assert np.isnan(first["kappa"])
    assert first["note"] == "an interval needs 10 lines; kappa and f1 are for two coders"
    corpus = coded("xxyyz", "xxyyy", "xyyyy")
    assert [line.node for line in dc.lines(corpus, first)] == ["w1", "w4"]


CODES = st.lists(st.sampled_from([None, "x", "y", "z", "xy", "yz"]), max_size=15)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(CODES, min_size=3, max_size=4))
def test_the_query_of_every_row_of_three_coders_or_more_has_the_disputed_lines(codes):
    corpus = CORPUS.with_layer(
        *(layer(name, each) for name, each in zip("ABCD", codes, strict=False))
    )
    table = dc.agreement(corpus, "code")
    for _, row in table.iterrows():
        assert len(dc.lines(corpus, row)) == row["one"], row["label"]


def test_three_layers_without_a_line_have_no_disputed_line():
    empty = layer("A", "").table
    corpus = CORPUS.with_layer(*(dc.Layer(name, empty) for name in "abc"))
    table = dc.agreement(corpus, ["a", "b", "c"])
    assert [len(dc.lines(corpus, row)) for _, row in table.iterrows()] == [0] * 4


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(CODES, CODES)
def test_the_query_of_every_row_has_the_disputed_lines(one, other):
    corpus = coded(one, other)
    table = dc.agreement(corpus, "code")
    for _, row in table.iterrows():
        assert len(dc.lines(corpus, row)) == row["one"], row["label"]
    crossed = dc.confusion(corpus, "code")
    for _, row in crossed.iterrows():
        assert len(dc.lines(corpus, row)) == row["count"]
    for label, row in table.set_index("label").drop(index="").iterrows():
        same = crossed[(crossed["label"] == label) & (crossed["label_other"] == label)]
        assert same["count"].sum() == row["both"]


def test_the_disputed_lines_are_a_concordance_with_both_codes():
    corpus = coded("xxyy", "xxyx")
    lines = dc.lines(corpus, dc.agreement(corpus, "code").iloc[0])
    table = lines.with_columns("code_A", "code_B").to_frame()
    assert table[["node", "code_A", "code_B"]].values.tolist() == [["w3", "y", "x"]]


def test_layers_of_any_maker_can_be_compared():
    corpus = CORPUS.with_layer(
        dc.Layer("rule", layer("A", "xxy").table), dc.Layer("gold", layer("B", "xyy").table)
    )
    table = dc.agreement(corpus, ["rule", "gold"])
    assert table[["coder", "coder_other"]].iloc[0].tolist() == ["rule", "gold"]
    assert table["label"].tolist() == ["", "x", "y"]


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ("other", "layers='other' is the name of no codebook whose coders have layers here; "
                  "choose 'code', or name the layers of two coders."),
        (["code_A"], "layers=['code_A'] are not two layers or more, each named once"),
        (["code_A", "code_A"], "are not two layers or more"),
        (["code_A", "none"], "layer='none' is not known"),
        (3, "layers expects a string or a list of strings, got 3"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused(layers, message):
    with pytest.raises(DiscourseError) as caught:
        dc.agreement(coded("xx", "xy"), layers)
    assert message in str(caught.value)


def test_one_coder_alone_is_refused():
    with pytest.raises(DiscourseError, match="only A has coded 'code', and agreement needs two"):
        dc.agreement(coded("xx"), "code")


def test_a_corpus_without_codes_is_refused():
    with pytest.raises(DiscourseError, match=r"add the codes with corpus\.with_layer"):
        dc.agreement(CORPUS, "code")


def test_arguments_come_back_unchanged():
    corpus, layers = coded("xx", "xy"), ["code_A", "code_B"]
    before = corpus.fingerprint
    dc.agreement(corpus, layers)
    assert (corpus.fingerprint, layers) == (before, ["code_A", "code_B"])


def test_a_table_can_be_made_again_and_says_how_it_was_made():
    corpus = coded("xxyyz", "xxyyy")
    text = dc.methods(dc.agreement(corpus, "code")).text
    assert "The agreement of the coders of code was measured as Krippendorff's alpha" in text
    assert "(Zapf et al. 2016) (seed 0)" in text
    assert "ordered" not in text and "MASI" not in text
    ordered = dc.methods(dc.agreement(coded("xxyyz", "xxyyy", ordered=True), "code")).text
    assert "alpha (Krippendorff 2011), of ordered codes, with a 95 % interval" in ordered
    several = dc.methods(dc.agreement(coded(["xy", "x"], ["x", "x"]), "code")).text
    assert "of sets of codes with the distance MASI (Passonneau 2006), with" in several


def test_the_methods_name_kappa_and_ac1_where_there_are_some():
    for corpus, has_kappa in (
        (coded("xxyyz", "xxyyy"), True),
        (coded("xx", "xx"), False),
        (coded("x", "y"), False),
        (coded(["xy", "x"], ["x", "x"]), False),
    ):
        table = dc.agreement(corpus, "code")
        text = dc.methods(table).text
        assert table[["kappa", "ac1"]].iloc[0].notna().all() == has_kappa
        named = [name in text for name in ("Cohen's kappa", "Gwet's AC1", "Gwet 2008")]
        assert named == [has_kappa] * 3
