"""The codes of all coders as layers: what each says, what they agree on, what was decided."""

import zipfile
from xml.etree import ElementTree

import pytest

import discourse as dc
from discourse.errors import DiscourseError

QDA = "{urn:QDA-XML:project:1.0}"


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": "Peace and war. Peace and rights. Peace.", "b": "No peace."})


@pytest.fixture
def ids(corpus):
    return dc.concordance(corpus, "peace").frame["line_id"].tolist()


def code(book, coder, *codings, **options):
    file = dc.layers.code_file(book, coder, **options)
    for line, label in codings:
        file.put(line, label)
    return file


def said(layer):
    return dict(zip(layer.table["line_id"], layer.table["label"], strict=True))


def test_one_coder_has_a_layer_and_is_the_layer_of_the_codebook(corpus, ids, book):
    code(book, "A", (ids[0], "for"), (ids[3], "against"))
    layers = dc.layers.codes(corpus, book)
    assert [each.name for each in layers] == ["stance", "stance_A"]
    assert said(layers[0]) == said(layers[1]) == {ids[0]: "for", ids[3]: "against"}
    assert layers[1].about["coder"] == "A"
    assert "agreement" not in layers[0].about


def test_parts_of_codes_that_are_degrees_have_the_order_of_the_codebook(corpus, ids, tmp_path):
    book = tmp_path / "b.toml"
    names = ("weak", "medium", "strong")
    book.write_text("ordered = true\n" + "".join(f'[[code]]\ncode = "{n}"\n' for n in names))
    code(book, "A", *zip(ids, ("strong", "weak", "medium", "weak"), strict=True))
    coded = corpus.with_layer(*dc.layers.codes(corpus, book))
    assert coded.parts("b_A")["part"].tolist() == ["", "weak", "medium", "strong"]
    lines = dc.concordance(coded, "peace").sort("b_A").with_columns("b_A")
    assert lines.frame["b_A"].tolist() == ["weak", "weak", "medium", "strong"]
    book.write_text(book.read_text().replace("true", "false"))
    plain = corpus.with_layer(*dc.layers.codes(corpus, book))
    assert plain.parts("b_A")["part"].tolist() == ["", "medium", "strong", "weak"]


def test_the_layer_of_the_codebook_has_what_coders_agree_on_or_one_alone_says(corpus, ids, book):
    code(book, "A", (ids[0], "for"), (ids[1], "for"), (ids[2], "against"))
    code(book, "B", (ids[0], "for"), (ids[1], "against"), (ids[3], "for"))
    common, one, other = dc.layers.codes(corpus, book)
    assert said(common) == {ids[0]: "for", ids[2]: "against", ids[3]: "for"}
    assert common.table["coder"].tolist() == [
        "A, B" if line == ids[0] else "A" if line == ids[2] else "B"
        for line in common.table["line_id"]
    ]
    assert (len(one), len(other), common.about["undecided"]) == (3, 3, 1)


def test_a_decision_settles_a_line_and_says_whose_it_is(corpus, ids, book):
    code(book, "A", (ids[0], "for"), (ids[1], "for"))
    code(book, "B", (ids[0], "against"), (ids[1], "for"))
    code(book, "C", (ids[0], "against"), decides=True)
    common, *_ = dc.layers.codes(corpus, book)
    table = common.table.set_index("line_id")
    assert table.loc[ids[0], ["label", "decided_by"]].tolist() == ["against", "C"]
    assert table.loc[ids[1], ["label", "decided_by"]].tolist() == ["for", ""]
    assert common.about["undecided"] == 0


@pytest.mark.parametrize("labels", ["for", "against"])
def test_one_line_of_two_coders_has_no_alpha_as_in_the_table(corpus, ids, book, labels):
    code(book, "A", (ids[0], "for"), (ids[1], "for"))
    code(book, "B", (ids[0], labels))
    layers = dc.layers.codes(corpus, book)
    assert "agreement" not in layers[0].about
    row = dc.agreement(corpus.with_layer(*layers), "stance").iloc[0]
    assert (row["units"], row.isna()["alpha"]) == (1, True)


def test_one_code_alone_has_no_alpha_as_in_the_table(corpus, ids, book):
    book.write_text('[[code]]\ncode = "for"\n')
    for coder in "AB":
        code(book, coder, *((line, "for") for line in ids))
    assert "agreement" not in dc.layers.codes(corpus, book)[0].about


def test_the_codes_of_one_coder_can_be_the_layer_of_the_codebook(corpus, ids, book):
    code(book, "A", (ids[0], "for"))
    code(book, "B", (ids[0], "against"))
    assert said(dc.layers.codes(corpus, book, coder="B")[0]) == {ids[0]: "against"}


def test_codes_are_known_to_queries_conditions_counts_and_parts(corpus, ids, book):
    code(book, "A", (ids[0], "for"), (ids[1], "for"), (ids[3], "against"))
    coded = corpus.with_layer(*dc.layers.codes(corpus, book))
    assert len(dc.concordance(coded, 'peace :: stance = "for"')) == 2
    assert len(dc.concordance(coded, '<stance label="for"/>')) == 2
    assert len(dc.concordance(coded, 'peace :: stance = ""')) == 1
    counts = dc.frequencies(coded, of="stance")[["term", "count"]].values.tolist()
    assert counts == [["for", 2], ["against", 1]]
    by = dc.frequencies(coded.only("stance"), by="stance")[["part", "term", "count"]]
    assert by.values.tolist() == [["for", "peace", 2], ["against", "peace", 1]]
    assert coded.layers["status"].tolist() == ["coded", "coded"]


def test_a_subset_takes_the_codes_of_its_texts_as_a_whole(corpus, ids, book):
    code(book, "A", (ids[0], "for"), (ids[3], "against"))
    part = corpus.subset('document = "b"')
    coded = part.with_layer(*dc.layers.codes(part, book))
    assert len(dc.concordance(coded, "<stance/>")) == 1


def test_several_codes_of_a_line_are_several_spans(corpus, ids, book):
    book.write_text("several = true\n" + book.read_text())
    code(book, "A", (ids[0], ["for", "against"]))
    coded = corpus.with_layer(*dc.layers.codes(corpus, book))
    assert len(dc.concordance(coded, 'peace :: stance = "for"')) == 1
    assert len(dc.concordance(coded, 'peace :: stance = "against"')) == 1
    assert dc.frequencies(coded.only("stance"), by="stance")["part"].tolist() == ["against; for"]


def test_other_files_beside_the_codebook_are_left_alone(corpus, ids, book):
    code(book, "A", (ids[0], "for"))
    (book.parent / "stance.csv").write_text("x")
    (book.parent / "stances.B.csv").write_text("x")
    (book.parent / "stance.B.old.csv").write_text("x")
    assert len(dc.layers.codes(corpus, book)) == 2


def test_the_same_files_make_the_same_layers(corpus, ids, book):
    code(book, "A", (ids[0], "for"), (ids[1], "against"))
    code(book, "B", (ids[1], "against"), (ids[0], "for"))
    digests = [[each.digest for each in dc.layers.codes(corpus, book)] for _ in range(2)]
    assert digests[0] == digests[1]


def test_codes_are_written_to_a_project_and_come_back_with_their_coders(
    corpus, ids, book, tmp_path
):
    code(book, "A", (ids[0], "for"), (ids[1], "for"))
    code(book, "B", (ids[0], "against"), (ids[1], "for"))
    coded = corpus.with_layer(*dc.layers.codes(corpus, book))
    dc.layers.to_qdpx(coded, tmp_path / "a.qdpx")
    found = dc.layers.from_qdpx(corpus, tmp_path / "a.qdpx")
    assert [(each.name, each.digest, each.about) for each in found] == [
        (name, coded.layer(name).digest, coded.layer(name).about) for name in coded.store.layers
    ]
    again = corpus.with_layer(*found)
    columns = ["label", "coder", "coder_other", "both", "one"]
    assert dc.agreement(again, "stance")[columns].equals(dc.agreement(coded, "stance")[columns])


def test_decisions_are_written_to_a_project_and_come_back(corpus, ids, book, tmp_path):
    code(book, "A", (ids[0], "for"), (ids[1], "for"))
    code(book, "B", (ids[0], "against"), (ids[1], "for"))
    decisions = code(book, "A", (ids[0], "against"), decides=True)
    decisions.put(ids[0], "against", note="why")
    coded = corpus.with_layer(*dc.layers.codes(corpus, book))
    dc.layers.to_qdpx(coded, tmp_path / "a.qdpx", codebook=book)
    found = dc.layers.from_qdpx(corpus, tmp_path / "a.qdpx")
    assert {each.name: (each.digest, each.about) for each in found} == {
        name: (coded.layer(name).digest, coded.layer(name).about) for name in coded.store.layers
    }
    again = corpus.with_layer(*found).layer("stance").table.set_index("line_id")
    assert again.loc[ids[0], ["label", "note", "decided_by"]].tolist() == ["against", "why", "A"]
    project = ElementTree.fromstring(zipfile.ZipFile(tmp_path / "a.qdpx").read("project.qde"))
    users = {each.get("guid"): each.get("name") for each in project.iter(f"{QDA}User")}
    assert sorted(users.values()) == ["A", "A (decided)", "A, B", "B"]
    by_user = [users[each.get("creatingUser")] for each in project.iter(f"{QDA}Coding")]
    assert sorted(by_user) == ["A", "A", "A (decided)", "A, B", "B", "B"]


@pytest.mark.parametrize("line", ["abcdef012345:1-2", "{text}:38-60"])
def test_a_line_of_another_text_is_named_with_its_file_and_line(corpus, ids, book, line):
    code(book, "A", (ids[0], "for"), (line.format(text=ids[0][:12]), "for"))
    with pytest.raises(DiscourseError, match=r"stance\.A\.csv, line \d: .* is of no text of this"):
        dc.layers.codes(corpus, book)


def test_a_lost_decision_is_taken_out_as_the_message_says(corpus, ids, book):
    code(book, "A", (ids[0], "for"))
    code(book, "C", ("abcdef012345:1-2", "for"), decides=True)
    advised = r"code_file\(codebook, coder, decides=True\)\.remove\(line_ids\) takes them out"
    with pytest.raises(DiscourseError, match=rf"stance\.decided\.csv, line 2: .*{advised}"):
        dc.layers.codes(corpus, book)
    dc.layers.code_file(book, "C", decides=True).remove("abcdef012345:1-2")
    assert said(dc.layers.codes(corpus, book)[0]) == {ids[0]: "for"}


def test_what_cannot_be_made_is_refused(corpus, ids, book):
    with pytest.raises(DiscourseError, match=r"no file of codes, such as stance\.A\.csv"):
        dc.layers.codes(corpus, book)
    code(book, "A", (ids[0], "for"))
    with pytest.raises(DiscourseError, match="coder='B' is not known; choose 'A'"):
        dc.layers.codes(corpus, book, coder="B")
    with pytest.raises(DiscourseError, match=r"dc\.layers\.codes expects a Corpus, got None"):
        dc.layers.codes(None, book)
    with pytest.raises(DiscourseError, match="in no file, so no codes are beside it"):
        dc.layers.codes(corpus, ['name = "stance"', "[[code]]", 'code = "for"'])


def test_arguments_come_back_unchanged(corpus, ids, book):
    file = code(book, "A", (ids[0], "for"))
    before = corpus.fingerprint, book.read_bytes(), file.path.read_bytes()
    dc.layers.codes(corpus, book)
    assert (corpus.fingerprint, book.read_bytes(), file.path.read_bytes()) == before


def test_a_decision_that_is_nobodys_is_named(corpus, ids, book):
    code(book, "A", (ids[0], "for"))
    code(book, "B", (ids[0], "against"))
    decided = book.with_name("stance.decided.csv")
    for rows in ("line_id,label,note,decided_by\n{},for,, \n", "line_id,label\n{},for\n",
                 "line_id,label,note,decided_by\n{},,later,\n"):  # fmt: skip
        decided.write_text(rows.format(ids[0]))
        for read in (
            lambda: dc.layers.codes(corpus, book),
            lambda: dc.layers.revision(dc.concordance(corpus, "peace"), book),
            lambda: dc.layers.code_file(book, "C", decides=True).put(ids[1], "for"),
        ):
            with pytest.raises(DiscourseError) as caught:
                read()
            assert str(caught.value) == (
                f"stance.decided.csv, line 2: decided_by does not say who decided {ids[0]}; write "
                "the name of the coder, or remove the row."
            )


def test_a_decision_from_which_all_coders_differ_by_now_is_said(corpus, ids, book):
    code(book, "A", *((line, "for") for line in ids))
    other = code(book, "B", (ids[0], "against"), (ids[1], "for"))
    code(book, "C", (ids[0], "against"), (ids[1], "for"), decides=True)
    dc.layers.codes(corpus, book)
    other.put(ids[0], "for")
    said_so = r"1 decision of stance\.decided\.csv differs from what all coders of the line say now"
    with pytest.warns(UserWarning, match=said_so):
        coded = corpus.with_layer(*dc.layers.codes(corpus, book))
    assert coded.layer("stance").about["outdated"] == 1
    assert said(coded.layer("stance"))[ids[0]] == "against"
    note = "1 line decided otherwise than all coders say now"
    table = dc.agreement(coded, "stance")
    assert table["note"].str.endswith(note).tolist() == [True, False, False]
    assert note in dc.methods(dc.frequencies(coded, of="stance")).text
    found = dc.layers.revision(dc.concordance(corpus, "peace").filter("war", window=2), book)
    columns = ["line_id", "status", "coder", "label", "label_now", "file", "row"]
    assert found.loc[found["status"] == "outdated", columns].values.tolist() == [
        [ids[0], "outdated", "A, B", "against", "for", "stance.decided.csv", 2]
    ]


def test_two_codebooks_cannot_have_one_layer(corpus, ids, tmp_path):
    layers = {}
    for name, coder in (("x", "y_z"), ("x_y", "z"), ("x_y_z", "A")):
        book = tmp_path / f"{name}.toml"
        book.write_text('[[code]]\ncode = "a"\n')
        code(book, coder, (ids[0], "a"))
        layers[name] = dc.layers.codes(corpus, book)
    with pytest.raises(DiscourseError) as caught:
        corpus.with_layer(*layers["x"], *layers["x_y"])
    assert str(caught.value) == (
        "coder y_z with the codebook 'x' and coder z with the codebook 'x_y' would both have the "
        "layer 'x_y_z'; rename a coder or a codebook."
    )
    with pytest.raises(DiscourseError, match="would both have the layer 'x_y_z'"):
        corpus.with_layer(*layers["x_y_z"]).with_layer(*layers["x"])
    again = corpus.with_layer(*layers["x"]).with_layer(*layers["x"])
    assert list(again.store.layers) == ["x", "x_y_z"]


@pytest.mark.parametrize("stray", ["B copy", "B (1)", "B~", "Decided"])
def test_a_stray_copy_of_a_file_is_named(corpus, ids, book, stray):
    code(book, "A", (ids[0], "for"))
    path = book.with_name(f"stance.{stray}.csv")
    path.write_text("line_id,label,note\n")
    for read in (
        lambda: dc.layers.codes(corpus, book),
        lambda: dc.layers.codes(corpus, book, coder="A"),
        lambda: dc.layers.revision(dc.concordance(corpus, "peace"), book),
    ):
        with pytest.raises(DiscourseError) as caught:
            read()
        assert str(caught.value).startswith(f"{path.name} is no file of a coder: coder={stray!r} ")
        assert str(caught.value).endswith("Rename the file, or move it to another folder.")
