"""The unit that hits stay within: known to every function that takes one, and refused if not."""

import numpy as np
import pytest

import discourse as dc
from discourse.corpus.store.parts import borders, partition
from discourse.corpus.store.windows import window_counts

CORPUS = dc.Corpus.from_texts({"a": "Peace and rights. Peace.\n\nRights for all.", "b": "Peace."})
HITS = CORPUS.find("peace")

BY_NAME = {
    "find": lambda unit: CORPUS.find("peace", within=unit),
    "find nothing": lambda unit: CORPUS.find("war", within=unit),
    "find in a unit of its own": lambda unit: CORPUS.find('"peace" within s', within=unit),
    "concordance": lambda unit: dc.concordance(CORPUS, "peace", within=unit),
    "ngrams": lambda unit: dc.ngrams(CORPUS, 2, within=unit),
    "collocates": lambda unit: dc.collocates(CORPUS, "peace", within=unit),
    "borders": lambda unit: borders(CORPUS.store, unit),
    "windows": lambda unit: window_counts(
        CORPUS.store, HITS, left=1, right=1, parts=partition(CORPUS.store, "section"), within=unit
    ),
    "windows without a hit": lambda unit: window_counts(
        CORPUS.store, np.empty((0, 2), dtype=np.int64), left=1, right=1,
        parts=partition(CORPUS.store, "section"), within=unit,
    ),
}  # fmt: skip
IN_QUERY = [
    '"peace" within {}',
    'meet("peace", "rights", -5, 5, within={})',
    'meet("peace", "rights" within {}, -5, 5)',
    '("peace" minus "rights") within {}',
]


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("unit", ["page", "s", "", None, 3, ["s"]])
def test_an_unknown_unit_is_refused_everywhere(name, unit):
    with pytest.raises(dc.DiscourseError) as refused:
        BY_NAME[name](unit)
    assert str(refused.value) == (
        f"within={unit!r} is not known; choose 'document', 'section', 'sentence'."
    )


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("unit", ["document", "section", "sentence"])
def test_a_known_unit_is_accepted_everywhere(name, unit):
    BY_NAME[name](unit)


@pytest.mark.parametrize("query", IN_QUERY)
def test_an_unknown_unit_in_a_query_is_refused_with_the_units_there_are(query):
    with pytest.raises(dc.DiscourseError) as refused:
        CORPUS.find(query.format("sentences"))
    said, *_, works = str(refused.value).split("\n")
    assert said == "sentences is not a unit; within takes s, document, section, sentence:"
    assert works == f"This would work: {query.format('sentence')}"
    assert len(CORPUS.find(query.format("sentence"))) == len(CORPUS.find(query.format("s")))
