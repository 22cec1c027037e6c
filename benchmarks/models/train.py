"""Train the model of English, measure it, and write both into the package.

    .venv/bin/pip install lemminflect==0.2.3
    make model TREEBANK=../shared/treebanks/ud-english-ewt

lemminflect brings a lexicon, of which only a table is read (see word_forms.py); nothing else needs
it. features.txt lists what the tagger looks at: UDPipe's own list without what is never there in
English or in tags of Universal Dependencies. The tagger and the parser are trained at the same
time, each on one core. Then the tagger gets the dictionary that it works with, which is that of a
tagger that is trained once over (see word_forms.py and dictionary_exchange.py), and the parser. The
same files and the same release of UDPipe give the same bytes. Trained parts are kept in the folder
that is given by --parts, and are not trained again.
"""

from __future__ import annotations

import argparse
import re
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import ufal.udpipe as udpipe
from dictionary_exchange import exchange_dictionary
from scoring import score_tokens, score_words
from treebank import FIELDS, PARTS, hash_file, read_treebank
from word_forms import (
    build_dictionary,
    describe_lexicon,
    find_licence,
    select_listed,
    write_dictionary,
)

import discourse
from discourse.layers.taggers.english_model import LEMMAS, english

TRAINER = "morphodita_parsito"
DICTIONARY = "models=1;dictionary_max_form_analyses=1;guesser_enrich_dictionary=0"
TAGGER = f"iterations=10;{DICTIONARY}"
FEATURES = Path(__file__).with_name("features.txt")
PARSER = (
    "iterations=8;learning_rate=0.01;learning_rate_final=0.001;l2=0.5;transition_oracle=static;"
    "structured_interval=0;embedding_form=64;embedding_xpostag=20"
)
NOTHING = "none"
DATA = Path(discourse.__file__).parent / "layers" / "data"
MODEL = DATA / "english-ewt.udpipe"
NAMED_RELEASE = re.compile(r"English Web Treebank v(\d+\.\d+ -- \d{4}-\d\d-\d\d)")
NEW_RELATION, NEW_IN = "nmod:desc", "release 2.16 (2025-05-15)"
ON = "UD English EWT, test: 2,077 sentences of weblogs, mails, reviews, answers and newsgroups"
NOTICE = """\
# The model english-ewt.udpipe: what it was trained on, how, and how well it does.
# benchmarks/models/train.py writes this file and the model.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("treebank", type=Path, help="a folder with train, dev and test.conllu")
    parser.add_argument("--parts", type=Path, default=Path("build/models"), help="trained parts")
    arguments = parser.parse_args()
    train(arguments.treebank, arguments.parts)
    shutil.copyfile(arguments.treebank / "LICENSE.txt", DATA / "english-ewt-LICENSE.txt")
    shutil.copyfile(find_licence(), DATA / "lemminflect-LICENSE.txt")
    write_record(arguments.treebank)


def train(treebank: Path, parts: Path) -> None:
    """Train the tagger and the parser, unless they are there, and put them together."""
    parts.mkdir(parents=True, exist_ok=True)
    names = ("tag", "words", "par", "joined")
    tagger, words, parser, joined = (parts / f"{name}.udpipe" for name in names)
    sentences = read_treebank(treebank / "train.conllu")
    to_learn = build_dictionary(sentences, closed_guesses=True)
    to_use = build_dictionary(sentences, closed_guesses=False)
    texts = [(treebank / f"{part}.conllu").read_text(encoding="utf-8") for part in PARTS[:2]]
    known = ["".join(each.conllu for each in select_listed(sentences, to_use)), texts[1]]
    options = [
        f"templates=file:{FEATURES};dictionary_file={write_dictionary(parts / name, readings)}"
        for name, readings in (("learned.txt", to_learn), ("used.txt", to_use))
    ]
    tasks = [
        (tagger, texts, f"{TAGGER};{options[0]}", NOTHING),
        (words, known, f"iterations=1;{DICTIONARY};{options[1]}", NOTHING),
        (parser, texts, NOTHING, PARSER),
    ]
    with ProcessPoolExecutor(2) as executor:
        waiting = [executor.submit(train_part, *task) for task in tasks if not task[0].exists()]
        for future in waiting:
            future.result()
    joined.write_bytes(exchange_dictionary(tagger.read_bytes(), words.read_bytes()))
    train_part(MODEL, texts, f"from_model=file:{joined}", f"from_model=file:{parser}")


def train_part(path: Path, texts: list[str], tagger: str, parser: str) -> None:
    """Train with some sentences, and others to choose the best round by; both in CoNLL-U."""
    failed = udpipe.ProcessingError()
    sentences = map(_read_sentences, texts)
    model = udpipe.Trainer.train(TRAINER, *sentences, NOTHING, tagger, parser, failed)
    if failed.occurred():
        raise SystemExit(failed.message)
    path.write_bytes(bytes(model))


def _read_sentences(text: str) -> udpipe.Sentences:
    source = udpipe.InputFormat.newConlluInputFormat()
    source.setText(text)
    sentences, sentence, failed = udpipe.Sentences(), udpipe.Sentence(), udpipe.ProcessingError()
    while source.nextSentence(sentence, failed):
        sentences.push_back(sentence)
        sentence = udpipe.Sentence()
    if failed.occurred():
        raise SystemExit(failed.message)
    return sentences


# ---------------------------------------------------------------------------------- the record


def write_record(treebank: Path) -> None:
    """Measure the model, and write what is known of it."""
    version = udpipe.Version.current()
    sections = {
        "": {
            "model": MODEL.name,
            "sha256": hash_file(MODEL),
            "bytes": MODEL.stat().st_size,
            "licence": "CC BY-SA 4.0, see english-ewt-LICENSE.txt",
            "notice": (
                "Trained on Universal Dependencies English EWT (N. Silveira, T. Dozat, M.-C. de "
                "Marneffe, S. Bowman, M. Connor, J. Bauer and C. D. Manning, A Gold Standard "
                "Dependency Corpus for English, LREC 2014; later changes by the contributors to "
                "Universal Dependencies), https://universaldependencies.org, CC BY-SA 4.0. "
                "The model is an adaptation of it under the same licence."
            ),
            "command": "make model",
            "program": f"UDPipe {version.major}.{version.minor}.{version.patch} (ufal.udpipe)",
            LEMMAS: english().record[LEMMAS],
            "tagger": TAGGER,
            "parser": PARSER,
        },
        "treebank": {
            "source": "https://github.com/UniversalDependencies/UD_English-EWT",
            "release": find_release(treebank),
            **{part: hash_file(treebank / f"{part}.conllu") for part in PARTS},
        },
        "lexicon": {
            **describe_lexicon(),
            "licence": "MIT, see lemminflect-LICENSE.txt",
            "notice": (
                "The dictionary of the tagger has forms of lemminflect (B. Jascob), which are "
                "taken from the SPECIALIST Lexicon. Courtesy of the U.S. National Library of "
                "Medicine, which does not endorse this model; the forms were selected and changed, "
                "and are not its most current data."
            ),
        },
    }
    for part in ("dev", "test"):
        sections |= measure_words(treebank, part)
    on = f"tokens of the raw text of {ON}"
    gold = read_treebank(treebank / "test.conllu")
    for name, measured in score_tokens(english(), gold, on).items():
        sections[f"measured.{name}"] = measured
    record = MODEL.with_suffix(".toml")
    record.write_text(NOTICE + "".join(map(_write_section, sections.items())), encoding="utf-8")
    print(record.read_text(encoding="utf-8"))


def find_release(treebank: Path) -> str:
    """The release that a treebank says it is of, or what its files show of that."""
    for readme in sorted(treebank.glob("README*")):
        if named := NAMED_RELEASE.search(readme.read_text(encoding="utf-8")):
            return named[1]
    told = "not named by the files"
    relations = {
        relation
        for sentence in read_treebank(treebank / "train.conllu")
        for relation in sentence.values["deprel"]
    }
    if NEW_RELATION in relations:
        told += f"; they have the relation {NEW_RELATION}, which came with {NEW_IN}"
    return told


def measure_words(treebank: Path, part: str) -> dict[str, dict[str, float]]:
    """The accuracy on the words of a part of the treebank, with its tags and with our own."""
    gold = read_treebank(treebank / f"{part}.conllu")
    predicted = english().tag([sentence.forms for sentence in gold], list(FIELDS), "en")
    loaded = udpipe.Model.load(str(MODEL))  # a pipeline does not keep its model alive
    none, default = udpipe.Pipeline.NONE, udpipe.Pipeline.DEFAULT
    pipeline = udpipe.Pipeline(loaded, "conllu", none, default, "conllu")
    written = pipeline.process("".join(each.conllu for each in gold), udpipe.ProcessingError())
    parsed = []
    for block in written.split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if "\t" in line]
        if rows:
            names = ("head", "deprel")
            parsed.append({name: [row[FIELDS[name]] for row in rows] for name in names})
    return {
        f"words.{part}": score_words(gold, predicted),
        f"gold_tags.{part}": score_words(gold, parsed),
    }


def _write_section(section: tuple[str, dict[str, object]]) -> str:
    name, values = section
    lines = [f"\n[{name}]"] if name else [""]
    lines += [
        f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}"
        for key, value in values.items()
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
