import pytest

import discourse as dc
from discourse.layers.gazetteer import read_gazetteer

GAZETTEER = """
[[name]]
name = "United Nations"
kind = "organisation"
variants = ["UN", "U.N."]

[[name]]
name = "UN General Assembly"
kind = "organ"

[[name]]
name = "China"
kind = "country"

[[name]]
name = "People's Republic of China"
kind = "country"
variants = ["New\\u2011China"]
""".splitlines()


def find_names(text, **parameters):
    table = dc.layers.make(dc.Corpus.from_texts({"a": text}), "names", **parameters).table
    spans = [tuple(map(int, each.split(":")[1].split("-"))) for each in table["line_id"]]
    texts = [text[start:end] for start, end in spans]
    return list(zip(texts, table["label"], table["name"], strict=True))


def listed(text):
    return find_names(text, gazetteer=GAZETTEER, candidates=False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The UN and the United Nations", [("UN", "United Nations"), ("United Nations",) * 2]),
        ("the U.N. met", [("U.N.", "United Nations")]),
        ("the U.N met, U.N.'s", [("U.N", "United Nations"), ("U.N.", "United Nations")]),
        ("UN-China talks", [("UN", "United Nations"), ("China", "China")]),
        ("United Nations-led, China‑based", [("United Nations",) * 2, ("China", "China")]),
        ("pan-chinaware, UNO-led, non-Un", []),
        ("UN General Assembly", [("UN General Assembly", "UN General Assembly")]),
        ("China's first, China’s second", [("China", "China"), ("China", "China")]),
        ("THE UNITED NATIONS", [("UNITED NATIONS", "United Nations")]),
        ("the people's Republic", []),
        ("the People's Republic of\nChina", [
            ("People's Republic of\nChina", "People's Republic of China"),
        ]),
        ("Un is German; chinaware; U N; UNO", []),
    ],
)  # fmt: skip
def test_names_of_a_gazetteer_are_found_as_they_are_written(text, found):
    assert [(each, name) for each, _, name in listed(text)] == found


@pytest.mark.parametrize("possessive", ["keep", "split"])
@pytest.mark.parametrize("hyphen", ["keep", "split"])
def test_names_are_found_whatever_the_tokeniser_and_the_apostrophe(possessive, hyphen):
    tokenizer = dc.Tokenizer(possessive=possessive, hyphen=hyphen)
    text = "the People’s Republic of China’s law; New-China"
    corpus = dc.Corpus.from_texts({"a": text}, tokenizer=tokenizer)
    table = dc.layers.make(corpus, "names", gazetteer=GAZETTEER, candidates=False).table
    spans = [tuple(map(int, each.split(":")[1].split("-"))) for each in table["line_id"]]
    assert [text[a:b] for a, b in spans] == ["People’s Republic of China", "New-China"]


def test_the_label_is_the_kind():
    assert {label for _, label, _ in listed("China, UN, UN General Assembly")} == {
        "country", "organisation", "organ",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We met in Geneva and in New York.", ["Geneva", "New York"]),
        ("Peace is here. We want peace.", []),
        ("Geneva was cold. We left Geneva.", ["Geneva", "Geneva"]),
        ("Former President Xi spoke.", ["Former President Xi"]),
        ("The United Nations met.", ["United Nations"]),
        (
            "we read the Declaration on the Right of Peoples.",
            ["Declaration on the Right of Peoples"],
        ),
        ("in March we and I met on Monday", []),
        ("and Dr. Martin L. King, of the G.I. Bill.", ["Dr. Martin L. King", "G.I. Bill"]),
        ("It said: Peace is here, and “War is not.”", []),
        ("it cost RMB9.5 million", []),
        ("we saw China's Great Wall, in China.", ["China", "Great Wall", "China"]),
    ],
)
def test_sequences_of_capitalised_words_are_candidates(text, found):
    assert [each for each, label, _ in find_names(text) if label == "candidate"] == found


def test_a_line_that_looks_like_a_heading_has_no_candidates():
    assert find_names("We met.\nTHE STATE OF IT\nThe Way to Peace\nWe left.") == []


def test_a_candidate_that_is_in_a_name_of_the_gazetteer_is_left_out():
    found = find_names("in the UN General Assembly Hall of China", gazetteer=GAZETTEER)
    assert [(each, label) for each, label, _ in found] == [
        ("UN General Assembly Hall of China", "candidate"),
        ("UN General Assembly", "organ"),
        ("China", "country"),
    ]


def test_a_candidate_overlaps_no_name_of_the_gazetteer_in_part():
    text = "Capital. UNITED NATIONS CHARTER. They met the united nations."
    assert [each[:2] for each in find_names(text, gazetteer=GAZETTEER)] == [
        ("UNITED NATIONS CHARTER", "candidate"), ("UNITED NATIONS", "organisation"),
    ]  # fmt: skip


def test_a_candidate_with_hyphens_may_contain_names_of_the_gazetteer():
    assert [each[:2] for each in find_names("We saw UN-China talks.", gazetteer=GAZETTEER)] == [
        ("UN-China", "candidate"), ("UN", "organisation"), ("China", "country"),
    ]  # fmt: skip


def test_a_word_after_a_dropped_page_number_is_in_mid_sentence(drop_pages):
    corpus = drop_pages("There we went on, to the old\nPage 3\nGeneva of that time.")
    table = dc.layers.make(corpus, "names").table
    assert table["name"].tolist() == ["Geneva"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["[[name]]", 'name = "UN"'], "the gazetteer: kind of [[name]] 1 is None; give a text."),
        (["[[name]]", 'name = ""'], "the gazetteer: name of [[name]] 1 is ''; give a text."),
        (["nam = 3"], "the gazetteer: key of a gazetteer='nam' is not known; choose 'name'. Did "),
        (['name = "UN"'], "the gazetteer: a gazetteer needs names; begin each with a line [["),
        (
            ["[[name]]", 'name = "UN"', 'kind = "x"', "[[name]]", 'name = "Un"', 'kind = "y"',
             'variants = ["UN"]'],
            "the gazetteer: 'UN' is a form of 'UN' (x) and of 'Un' (y); take it out of one of",
        ),
        (["[[name]]", 'name = "…"', 'kind = "x"'], "the gazetteer: '…' of '…' has no letter or n"),
    ],
)  # fmt: skip
def test_a_bad_gazetteer_is_refused(lines, message):
    with pytest.raises(dc.DiscourseError) as error:
        find_names("a", gazetteer=lines)
    assert str(error.value).startswith(message)


def test_a_gazetteer_is_a_file_and_recorded_by_its_lines(tmp_path):
    file = tmp_path / "names.toml"
    file.write_text("\n".join(GAZETTEER), encoding="utf-8")
    assert read_gazetteer(file).place == "names.toml"
    corpus = dc.Corpus.from_texts({"a": "The UN in Geneva."})
    layer = dc.layers.make(corpus, "names", gazetteer=file)
    file.unlink()
    again = dc.layers.make(corpus, layer.about["maker"], **layer.about["parameters"])
    assert again.digest == layer.digest
    assert again.about == layer.about
    assert len(layer.about["gazetteer_sha256"]) == 64
    assert str(tmp_path) not in repr(layer.about)
    assert "measured" not in layer.about, "only candidates were measured"
    with pytest.raises(dc.DiscourseError, match=r"names\.toml does not exist; give a gazetteer"):
        dc.layers.make(corpus, "names", gazetteer=file)
