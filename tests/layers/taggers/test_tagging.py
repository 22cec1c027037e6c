import pickle
import re
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

import discourse as dc
from discourse.layers.taggers import tagging
from discourse.layers.taggers.english_model import english
from discourse.layers.taggers.stretches import divide_document
from discourse.layers.taggers.tagger import ATTRIBUTES, PARSED

TEXT = "China's roads were built by workers. We don't build them!"


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": TEXT, "b": "Peace is better than war."})


def tag_lengths(sentences):
    """The number of letters of each word."""
    return [{"pos": [str(len(word)) for word in words]} for words in sentences]


def test_the_english_model_gives_lemma_class_and_tree(corpus, labels_of):
    found = {layer.name: labels_of(corpus, layer)[:6] for layer in dc.layers.tag(corpus)}
    assert found["lemma"] == ["China", "road", "be", "build", "by", "worker"]
    assert found["pos"] == ["PROPN", "NOUN", "AUX", "VERB", "ADP", "NOUN"]
    assert found["xpos"] == ["NNP", "NNS", "VBD", "VBN", "IN", "NNS"]
    assert found["deprel"][1:4] == ["nsubj:pass", "aux:pass", "root"]
    assert found["head"] == ["+8", "+11", "+5", "0", "+3", "-9"]


def test_all_tokens_have_a_class_and_layers_have_the_record_of_the_model(corpus):
    for layer in dc.layers.tag(corpus):
        assert layer.shape == "token"
        assert set(layer.texts) == set(corpus.store.digests)
        assert layer.about["maker"] == "english"
        assert layer.about["model"]["file"] == "english-ewt.udpipe"
        assert len(layer.about["model"]["sha256"]) == 64
        if layer.name == "pos":
            assert len(layer) == corpus.store.size


def test_queries_and_counts_know_the_layers(corpus):
    corpus = corpus.with_layer(*dc.layers.tag(corpus))
    assert [line.node for line in dc.concordance(corpus, '[lemma="build"]')] == ["built", "build"]
    table = dc.frequencies(corpus, of="lemma").set_index("term")["count"]
    assert table["build"] == 2
    assert table["do"] == 1


def test_the_measured_error_stands_beside_the_layer(corpus):
    corpus = corpus.with_layer(*dc.layers.tag(corpus))
    table = corpus.layers.set_index("layer")
    assert table["status"].unique().tolist() == ["measured"]
    assert (table["precision"] > 0.7).all()
    about = corpus.store.layers["pos"].about["measured"]
    assert about["precision_low"] < about["precision"] < about["precision_high"]
    assert "EWT" in about["on"]


def test_less_can_be_asked_for(corpus):
    assert [layer.name for layer in dc.layers.tag(corpus, layers="pos")] == ["pos"]
    names = [layer.name for layer in dc.layers.tag(corpus, layers=("head", "lemma"))]
    assert names == ["lemma", "head"]
    plain = dc.layers.tag(corpus, layers=["lemma", "pos", "xpos", "feats"])
    assert [layer.about["parameters"] for layer in plain] == [{"parsed": False}] * 4


def test_an_executor_gives_the_same_layers(monkeypatch):
    monkeypatch.setattr("discourse.layers.taggers.stretches.STRETCH_TOKENS", 20)
    corpus = dc.Corpus.from_texts({str(n): f"{TEXT} Number {n}. " * 5 for n in range(4)})
    here = [layer.digest for layer in dc.layers.tag(corpus)]
    with ThreadPoolExecutor(2) as executor:
        assert [layer.digest for layer in dc.layers.tag(corpus, executor=executor)] == here


@pytest.mark.slow
def test_processes_open_the_model_by_themselves(corpus):
    here = [layer.digest for layer in dc.layers.tag(corpus)]
    with ProcessPoolExecutor(1) as executor:
        assert [layer.digest for layer in dc.layers.tag(corpus, executor=executor)] == here
    assert pickle.loads(pickle.dumps(english())) == english()


def test_where_a_text_is_divided_for_tagging_changes_nothing(monkeypatch):
    corpus = dc.Corpus.from_texts({"a": "“We go.” “You stay!” (They wait.) " * 20})
    whole = [layer.digest for layer in dc.layers.tag(corpus)]
    monkeypatch.setattr("discourse.layers.taggers.stretches.STRETCH_TOKENS", 3)
    assert len(list(divide_document(corpus.store, 0))) > 20
    assert [layer.digest for layer in dc.layers.tag(corpus)] == whole


def test_the_layers_of_a_subset_are_those_of_its_texts(corpus):
    whole = {layer.name: layer for layer in dc.layers.tag(corpus)}
    for layer in dc.layers.tag(corpus.subset('document = "b"')):
        digest = corpus.store.digests[1]
        assert layer.texts == (digest,)
        assert layer.text_digests[digest] == whole[layer.name].text_digests[digest]


def test_texts_of_the_same_tagger_are_not_tagged_again(corpus, monkeypatch, tmp_path):
    tagged = corpus.with_layer(*dc.layers.tag(corpus))
    tagged.save(tmp_path / "tagged.corpus")
    loaded = dc.load(tmp_path / "tagged.corpus")

    def refuse(*_):
        raise AssertionError("tagged again")

    before = [layer.digest for layer in dc.layers.tag(corpus)]
    monkeypatch.setattr(tagging, "_tag_stretch", refuse)
    for known in (tagged, loaded):
        assert [layer.digest for layer in dc.layers.tag(known)] == before


def test_some_of_the_layers_that_are_there_are_not_made_again(corpus, monkeypatch):
    made = {layer.name: layer for layer in dc.layers.tag(corpus)}
    tagged = corpus.with_layer(*made.values())

    def refuse(*_):
        raise AssertionError("tagged again")

    monkeypatch.setattr(tagging, "_tag_stretch", refuse)
    for name in ("lemma", "pos", "head"):
        (layer,) = dc.layers.tag(tagged, layers=name)
        assert layer.digest == made[name].digest
        assert layer.about == made[name].about


def test_only_new_texts_are_tagged(corpus, monkeypatch):
    part = dc.layers.tag(corpus.subset('document = "a"'))
    whole = [layer.digest for layer in dc.layers.tag(corpus)]
    seen = []
    tag_stretch = tagging._tag_stretch

    def listen(tagger, wanted, parsed, task):
        seen.append(task.document)
        return tag_stretch(tagger, wanted, parsed, task)

    monkeypatch.setattr(tagging, "_tag_stretch", listen)
    again = dc.layers.tag(corpus.with_layer(*part))
    assert seen == [1]
    assert [layer.digest for layer in again] == whole


def test_layers_of_another_maker_are_not_taken_over(corpus):
    other = corpus.with_layer(*dc.layers.tag(corpus, tag_lengths))
    (layer,) = dc.layers.tag(other, layers="pos")
    assert layer.about["maker"] == "english"


def test_arguments_are_unchanged(corpus):
    layers = ["pos"]
    before = corpus.fingerprint
    dc.layers.tag(corpus, layers=layers)
    assert layers == ["pos"]
    assert corpus.fingerprint == before


def test_the_same_text_twice_is_tagged_once():
    corpus = dc.Corpus.from_texts({"a": TEXT, "b": TEXT})
    (layer,) = dc.layers.tag(corpus, layers="pos")
    assert len(layer) == corpus.store.size / 2


def test_texts_without_words_have_empty_layers():
    corpus = dc.Corpus.from_texts({"a": "… !!!", "b": ""})
    made = dc.layers.tag(corpus)
    assert [layer.name for layer in made] == list(ATTRIBUTES)
    assert [len(layer) for layer in made] == [0] * len(ATTRIBUTES)
    assert corpus.with_layer(*made).layers["documents"].tolist() == [2] * len(ATTRIBUTES)


def test_emoji_addresses_and_a_very_long_sentence_are_tagged():
    corpus = dc.Corpus.from_texts(
        {"a": "👍🏽 See http://x.org/a?b=c#d @li #MeToo :) " + "so " * 2_000}
    )
    (layer,) = dc.layers.tag(corpus, layers="pos")
    assert len(layer) == corpus.store.size


def test_a_functions_layers_are_candidates(corpus, labels_of):
    (layer,) = dc.layers.tag(corpus, tag_lengths)
    assert labels_of(corpus, layer)[:2] == ["5", "5"]
    assert layer.about["maker"].endswith("tag_lengths")
    assert corpus.with_layer(layer).layers["status"].tolist() == ["candidates"]


# ----------------------------------------------------------------------------------- refused


def of_language(language):
    table = {"document": ["a"], "text": ["Wir bauen Brücken."], "language": [language]}
    return dc.Corpus.from_frame(pd.DataFrame(table))


@pytest.mark.parametrize("language", ["de", "German", "deu"])
def test_another_language_is_refused_with_the_language(language):
    with pytest.raises(dc.DiscourseError, match=f"'a' is in the language '{language}', and the"):
        dc.layers.tag(of_language(language))


@pytest.mark.parametrize("language", ["en", "English", "en-US", "", None])
def test_english_is_tagged_by_any_name(language):
    assert len(dc.layers.tag(of_language(language), layers="pos")[0]) == 3


def test_a_text_without_a_language_that_is_not_english_is_refused(shared):
    german = dc.read(shared / "corpora" / "udhr" / "deu.txt")
    with pytest.raises(dc.DiscourseError, match=r"'deu': the language found is German, whose"):
        dc.layers.tag(german)


GERMAN = "Die Regierung hat gestern beschlossen, dass die Straßen in der Stadt gebaut werden."
DUTCH = "De regering heeft besloten dat de wegen in de stad worden gebouwd. Was er een man? Die at."


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        # "die", "hat", "die" and "der" are 4 of 13 words
        ([GERMAN], "'0': the language found is German, whose function words are 31% of the words"),
        ([DUTCH], "'0': the language found is Dutch, whose function words are "),
        (
            ["Μια πρόταση."],
            "'0': the language found is Modern Greek, by its script, and the tagger",
        ),
        (["Ми 我们 建设 国家"], "'0': the language found is Chinese, by its script"),
        # texts that are too short by themselves are judged together
        (
            ["Die Regierung", "hat", "die Straßen", "der Stadt nicht", "mit dem Geld gebaut."],
            "the texts from '0' to '4': the language found is German",
        ),
        (["the of and to a in " * 50, GERMAN * 10], "'1': the language found is German"),
    ],
)
def test_the_language_of_texts_without_one_is_found(texts, message):
    corpus = dc.Corpus.from_texts(
        {str(number): text for number, text in enumerate(texts)},
        tokenizer=dc.Tokenizer(segmenter=find_words),
    )
    with pytest.raises(dc.DiscourseError, match=f"^{message}"):
        dc.layers.tag(corpus)


def find_words(text):
    return [match.span() for match in re.finditer(r"\w+", text)]


@pytest.mark.parametrize(
    "text", ["Xi Jinping, De la Cruz", "I do a lot to.", "Human Rights Watch", "α and β are", "36"]
)
def test_short_texts_of_english_are_tagged(text):
    corpus = dc.Corpus.from_texts({"a": text})
    assert len(dc.layers.tag(corpus, layers="pos")[0]) == corpus.store.size


NAMES = [
    "Ana de la Torre", "Juan de Dios Pérez", "Vincent van der Berg", "Ludwig von Mises",
    "Leonardo di Caprio", "Jean le Rond", "Abdul al Rashid", "Charles de Gaulle", "Kwame Nkrumah",
]  # fmt: skip
HEADLINES = [
    "Oil Prices Rise As Storm Nears Gulf Coast", "Tech Giants Report Record Profits",
    "Senate Passes Budget Deal Despite Protests", "Markets Slide On Inflation Fears",
]  # fmt: skip
ADDRESSES = ["https://www.spiegel.de/politik/a-1.html", "www.lemonde.fr/le-monde/de-la-une"]
ZULU = "Bonke abantu bazalwa bekhululekile belingana ngesithunzi nangamalungelo."


@pytest.mark.parametrize(
    "lines", [NAMES, HEADLINES, ADDRESSES, ["1,234 3.5 kg", "2017 36"]], ids=lambda lines: lines[0]
)
def test_lists_without_function_words_are_tagged_with_a_warning(lines):
    corpus = dc.Corpus.from_texts({"a": "\n".join(lines * 30)})
    with pytest.warns(UserWarning, match="the language of 'a' could not be told, as there are few"):
        (layer,) = dc.layers.tag(corpus, layers="pos")
    assert len(layer) == corpus.store.size


def test_a_long_text_in_a_language_without_a_list_is_refused():
    corpus = dc.Corpus.from_texts({"a": " ".join([ZULU] * 15)})
    told = "'a' is not in English: its function words are 0% of the words, and many other words"
    with pytest.raises(dc.DiscourseError, match=told):
        dc.layers.tag(corpus)


@pytest.mark.parametrize("name", ["fra", "spa", "cmn_hans"])
def test_a_paragraph_in_another_language_is_refused_with_its_name(shared, name):
    text = (shared / "corpora" / "udhr" / f"{name}.txt").read_text(encoding="utf-8")
    words = dc.Tokenizer(segmenter=find_words)
    corpus = dc.Corpus.from_texts({"a": text[1_000:1_400]}, tokenizer=words)
    found = {"fra": "French", "spa": "Spanish", "cmn_hans": "Chinese"}[name]
    with pytest.raises(dc.DiscourseError, match=f"'a': the language found is {found}, "):
        dc.layers.tag(corpus)


@pytest.mark.parametrize(
    ("text", "tagger", "message"),
    [
        ("We build a road.", "rjieba", "'a' is in Latin letters, and the tagger rjieba knows 'zh'"),
        ("We build the road to the city and go.", "rjieba", "language found is English, whose"),
        (GERMAN, "simplemma", "a text without a language is taken for English; give the language"),
    ],
)
def test_no_tagger_takes_a_language_for_another(text, tagger, message):
    if tagger == "rjieba":
        pytest.importorskip("rjieba")
    with pytest.raises(dc.DiscourseError, match=message):
        dc.layers.tag(dc.Corpus.from_texts({"a": text}), tagger)


def test_a_tagger_of_german_lemmatises_german():
    table = pd.DataFrame({"document": ["a"], "text": [GERMAN], "language": ["German"]})
    (layer,) = dc.layers.tag(dc.Corpus.from_frame(table), "simplemma")
    assert {"Straße", "bauen"} <= set(layer.spans.values)


@pytest.mark.parametrize(
    ("tagger", "message"),
    [
        ("treetagger", "is not known; choose 'english', 'hanta', .* For others, give the path of"),
        (
            "en_core_web_sm",
            r"is not known; .* pipeline of spaCy that you have loaded \(spacy\.load",
        ),
        ("german", "a language, .*; for German, give 'hanta' .pip .*, the path of .*lindat"),
        ("pt-BR", "is a language, and no tagger; for Portuguese, give 'simplemma'"),
        ("Chinese", "for Chinese, give 'rjieba'"),
        ("en", "for English, give 'english'"),
        (Path(), "is a folder, and a model of UDPipe is a file whose name ends in"),
        ("english.pgz", "tagger='english.pgz' is not known"),
        (3, "tagger expects a name such as 'english', .* got 3"),
        (
            "none.udpipe",
            "none.udpipe does not exist; models are published for many languages at https",
        ),
        ("models/french", r"no model of UDPipe: the name of one ends in \.udpipe; give its path"),
        ("/", "tagger='/' is no model of UDPipe: the name of one ends in"),
        (
            lambda s: [{"pos": [None] * len(w)} for w in s],
            "returned None in pos; .* list of te",
        ),
        (lambda s: [{"pos": [1] * len(w)} for w in s], "returned 1 in pos; it must return a list"),
        (lambda s: [{"pos": "X" * len(w)} for w in s], "returned 'XXXXX[^ ]* in pos; it must"),
        (lambda s: [{"head": [99] * len(w)} for w in s], "gave the head '99' in .* which has 8 wo"),
        (
            lambda s: [{"head": ["-1"] * len(w)} for w in s],
            "gave the head '-1' in .* word, or 0",
        ),
        (lambda sentences: 3, "returned 3; return a list with a mapping for each sentence"),
        (lambda s: [{"pos": ["X"] * len(w), "lemmas": w} for w in s], "'lemmas' is not known; ch"),
        (
            lambda s: [{"pos": w, **({"lemma": w} if len(w) > 2 else {})} for w in s],
            "gave 'lemma' for \"China 's roads .*, and not for 'Yes .'; it must return the same",
        ),
        (
            lambda s: [{"pos": w, **({"lemma": w} if len(w) == 2 else {})} for w in s],
            "gave 0 of the values of lemma for the 8 words",
        ),
        (lambda s: [{"pos": w} for w in s for _ in range(len(s))], "returned values for 4 of 2 se"),
        (lambda s: [{"pos": [*w, "X"]} for w in s], "gave 9 of the values of pos for the 8 words"),
        (lambda s: ({"pos": w} for w in s), "returned a generator; return a list"),
        (lambda s: [None for _ in s], "; return a list with a mapping for each sentence"),
        (
            lambda s: [{} for _ in s],
            "gives none of lemma, .*, head for the sentence .'Yes', '.'., ",
        ),
        (lambda sentences: [], "returned 0 mappings for one sentence, .'Yes', '.'., by which it "),
    ],
)
def test_what_is_no_tagger_is_refused(corpus, tagger, message):
    with pytest.raises(dc.DiscourseError, match=message):
        dc.layers.tag(corpus, tagger)


def test_a_file_that_is_no_model_is_refused(corpus, tmp_path):
    path = tmp_path / "text.udpipe"
    path.write_text("no model", encoding="utf-8")
    with pytest.raises(dc.DiscourseError, match=r"text\.udpipe is not a model of UDPipe 1"):
        dc.layers.tag(corpus, path)


def test_too_few_values_are_named_with_the_sentence(corpus):
    def short(sentences):
        return [{"pos": ["X"] * min(len(words), 5)} for words in sentences]

    with pytest.raises(
        dc.DiscourseError,
        match=r"gave 5 of the values of pos for the 8 words of \"China 's roads were built by",
    ):
        dc.layers.tag(corpus, short)


def test_too_few_sentences_are_refused(corpus):
    def lazy(sentences):
        return [{"pos": ["X"] * len(words)} for words in sentences][:1]

    with pytest.raises(dc.DiscourseError, match="returned values for 1 of 2 sentences"):
        dc.layers.tag(corpus, lazy)


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ("lemmas", "layers='lemmas' is not known; .* Did you mean 'lemma'"),
        ([], r"layers=\[\] asks for no layer"),
        (3, "layers expects"),
    ],
)
def test_unknown_layers_are_refused(corpus, layers, message):
    with pytest.raises(dc.DiscourseError, match=message):
        dc.layers.tag(corpus, layers=layers)


def test_a_layer_that_the_tagger_does_not_give_is_refused(corpus):
    with pytest.raises(dc.DiscourseError, match="simplemma gives lemma, and not 'pos'"):
        dc.layers.tag(corpus, "simplemma", layers="pos")


def test_joined_tokens_are_refused(corpus):
    with_names = corpus.with_layer(dc.layers.make(corpus, "names"))
    with pytest.raises(dc.DiscourseError, match="the spans of 'name' are joined here"):
        dc.layers.tag(with_names.joined("name"))


def test_what_is_no_corpus_is_refused():
    with pytest.raises(dc.DiscourseError, match=r"dc\.layers\.tag expects a Corpus"):
        dc.layers.tag("text")


def test_the_model_is_below_twenty_megabytes():
    assert Path(english().model.path).stat().st_size < 20e6
    assert set(PARSED) < set(english().attributes)
