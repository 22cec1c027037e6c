"""Today's numbers in a manuscript: as tracked changes in Word, in place in LaTeX and Markdown."""

import zipfile

import pytest

import discourse as dc
from discourse.publish.manuscripts.checking import check_whole
from discourse.publish.manuscripts.rewriting import rewrite_manuscript

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def inline(gold, ending):
    """How a number is bound inside of a manuscript of a format."""
    if ending == ".docx":
        return lambda text, claim: (
            f"\u00ab{text}|{claim if claim.startswith('exempt:') else f'claim: {claim}'}\u00bb"
        )
    if ending == ".tex":
        return lambda text, claim: (
            text if claim.startswith("exempt:") else rf"\claim{{{text}}}{{{claim}}}"
        )
    return lambda text, claim: text if claim.startswith("exempt:") else f"[{text}](# '{claim}')"


@pytest.mark.parametrize("ending", [".docx", ".tex", ".md", ".qmd"])
def test_what_has_moved_is_replaced_and_nothing_else(ending, tmp_path, paper, gold):
    path = gold.write(tmp_path / f"paper{ending}", wrong=True, bound=inline(gold, ending))
    checked = check_whole(path, paper)
    moved = [each for each in checked.numbers if each.status == "moved"]
    rewritten = rewrite_manuscript(checked)
    # "more than 110" for 108 would be false with another number, too: "more than 108".
    assert [each.number.number.text for each in rewritten.left] == ["110"]
    again = check_whole(path, paper)
    assert len(again.numbers) == len(checked.numbers)
    assert [each.status for each in again.numbers].count("moved") == 1
    assert len(rewritten.replaced) == len(moved) - 1
    kept = [each for each in checked.numbers if each.status != "moved"]
    assert [each.number.number.text for each in kept] == [
        after.number.number.text
        for before, after in zip(checked.numbers, again.numbers, strict=True)
        if before.status != "moved"
    ]


def test_a_tracked_change_deletes_and_inserts_with_the_same_look(tmp_path, paper):
    import docx

    document = docx.Document()
    paragraph = document.add_paragraph("*Rights* has ")
    runs = [paragraph.add_run("2"), paragraph.add_run("6"), paragraph.add_run(" hits of rights.")]
    runs[0].bold = True
    document.add_comment(runs[:2], text="claim: rights", author="A", initials="A")
    path = tmp_path / "paper.docx"
    document.save(path)
    before = zipfile.ZipFile(path).read("word/styles.xml")
    rewritten = rewrite_manuscript(check_whole(path, paper))
    assert len(rewritten.replaced) == 1
    body = docx.Document(path).element.body
    deleted = [text.text for text in body.iter(f"{WORD}delText")]
    (inserted,) = body.iter(f"{WORD}ins")
    assert (deleted, [text.text for text in inserted.iter(f"{WORD}t")]) == (["2", "6"], ["28"])
    assert inserted.find(f"{WORD}r/{WORD}rPr/{WORD}b") is not None
    assert zipfile.ZipFile(path).read("word/styles.xml") == before
    ids = [change.get(f"{WORD}id") for change in body.iter(f"{WORD}ins", f"{WORD}del")]
    assert len(set(ids)) == len(ids) == 3


def test_a_change_in_an_insertion_of_another_author_has_its_own_author(tmp_path, paper):
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    paragraph = document.add_paragraph("*Rights* has ")
    runs = [paragraph.add_run("26"), paragraph.add_run(" hits of rights.")]
    document.add_comment(runs[0], text="claim: rights", author="A", initials="A")
    space = WORD.strip("{}")
    insertion = parse_xml(f'<w:ins xmlns:w="{space}" w:id="90" w:author="x"/>')
    runs[0]._r.addprevious(insertion)
    insertion.extend([run._r for run in runs])
    path = tmp_path / "paper.docx"
    document.save(path)
    assert len(rewrite_manuscript(check_whole(path, paper)).replaced) == 1
    body = docx.Document(path).element.body
    said = [
        (each.get(f"{WORD}author"), "".join(text.text for text in each.iter(f"{WORD}t")))
        for each in body.iter(f"{WORD}ins")
    ]
    assert said == [("x", ""), ("discourse", "28"), ("x", " hits of rights.")]
    assert dc.check_manuscript(path, paper)["status"].tolist() == ["holds"]


def test_the_same_number_elsewhere_in_a_line_stays(tmp_path, paper):
    path = tmp_path / "paper.md"
    source = "In table 26, *rights* has [26](# \"rights :: section != '26'\") hits, not 26.\n"
    path.write_text(source, encoding="utf-8")
    rewrite_manuscript(check_whole(path, paper))
    assert path.read_text(encoding="utf-8") == source.replace("[26]", "[28]")


def test_latex_keeps_how_a_number_is_written(tmp_path, paper):
    path = tmp_path / "paper.tex"
    source = (
        "\\newcommand{\\hits}{26}\n"
        "It has \\claim{$1{,}385$}{corpus; tokens} tokens, \\claim{\\hits}{rights} hits of rights\n"
        "and \\claim{33\\,\\%}{parts; 3; tokens / corpus; tokens} in section 3.\n"
    )
    path.write_text(source, encoding="utf-8")
    rewrite_manuscript(check_whole(path, paper))
    expected = source.replace("1{,}385", "1{,}384").replace("{26}", "{28}").replace("33", "27")
    assert path.read_text(encoding="utf-8") == expected


def test_another_file_leaves_the_manuscript_as_it_is(tmp_path, paper):
    path, out = tmp_path / "paper.md", tmp_path / "new.md"
    path.write_text("*Rights* has [26](# 'rights') hits.", encoding="utf-8")
    rewrite_manuscript(check_whole(path, paper), out)
    assert path.read_text(encoding="utf-8") == "*Rights* has [26](# 'rights') hits."
    assert out.read_text(encoding="utf-8") == "*Rights* has [28](# 'rights') hits."


def test_a_number_in_an_included_file_is_written_there(tmp_path, paper):
    (tmp_path / "one.tex").write_text("It has \\claim{26}{rights} rights.", encoding="utf-8")
    path = tmp_path / "paper.tex"
    path.write_text("\\input{one}", encoding="utf-8")
    checked = check_whole(path, paper)
    with pytest.raises(dc.DiscourseError, match="includes files"):
        rewrite_manuscript(checked, tmp_path / "new.tex")
    rewrite_manuscript(checked)
    assert "{28}" in (tmp_path / "one.tex").read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "\\input{one}"


@pytest.mark.parametrize("ending", [".html", ".odt", ".pdf", ".ipynb"])
def test_formats_that_are_only_read_are_refused(ending, tmp_path, paper, gold):
    path = gold.write(tmp_path / f"paper{ending}")
    with pytest.raises(dc.DiscourseError, match="only read"):
        rewrite_manuscript(check_whole(path, paper))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('It has [1.5 thousand](# "corpus; tokens") tokens.', "1.4 thousand"),
        ('It has [1400](# "corpus; tokens") tokens.', "1384"),
        ('It has [1\u00a0400](# "corpus; tokens") tokens.', "1\u00a0384"),
        ('*Rights* has [28 million](# "rights") hits.', "28"),
        ('[Twenty-six](# "rights") hits has *rights*.', "Twenty-eight"),
        ('*Rights* has [twelve](# "rights") hits.', "twenty-eight"),
        ('The corpus has [twelve](# "corpus; tokens") tokens.', "1,384"),
    ],
)
def test_what_is_put_in_is_written_as_the_old_number_and_holds(old, new, tmp_path, paper):
    path = tmp_path / "paper.md"
    path.write_text(old, encoding="utf-8")
    rewrite_manuscript(check_whole(path, paper))
    assert f"[{new}]" in path.read_text(encoding="utf-8")
    assert [each.status for each in check_whole(path, paper).numbers] == ["holds"]


@pytest.mark.parametrize(
    "old",
    [
        '*Rights* occurs [once](# "rights").',
        'Of *rights*, [half](# "rights :: section = 3 / rights") are *here*.',
        '*Rights* has [none](# "rights").',
        '*Rights* rose [threefold](# "rights / china").',
        '[Twelve](# "corpus; tokens") tokens has the text.',
    ],
)
def test_words_that_say_more_than_a_value_are_left(old, tmp_path, paper):
    path = tmp_path / "paper.md"
    path.write_text(old, encoding="utf-8")
    assert rewrite_manuscript(check_whole(path, paper)).replaced == ()
    assert path.read_text(encoding="utf-8") == old


@pytest.mark.parametrize(
    ("old", "claim", "new"),
    [
        ("over 1,400", "corpus; tokens", ""),  # 1,384 is not over 1,384
        ("about 2,000", "corpus; tokens", ""),
        ("26th", "rights", ""),
        (".03", "rights / corpus; tokens", ".02"),
        ("TWENTY-SIX", "rights", "TWENTY-EIGHT"),
    ],
)
def test_a_number_is_written_with_all_that_belongs_to_it(old, claim, new, tmp_path, paper):
    path = tmp_path / "paper.md"
    source = f"Of rights, the text has [{old}](# '{claim}').\n"
    path.write_text(source, encoding="utf-8")
    rewritten = rewrite_manuscript(check_whole(path, paper))
    assert (len(rewritten.replaced), len(rewritten.left)) == ((1, 0) if new else (0, 1))
    assert path.read_text(encoding="utf-8") == (source.replace(old, new) if new else source)


def test_a_command_that_is_used_for_another_number_is_left(tmp_path, paper):
    path = tmp_path / "paper.tex"
    head = "\\newcommand{\\hits}{26}\n\\begin{document}\n\\claim{\\hits}{rights} rights."
    path.write_text(f"{head}\n\\end{{document}}\n", encoding="utf-8")
    assert len(rewrite_manuscript(check_whole(path, paper)).replaced) == 1
    assert "{28}" in path.read_text(encoding="utf-8")
    path.write_text(f"{head} China has \\hits{{}} hits.\n\\end{{document}}\n", encoding="utf-8")
    assert len(rewrite_manuscript(check_whole(path, paper)).left) == 1
    assert "{26}" in path.read_text(encoding="utf-8")


def test_the_mark_at_the_beginning_of_a_file_stays(tmp_path, paper):
    path = tmp_path / "paper.md"
    source = "\ufeff*Rights* has [26](# 'rights') hits.\r\n"
    path.write_bytes(source.encode("utf-8"))
    rewrite_manuscript(check_whole(path, paper))
    assert path.read_bytes() == source.replace("26", "28").encode("utf-8")


def test_what_siunitx_sets_has_no_commas(tmp_path, paper):
    path = tmp_path / "paper.tex"
    source = r"\begin{document}It has \claim{\num{900}}{corpus; tokens} tokens.\end{document}"
    path.write_text(source, encoding="utf-8")
    rewrite_manuscript(check_whole(path, paper))
    assert path.read_text(encoding="utf-8") == source.replace("900", "1384")


@pytest.mark.parametrize(
    ("name", "encoding"), [("latin1", "latin-1"), ("ansinew", "cp1252"), ("utf8", "utf-8")]
)
def test_latex_keeps_the_encoding_that_it_names(name, encoding, tmp_path, paper):
    path = tmp_path / "paper.tex"
    source = (
        rf"\usepackage[{name}]{{inputenc}}\begin{{document}}"
        r"Déjà \emph{rights} has \claim{26}{rights} hits.\end{document}"
    )
    path.write_bytes(source.encode(encoding))
    checked = check_whole(path, paper)
    assert checked.manuscript.passages[0].text == "Déjà rights has 26 hits."
    rewrite_manuscript(checked)
    assert path.read_bytes() == source.replace("{26}", "{28}").encode(encoding)
