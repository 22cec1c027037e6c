"""The page of the repository's notebooks, and one of a study of its own, in a browser."""

import re

import pytest

import discourse as dc

TEXT = "Peace and war \U0001f54a and peace.\n\nRights of peace, or rights."
READ = ['import discourse as dc\nstudy = dc.read("../texts/")']
CELLS = (
    '# What is said of peace?\n\nIt has [3](# "peace") hits, [30 %](# "peace / corpus; tokens").',
    READ,
    ['terms = dc.frequencies(study).head(2)\nterms[["term", "count", "per_thousand"]]'],
    ["study.parts()"],
    [
        "ax = dc.plot.frequencies(terms)\n"
        'dc.save_figure(ax, "../figures/top", table=terms, caption="Two words.", alt="Two dots.")'
    ],
)


@pytest.fixture(scope="session")
def published(root, tmp_path_factory):
    """The page of the repository's notebooks."""
    out = tmp_path_factory.mktemp("site")
    dc.save_site(root / "notebooks", out)
    return out / "index.html"


@pytest.fixture
def own(study, tmp_path):
    """The page of a study of ten words."""
    dc.save_site(study(*CELLS, texts={"a.txt": TEXT}), tmp_path / "site")
    return tmp_path / "site" / "index.html"


def changed(path, old, new):
    """The page with one stretch of it replaced."""
    html = path.read_bytes().decode("utf-8")
    assert html.count(old) == 1, f"{old!r} stands {html.count(old)} times"
    other = path.with_name("changed.html")
    other.write_bytes(html.replace(old, new).encode("utf-8"))
    return other


def answer(page):
    """What the page answers: its verdict, and the nodes of the lines."""
    return page.inner_text(".verdict"), page.locator("ol.lines mark").all_inner_texts()


# ------------------------------------------------------------------ what holds, and what is asked


def test_the_page_makes_no_network_request_and_all_of_it_holds(visit, published):
    page = visit(published)
    assert page.asked == [published.as_uri()]
    assert page.complaints == []
    assert re.fullmatch(r"✓ [\d,]+ numbers checked: all agree .*", page.inner_text("#check"))
    page.wait_for_selector(".hash.holds")


def test_a_number_in_the_prose_opens_its_lines_and_marks_them_in_the_text(visit, own):
    page = visit(own)
    page.click("article p a.number >> nth=0")
    assert answer(page) == ("✓ 3 of 3 lines", ["Peace", "peace", "peace"])
    assert page.locator(".piece mark").all_inner_texts() == ["Peace", "peace", "peace"]
    digest = dc.read(own.parents[1] / "texts").store.sources["sha256"][0][:12]
    ids = page.locator("ol.lines code").all_inner_texts()
    assert ids == [f"{digest}:0-5", f"{digest}:20-25", f"{digest}:38-43"]


def test_a_share_is_counted_again_above_and_below_the_line(visit, own):
    page = visit(own)
    page.click("article p a.number >> nth=1")
    assert page.inner_text(".verdict") == "✓ Counted again: 3 lines of 10 words"


def test_a_row_of_a_table_opens_its_lines(visit, own):
    page = visit(own)
    page.click(".table >> nth=0 >> tbody tr:nth-child(2) a")
    assert answer(page) == ("✓ 2 of 2 lines", ["and", "and"])


def test_a_measure_opens_the_lines_of_its_row_and_says_that_it_is_not_recomputed(
    visit, study, tmp_path
):
    path = study(
        '# A\n\n[300.0](# "frequencies; peace; per_thousand")', READ, texts={"a.txt": TEXT}
    )
    dc.save_site(path, tmp_path / "site")
    page = visit(tmp_path / "site" / "index.html")
    page.click("article p a.number")
    assert page.inner_text(".verdict") == "✓ As in its table; 3 of 3 lines of its row"
    assert "Its value in the table is 300. The page compares" in page.inner_text("#answer")


def test_a_part_opens_its_stretch_and_its_words_are_counted(visit, own):
    page = visit(own)
    page.click(".table >> nth=1 >> tbody tr:nth-child(2) a")
    assert page.inner_text(".verdict") == "✓ 5 words"
    assert page.locator(".piece mark").all_inner_texts() == ["Rights of peace, or rights"]


def test_a_mark_of_a_figure_opens_its_lines(visit, own):
    page = visit(own)
    page.click("svg a.mark >> nth=0")
    assert answer(page) == ("✓ 3 of 3 lines", ["Peace", "peace", "peace"])
    assert page.inner_text("#lines-title") == "peace: 3"


def test_a_line_leads_to_its_place_in_the_text_and_back(visit, own):
    page = visit(own)
    page.click("article p a.number >> nth=0")
    page.click("ol.lines a >> nth=2")
    assert page.evaluate("document.activeElement.id") == "at-2"
    page.click("#back")
    assert page.evaluate("document.activeElement.textContent") == "3"
    page.keyboard.press("Escape")
    assert page.locator(".piece mark").count() == 0


# ------------------------------------------------------------------------- what does not hold


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ('data-number="0">3</a>', 'data-number="0">4</a>', "✗ 3 of 4 lines"),
        ("Rights of peace, or", "Rights of pence, or", "✗ 2 of 3 lines"),
        ('"spans": [0, 0, 5, 0, 0, 20, 25, 1,', '"spans": [0, 0, 5, 0,', "✗ 2 of 3 lines"),
        ('data-treatment="count">Peace', 'data-treatment="drop">Peace', "✗ 1 of 3 lines"),
    ],
)  # fmt: skip
def test_what_was_changed_in_the_page_turns_red(visit, own, old, new, verdict):
    page = visit(changed(own, old, new))
    assert page.inner_text("#check").startswith("✗ ")
    assert "fails" in page.get_attribute("article p a.number", "class")
    page.click("article p a.number >> nth=0")
    assert page.inner_text(".verdict") == verdict
    assert page.locator(".verdict.fails").count() == 1


def test_a_digit_changed_in_a_table_turns_red(visit, own):
    page = visit(changed(own, ">300.0</span>", ">301.0</span>"))
    assert page.inner_text("#check").startswith("✗ 1 of ")
    assert page.locator(".fails[data-number]").all_inner_texts() == ["301.0"]


def test_a_text_that_was_changed_elsewhere_has_another_hash(visit, own):
    page = visit(changed(own, "peace, or rights", "peace; or rights"))
    page.wait_for_selector(".hash.fails")


def test_the_same_text_twice_is_two_texts(visit, study, tmp_path):
    path = study('# A\n\n[6](# "peace") hits', READ, texts={"a.txt": TEXT, "b.txt": TEXT})
    dc.save_site(path, tmp_path / "site")
    page = visit(tmp_path / "site" / "index.html")
    page.click("article p a.number")
    assert page.inner_text(".verdict") == "✓ 6 of 6 lines"
    places = page.locator("ol.lines .place > span").all_inner_texts()
    assert places == ["a, § 1", "a, § 1", "a, § 2", "b, § 1", "b, § 1", "b, § 2"]


def test_a_text_that_is_there_in_part_is_checked_in_part(visit, study, tmp_path, monkeypatch):
    monkeypatch.setattr("discourse.publish.site.site.MOST_CHARACTERS", 50)
    bound = '[3](# "peace") hits in [10](# "corpus; tokens")'
    dc.save_site(study(f"# A\n\n{bound}", READ, texts={"a.txt": TEXT}), tmp_path / "site")
    page = visit(tmp_path / "site" / "index.html")
    assert page.inner_text("#check").startswith("✓ 1 number checked: all agree")
    assert "1 more number could be checked only in part" in page.inner_text("#check")
    page.click("article p a.number >> nth=0")
    assert page.inner_text(".verdict") == "✓ 3 of 3 lines"


def test_hostile_markup_does_nothing(visit, study, tmp_path):
    bad = '"><img src=x onerror=alert(1)><script>alert(2)</script><svg onload=alert(3)>'
    path = study(
        f'# {bad}\n\n{bad} [1](# "peace")',
        READ,
        [f"x = {bad!r}\nx"],
        ["study.parts().assign(head=x)"],
        [
            "from base64 import b64encode\nfrom types import SimpleNamespace as Shown\n"
            'svg = \'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(6)"><script>alert(7)\'\n'
            "svg += '</script><image href=\"http://localhost/8.png\"/></svg>'\n"
            "src = 'data:image/svg+xml;base64,' + b64encode(svg.encode()).decode()\n"
            'Shown(_repr_html_=lambda: f\'<img alt="a" src="{src}" onerror=alert(9)>\')'
        ],
        ["terms = dc.frequencies(study).head(2)\nterms"],
        [
            "ax = dc.plot.frequencies(terms)\n"
            'dc.save_figure(ax, "../figures/top", table=terms, caption=x, alt=x)'
        ],
        texts={
            "<img src=x onerror=alert(4)>.txt": f"peace {bad}",
            "<img src=x onerror=alert(4)>.toml": f"[source]\nmotto = '''{bad}'''\n",
        },
        name="<img src=x onerror=alert(5)>",
    )
    dc.save_site(path, tmp_path / "site", title=bad)
    page = visit(tmp_path / "site" / "index.html")
    for number in range(page.locator("a[data-number]").count()):
        page.locator("a[data-number]").nth(number).dispatch_event("click")
    assert page.complaints == []
    assert page.locator("img").count() == 1
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.inner_text("#check").startswith("✓")


# ------------------------------------------------------------------------------ for everybody


def test_the_keyboard_alone_reaches_everything(visit, own):
    page = visit(own, viewport={"width": 1280, "height": 900})
    closed = page.locator("details:not([open]) > summary")
    while closed.count():
        closed.first.press("Enter")
    everything = "[...document.querySelectorAll('a[href], summary, button:not([hidden])')]"
    count = page.evaluate(f"{everything}.length")
    reached = set()
    page.evaluate("document.activeElement.blur()")
    for _ in range(2 * count):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(f"{everything}.indexOf(document.activeElement)"))
    assert reached - {-1} == set(range(count))


def test_enter_asks_and_escape_leads_back(visit, own):
    page = visit(own)
    page.focus("svg a.mark >> nth=1")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "lines-title"
    assert page.inner_text(".verdict") == "✓ 2 of 2 lines"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "and: 2"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_no_serious_fault(visit, published, axe, width, scheme):
    page = visit(published, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.locator("a[data-number]").first.click()
    page.evaluate(axe)
    # Further rows and texts are made like those before, and there are thousands.
    alike = ["tbody tr:nth-child(n+6)", "#texts > :nth-child(n+6)"]
    found = page.evaluate("exclude => axe.run({exclude})", alike)["violations"]
    serious = [
        (fault["id"], node["html"][:120])
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
    assert serious == []


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_nothing_is_wider_than_the_screen(visit, published, width):
    page = visit(published, viewport={"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_its_script_the_page_says_so_and_can_be_read(new_page, own):
    page = new_page(java_script_enabled=False)
    page.goto(own.as_uri())
    said = page.locator("#check").text_content()
    assert said == "The script that checks the numbers is not running."
    assert "It has 3 hits" in page.locator("article").text_content()


# ------------------------------------------------------------------ from right to left


ARABIC = "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق وقد وهبوا عقلا وضميرا."
GAPS = """() => [...document.querySelectorAll(".kwic tr")].map((row) => {
  const box = (name) => {
    const range = document.createRange();
    range.selectNodeContents(row.querySelector(name));
    return range.getBoundingClientRect();
  };
  const [left, node, right] = [box(".left"), box(".node"), box(".right")];
  return getComputedStyle(row.querySelector(".left")).direction === "rtl"
    ? [left.left - node.right, node.left - right.right]
    : [node.left - left.right, right.left - node.right];
})"""


@pytest.fixture
def arabic(study, tmp_path):
    """A page of lines in both directions, most of them from right to left."""
    cells = ("# Lines", READ, ["dc.concordance(study, 'متساوين', context=3)"])
    texts = {"a.txt": ARABIC, "b.txt": ARABIC + " ", "c.txt": "We are all متساوين by law."}
    dc.save_site(study(*cells, texts=texts), tmp_path / "site")
    return tmp_path / "site" / "index.html"


def test_the_neighbours_of_a_node_are_beside_it_in_both_directions(visit, arabic):
    page = visit(arabic, viewport={"width": 1400, "height": 900})
    assert [row.get_attribute("dir") for row in page.query_selector_all(".kwic")] == ["rtl"]
    gaps = page.evaluate(GAPS)
    assert len(gaps) == 3
    assert all(-1 <= gap < 12 for pair in gaps for gap in pair), gaps


def test_the_text_and_its_lines_run_from_right_to_left(visit, arabic):
    page = visit(arabic)
    page.click(".kwic a >> nth=0")
    shown = page.locator("ol.lines .context").first
    assert shown.get_attribute("dir") == "rtl"
    directions = [piece.get_attribute("dir") for piece in page.query_selector_all(".piece")]
    assert directions == ["rtl", "rtl", None]
