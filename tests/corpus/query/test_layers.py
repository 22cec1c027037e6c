"""Queries over layers: examples counted by hand, and random layers in both matchers."""

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.query.parsing import parse
from discourse.corpus.query.rereading import reread
from discourse.corpus.query.second_matcher import find_without_index
from discourse.corpus.query.writing import write_query
from discourse.corpus.store.layer import Layer

TEXT = 'He said "peace, and \'real peace\' now". War ended.\n\nShe wrote "no war" today.'


def spans_of(corpus, rows, columns=("label",)):
    """A table of spans, given by document, first character, last one plus 1, and columns."""
    digests = dict(zip(corpus.documents["document"], corpus.store.digests, strict=True))
    cells = {
        "line_id": [f"{digests[name]}:{start}-{end}" for name, start, end, *_ in rows],
        **{column: [row[3 + at] for row in rows] for at, column in enumerate(columns)},
    }
    return pd.DataFrame(cells)


def span(part, label, *own):
    start = TEXT.index(part)
    return ("a", start, start + len(part), label, *own)


@pytest.fixture(scope="module")
def corpus():
    plain = dc.Corpus.from_texts({"a": TEXT})
    quoted = [
        span("\"peace, and 'real peace' now\"", "speech", 1990),
        span("'real peace'", "slogan", 2000),
        span('"no war"', "letter", 2010),
        span('".', "speech", 1990),  # without a token
        span("ended.\n\nShe", "across", 1990),
    ]
    tags = {"peace": "N", "war": "N", "said": "V", "ended": "V", "wrote": "V", "real": "A"}
    found = plain.to_nltk().tokens
    index = plain.store.index
    pos = [
        ("a", start, start + len(word), tags[word.lower()])
        for word, start in zip(found, index.starts.tolist(), strict=True)
        if word.lower() in tags
    ]
    return plain.with_layer(
        Layer("quotation", spans_of(plain, quoted, ("label", "year")))
    ).with_layer(Layer("pos", spans_of(plain, pos), shape="token"))


@pytest.mark.parametrize(
    ("query", "nodes"),
    [
        ('[pos="N"]', ["peace", "peace", "War", "war"]),
        ('[pos="n"]', []),
        ('[pos="n"%c & word="peace"]', ["peace", "peace"]),
        ('[pos="A|V"]', ["said", "real", "ended", "wrote"]),
        ('[pos!="N" & lower="w.*"]', ["wrote"]),
        ('[pos="N" | lower="no"]', ["peace", "peace", "War", "no", "war"]),
        ('[!(pos="N" | pos="")]', ["said", "real", "ended", "wrote"]),
        ('[pos="A"] [pos="N"]', ["real peace"]),
        ('[pos="V"] []? [pos="N"]', ['said "peace', 'wrote "no war']),
        ('"peace" within quotation', ["peace", "peace"]),
        ('"peace" within <quotation label="slogan"/>', ["peace"]),
        ('"peace" within <quotation label!="s.*"/>', []),
        ('"peace" !within <quotation label="slogan"/>', ["peace"]),
        ('"War|war" !within quotation', ["War"]),
        ('[]{2} within <quotation label="slogan"/>', ["real peace"]),
        # a gap does not run out of the span, and the longest hit inside it is found
        ('"peace" []* "now|today" within quotation', ["peace, and 'real peace' now"]),
        ('[]+ within <quotation label="slogan"/>', ["real peace"]),
        ('[pos="N"] within ("no" [])', ["war"]),
        ('[] within s within <quotation label="across"/> within document', ["ended", "She"]),
        ("<quotation/>", ["peace, and 'real peace' now", "real peace", "ended.\n\nShe", "no war"]),
        ("<quotation/> within s", ["peace, and 'real peace' now", "real peace", "no war"]),
        ('<quotation label="S.*"%c & year="2000"/>', ["real peace"]),
        ('<quotation year!="1990"/>', ["real peace", "no war"]),
        ('<quotation/> containing "real"', ["peace, and 'real peace' now", "real peace"]),
        ('<quotation/> !containing "peace"', ["ended.\n\nShe", "no war"]),
        ("<quotation/> containing (<quotation/> minus <quotation year=\"1990|2010\"/>)",
         ["peace, and 'real peace' now", "real peace"]),
        ('<s/> containing "war"%c', ["War ended", 'She wrote "no war" today']),
        ('<section/> !containing "She"', [TEXT[: TEXT.index(".\n\n")]]),
        ('<s> "he|she"%c', ["He", "She"]),
        ('[] </s>', ["now", "ended", "today"]),
        ('[] </quotation>', ["peace", "now", "She", "war"]),
        ('<quotation label="slogan"> []', ["real"]),
        ('"and" <quotation> [] []?', ["and 'real peace"]),
        ('<quotation> []+ </quotation>', ["peace, and 'real peace' now", "no war"]),
        ('<quotation> ("no" | "peace")', ["peace", "no"]),
        ('"peace" </quotation> | "no"', ["peace", "no"]),
        ('meet("peace", [pos="A"], -3, 3, within=quotation)', ["peace", "peace"]),
        ('meet("War"%c, [pos="V"], -2, 2, within=quotation)', []),
        ('meet([pos="N"], "and" "real", -3, 3)', ["peace", "peace", "War"]),
        ('peace :: quotation = "slogan"', ["peace"]),
        ('peace :: quotation != "slogan"', ["peace"]),
        ('war :: quotation = ""', ["War"]),
        ('war|peace :: quotation in ("letter", "slogan")', ["peace", "war"]),
        ('war|peace :: quotation in ("letter", "")', ["War", "war"]),
        ('* :: quotation = "speech" & quotation = "slogan"', ["real", "peace"]),
        ('* :: quotation = "across" | section = "2" & quotation = "letter"',
         ["ended", "She", "no", "war"]),
    ],
)  # fmt: skip
def test_layers_by_hand(corpus, query, nodes):
    assert [line.node for line in dc.concordance(corpus, query)] == nodes
    again = find_without_index(reread(corpus.store), query, corpus.tokenizer)
    assert [TEXT[start:end] for _, start, end in again] == nodes
    hits = parse(query, corpus.tokenizer, corpus.store.layers).hits
    assert parse(write_query(hits), corpus.tokenizer, corpus.store.layers).hits == hits


@pytest.mark.parametrize(
    ("query", "said", "works"),
    [
        ('[lema="x"]', "lema is not an attribute of a token; use word, lower or pos:", ""),
        ('[quotation="x"]',
         "quotation is not an attribute of a token; use word, lower or pos:", ""),
        ('[ps="N"]', "ps is not an attribute of a token; use word, lower or pos:", '[pos="N"]'),
        ('"a" within quotations',
         "quotations is not a unit or a layer; within takes s, document, section, sentence, "
         "quotation:", '"a" within quotation'),
        ('"a" within pos',
         "pos is a layer of tokens, and has no spans; those with spans are s, document, section, "
         "sentence, quotation:", '"a" within s'),
        ('<quotation speaker="Li"/>',
         "speaker is not an attribute of quotation; use label or year:", ""),
        ('<s label="x"/>', "s has no labels; write <s/>, or name a layer of spans:", ""),
        ("<quotation>",
         "this marks a place and no token; it needs a token beside it that is not optional:", ""),
        ('<quotation> "a"?',
         "this marks a place and no token; it needs a token beside it that is not optional:", ""),
        ('"b" (<s>)?',
         "this marks a place and no token; it needs a token beside it that is not optional:", ""),
        ('("a" | </s>) "b"',
         "this marks a place and no token; it needs a token beside it that is not optional:", ""),
        ("<s>{2} []",
         "this marks a place and no token; it needs a token beside it that is not optional:", ""),
        ('"a" <quotation/>',
         "<quotation/> is a hit of its own and cannot be part of a longer pattern; <quotation> and "
         "</quotation> are where it begins and ends:", ""),
        ('("a" containing "b") "c"',
         "within and containing return hits and cannot be part of a longer pattern:", ""),
        ("<quotation> []* </quotation>",
         "this marks a place and no token; it needs a token beside it that is not optional:",
         "<quotation> []+ </quotation>"),
        ('1:"the" 2:"end"', "labels, such as 1:, are not part of this query language:",
         '"the" "end"'),
        ('a:[] "x" :: a.word = "y"', "labels, such as 1:, are not part of this query language:",
         '[] "x"'),
        ('"x" :: a.word = b.word',
         "global constraints, such as a.word = b.word, are not part of this query language:",
         '"x"'),
        ('MU(meet "the" "end" -1 1)',
         "MU(...) is not part of this query language; write meet(A, B, -1, 1):",
         'meet("the", "end", -1, 1)'),
        ('!"the"', "! belongs inside the brackets of a token:", '[word!="the"]'),
        ('"U.S."', '"U.S." is no token, because words are divided at .:', '"U" "S"'),
        (r'[lower="u\.s\."]', r'"u\.s\." is no token, because words are divided at .:',
         '"u" "s"'),
        ('"AT&T"', '"AT&T" is no token, because words are divided at &:', '"AT" "T"'),
        ('"50%"', '"50%" is no token, because words are divided at %:', '"50"'),
        ('"a" ""', '"" is empty, but no token is; write [] for any token:', '"a" []'),
        ('[word=""]', '"" is empty, but no token is; write [] for any token:', "[]"),
        ('[head.pos="N"]',
         "the corpus has no layer head; make it with corpus.with_layer(*dc.layers.tag(corpus)):",
         ""),
        ('[pos.word="a"]', "pos leads to no other token; only head does, as in head.lemma:", ""),
        ('[.word="a"]', "the query breaks here:", '[ word="a"]'),
        ('<quotation head.label="a"/>',
         "head.label is not an attribute of quotation; use label or year:", ""),
        ('"#metoo"', '"#metoo" is no token, because words are divided at #:', '"metoo"'),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused_at_its_place(corpus, query, said, works):
    with pytest.raises(dc.DiscourseError) as refused:
        corpus.find(query)
    lines = str(refused.value).split("\n")
    assert lines[0] == said
    assert "^" in lines[2]
    if works:
        assert lines[3] == f"This would work: {works}"
        parse(works, corpus.tokenizer, corpus.store.layers)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"Caf\u00e9"', 2), ('"Cafe\u0301"', 2), ('"caf\u00e9"%c', 2), ('"Caf."', 2),
        ('"international"', 2), ('"inter\u00adnational"', 2), ('"inter.*"', 2),
        ('[word!="Caf\u00e9" & word!="international"]', 1), ('[lower="CAFE\u0301"]', 2),
    ],
)  # fmt: skip
def test_word_is_compared_in_one_form_and_without_invisible_characters(query, found):
    text = "Caf\u00e9 Cafe\u0301 inter\u00adnational international peace"
    corpus = dc.Corpus.from_texts({"a": text})
    assert len(corpus.find(query)) == found
    assert len(find_without_index(reread(corpus.store), query, corpus.tokenizer)) == found


@pytest.mark.parametrize(
    "word", ["l\u00b7l", "n\u2019s", "\u05e6\u05d4\u05f4\u05dc", "x-y", "9.5", "a\u0301"]
)
def test_a_value_that_a_token_can_have_is_not_refused(word):
    corpus = dc.Corpus.from_texts({"a": f"one {word} two"})
    value = word.replace(".", r"\.")
    assert len(corpus.find(f'"{value}"')) == len(corpus.find(f'[lower="{value}"]')) == 1


def test_a_meeting_in_a_sentence_keeps_both_sides_in_it():
    corpus = dc.Corpus.from_texts({"a": "Alpha beta gamma. Delta alpha gamma."})
    query = 'meet("Alpha", "gamma" "Delta", 1, 5{})'
    for within, hits in (("", 1), (", within=section", 1), (", within=s", 0)):
        asked = query.format(within)
        assert len(corpus.find(asked)) == hits
        assert len(find_without_index(reread(corpus.store), asked, corpus.tokenizer)) == hits
    lines = dc.concordance(corpus, "Alpha")
    assert len(lines.filter('"gamma" "Delta"', window=3)) == 2
    assert len(lines.within("sentence").filter('"gamma" "Delta"', window=3)) == 0


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("quotation = 5", "quotation = 5 compares numbers, but quotation is a layer, and its "
         "labels are text; put the value into quotes."),
        ("quotation in (5, 6)", "quotation in (5, 6) compares numbers, but quotation is a layer, "
         "and its labels are text; put the value into quotes."),
        ('quotation < "b"', "quotation < 'b' compares labels, which have no order; use =, != or "
         "in."),
        ('pos = "N"', "pos is a layer of tokens, which a condition cannot ask for; ask for the "
         'tokens, such as [pos="..."].'),
    ],
)  # fmt: skip
def test_a_condition_that_labels_cannot_answer_is_refused(corpus, condition, said):
    with pytest.raises(dc.DiscourseError) as refused:
        corpus.find(f"peace :: {condition}")
    assert str(refused.value) == said


# ------------------------------------------------------------------------------- random layers

WORDS = st.sampled_from(["a", "b", "c", "A", "a.", "b.", "x-y", "é"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), min_size=1, max_size=3)


DISTANCES = [
    *("0", *(f"{number:+d}" for number in range(-9, 10))),
    *("+2.2", r"\+0.2+-2", r"0+\+3", "_+0", r"\+0.2+\+0", "-3+_"),
]


@st.composite
def corpora(draw):
    """Texts, of which two may be equal, with a layer of spans, two of tokens, and one to join."""
    texts = draw(st.lists(TEXTS.map("\n\n".join), min_size=1, max_size=3))
    plain = dc.Corpus.from_texts({f"d{n}": text for n, text in enumerate(texts)})
    distinct = {text: f"d{n}" for n, text in enumerate(texts)}

    def rows(most, labels):
        found = set()
        for _ in range(draw(st.integers(0, most))):
            text = draw(st.sampled_from(sorted(distinct)))
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, min(len(text), start + 14)))
            found.add((distinct[text], start, end, draw(st.sampled_from(labels))))
        return [(*row, number % 3) for number, row in enumerate(sorted(found))]

    def without_overlap(rows):
        kept = []
        for row in rows:
            if not kept or kept[-1][0] != row[0] or kept[-1][2] <= row[1]:
                kept.append(row)
        return [row[:4] for row in kept]

    corpus = plain.with_layer(
        Layer("q", spans_of(plain, rows(6, ["x", "y", "x y"]), ("label", "year")))
    )
    pieces = without_overlap(rows(12, ["N", "V", "New York"]))
    corpus = corpus.with_layer(Layer("pos", spans_of(plain, pieces), shape="token"))
    pieces = without_overlap(rows(12, DISTANCES))
    corpus = corpus.with_layer(Layer("head", spans_of(plain, pieces), shape="token"))
    return corpus.with_layer(Layer("name", spans_of(plain, rows(3, ["n"]))))


STRUCTURES = st.sampled_from(
    ["q", 'q label="x"', 'q label!="x" & year="1"', "s", "section", "name", 'q label="X.*"%c']
)
TESTS = st.recursive(
    st.sampled_from(
        [
            'word="a"',
            'lower="a"',
            'pos="N"',
            'pos!="N"',
            'pos="[NV]"',
            'pos=""',
            'pos="new york"%c',
            'word!="a"%c',
            'lower="a_.*"',
            'head.lower="a"',
            'head.word=""',
            'head.pos!="N"',
            'head.pos=""',
            'head.head.pos="[NV]"',
            'head.head.lower="A.*"%c',
            'head.head="0"',
        ]
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" & ".join),
        st.tuples(inner, inner).map(" | ".join),
        inner.map("!({})".format),
        inner.map("({})".format),
    ),
    max_leaves=3,
)
TOKENS = st.one_of(st.just("[]"), st.just('"a"'), TESTS.map("[{}]".format))
EDGES = st.one_of(STRUCTURES.map("<{}>".format), STRUCTURES.map("</{}>".format))
ROWS = st.one_of(
    TOKENS,
    st.tuples(EDGES, TOKENS).map(" ".join),
    st.tuples(TOKENS, EDGES).map(" ".join),
    st.tuples(TOKENS, EDGES, TOKENS).map(" ".join),
).map("({})".format)
PATTERNS = st.recursive(
    ROWS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join).map("({})".format),
        st.lists(inner, min_size=2, max_size=2).map(" | ".join).map("({})".format),
        st.tuples(EDGES, inner, inner).map(" ".join).map("({})".format),
        st.tuples(inner, st.sampled_from("?*+")).map(lambda pair: f"({pair[0]}){pair[1]}"),
    ),
    max_leaves=4,
)
LIMITS = st.sampled_from(["q", "s", "name", "document"])
HITS = st.recursive(
    st.one_of(PATTERNS, STRUCTURES.map("<{}/>".format)),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["", "!"]), LIMITS)
        .map(lambda p: f"({p[0]}) {p[1]}within {p[2]}"),
        st.tuples(inner, st.sampled_from(["", "!"]), inner)
        .map(lambda p: f"({p[0]}) {p[1]}within ({p[2]})"),
        st.tuples(inner, st.sampled_from(["", "!"]), inner)
        .map(lambda p: f"({p[0]}) {p[1]}containing ({p[2]})"),
        st.tuples(inner, st.sampled_from(["minus", "union"]), inner)
        .map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
        st.tuples(inner, inner, st.integers(-3, 0), st.integers(0, 3),
                  st.sampled_from(["", ", within=s", ", within=q"]))
        .map(lambda p: f"meet({p[0]}, {p[1]}, {p[2]}, {p[3]}{p[4]})"),
    ),
    max_leaves=3,
)  # fmt: skip
CONDITIONS = st.sampled_from(
    ['q = "x"', 'q != "x"', 'q = ""', 'q != ""', 'q in ("x", "")', 'section = "1" & q = "y"',
     'sentence = "1" | name = "n"', 'q = "x" & q = "y"', 'name = ""']
)  # fmt: skip
QUERIES = st.one_of(HITS, st.tuples(HITS, CONDITIONS).map(" :: ".join))
UNITS = st.sampled_from(["document", "section", "sentence"])


def found(corpus, query, within):
    table = dc.concordance(corpus, query, within=within).frame
    return list(zip(table["document"], table["start_char"], table["end_char"], strict=True))


def parsed(corpus, query):
    """The query as it is parsed; None if it is refused for what it may match."""
    try:
        return parse(query, corpus.tokenizer, corpus.store.layers)
    except dc.DiscourseError as error:
        assert any(
            text in str(error) for text in ("can match no token", "are allowed", "not optional")
        )
    return None


@pytest.mark.slow
@settings(max_examples=200)
@given(corpora(), QUERIES, UNITS)
def test_both_matchers_agree_over_layers(corpus, query, within):
    if parsed(corpus, query):
        again = find_without_index(reread(corpus.store), query, corpus.tokenizer, within=within)
        assert found(corpus, query, within) == again


@pytest.mark.slow
@settings(max_examples=150)
@given(corpora(), QUERIES, st.lists(CONDITIONS, max_size=2), st.booleans())
def test_both_matchers_agree_in_subsets_and_where_spans_are_joined(corpus, query, conditions, join):
    part = corpus.joined("name") if join else corpus
    try:
        for condition in conditions:
            part = part.subset(condition)
    except dc.DiscourseError:
        return
    tokens = reread(part.store)
    assert tokens.words == part.to_nltk().tokens
    assert list(tokens.starts) == part.store.index.starts.tolist()
    if parsed(corpus, query):
        again = find_without_index(tokens, query, corpus.tokenizer, within="section")
        assert found(part, query, "section") == again


@pytest.mark.slow
@given(corpora(), st.lists(TOKENS, min_size=1, max_size=3).map(" ".join), HITS)
def test_what_is_within_and_what_is_not_are_all_hits_of_a_fixed_length(corpus, query, other):
    if not parsed(corpus, other):
        return
    every, inside, outside = (
        [tuple(hit) for hit in corpus.find(text)]
        for text in (query, f"({query}) within ({other})", f"({query}) !within ({other})")
    )
    assert sorted(inside + outside) == every


@given(corpora(), QUERIES)
def test_what_is_written_is_read_back(corpus, query):
    if read := parsed(corpus, query):
        assert (
            parse(write_query(read.hits), corpus.tokenizer, corpus.store.layers).hits == read.hits
        )


PIECES = st.sampled_from(
    ['"a"', "[", "]", "(", ")", "<", ">", "/>", "</", "q", "s", "within", "!", "containing",
     "meet(", ",", "-1", "1", "=", "!=", "label", '"x"', "%c", "&", "|", "::",
     "{1,2}", "{", "?", "*", "+",
     "minus", "1:", "MU(", ".", "\\", "'", "word", "pos", "human", "#x", "U.S.", "\u00ad",
     "e\u0301"]
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=300)
@given(st.lists(st.one_of(PIECES, st.text(max_size=2)), max_size=12).map(" ".join), st.booleans())
@example("<", False)
@example("<s", False)
@example('"a" within (', False)
def test_a_malformed_query_is_refused_and_never_breaks(query, close):
    corpus = FUZZED.subset('document = "a"')
    query = query.replace(" ", "") if close else query
    try:
        corpus.find(query)
    except dc.DiscourseError:
        return


FUZZED = dc.Corpus.from_texts({"a": "a human x"})
FUZZED = FUZZED.with_layer(Layer("q", spans_of(FUZZED, [("a", 0, 7, "x")])))
