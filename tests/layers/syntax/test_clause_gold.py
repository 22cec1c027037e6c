"""What is said of the precision and recall of `dc.clauses` is measured again, where the texts are.

tests/gold/clauses.csv has the clauses of the sentences in clause_sentences.csv, as two annotators
labelled them apart from each other (``first``, ``second``) and as they were settled (``gold``);
clause_values.csv has lemmas, actors and numbers, and antecedents.csv what pronouns stand for. The
files hold no sentences of the texts; tests/gold/README.md says more.
``REWRITE_MEASURED=1`` writes discourse/layers/data/measured_clauses.toml anew.
"""

import os
import tomllib
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import binomtest

import discourse as dc

GOLD = Path(__file__).parents[2] / "gold"
DATA = files("discourse.layers") / "data"
MEASURED = DATA / "measured_clauses.toml"
SAMPLES = {
    "chapter": "the chapter in seeds/, which the rules were made with",
    "addresses": "113 sentences of State of the Union addresses, which they were not made with",
}
WAYS = {"parse": True, "tags": False}
RUNNING = "running_"  # before a way: in running text, not in sentences that are given one by one
# Of each clause: whether it is there, whether it has something, or what it has.
FIELDS = {
    "clause": ("verb", "verb_id"),
    "main": ("main", "main"),
    "subject": ("subject", "subject_id"),
    "passive": ("voice", "voice"),
    "agent": ("agent", "agent_id"),
    "object": ("object", "object_id"),
    "negated": ("negated", "negated"),
    "modal": ("modal", "modal"),
    "tense": ("tense", "tense"),
}

# What else is said of each clause, measured in running text: pronouns stand for what is before.
VALUES = ("lemma", "actor", "actor_class", "quantity", "year")
NUMBERS = {"quantity": "quantity_id", "year": "year_id"}
BEFORE = 20  # sentences of the text before a labelled one


@pytest.fixture(scope="module")
def labelled():
    table = pd.read_csv(GOLD / "clauses.csv", keep_default_na=False, dtype=str)
    return table.assign(
        main=table["main"] == "1",
        negated=table["negated"] == "1",
        voice=table["voice"].where(table["voice"] == "passive", ""),
    )


@pytest.fixture(scope="module")
def sentences():
    return pd.read_csv(GOLD / "clause_sentences.csv", keep_default_na=False)


@pytest.fixture(scope="module")
def corpora(root, shared):
    """The texts that the samples are from."""
    if not (DATA / "english-ewt.udpipe").is_file():
        pytest.skip("needs the model of English")
    folder = shared / "corpora" / "state_union"
    return {
        "chapter": dc.read(root / "seeds"),
        "addresses": dc.read(folder, encoding=["utf-8", "cp1252"]),
    }


@pytest.fixture(scope="module")
def tagged(corpora, sentences):
    """The sentences of each sample as texts, tagged and parsed by the model of English."""
    found = {}
    for sample, corpus in corpora.items():
        ids = sentences.loc[sentences["sample"] == sample, "sentence"]
        texts = dc.Corpus.from_texts({line_id: text_of(corpus, line_id) for line_id in ids})
        found[sample] = texts.with_layer(*dc.layers.tag(texts))
    return found


@pytest.fixture(scope="module")
def chapter(root):
    """The whole chapter, tagged and parsed: what a pronoun stands for is in sentences before it."""
    if not (DATA / "english-ewt.udpipe").is_file():
        pytest.skip("needs the model of English")
    paper = dc.read(root / "seeds")
    return paper.with_layer(*dc.layers.tag(paper))


@pytest.fixture(scope="module")
def running(corpora, sentences, chapter):
    """The sentences as they are found in running text: in the chapter, in passages of addresses.

    A passage is a labelled sentence, up to the borders of the sentences that the whole text is
    divided into: sentences are tagged one by one, so that the rest of the text changes nothing.
    """
    ids = sentences.loc[sentences["sample"] == "addresses", "sentence"]
    passages = dict(find_passage(corpora["addresses"].store, line_id) for line_id in ids)
    texts = dc.Corpus.from_texts(passages)
    return {"chapter": chapter, "addresses": texts.with_layer(*dc.layers.tag(texts))}


@pytest.fixture(scope="module")
def in_context(corpora, sentences, chapter):
    """The chapter, and the passages of addresses with the sentences before them."""
    ids = sentences.loc[sentences["sample"] == "addresses", "sentence"]
    store = corpora["addresses"].store
    passages = dict(find_passage(store, line_id, BEFORE) for line_id in ids)
    texts = dc.Corpus.from_texts(passages)
    return {"chapter": chapter, "addresses": texts.with_layer(*dc.layers.tag(texts))}


def find_passage(store, line_id, before=0):
    """The line and the text of the whole sentences that a labelled one has words of.

    `before` is the number of sentences before them that are taken as well.
    """
    digest, start, end = split(line_id)
    number = store.digests.tolist().index(digest)
    first, last = store.index.documents[number : number + 2].tolist()
    at = store.index.starts[first:last].astype(int)
    bounds = store.sentences[(store.sentences >= first) & (store.sentences < last)]
    borders = [*at[bounds - first].tolist(), len(store.texts[number])]
    low = [0, *(border for border in borders if border <= start)][-1 - before :][0]
    high = min(border for border in borders if border >= end)
    return f"{digest}:{low}-{high}", store.texts[number][low:high]


def find_running_clauses(corpus, ids, by_parse):
    """The clauses of a running text whose verbs are in labelled sentences."""
    table = place_clauses(corpus, ids, by_parse)
    table = table[table["sentence"] != ""].drop_duplicates("verb_id")
    return table.assign(voice=table["voice"].where(table["voice"] == "passive", ""))


def find_values(corpus, ids, by_parse):
    """The clauses whose verbs are in labelled sentences, each in the passage that ends with it."""
    table = place_clauses(corpus, ids, by_parse)
    last = {
        where: max((name for name in ids if lies_in(split(name), split(where))), key=split)
        for where in table["document"].unique()
        if ":" in where
    }
    pairs = zip(table["document"], table["sentence"], strict=True)
    return table[[name != "" and last.get(where, name) == name for where, name in pairs]]


def place_clauses(corpus, ids, by_parse):
    """The clauses of a running text, with the labelled sentence of each, or ""."""
    table = dc.clauses(corpus, by_parse=by_parse)
    for name in ("verb_id", "subject_id", "agent_id", "object_id", "actor_id", *NUMBERS.values()):
        pairs = zip(table[name], table["document"], strict=True)
        table[name] = [place(at, where) if ":" in where else at for at, where in pairs]
    inside = {line_id: split(line_id) for line_id in ids}
    sentences = [
        next((name for name, span in inside.items() if lies_in(split(verb), span)), "")
        for verb in table["verb_id"]
    ]
    return table.assign(sentence=sentences)


def lies_in(inner, outer):
    return inner[0] == outer[0] and outer[1] <= inner[1] and inner[2] <= outer[2]


def text_of(corpus, line_id):
    """A sentence with the mark that ends it."""
    digest, start, end = split(line_id)
    number = corpus.store.digests.tolist().index(digest)
    return corpus.store.texts[number][start : end + 1]


def split(line_id):
    digest, _, places = line_id.partition(":")
    start, end = places.split("-")
    return digest, int(start), int(end)


def place(line_id, sentence):
    """The characters of lines of a sentence, in the text that the sentence is from."""
    digest, first, _ = split(sentence)
    spans = [split(each)[1:] for each in line_id.split("; ") if each]
    return "; ".join(f"{digest}:{first + start}-{first + end}" for start, end in spans)


def find_clauses(corpus, by_parse):
    table = dc.clauses(corpus, by_parse=by_parse)
    for name in ("verb_id", "subject_id", "agent_id", "object_id"):
        pairs = zip(table[name], table["document"], strict=True)
        table[name] = [place(line_id, sentence) for line_id, sentence in pairs]
    return table.assign(
        sentence=table["document"], voice=table["voice"].where(table["voice"] == "passive", "")
    )


def are_same(one, other):
    """Whether two values of a field are the same; spans are, if they have a character in common."""
    if isinstance(one, str) and ":" in one and isinstance(other, str) and ":" in other:
        (digest, start, end), (digest_other, start_other, end_other) = split(one), split(other)
        return digest == digest_other and start < end_other and start_other < end
    return one == other


def pair_clauses(labelled, found, verb):
    """The numbers of clauses whose verbs are the same."""
    by_sentence = {}
    for number, row in enumerate(found):
        by_sentence.setdefault(row["sentence"], []).append(number)
    pairs = {}
    for number, row in enumerate(labelled):
        for other in by_sentence.get(row["sentence"], []):
            if are_same(row["verb"], found[other][verb]) and other not in pairs.values():
                pairs[number] = other
                break
    return pairs


def count_right(labelled, found, field, *, same_table=False):
    """How many values of a field are right, found and labelled."""
    name, name_found = FIELDS[field]
    name_found = name if same_table else name_found
    pairs = pair_clauses(labelled, found, "verb" if same_table else "verb_id")
    right = sum(
        bool(labelled[one][name]) and are_same(labelled[one][name], found[other][name_found])
        for one, other in pairs.items()
    )
    return (
        right,
        sum(bool(row[name_found]) for row in found),
        sum(bool(row[name]) for row in labelled),
    )


def count_values(gold, found, field, verb="verb_id"):
    """How many values of clauses are right, found and labelled.

    A class that is "open" says that nothing is known of the actor, and is not counted as found.
    """
    by_verb = {row[verb]: row for row in found}
    known = [row for row in found if read_value(row, field)]
    right = sum(
        bool(row[field]) and is_value(row[field], read_value(by_verb[row["verb"]], field), field)
        for row in gold
        if row["verb"] in by_verb
    )
    return right, len(known), sum(bool(row[field]) for row in gold)


def read_value(row, field):
    """What is said of a clause, or was labelled, in the form of a label; "" for nothing."""
    if field in ("actor", "actor_class") and row["actor_class"] == "open":
        return ""
    if "actor_id" not in row:
        return row[field]
    names = {"lemma": "verb", "actor": "actor_id", **NUMBERS}
    return row[names.get(field, field)].replace("; ", " ")


def is_value(label, value, field):
    """Whether a value is as it was labelled: one of several mentions, or all of several numbers."""
    if field == "actor":
        return bool(set(label.split()) & set(value.split()))
    return label == value


PRONOUNS = ("it", "they", "he", "she", "which", "who", "that")


def count_antecedents(gold, found):
    """How many antecedents of pronouns are right, found and labelled.

    The labels name every mention that the pronoun can stand for.
    """
    is_found = found["subject"].str.lower().isin(PRONOUNS) & (found["antecedent"] != "")
    by_verb = dict(zip(found["verb_id"], found["antecedent_id"].where(is_found, ""), strict=True))
    right = sum(
        by_verb.get(verb, "") in mentions.split()
        for verb, mentions in zip(gold["verb"], gold["antecedent"], strict=True)
    )
    return right, int(is_found.sum()), len(gold)


def share(right, of):
    if not of:
        return None
    low, high = binomtest(right, of).proportion_ci(method="wilson")
    return round(right / of, 3), round(float(low), 3), round(float(high), 3)


def records(labelled, sample, annotator):
    wanted = (labelled["sample"] == sample) & (labelled["annotator"] == annotator)
    return labelled[wanted].to_dict("records")


def write_values(right, hits, wanted):
    """Counts, with precision and recall and their intervals."""
    values = {"right": right, "found": hits, "labelled": wanted}
    for name, of in (("precision", hits), ("recall", wanted)):
        if (each := share(right, of)) is not None:
            values |= dict(zip((name, f"{name}_low", f"{name}_high"), each, strict=True))
    return values


def measure_values(in_context, sentences):
    """Precision and recall of what else is said of clauses, and the agreement of two readings."""
    values = pd.read_csv(GOLD / "clause_values.csv", keep_default_na=False, dtype=str)
    measured = {}
    for sample in SAMPLES:
        gold = records(values, sample, "gold")
        ids = sentences.loc[sentences["sample"] == sample, "sentence"].tolist()
        for way, by_parse in WAYS.items():
            found = find_values(in_context[sample], ids, by_parse).to_dict("records")
            for field in VALUES:
                counts = count_values(gold, found, field)
                measured[f"{sample}.{way}.{field}"] = write_values(*counts)
        for field in VALUES:
            one, other = (records(values, sample, name) for name in ("first", "second"))
            counts = count_values(one, other, field, "verb")
            measured[f"{sample}.agreement.{field}"] = {"f1": measure_f1(*counts)}
    return measured


def measure_f1(right, hits, wanted):
    return round(2 * right / (hits + wanted), 3) if hits + wanted else 1.0


def measure(labelled, tagged, running, chapter):
    """Precision and recall of each field, for each sample and each way of finding clauses."""
    measured = {}
    for sample in SAMPLES:
        gold = records(labelled, sample, "gold")
        for way, by_parse in WAYS.items():
            found = find_clauses(tagged[sample], by_parse).to_dict("records")
            for field in FIELDS:
                values = write_values(*count_right(gold, found, field))
                measured[f"{sample}.{way}.{field}"] = values
            ids = {row["sentence"] for row in gold}
            found = find_running_clauses(running[sample], ids, by_parse).to_dict("records")
            for field in FIELDS:
                values = write_values(*count_right(gold, found, field))
                measured[f"{sample}.{RUNNING}{way}.{field}"] = values
        for field in FIELDS:
            one, other = (records(labelled, sample, name) for name in ("first", "second"))
            counts = count_right(one, other, field, same_table=True)
            measured[f"{sample}.agreement.{field}"] = {"f1": measure_f1(*counts)}
    pronouns = pd.read_csv(GOLD / "antecedents.csv")
    one, other, pronouns = (
        pronouns[pronouns["annotator"] == name] for name in ("first", "second", "gold")
    )
    same = [
        bool(set(mine.split()) & set(yours.split()))
        for mine, yours in zip(one["antecedent"], other["antecedent"], strict=True)
    ]
    f1 = measure_f1(sum(same), len(one), len(other))
    measured["chapter.agreement.antecedent"] = {"f1": f1}
    for way, by_parse in WAYS.items():
        counts = count_antecedents(pronouns, dc.clauses(chapter, by_parse=by_parse))
        measured[f"chapter.{way}.antecedent"] = write_values(*counts)
    return measured


def write_record(measured):
    lines = ["# How well dc.clauses does, as tests/layers/syntax/test_clause_gold.py measures it."]
    for name, values in measured.items():
        lines += ["", f"[{name}]", *(f"{key} = {value}" for key, value in values.items())]
    return "\n".join([*lines, ""])


def read_record():
    content = tomllib.loads(MEASURED.read_text(encoding="utf-8"))
    return {
        f"{sample}.{way}.{field}": values
        for sample, ways in content.items()
        for way, fields in ways.items()
        for field, values in fields.items()
    }


@pytest.mark.slow
def test_the_record_says_what_is_measured(
    labelled, tagged, running, chapter, in_context, sentences
):
    measured = measure(labelled, tagged, running, chapter)
    measured |= measure_values(in_context, sentences)
    if os.environ.get("REWRITE_MEASURED"):
        Path(str(MEASURED)).write_text(write_record(measured), encoding="utf-8", newline="\n")
    assert read_record() == measured


def write_row(field, values):
    """A row of the table in docs/grammar.md."""
    cells = [field]
    for name in ("precision", "recall"):
        shown = "–"
        if name in values:
            low, high = values[f"{name}_low"], values[f"{name}_high"]
            shown = f"{values[name]:.3f} ({low:.3f}–{high:.3f})"
        cells.append(shown)
    return f"| {' | '.join([*cells, str(values['found']), str(values['labelled'])])} |"


def test_running_text_and_sentences_one_by_one_do_not_differ_as_the_page_says():
    found = read_record()
    differing = [
        f"{sample}.{RUNNING}{way}.{field}"
        for sample in SAMPLES
        for way in WAYS
        for field in FIELDS
        if found[f"{sample}.{way}.{field}"] != found[f"{sample}.{RUNNING}{way}.{field}"]
    ]
    assert differing == []


def test_a_passage_has_whole_sentences_of_the_text():
    store = dc.Corpus.from_texts({"a": "It rained. “We won,” he said. They slept."}).store
    (digest,) = store.digests
    assert find_passage(store, f"{digest}:15-28") == (f"{digest}:12-30", "We won,” he said. ")
    assert find_passage(store, f"{digest}:0-20") == (
        f"{digest}:0-30", "It rained. “We won,” he said. ",
    )  # fmt: skip
    assert find_passage(store, f"{digest}:30-40") == (f"{digest}:30-41", "They slept.")


@pytest.mark.parametrize("sample", sorted(SAMPLES))
@pytest.mark.parametrize("way", sorted(WAYS))
def test_the_page_on_grammar_prints_what_was_measured(root, sample, way):
    page = (root / "docs" / "grammar.md").read_text(encoding="utf-8")
    for name, values in read_record().items():
        if name.startswith(f"{sample}.{way}.") and values["labelled"]:
            assert write_row(name.rpartition(".")[2], values) in page


@pytest.mark.parametrize("way", sorted(WAYS))
def test_the_help_and_the_methods_of_clauses_say_what_was_measured(way):
    found = read_record()
    notes = " ".join(dc.clauses.__doc__.split())
    talk = dc.Corpus.from_texts({"a": "We build roads."})
    talk = talk.with_layer(*dc.layers.tag(talk))
    sentence = dc.methods(dc.clauses(talk, by_parse=WAYS[way])).text
    for field, noun in (("clause", "clauses"), ("subject", "subjects"), ("actor", "actors")):
        values = found[f"addresses.{way}.{field}"]
        shown = f"{values['precision']:.2f} and {values['recall']:.2f}"
        assert shown.replace(" and ", " and recall ") in notes or shown in notes
        precision, _, recall = shown.partition(" and ")
        assert f"{noun} with precision {precision} and recall {recall}" in sentence


def test_each_clause_that_is_labelled_lies_in_a_sentence_of_its_sample(labelled, sentences):
    known = set(zip(sentences["sample"], sentences["sentence"], strict=True))
    assert set(zip(labelled["sample"], labelled["sentence"], strict=True)) <= known
    for row in labelled.to_dict("records"):
        digest, start, end = split(row["sentence"])
        for name in ("verb", "subject", "agent", "object"):
            if row[name]:
                text, first, after = split(row[name])
                assert (text, start <= first < after <= end) == (digest, True)


def test_each_antecedent_that_is_labelled_is_of_a_clause_and_before_its_pronoun(labelled):
    pronouns = pd.read_csv(GOLD / "antecedents.csv")
    assert set(pronouns["annotator"].value_counts()) == {18}
    gold = labelled[(labelled["sample"] == "chapter") & (labelled["annotator"] == "gold")]
    assert set(zip(pronouns["verb"], pronouns["subject"], strict=True)) <= set(
        zip(gold["verb"], gold["subject"], strict=True)
    )
    for row in pronouns.to_dict("records"):
        _, start, _ = split(row["subject"])
        assert all(split(mention)[2] <= start for mention in row["antecedent"].split())


def test_each_reading_has_the_values_of_each_clause_that_counts(labelled):
    values = pd.read_csv(GOLD / "clause_values.csv", keep_default_na=False, dtype=str)
    gold = labelled.loc[labelled["annotator"] == "gold", "verb"].tolist()
    for _, reading in values.groupby("annotator"):
        assert sorted(reading["verb"]) == sorted(gold)
    assert set(values["annotator"]) == {"first", "second", "gold"}
    for name in ("actor", "quantity", "year"):
        assert all(split(each)[1] < split(each)[2] for ids in values[name] for each in ids.split())
    assert (labelled.query("annotator == 'gold'")["sample"] == "addresses").sum() >= 200


def test_a_value_is_right_if_it_is_a_mention_or_has_all_numbers():
    gold = [
        {
            "verb": "a:5-9",
            "actor": "a:0-4 a:1-2",
            "actor_class": "we",
            "quantity": "a:1-2 a:3-4",
        },
        {"verb": "a:20-24", "actor": "a:15-19", "actor_class": "country", "quantity": ""},
        {"verb": "a:30-34", "actor": "", "actor_class": "", "quantity": "a:40-41"},
    ]
    found = [
        {
            "verb_id": "a:5-9", "actor_id": "a:1-2", "actor_class": "we",
            "quantity_id": "a:1-2; a:3-4",
        },
        {"verb_id": "a:20-24", "actor_id": "a:15-19", "actor_class": "open", "quantity_id": ""},
        {"verb_id": "a:50-54", "actor_id": "a:45-49", "actor_class": "", "quantity_id": "a:40-41"},
    ]  # fmt: skip
    assert count_values(gold, found, "actor") == (1, 2, 2)
    assert count_values(gold, found, "actor_class") == (1, 1, 2)
    assert count_values(gold, found, "quantity") == (1, 2, 2)


def test_the_page_says_how_far_the_annotators_agree(root):
    page = (root / "docs" / "grammar.md").read_text(encoding="utf-8")
    by_field = {name: values["f1"] for name, values in read_record().items() if "f1" in values}
    lowest = {True: 1.0, False: 1.0}
    for name, f1 in by_field.items():
        of_values = name.rpartition(".")[2] in VALUES
        lowest[of_values] = min(f1, lowest[of_values])
    assert f"(F1 at least {lowest[False]:.3f} in each column)" in page
    assert f"F1 of at least {lowest[True]:.3f} in each column" in page


def test_an_antecedent_is_right_if_it_is_a_mention_that_was_labelled():
    verbs = ["a:5-9", "a:20-24", "a:40-44"]
    gold = pd.DataFrame({"verb": verbs, "antecedent": ["a:0-4 a:1-2"] * 3})
    found = pd.DataFrame(
        {
            "verb_id": [*verbs, "a:50-54"],
            "subject": ["It", "they", "it", "land"],
            "antecedent": ["we", "cat", "", "land"],
            "antecedent_id": ["a:1-2", "a:7-8", "", "a:0-4"],
        }
    )
    assert count_antecedents(gold, found) == (1, 2, 3)


def test_a_clause_counts_as_right_by_its_verb_and_its_field():
    gold = [
        {"sentence": "s", "verb": "a:5-9", "subject": "a:0-4", "negated": False},
        {"sentence": "s", "verb": "a:20-24", "subject": "a:0-4", "negated": True},
    ]
    found = [
        {"sentence": "s", "verb_id": "a:5-11", "subject_id": "a:0-4", "negated": False},
        {"sentence": "s", "verb_id": "a:30-34", "subject_id": "a:0-4", "negated": True},
    ]
    assert count_right(gold, found, "clause") == (1, 2, 2)
    assert count_right(gold, found, "subject") == (1, 2, 2)
    assert count_right(gold, found, "negated") == (0, 1, 1)
