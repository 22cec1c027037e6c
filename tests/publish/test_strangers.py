"""A stranger's folder leads nowhere else, ends in bounded work, and hides no damage by other."""

import copy
import json
import os
import random
import shutil
import signal
import threading

import nbformat
import pytest

import discourse as dc
from discourse.corpus.store import loading
from discourse.publish.checks import bundles
from discourse.publish.checks import rows as rows_checked
from discourse.publish.claims.notebook_calls import CodesCall, ReferenceCall, layers_of_call
from discourse.publish.claims.notebook_code import UNKNOWN
from discourse.publish.claims.notebook_texts import NotebookTexts
from discourse.publish.provenance import allowance
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.text.description import LARGEST_DESCRIPTION

pytestmark = pytest.mark.slow  # many damages to a study, a minute together

POSIX = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A study with two figures, a table and a text."""
    root = tmp_path_factory.mktemp("strangers")
    (root / "figures").mkdir()
    (root / "texts").mkdir()
    text = "Peace and rights.\n\nRights, and rights again: peace."
    (root / "texts" / "a.txt").write_text(text, encoding="utf-8")
    corpus = dc.read(root / "texts")
    table, words = dc.frequencies(corpus), {"caption": "Words.", "alt": "Dots."}
    dc.save_figure(dc.plot.frequencies(table), root / "figures" / "words", table=table, **words)
    hits = dc.positions(corpus, ["rights"])
    ax = dc.plot.positions(hits, corpus.parts("section"))
    dc.save_figure(ax, root / "figures" / "where", table=hits, **words)
    dc.save_table(table, root / "figures" / "counts", caption="Counts.")
    return root


@pytest.fixture
def study(published, tmp_path):
    return shutil.copytree(published, tmp_path / "study")


@pytest.fixture
def outside(tmp_path):
    path = tmp_path / "outside.txt"
    path.write_text("term,count\nsecret,1\n", encoding="utf-8")
    return path


def findings(root, **options):
    return list(dc.verify(root, **options).itertuples(index=False, name=None))


def said(found):
    return "\n".join(" | ".join(row) for row in found)


def rewrite(path, change):
    record = json.loads(path.read_text(encoding="utf-8"))
    change(record)
    path.write_text(json.dumps(record), encoding="utf-8")


# ------------------------------------------------------------------------ links, pipes, paths


@POSIX
@pytest.mark.parametrize("ending", ["csv", "pdf"])
@pytest.mark.parametrize("kind", ["link", "pipe", "device", "folder"])
def test_what_is_no_file_in_place_of_one_is_a_finding(study, outside, ending, kind):
    path = study / "figures" / f"words.{ending}"
    path.unlink()
    make = {
        "link": lambda: path.symlink_to(outside),
        "pipe": lambda: os.mkfifo(path),
        "device": lambda: path.symlink_to("/dev/zero"),
        "folder": path.mkdir,
    }
    make[kind]()
    found = findings(study)
    assert f"figures/words.{ending}" in said(found)
    assert "a link, a pipe or a device" in said(found)
    assert "secret" not in said(found)


@POSIX
def test_a_bundle_that_is_a_link_or_a_pipe_is_passed_over(study):
    for name in ("words", "where"):
        (study / "figures" / f"{name}.json").unlink()
    (study / "figures" / "words.json").symlink_to("/dev/zero")
    os.mkfifo(study / "figures" / "where.json")
    assert "a file of neither" in {row[3] for row in findings(study)}


@POSIX
def test_the_record_of_a_layer_and_a_description_may_not_be_links(study, outside):
    corpus = dc.read(study / "texts")
    dc.layers.write(dc.layers.make(corpus, "openings"), study / "openings.csv")
    (study / "openings.toml").unlink()
    (study / "openings.toml").symlink_to(outside)
    assert ("openings.csv", "record", "a record in openings.toml", "a link") in findings(study)
    (study / "texts" / "a.toml").symlink_to(outside)
    assert "a link that leads elsewhere" in said(findings(study))
    assert "secret" not in said(findings(study))


@pytest.mark.parametrize("path", ["../../outside.txt", "/etc/passwd"])
def test_a_notebook_reads_nothing_outside_of_the_folder(study, outside, path):
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(f"import discourse as dc\npaper = dc.read({path!r})"),
            nbformat.v4.new_markdown_cell('It has [1](# "secrets") hits.'),
        ]
    )
    (study / "notebooks").mkdir()
    nbformat.write(notebook, study / "notebooks" / "a.ipynb")
    (found,) = findings(study)
    assert found == (
        "notebooks/a.ipynb", "corpus", "a corpus to check the claims on",
        f"the code reads {path!r}, which is outside of {study}; put it there, or check from the "
        "folder that holds both.",
    )  # fmt: skip
    if not path.startswith("/"):
        assert "outside of" not in said(findings(study, texts=outside.parent))


BOOK = '[[code]]\ncode = "aim"\n[[code]]\ncode = "state"\n'


def write_notebook(path, prose, *code):
    path.parent.mkdir(exist_ok=True)
    cells = [nbformat.v4.new_code_cell(source) for source in ("import discourse as dc", *code)]
    cells.append(nbformat.v4.new_markdown_cell(prose))
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


@pytest.fixture
def strangers_files(tmp_path):
    """Files of each kind that a notebook may name, in a folder outside of the study."""
    place = tmp_path / "elsewhere"
    (place / "codes").mkdir(parents=True)
    (place / "a.txt").write_text("Peace: secret.", encoding="utf-8")
    (place / "list.csv").write_text("term,count\nsecret,1\n", encoding="utf-8")
    (place / "about.csv").write_text("document,year\na,1990\n", encoding="utf-8")
    (place / "x.toml").write_text("secret", encoding="utf-8")
    (place / "x.udpipe").write_bytes(b"secret")
    dc.layers.write(dc.layers.make(dc.read(place / "a.txt"), "openings"), place / "layer.csv")
    (place / "codes" / "goal.toml").write_text(BOOK, encoding="utf-8")
    dc.read(place / "a.txt").save(place / "a.corpus")
    return place


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("a.txt", "paper = dc.read('{}')"),
        ("a.corpus", "paper = dc.load('{}')"),
        ("a.corpus", "paper = dc.load(['{}'])"),
        ("about.csv", "paper = dc.read('../texts/', metadata='{}')"),
        ("layer.csv", "paper = dc.read('../texts/')\nb = paper.with_layer(dc.layers.read('{}'))"),
        (
            "x.toml",
            "paper = dc.read('../texts/')\n"
            "b = paper.with_layer(dc.layers.make(paper, dc.layers.lexicon('{}')))",
        ),
        (
            "x.toml",
            "paper = dc.read('../texts/')\n"
            "b = paper.with_layer(dc.layers.make(paper, 'categories', lexicon='{}'))",
        ),
        (
            "x.toml",
            "paper = dc.read('../texts/')\n"
            "b = paper.with_layer(dc.layers.make(paper, 'names', gazetteer='{}'))",
        ),
        (
            "codes/goal.toml",
            "paper = dc.read('../texts/')\nb = paper.with_layer(*dc.layers.codes(paper, '{}'))",
        ),
        (
            "x.udpipe",
            "paper = dc.read('../texts/')\nb = paper.with_layer(*dc.layers.tag(paper, '{}'))",
        ),
    ],
)
@pytest.mark.parametrize("several", [False, True])
def test_no_path_in_the_code_of_a_notebook_leads_out(
    study, strangers_files, monkeypatch, written, code, several
):
    monkeypatch.chdir(study / "texts")  # where the same path leads elsewhere, too
    path = f"../../elsewhere/{written}"
    claim, more = "peace", []
    if several:
        claim = "peace @ b" if "b = " in code else "peace @ paper"
        dc.read(study / "texts").save(study / "a.corpus")
        more = ["other = dc.load('../a.corpus')"]
    prose = f'*Peace*: [1](# "{claim}").'
    write_notebook(study / "notebooks" / "a.ipynb", prose, code.format(path), *more)
    found = [row for row in findings(study) if row[0].endswith(".ipynb")]
    assert len(found) == 1
    assert f"the code reads {path!r}, which is outside of {study}; put it there" in found[0][3]
    assert "secret" not in said(found)


def test_a_reference_that_leads_out_is_not_read(study, strangers_files):
    folder = study / "notebooks"
    folder.mkdir()
    texts = NotebookTexts(folder, (study,))
    inside = study / "list.csv"
    inside.write_bytes((strangers_files / "list.csv").read_bytes())
    assert texts.make(ReferenceCall("../list.csv")).size == 1
    assert texts.find(ReferenceCall("udhr")).size > 1
    assert texts.find(ReferenceCall("../../elsewhere/list.csv")) is UNKNOWN
    with pytest.raises(dc.DiscourseError, match="which is outside of"):
        texts.make(ReferenceCall("../../elsewhere/list.csv"))
    assert NotebookTexts(folder).make(ReferenceCall("../../elsewhere/list.csv")).size == 1


@POSIX
def test_what_stands_beside_a_file_may_not_be_a_link_that_leads_out(study, strangers_files):
    folder, corpus = study / "notebooks", dc.read(study / "texts")
    folder.mkdir()
    texts = NotebookTexts(folder, (study,))
    (study / "list.csv").write_text("term,count\npeace,1\n", encoding="utf-8")
    (study / "list.toml").symlink_to(strangers_files / "x.toml")
    with pytest.raises(dc.DiscourseError, match=r"reads 'list\.toml', which is outside of"):
        texts.make(ReferenceCall("../list.csv"))
    (study / "codes").mkdir()
    (study / "codes" / "goal.toml").write_text(BOOK, encoding="utf-8")
    (study / "codes" / "goal.A.csv").symlink_to(strangers_files / "list.csv")
    with pytest.raises(dc.DiscourseError, match=r"reads 'goal\.A\.csv', which is outside of"):
        layers_of_call(CodesCall("../codes/goal.toml", {}), corpus, folder, (study,))
    assert "secret" not in said(findings(study))


@POSIX
def test_a_recipe_follows_no_link_to_codes(study, tmp_path):
    corpus, book = dc.read(study / "texts"), study / "codes" / "goal.toml"
    book.parent.mkdir()
    book.write_text(BOOK, encoding="utf-8")
    file = dc.layers.code_file(book, "A")
    for line in dc.concordance(corpus, "rights").frame["line_id"]:
        file.put(line, "aim")
    coded = corpus.with_layer(*dc.layers.codes(corpus, book))
    dc.save_table(dc.frequencies(coded, of="goal"), study / "figures" / "goals", caption="Goals.")
    assert findings(study) == []
    shutil.move(file.path, tmp_path / "outside.csv")
    file.path.symlink_to(tmp_path / "outside.csv")
    assert "goal.A.csv is a link, a pipe or a device; put the codes there." in said(findings(study))


@POSIX
def test_the_description_of_a_folder_may_not_be_a_link(study, outside):
    (study / "texts" / "folder.toml").symlink_to(outside)
    with pytest.raises(dc.DiscourseError, match=r"folder\.toml is a link that leads elsewhere"):
        dc.read(study / "texts" / "a.txt")


def test_a_claim_reads_no_saved_table_outside_of_the_folder(study):
    prose = 'Of [4](# "../figures/words; rows") words.'
    path = study / "notebooks" / "a.ipynb"
    write_notebook(path, prose, "paper = dc.read('../texts/')")
    assert findings(study) == []
    shutil.copytree(study / "texts", study / "notebooks" / "texts")
    write_notebook(path, prose, "paper = dc.read('texts/')")
    (found,) = findings(study / "notebooks")
    assert "there is no saved figure or table '../figures/words'" in found[3]


def test_a_page_reads_nothing_outside_of_its_study(study, strangers_files):
    path = study / "notebooks" / "a.ipynb"
    shown = "dc.frequencies(dc.read('../../elsewhere/a.txt'))"
    write_notebook(path, '[2](# "peace") and *peace*.', "paper = dc.read('../texts/')", shown)
    write_notebook(path, '[2](# "peace")', "paper = dc.read('../../elsewhere/a.txt')")
    with pytest.raises(dc.DiscourseError, match="which is outside of"):
        dc.save_site(path.parent, study / "site")
    code = "paper = dc.read('../texts/')\nother = dc.read('../../elsewhere/a.txt')"
    write_notebook(path, '[2](# "peace @ paper")', code, "dc.frequencies(other)")
    dc.save_site(path.parent, study / "site")
    assert "secret" not in (study / "site" / "index.html").read_text(encoding="utf-8")


def test_a_notebook_whose_captions_cannot_be_followed_hides_nothing_else(study):
    saved = "dc.save_table(table, 'a\\0b', caption='Words.')"
    write_notebook(study / "notebooks" / "a.ipynb", "Words.", saved)
    (study / "figures" / "where.svg").write_bytes(b"damaged")
    assert {row[0] for row in findings(study)} == {"figures/where.svg"}


def test_a_caption_is_compared_although_the_recipe_does_not_hold(study):
    saved = "dc.save_table(table, '../figures/counts', caption='Counts of 2.')"
    write_notebook(study / "notebooks" / "a.ipynb", "Words.", saved)
    rewrite(study / "figures" / "counts.json", lambda record: record["recipe"].update(verb="none"))
    rows = [row[:2] for row in findings(study) if row[0].startswith("figures/counts")]
    assert rows == [("figures/counts.json", "caption"), ("figures/counts", "recipe")]


# ------------------------------------------------------------------------------ bounded work


def test_a_table_with_too_many_rows_says_which_were_checked(study, monkeypatch):
    monkeypatch.setattr(bundles, "MOST_ROWS", 2)
    monkeypatch.setattr(rows_checked, "MOST_ROWS", 2)
    rows = {row for row in findings(study) if row[1] == "rows"}
    assert (
        "figures/words.csv",
        "rows",
        "at most 2 rows",
        "4 rows, of which the first 2 were checked",
    ) in rows


def test_too_many_columns_are_refused(study):
    path = study / "figures" / "words.csv"
    path.write_text(",".join(["x"] * 100_000) + "\n", encoding="utf-8")
    assert "has 100,000 columns; at most 1,000 are read." in said(findings(study))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n": list(range(1, 3000))}, "the recipe's n has 2,999 numbers; at most 100 are read."),
        ({"term": "a" * 10_001}, "the recipe's term has 10,001 characters; at most 10,000"),
    ],
)
def test_parameters_without_end_are_refused(study, change, message):
    rewrite(
        study / "figures" / "words.json",
        lambda record: record["recipe"].update(verb="ngrams", parameters=change),
    )
    assert message in said(findings(study))


def test_a_query_without_end_is_refused(study):
    path = study / "figures" / "words.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",peace\n", f",{'peace|' * 2_000}peace\n"), encoding="utf-8")
    assert "a query has 12,005 characters; at most 10,000 are read." in said(findings(study))


@POSIX
def test_what_takes_too_long_is_a_finding_and_the_rest_is_checked(study, monkeypatch):
    remake = FolderCorpora.rerun

    def endless(corpora, recipe):
        while recipe["verb"] == "positions":
            signal.raise_signal(signal.SIGALRM)
        return remake(corpora, recipe)

    monkeypatch.setattr(FolderCorpora, "rerun", endless)
    (study / "figures" / "words.pdf").write_bytes(b"changed")
    found = findings(study)
    where = ("figures/where", "time", "a check within 300 seconds", "one that takes longer")
    assert where in found
    assert {row[0] for row in found if row != where} == {"figures/words.pdf"}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no timers")
def test_an_interruption_that_is_discarded_comes_again(monkeypatch):
    monkeypatch.setattr(allowance, "SECONDS_BETWEEN_INTERRUPTIONS", 0.02)
    discarded = []
    with pytest.raises(allowance.OutOfTimeError), allowance.limited_time(0.02):
        while True:
            try:
                signal.pause()
            except allowance.OutOfTimeError:
                if discarded:
                    raise
                discarded.append(True)
    assert discarded
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_in_another_thread_the_work_is_not_interrupted_and_nothing_breaks(study):
    found = []
    thread = threading.Thread(target=lambda: found.append(dc.verify(study)))
    thread.start()
    thread.join()
    assert found[0].empty


def test_a_timer_of_someone_else_goes_on():
    if not hasattr(signal, "setitimer"):
        pytest.skip("Windows has no timers")
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(True))
    try:
        signal.setitimer(signal.ITIMER_REAL, 1_000)
        with allowance.limited_time(10):
            pass
        assert 0 < signal.setitimer(signal.ITIMER_REAL, 0)[0] <= 1_000
        assert not rung
    finally:
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), "2", True, None])
def test_seconds_is_a_number_above_0(study, seconds):
    with pytest.raises(dc.DiscourseError, match=r"seconds expects a number above 0, got .*=600\."):
        dc.verify(study, seconds=seconds)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "region = [{ name = 'x', begins = { regex = '(?:a{9999}){9999}' } }]",
            "repeats more than",
        ),
        ("#" * (LARGEST_DESCRIPTION + 1), "and a description has at most 1 MB"),
    ],
)
def test_a_description_is_bounded(tmp_path, content, message):
    (tmp_path / "a.txt").write_text("Peace.", encoding="utf-8")
    (tmp_path / "a.toml").write_text(content, encoding="utf-8")
    with pytest.raises(dc.DiscourseError, match=message):
        dc.read(tmp_path)


# ------------------------------------------------------------------------- malformed bundles

HOSTILE = (
    None, True, -1, 2**63, 10**400, float("inf"), float("nan"), "", "\ud800", "\0", "../..", [], {},
    [[]], [None], {"": None}, {"a": {}}, "a" * 100,
)  # fmt: skip


def places_in(value, way=()):
    """The way to each value inside a JSON value."""
    yield way
    items = enumerate(value) if isinstance(value, list) else ()
    for key, item in value.items() if isinstance(value, dict) else items:
        yield from places_in(item, (*way, key))


def put(value, way, new):
    if not way:
        return new
    inner = value
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = new
    return value


@pytest.mark.parametrize("name", ["words", "counts"])
def test_a_malformed_bundle_never_hides_the_damage_of_another(study, name):
    other = {"words": "counts", "counts": "words"}[name]
    for file in (study / "figures").glob(f"{other}.*"):
        file.unlink()
    (study / "figures" / "where.svg").write_bytes(b"damaged")
    path = study / "figures" / f"{name}.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    rng = random.Random(13)
    ways = [way for way in places_in(whole) if "drawn" not in way[:1] or rng.random() < 0.02]
    for _ in range(25):
        way = rng.choice(ways)
        broken = put(copy.deepcopy(whole), way, rng.choice(HOSTILE))
        path.write_text(json.dumps(broken, ensure_ascii=True), encoding="utf-8")
        assert "figures/where.svg" in [row[0] for row in findings(study)], (way, broken)


@pytest.mark.parametrize(
    "raw", [b"", b"\xff" * 300, b'"discourse bundle"', b"[" * 99_999 + b'"discourse bundle"']
)
def test_what_is_no_json_is_one_finding(study, raw):
    (study / "figures" / "words.json").write_bytes(b'{"discourse bundle": ' + raw)
    assert [row[0] for row in findings(study)] == ["figures/words"]


@pytest.mark.parametrize(
    "content", ["", "[]", '{"cells": {"a": 1}}', '{"cells": [3]}', '{"cells": [[]]}']
)
def test_a_malformed_notebook_hides_nothing_else(study, content):
    (study / "a.ipynb").write_text(content, encoding="utf-8")
    (study / "figures" / "where.svg").write_bytes(b"damaged")
    assert {row[0] for row in findings(study)} == {"a.ipynb", "figures/where.svg"}


def test_a_line_of_evidence_that_cannot_be_found_hides_no_other(study):
    corpus = dc.read(study / "texts")
    lines = dc.evidence(corpus, dc.frequencies(corpus))
    lines.loc[[0, 1], "line_id"] = ["x:y-z", f"{'0' * 12}:1-2"]
    dc.export(lines, study / "evidence.csv")
    assert [row[1].split(" (")[0] for row in findings(study)] == ["row 1", "row 2"]


# -------------------------------------------------------------------------------- terminals

ESCAPE = "\x1b]0;owned\x07\x9b31m"


def has_controls(text):
    return any((ord(sign) < 32 and sign not in "\n\t") or 127 <= ord(sign) < 160 for sign in text)


def test_no_control_character_reaches_a_terminal_by_what_python_shows():
    corpus = dc.Corpus.from_texts(
        {"a\x1b[31m\x07": f"Peace {ESCAPE} rights {ESCAPE}.", "b": "Peace."}
    )
    lines = dc.concordance(corpus, "rights")
    shown = [repr(lines), repr(lines.group("document")), str(lines[0]), repr(corpus.show("rights"))]
    with pytest.raises(dc.DiscourseError) as refused:
        corpus[f"c{ESCAPE}"]
    shown += [str(refused.value), str(dc.DiscourseError(ESCAPE))]
    assert [has_controls(text) for text in shown] == [False] * len(shown)
    assert "\\x1b" in shown[2]
    assert ESCAPE in lines[0].left


# ----------------------------------------------------------------------------- false alarms


def test_a_copy_without_its_description_and_line_ends_of_windows_change_nothing(tmp_path):
    text = "Peace.\nPage 2\nRights."
    for name in ("seeds", "figures", "archive"):
        (tmp_path / name).mkdir()
    description = (
        "region = [\n{ name = '1', begins = 'Peace' },\n"
        "{ name = 'pager', matches = 'Page 2', treatment = 'drop' }]\n"
    )
    (tmp_path / "seeds" / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "seeds" / "a.toml").write_text(description, encoding="utf-8")
    table = dc.frequencies(dc.read(tmp_path / "seeds"))
    dc.save_table(table, tmp_path / "figures" / "words", caption="Words.")
    (tmp_path / "archive" / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "figures" / "README.md").write_text("About.", encoding="utf-8")
    (tmp_path / "index.html").write_text("<p>About.", encoding="utf-8")
    assert dc.verify(tmp_path).empty
    windows = description.replace("\n", "\r\n")
    (tmp_path / "seeds" / "a.toml").write_bytes(windows.encode())
    assert dc.verify(tmp_path).empty
    (tmp_path / "seeds" / "a.toml").write_text(
        description.replace("Page 2", "Page"), encoding="utf-8"
    )
    assert not dc.verify(tmp_path).empty


# ------------------------------------------------------------------------- saved corpora


def test_a_damaged_corpus_that_a_notebook_loads_is_a_finding_however_large(study, monkeypatch):
    monkeypatch.setattr(loading, "ALWAYS_HASHED", 0)
    dc.read(study / "texts").save(study / "a.corpus")
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell('import discourse as dc\npaper = dc.load("a.corpus")'),
            nbformat.v4.new_markdown_cell('*Peace* has [2](# "peace") hits.'),
        ]
    )
    nbformat.write(notebook, study / "a.ipynb")
    assert findings(study) == []
    (ids,) = study.rglob("ids.npy")
    content = bytearray(ids.read_bytes())
    content[-4] ^= 1
    ids.unlink()
    ids.write_bytes(content)
    (found,) = findings(study)
    assert found[:3] == ("a.ipynb", "corpus", "a corpus to check the claims on")
    assert found[3].endswith("ids.npy is not what was saved; save the corpus again.")


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("derived", [5]), ("columns", [[]]), ("sha256", {"words.csv": 5}), ("plot", 5),
        ("plot, beside", [1]), ("plot, inches", [1]), ("plot, inches", [True, 1]),
        ("recipe, verb", None), ("recipe, corpus", None), ("recipe, versions", "x"),
        ("recipe, corpus, subset", None), ("recipe, corpus, documents", {"a": [1]}),
        ("recipe, parameters", [1]), ("recipe, parameters", {"reference": {"subset": 5}}),
    ],
)  # fmt: skip
def test_an_entry_of_another_kind_is_named_and_no_error_of_python_is_shown(study, entry, value):
    path = next(each for each in sorted(study.rglob("*.json")) if b'"plot": {' in each.read_bytes())
    record = json.loads(path.read_bytes())
    *above, last = entry.split(", ")
    place = record
    for name in above:
        place = place[name]
    place[last] = value
    path.write_text(json.dumps(record))
    said = [row.found for row in dc.verify(study).itertuples()]
    assert any(f"its entry '{entry}" in each and "is malformed" in each for each in said) or (
        any(f"its entry '{entry}' is missing or malformed" in each for each in said)
    )
    assert not any("Error" in each for each in said)


def test_a_choice_that_no_tokenizer_has_is_refused():
    with pytest.raises(dc.DiscourseError, match="choice of a tokenizer='accents' is not known"):
        dc.Tokenizer.of_recipe({"accents": "drop"})
