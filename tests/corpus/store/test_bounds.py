"""What must hold of the numbers and strings of a saved corpus, compared with a slower check."""

import numpy as np
import pyarrow as pa
from hypothesis import example, given, reject
from hypothesis import strategies as st

from discourse.corpus.store import bounds

BYTES = st.one_of(
    st.text("ab é中😀", max_size=6).map(str.encode),
    st.binary(max_size=6),
    st.just("\ud800".encode(errors="surrogatepass")),
)


@given(BYTES, st.lists(st.integers(-1, 9), min_size=3, max_size=5), st.integers(0, 1))
@example("é".encode(), [0, 1, 2], 0)
@example(b"ab", [0, 2, 1, 2], 0)
@example(b"", [0, 0, 0], 1)
def test_strings_are_those_that_arrow_takes_for_valid(content, places, first):
    buffers = [None, pa.py_buffer(np.array(places, np.int32)), pa.py_buffer(content)]
    try:
        strings = pa.Array.from_buffers(pa.string(), len(places) - 1, buffers)[first:]
    except pa.ArrowInvalid:
        reject()
    try:
        strings.validate(full=True)
        valid = True
    except pa.ArrowInvalid:
        valid = False
    try:
        found = bounds.are_strings(strings)
    except pa.ArrowInvalid:
        found = False
    assert found == valid


@given(st.lists(st.integers(0, 3), max_size=8), st.sets(st.integers(0, 8)))
def test_starts_fall_only_where_a_text_begins(numbers, borders):
    falls = {at for at in range(1, len(numbers)) if numbers[at] < numbers[at - 1]}
    starts = np.array(numbers, dtype=np.uint32)
    inside = np.array(sorted(borders), dtype=np.int64)
    assert bounds._ascend_within(starts, inside) == (falls <= borders)
