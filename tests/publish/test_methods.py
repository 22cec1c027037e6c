import inspect
import json
import re
import sys

import pandas as pd
import pytest

import discourse as dc
from discourse.publish.bibliography import cite_work, document_reference
from discourse.publish.measure_phrases import PHRASES
from discourse.publish.method_clauses import STEP_CLAUSES, WORDED
from discourse.publish.provenance.recipes import parameters_of
from discourse.record import VERBS

WORDS = "Tokens are runs of letters, numbers and marks (possessive: keep; hyphen: keep); types are counted without regard to case."  # noqa: E501
MADE = "All tables were made with discourse 0.1.0 (The discourse developers 2026)."

# A call of each verb, and parameters that change what it does.
CALLS = {
    "absences": [{"lexicon": "modals"}, {"lexicon": "negation"}, {"reference": "udhr"}],
    "agreement": [{"layers": ["goal_A", "goal_B"]}, {"layers": ["goal_B", "goal_A"]}, {"seed": 1}],
    "clauses": [{}, {"by_parse": False}, {"actors": "person"}, {"layers": "quotation"}],
    "collocates": [{"node": "peace"}, {"window": 2}, {"min_count": 2}, {"measures": ["dice"]}],
    "compare": [{"by": "section"}, {"inference": True}, {"min_count": 2}],
    "concordance": [{"query": "peace"}, {"context": 3}, {"unit": "character"}],
    "confusion": [{"layers": ["goal_A", "goal_B"]}, {"layers": ["goal_B", "goal_A"]}],
    "contrast": [
        {"node": "peace", "other": "war", "of": "term"}, {"min_count": 2}, {"inference": True},
        {"slots": "modifier"},
    ],
    "correspondence": [{"by": "section"}, {"min_count": 2}, {"axes": (2, 1)}],
    "dispersion": [{}, {"queries": ["peace", "war"]}, {"by": "sentence"}, {"seed": 1}],
    "diversity": [{}, {"by": "document"}],
    "families": [{}, {"min_count": 3}, {"min_n": 1}, {"across": "mark"}],
    "frames": [{}, {"n": 3}, {"min_fillers": 1}],
    "frequencies": [{}, {"by": "section"}, {"min_count": 2}],
    "keyness": [{"reference": dc.reference("udhr")}, {"inference": True}, {"min_count": 2}],
    "multiverse": [
        {"claim": "peace > war"}, {"names": "without"}, {"tokenizer": "hyphen=split"},
        {"leave_out": "section"},
    ],
    "ngrams": [{}, {"n": 3}, {"within": "sentence"}],
    "positions": [{"queries": "peace"}, {"queries": ["peace", "war"]}],
    "similarity": [{"by": "section"}, {"weights": "rate"}, {"pair": ("1", "2")}],
    "sketch": [{"node": "peace", "of": "term"}, {"min_count": 2}, {"slots": ["object", "of …"]}],
    "tfidf": [{"by": "section"}, {"by": "sentence"}, {"min_count": 2}],
    "trend": [{"queries": "peace"}, {"bins": 2}, {"bins": 2, "bin_by": "token"}],
    "changes": [{}, {"queries": "peace"}, {"min_count": 2}, {"inference": True}],
}  # fmt: skip


@pytest.fixture
def small():
    corpus = dc.Corpus.from_texts({"a": "Peace and war. Peace.\n\nOf rights and peace."})
    words = dc.concordance(corpus, "peace|war|rights").frame[["line_id"]].assign(label="NOUN")
    lines = dc.concordance(corpus, "peace").frame[["line_id"]]
    coders = {"goal_A": ["aim", "aim", "state"], "goal_B": ["aim", "state", "state"]}
    return corpus.with_layer(
        dc.Layer("pos", words, shape="token"),
        *(dc.Layer(name, lines.assign(label=labels)) for name, labels in coders.items()),
    )


def add_tags(corpus):
    """The corpus with what a parser says of it, and its quotations."""
    lines = dc.concordance(corpus, "[]").frame[["line_id"]]
    labels = {"pos": "NOUN", "xpos": "NN", "deprel": "root", "head": "0"}
    layers = [
        dc.Layer(name, lines.assign(label=label), shape="token") for name, label in labels.items()
    ]
    return corpus.with_layer(*layers, dc.layers.make(corpus, "quotations"))


def for_verb(name, corpus):
    """The corpus, with what a verb needs of it."""
    if name == "clauses":
        return add_tags(corpus)
    if name not in ("changes", "trend"):
        return corpus
    if len(corpus) == 1:
        corpus = dc.Corpus.from_texts({"a": "Peace and war. Peace.", "b": "Peace."})
    years = [2000, *[1990] * (len(corpus) - 1)]
    return corpus.with_metadata(year=years, decade=years)


def verb_sentences(*tables):
    """The text without the sentences that every paragraph has."""
    return dc.methods(tables).text.split(WORDS)[1].removesuffix(MADE).strip()


def test_a_paragraph_says_what_was_read_what_a_word_is_what_was_done_and_with_what(small):
    made = dc.methods(dc.tfidf(small, by="section", min_count=2))
    assert made.text == (
        f"The corpus consists of 1 document with 8 tokens and 5 types. {WORDS} "
        "Terms with at least 2 occurrences in the corpus were weighted by TF-IDF, by section, as "
        "(count / tokens in the part) · ln(parts / parts with the term) (Spärck Jones 1972), "
        "and by scikit-learn's smoothed variant (Pedregosa et al. 2011) without normalisation "
        f"(norm: None). {MADE}"
    )
    assert re.findall(r"^@\w+\{(.*),$", made.bibtex, re.M) == [
        "sparck-jones-1972", "pedregosa-2011", "discourse",
    ]  # fmt: skip
    assert "  version = {0.1.0},\n" in made.bibtex


def test_every_verb_is_tested_here():
    assert set(CALLS) == set(VERBS)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_every_verb_says_what_it_did_and_a_changed_parameter_changes_it(small, name):
    first, *changes = CALLS[name]
    corpus = for_verb(name, small)
    tables = [VERBS[name].function(corpus, **{**first, **change}) for change in [{}, *changes]]
    texts = [verb_sentences(table) for table in tables]
    assert all(text.endswith(".") and "{" not in text and "@" not in text for text in texts)
    assert len(set(texts)) == len(texts)


COLLOCATES, DISPERSION, KEYNESS, NGRAMS = (
    sys.modules[f"discourse.analyses.{name}"].FURTHER_MEASURES
    for name in ("collocates", "dispersion", "keyness", "ngrams")
)
MORE_MEASURES = sys.modules["discourse.analyses.diversity"].MORE_MEASURES

# Lexicons of one name with as many forms.
LEXICONS = [["[categories]", f'party = ["{word}"]'] for word in ("peace", "war")]
# References without titles, of the same size.
REFERENCES = [dc.Corpus.from_texts({"a": f"Peace and {word}."}) for word in ("war", "rights")]
# What else each parameter can be; that of one verb alone is under (verb, parameter).
OTHER_VALUES = {
    "across": ["mark", ["sentence", "mark"]],
    "actors": ["person", *LEXICONS],
    "axes": [(1, 3)],
    "by": ["section", "sentence", "document"],
    "bin_by": ["token"],
    "bins": [1, 2],
    "by_parse": [False],
    "claim": ["peace > 1", "war < 5"],
    "context": [3, 4],
    "inference": [True],
    "interval": ["document"],
    ("keyness", "interval"): ["document", "part"],
    "layers": ["quotation"],
    ("agreement", "layers"): [["goal_B", "goal_A"]],
    ("confusion", "layers"): [["goal_B", "goal_A"]],
    "leave_out": ["section", "document"],
    "lexicon": LEXICONS,
    "node": ["war", "rights"],
    "other": ["rights"],
    "query": ["war", "peace and"],
    "measures": [["dice"], ["dice", "odds_ratio"]],
    ("keyness", "measures"): [["bic"], ["odds_ratio"], ["bic", "odds_ratio"]],
    ("dispersion", "measures"): [["juilland_d"], ["rosengren_s"]],
    ("diversity", "measures"): [["yule_k"], ["root_ttr"]],
    "min_count": [2, 3],
    "min_fillers": [1, 3],
    "min_n": [2, 4],
    "n": [3, [2, 3]],
    ("frames", "n"): [3, 5],
    "names": ["without"],
    "norm": ["l2"],
    "of": ["pos", "term"],
    "pair": [("0/1", "1/1")],
    "queries": ["peace", ["peace", "war"]],
    "reference": ["udhr"],
    ("keyness", "reference"): REFERENCES,
    ("multiverse", "reference"): ["inaugural", REFERENCES],
    "seed": [1, 2],
    "slots": ["modifier", ["object", "of …"]],
    "time": ["decade"],
    "tokenizer": ["hyphen=split", ["hyphen=split", "possessive=split"]],
    "unit": ["document"],
    ("concordance", "unit"): ["character"],
    "weights": ["tfidf_smooth", "log_ratio", "rate"],
    "window": [2, (1, 3), (3, 1)],
    "within": ["section", "sentence", "document"],
}  # fmt: skip
# Where a parameter matters only beside others.
BESIDE = {
    ("changes", "seed"): [{"inference": True}],
    ("compare", "seed"): [{"interval": "document"}, {"inference": True}],
    ("multiverse", "reference"): [{"claim": "keyness; peace; log_ratio; reference=udhr > 1"}],
    ("trend", "bin_by"): [{"bins": 2}],
    ("trend", "queries"): [{"of": "goal_A"}],
    ("trend", "seed"): [{"interval": "document"}],
    ("contrast", "seed"): [{"interval": "document"}, {"inference": True}],
    ("keyness", "seed"): [{"interval": "document"}, {"inference": True}],
}
MATTERS_NOT = {"executor": "it says where the numbers are computed, and changes none"}


def changeable_parameters():
    """Each parameter of each verb, a value that it has, and what it is given beside."""
    found = []
    for name in sorted(CALLS):
        function = getattr(dc, name)
        _, *parameters = inspect.signature(function).parameters.items()
        for parameter, kind in parameters:
            is_required = kind.default is kind.empty
            if parameter not in MATTERS_NOT:
                value = CALLS[name][0][parameter] if is_required else kind.default
                found += [
                    (name, parameter, value, beside)
                    for beside in BESIDE.get((name, parameter), [{}])
                ]
    return found


@pytest.fixture(scope="module")
def several():
    """Twelve documents, with what a tagger and coders say of them."""
    text = "Good peace and bad war. “Good peace {}.”\n\nOf rights and peace."
    corpus = dc.Corpus.from_texts({str(at): text.format(at) for at in range(12)})
    words = dc.concordance(corpus, "[]").frame
    tags = {"Good": "ADJ", "bad": "ADJ", "and": "CCONJ", "Of": "ADP"}
    pos = words[["line_id"]].assign(label=[tags.get(each, "NOUN") for each in words["node"]])
    lemma = words[["line_id"]].assign(label=words["node"].str.lower())
    corpus = corpus.with_layer(
        dc.Layer("pos", pos, shape="token"), dc.Layer("lemma", lemma, shape="token")
    )
    lines = dc.concordance(corpus, "peace").frame[["line_id"]]
    for name, codes in {"goal_A": ["aim", "state"], "goal_B": ["aim"]}.items():
        labels = [codes[at % len(codes)] for at in range(len(lines))]
        corpus = corpus.with_layer(dc.Layer(name, lines.assign(label=labels)))
    return corpus


def two_parties():
    """Ten documents of either party."""
    texts = [f"Good peace {at} and bad war." for at in range(20)]
    return dc.Corpus.from_frame(pd.DataFrame({"text": texts, "party": ["X", "Y"] * 10}))


@pytest.mark.parametrize(("name", "parameter", "default", "beside"), changeable_parameters())
def test_another_value_of_any_parameter_is_another_paragraph(
    several, name, parameter, default, beside
):
    others = OTHER_VALUES.get((name, parameter), OTHER_VALUES.get(parameter))
    corpus = for_verb(name, several)
    if (name, parameter) in {("compare", "interval"), ("compare", "seed")}:
        corpus, beside = two_parties(), {**beside, "by": "party"}
    call = {**CALLS[name][0], **({"reference": corpus} if name == "keyness" else {}), **beside}
    call.pop(parameter, None)
    values = [default, *(value for value in others if value != default)]
    tables = [getattr(dc, name)(corpus, **{**call, parameter: value}) for value in values]
    texts = {dc.methods(table).text for table in tables}
    assert len(texts) == len(values) > 1, texts


def test_each_further_measure_has_a_phrase_a_reference_and_its_parameters(several):
    for choice in (COLLOCATES, DISPERSION, KEYNESS, NGRAMS, MORE_MEASURES):
        for name in getattr(choice, "named", choice):
            phrase = PHRASES[name]
            assert re.search(r"\[@([\w-]+)\]$", phrase), name
            assert cite_work(phrase.rpartition("@")[2][:-1])
    said = verb_sentences(dc.diversity(several, measures=["msttr", "yule_k"]))
    assert (
        "as well as MSTTR (segments of 100 tokens) (Johnson 1944) and Yule’s K (Yule 1944)" in said
    )
    made = dc.methods(dc.keyness(several, several, measures=["lockword", "bic"]))
    assert "95 % interval of the log ratio, for lockwords (Baker 2011)" in made.text
    assert "@article{baker-2011," in made.bibtex
    assert "@incollection{wilson-2013," in made.bibtex


def test_a_year_in_a_title_is_not_said_again():
    about = {"title": "Inaugural addresses, 1789-2021", "year": "2021", "sha256": "0" * 64}
    assert document_reference(about).label == "Inaugural addresses, 1789-2021"
    assert document_reference({**about, "author": "Ann"}).label == "Ann 2021"
    assert document_reference({**about, "title": "Addresses"}).label == "Addresses 2021"


def test_two_lexicons_with_as_many_forms_are_two_paragraphs(several):
    texts = [verb_sentences(dc.absences(several, lexicon)) for lexicon in LEXICONS]
    assert re.sub(r" \(SHA-256 [0-9a-f]{12}…\)", "", texts[0]).startswith(
        "1 form of the lexicon “category” were searched"
    )
    assert texts[0] != texts[1]
    assert "SHA" not in verb_sentences(dc.absences(several, "modals"))


@pytest.mark.parametrize("name", sorted(CALLS))
def test_the_words_of_every_verb_name_its_parameters_and_its_own_works(name):
    entry = VERBS[name]
    clauses = " ".join(entry.methods)
    assert set(re.findall(r"\{(\w+)", clauses)) <= {*parameters_of(name), *entry.facts}
    assert set(re.findall(r"@([\w-]+)", clauses)) <= set(entry.cites)
    assert all(cite_work(key) for key in entry.cites)


def test_a_value_is_reported_as_it_is_used(small):
    near = verb_sentences(dc.collocates(small, "peace", window=(0, 2)))
    assert "windows of 0 and 2 tokens before and after" in near
    assert verb_sentences(dc.dispersion(small, ["peace", "war", "of"], seed=0)).startswith(
        "The dispersion of “peace”, “war” and “of” was measured by section as DP"
    )
    assert "(seed 0)" in verb_sentences(dc.dispersion(small))  # 0 is a value


def test_the_steps_that_chose_lines_are_said(small):
    lines = dc.concordance(small, "peace", context=3)
    assert verb_sentences(lines) == (
        "Every hit of “peace” within section borders was read with 3 tokens of context on either "
        "side."
    )
    assert verb_sentences(lines.sort("L1").sample(2, seed=1)) == (
        "Every hit of “peace” within section borders was read with 3 tokens of context on either "
        "side. "
        "Lines were sorted by the first word to the left (L1). "
        "A random sample of 2 lines was drawn (seed 1)."
    )


@pytest.mark.parametrize(
    ("choose", "sentence"),
    [
        (
            lambda lines: lines.sort("node", "R2", "document", "position"),
            "Lines were sorted by the node, then the second word to the right (R2), "
            "then document, then position in the corpus.",
        ),
        (
            lambda lines: lines.filter("war", window=1),
            "Lines with “war” within 1 token of the node were kept.",
        ),
        (
            lambda lines: lines.exclude("war"),
            "Lines with “war” within 5 tokens of the node were left out.",
        ),
        (lambda lines: lines.sample(1), "A random sample of 1 line was drawn (seed 0)."),
        (
            lambda lines: lines.sample(1, by="section"),
            "A random sample of 1 line was drawn (seed 0), with as many of each section as "
            "possible.",
        ),
        (lambda lines: lines.shuffle(seed=2), "Lines were put into a random order (seed 2)."),
        (
            lambda lines: lines.rank("war", "end", window=3),
            "Lines were ranked by how many of “war” and “end” occur within 3 tokens of the node.",
        ),
        (
            lambda lines: lines.rank_by_rarity(),
            "Lines were ranked by the mean log frequency of the words within 10 tokens of the "
            "node, the most common first.",
        ),
        (
            lambda lines: lines.where('section = "1"'),
            'Lines where section = "1" were kept.',
        ),
        (
            lambda lines: lines.group("L1", "node"),
            "Lines were grouped by the first word to the left (L1) and the node.",
        ),
        (lambda lines: lines.sort("section"), "Lines were sorted by section."),
        (lambda lines: lines.within("sentence"), "Context was limited to the sentence of the hit."),
        (lambda lines: lines.group("section"), "Lines were grouped by section."),
        (lambda lines: lines[1:3], "Lines 2 to 3 were kept."),
        (lambda lines: lines[1:], "Lines 2 to the last were kept."),
        (lambda lines: lines[::-1], "Lines were selected by the slice [::-1]."),
        (lambda lines: lines[-2:], "Lines were selected by the slice [-2::]."),
    ],
)
def test_each_step_is_a_sentence(small, choose, sentence):
    lines = dc.concordance(small, "peace")
    assert verb_sentences(choose(lines)) == f"{verb_sentences(lines)} {sentence}"


def test_columns_that_are_only_shown_are_not_said():
    rows = pd.DataFrame({"text": ["peace"], "speaker": ["Ann"]})
    lines = dc.concordance(dc.Corpus.from_frame(rows), "peace")
    assert verb_sentences(lines.with_columns("speaker")) == verb_sentences(lines)


def test_every_step_has_a_sentence():
    steps = {name for name, each in vars(dc.Concordance).items() if hasattr(each, "__wrapped__")}
    assert steps == {*WORDED, *STEP_CLAUSES}


@pytest.mark.parametrize(
    ("documents", "inference", "sentence"),
    [
        (10, True, "differences were tested by permuting the documents of target and reference "
                   "(1,999 permutations, seed 0) (Chung and Romano 2013), adjusted for all types "
                   "tested by the maximum statistic (Westfall and Young 1993); p-values"),
        (9, True, "there were too few documents for a permutation test; p-values"),
        (10, False, ""),
    ],
)  # fmt: skip
def test_a_permutation_test_is_said_only_where_one_was_made(documents, inference, sentence):
    sides = [
        dc.Corpus.from_texts({str(at): f"{word} x" for at in range(number)})
        for word, number in (("peace", documents), ("war", 10))
    ]
    table = dc.keyness(*sides, inference=inference)
    made = dc.methods(table)
    drawn = "1,999 permutations" in sentence
    assert sentence in made.text
    assert ("permut" in made.text) is inference
    assert ("1,999" in made.text) is ("@article{chung-romano-2013" in made.bibtex) is drawn
    assert not inference or table["p_value_document"].notna().any() == drawn


def test_what_was_not_asked_is_not_said(small):
    assert "at least" not in verb_sentences(dc.dispersion(small, min_count=1))
    assert "with at least 2 occurrences" in verb_sentences(dc.dispersion(small, min_count=2))
    assert "all types" not in verb_sentences(dc.dispersion(small, "peace", min_count=2))
    assert "at least" not in verb_sentences(dc.dispersion(small, "peace", min_count=2))


def test_texts_are_cited_by_their_metadata(paper):
    made = dc.methods(dc.frequencies(paper))
    publisher = "The State Council Information Office of the People's Republic of China"
    assert made.text.startswith(
        f"The corpus consists of 1 document with 1,384 tokens and 475 types ({publisher} 2017). "
    )
    assert "@misc{text-592c40085518," in made.bibtex


def test_many_texts_are_cited_only_in_the_list():
    rows = [{"text": f"peace {n}", "title": f"Text {n}", "year": 1990 + n} for n in range(4)]
    few, many = (dc.Corpus.from_frame(pd.DataFrame(rows[:count])) for count in (3, 4))
    assert "(Text 0 1990; Text 1 1991; Text 2 1992)" in dc.methods(dc.frequencies(few)).text
    made = dc.methods(dc.frequencies(many))
    assert made.text.startswith("The corpus consists of 4 documents with 8 tokens and 5 types. ")
    assert made.bibtex.count("@misc") == 4


def test_other_corpora_have_their_own_sentences_and_references_their_own_works(small):
    first = small.subset('section = "1"')
    made = dc.methods(
        [dc.frequencies(small), dc.frequencies(first), dc.keyness(first, dc.reference("udhr"))]
    )
    corpora = re.findall(r"The corpus consists of [^.]*\.", made.text)
    assert corpora == [
        "The corpus consists of 1 document with 8 tokens and 5 types.",
        'The corpus consists of 1 document with 4 tokens and 3 types, restricted to section = "1".',
    ]
    assert "against the frequency list “udhr” with 1,681 tokens (Universal Declaration" in made.text
    assert made.text.count(WORDS) == 1
    assert "@misc{text-2ee54463ce0f," in made.bibtex


def test_a_text_that_looks_like_a_citation_is_left_as_it_is():
    rows = pd.DataFrame({"text": ["peace"], "name": ["[@nobody-1900]"]})
    part = dc.Corpus.from_frame(rows).subset('name = "[@nobody-1900]"')
    assert 'restricted to name = "[@nobody-1900]".' in dc.methods(dc.frequencies(part)).text


def test_other_words_are_said():
    corpus = dc.Corpus.from_texts({"a": "win-win"}, tokenizer=dc.Tokenizer(hyphen="split"))
    assert "(possessive: keep; hyphen: split)" in dc.methods(dc.frequencies(corpus)).text


def test_a_repeated_table_is_described_once_and_a_table_of_the_corpus_only_by_its_sizes(small):
    terms = dc.frequencies(small)
    assert verb_sentences(terms, terms.head(1), small.parts("section")) == verb_sentences(terms)


def test_a_saved_table_whose_verb_has_been_given_parameters_since_is_described(tmp_path):
    (tmp_path / "a.txt").write_text("Peace and rights, and peace.", encoding="utf-8")
    table = dc.keyness(dc.read(tmp_path / "a.txt"), dc.reference("udhr"))
    dc.save_table(table, tmp_path / "words", caption="Words.")
    said = dc.methods(tmp_path, texts=tmp_path).text
    path = tmp_path / "words.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    del record["recipe"]["parameters"]["interval"]
    path.write_text(json.dumps(record), encoding="utf-8")
    assert dc.methods(tmp_path, texts=tmp_path).text == said


def test_a_notebook_shows_the_paragraph_and_the_entries_and_runs_nothing_in_them():
    rows = pd.DataFrame({"text": ["peace"], "title": ["<script>alert(1)</script>"]})
    corpus = dc.Corpus.from_frame(rows)
    made = dc.methods(dc.frequencies(corpus))
    assert repr(made) == f"{made.text}\n\n{made.bibtex}"
    shown, entries = made._repr_markdown_().split("\n\n```bibtex\n")
    assert "&lt;script&gt;" in shown and "<script>" not in shown
    assert entries == f"{made.bibtex}```"


def test_a_verb_without_words_of_its_own_says_nothing(small, register):
    @register(columns=("term",))
    def silent(corpus: dc.Corpus) -> pd.DataFrame:
        return pd.DataFrame({"term": ["peace"]})

    assert verb_sentences(silent(small)) == ""


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        (
            lambda corpus: [],
            "no table is given; give those whose numbers are reported, e.g. dc.methods([terms]).",
        ),
        (
            lambda corpus: pd.DataFrame({"term": ["peace"]}),
            "the table of dc.methods does not say how it was made; give rows of a table that a "
            "verb made, or pass on its record: "
            "dc.with_record(table, like=the_table_it_comes_from).",
        ),
    ],
)
def test_what_cannot_be_said_is_refused(small, tables, message):
    with pytest.raises(dc.DiscourseError) as error:
        dc.methods(tables(small))
    assert str(error.value) == message
