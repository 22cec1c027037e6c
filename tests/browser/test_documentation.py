"""The site that ``make docs`` builds, in a browser: search, network, access, narrow and dark."""

import json
from itertools import chain
from pathlib import Path
from urllib.parse import quote

import pytest

from discourse.cli.commands.docs import BUILT

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
# One page of each kind: written pages and their lists, a notebook, a guide, a table for users of
# another program, a verb with long formulas, the groups of the reference, pictures, long tables,
# benchmarks, and the pages of Sphinx.
KINDS = (
    "index", "start", "tutorials/index", "tutorials/06-keyness", "guides/index",
    "guides/two-coders", "coming-from/index", "coming-from/quanteda", "topics", "grammar",
    "command-line", "reference/index", "reference/changes", "reference/keyness",
    "reference/corpus", "reference/layers", "reference/measures", "reference/plots", "gallery",
    "about", "glossary", "faq", "benchmarks/calibration", "changelog", "genindex", "search",
)  # fmt: skip
PHONE = {"viewport": {"width": 390, "height": 800}}
FAULTS = """axe.run(document, {exclude: ['iframe']}).then(found => found.violations.map(
    each => [each.id, each.nodes.map(node => node.html)]))"""


@pytest.fixture
def read(new_page):
    """A function that opens a page of the site; its requests and errors are recorded."""
    if not (BUILT / "index.html").is_file():
        pytest.skip("needs the pages: make docs builds them")

    def opened(name, asks="", **settings):
        page = new_page(**settings)
        page.goto((BUILT / f"{name}.html").as_uri() + asks)
        return page

    return opened


@pytest.mark.parametrize("name", KINDS)
def test_a_page_asks_nothing_of_others_and_has_no_fault(read, name):
    page = read(name)
    page.wait_for_load_state("networkidle")
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.complaints == []


@pytest.mark.parametrize(("scheme", "screen"), [("light", {}), ("dark", PHONE)])
@pytest.mark.parametrize("name", KINDS)
def test_a_page_can_be_used_with_a_screen_reader_and_by_keyboard(read, axe, name, scheme, screen):
    page = read(name, color_scheme=scheme, reduced_motion="reduce", **screen)
    page.wait_for_selector(f"html[data-theme={scheme}]")
    page.evaluate(axe)
    assert page.evaluate(FAULTS) == []


@pytest.mark.parametrize("name", KINDS)
def test_a_page_is_no_wider_than_a_phone(read, name):
    page = read(name, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("width", [390, 1200, 1440])
def test_lines_show_their_node_between_both_contexts(read, width):
    """Each cell of each line that is not wrapped is inside the box, and has room for some words."""
    page = read("tutorials/03-community-of-shared-future", viewport={"width": width, "height": 900})
    boxes = page.evaluate(
        """[...document.querySelectorAll('.discourse-lines')].flatMap(box => {
            const outer = box.getBoundingClientRect()
            return [...box.querySelectorAll('tr')].filter(row => row.cells[1] &&
                row.cells[1].style.whiteSpace == 'nowrap').map(row => [...row.cells].slice(1)
                .map(cell => cell.getBoundingClientRect())
                .map(cell => [cell.left - outer.left, outer.right - cell.right, cell.width]))})"""
    )
    assert len(boxes) >= 14
    for left, node, right in boxes:
        assert min(*left[:2], *node[:2], *right[:2]) >= -0.5
        assert min(left[2], right[2]) >= 60
        assert abs(left[2] - right[2]) <= 1


def test_a_dark_page_is_dark_and_its_figures_are_on_white(read):
    page = read("gallery", color_scheme="dark")
    page.wait_for_selector("html[data-theme=dark]")
    colours = page.evaluate(
        """['body', 'img.gallery-figure'].map(
            name => getComputedStyle(document.querySelector(name)).backgroundColor)"""
    )
    assert sum(map(int, colours[0].strip("rgb()").split(","))) < 150
    assert colours[1] == "rgb(255, 255, 255)"


def test_search_finds_a_verb_and_a_word_of_the_prose(read):
    for word, address in (("keyness", "reference/keyness.html"), ("bootstrap", "keyness.html")):
        page = read("search", asks=f"?q={word}")
        page.wait_for_selector("text=Search finished")
        found = page.locator("#search-results li a").evaluate_all("all => all.map(a => a.href)")
        assert any(address in each for each in found), found
        assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []


# Words of the field that are not the names of verbs here, and the page about each.
SYNONYMS = {
    "lexical bundle": "reference/ngrams", "cluster": "reference/ngrams",
    "colligation": "sketches", "word sketch": "sketches", "subcorpus": "queries",
    "concordancer": "browsing", "KWIC": "reference/concordance", "keyword": "keyness",
    "key word": "keyness", "log-likelihood": "reference/keyness", "MI": "reference/collocates",
    "effect size": "reference/keyness", "stance": "labelling-spans", "voice": "grammar",
    "codebook": "coding", "inter-rater": "reference/agreement",
    "kappa": "reference/agreement", "normalised frequency": "reference/frequencies",
    "per million": "reference/frequencies", "hapax": "reference/diversity",
    "TTR": "reference/diversity", "collocation": "reference/collocates",
    "regular expression": "queries", "wordlist": "reference/frequencies",
    "metaphor": "coding", "nominalisation": "grammar", "semantic prosody": "reference/collocates",
    "shard": "scale", "sentiment": "limits", "p-value": "keyness",
    "dispersion plot": "reference/positions", "Twitter": "guides/tweets",
    "bigram": "reference/ngrams", "logDice": "reference/collocates",
    "Zipf": "reference/frequencies", "regex": "queries", "color": "figures",
    "Excel": "your-own-texts", "LIWC": "labelling-spans", "LexisNexis": "descriptions",
    "YouTube": "your-own-texts", "GDPR": "guides/interviews", "heatmap": "reference/tfidf",
    "word cloud": "reference/frequencies", "collostructional": "sketches",
}  # fmt: skip


def test_a_search_for_a_word_of_the_field_finds_the_page_about_it_first(read):
    first = {}
    for word in SYNONYMS:
        page = read("search", asks=f"?q={quote(word)}")
        page.wait_for_selector("text=Search finished")
        href = page.locator("#search-results li > a").first.get_attribute("href")
        first[word] = href.partition(".html")[0]
        page.context.close()
    assert first == SYNONYMS


def test_a_number_opens_its_lines_by_mouse_and_by_keyboard(read):
    page = read("index")
    number = page.locator("button.claim")
    assert number.get_attribute("title") == "community of shared future"
    assert not page.locator(".claim-box").is_visible()
    number.click()
    assert page.locator(".claim-line").count() == 7
    assert page.locator(".claim-line mark").first.is_visible()
    assert page.inner_text(".claim-head") == "community of shared future: 7 lines"
    page.keyboard.press("Escape")
    assert not page.locator(".claim-box").is_visible()
    number.press("Enter")
    assert page.locator(".claim-box").is_visible()


def test_a_copied_example_is_code_without_prompts_and_answers(read):
    page = read("index")
    copied = page.evaluate(
        """() => {
            getSelection().selectAllChildren(document.querySelector('.highlight-pycon pre'))
            return getSelection().toString()
        }"""
    )
    assert copied.split("\n")[:3] == [
        "import discourse as dc",
        'paper = dc.read("seeds/")',
        'dc.concordance(paper, "community of shared future", context=3)',
    ]
    assert "".join(copied.split("\n")[3:]) == ""


def test_every_number_of_a_notebook_keeps_its_claim(read):
    page = read("tutorials/02-frequencies")
    claims = page.locator("button.claim").evaluate_all("all => all.map(each => each.title)")
    assert claims[:2] == ["corpus; tokens", "corpus; types"]
    notebook = json.loads((NOTEBOOKS / "02-frequencies.ipynb").read_text(encoding="utf-8"))
    prose = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    assert len(claims) == "".join(chain.from_iterable(prose)).count("](# ") > 30


def test_formulas_are_drawn_by_the_browser(read):
    page = read("reference/measures")
    box = page.locator(".formula math").first.bounding_box()
    assert box["height"] > 20
    assert page.locator(".formula math").count() > 30


def test_every_link_within_the_site_leads_to_a_page_and_a_place(read):
    page = read("index")
    pages = sorted(path.relative_to(BUILT).as_posix() for path in BUILT.rglob("*.html"))
    parse = """([name, text]) => {
        const page = new DOMParser().parseFromString(text, 'text/html');
        return {ids: [...page.querySelectorAll('[id]')].map(each => each.id),
                links: [...page.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))};
    }"""
    found = {}
    for name in pages:
        if not name.startswith("_"):
            found[name] = page.evaluate(parse, [name, (BUILT / name).read_text("utf-8")])
    missing = []
    for name, parsed in found.items():
        for link in parsed["links"]:
            target, _, place = link.partition("#")
            if "://" in target or target.startswith("mailto:"):
                continue
            file = (BUILT / name).parent.joinpath(target).resolve() if target else BUILT / name
            known = found.get(file.relative_to(BUILT).as_posix(), {"ids": []})["ids"]
            if not file.is_file() or (place and place not in known):
                missing.append((name, link))
    assert missing == []
