"""Whatever format a corpus and its layers are written in: what is read again is the same."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.store.heads import head_tokens
from discourse.errors import DiscourseError
from discourse.text.squeezing import first_difference, squeeze

# Words, signs, emoji made of several characters, white space of every kind, and markup.
PIECES = st.sampled_from(
    [
        "rights", "Peace", "don't", "China's", "U.S.", "36,000", "café", "Maße", "权利", "½", "x",
        ".", ",", '"', "'", "”", "&", "<", ">", "</s>", "&amp;", "_", "|", "#", "\\", "...",
        "😀", "👩‍👩‍👧", "🇺🇳", "e\u0301", "\u00ad", "\u200d", "\ufeff",
        " ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u2028", "\r\n",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map("".join)
WORDS = st.sampled_from(["x", "VERB", "a b", 'say "so"', "<é> & 'q'", "😀", "a|b=c", "_b", "U+2"])
LABELS = st.one_of(WORDS, st.sampled_from(["a\nb", "c\td", "\r", "_", "__UNDEF__", "&#9;"]))

some = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def corpora(draw, labels=WORDS):
    """A corpus of one or two texts, with spans that nest and overlap, and values of tokens."""
    texts = draw(st.lists(TEXTS.filter(lambda t: any(map(str.isalpha, t))), min_size=1, max_size=2))
    corpus = dc.Corpus.from_texts({f"text {n}": text for n, text in enumerate(texts)},
                                  tokenizer=dc.Tokenizer(segmenter=_words))  # fmt: skip
    digests = [digest[:12] for digest in corpus.documents["sha256"]]
    rows = []
    for digest, text in zip(digests, texts, strict=True):
        for _ in range(draw(st.integers(0, 4))):
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            if any(map(str.isalnum, text[start:end])):
                rows.append((f"{digest}:{start}-{end}", draw(labels), draw(LABELS)))
    table = pd.DataFrame(rows, columns=["line_id", "label", "note"], dtype="str")
    table = table.drop_duplicates(["line_id", "label"])
    corpus = corpus.with_layer(dc.Layer("code", table, {"coder": "A"}, texts=digests))
    values = [
        (f"{digest}:{start}-{end}", draw(labels))
        for digest, text in dict(zip(digests, texts, strict=True)).items()
        for start, end in corpus.tokenizer.spans(text).tolist()
        if draw(st.booleans())
    ]
    tags = pd.DataFrame(values, columns=["line_id", "label"], dtype="str")
    layers = [dc.Layer(name, tags, shape="token", texts=digests) for name in ("lemma", "usas")]
    return corpus.with_layer(layers[0]).with_layer(layers[1])


def _words(text):
    """The built-in rule, whatever the script."""
    return dc.Tokenizer().spans(text).tolist()


def same(corpus, layers, *names):
    found = {layer.name: layer for layer in layers}
    assert found.keys() >= {name for name in names if len(corpus.layer(name))}
    for name in names:
        if len(corpus.layer(name)):
            assert found[name].table.equals(corpus.layer(name).table)
            assert found[name].digest == corpus.layer(name).digest


@pytest.mark.slow
@some
@given(corpora(LABELS))
def test_layer_files(tmp_path, corpus):
    for name in ("code", "lemma"):
        dc.layers.write(corpus.layer(name), tmp_path / f"{name}.csv")
        same(corpus, [dc.layers.read(tmp_path / f"{name}.csv")], name)


@pytest.mark.slow
@some
@given(corpora(LABELS))
def test_tables_of_spans(tmp_path, corpus):
    dc.layers.to_csv(corpus, tmp_path / "code.csv", "code")
    same(corpus, [dc.layers.from_csv(corpus, tmp_path / "code.csv")], "code")


@pytest.mark.slow
@some
@given(corpora(LABELS))
def test_vertical_text(tmp_path, corpus):
    dc.layers.to_vertical(corpus, tmp_path / "a.vrt")
    same(corpus, dc.layers.from_vertical(corpus, tmp_path / "a.vrt"), "code", "lemma", "usas")
    again = dc.read(tmp_path / "a.vrt")
    assert [w for n in again for w in again.tokens(n)] == [
        w for n in corpus for w in corpus.tokens(n)
    ]


@pytest.mark.slow
@some
@given(corpora())
def test_conllu(tmp_path, corpus):
    dc.layers.to_conllu(corpus, tmp_path / "a.conllu")
    same(corpus, dc.layers.from_conllu(corpus, tmp_path / "a.conllu"), "lemma", "usas")
    again = dc.read(tmp_path / "a.conllu")
    assert [w for n in again for w in again.tokens(n)] == [
        w for n in corpus for w in corpus.tokens(n)
    ]
    for one, other in zip(corpus.store.texts, again.store.texts, strict=True):
        assert first_difference(squeeze(one), squeeze(other)) is None


@pytest.mark.slow
@some
@given(corpora(LABELS))
def test_refi_qda(tmp_path, corpus):
    dc.layers.to_qdpx(corpus, tmp_path / "a.qdpx")
    if len(corpus.layer("code")):
        same(corpus, dc.layers.from_qdpx(corpus, tmp_path / "a.qdpx"), "code")


def test_a_value_that_conllu_cannot_hold_is_refused(tmp_path):
    corpus = dc.Corpus.from_texts({"a": "Peace"})
    digest = corpus.documents["sha256"][0][:12]
    for value, reason in (("a\tb", "a tab or a line end"), ("_", "_ as a value, which means none")):
        table = pd.DataFrame({"line_id": [f"{digest}:0-5"], "label": [value]})
        labelled = corpus.with_layer(dc.Layer("lemma", table, shape="token"))
        with pytest.raises(DiscourseError, match="the layer 'lemma' has the value") as refused:
            dc.layers.to_conllu(labelled, tmp_path / "a.conllu")
        assert reason in str(refused.value)
        dc.layers.to_conllu(labelled, tmp_path / "a.conllu", layers=[])


OWN = {
    "float": [9.5e9, 0.1 + 0.2],
    "single": np.array([0.1, 0.2], dtype="float32"),
    "missing": [1.5, None],
    "whole": [1, 2**62 + 1],
    "some": pd.array([2**62 + 1, pd.NA], dtype="Int64"),
    "truth": [True, False],
    "unknown": pd.array([True, pd.NA], dtype="boolean"),
    "said": ["1.0", "nan"],
    "empty": ["", "x"],
    "two words": ["a", "b"],
}


@pytest.mark.parametrize("form", ["write", "to_csv", "to_vertical", "to_qdpx"])
@pytest.mark.parametrize("column", list(OWN))
def test_columns_of_any_kind_come_back(tmp_path, form, column):
    corpus = dc.Corpus.from_texts({"sub/a": "Peace and rights"})
    digest = corpus.documents["sha256"][0][:12]
    ids = [f"{digest}:0-5", f"{digest}:10-16"]
    table = pd.DataFrame({"line_id": ids, "label": ["x", "y"], column: OWN[column]})
    corpus = corpus.with_layer(dc.Layer("code", table))
    if form == "write":
        dc.layers.write(corpus.layer("code"), tmp_path / "code.csv")
        again = dc.layers.read(tmp_path / "code.csv")
    elif form == "to_csv":
        dc.layers.to_csv(corpus, tmp_path / "code.csv", "code")
        again = dc.layers.from_csv(corpus, tmp_path / "code.csv")
    else:
        getattr(dc.layers, form)(corpus, tmp_path / "a.x")
        (again,) = getattr(dc.layers, form.replace("to_", "from_"))(corpus, tmp_path / "a.x")
    assert again.digest == corpus.layer("code").digest
    if form != "to_csv" and column != "single":
        pd.testing.assert_frame_equal(again.table, corpus.layer("code").table)


def test_a_column_that_vertical_text_would_mistake_is_refused(tmp_path):
    corpus = dc.Corpus.from_texts({"a": "Peace"})
    rows = dc.concordance(corpus, "Peace").frame[["line_id"]].assign(label="x")
    for own in ({"char_start": 3}, {"-label": "y"}, {"a b": 1, "a_b": 2}):
        labelled = corpus.with_layer(dc.Layer("code", rows.assign(**own)))
        with pytest.raises(DiscourseError, match=r"the layer 'code' has a column .* be mistaken"):
            dc.layers.to_vertical(labelled, tmp_path / "a.vrt")


def test_conllu_refuses_to_leave_out_a_layer_of_spans_that_is_asked_for(tmp_path):
    corpus = dc.Corpus.from_texts({"a": "Peace"})
    rows = dc.concordance(corpus, "Peace").frame[["line_id"]].assign(label="x")
    labelled = corpus.with_layer(dc.Layer("code", rows))
    with pytest.raises(DiscourseError, match="'code' has spans, and CoNLL-U has values of tokens"):
        dc.layers.to_conllu(labelled, tmp_path / "a.conllu", layers=["code"])
    dc.layers.to_conllu(labelled, tmp_path / "a.conllu")


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    corpus = dc.Corpus.from_texts({"a": "Peace"})
    rows = dc.concordance(corpus, "Peace").frame[["line_id"]].assign(label="x")
    corpus = corpus.with_layer(dc.Layer("code", rows))
    path = tmp_path / "none" / "a.csv"
    for write in (
        lambda: dc.layers.to_conllu(corpus, path),
        lambda: dc.layers.to_vertical(corpus, path),
        lambda: dc.layers.to_qdpx(corpus, path),
        lambda: dc.layers.to_csv(corpus, path, "code"),
        lambda: dc.layers.write(corpus.layer("code"), path),
        lambda: dc.layers.lexicon("modals").save(path),
    ):
        with pytest.raises(DiscourseError, match=r"there is no folder .*none; make it, or name"):
            write()


CONLLU = """# newdoc id = minutes
# meta::year = 1990
# sent_id = s1
# newpar
# a remark
# text = We don't.
# genre = speech
# genre = minutes
1\tWe\twe\tPRON\t_\t_\t0\troot\t_\tGloss=wir
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|Translit=x
2\tdo\tdo\tAUX\t_\t_\t1\taux\t_\t_
3\tn't\tnot\tPART\t_\t_\t1\tadvmod\t_\t_
4\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_

# newpar id = p2
# sent_id = s2
# text = Yes.
1\tYes\tyes\tINTJ\t_\t_\t0\troot\t_\tSpaceAfter=No
2\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_

"""


def test_a_file_of_conllu_is_written_as_it_was_read(tmp_path):
    (tmp_path / "x.conllu").write_text(CONLLU, encoding="utf-8", newline="\n")
    corpus = dc.read(tmp_path / "x.conllu")
    dc.layers.to_conllu(corpus, tmp_path / "y.conllu")
    assert (tmp_path / "y.conllu").read_text(encoding="utf-8") == CONLLU
    assert dc.read(tmp_path / "y.conllu").fingerprint == corpus.fingerprint


HEADS = """# newdoc id = a
# sent_id = 1
# text = Ven del mar aqui.
1\tVen\t_\t_\t_\t_\t0\t_\t_\t_
2-3\tdel\t_\t_\t_\t_\t_\t_\t_\t_
2\tde\t_\t_\t_\t_\t3\t_\t_\t_
3\tel\t_\t_\t_\t_\t1\t_\t_\t_
4\tmar\t_\t_\t_\t_\t3\t_\t_\t_
5\taqui\t_\t_\t_\t_\t2\t_\t_\tSpaceAfter=No
6\t.\t_\t_\t_\t_\t_\t_\t_\t_

# sent_id = 2
# text = No
1\tNo\t_\t_\t_\t_\t0\t_\t_\t_

"""


def test_numbers_of_heads_come_back_from_conllu_and_from_vertical_text(tmp_path):
    (tmp_path / "x.conllu").write_text(HEADS, encoding="utf-8", newline="\n")
    corpus = dc.read(tmp_path / "x.conllu")
    dc.layers.to_conllu(corpus, tmp_path / "y.conllu")
    assert (tmp_path / "y.conllu").read_text(encoding="utf-8") == HEADS
    dc.layers.to_vertical(corpus, tmp_path / "y.vrt")
    written = (tmp_path / "y.vrt").read_text(encoding="utf-8")
    assert "del\t2.2+1\t" in written
    assert "mar\t2.2\t" in written
    same(corpus, dc.layers.from_vertical(corpus, tmp_path / "y.vrt"), "head")
    again = dc.read(tmp_path / "y.vrt")
    assert head_tokens(again.store).tolist() == [0, 0, 1, 1, 4]
    assert head_tokens(again.store).tolist() == head_tokens(corpus.store).tolist()


@st.composite
def parsed_sentences(draw):
    """The rows of a sentence, in which some words are written as one, spelled by them or not."""
    size = draw(st.integers(1, 7))
    forms = draw(st.lists(st.sampled_from(["a", "de", "el", ",", "x-y"]), min_size=size,
                          max_size=size))  # fmt: skip
    rows, at = [], 0
    while at < size:
        length = min(draw(st.integers(1, 3)), size - at)
        if length > 1:
            whole = draw(st.sampled_from(["".join(forms[at : at + length]), "zz"]))
            rows.append([f"{at + 1}-{at + length}", whole, *"_" * 8])
        for number in range(at + 1, at + length + 1):
            head = draw(st.sampled_from(["_", *map(str, range(size + 1))]))
            head = "0" if head == str(number) else head
            rows.append([str(number), forms[number - 1], *"____", head, *"___"])
        at += length
    return rows


@pytest.mark.slow
@some
@given(st.lists(parsed_sentences(), min_size=1, max_size=3))
def test_heads_are_written_as_they_were_read(tmp_path, sentences):
    sentences = [[["1", "Peace", *"____", "0", *"___"]], *sentences]  # a text has a word
    rows = ["\n".join("\t".join(row) for row in rows) for rows in sentences]
    (tmp_path / "x.conllu").write_text("\n\n".join(rows) + "\n\n", encoding="utf-8")
    corpus = dc.read(tmp_path / "x.conllu")
    dc.layers.to_conllu(corpus, tmp_path / "y.conllu")
    lines = (tmp_path / "y.conllu").read_text(encoding="utf-8").splitlines()
    written = [line.split("\t") for line in lines if "\t" in line]
    read = [row for rows in sentences for row in rows]
    assert [(row[0], row[1], row[6]) for row in written] == [
        (row[0], row[1], row[6]) for row in read
    ]
    if "head" in corpus.layers["layer"].tolist():
        dc.layers.to_vertical(corpus, tmp_path / "y.vrt")
        same(corpus, dc.layers.from_vertical(corpus, tmp_path / "y.vrt"), "head")
        again = dc.read(tmp_path / "y.vrt")
        assert head_tokens(again.store).tolist() == head_tokens(corpus.store).tolist()


def test_distances_are_those_of_the_text_that_the_layer_is_on(tmp_path):
    (tmp_path / "x.conllu").write_text(HEADS, encoding="utf-8")
    for blanks in (" ", "\n  "):
        text = blanks.join("Ven del mar aqui. No".split())
        corpus = dc.Corpus.from_texts({"a": text})
        layers = dc.layers.from_conllu(corpus, tmp_path / "x.conllu")
        headed = corpus.with_layer(next(layer for layer in layers if layer.name == "head"))
        assert headed.layer("head").table["label"].tolist()[2] == f"-{len('del' + blanks)}.2"
        assert head_tokens(headed.store).tolist() == [0, 0, 1, 1, 4]
        dc.layers.to_conllu(headed, tmp_path / "y.conllu")
        numbers = [line.split("\t")[6] for line in (tmp_path / "y.conllu").read_text().splitlines()
                   if "\t" in line]  # fmt: skip
        # "del" is one line here, and so one word.
        assert numbers == ["0", "1", "2", "2", "_", "0"]


def test_a_head_in_another_sentence_is_left_out_and_what_is_no_distance_refused(tmp_path):
    corpus = dc.Corpus.from_texts({"a": "We build. It grows."})
    digest = corpus.documents["sha256"][0][:12]
    table = pd.DataFrame({"line_id": [f"{digest}:0-2", f"{digest}:3-8"], "label": ["+3", "+7"]})
    headed = corpus.with_layer(dc.Layer("head", table, shape="token"))
    dc.layers.to_conllu(headed, tmp_path / "a.conllu")
    dc.layers.to_vertical(headed, tmp_path / "a.vrt")
    assert "build\t_\t_\t_\t_\t_\t" in (tmp_path / "a.conllu").read_text()
    assert "We\t2\nbuild\t_\n" in (tmp_path / "a.vrt").read_text()
    other = headed.with_layer(dc.Layer("head", table.assign(label=["build", "2"]), shape="token"))
    with pytest.raises(DiscourseError, match="has the value '2', which is no distance"):
        dc.layers.to_conllu(other, tmp_path / "a.conllu")
    dc.layers.to_vertical(other, tmp_path / "a.vrt")
    assert "We\tbuild\nbuild\t2\n" in (tmp_path / "a.vrt").read_text()


@pytest.mark.parametrize("head", ["9", "-1", "+2", "2.2.2+1"])
def test_a_head_in_vertical_text_that_is_no_token_of_its_sentence_is_refused(tmp_path, head):
    columns = "<!-- #vrt positional-attributes: word head -->"
    (tmp_path / "a.vrt").write_text(f"{columns}\n<s>\nWe\t2\nbuild\t{head}\n</s>\n")
    if head.startswith("2.2.2"):
        kept = dc.read(tmp_path / "a.vrt").layer("head").table["label"].tolist()
        assert kept == ["+3", head]
        return
    with pytest.raises(DiscourseError, match=r"a\.vrt: the head is .* and the sentence has 2 tok"):
        dc.read(tmp_path / "a.vrt")


def test_comments_that_were_added_have_their_usual_places(tmp_path):
    (tmp_path / "x.conllu").write_text(CONLLU.replace("# text = We don't.\n", ""))
    corpus = dc.read(tmp_path / "x.conllu", metadata=_metadata(tmp_path))
    dc.layers.to_conllu(corpus, tmp_path / "y.conllu")
    written = (tmp_path / "y.conllu").read_text(encoding="utf-8").splitlines()[:9]
    assert sorted(written) == sorted([*CONLLU.splitlines()[:8], "# meta::place = Geneva"])
    assert written.index("# sent_id = s1") < written.index("# newpar")


def _metadata(tmp_path):
    path = tmp_path / "about.csv"
    path.write_text("document,place\nx,Geneva\n")
    return path


def test_a_corpus_keeps_names_and_metadata_in_vertical_text(tmp_path):
    line = '<text id="minutes" year="1990">'
    (tmp_path / "x.vrt").write_text(f"{line}\nPeace\n</text>\n")
    corpus = dc.read(tmp_path / "x.vrt")
    assert list(corpus) == ["minutes"]
    assert "id" not in corpus.documents
    dc.layers.to_vertical(corpus, tmp_path / "y.vrt")
    assert line in (tmp_path / "y.vrt").read_text()
    assert dc.read(tmp_path / "y.vrt").documents["year"].tolist() == ["1990"]


def test_metadata_named_id_does_not_take_the_place_of_the_name(tmp_path):
    (tmp_path / "a.txt").write_text("Peace")
    (tmp_path / "about.csv").write_text("document,id\na,7\n")
    corpus = dc.read(tmp_path / "a.txt", metadata=tmp_path / "about.csv")
    dc.layers.to_vertical(corpus, tmp_path / "y.vrt")
    assert '<text id="a" id_given="7">' in (tmp_path / "y.vrt").read_text()


def test_a_file_in_the_place_of_the_registry_is_named(tmp_path):
    (tmp_path / "registry").write_text("x")
    corpus = dc.Corpus.from_texts({"a": "Peace"})
    with pytest.raises(DiscourseError, match=r"the folder .*registry cannot be made \(File exists"):
        dc.layers.to_vertical(corpus, tmp_path / "a.vrt")
