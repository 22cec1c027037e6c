import gc
import json
from dataclasses import replace

import pandas as pd
import pytest

import discourse as dc
from discourse.corpus.corpus import corpus_of_documents
from discourse.publish.provenance.corpora import (
    FolderCorpora,
    complete_recipe,
    find_given,
    find_in_session,
)
from discourse.publish.provenance.recipes import recipe_of, rerun
from discourse.text.document import plain_document

TEXTS = {"a.txt": "Well-kept peace and rights.\n\nRights.", "b.txt": "Peace and war."}


@pytest.fixture
def folder(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def saved_recipe(table):
    """The recipe of a table as a bundle records it and JSON gives it back."""
    recipe = complete_recipe(recipe_of(table, "x"), find_in_session("x"))
    return json.loads(json.dumps(recipe))


def list_of_words(folder):
    path = folder / "own.csv"
    path.write_text("term,count\npeace,3\nand,9\n", encoding="utf-8")
    return dc.reference(path)


def table_of_sizes(folder):
    (folder / "tables").mkdir()
    path = folder / "tables" / "sizes.csv"
    path.write_text("document,size\na,10\nb,9\n", encoding="utf-8")
    return path


# What a recipe may be about, made of the texts in a folder.
MADE = {
    "a corpus": lambda folder: dc.frequencies(dc.read(folder)),
    "a subset": lambda folder: dc.frequencies(dc.read(folder).subset('document = "a"')),
    "a subset of a subset": lambda folder: dc.frequencies(
        dc.read(folder).subset('document = "a"').subset('section = "2"')
    ),
    "a function of a document": lambda folder: dc.frequencies(
        dc.read(folder).with_metadata(first=lambda d: d["document"] == "a"), by="first"
    ),
    "a mapping": lambda folder: dc.frequencies(
        dc.read(folder).with_metadata(size={"a": 10, "b": 9.5}), by="size"
    ),
    "bins of what was added": lambda folder: dc.tfidf(
        dc.read(folder).with_metadata(n=[3, 20]).with_metadata(size=("n", {0: "z", 10: "a"})),
        by="size",
    ),
    "a table": lambda folder: dc.frequencies(
        dc.read(folder).with_metadata(table_of_sizes(folder)), by="size"
    ),
    "a subset by what was added": lambda folder: dc.frequencies(
        dc.read(folder).with_metadata(n=[1, 2.5]).subset("n < 2"), by="n"
    ),
    "a subset to which something was added": lambda folder: dc.frequencies(
        dc.read(folder).subset('document = "b"').with_metadata(n=[2.0]), by="n"
    ),
    "another order of documents": lambda folder: dc.positions(
        dc.read(folder).with_metadata(n=[2, 1]).sort("n"), ["peace"]
    ),
    "duplicates": lambda folder: dc.read(folder).duplicates(similarity=0.1),
    "another tokenizer": lambda folder: dc.frequencies(
        dc.read(folder, tokenizer=dc.Tokenizer(hyphen="split"))
    ),
    "a shipped list": lambda folder: dc.keyness(dc.read(folder), dc.reference("udhr")),
    "a list of one's own": lambda folder: dc.keyness(dc.read(folder), list_of_words(folder)),
    "another corpus": lambda folder: dc.keyness(
        dc.read(folder).subset('document = "a"'), dc.read(folder).subset('document = "b"')
    ),
}


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_what_a_table_of_this_session_was_made_of_is_found_when_nobody_keeps_it(folder, make):
    table = make(folder)
    gc.collect()
    again = rerun(recipe_of(table, "x"), find_in_session("x"))
    pd.testing.assert_frame_equal(again, table)


def test_a_table_of_another_session_is_refused():
    with pytest.raises(dc.DiscourseError) as error:
        find_in_session("keyness")({"fingerprint": "0" * 16})
    assert str(error.value) == (
        "the table of keyness was made in another session; read the texts and make it again "
        "here, or compare what was saved with dc.verify."
    )


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_what_a_saved_recipe_names_is_made_again_from_the_folder(folder, make):
    table = make(folder)
    again = rerun(saved_recipe(table), FolderCorpora(folder).find)
    pd.testing.assert_frame_equal(again, table)


def test_texts_are_found_by_their_hash_wherever_they_are_below_the_folder(folder):
    table = dc.frequencies(dc.read(folder))
    (folder / "deep").mkdir()
    (folder / "a.txt").rename(folder / "deep" / "renamed.txt")
    corpus = FolderCorpora(folder).find(saved_recipe(table)["corpus"])
    assert corpus.documents["document"].tolist() == ["a", "b"]


def test_rows_of_a_table_and_their_metadata_are_found(folder):
    rows = pd.DataFrame({"document": ["x", "y"], "text": ["One two.", "Two."], "year": [1, 2]})
    rows.to_csv(folder / "rows.csv", index=False)
    table = dc.frequencies(dc.read(folder / "rows.csv"), by="year")
    again = rerun(saved_recipe(table), FolderCorpora(folder).find)
    pd.testing.assert_frame_equal(again, table)


def test_a_corpus_is_read_once_and_kept(folder):
    corpora, recipe = FolderCorpora(folder), saved_recipe(dc.frequencies(dc.read(folder)))
    assert corpora.find(recipe["corpus"]) is corpora.find(dict(recipe["corpus"]))
    assert corpora.rerun(recipe) is corpora.rerun(recipe)


def test_a_text_that_was_changed_is_named(folder):
    recipe = saved_recipe(dc.frequencies(dc.read(folder)))
    (folder / "a.txt").write_text("Peace and duties.", encoding="utf-8")
    with pytest.raises(dc.DiscourseError) as error:
        FolderCorpora(folder).find(recipe["corpus"])
    assert str(error.value) == (
        f"no text below {folder} has the hash {recipe['corpus']['documents']['a']} of 'a'; "
        "a.txt has another hash."
    )


def test_a_description_that_was_changed_is_noticed(folder):
    recipe = saved_recipe(dc.frequencies(dc.read(folder)))
    (folder / "a.toml").write_text("[source]\nyear = 1990\n", encoding="utf-8")
    given = recipe["corpus"]["fingerprint"]
    message = f"the texts give the corpus [0-9a-f]+, not {given}: their descriptions, names or"
    with pytest.raises(dc.DiscourseError, match=message):
        FolderCorpora(folder).find(recipe["corpus"])


def test_a_list_that_was_changed_is_named(folder):
    recipe = saved_recipe(dc.keyness(dc.read(folder), list_of_words(folder)))
    (folder / "own.csv").write_text("term,count\npeace,4\n", encoding="utf-8")
    with pytest.raises(dc.DiscourseError, match=r"of 'own'; own\.csv has another hash\."):
        FolderCorpora(folder).find(recipe["parameters"]["reference"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"documents": ["a"]}, "the recipe's 'documents' is ['a'], not a mapping; save the table"),
        ({"words": 3}, "the recipe's 'words' is 3, not a mapping; save the table again."),
        ({"path": "/"}, "key of a corpus's recipe='path' is not known; choose 'fingerprint',"),
        ({"subset": ['year = "1"']}, "year"),
    ],
)
def test_a_malformed_recipe_is_refused(folder, change, message):
    recipe = saved_recipe(dc.frequencies(dc.read(folder)))["corpus"]
    with pytest.raises(dc.DiscourseError) as error:
        FolderCorpora(folder).find({**recipe, **change})
    assert message in str(error.value)


def test_a_list_with_other_contents_than_its_recipe_says_is_refused(folder):
    recipe = saved_recipe(dc.keyness(dc.read(folder), dc.reference("udhr")))
    listed = {**recipe["parameters"]["reference"], "fingerprint": "0" * 16}
    with pytest.raises(dc.DiscourseError, match="the list 'udhr' found here is not the one in"):
        FolderCorpora(folder).find(listed)


def test_a_claim_is_about_the_given_corpus_or_a_shipped_list(folder):
    corpus = dc.read(folder)
    find = find_given(corpus)
    assert find({}) is corpus
    assert find({"list": "udhr"}).recipe == dc.reference("udhr").recipe


def test_a_joined_table_that_changed_is_named(folder):
    table = dc.frequencies(dc.read(folder).with_metadata(table_of_sizes(folder)), by="size")
    recipe = saved_recipe(table)["corpus"]
    path = folder / "tables" / "sizes.csv"
    path.write_text("document,size\na,11\nb,9\n", encoding="utf-8")
    with pytest.raises(dc.DiscourseError, match=r"has the hash \w+ of 'sizes\.csv'; tables"):
        FolderCorpora(folder).find(recipe)


def test_a_recipe_that_says_something_else_than_its_table_is_refused(folder):
    table = dc.frequencies(dc.read(folder).with_metadata(table_of_sizes(folder)), by="size")
    recipe = saved_recipe(table)["corpus"]
    recipe["metadata"][0]["values"]["a"] = "9"
    with pytest.raises(dc.DiscourseError) as refused:
        FolderCorpora(folder).find(recipe)
    assert str(refused.value) == "the recipe's 'size' is not what sizes.csv says; save it again."


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("metadata", [{"column": "x"}], "the recipe's 'metadata' is not a list of columns and"),
        ("metadata", 1, "the recipe's 'metadata' is not a list of columns and"),
        (
            "metadata",
            [{"column": "document", "of": "document", "values": {}}],
            "'document' cannot be a column of metadata, because a corpus makes one itself;",
        ),
        (
            "metadata",
            [{"column": "x", "of": "y", "values": {}}],
            "column of a recipe='y' is not known; choose 'document',",
        ),
        ("order", ["a"], "the recipe's 'order' does not list labels; save it again."),
        ("order", {"x": [1]}, "the recipe's 'order' does not list labels; save it again."),
        ("columns", "x", "the recipe's 'columns' does not list names; save the table again."),
        ("read", {"folder": 1}, "the recipe's 'folder' does not list hashes; save the table"),
    ],
)
def test_a_malformed_part_of_a_recipe_is_refused(folder, key, value, message):
    recipe = saved_recipe(dc.frequencies(dc.read(folder)))["corpus"]
    with pytest.raises(dc.DiscourseError) as refused:
        FolderCorpora(folder).find({**recipe, key: value})
    assert str(refused.value).startswith(message)


def test_a_step_that_was_changed_gives_another_corpus(folder):
    table = dc.frequencies(dc.read(folder).with_metadata(n=[1, 2]), by="n")
    recipe = saved_recipe(table)["corpus"]
    recipe["metadata"][0]["values"]["a"] = 3
    with pytest.raises(dc.DiscourseError, match=r"^the texts give the corpus \w+, not \w+: their"):
        FolderCorpora(folder).find(recipe)


def test_a_subset_is_made_again_without_the_documents_whose_metadata_it_shares(tmp_path):
    for name, source in {"a": "x = 1", "b": "y = 2\nz = 3", "c": "z = 4\nx = 5"}.items():
        (tmp_path / f"{name}.txt").write_text(f"Peace {name}.", encoding="utf-8")
        (tmp_path / f"{name}.toml").write_text(f"[source]\n{source}\n", encoding="utf-8")
    corpus = dc.read(tmp_path)
    for condition in ("x = 1", "z > 0", 'document in ("b", "c")', "x = 5"):
        table = dc.frequencies(corpus.subset(condition), by="x")
        again = rerun(saved_recipe(table), FolderCorpora(tmp_path).find)
        pd.testing.assert_frame_equal(again, table)


def test_metadata_that_version_0_1_left_decomposed_are_made_again(tmp_path):
    decomposed = "Jose\u0301"
    (tmp_path / f"{decomposed}.txt").write_text("Peace.", encoding="utf-8")
    text = dc.read(tmp_path).store.texts[0]
    document = plain_document("x", text, {})
    old = corpus_of_documents(
        [replace(document, name=decomposed, metadata={"speaker": decomposed})], None
    )
    assert list(old) == [decomposed]
    recipe = {**old.recipe, "read": {"metadata": "{speaker}"}}
    again = FolderCorpora(tmp_path)
    with pytest.raises(dc.DiscourseError, match=r"^the texts give the corpus"):
        again.find({**recipe, "fingerprint": "0" * 16})
    assert again.find(recipe).fingerprint == old.fingerprint


def test_a_table_that_pandas_read_is_found_with_its_columns_and_the_types_of_its_metadata(tmp_path):
    content = 'speech,year,who,share\n"Peace, and peace.",1990,ann,0.5\nWar.,1991,bea,\n'
    (tmp_path / "texts.csv").write_text(content, encoding="utf-8")
    frame = pd.read_csv(tmp_path / "texts.csv")
    corpus = dc.Corpus.from_frame(frame, text="speech", document="who")
    assert corpus.documents["year"].tolist() == [1990, 1991]
    (tmp_path / "figures").mkdir()
    table = dc.frequencies(corpus, by="year")
    dc.save_table(table, tmp_path / "figures/years", caption="Words by year.")
    assert dc.verify(tmp_path).to_dict("records") == []
    (tmp_path / "texts.csv").write_text(content.replace("1990", "1890"), encoding="utf-8")
    (found,) = dc.verify(tmp_path)["found"]
    assert "descriptions, names or regions have changed" in found
