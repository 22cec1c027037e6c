"""What is to be done after a query, a text or a codebook has changed."""

import pytest

import discourse as dc
from discourse.errors import DiscourseError

TEXT = "Peace and war. Peace and rights. Peace."


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": TEXT})


@pytest.fixture
def lines(corpus):
    return dc.concordance(corpus, "peace")


def rows(lines, book):
    table = dc.layers.revision(lines, book)
    return table[["status", "coder", "node"]].values.tolist()


def test_before_anybody_codes_every_line_is_uncoded(lines, book):
    assert rows(lines, book) == [["uncoded", "", "Peace"]] * 3


@pytest.mark.parametrize("named", ["in the file", "by the file"])
def test_files_of_a_codebook_that_was_renamed_are_named(corpus, lines, file, book, named):
    line = lines[0].line_id
    file.put(line, "for")
    if named == "in the file":
        book.write_text('name = "aim"\n' + book.read_text())
    else:
        book = book.rename(book.with_name("aim.toml"))
    with pytest.raises(DiscourseError, match=r"stance|aim"):
        file.put(line, "against")
    assert file.path.read_text() == f"line_id,label,note\n{line},for,\n"
    said = r"stance\.A\.csv beside \w+\.toml have codes of no codebook there.* to aim\.A\.csv"
    for ask in (
        lambda: dc.layers.revision(lines, book),
        lambda: dc.layers.revision(lines, book, coder="A"),
        lambda: dc.layers.code_file(book, "A"),
    ):
        with pytest.warns(UserWarning, match=said):
            ask()
    with pytest.raises(DiscourseError, match=r"stance\.A\.csv are codes of no codebook there.*aim"):
        dc.layers.codes(corpus, book)
    file.path.rename(file.path.with_name("aim.A.csv"))
    assert dc.layers.code_file(book, "A").read()[line].labels == ("for",)


def test_files_of_another_codebook_are_not_taken_for_those_of_this_one(lines, file, book):
    file.put(lines[0].line_id, "for")
    other = book.with_name("other.toml")
    other.write_text('name = "aim"\n[[code]]\ncode = "a"\n')
    assert dc.layers.code_file(other, "A").path.name == "aim.A.csv"
    assert set(dc.layers.revision(lines, other)["status"]) == {"uncoded"}


def test_nothing_is_to_be_done_where_all_is_coded(lines, file, book):
    file.put(lines.frame["line_id"], "for")
    table = dc.layers.revision(lines, book)
    assert table.empty
    empty = dc.layers.revision(lines[:0], book)
    assert table.dtypes.equals(empty.dtypes)


def test_a_wider_query_has_lines_that_are_uncoded_for_each_coder(corpus, lines, file, book):
    file.put(lines.frame["line_id"], "for")
    dc.layers.code_file(book, "B").put(lines[0].line_id, "for")
    wider = dc.concordance(corpus, "peace|war")
    assert rows(wider, book) == [
        ["uncoded", "A", "war"],
        ["uncoded", "B", "war"], ["uncoded", "B", "Peace"], ["uncoded", "B", "Peace"],
    ]  # fmt: skip


def test_a_narrower_query_leaves_coded_lines_outside(lines, file, book):
    file.put(lines.frame["line_id"], "for")
    narrower = lines.filter("war", window=2)
    assert rows(narrower, book) == [["outside", "A", "Peace"]]
    assert len(lines) - len(narrower) == 1


def test_a_note_alone_is_no_code(lines, file, book):
    file.put(lines.frame["line_id"], [], note="later")
    assert rows(lines, book) == [["uncoded", "A", "Peace"]] * 3


def test_a_line_of_a_text_that_has_changed_is_lost(lines, file, book):
    file.put(lines.frame["line_id"], "for")
    changed = dc.concordance(dc.Corpus.from_texts({"a": TEXT + " More."}), "peace")
    table = dc.layers.revision(changed, book)
    assert table["status"].tolist() == ["lost"] * 3 + ["uncoded"] * 3
    assert table[["file", "row"]].iloc[0].tolist() == ["stance.A.csv", 2]


def test_a_line_behind_the_end_of_its_text_is_lost(corpus, lines, file, book):
    digest = corpus.documents["sha256"].iloc[0][:12]
    file.put(lines.frame["line_id"], "for")
    file.put(f"{digest}:{len(TEXT) - 2}-{len(TEXT) + 2}", "for")
    assert rows(lines, book) == [["lost", "A", ""]]


def test_codes_that_were_renamed_or_removed_are_listed_with_the_line_of_the_file(lines, file, book):
    file.put(lines[0].line_id, "for")
    file.put([lines[1].line_id, lines[2].line_id], "against")
    book.write_text('[renamed]\nfor = "pro"\n[[code]]\ncode = "pro"\n')
    table = dc.layers.revision(lines, book)
    columns = ["status", "label", "label_now", "file", "row"]
    assert table[columns].values.tolist() == [
        ["unknown", "against", "", "stance.A.csv", 3],
        ["unknown", "against", "", "stance.A.csv", 4],
        ["renamed", "for", "pro", "stance.A.csv", 2],
    ]


def test_disputed_lines_are_listed_until_they_are_decided(lines, file, book):
    file.put(lines.frame["line_id"], "for")
    other = dc.layers.code_file(book, "B")
    other.put(lines.frame["line_id"], "for")
    other.put(lines[1].line_id, "against")
    table = dc.layers.revision(lines, book)
    assert table[["line_id", "status", "coder"]].values.tolist() == [
        [lines[1].line_id, "disputed", "A: for ≠ B: against"]
    ]
    dc.layers.code_file(book, "C", decides=True).put(lines[1].line_id, "for")
    assert dc.layers.revision(lines, book).empty


def test_each_line_that_is_here_can_be_read(corpus, lines, file, book):
    file.put(lines[0].line_id, "for")
    table = dc.layers.revision(lines, book)
    assert [dc.lines(corpus, row)[0].node for _, row in table.iterrows()] == ["Peace"] * 2


def test_what_is_wrong_is_named(lines, file, book):
    with pytest.raises(DiscourseError, match="lines expects a Concordance, got None"):
        dc.layers.revision(None, book)
    file.path.write_text("line_id,label\nx,for\n")
    with pytest.raises(DiscourseError, match=r"stance\.A\.csv, line 2: 'x' is not a line_id"):
        dc.layers.revision(lines, book)


def test_for_one_coder_no_file_of_another_is_read(lines, file, book):
    file.put(lines[0].line_id, "for")
    dc.layers.code_file(book, "B").put(lines[0].line_id, "against")
    table = dc.layers.revision(lines, book, coder="A")
    assert table["status"].tolist() == ["uncoded"] * 2
    assert set(table["coder"]) == {"A"}
    other = dc.layers.code_file(book, "B").path
    other.write_text("no,codes\n", encoding="utf-8")
    assert dc.layers.revision(lines, book, coder="A").equals(table)


def test_a_coder_without_a_file_has_all_lines_to_code(lines, file, book):
    file.put(lines.frame["line_id"], "for")
    assert dc.layers.revision(lines, book, coder="C")["coder"].tolist() == ["C"] * 3
    with pytest.raises(DiscourseError, match="coder"):
        dc.layers.revision(lines, book, coder="no name")


def test_a_line_with_more_codes_than_the_codebook_allows_by_now_is_listed(lines, file, book):
    text = book.read_text()
    book.write_text(f"several = true\n{text}")
    file.put(lines[0].line_id, ["for", "against"])
    file.put([lines[1].line_id, lines[2].line_id], "for")
    book.write_text(text)
    table = dc.layers.revision(lines, book)
    columns = ["line_id", "status", "coder", "label", "file", "row"]
    assert table[columns].values.tolist() == [
        [lines[0].line_id, "twice", "A", "against", "stance.A.csv", 2],
        [lines[0].line_id, "twice", "A", "for", "stance.A.csv", 3],
    ]
    with pytest.raises(DiscourseError, match=r"stance\.A\.csv, line 3: .* remove one of the two"):
        file.read()


def test_a_line_with_two_codes_that_have_one_name_now_is_listed(lines, file, book):
    book.write_text(f"several = true\n{book.read_text()}")
    file.put(lines[0].line_id, ["for", "against"])
    file.put([lines[1].line_id, lines[2].line_id], "for")
    book.write_text('several = true\n[renamed]\nagainst = "for"\n[[code]]\ncode = "for"\n')
    table = dc.layers.revision(lines, book, coder="A")
    assert table[["status", "label", "label_now", "row"]].values.tolist() == [
        ["twice", "against", "for", 2],
        ["twice", "for", "", 3],
        ["renamed", "against", "for", 2],
    ]
