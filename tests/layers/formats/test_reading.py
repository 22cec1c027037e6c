"""What other programs say about texts of a corpus: found in them, or refused with the place."""

import io
import zipfile
from types import SimpleNamespace

import pandas as pd
import pytest

import discourse as dc
from discourse.errors import DiscourseError

TEXT = "Note: drop me.\n\nWe build\npeace, don't we?"


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": TEXT})


def said(corpus, layer):
    """What a layer says, with the text of each span."""
    text = corpus.store.texts[0]
    table = layer.table
    spans = table["line_id"].str.extract(r":(\d+)-(\d+)").astype(int).itertuples(index=False)
    return [(text[s:e], label) for (s, e), label in zip(spans, table["label"], strict=True)]


def by_name(layers):
    return {layer.name: layer for layer in layers}


def rows(*forms):
    return "".join(
        f"{n}\t{form}\t{form.lower()}\tX\t_\t_\t_\t_\t_\t_\n" for n, form in enumerate(forms, 1)
    )


# ------------------------------------------------------------------------------- tagged text


def test_tokens_are_found_by_their_characters(corpus, tmp_path):
    path = tmp_path / "a.conllu"
    path.write_text(
        rows("Note", ":", "drop", "me", ".") + "\n" + rows("We", "build", "peace", ",")
        + rows("do", "n't", "we", "?").replace("\n", "\n").translate({}).replace("1\tdo", "5\tdo")
        .replace("2\tn't", "6\tn't").replace("3\twe", "7\twe").replace("4\t?", "8\t?"),
        encoding="utf-8",
    )  # fmt: skip
    layers = by_name(dc.layers.from_conllu(corpus, path))
    assert said(corpus, layers["lemma"])[5:8] == [
        ("We", "we"),
        ("build", "build"),
        ("peace", "peace"),
    ]
    assert said(corpus, layers["sent"])[1] == ("We build\npeace, don't we?", "2")
    assert layers["lemma"].about["file"] == "a.conllu"
    tagged = corpus.with_layer(layers["lemma"])
    assert len(tagged.find('[lemma="build"] "peace"')) == 1
    assert len(tagged.find('[lemma="n\'t"]')) == 1  # the longer piece of don't


def test_a_file_may_be_of_the_counted_text_alone(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.toml").write_text(
        '[[region]]\nname = "note"\nbegins = "Note"\ntreatment = "drop"\n'
        '[[region]]\nname = "rest"\nbegins = "We build"\n'
    )
    corpus = dc.read(tmp_path / "a.txt")
    path = tmp_path / "tagged.tsv"
    path.write_text("word\tpos\nWe\tPRON\nbuild\tVERB\npeace\tNOUN\n,\tPUNCT\ndon't\tAUX\nwe?\tX\n")
    (layer,) = dc.layers.from_tsv(corpus, path)
    assert said(corpus, layer)[:2] == [("We", "PRON"), ("build", "VERB")]
    assert len(corpus.with_layer(layer).find('[pos="VERB"] [pos="NOUN"]')) == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "a.conllu",
            rows("Note", ":", "drop", "you"),
            "differ at 'you' and 'me.\\n\\nWe build\\npeace",
        ),
        ("a.conllu", rows("Note"), "they differ at the end and ': drop me."),
        ("a.tsv", "word\tpos\nNote\n", "line 2 has 1 column, and the file has 2: word, pos"),
        ("a.tsv", "wort\tpos\nNote\tX\n", "has the columns wort, pos; name each once"),
        ("a.tsv", "", "has the columns of no line"),
        ("a.tsv", "word\tpos\n", "has no token"),
        ("a.tsv", "word\tpos\n \tX\n", "line 2 has no word"),
        ("a.vrt", "<q>\nNote\n", "line 1: <q> is never closed"),
        ("a.csv", "document,start,end\na,0,4\n", "has no column 'label'"),
        ("a.csv", "document,start,end,label\nb,0,4,x\n", "row 1: document='b' is not known"),
        ("a.csv", "document,start,end,label\na,-1,4,x\n", "has the characters '-1' to '4'"),
        ("a.csv", "document,start,end,label\na,4,4,x\n", "a span without a character"),
        ("a.csv", "document,start,end,label,text\na,0,4,x,Nota\n", "shows 'Nota', and"),
        ("a.csv", "document,start,end,label\na,0,99,x\n", "row 1: the span ends at character 99"),
        ("a.csv", f"line_id,label\n{'0' * 12}:0-4,x\n", "is of a text that is not in this corpus"),
        ("a.csv", 'document,start,end,label\na,0,4,"x\n', "line 2: a quotation mark is opened and"),
        ("a.csv", 'document,start,end,label\na,0,4,5"\na,0,4,"x', "line 3: a quotation mark is o"),
    ],
)
def test_a_file_of_another_text_is_refused_with_the_place(corpus, tmp_path, name, content, message):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    read = {
        ".conllu": "from_conllu",
        ".tsv": "from_tsv",
        ".vrt": "from_vertical",
        ".csv": "from_csv",
    }
    with pytest.raises(DiscourseError) as refused:
        getattr(dc.layers, read[path.suffix])(corpus, path)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_two_values_for_a_token_are_refused(corpus, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("document,start,end,label\na,0,4,NOUN\na,0,4,VERB\n")
    with pytest.raises(DiscourseError, match=r"gives one value per token, but .* overlap"):
        dc.layers.from_csv(corpus, path, shape="token", name="pos")


def test_a_file_is_of_the_document_of_its_name(tmp_path):
    two = dc.Corpus.from_texts({"a": "We build.", "b": "We talk."})
    path = tmp_path / "b.tsv"
    path.write_text("word\tpos\nWe\tPRON\ntalk.\tVERB\n")
    (layer,) = dc.layers.from_tsv(two, path)
    assert layer.texts == (two.documents["sha256"][1][:12],)
    path.rename(tmp_path / "c.tsv")
    with pytest.raises(DiscourseError, match="of a text 'c', and the documents are 'a', 'b'; name"):
        dc.layers.from_tsv(two, tmp_path / "c.tsv")
    assert dc.layers.from_tsv(two, tmp_path / "c.tsv", document="b")[0].digest == layer.digest
    with pytest.raises(DiscourseError, match="document='x' is not known"):
        dc.layers.from_tsv(two, tmp_path / "c.tsv", document="x")


def test_files_that_are_not_there_or_not_utf_8_are_refused(corpus, tmp_path):
    with pytest.raises(DiscourseError, match=r"none\.tsv does not exist"):
        dc.layers.from_tsv(corpus, tmp_path / "none.tsv")
    (tmp_path / "a.tsv").write_bytes(b"word\tpos\ncaf\xe9\tX\n")
    with pytest.raises(DiscourseError, match="byte 12 is not UTF-8"):
        dc.layers.from_tsv(corpus, tmp_path / "a.tsv")


# ------------------------------------------------------------------------------------- spaCy


def spacy_doc(text, tags, ents=(), sents=()):
    """What from_spacy looks at in a Doc of spaCy."""
    tokens, at = [], 0
    for number, (form, tag) in enumerate(tags):
        at = text.index(form, at)
        token = SimpleNamespace(
            text=form, idx=at, i=number, is_space=form.isspace(), lemma_=form.lower(), pos_=tag,
            tag_="", morph="", dep_="dep" if sents else "",
        )  # fmt: skip
        tokens.append(token)
        at += len(form)
    for token in tokens:
        token.head = tokens[0]

    class Doc(list):
        pass

    doc = Doc(tokens)
    doc.text = text
    doc.ents = [SimpleNamespace(start_char=s, end_char=e, label_=label) for s, e, label in ents]
    doc.spans = {}

    class Sent(list):
        pass

    found = []
    for first, after in sents:
        sent = Sent(tokens[first:after])
        sent.start_char = tokens[first].idx
        sent.end_char = tokens[after - 1].idx + len(tokens[after - 1].text)
        found.append(sent)
    doc.sents = found
    doc.has_annotation = lambda name: bool(sents)
    return doc


def test_docs_of_spacy_make_layers_of_tokens_entities_and_sentences():
    corpus = dc.Corpus.from_texts({"a": "China builds peace."})
    tags = [("China", "PROPN"), ("builds", "VERB"), ("peace", "NOUN"), (".", "PUNCT")]
    doc = spacy_doc("China builds peace.", tags, [(0, 5, "GPE")], [(0, 4)])
    for given in (doc, [doc], {"a": doc}):
        layers = by_name(dc.layers.from_spacy(corpus, given, model="small 1.0"))
        assert sorted(layers) == ["deprel", "entity", "head", "lemma", "pos", "sent"]
    assert said(corpus, layers["entity"]) == [("China", "GPE")]
    assert [label for _, label in said(corpus, layers["head"])] == ["0", "-6", "-13", "-18"]
    assert layers["pos"].about == {"maker": "spaCy", "attribute": "pos_", "model": "small 1.0"}
    with pytest.raises(DiscourseError, match="one Doc for each of 1 document, got 2"):
        dc.layers.from_spacy(corpus, [doc, doc])
    with pytest.raises(DiscourseError, match="expects a Doc of spaCy for 'a', got 3"):
        dc.layers.from_spacy(corpus, 3)
    other = spacy_doc("China talks.", [("China", "PROPN"), ("talks", "VERB"), (".", "PUNCT")])
    with pytest.raises(
        DiscourseError, match=r"the Doc of 'a' is not of the text of 'a': they diff"
    ):
        dc.layers.from_spacy(corpus, other)


def test_a_group_of_spans_makes_a_layer_whose_name_is_one_word():
    corpus = dc.Corpus.from_texts({"a": "China builds peace."})
    doc = spacy_doc("China builds peace.", [("China", "PROPN")])
    span = SimpleNamespace(start_char=0, end_char=5, label_="x")
    doc.spans = {"my group": [span], "2nd": [span]}
    layers = by_name(dc.layers.from_spacy(corpus, doc))
    assert {"my_group", "_2nd"} < layers.keys()
    doc.spans = {"my group": [span], "my-group": [span]}
    with pytest.raises(DiscourseError, match=r"spans\['my-group'\], whose layer would be 'my_gr"):
        dc.layers.from_spacy(corpus, doc)


def test_a_file_of_spacy_is_read_where_spacy_is_installed(corpus, tmp_path):
    (tmp_path / "a.spacy").write_bytes(b"nothing")
    with pytest.raises(DiscourseError, match=r"a\.spacy (needs spaCy|is not a file of spaCy)"):
        dc.layers.from_spacy(corpus, tmp_path / "a.spacy")


# --------------------------------------------------------------------------------------- TEI

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{}</body></text></TEI>'


def test_words_of_tei_are_found_in_their_order(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(
        TEI.format(
            '<p>Chapter one. <w lemma="a" pos="DET">A</w> <w lemma="man" pos="NOUN">man</w> and '
            '<note><w lemma="note" pos="NOUN">unheard</w></note>'
            '<w lemma="a" pos="DET">a</w> <w lemma="plan" pos="NOUN">pl<lb break="no"/>an</w>'
            '<pc pos="PUNCT">.</pc></p>'
        ),
        encoding="utf-8",
    )
    corpus = dc.read(path)
    layers = by_name(dc.layers.from_tei(corpus, path))
    found = [(form.replace("\n", ""), label) for form, label in said(corpus, layers["lemma"])]
    assert ("man", "man") in found
    assert ("plan", "plan") in found
    assert found.count(("a", "a")) + found.count(("A", "a")) == 2
    assert layers["lemma"].about["words"] == 6


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (TEI.format("<p>One.</p>"), "has no <w> with text"),
        (TEI.format("<p><w>One.</w></p>"), "has words without lemma, pos, msd, type"),
        (TEI.format("<p><w lemma='x'>Two</w></p>"), "none of which is in the text of 'a'"),
        ("<TEI>", "is not well-formed XML"),
    ],
)
def test_tei_without_words_is_refused(tmp_path, content, message):
    corpus = dc.Corpus.from_texts({"a": "One."})
    path = tmp_path / "a.xml"
    path.write_text(content)
    with pytest.raises(DiscourseError) as refused:
        dc.layers.from_tei(corpus, path)
    assert message in str(refused.value)


# ---------------------------------------------------------------------------------- REFI-QDA

NAMESPACE = "urn:QDA-XML:project:1.0"
GUIDS = {name: f"00000000-0000-0000-0000-{n:012d}" for n, name in enumerate("uvxyzst")}


def project(selections="", content="We build peace.", name="a.txt", before="", path=""):
    source = path or f"internal://{GUIDS['s']}.txt"
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{before}<Project xmlns="{NAMESPACE}" name="p" '
        f'origin="Other 1"><Users><User guid="{GUIDS["u"]}" name="Ann"/>'
        f'<User guid="{GUIDS["v"]}" name="Bo"/></Users><CodeBook><Codes>'
        f'<Code guid="{GUIDS["x"]}" name="aims" isCodable="true">'
        f'<Code guid="{GUIDS["y"]}" name="peace" isCodable="true"/></Code></Codes></CodeBook>'
        f'<Sources><TextSource guid="{GUIDS["s"]}" name="{name}" plainTextPath="{source}">'
        f"{selections}</TextSource></Sources></Project>"
    )


def selection(start, end, *codings):
    codes = "".join(
        f'<Coding guid="{GUIDS["t"]}" creatingUser="{GUIDS[user]}">'
        f'<CodeRef targetGUID="{GUIDS[code]}"/></Coding>'
        for user, code in codings
    )
    return (
        f'<PlainTextSelection guid="{GUIDS["z"]}" startPosition="{start}" endPosition="{end}">'
        f"{codes}</PlainTextSelection>"
    )


def pack(tmp_path, xml, text="\ufeffWe build peace.", folder="sources", **others):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("project.qde", xml)
        archive.writestr(f"{folder}/{GUIDS['s']}.txt", text)
        for name, data in others.items():
            archive.writestr(name, data)
    path = tmp_path / "p.qdpx"
    path.write_bytes(made.getvalue())
    return path


def test_the_codes_of_another_program_are_spans_with_their_coders(tmp_path):
    corpus = dc.Corpus.from_texts({"a": "We build peace."})
    coded = selection(3, 14, ("u", "y"), ("v", "y")) + selection(0, 2, ("u", "x"))
    (layer,) = dc.layers.from_qdpx(corpus, pack(tmp_path, project(coded, name="a")))
    assert layer.name == "code"
    assert said(corpus, layer) == [("We", "aims"), ("build peace", "aims > peace")]
    assert layer.table["coder"].tolist() == ["Ann", "Ann, Bo"]
    one, other = dc.layers.by_coder(layer)
    assert (one.name, len(one), other.name, len(other)) == ("code_Ann", 2, "code_Bo", 1)


def test_the_names_of_texts_may_have_folders_and_endings(tmp_path):
    corpus = dc.Corpus.from_texts({"sub/a": "We build peace.", "b": "Peace."})
    coded = selection(3, 14, ("u", "y"))
    for name in ("sub/a", "sub/a.txt", "sub\\a.txt"):
        (layer,) = dc.layers.from_qdpx(corpus, pack(tmp_path, project(coded, name=name)))
        assert said(corpus, layer) == [("build peace", "aims > peace")]
    table = dc.concordance(corpus, "Peace").frame[["line_id"]].assign(label="x")
    ours = corpus.with_layer(dc.Layer("code", table))
    dc.layers.to_qdpx(ours, tmp_path / "ours.qdpx")
    (again,) = dc.layers.from_qdpx(ours, tmp_path / "ours.qdpx")
    assert again.table.equals(ours.layer("code").table)


def test_an_archive_without_a_project_is_not_called_a_project(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.qdpx", "w") as archive:
        archive.writestr("notes.txt", "x")
    with pytest.raises(DiscourseError, match=r"is an archive, but not a REFI-QDA project: it has "):
        dc.layers.from_qdpx(dc.Corpus.from_texts({"a": "We build."}), tmp_path / "a.qdpx")


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (project(selection(3, 14, ("u", "y")), before=BOMB), "declares entities"),
        (project(selection(3, 99, ("u", "y"))), "a selection from 3 to 99 in a text of 15"),
        (project(selection("x", 9, ("u", "y"))), "with startPosition='x'"),
        (project(selection(3, 14, ("u", "z"))), "that is not in the code book"),
        (project(selection(3, 14, ("u", "y")), path="absolute:///etc/passwd"), "outside the proj"),
        (project(selection(3, 14, ("u", "y")), path="internal://../x"), "has no 'Sources/../x'"),
        (project(), "has no code on any of its texts"),
        ("<Project/>", "is not a REFI-QDA project"),
        ("<Project", "is not well-formed XML"),
    ],
)
def test_a_project_that_cannot_be_trusted_or_read_is_refused(tmp_path, xml, message):
    corpus = dc.Corpus.from_texts({"a": "We build peace."})
    with pytest.raises(DiscourseError) as refused:
        dc.layers.from_qdpx(corpus, pack(tmp_path, xml))
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_archives_that_are_damaged_or_unpack_elsewhere_or_to_too_much_are_refused(
    tmp_path, monkeypatch
):
    corpus = dc.Corpus.from_texts({"a": "We build peace."})
    xml = project(selection(3, 14, ("u", "y")))
    path = pack(tmp_path, xml, **{"../x": "y"})
    with pytest.raises(DiscourseError, match=r"unpack elsewhere, '\.\./x'; do not trust it"):
        dc.layers.from_qdpx(corpus, path)
    path = pack(tmp_path, xml, **{"sources/big": "x" * 3_000_000})
    monkeypatch.setattr("discourse.layers.formats.qdpx_archive.LARGEST_FILE", 2 * 2**20)
    with pytest.raises(DiscourseError, match=r"unpacks to 3 MB in 3 files, and the limit is 2 MB"):
        dc.layers.from_qdpx(corpus, path)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(DiscourseError, match=r"is damaged, or not a \.qdpx file"):
        dc.layers.from_qdpx(corpus, path)


def test_a_project_is_the_same_whenever_it_is_written_and_has_what_the_schema_wants(tmp_path):
    corpus = dc.Corpus.from_texts({"a": "We build peace.", "b": "Peace."})
    digest = corpus.documents["sha256"][0][:12]
    table = pd.DataFrame({"line_id": [f"{digest}:3-14"], "label": ["aim & end"]})
    corpus = corpus.with_layer(dc.Layer("code", table, {"coder": "Ann"}))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        dc.layers.to_qdpx(corpus, tmp_path / name / "p.qdpx")
    raw = (tmp_path / "one" / "p.qdpx").read_bytes()
    assert raw == (tmp_path / "two" / "p.qdpx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = archive.namelist()
        xml = archive.read("project.qde").decode()
    assert names[0] == "project.qde"
    assert all(name.startswith("Sources/") and name.endswith(".txt") for name in names[1:])
    order = ["<Users>", "<CodeBook>", "<Codes>", "<Sources>", "<TextSource", "<PlainTextSelection"]
    places = [xml.index(tag) for tag in order]
    assert places == sorted(places)
    assert 'color="#' in xml and 'name="aim &amp; end"' in xml and 'startPosition="3"' in xml


def test_what_a_project_cannot_hold_is_refused(tmp_path):
    corpus = dc.Corpus.from_texts({"a": "We build peace."})
    digest = corpus.documents["sha256"][0][:12]
    table = pd.DataFrame({"line_id": [f"{digest}:3-14"], "label": ["a\x00b"]})
    with pytest.raises(DiscourseError, match=r"contains the character U\+0000, which XML cannot"):
        dc.layers.to_qdpx(corpus.with_layer(dc.Layer("code", table)), tmp_path / "p.qdpx")
    tagged = corpus.with_layer(dc.Layer("pos", table, shape="token"))
    with pytest.raises(DiscourseError, match="'pos' gives each token a value"):
        dc.layers.to_qdpx(tagged, tmp_path / "p.qdpx", layers=["pos"])
    assert list(tmp_path.iterdir()) == []
