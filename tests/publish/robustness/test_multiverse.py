"""A claim under other choices than the author's; the counts of the paper were made by hand."""

import re
import shutil

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.publish.claims.claims import Claims

TEXT = """China's peace is peace. China trades.

China and Peru trade in win-win deals. Peru wins.

Peace in the Peace Palace."""


@pytest.fixture(scope="module")
def small():
    return dc.Corpus.from_texts({"a": TEXT})


def choices_of(table):
    return list(table[["tokenizer", "names", "reference", "left_out"]].itertuples(False, None))


# ------------------------------------------------------------------------------ facts


def test_without_alternatives_the_author_s_setting_is_the_only_row(small):
    table = dc.multiverse(small, "peace > trade")
    assert table.drop(columns="note").to_dict("records") == [
        {
            "tokenizer": "default", "names": "with", "reference": "", "left_out": "", "value": 4.0,
            "value_other": 1.0, "holds": True, "lost": 0, "gained": 0, "count": 0, "line_id": "",
        }
    ]  # fmt: skip


def test_a_possessive_that_is_split_adds_the_hits_that_it_hides(small):
    table = dc.multiverse(small, "china > 2", tokenizer="possessive=split")
    # China, China; and China's, which is one token to the author.
    assert table["value"].tolist() == [2, 3]
    assert table["holds"].tolist() == [False, True]
    assert table[["lost", "gained"]].values.tolist() == [[0, 0], [0, 1]]
    (line,) = dc.lines(small, table.iloc[1])
    assert line.node == "China's"


def test_a_hyphen_that_is_split_is_no_loss_of_a_line_that_is_still_there(small):
    table = dc.multiverse(small, "win* > 1", tokenizer=["hyphen=split"])
    # win-win and wins; then win, win and wins, all of them where these were.
    assert table["value"].tolist() == [2, 3]
    assert table[["lost", "gained", "count"]].values.tolist() == [[0, 0, 0], [0, 0, 0]]


def test_words_inside_names_can_be_left_out(small):
    table = dc.multiverse(small, "palace > 0", names="without")
    assert table["names"].tolist() == ["with", "without"]
    assert table["value"].tolist() == [1, 0]
    assert [line.node for line in dc.lines(small, table.iloc[1])] == ["Palace"]


def test_a_layer_of_names_that_the_corpus_has_is_used(small):
    lines = dc.concordance(small, "peru").frame[["line_id"]].assign(label="state")
    named = small.with_layer(dc.Layer("name", lines))
    table = dc.multiverse(named, "china > peru", names=["with", "without"])
    assert table["value"].tolist() == [2, 2]  # not those that a rule finds
    assert table["value_other"].tolist() == [2, 0]
    assert table["holds"].tolist() == [False, True]


def test_convention_occurs_in_names_only(paper):
    table = dc.multiverse(paper, "convention > 0", names="without")
    assert table["value"].tolist() == [19, 0]
    assert table["holds"].tolist() == [True, False]
    assert table["lost"].tolist() == [0, 19]
    text = paper.store.texts[0]
    assert {line.node for line in dc.lines(paper, table.iloc[1])} == {"Convention"}
    assert len(re.findall(r"\bConvention\b", text)) == 19


def test_china_is_more_frequent_than_development_because_of_names(paper):
    table = dc.multiverse(
        paper, "china > development", tokenizer="possessive=split", names="without"
    )
    assert table["value"].tolist() == [25, 0, 25 + 6, 0]  # China's occurs six times
    assert table["holds"].tolist() == [True, False, True, False]
    assert {line.node for line in dc.lines(paper, table.iloc[2])} == {"China's"}


def test_a_part_is_left_out_at_a_time(paper):
    claim = "share; cooperation; count; section = 5 > 0.4"
    table = dc.multiverse(paper, claim, leave_out="section")
    assert table["left_out"].tolist() == ["", "lead", "1", "2", "3", "4", "5"]
    # Of twelve hits, one is in each of the lead, 1 and 2, three are in 4 and six in 5.
    assert table["value"].tolist() == pytest.approx(
        [6 / 12, 6 / 11, 6 / 11, 6 / 11, 6 / 12, 6 / 9, 0]
    )
    assert table["lost"].tolist() == [0, 1, 1, 1, 0, 3, 6]
    assert table["holds"].tolist() == [True] * 6 + [False]


def test_another_reference_may_write_a_word_in_another_way():
    target = dc.Corpus.from_texts({"a": "We seek cooperation and cooperation."})
    british = dc.Corpus.from_texts({"b": "We seek co-operation and peace, and cooperation is it."})
    american = dc.Corpus.from_texts({"c": "We seek cooperation, cooperation, cooperation."})
    claim = "keyness; cooperation; count_reference; reference=udhr > 0"
    table = dc.multiverse(target, claim, reference=[british, american], tokenizer="hyphen=split")
    assert table["reference"].tolist() == ["udhr", "b", "c"] * 2
    assert table["value"].tolist()[:3] == [0, 1, 3]  # the declaration has "co-operation"
    assert table["holds"].isna().tolist() == [False, False, False, True, False, False]
    assert "tokenised differently" in table["note"].iloc[3]


def test_the_reference_is_read_as_the_setting_reads_the_corpus():
    target = dc.Corpus.from_texts({"a": "win-win win"})
    other = dc.Corpus.from_texts({"b": "Pax Britannica is win-win, and Pax Britannica is it."})
    table = dc.multiverse(
        target, "keyness; win; count_reference; reference=udhr >= 0", reference=other,
        tokenizer="hyphen=split",
    )  # fmt: skip
    assert table.query("reference == 'b'")["value"].tolist() == [0, 2]
    claim = "keyness; is; count_reference; reference=udhr >= 0"
    named = dc.multiverse(target, claim, reference=other, names="without")
    assert named.query("reference == 'b'")["value"].tolist() == [2, 2]
    assert named.query("reference == 'udhr'")["note"].tolist() == [
        "", "names are left out of the corpus, but not of the list",
    ]  # fmt: skip


def test_references_of_the_same_name_are_told_apart(small):
    others = [dc.Corpus.from_texts({"b": text}) for text in ("peace", "peace and war")]
    claim = "keyness; peace; log_ratio; reference=udhr > 0"
    labels = dc.multiverse(small, claim, reference=others)["reference"].tolist()
    assert labels[0] == "udhr"
    assert [label.partition(" ")[0] for label in labels[1:]] == ["b", "b"]
    assert len(set(labels)) == 3


def test_a_number_holds_where_it_is_that_of_the_author(small):
    table = dc.multiverse(small, "peace", leave_out="section")
    assert table["value"].tolist() == [4, 2, 4, 2]
    assert table["value_other"].tolist() == [4] * 4
    assert table["holds"].tolist() == [True, False, True, False]


def test_of_an_order_the_neighbours_that_decide_are_named(small):
    table = dc.multiverse(small, "peace > china > trades", leave_out="section")
    # 4 > 2 > 1; without 1: 2 > 1 > 0; without 2: 4 > 1 > 1; without 3: 2 > 2 > 1.
    assert table["holds"].tolist() == [True, True, False, False]
    assert table["note"].tolist() == [
        "china > trades", "peace > china", "china > trades", "peace > china",
    ]  # fmt: skip
    assert table[["value", "value_other"]].values.tolist() == [[2, 1], [2, 1], [1, 1], [2, 2]]


def test_a_rank_is_compared_with_its_strongest_rival(small):
    claim = "frequencies; peace; count; queries=peace, china, peru is highest"
    table = dc.multiverse(small, claim, tokenizer="possessive=split", leave_out="section")
    assert table["value"].tolist() == [4, 2, 4, 2, 4, 2, 4, 2]
    assert table["value_other"].tolist() == [2, 2, 1, 2, 3, 2, 2, 3]
    assert table["holds"].tolist() == [True, False, True, False, True, False, True, False]


def test_what_cannot_be_computed_is_missing_and_says_why(small):
    table = dc.multiverse(small, "china / palace > 1", leave_out="section")
    assert table["holds"].isna().tolist() == [False, False, False, True]
    assert table["value"].isna().tolist() == [False, False, False, True]
    assert table["note"].iloc[3] == "'china / palace' divides by 0"
    assert table["lost"].iloc[3] == 1  # the line that is missing is shown all the same


def test_a_corpus_of_one_part_has_nothing_left_without_it(small):
    table = dc.multiverse(small, "peace > 0", leave_out="document")
    assert table["holds"].isna().tolist() == [False, True]
    assert table["note"].tolist() == ["", "nothing is left without this part"]


def test_all_combinations_are_rows_and_the_author_s_is_the_first(small):
    table = dc.multiverse(
        small, "peace > 1", tokenizer=["hyphen=split", "case=keep"], names="without",
        leave_out="section",
    )  # fmt: skip
    assert len(set(choices_of(table))) == len(table) == 3 * 2 * 4
    assert choices_of(table)[0] == ("default", "with", "", "")


def test_an_alternative_that_is_the_author_s_choice_is_no_other_setting(small):
    table = dc.multiverse(
        small, "peace > 1", tokenizer=["default", dc.Tokenizer(), "hyphen=split", "hyphen=split"],
        names=["with", "without", "without"],
    )  # fmt: skip
    assert table["tokenizer"].unique().tolist() == ["default", "hyphen=split"]
    assert len(table) == 4
    claim = "keyness; peace; log_ratio; reference=udhr > 0"
    assert len(dc.multiverse(small, claim, reference=["udhr", dc.reference("udhr")])) == 1


def test_the_author_s_choice_may_be_another_tokenizer():
    split = dc.Corpus.from_texts({"a": TEXT}, tokenizer=dc.Tokenizer(possessive="split"))
    table = dc.multiverse(split, "china > 2", tokenizer="default")
    assert table["tokenizer"].tolist() == ["possessive=split", "default"]
    assert table["value"].tolist() == [3, 2]
    assert [line.node for line in dc.lines(split, table.iloc[1])] == ["China"]


def test_an_emoji_that_is_no_token_of_the_author_is_said_to_be_one_of_the_setting():
    corpus = dc.Corpus.from_texts({"a": "Peace 👍 and 👍 war"})
    table = dc.multiverse(corpus, "? == 0", tokenizer="emoji=keep")
    assert table["value"].tolist() == [0, 2]
    assert table["count"].tolist() == [0, 0]
    assert table["note"].tolist() == ["", "2 added hits without a token in the corpus"]


def test_the_subset_of_the_author_stays_one(paper):
    part = paper.subset('section != "5"')
    table = dc.multiverse(part, "cooperation > 2", tokenizer="hyphen=split", leave_out="section")
    assert table["value"].iloc[0] == 6
    assert "5" not in table["left_out"].tolist()
    for _, row in table.iterrows():
        assert len(dc.lines(part, row)) == row["count"]


def test_metadata_and_layers_can_be_left_out():
    frame = pd.DataFrame({"party": ["x", None, "y"], "text": ["peace war", "peace", "war war"]})
    corpus = dc.Corpus.from_frame(frame)
    table = dc.multiverse(corpus, "peace >= war", leave_out="party")
    assert dict(zip(table["left_out"][1:], table["holds"][1:], strict=True)) == {
        "no party": False, "x": False, "y": True,
    }  # fmt: skip
    assert table["value"].tolist() == [2, 1, 1, 2]
    lines = dc.concordance(corpus, "war").frame[["line_id", "document"]]
    codes = lines.drop_duplicates("line_id").assign(label=["threat", "blame", "blame"])
    coded = corpus.with_layer(dc.Layer("code", codes[["line_id", "label"]]))
    table = dc.multiverse(coded, "war > 2", leave_out="code")
    found = table.set_index("left_out")["value"]
    assert found["blame"].tolist() == 1
    assert found["threat"].tolist() == 2
    assert found["no code"].tolist() == 3  # all other words are left out


def test_the_corpus_and_the_alternatives_stay_as_they_were(small):
    before = small.fingerprint
    tokenizers, names = ["hyphen=split"], ["without"]
    dc.multiverse(small, "peace > 1", tokenizer=tokenizers, names=names, leave_out="section")
    assert small.fingerprint == before
    assert (tokenizers, names) == (["hyphen=split"], ["without"])
    assert small.layers.empty


# ---------------------------------------------------------------------- true of all texts

WORDS = ["peace", "war", "China's", "win-win", "Peace Palace"]
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), min_size=2, max_size=4
).map("\n\n".join)
CLAIMS = st.sampled_from(["peace > war", "peace", "china* >= win*", "share; p*; count; section=1"])


@settings(max_examples=25)
@given(TEXTS, CLAIMS)
def test_leaving_out_a_part_is_the_claim_on_the_corpus_without_it(text, claim):
    corpus = dc.Corpus.from_texts({"a": text})
    try:
        table = dc.multiverse(corpus, claim, leave_out="section")
    except dc.DiscourseError as error:
        assert "divides by 0" in str(error)
        return
    for _, row in table.iterrows():
        part = corpus.subset(f'section != "{row["left_out"]}"') if row["left_out"] else corpus
        if pd.notna(row["value"]):
            (first, *_) = re.split(" >=? ", claim)
            assert row["value"] == Claims(part).value(first)
        assert len(dc.lines(corpus, row)) == row["count"]


@settings(max_examples=25)
@given(TEXTS)
def test_another_tokenizer_is_the_claim_on_texts_read_with_it(text):
    corpus = dc.Corpus.from_texts({"a": text})
    split = dc.Tokenizer(possessive="split", hyphen="split")
    table = dc.multiverse(corpus, "china|win|peace > 1", tokenizer=split)
    again = dc.Corpus.from_texts({"a": text}, tokenizer=split)
    assert table["value"].tolist() == [
        len(each.find("china|win|peace")) for each in (corpus, again)
    ]
    for _, row in table.iterrows():
        assert len(dc.lines(corpus, row)) == row["count"] == row["lost"] + row["gained"]


# -------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("claim", "arguments", "message"),
    [
        ("", {}, "contains no word"),
        (5, {}, "claim expects a string, got 5; write claim='rights > peace'."),
        ("frequncies; the; count", {}, "'frequencies'"),
        ("frequencies; thee; count > 2", {}, "no row of frequencies has term 'thee'"),
        ("5 > 3", {}, "compares numbers without a claim"),
        ("peace @ letters > 2", {}, "names a corpus"),
        ("../figures/top; rows", {}, "there is none"),
        ("peace > 1", {"tokenizer": "split"}, "tokenizer='split' is not a tokenizer; write its"),
        ("peace > 1", {"tokenizer": "hyphens=split"}, "Did you mean 'hyphen'"),
        ("peace > 1", {"tokenizer": "hyphen=cut"}, "hyphen='cut' is not known"),
        ("peace > 1", {"tokenizer": [5]}, "tokenizer expects a tokenizer, or its choices as text"),
        ("peace > 1", {"tokenizer": str.split}, "tokenizer expects a tokenizer"),
        ("peace > 1", {"tokenizer": dc.Tokenizer(segmenter=lambda _: [])}, "is a function"),
        ("peace > 1", {"tokenizer": "segmenter=file"}, "takes the tokens of files"),
        ("peace > 1", {"names": "no"}, "names='no' is not known; choose 'with', 'without'"),
        ("peace > 1", {"reference": "udhr"}, "reference= is for claims that name one, such as"),
        (
            "keyness; peace; log_ratio; reference=udhr > 1",
            {"reference": "uhdr"},
            "Did you mean 'udhr'",
        ),
        (
            "keyness; peace; log_ratio; reference=udhr > 1",
            {"reference": 5},
            "reference expects the name of a list, a list or a corpus, got 5",
        ),
        ("peace > 1", {"leave_out": "chapter"}, "leave_out='chapter' is not known"),
        ("peace > 1", {"leave_out": 5}, "leave_out expects a string, got 5"),
    ],
)
def test_what_is_no_claim_and_what_is_no_alternative_is_refused(small, claim, arguments, message):
    with pytest.raises(dc.DiscourseError, match=message):
        dc.multiverse(small, claim, **arguments)


def test_more_settings_than_anybody_reads_are_refused_with_their_number():
    corpus = dc.Corpus.from_texts({"a": "\n\n".join(["peace"] * 700)})
    with pytest.raises(dc.DiscourseError) as error:
        dc.multiverse(corpus, "peace > 1", tokenizer=["hyphen=split", "case=keep"],
                      leave_out="section")  # fmt: skip
    assert str(error.value) == (
        "these choices have 2,103 combinations, and 2,000 are computed at most; vary fewer of "
        "them, or leave out larger parts, such as leave_out='document'."
    )


# ----------------------------------------------------------------------- saved, and checked


@pytest.fixture
def study(tmp_path, paper, root):
    shutil.copytree(root / "seeds", tmp_path / "seeds")
    (tmp_path / "figures").mkdir()
    table = dc.multiverse(
        paper, "keyness; china; log_ratio; reference=udhr > 3",
        reference=dc.reference("inaugural").subset("year > 1990"), names="without",
        tokenizer="possessive=split", leave_out="section",
    )  # fmt: skip
    dc.save_figure(
        dc.plot.multiverse(table), tmp_path / "figures" / "robust", table=table,
        caption="Settings.", alt="A strip of settings.",
    )  # fmt: skip
    return tmp_path


def test_a_saved_strip_is_computed_again_and_holds(study):
    assert dc.verify(study).empty


def test_a_setting_that_was_changed_by_hand_is_found(study):
    path = study / "figures" / "robust.csv"
    changed = path.read_text(encoding="utf-8").replace(",True,", ",False,", 1)
    path.write_text(changed, encoding="utf-8")
    found = dc.verify(study)
    assert found["found"].tolist().count("False") == 1
    (row,) = found[found["found"] == "False"].itertuples()
    assert (row.row, row.expected) == ("row 1 (default, with, udhr), holds", "True")


def test_a_text_that_changed_is_found(study):
    (text,) = (study / "seeds").glob("*.txt")
    text.write_text(text.read_text(encoding="utf-8").replace("China", "Peru"), encoding="utf-8")
    assert len(dc.verify(study)) > 0


def test_the_lines_of_all_settings_are_evidence_without_their_lists(small):
    table = dc.multiverse(small, "china > 2", tokenizer="possessive=split", leave_out="section")
    lines = dc.evidence(small, table)
    assert len(lines) == table["count"].sum()
    assert "line_id_of_row" not in lines.columns
    assert lines["line_id"].str.fullmatch(r"[0-9a-f]{12}:\d+-\d+").all()


def test_a_row_without_lines_has_none(small):
    table = dc.multiverse(small, "china > 2")
    assert len(dc.lines(small, table.iloc[0])) == 0


def test_the_methods_say_what_was_varied(small):
    table = dc.multiverse(
        small, "peace > 1", tokenizer="hyphen=split", names="without", leave_out="section"
    )
    said = dc.methods(table).text
    assert (
        "The claim “peace > 1” was computed in 16 settings, which are all combinations of the "
        "tokenisation of the corpus and “hyphen=split”; all words and only those outside names "
        "(candidates found by rule); the whole corpus and all of it but one section at a time; "
        "the first of each is the authors’ own choice (Steegen et al. 2016; Simonsohn et al. 2020)."
    ) in said
