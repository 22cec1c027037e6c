"""Every public function answers a wrong argument with a `DiscourseError`, or gives an answer."""

import inspect

import nltk
import pandas as pd
import pytest
from nltk.corpus.reader import PlaintextCorpusReader

import discourse as dc
from discourse.errors import describe

CORPUS = dc.Corpus.from_texts(
    {"a": "Peace and rights. Peace!\n\nRights for all.", "b": "Peace, and rights."}
)
LINES = dc.concordance(CORPUS, "peace")
CODED = CORPUS.with_layer(
    dc.Layer("code", pd.DataFrame({"line_id": LINES.frame["line_id"].unique(), "label": "aim"}))
)
TAGGED = CORPUS.with_layer(
    *(
        dc.Layer(
            name,
            dc.concordance(CORPUS, "*").frame[["line_id"]].assign(label=label),
            shape="token",
        )
        for name, label in (("pos", "NOUN"), ("xpos", "NN"))
    )
)
TWICE = CODED.with_layer(dc.Layer("other", CODED.layer("code").table))
DATED = dc.Corpus.from_frame(
    pd.DataFrame({"text": ["Peace and rights.", "Peace, rights and peace."], "year": [1990, 2000]})
)
BY_CODERS = dc.Layer("code", CODED.layer("code").table.assign(coder="Ann"))
LIST = dc.reference("udhr")
TABLE = dc.frequencies(CORPUS)
WRONG = (None, -1, float("nan"), "", [], "2", pd.DataFrame({"x": [1]}))

# For each public callable, arguments that are right. What is in capitals is made for each call.
CALLS = {
    "read": (dc.read, {"path": "TEXTS"}),
    "load": (dc.load, {"path": "SAVED"}),
    "reference": (dc.reference, {"source": "udhr"}),
    "absences": (dc.absences, {"corpus": CORPUS, "lexicon": "modals"}),
    "clauses": (dc.clauses, {"corpus": TAGGED}),
    "agreement": (dc.agreement, {"corpus": TWICE, "layers": ["code", "other"]}),
    "confusion": (dc.confusion, {"corpus": TWICE, "layers": ["code", "other"]}),
    "collocates": (dc.collocates, {"corpus": CORPUS, "node": "peace"}),
    "compare": (dc.compare, {"corpus": CORPUS}),
    "concordance": (dc.concordance, {"corpus": CORPUS, "query": "peace"}),
    "contrast": (
        dc.contrast, {"corpus": TAGGED, "node": "peace", "other": "rights", "of": "term"},
    ),
    "correspondence": (dc.correspondence, {"corpus": CORPUS}),
    "dispersion": (dc.dispersion, {"corpus": CORPUS}),
    "diversity": (dc.diversity, {"corpus": CORPUS}),
    "families": (dc.families, {"corpus": CORPUS}),
    "frames": (dc.frames, {"corpus": CORPUS}),
    "frequencies": (dc.frequencies, {"corpus": CORPUS}),
    "keyness": (dc.keyness, {"corpus": CORPUS, "reference": LIST}),
    "multiverse": (dc.multiverse, {"corpus": CORPUS, "claim": "peace > 0"}),
    "ngrams": (dc.ngrams, {"corpus": CORPUS}),
    "positions": (dc.positions, {"corpus": CORPUS, "queries": "peace"}),
    "similarity": (dc.similarity, {"corpus": CORPUS}),
    "sketch": (dc.sketch, {"corpus": TAGGED, "node": "peace", "of": "term"}),
    "tfidf": (dc.tfidf, {"corpus": CORPUS}),
    "trend": (dc.trend, {"corpus": DATED, "queries": "peace"}),
    "changes": (dc.changes, {"corpus": DATED}),
    "browse": (dc.browse, {"lines": LINES}),
    "lines": (dc.lines, {"corpus": CORPUS, "row": TABLE.iloc[0]}),
    "evidence": (dc.evidence, {"corpus": CORPUS, "table": TABLE}),
    "export": (dc.export, {"table": TABLE, "path": "terms.csv"}),
    "import_csv": (dc.import_csv, {"path": "EXPORTED"}),
    "save_figure": (
        dc.save_figure,
        {"ax": "AXES", "path": "top", "table": TABLE, "caption": "Words.", "alt": "Bars."},
    ),
    "save_table": (dc.save_table, {"table": TABLE, "path": "top", "caption": "Words."}),
    "check_manuscript": (dc.check_manuscript, {"path": "MANUSCRIPT", "corpus": CORPUS}),
    "save_site": (dc.save_site, {"notebooks": "NOTEBOOKS", "out": "page.html"}),
    "contact_sheet": (dc.contact_sheet, {"folder": "FIGURES"}),
    "save_article": (dc.save_article, {"folder": "STUDY", "path": "article.tex"}),
    "verify": (dc.verify, {"path": "FIGURES"}),
    "methods": (dc.methods, {"tables": TABLE}),
    "with_record": (dc.with_record, {"table": pd.DataFrame({"term": ["a"]}), "like": TABLE}),
    "stopwords": (dc.stopwords, {"language": "en"}),
    "Tokenizer": (dc.Tokenizer, {}),
    "Layer": (dc.Layer, {"name": "code", "table": CODED.layer("code").table}),
    "Corpus": (dc.Corpus, {"store": CORPUS.store}),
    "Corpus.from_texts": (dc.Corpus.from_texts, {"texts": {"a": "Peace."}}),
    "Corpus.from_frame": (
        dc.Corpus.from_frame, {"table": pd.DataFrame({"text": ["Peace."], "year": [1990]})},
    ),
    "Corpus.from_nltk": (dc.Corpus.from_nltk, {"reader": "READER"}),
    "Corpus.audit": (CORPUS.audit, {}),
    "Corpus.dtm": (CORPUS.dtm, {}),
    "Corpus.joined": (CODED.joined, {"name": "code"}),
    "Corpus.layer": (CODED.layer, {"name": "code"}),
    "Corpus.misfits": (CODED.misfits, {"name": "code"}),
    "Corpus.only": (CODED.only, {"name": "code"}),
    "Corpus.with_layer": (CORPUS.with_layer, {"layers": CODED.layer("code")}),
    "Corpus.without": (CODED.without, {"name": "code"}),
    "Corpus.duplicates": (CORPUS.duplicates, {}),
    "Corpus.find": (CORPUS.find, {"query": "peace"}),
    "Corpus.parts": (CORPUS.parts, {}),
    "Corpus.save": (CORPUS.save, {"path": "again"}),
    "Corpus.show": (CORPUS.show, {}),
    "Corpus.sort": (CORPUS.sort, {"by": "document"}),
    "Corpus.subset": (CORPUS.subset, {"condition": 'document = "a"'}),
    "Corpus.to_nltk": (CORPUS.to_nltk, {}),
    "Corpus.tokens": (CORPUS.tokens, {"document": "a"}),
    "Corpus.with_metadata": (
        CORPUS.with_metadata, {"table": pd.DataFrame({"document": ["a", "b"], "year": [1, 2]})},
    ),
    "Concordance.again": (LINES.again, {"steps": LINES.sort("L1").steps}),
    "Concordance.exclude": (LINES.exclude, {"query": "and"}),
    "Concordance.expand": (LINES.expand, {"line": 0}),
    "Concordance.filter": (LINES.filter, {"query": "and"}),
    "Concordance.group": (LINES.group, {"by": "section"}),
    "Concordance.groups": (LINES.group("section").groups, {}),
    "Concordance.head": (LINES.head, {}),
    "Concordance.rank": (LINES.rank, {"words": "and"}),
    "Concordance.rank_by_rarity": (LINES.rank_by_rarity, {}),
    "Concordance.sample": (LINES.sample, {"n": 2}),
    "Concordance.shuffle": (LINES.shuffle, {}),
    "Concordance.slice": (LINES.slice, {}),
    "Concordance.sort": (LINES.sort, {"keys": "L1"}),
    "Concordance.tail": (LINES.tail, {}),
    "Concordance.to_frame": (LINES.to_frame, {}),
    "Concordance.to_sheet": (LINES.to_sheet, {"path": "lines.xlsx"}),
    "Concordance.where": (LINES.where, {"condition": 'document = "a"'}),
    "Concordance.with_columns": (LINES.with_columns, {"names": ()}),
    "Concordance.within": (LINES.within, {"unit": "sentence"}),
    "layers.make": (dc.layers.make, {"corpus": CORPUS, "maker": "quotations"}),
    "layers.makers": (dc.layers.makers, {}),
    "layers.tag": (dc.layers.tag, {"corpus": CORPUS, "layers": "pos"}),
    "layers.read": (dc.layers.read, {"path": "LAYER"}),
    "layers.write": (dc.layers.write, {"layer": CODED.layer("code"), "path": "code.csv"}),
    "layers.from_conllu": (dc.layers.from_conllu, {"corpus": CODED, "path": "CONLLU"}),
    "layers.from_vertical": (dc.layers.from_vertical, {"corpus": CODED, "path": "VERTICAL"}),
    "layers.from_csv": (dc.layers.from_csv, {"corpus": CODED, "path": "LAYER"}),
    "layers.from_qdpx": (dc.layers.from_qdpx, {"corpus": CODED, "path": "PROJECT"}),
    "layers.to_conllu": (dc.layers.to_conllu, {"corpus": CODED, "path": "a.conllu"}),
    "layers.to_vertical": (dc.layers.to_vertical, {"corpus": CODED, "path": "a.vrt"}),
    "layers.to_csv": (dc.layers.to_csv, {"corpus": CODED, "path": "a.csv", "name": "code"}),
    "layers.to_qdpx": (dc.layers.to_qdpx, {"corpus": CODED, "path": "a.qdpx"}),
    "layers.codebook": (dc.layers.codebook, {"path": "CODEBOOK"}),
    "layers.code_file": (dc.layers.code_file, {"codebook": "CODEBOOK", "coder": "A"}),
    "layers.codes": (dc.layers.codes, {"corpus": CORPUS, "codebook": "CODEBOOK"}),
    "layers.by_coder": (dc.layers.by_coder, {"layer": BY_CODERS}),
    "layers.to_qdc": (dc.layers.to_qdc, {"codebook": "CODEBOOK", "path": "a.qdc"}),
    "layers.from_qdc": (dc.layers.from_qdc, {"path": "QDC", "target": "new.toml"}),
    "layers.revision": (dc.layers.revision, {"lines": LINES, "codebook": "CODEBOOK"}),
    "layers.to_sheet": (
        dc.layers.to_sheet, {"lines": LINES, "path": "lines.xlsx", "codebook": "CODEBOOK"},
    ),
    "layers.from_sheet": (
        dc.layers.from_sheet,
        {"corpus": CORPUS, "path": "SHEET", "codebook": "CODEBOOK", "coder": "A"},
    ),
    "layers.lexicon": (dc.layers.lexicon, {"source": "modals"}),
    "layers.unpaired_marks": (dc.layers.unpaired_marks, {"corpus": CORPUS}),
    "FrequencyList.dtm": (LIST.dtm, {}),
    "FrequencyList.rows": (LIST.rows, {"term": "peace"}),
    "FrequencyList.subset": (LIST.subset, {"condition": 'part = "preamble"'}),
}  # fmt: skip


PARAMETERS = [
    (name, parameter)
    for name, (function, _) in CALLS.items()
    for parameter in inspect.signature(function).parameters
]


@pytest.fixture
def folder(tmp_path, monkeypatch, root):
    """A folder to write in, with the files and objects for the names in capitals."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(nltk.data, "path", [str(tmp_path)])
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("Peace and rights.", encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def right(value, folder):
    """An argument that is right."""
    match value if isinstance(value, str) else "":
        case "TEXTS":
            return folder / "texts"
        case "READER":
            return PlaintextCorpusReader(str(folder / "texts"), r".*\.txt")
        case "SAVED":
            CORPUS.save(folder / "paper.corpus")
            return folder / "paper.corpus"
        case "LAYER":
            dc.layers.write(CODED.layer("code"), folder / "code.csv")
            return folder / "code.csv"
        case "CODEBOOK":
            book = folder / "stance.toml"
            book.write_text('[[code]]\ncode = "for"\n', encoding="utf-8")
            dc.layers.code_file(book, "A").put(LINES[0].line_id, "for")
            return book
        case "QDC":
            dc.layers.to_qdc(right("CODEBOOK", folder), folder / "given.qdc")
            (folder / "new.toml").unlink(missing_ok=True)
            return folder / "given.qdc"
        case "SHEET":
            dc.layers.to_sheet(LINES, folder / "coded.xlsx", right("CODEBOOK", folder), coder="A")
            return folder / "coded.xlsx"
        case "CONLLU":
            dc.layers.to_conllu(CODED, folder / "b.conllu")
            return folder / "b.conllu"
        case "VERTICAL":
            dc.layers.to_vertical(CODED, folder / "b.vrt")
            return folder / "b.vrt"
        case "PROJECT":
            dc.layers.to_qdpx(CODED, folder / "b.qdpx")
            return folder / "b.qdpx"
        case "EXPORTED":
            return dc.export(TABLE, folder / "given.csv")
        case "AXES":
            return dc.plot.frequencies(TABLE)
        case "MANUSCRIPT":
            (folder / "paper.md").write_text("*Peace* has [2](# 'peace') hits.", "utf-8")
            return folder / "paper.md"
        case "NOTEBOOKS":
            (folder / "notebooks" / "a.ipynb").write_text(
                '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "utf-8"
            )
            return folder / "notebooks"
        case "FIGURES":
            figures = folder / "figures"
            figures.mkdir(exist_ok=True)
            made = dc.plot.frequencies(TABLE)
            dc.save_figure(made, figures / "top", table=TABLE, caption="Words.", alt="Bars.")
            return figures
        case "STUDY":  # with the texts of its figures
            (folder / "figures").mkdir(exist_ok=True)
            table = dc.frequencies(dc.read(folder / "texts")).head(3)
            top, about = folder / "figures" / "top", {"caption": "Words.", "alt": "Bars."}
            dc.save_figure(dc.plot.frequencies(table), top, table=table, **about)
            return folder / "figures"
    return value


def call(function, arguments):
    """Call a function; an argument with a star, and those before it, are given by their place."""
    signature = inspect.signature(function).parameters
    places = []
    for name, parameter in signature.items():
        if parameter.kind is parameter.VAR_POSITIONAL:
            value = arguments.pop(name, ())
            places = [arguments.pop(each) for each in signature if each in arguments][:1]
            places += value if isinstance(value, tuple) else [value]
    return function(*places, **arguments)


def names_argument(message, parameter, wrong):
    """Whether a message says which argument is wrong."""
    names = [parameter, parameter.removesuffix("s"), describe(wrong), repr(wrong)]
    names += [wrong] if isinstance(wrong, str) and wrong else []
    names += list(wrong.columns) if isinstance(wrong, pd.DataFrame) else []
    return any(name in message for name in names)


def test_every_public_callable_is_tried():
    classes = {
        "Corpus": dc.Corpus,
        "Concordance": dc.Concordance,
        "FrequencyList": dc.FrequencyList,
    }
    methods = {
        f"{name}.{method}"
        for name, kind in classes.items()
        for method, value in inspect.getmembers(kind)
        if method[0] != "_" and (inspect.isfunction(value) or inspect.ismethod(value))
    }
    made_by_others = {
        "Browser", "Concordance", "DiscourseError", "FrequencyList", "Line", "Methods", "plot",
        "layers", "verbs",
        "Concordance.count", "Concordance.index",
    }  # fmt: skip
    rules = {name for name in CALLS if name.startswith("layers.")}
    assert set(CALLS) - rules == {*dc.__all__, *methods} - made_by_others
    assert {name.partition(".")[2] for name in rules} <= set(dc.layers.__all__)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_right_arguments_are_answered(name, folder):
    function, arguments = CALLS[name]
    call(function, {key: right(value, folder) for key, value in arguments.items()})


@pytest.mark.slow
@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_a_wrong_argument_is_answered(name, parameter, folder):
    function, arguments = CALLS[name]
    for wrong in WRONG:
        given = {key: right(value, folder) for key, value in arguments.items()}
        try:
            call(function, {**given, parameter: wrong})
        except dc.DiscourseError as error:
            message = str(error)
            has_caret = "\n" in message and "^" in message
            assert has_caret or ("\n" not in message and message.endswith((".", "?")))
            assert names_argument(message, parameter, wrong)
        except Exception as error:
            pytest.fail(f"{parameter}={describe(wrong)}: {type(error).__name__}: {error}")
