import re

import pytest

import discourse as dc
from discourse.publish.bibliography import (
    cite_work,
    document_reference,
    escape_bibtex,
    read_references,
)
from discourse.publish.measure_phrases import PHRASES
from discourse.record import VERBS

KINDS = ("article", "book", "incollection", "inproceedings", "misc", "phdthesis", "software")

# Cited by the paragraph itself: this package, and the rates that keyness can be measured against.
OF_THE_PARAGRAPH = {"discourse", "wordfreq"}


def test_every_work_that_a_verb_cites_is_in_the_file_and_no_other():
    cited = {key for entry in VERBS.values() for key in entry.cites}
    cited |= {phrase.rpartition("@")[2].removesuffix("]") for phrase in PHRASES.values()}
    assert cited | OF_THE_PARAGRAPH == set(read_references())


def test_a_work_is_written_as_bibtex_with_its_fields_in_the_order_of_the_file():
    assert cite_work("sparck-jones-1972").bibtex == (
        "@article{sparck-jones-1972,\n"
        "  author = {{Spärck Jones}, Karen},\n"
        "  title = {A statistical interpretation of term specificity and its application in "
        "retrieval},\n"
        "  journal = {Journal of Documentation},\n"
        "  volume = {28},\n"
        "  number = {1},\n"
        "  pages = {11--21},\n"
        "  year = {1972},\n"
        "  doi = {10.1108/eb026526},\n"
        "}\n"
    )


@pytest.mark.parametrize("key", sorted(read_references()))
def test_the_fields_of_a_work_are_text_with_balanced_braces(key):
    work = read_references()[key]
    assert work.kind in KINDS
    for name, value in work.fields.items():
        assert name.isidentifier() and isinstance(value, str)
        assert value == value.strip() != ""
        assert value.count("{") == value.count("}")
        assert not re.search(r"(?<!\\)[&%$#]", value), "LaTeX would take it as markup"


def test_the_works_are_in_the_order_of_their_keys_within_works_and_have_what_a_list_needs():
    for work in read_references().values():
        assert {"author", "title", "year"} <= set(work.fields)
        assert work.fields["year"] in work.key or work.kind == "software"
    keys = [key for key, work in read_references().items() if work.kind != "software"]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("gries-2008", "Gries 2008"),
        ("lijffijt-gries-2012", "Lijffijt and Gries 2012"),
        ("zapf-2016", "Zapf et al. 2016"),
        ("sparck-jones-1972", "Spärck Jones 1972"),
        ("discourse", "The discourse developers 2026"),
    ],
)
def test_a_work_is_known_by_its_authors_and_year(key, label):
    assert cite_work(key).label == label


def test_the_package_is_cited_as_its_citation_file_says(root):
    citation = (root / "CITATION.cff").read_text(encoding="utf-8")
    fields = cite_work("discourse").fields
    assert f'\ntitle: "{fields["title"]}"\n' in citation
    assert f"\nauthors:\n  - name: {fields['author'].strip('{}')}\n" in citation
    assert f"\ndate-released: {fields['year']}-" in citation


def test_an_unknown_key_is_refused():
    with pytest.raises(dc.DiscourseError) as error:
        cite_work("nobody-1900")
    assert str(error.value) == "'nobody-1900' is not in references.toml; add the work there."


def test_a_document_is_a_work_by_its_metadata():
    row = {
        "sha256": "0123456789abcdef", "title": "Peace & rights_{1}", "publisher": "The {UN}",
        "date": "1948-12-10", "chapter": None,
    }  # fmt: skip
    work = document_reference(row)
    assert work.key == "text-0123456789ab"
    assert work.label == "The {UN} 1948"
    assert work.bibtex == (
        "@misc{text-0123456789ab,\n"
        "  author = {{The \\{UN\\}}},\n"
        "  title = {{Peace \\& rights\\_\\{1\\}}},\n"
        "  publisher = {The \\{UN\\}},\n"
        "  year = {1948},\n"
        "  note = {sha256 0123456789abcdef},\n"
        "}\n"
    )


def test_a_document_without_author_is_known_by_its_title_and_without_a_date_by_none():
    assert (
        document_reference({"sha256": "0" * 64, "title": "Letters, 3"}).label == "Letters, 3 n.d."
    )


def test_a_body_with_and_in_its_name_is_one_author():
    row = {"sha256": "0" * 64, "title": "A", "publisher": "Ministry of Peace and Rights", "year": 9}
    assert document_reference(row).label == "Ministry of Peace and Rights n.d."


def test_an_address_keeps_its_signs_and_leaves_out_what_would_end_the_field():
    row = {"sha256": "0" * 64, "title": "A", "url": "https://example.org/a_b%20}c"}
    assert document_reference(row).fields["url"] == "https://example.org/a_b%20c"


def test_what_latex_takes_as_markup_is_escaped():
    assert escape_bibtex("\\ ~ ^ # $ 5%") == (
        r"\textbackslash{} \textasciitilde{} \textasciicircum{} \# \$ 5\%"
    )
    assert not re.search(r"(?<!\\)[&%$#_]", escape_bibtex("a & b % c $ d # e _ f"))
