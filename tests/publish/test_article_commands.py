"""An article in LaTeX shows the numbers and the pictures that were compared, and no others."""

import pytest

import discourse as dc
from discourse.publish.checks.article_commands import (
    BROUGHT,
    DRAWINGS,
    HARDLY_SEEN,
    OWN_COMMANDS,
    STYLES,
)

PICTURE = "\\includegraphics{../figures/words.pdf}"
DEFINITION = "\\newcommand{\\claim}[2]{#1}"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    root = tmp_path_factory.mktemp("study")
    for name in ("texts", "figures", "paper"):
        (root / name).mkdir()
    (root / "texts/a.txt").write_text("Peace and rights, and peace for all.", encoding="utf-8")
    table = dc.frequencies(dc.read(root / "texts")).head(3)
    figure = dc.plot.frequencies(table)
    words = {"caption": "Words.", "alt": "Dots."}
    dc.save_figure(figure, root / "figures/words", table=table, **words)
    dc.save_article(root / "figures", root / "paper/article.tex")
    return root


@pytest.fixture
def verify(published):
    """Verify the study with other text in its article."""
    article = published / "paper/article.tex"
    before = article.read_text(encoding="utf-8")

    def verify_with(old, new):
        assert old in before
        article.write_text(before.replace(old, new, 1), encoding="utf-8")
        return dc.verify(published)

    yield verify_with
    article.write_text(before, encoding="utf-8")


def test_an_article_as_it_was_saved_holds(verify):
    sized = "[width=\\linewidth, height=9cm, keepaspectratio]{../"
    found = verify(PICTURE, PICTURE.replace("{../", sized))
    assert found.empty
    assert not [kind for kind in found.attrs["checked"] if "of articles beside" in kind]
    assert OWN_COMMANDS not in found.attrs["checked"]


@pytest.mark.parametrize(
    "new",
    [
        DEFINITION.replace("{#1}", "{9#1}"),
        f"{DEFINITION}\n\\renewcommand{{\\claim}}[2]{{\\the\\numexpr#1*9}}",
        f"{DEFINITION}\n\\def\\claim#1#2{{9#1}}",
        f"{DEFINITION}\n\\let\\claim\\other",
        f"{DEFINITION}\n\\expandafter\\def\\csname claim\\endcsname#1#2{{9}}",
    ],
)
def test_another_definition_of_a_claim_is_named(verify, new):
    found = verify(DEFINITION, new)
    assert (found["file"].item(), found["row"].item()) == ("paper/article.tex", "\\claim")


def test_a_definition_in_a_comment_defines_nothing(verify):
    assert verify(DEFINITION, f"% \\def\\claim#1#2{{9}}\n{DEFINITION}").empty


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (PICTURE.replace("{../", "[trim=0 0 3cm 0,clip]{../"), "one with trim"),
        (f"\\reflectbox{{{PICTURE}}}", "one in \\reflectbox"),
        (f"\\scalebox{{-1}}[1]{{{PICTURE}}}", "one in \\scalebox"),
        ("\\includegraphics{fake/words.pdf}", "no such file"),
        ("\\includegraphics{../texts/a.txt}", "another picture"),
    ],
)
def test_another_picture_and_a_part_of_one_are_named(verify, new, said):
    assert verify(PICTURE, new)["found"].tolist() == [said]


def test_what_style_files_and_drawings_show_is_said_not_to_be_compared(verify, published):
    (published / "paper/mine.sty").write_text("\\def\\x{9}", encoding="utf-8")
    drawn = "\\begin{tikzpicture}\\fill (1,1) circle (2pt);\\end{tikzpicture}"
    found = verify(PICTURE, f"\\usepackage{{mine}}{PICTURE}{drawn}")
    (published / "paper/mine.sty").unlink()
    assert found.empty
    assert found.attrs["checked"][STYLES.format("mine")] == 1
    assert found.attrs["checked"][DRAWINGS] == 1


@pytest.mark.parametrize(
    ("caption", "row"),
    [
        ("\\caption{The rarest words.}", "caption"),
        ("\\caption{Words. War leads.}", "caption"),
        ("\\caption[The rarest words.]{Words.}", "short caption"),
        ("\\caption{}", "caption"),
    ],
)
def test_another_caption_of_a_saved_figure_is_named(verify, caption, row):
    found = verify("\\caption{Words.}", caption)
    assert (found["row"].item(), found["expected"].item()[:27]) == (
        row,
        "the saved caption 'Words.';",
    )


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("Figure 1: ", "Figure 2: ", "lines of Figure 2"),
        ("in words.evidence.csv", "in war.evidence.csv", "lines of Figure 1"),
        (
            "\\begin{figure}",
            "\\begin{figure}\\caption{Another.}\\end{figure}\\begin{figure}",
            "lines of Figure 1",
        ),
    ],
)
def test_lines_of_another_figure_than_the_one_with_their_number(verify, old, new, named):
    assert named in verify(old, new)["row"].tolist()


@pytest.mark.parametrize(
    "head",
    [
        "\\author{Ann 7\\thanks{War has 99 hits.}}",
        "\\date{War has 99 hits.}",
        "\\author{A}\\keywords{peace, 99 hits}",
    ],
)
def test_notes_of_authors_and_lines_of_the_head_are_read(verify, head):
    assert [shown[:2] for shown in verify("\\author{Author}", head)["found"]] == ["99"]


@pytest.mark.parametrize(
    "head", ["\\author{Ann\\inst{1}, 10115 Berlin}", "\\date{27 November 2026}"]
)
def test_addresses_and_dates_need_no_claim(verify, head):
    assert verify("\\author{Author}", head).empty


def test_a_picture_of_another_name_in_a_folder_of_pictures(verify, published):
    """LaTeX looks in the last list of folders; a picture in any of them may be the one shown."""
    (published / "paper/img").mkdir()
    (published / "paper/img/plot.pdf").write_bytes(b"%PDF-1.4 other")
    folders = "\\graphicspath{{nowhere/}}\\graphicspath{{img/}}"
    found = verify(PICTURE, f"{folders}\\includegraphics{{plot}}")
    (published / "paper/img/plot.pdf").unlink()
    (published / "paper/img").rmdir()
    assert "another picture" in found["found"].tolist()


def test_the_look_of_a_caption_is_the_author_s(verify):
    assert verify("\\caption{Words.}", "\\caption[Words]{\\emph{Words}.\\label{a}}").empty


@pytest.mark.parametrize(
    "new",
    [
        "\\newcommand{\\nn}{\\char57\\char57}",
        "\\newcounter{w}\\setcounter{w}{99}",
        "\\newenvironment{q}{War has XCIX hits}{}",
        "\\catcode`\\Q=13",
        "\\def\\many{twenty}",
    ],
)
def test_commands_of_the_author_are_said_not_to_be_compared(verify, new):
    found = verify("\\begin{document}", f"{new}\n\\begin{{document}}")
    assert found.attrs["checked"][OWN_COMMANDS] >= 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("\\fontfamily{psy}\\selectfont war", OWN_COMMANDS),
        ("\\textcolor{white}{not}", HARDLY_SEEN),
        ("{\\tiny not}", HARDLY_SEEN),
        ("\\hspace{-3cm}no", HARDLY_SEEN),
        ("war \\hrulefill", DRAWINGS),
        ("war \\framebox[9cm]{}", DRAWINGS),
        ("war \\underline{\\hspace{5cm}}", DRAWINGS),
        ("war \\textbullet\\textbullet\\textbullet", DRAWINGS),
        ("war $\\bullet\\bullet\\bullet$", DRAWINGS),
        ("\\pgfimage{../figures/words.pdf}", BROUGHT.format("../figures/words.pdf")),
    ],
)
def test_what_latex_draws_hides_or_moves_is_said_not_to_be_compared(verify, text, kind):
    assert verify("To be written.", text).attrs["checked"][kind] == 1


@pytest.mark.parametrize(
    "box",
    [
        "\\begin{adjustbox}{trim=0 0 3cm 0,clip}%s\\end{adjustbox}",
        "\\trimbox{2cm}{%s}",
        "\\setkeys{Gin}{clip,trim=1cm 0 0 0}%s",
        "\\includegraphics[0,0][99,99]{a.pdf}%s",
    ],
)
def test_a_box_that_cuts_a_picture_is_named(verify, box):
    found = verify(PICTURE, box % PICTURE)
    assert "a picture as it was saved" in found["expected"].tolist()


@pytest.mark.parametrize("bars", ["peace 🟥🟥🟥🟥", "peace ████ war ██", "peace: ######## war"])
def test_bars_of_signs_are_named(verify, bars):
    found = verify("\\end{document}", f"Of {bars}.\n\n\\end{{document}}")
    assert "a picture of a saved figure" in found["expected"].tolist()


def test_files_that_commands_bring_in_and_what_they_hide_are_named(verify):
    brought = "\\includepdf[pages=-]{other.pdf} \\csvautotabular{x.csv} \\phantom{no}"
    found = verify("\\end{document}", f"{brought}\n\\end{{document}}")
    assert found.empty
    assert found.attrs["checked"][BROUGHT.format("other.pdf, x.csv")] == 2
    assert found.attrs["checked"][OWN_COMMANDS] == 1


@pytest.mark.parametrize(
    "new",
    [
        PICTURE.replace("{../", "[width=1cm, height=12cm]{../"),
        f"\\resizebox{{1cm}}{{12cm}}{{{PICTURE}}}",
        f"\\scalebox{{1}}[0.1]{{{PICTURE}}}",
    ],
)
def test_a_squeezed_picture_is_named(verify, new):
    assert "a picture as it was saved" in verify(PICTURE, new)["expected"].tolist()


@pytest.mark.parametrize(
    "source",
    [
        "See \\url{example.org/a%20b} for this: it has 99 hits.",
        "See \\path{a%20b} for this: it has 99 hits.",
        "\\iffalse\\else It has 99 hits.\\fi",
        "\\begin{itemize}\\item[99] hits of it.\\end{itemize}",
    ],
)
def test_what_latex_shows_behind_an_address_or_a_condition_is_read(verify, source):
    found = verify(PICTURE, f"{PICTURE}\n\n{source}\n\n")
    assert [each.partition(",")[0] for each in found["found"]] == ["99"]


def test_a_picture_behind_an_address_is_compared(verify):
    other = "\\url{example.org/a%20b} \\includegraphics{other.pdf}"
    found = verify(PICTURE, f"{PICTURE}\n\n{other}\n\n")
    assert found["row"].tolist() == ["other.pdf"]
