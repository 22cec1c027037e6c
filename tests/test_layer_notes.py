"""What is said below a table: the measured error of the layers that it rests on."""

import json

import pandas as pd
import pytest
from IPython.core.formatters import DisplayFormatter

import discourse as dc
from discourse import shown_tables
from discourse.cli.main import main
from discourse.layers.taggers.english_model import read_english_record
from discourse.publish.export.sheet import make_sheet

TEXT = "China builds roads. The roads were built by workers. They build a shared future."


def state(*names):
    """The sentence on layers of the tagger of English, by its record."""
    measured = read_english_record()["measured"]
    shares = [
        f"of the values of {name} (english), {1 - measured[name]['precision']:.1%} are wrong and "
        f"{1 - measured[name]['recall']:.1%} are missed"
        for name in names
    ]
    return f"Measured error: {'; '.join(shares)}, on {measured[names[0]]['on']}."


@pytest.fixture(scope="module")
def tagged():
    corpus = dc.Corpus.from_texts({"a": TEXT, "b": "We build a house. It is a new house."})
    return corpus.with_layer(*dc.layers.tag(corpus))


def note(table):
    return table.attrs.get("note", "")


CALLS = {
    "frequencies by lemma": (lambda c: dc.frequencies(c, of="lemma"), ["lemma"]),
    "frequencies by lemma and pos": (lambda c: dc.frequencies(c, of="lemma+pos"), ["lemma", "pos"]),
    "frequencies of a query": (lambda c: dc.frequencies(c, '[pos="VERB"] []'), ["pos"]),
    "keyness": (lambda c: dc.keyness(c["a"], c["b"], of="lemma"), ["lemma"]),
    "collocates by lemma": (lambda c: dc.collocates(c, "roads", of="lemma"), ["lemma"]),
    "collocates of a query": (lambda c: dc.collocates(c, '[lemma="build"]'), ["lemma"]),
    "ngrams": (lambda c: dc.ngrams(c, of="pos"), ["pos"]),
    "tfidf": (lambda c: dc.tfidf(c, of="xpos"), ["xpos"]),
    "dispersion": (lambda c: dc.dispersion(c, ['[lemma="build"]']), ["lemma"]),
    "positions": (lambda c: dc.positions(c, ['[lemma="build"]']), ["lemma"]),
    "lines": (lambda c: dc.concordance(c, '[lemma="build" & pos="VERB"]').frame, ["lemma", "pos"]),
    "lines near": (lambda c: dc.concordance(c, "roads").filter('[pos="VERB"]').frame, ["pos"]),
    "heads": (lambda c: dc.frequencies(c, '[head.lemma="build"]'), ["head", "lemma"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_a_table_that_rests_on_layers_states_their_error(tagged, name):
    corpus = {"a": tagged.subset('document = "a"'), "b": tagged.subset('document = "b"')}
    call, layers = CALLS[name]
    table = call(corpus if name == "keyness" else tagged)
    assert note(table) == state(*layers)
    assert note(table[["query" if "query" in table else "line_id"]].head(1)) == state(*layers)


@pytest.mark.parametrize("call", [
    dc.frequencies,
    lambda corpus: dc.frequencies(corpus, "lemma"),
    lambda corpus: dc.frequencies(corpus, '[word="pos"]'),
    lambda corpus: dc.concordance(corpus, "pos").frame,
    lambda corpus: dc.collocates(corpus, "lemma"),
])  # fmt: skip
def test_a_table_of_words_states_nothing(tagged, call):
    assert note(call(tagged)) == ""
    bare = dc.Corpus.from_texts({"a": TEXT})
    assert note(dc.frequencies(bare, of="term")) == ""


def test_clauses_and_slots_state_how_well_they_are_found(tagged):
    clauses = note(dc.clauses(tagged))
    assert clauses.startswith("Precision and recall on 113 sentences of State of the Union ")
    figures = dc.layers.measured("clauses")
    subjects = figures[figures["field"] == "subject"].set_index("method")
    for way, said in {"parse": clauses, "tags": note(dc.clauses(tagged, by_parse=False))}.items():
        row = subjects.loc[way]
        assert (
            f"; subject {row['precision']:.2f} ({row['precision_low']:.2f}–"
            f"{row['precision_high']:.2f}), {row['recall']:.2f} ({row['recall_low']:.2f}–"
            f"{row['recall_high']:.2f}); "
        ) in said
    assert note(dc.sketch(tagged, "build", slots="object")).count(" (0.") == 2
    assert note(dc.contrast(tagged, "road", "house")).startswith("Precision and recall on the test")


def test_clauses_of_another_tagger_state_the_error_of_its_layers(tagged):
    (pos, xpos) = (tagged.layer(name) for name in ("pos", "xpos"))
    bare = dc.Corpus.from_texts({"a": TEXT, "b": "We build a house. It is a new house."})
    said = note(dc.clauses(bare.with_layer(pos, xpos)))
    assert said == state("pos", "xpos")


def test_rules_have_an_error_and_readers_have_none(tagged):
    named = dc.Corpus.from_texts({"a": "Many roads of the United Nations lead to New York."})
    named = named.with_layer(dc.layers.make(named, "names"))
    told = "Measured error: of the values of name (names), 25.6% are wrong and 5.7% are missed, on "
    for corpus in (named.only("name"), named.without("name"), named.joined("name")):
        assert note(dc.frequencies(corpus)).startswith(told)
    assert note(dc.frequencies(named, by="name")).startswith(told)
    asked = dc.concordance(named, '"roads" :: name = "Chin"').note
    assert asked.startswith(f'No span has name="Chin" (values: candidate). {told}')
    line_ids = dc.concordance(tagged, "roads").frame["line_id"]
    rows = pd.DataFrame({"line_id": line_ids, "label": "aim"})
    for about, told in (
        ({"coder": "A", "version": "1"}, ""),
        ({}, ""),
        ({"maker": "mine", "version": "1"}, "Error not measured: code (mine)."),
        (
            {"measured": {"precision": 0.75}},
            "Measured error: of the values of code, 25.0% are wrong.",
        ),
    ):
        coded = tagged.with_layer(dc.Layer("code", rows, about))
        assert note(dc.frequencies(coded, of="code")) == told


def tag_nouns(sentences):
    return [{"pos": ["NOUN"] * len(words)} for words in sentences]


def test_the_order_of_layers_is_that_of_their_names(tagged):
    bare = dc.Corpus.from_texts({"a": TEXT, "b": "We build a house. It is a new house."})
    turned = bare.with_layer(tagged.layer("pos"), tagged.layer("lemma"))
    assert note(dc.frequencies(turned, of="lemma+pos")) == state("lemma", "pos")


def test_layers_of_both_sides_are_named(tagged):
    other = dc.Corpus.from_texts({"c": "They build houses."})
    other = other.with_layer(*dc.layers.tag(other, tag_nouns))
    said = note(dc.keyness(tagged, other, of="pos"))
    assert said == f"{state('pos')} Error not measured: pos ({__name__}.tag_nouns)."


def test_lines_have_the_note_below_them(tagged):
    lines = dc.concordance(tagged, '[lemma="build"]')
    assert lines.note == state("lemma")
    assert repr(lines).splitlines()[-1] == state("lemma")
    assert lines._repr_html_().count(state("lemma")) == 1
    assert dc.concordance(tagged, "roads").note == ""
    assert "Measured" not in repr(dc.concordance(tagged, "roads"))


@pytest.fixture
def formatters(monkeypatch):
    """The formatters of a notebook that is running."""

    class Shell:
        display_formatter = DisplayFormatter()

    monkeypatch.setattr("IPython.get_ipython", Shell)
    shown_tables.show_notes_and_dollars.cache_clear()
    yield Shell.display_formatter.formatters
    shown_tables.show_notes_and_dollars.cache_clear()


def test_a_notebook_shows_the_note_once_below_the_table(formatters, tagged):
    table = dc.frequencies(tagged, of="lemma")
    html, text = (formatters[kind](table) for kind in ("text/html", "text/plain"))
    assert html == f"{table._repr_html_()}\n<p>{state('lemma')}</p>"
    assert text == f"{table!r}\n\n{state('lemma')}"
    assert list(table.columns) == list(dc.frequencies(tagged).columns)
    plain = dc.frequencies(tagged)
    assert (formatters["text/html"](plain), formatters["text/plain"](plain)) == (
        plain._repr_html_(), repr(plain),
    )  # fmt: skip


@pytest.mark.parametrize(
    "command",
    [
        ["frequencies", "--of", "lemma"],
        ["kwic", '[lemma="build"]'],
        ["collocates", '[lemma="build"]'],
    ],
)
def test_a_terminal_shows_the_note(capsys, tmp_path, command):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    verb, *arguments = command
    call = [verb, str(tmp_path), *arguments, "--layer", "lemma"]
    main(call)
    shown = capsys.readouterr().out
    assert shown.splitlines()[-1] == state("lemma")
    main([*call, "--quiet"])
    assert capsys.readouterr().out == shown.removesuffix(f"\n{state('lemma')}\n")
    main([*call, "--format", "json"])
    assert json.loads(capsys.readouterr().out)["note"] == state("lemma")


@pytest.mark.parametrize("ending", ["md", "tex", "html", "docx", "xlsx"])
def test_what_is_written_for_readers_has_the_note(tagged, tmp_path, ending):
    table = dc.frequencies(tagged, of="lemma").head(2)
    assert make_sheet(table).note == state("lemma")
    path = dc.export(table, tmp_path / f"table.{ending}")
    said = "2,077 sentences of weblogs"
    if ending == "docx":
        docx = pytest.importorskip("docx")
        assert docx.Document(str(path)).paragraphs[-1].text == state("lemma")
    elif ending == "xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        assert openpyxl.load_workbook(path)["note"]["A1"].value == state("lemma")
    else:
        assert path.read_text(encoding="utf-8").count(said) == 1


def test_a_saved_table_has_the_note_and_verify_reads_it(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    corpus = dc.read(tmp_path / "a.txt")
    corpus = corpus.with_layer(*dc.layers.tag(corpus, layers=["lemma"]))
    (tmp_path / "figures").mkdir()
    saved = tmp_path / "figures" / "lemmas"
    table = dc.frequencies(corpus, of="lemma").head(3)
    dc.save_table(table, saved, caption="Lemmas.")
    record = json.loads(saved.with_suffix(".json").read_text(encoding="utf-8"))
    assert record["note"] == state("lemma")
    assert saved.with_suffix(".md").read_text(encoding="utf-8").count("2,077 sentences") == 1
    assert not len(dc.verify(tmp_path))
    record["note"] = "Measured error: none."
    saved.with_suffix(".json").write_text(json.dumps(record), encoding="utf-8")
    found = dc.verify(tmp_path)
    row = found[found["row"] == "note"].iloc[0]
    assert row["file"].endswith("lemmas.json")
    assert (row["expected"], row["found"]) == (state("lemma"), "Measured error: none.")


def test_a_rebuilt_table_gets_the_note_with_its_record(tagged):
    table = dc.frequencies(tagged, of="lemma")
    mine = pd.DataFrame(table.head(2).to_dict("records"))
    assert note(mine) == ""
    assert note(dc.with_record(mine, like=table)) == state("lemma")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ('[pos="VRB"]', 'No token has pos="VRB" (nearest: "VERB"; values: ADJ, '),
        ('[pos="verb"]', 'No token has pos="verb" (nearest: "VERB"; values: ADJ, '),
        ('[lemma="biuld"]', 'No token has lemma="biuld" (nearest: "build"; values: China, a, '),
        ('[deprel="subj"]', 'No token has deprel="subj" (nearest: "nsubj"; values: '),
        ('[head.lemma="biuld"]', 'No token has lemma="biuld" (nearest: "build"; values: '),
        ('[pos="verb"%c]', "Measured error: "),
        ('[pos="V.*" & pos!="XYZ"]', "Measured error: "),
        ('[pos=""]', "Measured error: "),
    ],
)
def test_a_value_that_a_layer_does_not_have_is_answered_with_the_nearest(tagged, query, told):
    assert dc.concordance(tagged, query).note.startswith(told)
    assert note(dc.frequencies(tagged, query)).startswith(told)


def test_of_many_values_only_the_nearest_is_named(root):
    paper = dc.read(root / "seeds")
    paper = paper.with_layer(*dc.layers.tag(paper, layers=["lemma"]))
    said = dc.concordance(paper, '[lemma="biuld"]').note
    assert said == f'No token has lemma="biuld" (nearest: "build"). {state("lemma")}'
