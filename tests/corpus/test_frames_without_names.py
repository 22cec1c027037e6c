import pandas as pd
import pytest

import discourse as dc


@pytest.mark.parametrize("name", [None, float("nan"), pd.NA])
def test_a_row_of_a_frame_that_names_no_document_is_refused(name):
    table = pd.DataFrame({"document": ["a", name], "text": ["One.", "Two."]})
    with pytest.raises(dc.DiscourseError, match=r"row 2 of 2 has no name in 'document'; give it"):
        dc.Corpus.from_frame(table)


def test_a_row_without_that_column_has_its_label_as_a_name():
    assert list(dc.Corpus.from_frame(pd.DataFrame({"text": ["One."]}, index=["b"]))) == ["b"]
