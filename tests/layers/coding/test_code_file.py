"""The file of a coder loses nothing, whatever happens to it."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.errors import DiscourseError
from discourse.layers.coding.code_rows import Coding, check_note, protect_cell, restore_cell
from discourse.layers.coding.locking import lock_folder

ONE, TWO, THREE = "abcdef012345:3-9", "abcdef012345:20-29", "abcdef012345:100-109"
NOTES = st.text(st.characters(codec="utf-8"), max_size=20)


def test_the_file_is_sorted_by_the_places_in_the_texts(file):
    file.put([THREE, ONE, TWO], "for")
    file.put(TWO, "against", note="certain")
    assert file.path.read_bytes() == (
        f"line_id,label,note\n{ONE},for,\n{TWO},against,certain\n{THREE},for,\n".encode()
    )
    assert list(file.read()) == [ONE, TWO, THREE]


def test_a_note_stays_when_a_line_is_coded_again(file):
    file.put(ONE, "for", note="why")
    file.put(ONE, "against")
    assert file.read()[ONE] == Coding(("against",), "why")
    file.put(ONE, [])
    assert file.read()[ONE] == Coding((), "why")
    file.put(ONE, [], note="")
    assert file.read() == {}


def test_changes_are_taken_back_one_by_one(file):
    file.put(ONE, "for", note="n")
    file.put([ONE, TWO], "against")
    file.remove(ONE)
    assert file.undo() == (ONE,)
    assert file.undo() == (ONE, TWO)
    assert file.read() == {ONE: Coding(("for",), "n")}
    assert (file.undo(), file.read(), file.undo()) == ((ONE,), {}, ())


def test_what_changes_nothing_is_nothing_to_take_back(file):
    file.put(ONE, "for")
    file.put(ONE, "for")
    file.remove(TWO)
    assert file.undo() == (ONE,)


def test_undo_takes_nothing_back_that_another_program_has_changed(file, book):
    file.put([ONE, TWO], "for")
    dc.layers.code_file(book, "A").put(TWO, "against")
    with pytest.raises(DiscourseError, match=f"{TWO} was changed by another program since"):
        file.undo()
    assert [each.labels for each in file.read().values()] == [("for",), ("against",)]


def test_undo_keeps_what_another_program_says_of_other_lines(file, book):
    file.put(ONE, "for")
    dc.layers.code_file(book, "A").put(TWO, "against")
    file.undo()
    assert file.read() == {TWO: Coding(("against",))}


def test_decisions_say_who_decided(book):
    file = dc.layers.code_file(book, "C", decides=True)
    file.put(ONE, "for")
    dc.layers.code_file(book, "D", decides=True).put(TWO, "against")
    assert file.path.name == "stance.decided.csv"
    assert file.to_frame()["decided_by"].tolist() == ["C", "D"]


def test_several_codes_are_several_rows(tmp_path):
    book = tmp_path / "aim.toml"
    book.write_text('several = true\n[[code]]\ncode = "b"\n[[code]]\ncode = "a"\n')
    file = dc.layers.code_file(book, "A")
    file.put(ONE, ["a", "b"], note="both")
    assert file.read()[ONE] == Coding(("b", "a"), "both")
    assert file.to_frame()["label"].tolist() == ["a", "b"]


def test_a_code_is_read_by_the_name_it_has_now_and_stays_as_it_is_in_the_file(file, book):
    file.put(ONE, "for")
    book.write_text('[renamed]\nfor = "pro"\n[[code]]\ncode = "pro"\n')
    again = dc.layers.code_file(book, "A")
    assert again.read()[ONE].labels == ("pro",)
    again.put(TWO, "pro")
    assert f"{ONE},for,\n{TWO},pro," in again.path.read_text()


@given(notes=st.lists(NOTES, min_size=1, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_any_note_comes_back(file, notes):
    lines = [ONE, TWO, THREE][: len(notes)]
    for line, note in zip(lines, notes, strict=True):
        file.put(line, "for", note=note)
    read = file.read()
    composed = [check_note(note) for note in notes]
    assert [read[line].note for line in lines] == composed


@given(NOTES)
def test_no_cell_is_a_formula_and_each_comes_back(note):
    assert protect_cell(note)[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")
    assert restore_cell(protect_cell(note)) == note


# ------------------------------------------------------------------------- lines of other texts


def test_a_line_of_no_text_of_the_corpus_is_refused(book):
    corpus = dc.Corpus.from_texts({"a": "Peace and rights."})
    line = dc.concordance(corpus, "rights")[0].line_id
    file = dc.layers.code_file(book, "A", corpus=corpus)
    file.put(line, "for")
    for other in (ONE, f"{line[:12]}:10-18"):
        with pytest.raises(DiscourseError, match=f"{other} is of no text of the corpus"):
            file.put([line, other], "against", note="n")
    assert file.read() == {line: Coding(("for",))}


def test_a_line_whose_text_has_changed_can_be_removed_and_the_removal_taken_back(file, book):
    file.put(ONE, "for")
    corpus = dc.Corpus.from_texts({"a": "Peace and rights."})
    again = dc.layers.code_file(book, "A", corpus=corpus)
    again.remove(ONE)
    assert again.read() == {}
    assert again.undo() == (ONE,)
    assert list(again.read()) == [ONE]


def test_something_that_is_no_corpus_is_refused(book):
    with pytest.raises(DiscourseError, match="expects a Corpus"):
        dc.layers.code_file(book, "A", corpus="seeds/")


# ------------------------------------------------------------------------- codebooks that change


def test_a_codebook_that_changes_is_read_again_before_each_change(file, book):
    file.put(ONE, "for")
    book.write_text('[renamed]\nfor = "pro"\n[[code]]\ncode = "pro"\n[[code]]\ncode = "con"\n')
    with pytest.raises(DiscourseError, match="'against' is not known; choose 'pro', 'con'"):
        file.put(TWO, "against")
    file.put(TWO, "for")
    assert [each.labels for each in file.read().values()] == [("pro",), ("pro",)]
    assert file.codebook.labels == ["for", "against"]  # as it was opened


def test_a_code_that_is_taken_out_of_the_codebook_is_named_at_the_next_change(file, book):
    file.put(ONE, "for")
    book.write_text('[[code]]\ncode = "against"\n')
    before = file.path.read_bytes()
    with pytest.raises(DiscourseError, match=r"stance\.A\.csv, line 2: code of stance\.toml='for'"):
        file.put(TWO, "against")
    assert file.path.read_bytes() == before


def test_a_codebook_that_was_read_before_its_file_changed_says_so(book):
    old = dc.layers.codebook(book)
    book.write_text(f'{book.read_text()}[[code]]\ncode = "new"\n')
    with pytest.raises(DiscourseError) as caught:
        dc.layers.code_file(old, "A").put(ONE, "new")
    assert str(caught.value) == (
        "code of stance.toml='new' is not known; choose 'for', 'against'. stance.toml has changed "
        "since it was read; read it again with dc.layers.codebook."
    )
    dc.layers.code_file(dc.layers.codebook(book), "A").put(ONE, "new")


def test_a_codebook_that_is_gone_or_broken_stops_all_changes(file, book):
    file.put(ONE, "for")
    for content in ("[[code", None):
        book.unlink() if content is None else book.write_text(content)
        with pytest.raises(DiscourseError, match=r"stance\.toml"):
            file.put(TWO, "for")
    book.write_text('[[code]]\ncode = "for"\n')
    assert list(file.read()) == [ONE]


def test_undo_writes_no_code_that_the_codebook_has_not_any_more(file, book):
    file.put(ONE, "for")
    file.put(ONE, "against")
    text = book.read_text()
    book.write_text('[[code]]\ncode = "against"\n')
    before = file.path.read_bytes()
    with pytest.raises(DiscourseError, match=rf"{ONE} would be coded as it was before: code of"):
        file.undo()
    assert file.path.read_bytes() == before
    book.write_text(text)
    assert file.undo() == (ONE,)
    assert file.read()[ONE].labels == ("for",)


def test_undo_brings_no_two_codes_where_the_codebook_allows_one(tmp_path):
    book = tmp_path / "aim.toml"
    codes = '[[code]]\ncode = "a"\n[[code]]\ncode = "b"\n'
    book.write_text("several = true\n" + codes)
    file = dc.layers.code_file(book, "A")
    file.put(ONE, ["a", "b"])
    file.put(ONE, "a")
    book.write_text(codes)
    with pytest.raises(DiscourseError, match="a line has one code in aim"):
        file.undo()
    assert file.read()[ONE].labels == ("a",)
    book.write_text('several = true\n[renamed]\na = "b"\n[[code]]\ncode = "b"\n')
    assert file.undo() == (ONE,)
    assert file.path.read_text() == f"line_id,label,note\n{ONE},b,\n"


# ------------------------------------------------------------------------- by a rule


@pytest.fixture
def several(tmp_path):
    book = tmp_path / "aim.toml"
    text = 'several = true\n[renamed]\nold = "a"\n[[code]]\ncode = "a"\n[[code]]\ncode = "b"\n'
    book.write_text(text)
    return dc.layers.code_file(book, "A")


def _add(label):
    def add(said):
        return {line: replace(each, labels=(*each.labels, label)) for line, each in said.items()}

    return add


def test_a_rule_sees_what_is_said_now_and_its_change_is_one(several):
    several.put(ONE, "a", note="n")
    several.change([ONE, TWO], _add("b"))
    assert several.read() == {ONE: Coding(("a", "b"), "n"), TWO: Coding(("b",))}
    assert several.undo() == (ONE, TWO)
    assert several.read() == {ONE: Coding(("a",), "n")}


def test_a_rule_sees_the_present_names_of_codes(several):
    several.path.write_text(f"line_id,label,note\n{ONE},old,\n{TWO},old,\n")
    several.change([ONE, TWO], lambda said: {ONE: Coding(said[ONE].labels, "n"), TWO: said[TWO]})
    assert several.path.read_text() == f"line_id,label,note\n{ONE},a,n\n{TWO},old,\n"


def test_a_rule_may_leave_lines_out_and_remove_others(several):
    several.put([ONE, TWO], "a", note="n")
    several.change([ONE, TWO], lambda said: {ONE: Coding()})
    assert several.read() == {TWO: Coding(("a",), "n")}


@pytest.mark.parametrize(
    ("made", "message"),
    [
        ({THREE: Coding(("a",))}, f"the rule changes {THREE}, which it was not given"),
        ({ONE: Coding(("zz",))}, "'zz' is not known"),
        ({ONE: Coding((), "\ud800")}, "surrogate"),
    ],
)
def test_what_a_rule_cannot_say_changes_nothing(several, made, message):
    several.put(ONE, "a")
    before = several.path.read_bytes()
    with pytest.raises(DiscourseError, match=message):
        several.change([ONE, TWO], lambda said: {TWO: Coding(("b",)), **made})
    assert several.path.read_bytes() == before
    assert several.undo() == (ONE,)


def test_a_decision_that_is_taken_away_can_be_taken_back(book):
    file = dc.layers.code_file(book, "C", decides=True)
    file.put(ONE, "for")
    file.put(ONE, [])
    assert file.undo() == (ONE,)
    assert file.read() == {ONE: Coding(("for",), decided_by="C")}


# ------------------------------------------------------------------------- changed by hand


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (f"{ONE},neither,", "stance.A.csv, line 2: code of stance.toml='neither' is not known"),
        (f"{ONE},for,\n{ONE},against,", f"line 3: {ONE} is coded as 'against', and in line 2 as"),
        (f"{ONE},for,\n{ONE},for,", "line 3: "),
        (f'{ONE},for,"a\nb"\n{TWO},none,', "line 4: code of stance.toml='none'"),
        ("abc:3-9,for,", "line 2: 'abc:3-9' is not a line_id"),
        ("abcdef012345:9-3,for,", "line 2: 'abcdef012345:9-3' is not a line_id"),
        (
            f"{ONE},for,\nabcdef012345:03-9,for,",
            f"line 3: line_id='abcdef012345:03-9' has a zero in front of a number; write {ONE}",
        ),
        ("abcdef012345:00-009,for,", "write abcdef012345:0-9"),
        ("abcdef012345:\u0663-9,for,", "line 2: 'abcdef012345:\u0663-9' is not a line_id"),
        (f"{ONE},for", "line 2: 2 cells in place of 3"),
        ("<<<<<<< HEAD", "line 2: 1 cell in place of 3"),
        (f"{ONE},,", "line 2: a row without a code and a note"),
        (f'{ONE},for,"open', "line 2: "),
    ],
)
def test_what_is_wrong_in_a_file_is_named_by_its_line_and_kept(file, rows, message):
    file.path.write_text(f"line_id,label,note\n{rows}\n", encoding="utf-8")
    before = file.path.read_bytes()
    for change in (file.read, lambda: file.put(TWO, "for"), lambda: file.remove(TWO)):
        with pytest.raises(DiscourseError) as caught:
            change()
        assert message in str(caught.value)
    assert file.path.read_bytes() == before


@pytest.mark.parametrize(
    "header",
    ["", "line_id,code,note", "line_id,label,note,extra", "line_id,label,note,decided_by", "label"],
)
def test_other_columns_are_refused(file, header):
    file.path.write_text(f"{header}\n")
    with pytest.raises(DiscourseError, match=r"stance\.A\.csv, line 1: the columns are"):
        file.read()


def test_a_file_in_another_encoding_is_named(file):
    file.path.write_bytes(b"line_id,label,note\n" + f"{ONE},for,caf".encode() + b"\xe9\n")
    with pytest.raises(DiscourseError, match="line 2: not UTF-8"):
        file.read()


def test_a_file_that_a_spreadsheet_saved_is_read(file):
    file.path.write_text(
        f"\ufeffline_id;label;note\r\n{TWO};for;\r\n\r\n{ONE};against;x\r\n;;\r\n", encoding="utf-8"
    )
    assert file.read() == {ONE: Coding(("against",), "x"), TWO: Coding(("for",))}


def test_a_change_by_hand_between_two_changes_is_seen(file):
    file.put(ONE, "for")
    file.path.write_text(file.path.read_text() + f"{TWO},against,by hand\n")
    file.put(THREE, "for")
    assert list(file.read()) == [ONE, TWO, THREE]
    file.read().clear()
    assert len(file.read()) == 3


def test_columns_may_be_in_another_order_and_notes_may_be_missing(file):
    file.path.write_text(f"label,line_id\nfor,{ONE}\n")
    assert file.read() == {ONE: Coding(("for",))}


# ------------------------------------------------------------------------- refused


def test_a_refused_change_changes_nothing(file):
    file.put(ONE, "for")
    before = file.path.read_bytes()
    for labels, lines in (("neither", ONE), (["for", "against"], ONE), ("for", [TWO, "x"])):
        with pytest.raises(DiscourseError):
            file.put(lines, labels)
    with pytest.raises(DiscourseError, match="surrogate"):
        file.put(ONE, "for", note="\ud800")
    assert file.path.read_bytes() == before


@pytest.mark.parametrize("coder", ["", "a b", "../x", "decided", "Decided", 3, "x" * 41])
def test_names_that_no_file_can_have_are_refused(book, coder):
    with pytest.raises(DiscourseError, match="coder"):
        dc.layers.code_file(book, coder)


def test_coders_that_differ_only_in_case_are_refused(file, book):
    file.put(ONE, "for")
    with pytest.raises(DiscourseError, match="differs from the coder of"):
        dc.layers.code_file(book, "a")


def test_a_codebook_without_a_file_needs_a_path(tmp_path):
    lines = ['name = "stance"', "[[code]]", 'code = "for"']
    with pytest.raises(DiscourseError, match="in no file"):
        dc.layers.code_file(dc.layers.codebook(lines), "A")
    file = dc.layers.CodeFile(lines, "A", tmp_path / "stance.A.csv")
    file.put(ONE, "for")
    assert file.read()[ONE].labels == ("for",)


# ------------------------------------------------------------------------- when writing fails


def test_the_old_file_stays_when_the_disk_is_full(file, monkeypatch):
    file.put(ONE, "for")
    before = file.path.read_bytes()

    def refuse(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(DiscourseError, match="No space left on device"):
        file.put(TWO, "for")
    monkeypatch.undo()
    assert file.path.read_bytes() == before
    assert file.undo() == (ONE,)  # what failed is no change


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="all folders can be written")
def test_the_old_file_stays_in_a_folder_that_is_read_only(file):
    file.put(ONE, "for")
    file.path.parent.chmod(0o500)
    try:
        with pytest.raises(DiscourseError, match="cannot be written"):
            file.put(TWO, "for")
        assert list(file.read()) == [ONE]
    finally:
        file.path.parent.chmod(0o700)


def test_a_folder_that_is_gone_is_named(file, book):
    lines = ['name = "stance"', "[[code]]", 'code = "for"']
    other = dc.layers.CodeFile(lines, "A", file.path)
    book.unlink()
    book.parent.rmdir()
    with pytest.raises(DiscourseError, match="cannot be opened"):
        other.put(ONE, "for")
    with pytest.raises(DiscourseError, match=r"stance\.toml does not exist"):
        file.put(ONE, "for")


def test_nothing_but_the_file_is_left_in_the_folder(file, book):
    file.put(ONE, "for")
    assert sorted(each.name for each in book.parent.iterdir()) == ["stance.A.csv", "stance.toml"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link(file, book, tmp_path):
    kept = tmp_path / "kept.csv"
    kept.write_text("line_id,label,note\n")
    file.path.symlink_to(kept)
    file.put(ONE, "for")
    assert file.path.is_symlink()
    assert ONE in kept.read_text()


@pytest.mark.skipif(os.name == "nt", reason="modes are other there")
def test_a_private_file_stays_private_and_a_read_only_one_is_not_replaced(file):
    file.put(ONE, "for")
    file.path.chmod(0o600)
    file.put(TWO, "for")
    assert file.path.stat().st_mode & 0o777 == 0o600
    file.path.chmod(0o444)
    before = file.path.read_bytes()
    with pytest.raises(DiscourseError, match=r"stance\.A\.csv is read-only; allow it"):
        file.put(THREE, "for")
    with pytest.raises(DiscourseError, match="is read-only"):
        file.undo()
    assert file.path.read_bytes() == before
    assert file.path.stat().st_mode & 0o777 == 0o444


# ------------------------------------------------------------------------- at the same time


def test_two_programs_at_once_lose_nothing(book):
    script = (
        "import sys, discourse as dc\n"
        f"file = dc.layers.code_file({str(book)!r}, 'A')\n"
        "for at in range(int(sys.argv[1]), 60, 2):\n"
        "    file.put(f'abcdef012345:{at}-{at + 1}', 'for')\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(first)], env=os.environ)
        for first in (0, 1)
    ]
    assert [each.wait() for each in running] == [0, 0]
    assert len(dc.layers.code_file(book, "A").read()) == 60


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_file_is_locked_by_the_folder_that_it_is_in_and_not_by_that_of_a_link(file, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    file.path.symlink_to(shared / "stance.A.csv")
    with lock_folder(file.path.parent):
        file.put(ONE, "for")
    held = []

    def see(said):
        held.append(is_locked(shared))
        return said

    file.change(ONE, see)
    assert held == [True]


def is_locked(folder):
    script = (
        "import sys\nfrom pathlib import Path\nfrom discourse.layers.coding import locking\n"
        "locking.LONGEST_WAIT = 0\n"
        "with locking.lock_folder(Path(sys.argv[1])):\n    pass\n"
    )
    made = subprocess.run([sys.executable, "-c", script, folder], capture_output=True, text=True)
    return "another program holds the codes" in made.stderr


def test_two_browsers_of_one_program_lose_nothing(book):
    files = [dc.layers.code_file(book, "A") for _ in range(2)]

    def code(at):
        files[at % 2].put(f"abcdef012345:{at}-{at + 1}", "against")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(code, range(60)))
    assert len(files[0].read()) == 60


def test_two_programs_that_add_codes_to_the_same_lines_lose_none(several):
    script = (
        "import sys, discourse as dc\n"
        "from dataclasses import replace\n"
        f"file = dc.layers.code_file({str(several.codebook.path)!r}, 'A')\n"
        "def add(said):\n"
        "    return {line: replace(each, labels=(*each.labels, sys.argv[1]))\n"
        "            for line, each in said.items()}\n"
        "for at in range(40):\n"
        "    file.change(f'abcdef012345:{at}-{at + 1}', add)\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, label], env=os.environ) for label in "ab"
    ]
    assert [each.wait() for each in running] == [0, 0]
    assert {each.labels for each in several.read().values()} == {("a", "b")}
    assert len(several.read()) == 40


def test_a_killed_program_leaves_a_file_that_can_be_read_and_changed(book):
    script = (
        f"import discourse as dc\nfile = dc.layers.code_file({str(book)!r}, 'A')\n"
        "print('ready', flush=True)\n"
        "for at in range(100_000):\n    file.put(f'abcdef012345:{at}-{at + 1}', 'for')\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as running:
        running.stdout.readline()
        file = dc.layers.code_file(book, "A")
        while len(file.read()) < 5:
            pass
        running.kill()
    before = len(file.read())
    file.put("bcdef0123456:1-2", "for")
    assert len(file.read()) == before + 1
