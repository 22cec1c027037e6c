"""Corpora of texts that are tokenised already: the tokens and sentences are those of the files."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import regex

import discourse as dc
from discourse.corpus.query.rereading import reread
from discourse.corpus.query.second_matcher import find_without_index
from discourse.errors import DiscourseError

LINES = """# newdoc id = {name}
# text = "We don't know," China's U.S. friends said.
1\t"\t"\tPUNCT
2-3\tWe'll\t_\t_
2\tWe\twe\tPRON
3\t'll\twill\tAUX
4-5\tdon't\t_\t_
4\tdo\tdo\tAUX
5\tn't\tnot\tPART
6\tknow\tknow\tVERB
7\t,\t,\tPUNCT
8\t"\t"\tPUNCT
9-10\tChina's\t_\t_
9\tChina\tChina\tPROPN
10\t's\t's\tPART
11\tU.S.\tU.S.\tPROPN
12\tfriends\tfriend\tNOUN
13\tsaid\tsay\tVERB
14\t.\t.\tPUNCT

# newpar
# sent_id = {name}2
# text = {name}.
1\t{name}\t{name}\tX
2\t.\t.\tPUNCT

"""
WORDS = "We 'll do n't know China 's U.S. friends said".split()


def conllu(*names):
    text = "".join(LINES.format(name=name) for name in names).replace('"We don', "\"We'll don")
    return "".join(
        line if line.startswith("#") or "\t" not in line else line.rstrip("\n") + "\t_" * 6 + "\n"
        for line in text.splitlines(keepends=True)
    )


@pytest.fixture
def write(tmp_path):
    """A function that writes a CoNLL-U file of documents of these names, and returns its path."""

    def written(file, *names):
        path = tmp_path / file
        path.write_text(conllu(*names), encoding="utf-8", newline="\n")
        return path

    return written


def test_the_tokens_and_sentences_are_those_of_the_file(write):
    corpus = dc.read(write("x.conllu", "a", "b"))
    assert corpus.tokens("a") == [*WORDS, "a"]
    assert corpus.parts("sentence")["tokens"].tolist() == [10, 1, 10, 1]
    assert corpus.parts("section")["tokens"].tolist() == [10, 1, 10, 1]
    assert corpus.recipe["words"]["segmenter"] == "file"


def test_a_phrase_is_cut_at_its_blanks(write):
    corpus = dc.read(write("x.conllu", "a", "b"))
    for phrase in ("do n't know", "china 's u.s. friends", "U.S.", "fr*nds|fiends"):
        assert len(corpus.find(phrase)) == 2, phrase
    assert len(corpus.find("don't")) == 0


def test_every_row_resolves_to_its_lines(write):
    corpus = dc.read(write("x.conllu", "a", "b"))
    for table in (dc.frequencies(corpus), dc.ngrams(corpus, n=2), dc.tfidf(corpus)):
        assert len(table) >= 9
        for row in table.to_dict("records"):
            assert len(corpus.find(row["query"])) == row["count"]


def test_both_matchers_find_the_same_also_in_a_subset(write):
    corpus = dc.read(write("x.conllu", "a", "b"))
    for part in (corpus, corpus.subset('sentence = "1"'), corpus["b"].subset('section = "2"')):
        tokens = reread(part.store)
        assert len(tokens) == part.size
        for query in (
            "n't know",
            '[lower="u\\.s\\."]',
            '"We" []{0,9} "said" within sentence',
            "a|b",
        ):
            found = find_without_index(tokens, query, part.tokenizer)
            assert len(found) == len(part.find(query)), query


def test_a_saved_corpus_and_its_shards_keep_tokens_sentences_and_fingerprint(write, tmp_path):
    whole = dc.read(write("x.conllu", "a", "b"))
    whole.save(tmp_path / "x.corpus")
    loaded = dc.load(tmp_path / "x.corpus", verify=True)
    assert reread(loaded["b"].store).words == [*WORDS, "b"]
    assert loaded.parts("sentence").equals(whole.parts("sentence"))
    for name in "ab":
        dc.read(write(f"{name}.conllu", name)).save(tmp_path / f"{name}.corpus")
    shards = dc.load([tmp_path / "a.corpus", tmp_path / "b.corpus"])
    assert shards.tokens("b") == whole.tokens("b")
    assert shards.parts("sentence")["tokens"].tolist() == [10, 1, 10, 1]


def test_workers_read_the_same_corpus(write, tmp_path):
    for name in "ab":
        write(f"{name}.conllu", name)
    with ThreadPoolExecutor(2) as executor:
        assert dc.read(tmp_path, executor=executor).fingerprint == dc.read(tmp_path).fingerprint


def test_the_fingerprint_changes_with_a_label_a_token_and_a_sentence(write, tmp_path):
    path = write("x.conllu", "a", "b")
    before = dc.read(path).fingerprint
    for old, new in (("\tNOUN", "\tPROPN"), ("friend\t", "Friend\t")):
        path.write_text(conllu("a", "b").replace(old, new), encoding="utf-8", newline="\n")
        assert dc.read(path).fingerprint != before


def test_a_tokenizer_divides_the_text_by_its_own_rule(write):
    corpus = dc.read(write("x.conllu", "a"), tokenizer=dc.Tokenizer())
    assert corpus.tokens("a")[:3] == ["We'll", "don't", "know"]
    layer = corpus.store.layers["pos"]
    values = [layer.values[number] for number in layer.ids.tolist()]
    assert values[:3] == ["AUX", "PART", "VERB"]  # that of the piece with most characters


def test_texts_with_and_without_tokens_are_not_mixed_unseen(write, tmp_path):
    write("x.conllu", "a")
    (tmp_path / "y.txt").write_text("Peace.")
    with pytest.raises(
        DiscourseError, match=r"is tokenised already and .*y\.txt is not; read them"
    ):
        dc.read(tmp_path)
    assert len(dc.read(tmp_path, tokenizer=dc.Tokenizer())) == 2
    with pytest.raises(DiscourseError, match="y is not tokenised already"):
        dc.read(tmp_path, tokenizer=dc.Tokenizer(segmenter="file"))


def test_a_region_may_not_begin_inside_a_token(write):
    path = write("x.conllu", "a")
    path.with_suffix(".toml").write_text(
        '[[region]]\nname = "a"\nbegins = "\\"We"\n[[region]]\nname = "rest"\nbegins = "iends"\n'
    )
    with pytest.raises(DiscourseError, match="inside the token 'friends'; begin it before or"):
        dc.read(path)


def test_a_saved_table_is_verified_from_the_file(write, tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "tables").mkdir()
    path = write("texts/x.conllu", "a", "b")
    dc.save_table(dc.frequencies(dc.read(path)), tmp_path / "tables/words", caption="Words.")
    assert dc.verify(tmp_path).empty
    path.write_text(conllu("a", "b").replace("friend", "fiend"), encoding="utf-8", newline="\n")
    assert not dc.verify(tmp_path).empty


# ---------------------------------------------------------------------------------- a treebank


@pytest.fixture(scope="module")
def treebanks(shared):
    folder = shared / "treebanks"
    if not folder.is_dir():
        pytest.skip("needs ../shared/treebanks")
    return folder


def scan(path):
    """The form, lemma and part of speech of each word of a CoNLL-U file with a letter or digit."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if "\t" in line]
    return [
        (cells[1], "" if cells[2] == "_" else cells[2], cells[3])
        for cells in rows
        if cells[0].isdigit() and any(map(str.isalnum, cells[1]))
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "file", ["ud-english-ewt/dev", "ud-english-ewt/test", "ud-chinese-gsdsimp/dev"]
)
def test_a_treebank_is_read_word_by_word(treebanks, file):
    path = treebanks / f"{file}.conllu"
    corpus, words = dc.read(path), scan(path)
    assert [form for name in corpus for form in corpus.tokens(name)] == [w[0] for w in words]
    for at, name in ((1, "lemma"), (2, "pos")):
        layer = corpus.store.layers[name]
        found = np.array(list(layer.values), dtype=object)[layer.ids]
        assert Counter(found.tolist()) == Counter(word[at] for word in words)


@pytest.mark.slow
@pytest.mark.parametrize("file", ["ud-english-ewt/dev", "ud-english-ewt/test"])
def test_queries_of_lemmas_and_parts_of_speech_agree_with_a_scan(treebanks, file, rng):
    path = treebanks / f"{file}.conllu"
    corpus, words = dc.read(path), scan(path)
    lemmas, tags = Counter(word[1] for word in words), Counter(word[2] for word in words)
    pairs = Counter(word[1:] for word in words)
    chosen = sorted(pairs)
    for at in rng.choice(len(chosen), 200, replace=False):
        lemma, tag = chosen[at]
        if not lemma:
            continue
        written = regex.escape(lemma, special_only=True).replace('"', '\\"')
        assert len(corpus.find(f'[lemma="{written}"]')) == lemmas[lemma]
        assert len(corpus.find(f'[pos="{tag}"]')) == tags[tag]
        assert len(corpus.find(f'[lemma="{written}" & pos="{tag}"]')) == pairs[lemma, tag]
    counted = dc.frequencies(corpus, of="lemma").set_index("term")["count"].to_dict()
    assert counted == {lemma: count for lemma, count in lemmas.items() if lemma}
