"""A claim on a code that the codebook does not have is no claim of 0."""

import pandas as pd
import pytest

import discourse as dc
from discourse.publish.claims.claims import Claims
from discourse.publish.claims.closed_labels import check_labels_of_query


@pytest.fixture
def corpus():
    corpus = dc.Corpus.from_texts({"a": "Peace and war. Peace and rights."})
    lines = dc.concordance(corpus, "peace").frame["line_id"]
    book = {"name": "goal", "codes": ["aim", "state", "never used"]}
    coded = dc.Layer(
        "goal", pd.DataFrame({"line_id": lines, "label": ["aim", "state"]}), {"codebook": book}
    )
    names = dc.Layer("name", pd.DataFrame({"line_id": lines, "label": "Peace"}))
    return corpus.with_layer(coded, names)


@pytest.mark.parametrize(
    "query",
    [
        '<goal label="zebra"/>', 'peace :: goal = "zebra"', 'peace :: goal != "zebra"',
        'peace :: goal in ("aim", "zebra")', '"peace"%c within <goal label="zebra"/>',
        '<goal label="zeb.*"/>', '<goal label="ZEBRA"%c/>', '<goal label="zebra"> "peace"',
        'peace :: goal = "aim" & (section = "x" | goal = "zebra")',
        '<goal/> containing (<goal label!="zebra"/>)',
    ],
)  # fmt: skip
def test_a_code_that_is_not_in_the_codebook_is_named_with_those_that_are(corpus, query):
    with pytest.raises(dc.DiscourseError) as caught:
        Claims(corpus).value(query)
    assert str(caught.value).endswith("is not known; choose 'aim', 'state', 'never used'.")
    assert str(caught.value).startswith("label of the layer goal=")


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ('<goal label="never used"/>', 0), ('peace :: goal = ""', 0), ("goal = aim", 1),
        ('<goal label="a.*"/>', 1), ('<goal label="AIM"%c/>', 1), ('<name label="Zamunda"/>', 0),
        ('peace :: name = "Zamunda"', 0), ('"zebra"', 0), ('peace :: document = "b"', 0),
    ],
)  # fmt: skip
def test_other_queries_are_claims(corpus, query, value):
    assert Claims(corpus).value(query) == value


@pytest.mark.parametrize(
    "claim",
    [
        "goal = zebra",
        "share; peace; count; goal = zebra",
        'dispersion; <goal label="zebra"/>; count',
        'collocates; war; count; node=<goal label="z"/>',
    ],
)
def test_every_form_of_a_claim_is_checked(corpus, claim):
    with pytest.raises(dc.DiscourseError, match="is not known; choose 'aim', 'state', 'never"):
        Claims(corpus).sides(claim)


def test_parts_of_speech_are_closed_where_all_are_universal():
    corpus = dc.Corpus.from_texts({"a": "Peace and war"})
    tokens = dc.concordance(corpus, "[]").frame["line_id"]
    for labels, value in ((["NOUN", "CCONJ", "NOUN"], None), (["NN", "CC", "NN"], 0)):
        layer = dc.Layer("pos", pd.DataFrame({"line_id": tokens, "label": labels}), shape="token")
        tagged = corpus.with_layer(layer)
        if value is None:
            with pytest.raises(dc.DiscourseError, match=r"layer pos='NOUNN' .*'PROPN'"):
                check_labels_of_query('[pos="NOUNN"]', tagged)
            assert Claims(tagged).value('[pos="VERB"]') == 0
        else:
            assert Claims(tagged).value('[pos="NOUNN"]') == value
