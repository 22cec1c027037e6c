"""Projects in which coders share the codes of a codebook."""

import zipfile
from xml.etree import ElementTree

import pytest

import discourse as dc
from discourse.errors import DiscourseError

BOOK = """
[[code]]
code = "=a & <b>"
definition = "All aims."
colour = "#0072b2"
[[code]]
code = "peace"
parent = "=a & <b>"
example = "We want peace."
colour = "#d55e00"
"""
QDA = "{urn:QDA-XML:project:1.0}"


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "goal.toml"
    path.write_text(BOOK, encoding="utf-8")
    return path


@pytest.fixture
def corpus(book):
    corpus = dc.Corpus.from_texts({"a": "Peace and war, peace or war.", "b": "War."})
    lines = dc.concordance(corpus, "peace|war").frame["line_id"].tolist()
    for coder, labels in (("A", "abab"), ("B", "abbb")):
        file = dc.layers.code_file(book, coder, corpus=corpus)
        for line, label in zip(lines, labels, strict=False):
            file.put(line, {"a": "peace", "b": "=a & <b>"}[label], note=f"by {coder}")
    return corpus.with_layer(*dc.layers.codes(corpus, book))


def read_project(path):
    with zipfile.ZipFile(path) as archive:
        return ElementTree.fromstring(archive.read("project.qde"))


def test_coders_share_codes_with_parents_colours_and_definitions(corpus, book, tmp_path):
    path = tmp_path / "p.qdpx"
    dc.layers.to_qdpx(corpus, path, codebook=book)
    project = read_project(path)
    codes = list(project.iter(f"{QDA}Code"))
    assert [(code.get("name"), code.get("color")) for code in codes] == [
        ("=a & <b>", "#0072b2"), ("peace", "#d55e00"),
    ]  # fmt: skip
    assert [code.findtext(f"{QDA}Description") for code in codes] == [
        "All aims.", "Example: We want peace.",
    ]  # fmt: skip
    assert [child.get("name") for child in codes[0].findall(f"{QDA}Code")] == ["peace"]
    assert [user.get("name") for user in project.iter(f"{QDA}User")] == ["A", "B"]
    given = [ref.get("targetGUID") for ref in project.iter(f"{QDA}CodeRef")]
    peace, aims = codes[1].get("guid"), codes[0].get("guid")
    assert (given.count(peace), given.count(aims)) == (3, 5)


def test_the_layers_of_coders_come_back(corpus, book, tmp_path):
    path = tmp_path / "p.qdpx"
    dc.layers.to_qdpx(corpus, path, codebook=book)
    again = {layer.name: layer for layer in dc.layers.from_qdpx(corpus, path)}
    assert sorted(again) == ["goal_A", "goal_B"]
    for name, layer in again.items():
        assert layer.digest == corpus.layer(name).digest
        assert dict(layer.about) == dict(corpus.layer(name).about)
    table = dc.agreement(corpus.with_layer(*again.values()), "goal")
    assert table["one"].tolist() == dc.agreement(corpus, "goal")["one"].tolist()


def test_the_layer_of_the_codebook_and_others_are_written_if_they_are_named(corpus, book, tmp_path):
    path = tmp_path / "p.qdpx"
    corpus = corpus.with_layer(dc.Layer("war", dc.concordance(corpus, "war").frame[["line_id"]]
                                        .assign(label="peace")))  # fmt: skip
    names = ["goal", "goal_A", "war"]
    dc.layers.to_qdpx(corpus, path, layers=names, codebook=book)
    again = dc.layers.from_qdpx(corpus, path)
    assert {layer.name: layer.digest for layer in again} == {
        name: corpus.layer(name).digest for name in names
    }
    assert len(list(read_project(path).iter(f"{QDA}Code"))) == 2 + 2


def edit(path, change):
    """Change the project in an archive, as another program that keeps its origin does."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    project = ElementTree.fromstring(files["project.qde"])
    change(project)
    files["project.qde"] = ElementTree.tostring(project)
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)


def guids(project, tag):
    return {each.get("name"): each.get("guid") for each in project.iter(f"{QDA}{tag}")}


@pytest.fixture
def project(corpus, book, tmp_path):
    path = tmp_path / "p.qdpx"
    dc.layers.to_qdpx(corpus, path, codebook=book)
    return path


def rows(corpus, path):
    return {
        layer.name: layer.table[["label", "note"] if "note" in layer.table else ["label", "coder"]]
        .to_numpy().tolist()
        for layer in dc.layers.from_qdpx(corpus, path)
    }  # fmt: skip


def test_what_was_coded_otherwise_in_another_program_is_read(corpus, project):
    def recode(given):
        next(given.iter(f"{QDA}CodeRef")).set("targetGUID", guids(given, "Code")["=a & <b>"])

    before = rows(corpus, project)
    assert before["goal_A"][0] == ["peace", "by A"]
    edit(project, recode)
    before["goal_A"][0] = ["=a & <b>", "by A"]
    assert rows(corpus, project) == before


def test_a_code_that_was_renamed_in_another_program_has_its_new_name(corpus, project):
    def rename(given):
        for code in given.iter(f"{QDA}Code"):
            code.set("name", code.get("name").replace("peace", "Peace"))

    edit(project, rename)
    assert {label for label, _ in rows(corpus, project)["goal_A"]} == {"Peace", "=a & <b>"}


def test_what_another_user_gave_to_the_same_stretch_is_that_of_this_user(corpus, project):
    def add(given, user):
        selection = next(given.iter(f"{QDA}PlainTextSelection"))
        coding = ElementTree.SubElement(selection, f"{QDA}Coding", {"creatingUser": user})
        ElementTree.SubElement(
            coding, f"{QDA}CodeRef", {"targetGUID": guids(given, "Code")["=a & <b>"]}
        )

    before = rows(corpus, project)
    edit(project, lambda given: add(given, guids(given, "User")["B"]))
    after = rows(corpus, project)
    assert after["goal_A"] == before["goal_A"]
    assert sorted(after["goal_B"]) == sorted([*before["goal_B"], ["=a & <b>", ""]])

    def add_new(given):
        users = given.find(f"{QDA}Users")
        ElementTree.SubElement(users, f"{QDA}User", {"guid": "u", "name": "Ann"})
        add(given, "u")

    edit(project, add_new)
    assert rows(corpus, project) == {**after, "code": [["=a & <b>", "Ann"]]}


def test_a_coding_that_was_given_to_another_user_is_that_of_this_user(corpus, project):
    def give(given):
        selection = next(given.iter(f"{QDA}PlainTextSelection"))
        for each in (selection, selection.find(f"{QDA}Coding")):
            each.set("creatingUser", guids(given, "User")["B"])

    before = rows(corpus, project)
    edit(project, give)
    after = rows(corpus, project)
    assert len(after["goal_A"]) == len(before["goal_A"]) - 1
    assert after["goal_B"] == before["goal_B"]  # who gave it the same code


def test_another_program_sees_each_code_once_and_who_gave_it(corpus, book, tmp_path):
    path, other = tmp_path / "p.qdpx", tmp_path / "other.qdpx"
    dc.layers.to_qdpx(corpus, path, codebook=book)
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(other, "w") as copy:
        for name in archive.namelist():
            raw = archive.read(name).replace(b'origin="discourse-toolkit"', b'origin="other"')
            copy.writestr(name, raw)
    (layer,) = dc.layers.from_qdpx(corpus, other)
    assert layer.table[["label", "coder"]].values.tolist() == [
        ["=a & <b> > peace", "A, B"], ["=a & <b>", "A, B"], ["=a & <b>", "B"],
        ["=a & <b> > peace", "A"], ["=a & <b>", "A, B"],
    ]  # fmt: skip


def test_a_codebook_of_no_layer_and_a_code_that_it_lacks_are_named(corpus, book, tmp_path):
    path = tmp_path / "p.qdpx"
    lines = ['name = "other"', "[[code]]", 'code = "x"']
    with pytest.raises(DiscourseError, match="no layer here is of the codebook 'other'; add them"):
        dc.layers.to_qdpx(corpus, path, codebook=lines)
    book.write_text('[[code]]\ncode = "peace"\n')
    with pytest.raises(DiscourseError, match="code of the layer 'goal'='=a & <b>' is not known"):
        dc.layers.to_qdpx(corpus, path, codebook=book)
    assert not path.exists()
