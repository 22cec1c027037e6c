"""The sources of the site: links, names of pages, the reference and the gallery."""

import inspect
import re

import matplotlib.pyplot as plt
import pytest

import discourse as dc
from discourse import layers, plot
from discourse.cli.commands.help import find_pages
from discourse.publish.claims.binding import NotebookCorpora


@pytest.fixture(scope="module")
def pages():
    from assemble import assemble_pages

    return assemble_pages()


# ------------------------------------------------------------------------------------------ links


@pytest.mark.parametrize(
    ("written", "rewritten"),
    [
        ("[a](queries.md#cql)", "[a](queries.md#cql)"),
        ("[a](../notebooks/02-x.ipynb)", "[a](tutorials/02-x.ipynb)"),
        ("[a](../README.md#your-own-texts)", "[a](index.md)"),
        ("[a](../CONTRIBUTING.md)", "[a](contributing.md)"),
        ("a [LICENSE](../LICENSE).", "a LICENSE."),
        ('<img src="../figures/a.png" alt="b">', '<img src="figures/a.png" alt="b">'),
        ("[a](https://example.org/b.md)", "[a](https://example.org/b.md)"),
        ('[7](# "shared future")', '[7](# "shared future")'),
        ("`[a](../LICENSE)`", "`[a](../LICENSE)`"),
        ("```md\n[a](../LICENSE)\n```\n", "```md\n[a](../LICENSE)\n```\n"),
    ],
)
def test_links_between_files_become_links_between_pages(written, rewritten):
    from assemble import rewrite_links

    assert rewrite_links(written, "docs/a.md", "a.md") == rewritten


def test_links_lead_from_folder_to_folder():
    from assemble import rewrite_links

    text = "[a](../queries.md) [b](../../notebooks/02-x.ipynb)"
    rewritten = "[a](../queries.md) [b](../tutorials/02-x.ipynb)"
    assert rewrite_links(text, "docs/guides/a.md", "guides/a.md") == rewritten


def test_every_link_between_pages_leads_to_a_page(pages, root):
    from assemble import CODE, LINK

    missing = []
    for place, text in pages.items():
        folder = root / "site" / place
        for match in LINK.finditer(CODE.sub("", text)):
            target = match["target"]
            if place.endswith(".rst") or "://" in target or target.startswith("mailto:"):
                continue
            path = (folder.parent / target).resolve()
            found = path.is_relative_to(root / "site")
            found = found and path.relative_to(root / "site").as_posix() in pages
            if not found and not (root / "figures" / path.name).is_file():
                missing.append((place, target))
    assert missing == []


# ------------------------------------------------------------------------------------- stable names


def test_each_page_of_the_terminal_has_the_same_name_in_the_site(pages):
    assert [name for name in find_pages() if f"{name}.md" not in pages] == []


def test_every_page_that_the_code_names_is_there(pages, root):
    named = set()
    for path in (root / "discourse").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"``?discourse (?:help|docs) ([\w/-]+)``?", source))
        named |= set(re.findall(r"\(discourse (?:help|docs) ([\w/-]+)", source))
    known = {place.rpartition(".")[0] for place in pages}
    known |= {name.removeprefix("reference/") for name in known}
    assert named and named - known == set()


def test_the_names_of_pages_are_short(pages):
    names = [place.rpartition(".")[0].rpartition("/")[2] for place in pages]
    assert [name for name in names if len(name) > 32 or not re.fullmatch(r"[\w-]+", name)] == []


# ------------------------------------------------------------------------------------- the search


def test_each_word_of_the_glossary_leads_to_a_page(pages, root):
    from synonyms import index_words

    glossary = (root / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = index_words(pages, glossary)
    assert "lexical bundle" in words["reference/ngrams.rst"]
    assert {"colligation", "word sketch"} <= set(words["sketches.md"])
    assert "   ! single: colligation\n" in pages["sketches.md"]
    assert pages["sketches.md"].startswith("# ")
    table = glossary.partition("\n## Other names\n")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    named = {word for row in rows for word in row.split(" | ")[0].strip("| ").split(", ")}
    assert named - {word for found in words.values() for word in found} == set()


# ---------------------------------------------------------------------------------- the reference


def test_every_verb_has_a_page_with_its_columns_sources_plot_and_notebooks(pages):
    for name in dc.verbs()["verb"]:
        assert f".. autofunction:: discourse.{name}\n" in pages[f"reference/{name}.rst"]
    page = pages["reference/keyness.rst"]
    assert ":func:`log_ratio <discourse.measures.association.log_ratio>`" in page
    assert ":func:`dc.plot.keyness <discourse.plot.keyness>`" in page
    assert "Hardie, Andrew (2014)." in page
    assert ":doc:`/tutorials/06-keyness`" in page and ":doc:`/keyness`" in page


def test_a_column_shows_its_meaning_and_the_formula_by_which_it_is_computed(pages):
    columns = {
        name: pages[f"reference/{name}.rst"].partition("Columns\n---")[2].partition("Sources")[0]
        for name in dc.verbs()["verb"]
    }
    assert "- how often the collocate occurs in the whole corpus\n" in columns["collocates"]
    assert "\n\n       :math:`\\log_2" in columns["keyness"]
    assert columns["frames"].count(":math:") == 1  # its ttr is of the slot, not of the text
    assert r":math:`\frac{\text{fillers}}{\text{count frame}}`" in columns["frames"]
    assert (
        "- slope × the time from the first document to the last: 1 is a rate that has doubled\n"
        in columns["changes"]
    )
    assert "discourse.plot.association" in columns["changes"]


# A column of each that means something else in another verb, and how its own text begins.
OF_ONE_VERB = {
    ("dispersion", "dp"): "how unevenly the hits are spread over the parts of the corpus",
    ("keyness", "dp"): "how unevenly the term is spread over the parts of the target",
    ("compare", "dp"): "how unevenly the term is spread over the documents of the group",
    ("keyness", "dp_reference"): "how unevenly the term is spread over the parts of the ref",
    ("compare", "dp_reference"): "how unevenly the term is spread over the documents of all",
    ("keyness", "log_ratio_low"): "the lower end",
    ("keyness", "log_ratio_high"): "the upper end",
    ("trend", "low"): "the lower end of the 95 % interval of the rate",
    ("contrast", "high"): "the upper end of the 95 % interval of the log ratio",
    ("collocates", "count"): "how often the collocate occurs near the node",
    ("confusion", "count"): "the number of lines with these two codes",
    ("frequencies", "count"): "how often it occurs",
    ("absences", "expected"): "how many hits there would be at the rate of the reference",
    ("collocates", "expected"): "how often the collocate would be near the node",
    ("sketch", "expected"): "how often the collocate would fill this slot",
    ("keyness", "q_value"): "the ``p_value``, adjusted for the number of rows",
}


@pytest.mark.parametrize(("verb", "column"), OF_ONE_VERB)
def test_a_column_of_several_verbs_has_the_text_of_the_verb(verb, column):
    from reference import _meaning

    assert _meaning(verb, column).startswith(OF_ONE_VERB[verb, column])


def test_no_column_is_described_by_what_it_is_elsewhere():
    from reference import OF_ONE_VERB as OF_OTHERS
    from reference import _glossary, _meaning

    from discourse.publish.provenance.recipes import find_verb

    for verb in dc.verbs()["verb"]:
        for column in find_verb(verb).columns:
            meaning = _meaning(verb, column)
            assert meaning and not OF_OTHERS.match(meaning)
            assert not meaning.startswith("the same, ")
    # The row of several columns gives one text to all of them only where it has no ";".
    for _, columns, means in _glossary():
        pieces = [each for each in means.split("; ") if not OF_OTHERS.match(each)]
        assert len(columns) == 1 or len(pieces) in (1, len(columns)), columns


def test_every_verb_says_its_own_limits_once(pages):
    from verb_docstrings import LIMITS, find_limits, take_out

    for name in dc.verbs()["verb"]:
        docstring = inspect.getdoc(getattr(dc, name))
        limits = find_limits(docstring)
        assert 2 <= len(re.findall(r"[.?](?= [A-Z]|$)", limits)) <= 6, name
        own = pages[f"reference/{name}.rst"].partition("\nLimits\n------\n")[2]
        assert own.strip().startswith(limits)
        assert not any(line.startswith(LIMITS) for line in take_out(docstring.splitlines()))


def test_the_figures_in_the_limits_of_a_sketch_are_those_that_were_measured(pages):
    measured = dc.layers.measured("slots")
    for by, said in (("parse", "0.57 to 0.87"), ("tags", "0.53 to 0.71")):
        found = measured.loc[measured["method"] == by, "precision"]
        assert f"{found.min():.2f} to {found.max():.2f}" == said
        assert said in pages["reference/sketch.rst"]


def test_every_verb_names_each_of_its_sources_once(pages):
    from verb_docstrings import take_out
    from works import write_work

    from discourse.publish.bibliography import cite_work
    from discourse.publish.provenance.recipes import find_verb

    for name in dc.verbs()["verb"]:
        page = pages[f"reference/{name}.rst"].partition("\nSources\n-------\n")[2]
        sources = re.findall(r"^\d+\. (.*)$", page.partition("\nWhere it is used\n")[0], re.M)
        assert sources and len(set(sources)) == len(sources), name
        assert {write_work(cite_work(key)) for key in find_verb(name).cites} <= set(sources)
        kept = "\n".join(take_out(inspect.getdoc(getattr(dc, name)).splitlines()))
        assert "References\n" not in kept and "]_" not in kept
        cited = {int(number) for number in re.findall(r"`\[(\d+)\] <#sources>`__", kept)}
        assert cited <= set(range(1, len(sources) + 1))


def test_every_verb_shows_a_figure_or_says_why_it_has_none(pages):
    from reference import WITHOUT_PLOT

    without = set()
    for name in dc.verbs()["verb"]:
        plots = pages[f"reference/{name}.rst"].partition("\nPlot\n----\n")[2]
        if ".. figure:: " not in plots.partition("\nLimits\n")[0]:
            without.add(name)
            assert WITHOUT_PLOT[name] in plots
    assert without == set(WITHOUT_PLOT)


# What each verb computes by a formula, and not by counting.
COMPUTED = {
    "absences": ["per_thousand_high"],
    "agreement": ["alpha", "kappa", "ac1", "f1"],
    "changes": ["slope", "log_ratio", "z", "change_time", "log_ratio_change"],
    "collocates": ["expected", "log_likelihood", "mi", "t_score", "log_dice", "log_ratio"],
    "compare": ["log_ratio", "log_likelihood", "dp", "p_value_document"],
    "contrast": ["log_ratio", "low", "high"],
    "correspondence": ["quality", "contribution_x", "explained_x"],
    "dispersion": ["dp", "dp_norm"],
    "diversity": ["ttr", "mattr", "mtld", "hdd"],
    "frames": ["ttr"],
    "keyness": ["log_ratio", "log_ratio_low", "log_likelihood", "dp", "p_value_document"],
    "similarity": ["cosine"],
    "sketch": ["expected", "log_likelihood", "log_dice"],
    "tfidf": ["tf", "idf", "tfidf", "idf_smooth", "tfidf_smooth"],
    "trend": ["low", "high"],
}


@pytest.mark.parametrize("verb", COMPUTED)
def test_what_a_verb_computes_has_its_formula_as_mathematics(pages, verb):
    columns = pages[f"reference/{verb}.rst"].partition("Columns\n---")[2]
    rows = {re.match(r"(?::func:)?`+(\w+)", row)[1]: row for row in columns.split("\n   * - ")[2:]}
    assert [name for name in COMPUTED[verb] if ":math:" not in rows[name]] == []


def test_every_topic_has_its_place_and_is_named_on_the_first_page(pages):
    from assemble import TOPIC_ORDER

    contents = pages["topics.md"].partition(":hidden:")[2].split()[:-1]
    assert tuple(contents) == TOPIC_ORDER
    named = set(re.findall(r"\]\(([\w/-]+)\.md", pages["index.md"]))
    assert {*TOPIC_ORDER, "start", "guides/index", "coming-from/index"} <= named
    table = pages["index.md"].partition("## Where to go\n\n")[2].partition("\n\n")[0]
    for page in ("tutorials/index.md", "reference/index.rst", "gallery.md"):
        assert f"]({page}) |\n" in f"{table}\n"


def test_every_public_name_is_in_the_reference_once(pages):
    text = "\n".join(text for place, text in pages.items() if place.startswith("reference/"))
    shown = re.findall(r"^\.\. auto\w+:: (\S+)$", text, re.M)
    names = [f"discourse.{name}" for name in dc.__all__ if name not in ("layers", "plot")]
    names += [f"discourse.layers.{name}" for name in layers.__all__]
    names += [f"discourse.plot.{name}" for name in plot.__all__]
    assert sorted(set(names) - set(shown)) == []
    assert len(shown) == len(set(shown))


def test_notebooks_have_short_titles_in_the_contents(pages):
    assert "02 Frequencies <02-frequencies.ipynb>" in pages["tutorials/index.md"]
    assert (
        "[02 Frequencies](02-frequencies.ipynb) | Which words dominate"
        in (pages["tutorials/index.md"])
    )


# ------------------------------------------------------------------------------------ the gallery


@pytest.fixture(scope="module")
def snippets():
    from gallery import find_snippets

    return list(find_snippets())


@pytest.fixture(scope="module")
def examples():
    from gallery import find_examples

    return list(find_examples())


def test_every_figure_of_the_repository_is_in_the_gallery(snippets, root):
    figures = root / "figures"
    drawn = {p.relative_to(figures).with_suffix("").as_posix() for p in figures.rglob("*.svg")}
    assert {snippet.figure for snippet in snippets} == drawn


def test_every_plot_is_in_the_gallery_and_in_the_reference_with_a_picture(
    snippets, examples, pages
):
    code = "\n".join(each.code for each in (*snippets, *examples))
    assert [name for name in plot.__all__ if f"dc.plot.{name}(" not in code] == []
    assert pages["reference/plots.rst"].count(".. figure:: ") == len(plot.__all__)
    for each in examples:
        assert f"({each.anchor})=\n## {each.title}\n" in pages["gallery.md"]
        assert f"]({each.picture})](#{each.anchor})" in pages["gallery.md"]


def test_a_figure_needs_at_most_ten_lines_and_two_for_each_further_panel(snippets, examples):
    spare = {}
    for each in (*snippets, *examples):
        lines = [line for line in each.code.splitlines() if line]
        further = max(each.code.count("ax=axes["), 1) - 1
        spare[each.figure] = 10 + 2 * further - len(lines)
    assert {figure: n for figure, n in spare.items() if n < 0} == {}


@pytest.mark.slow
def test_the_lines_of_the_gallery_draw_the_figures(snippets, root, tmp_path, monkeypatch):
    monkeypatch.chdir(root / "notebooks")
    saved = {}
    monkeypatch.setattr(
        dc, "save_figure", lambda ax, path, **options: saved.update({path: ax.has_data()})
    )
    here = [
        snippet
        for snippet in snippets
        if not NotebookCorpora(root / "notebooks" / f"{snippet.origin}.ipynb").missing
    ]
    for snippet in here:
        exec(snippet.code, {})
        plt.close("all")
    assert set(saved) == {f"../figures/{snippet.figure}" for snippet in here}
    assert all(saved.values())


@pytest.mark.slow
def test_the_scripts_of_the_gallery_draw_their_figures(examples):
    from gallery import draw_examples

    drawn = draw_examples()
    assert set(drawn) == {each.picture.removeprefix("/") for each in examples}
    assert all(content.startswith(b"\x89PNG") for content in drawn.values())
