import gc
import json

import pandas as pd
import pytest

import discourse as dc
from discourse.publish.provenance.corpora import (
    FolderCorpora,
    complete_recipe,
    find_given,
    find_in_session,
)
from discourse.publish.provenance.recipes import recipe_of, rerun

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


# What a recipe may be about, made of the texts in a folder.
MADE = {
    "a corpus": lambda folder: dc.frequencies(dc.read(folder)),
    "a subset": lambda folder: dc.frequencies(dc.read(folder).subset('document = "a"')),
    "a subset of a subset": lambda folder: dc.frequencies(
        dc.read(folder).subset('document = "a"').subset('section = "2"')
    ),
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
