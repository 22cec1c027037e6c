"""`dc.browse` in JupyterLab itself, in a browser, with keyboard and mouse."""

import csv
import os
import signal

import pytest

CODEBOOK = """question = "What is peace here?"
[[code]]
code = "aim"
definition = "What is wanted."
key = "a"
[[code]]
code = "state"
key = "s"
"""
TEXTS = "\n\n".join(
    f"In {1900 + n} we wanted peace {'and rights' if n % 3 else 'now'}." for n in range(80)
)
MAKE = f"import discourse as dc\ncorpus = dc.Corpus.from_texts({{'d': {TEXTS!r}}})\n"
LINES = MAKE + "lines = dc.concordance(corpus, 'peace').within('section')"
CODING = "dc.browse(lines, codebook='codes/peace.toml', coder='A')"
KERNEL = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
FAULTS = """axe.run('.discourse-browser').then(found => found.violations.map(
    each => [each.id, each.nodes.map(node => node.html)]))"""
SLOW = """import time
from discourse.lab.browser import Browser
quick = Browser.answer
Browser.answer = lambda *given: (time.sleep(0.03), quick(*given))[1]
"""
PID = "import os, pathlib\n_ = pathlib.Path('pid').write_text(str(os.getpid()))\n"


@pytest.fixture
def codes(jupyterlab):
    """A folder with a codebook, and a function that reads what a coder has saved in it."""
    folder = jupyterlab.root / "codes"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    (folder / "peace.toml").write_text(CODEBOOK, encoding="utf-8")

    def saved(coder="A"):
        path = folder / f"peace.{coder}.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return [row["label"] for row in csv.DictReader(file)]

    saved.folder = folder
    return saved


def grid(page):
    """The lines, with the keyboard on them."""
    found = page.locator(".db-grid")
    found.focus()
    return found


def said(page, text):
    """Wait until the page says something."""
    page.wait_for_function(
        "text => document.querySelector('.db-said').textContent.includes(text)", arg=text
    )


def shown(page):
    """The lines on show, by their numbers: left, node and right."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.db-body .db-row:not([hidden])')]
             .filter(row => row.parts.line)
             .sort((a, b) => a.parts.number - b.parts.number)
             .map(({parts: {number, line}}) => [number, line.left + line.node + line.right])"""
    )


def save(page):
    """Save the notebook, so that it can be opened again as it is."""
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")


def settle(page):
    """Wait until all lines in view are there."""
    page.wait_for_function(
        """() => { const rows = [...document.querySelectorAll('.db-body .db-row:not([hidden])')];
             return rows.length > 5 && rows.every(row => row.parts.line); }"""
    )


# ------------------------------------------------------------------------ reading and ordering


def test_the_lines_take_the_place_of_the_table_and_ask_nothing_of_others(lab, jupyterlab):
    page = lab([LINES, "dc.browse(lines)"])
    assert page.inner_text(".db-count") == "80 lines"
    assert page.locator(".discourse-stored").count() == 1
    page.wait_for_selector(".discourse-stored", state="hidden")
    own = jupyterlab.address
    others = [url for url in page.asked if not url.startswith((own, "data:", "blob:"))]
    assert others == []
    assert page.complaints == []


def test_a_notebook_that_is_opened_without_its_lines_shows_the_stored_table(lab):
    table = {"output_type": "display_data", "metadata": {},
             "data": {"text/html": "<div class='discourse-stored'>80 lines</div>"}}  # fmt: skip
    page = lab([LINES], runs=False, outputs=[table])
    assert page.inner_text(".discourse-stored") == "80 lines"


def test_the_table_comes_back_when_the_lines_go(lab):
    page = lab([LINES, "browser = dc.browse(lines)\nbrowser"])
    page.wait_for_selector(".discourse-stored", state="hidden")
    page.evaluate("""() => { const all = window.jupyterapp.shell.currentWidget.content;
        all.widgets[1].outputArea.widgets[1].dispose(); }""")
    page.wait_for_selector(".discourse-stored", state="visible")


def test_any_of_many_lines_is_a_jump_away_and_few_are_in_the_document(lab):
    make = "import discourse as dc\ncorpus = dc.Corpus.from_texts({'d': 'the x ' * 700_000})"
    page = lab([make, "dc.browse(corpus, 'the')"])
    assert page.inner_text(".db-count") == "700,000 lines"
    area = grid(page)
    page.keyboard.press("End")
    settle(page)
    assert shown(page)[-1][0] == 699_999
    for share in (0.5, 0.25, 0.9):
        area.evaluate("(grid, share) => { grid.scrollTop = grid.scrollHeight * share; }", share)
        page.wait_for_function(
            "share => [...document.querySelectorAll('.db-body .db-row:not([hidden])')]"
            ".every(row => row.parts.line && Math.abs(row.parts.number / 700_000 - share) < 0.01)",
            arg=share,
        )
    before = shown(page)[0][0]
    area.hover()
    page.mouse.wheel(0, 260)
    page.wait_for_function("([n]) => document.querySelector('.db-grid') && "
                           "[...document.querySelectorAll('.db-body .db-row:not([hidden])')]"
                           ".every(row => row.parts.number >= n)", arg=[before + 8])  # fmt: skip
    settle(page)
    assert shown(page)[0][0] == before + 10
    assert page.locator(".db-row").count() < 100
    page.keyboard.press("Home")
    settle(page)
    assert shown(page)[0][0] == 0


def test_lines_are_sorted_filtered_grouped_and_the_call_can_be_copied(lab):
    page = lab([LINES, "browser = dc.browse(lines)\nbrowser"])
    page.click(".db-sort[data-key=R1]")
    page.wait_for_selector("text=sort('R1')")
    settle(page)
    assert "rights" in shown(page)[0][1]
    page.click(".db-sort[data-key=L2]", modifiers=["Shift"])
    page.wait_for_selector("text=sort('R1', 'L2')")
    grid(page)
    page.keyboard.press("/")
    page.keyboard.type("now")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=filter('now', window=5)")
    assert page.inner_text(".db-count") == "27 lines"
    page.click("text=Group >> nth=0")
    page.click(".db-form button[type=submit] >> nth=0")
    page.wait_for_selector(".db-groups button")
    assert page.inner_text(".db-groups button") == "now\n27"
    page.click("button[aria-label=\"take back filter('now', window=5)\"]")
    said(page, "80 lines")
    page.click("[data-tool=Code]")
    call = page.inner_text(".db-call")
    assert call == "lines.sort('R1', 'L2').group('R1')"


def test_a_line_is_read_in_its_text_and_copied(lab):
    page = lab([LINES, "dc.browse(lines)"], permissions=["clipboard-read", "clipboard-write"])
    grid(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".db-text mark")
    assert page.inner_text(".db-text") == "In 1901 we wanted peace and rights."
    page.click(".db-choice >> text=document")
    page.wait_for_function("document.querySelector('.db-text').innerText.includes('1979')")
    grid(page)
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+c")
    said(page, "copied 2 lines")
    rows = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert [row.split("\t")[-2] for row in rows] == ["node", "peace", "peace"]


def test_where_there_are_no_lines_there_is_nothing_to_copy(lab):
    page = lab([MAKE, "dc.browse(corpus, 'peace')"])
    page.fill(".db-query", "zebra")
    page.keyboard.press("Enter")
    said(page, "0 lines")
    grid(page)
    for key in ("Control+c", "Enter", "Space", "Shift+ArrowDown", "End"):
        page.keyboard.press(key)
    assert page.inner_text(".db-at") == "no lines"
    page.keyboard.press("Control+c")
    said(page, "no lines to copy")
    page.wait_for_timeout(5500)  # longer than a question may go without an answer
    assert page.locator(".db-alarm:not([hidden])").count() == 0


def test_two_views_of_the_same_lines_show_the_same(lab):
    page = lab([LINES, "browser = dc.browse(lines)\nbrowser", "browser"])
    page.wait_for_function("document.querySelectorAll('.discourse-browser .db-count').length === 2")
    one, two = page.locator(".discourse-browser").all()
    one.locator(".db-sort[data-key=R1]").click()
    two.locator("text=sort('R1')").wait_for()
    page.wait_for_function("""() => {
        const [one, two] = [...document.querySelectorAll('.discourse-browser')].map(each =>
            [...each.querySelectorAll('.db-body .db-row:not([hidden])')]
                .filter(row => row.parts.line && row.parts.number < 5)
                .sort((a, b) => a.parts.number - b.parts.number)
                .map(row => row.parts.line.id).join());
        return one.length > 50 && one === two; }""")
    two.locator("button[aria-label=\"take back sort('R1')\"]").click()
    one.locator(".db-step").wait_for(state="detached")


def test_the_keyboard_stays_on_how_much_text_is_read(lab):
    page = lab([LINES, "dc.browse(lines)"])
    grid(page)
    page.keyboard.press("Enter")
    page.focus("[data-to=document]")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.db-text').innerText.includes('1979')")
    assert page.evaluate("document.activeElement.dataset.to") == "document"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "db-grid"


@pytest.mark.parametrize("modifiers", ["modifierAltGraph: true", "ctrlKey: true, altKey: true"])
def test_keys_are_what_a_keyboard_of_another_language_writes(lab, modifiers):
    page = lab([LINES, "dc.browse(lines)"])
    grid(page).evaluate(
        f"(grid) => grid.dispatchEvent(new KeyboardEvent('keydown', {{key: ']', {modifiers}}}))"
    )
    page.wait_for_selector("text=sort('R1')")
    grid(page).evaluate(
        "(grid) => grid.dispatchEvent(new KeyboardEvent('keydown', {key: 'A', ctrlKey: true}))"
    )
    page.wait_for_function("document.querySelector('.db-at').textContent.includes('80 ticked')")


def test_what_a_query_lacks_is_said_and_the_lines_stay(lab):
    page = lab([MAKE, "dc.browse(corpus, 'peace')"])
    page.fill(".db-query", "[word=")
    page.keyboard.press("Enter")
    page.wait_for_selector(".db-alarm:not([hidden])")
    assert "^" in page.inner_text(".db-alarm")
    assert page.inner_text(".db-count") == "80 lines"
    page.fill(".db-query", "rights")
    page.keyboard.press("Enter")
    said(page, "53 lines")
    assert page.locator(".db-alarm:not([hidden])").count() == 0


def test_the_keys_of_jupyterlab_do_nothing_while_lines_are_read(lab):
    page = lab([LINES, "dc.browse(lines)"])
    cells = page.locator(".jp-Cell").count()
    grid(page)
    for key in ("a", "b", "d", "d", "x", "m", "Shift+M", "0", "0"):
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == cells
    assert page.locator(".jp-MarkdownCell").count() == 0


# ------------------------------------------------------------------------------------ coding


def test_sixty_lines_are_coded_by_key_and_are_there_after_a_reload(lab, codes):
    page = lab([LINES, CODING])
    grid(page)
    for number in range(60):
        page.keyboard.press("as"[number % 2])
    page.wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    assert codes() == ["aim", "state"] * 30
    page.wait_for_selector("text=60 of 80 coded")
    save(page)
    page.goto(page.address)
    page.wait_for_selector(".db-chip")
    assert page.inner_text(".db-chip >> nth=0") == "aim"
    assert "60 of 80 coded" in page.inner_text(".db-legend")


def test_ticked_lines_are_coded_together_and_taken_back(lab, codes):
    page = lab([LINES, CODING])
    grid(page)
    page.keyboard.press("Control+a")
    page.wait_for_function("document.querySelector('.db-at').textContent.includes('80 ticked')")
    page.keyboard.press("s")
    page.wait_for_selector("text=80 of 80 coded")
    assert codes() == ["state"] * 80
    page.keyboard.press("Control+z")
    page.wait_for_selector("text=0 of 80 coded")
    assert codes() == []


def test_ctrl_z_goes_back_and_the_last_line_is_not_coded_twice(lab, codes):
    page = lab([LINES, CODING])
    grid(page)
    for key in ("a", "a", "Control+z"):
        page.keyboard.press(key)
    page.wait_for_function("document.querySelector('.db-at').textContent === 'line 2 of 80'")
    page.keyboard.press("Alt+a")
    page.keyboard.press("s")
    page.wait_for_selector("text=2 of 80 coded")
    assert codes() == ["aim", "state"]
    for key in ("End", "a", "s"):
        page.keyboard.press(key)
    page.wait_for_selector("text=3 of 80 coded")
    page.wait_for_selector(".db-alarm:not([hidden])")
    assert page.inner_text(".db-alarm").startswith("The last line is coded. To change its code, ")
    assert codes() == ["aim", "state", "aim"]
    page.keyboard.press("End")
    assert page.locator(".db-alarm:not([hidden])").count() == 0
    page.keyboard.press("s")
    page.wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    assert codes() == ["aim", "state", "state"]


def test_lines_that_the_page_does_not_have_yet_are_ticked_and_coded(lab, codes):
    make = "import discourse as dc\ncorpus = dc.Corpus.from_texts({'d': 'a b ' * 4008})\n"
    page = lab([make + "lines = dc.concordance(corpus, 'a')", CODING])
    grid(page)
    for key in [*["PageDown"] * 60, "s", "s", "s"]:
        page.keyboard.press(key)
    page.wait_for_selector("text=3 of 4,008 coded")
    assert codes() == ["state"] * 3
    page.keyboard.press("Home")
    settle(page)
    page.click("[aria-rowindex='2']:not([hidden]) .db-node")
    grid(page).evaluate("grid => { grid.scrollTop = grid.scrollHeight; }")
    page.wait_for_selector("[aria-rowindex='4009']:not([hidden]):not([aria-busy])")
    page.click("[aria-rowindex='4009']:not([hidden]) .db-node", modifiers=["Shift"])
    page.keyboard.press("a")
    page.wait_for_selector("text=4,008 of 4,008 coded")
    assert set(codes()) == {"aim"}
    page.keyboard.press("ArrowUp")
    page.wait_for_function("!document.querySelector('.db-at').textContent.includes('ticked')")
    page.keyboard.press("s")
    page.wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    assert codes().count("state") == 1


def test_a_note_is_saved_by_enter_and_not_by_escape(lab, codes):
    page = lab([LINES, CODING])
    grid(page)
    for note, key in (("oops", "Escape"), ("certain", "Enter")):
        page.keyboard.press("F2")
        page.wait_for_selector(".db-detail textarea:focus")
        page.keyboard.type(note)
        page.keyboard.press(key)
    page.wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    text = (codes.folder / "peace.A.csv").read_text(encoding="utf-8")
    assert "certain" in text
    assert "oops" not in text


def test_a_file_that_was_broken_by_hand_is_named_when_the_page_is_opened_again(lab, codes):
    page = lab([LINES, CODING])
    grid(page)
    page.keyboard.press("a")
    page.wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    save(page)
    path = codes.folder / "peace.A.csv"
    whole = path.read_text(encoding="utf-8")
    path.write_text("line_id,label\nno id,aim\n", encoding="utf-8")
    page.goto(page.address)
    page.wait_for_selector(".db-alarm:not([hidden])")
    assert page.inner_text(".db-alarm").startswith("peace.A.csv, line 2: 'no id' is not a line_id")
    assert page.locator(".discourse-stored").is_visible()
    path.write_text(whole, encoding="utf-8")
    page.click("text=Try again")
    page.wait_for_selector(".db-chip")
    assert page.locator(".db-alarm:not([hidden])").count() == 0
    page.wait_for_selector(".discourse-stored", state="hidden")


def test_a_code_that_another_page_has_given_is_not_taken_away_unseen(lab, codes):
    (codes.folder / "peace.toml").write_text(f"several = true\n{CODEBOOK}", encoding="utf-8")
    pages = [lab([LINES, CODING], name=f"{name}.ipynb") for name in "ab"]
    for page in pages:
        grid(page)
    for page in pages:
        page.keyboard.press("a")
        page.wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    assert codes() == ["aim"]
    (codes.folder / "peace.toml").write_text(CODEBOOK, encoding="utf-8")
    pages = [lab([LINES, CODING], name=f"{name}.ipynb") for name in "cd"]
    for page in pages:
        grid(page)
    for page, key in zip(pages, "sa", strict=True):
        page.keyboard.press("ArrowDown")
        page.keyboard.press(key)
    pages[0].wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    pages[1].wait_for_selector(".db-alarm:not([hidden])")
    assert "as state meanwhile" in pages[1].inner_text(".db-alarm")
    assert codes() == ["aim", "state"]
    pages[1].wait_for_selector("text=2 of 80 coded")
    pages[1].keyboard.press("a")
    pages[1].wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    assert codes() == ["aim", "aim"]


def test_uncoded_lines_are_kept_and_notes_are_written(lab, codes):
    page = lab([LINES, CODING])
    grid(page)
    page.keyboard.press("a")
    page.keyboard.press("F2")
    page.wait_for_selector(".db-detail textarea")
    page.keyboard.type("not <b>certain</b>")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    page.click("text=Uncoded")
    page.wait_for_selector(".db-step")
    assert page.inner_text(".db-count") == "79 lines"
    text = (codes.folder / "peace.A.csv").read_text(encoding="utf-8")
    assert "not <b>certain</b>" in text


def change(codes):
    """Rename a code, lose a line, and let another coder differ; the file of A as it is then."""
    import discourse as dc

    ids = dc.concordance(dc.Corpus.from_texts({"d": TEXTS}), "peace").frame["line_id"]
    renamed = CODEBOOK.replace("[[code]]", '[renamed]\nwish = "aim"\n[[code]]', 1)
    (codes.folder / "peace.toml").write_text(renamed, encoding="utf-8")
    rows = [f"{'0' * 12}:0-5,state,<i>old</i>", f"{ids[0]},wish,", f"{ids[9]},state,"]
    for coder, given in {"A": rows, "B": [f"{ids[9]},aim,"]}.items():
        text = "\n".join(["line_id,label,note", *given]) + "\n"
        (codes.folder / f"peace.{coder}.csv").write_text(text, encoding="utf-8")


def kinds(page):
    """The kinds of what is to be done, with their counts."""
    return dict(
        page.evaluate("""() => [...document.querySelectorAll('.db-kind')]
            .map(kind => [kind.dataset.kind, kind.querySelector('strong').textContent])""")
    )


def test_what_is_to_be_done_after_a_change_is_listed_and_the_lines_kept(lab, codes):
    change(codes)
    page = lab([LINES, CODING])
    page.focus("[data-tool=Revision]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".db-kind")
    found = {
        "uncoded": "78", "lost": "1", "unknown": "0", "twice": "0", "renamed": "1",
        "disputed": "1", "outdated": "0",
    }  # fmt: skip
    assert kinds(page) == found
    page.wait_for_function("document.activeElement.className === 'db-revision'")
    told = {name: page.inner_text(f"[data-kind={name}] li") for name in ("lost", "renamed")}
    assert told == {"lost": f"{'0' * 12}:0-5 state <i>old</i>", "renamed": "wish → aim × 1"}
    page.click("[data-kind=disputed] li button")
    assert page.inner_text(".db-at") == "line 10 of 80"
    assert page.inner_text("[data-kind=disputed] li bdi") == "A: state ≠ B: aim"
    page.keyboard.press("a")
    page.wait_for_selector("[data-kind=disputed] strong:text('0')")
    page.click("[data-kind=uncoded] button")
    page.wait_for_selector(".db-step")
    assert page.inner_text(".db-count") == "78 lines"
    page.focus(".db-revision")
    page.keyboard.press("Escape")
    page.wait_for_selector(".db-form", state="hidden")
    assert page.get_attribute("[data-tool=Revision]", "aria-expanded") == "false"
    assert page.complaints == []


def test_a_blind_coder_is_not_told_what_coders_differ_on(lab, codes):
    change(codes)
    page = lab([LINES, CODING.replace("'A'", "'B', blind=True")])
    page.click("[data-tool=Revision]")
    page.wait_for_selector(".db-kind")
    zero = dict.fromkeys(("lost", "unknown", "twice", "renamed"), "0")
    assert kinds(page) == {"uncoded": "79", **zero}


def test_disputed_lines_are_decided_by_key(lab, codes):
    make = (
        f"{LINES}\nids = list(lines.frame['line_id'][:6])\n"
        "for coder, label in (('A', 'aim'), ('B', 'state')):\n"
        "    file = dc.layers.code_file('codes/peace.toml', coder)\n"
        "    file.put(ids, 'aim')\n"
        "    file.put(ids[1:4], label)\n"
        "coded = corpus.with_layer(*dc.layers.codes(corpus, 'codes/peace.toml'))\n"
        "disputed = dc.lines(coded, dc.agreement(coded, 'peace').iloc[0])"
    )
    page = lab([make, "dc.browse(disputed, codebook='codes/peace.toml', coder='C', decides=True)"])
    assert page.inner_text(".db-count") == "3 lines"
    assert page.inner_text(".db-who") == "3 to decide · coder C decides"
    assert page.locator(".db-other").all_inner_texts() == ["A: aim", "B: state"] * 3
    grid(page)
    page.keyboard.press("a")
    page.keyboard.press("s")
    page.wait_for_selector("text=1 to decide")
    assert codes("decided") == ["aim", "state"]
    assert codes() == ["aim"] * 6
    assert page.locator(".db-other").all_inner_texts()[:4] == ["A ✓", "B: state", "A: aim", "B ✓"]
    page.keyboard.press("Home")
    page.keyboard.press(".")
    page.wait_for_function("document.querySelector('.db-at').textContent === 'line 3 of 3'")
    page.keyboard.press("F2")
    page.wait_for_selector(".db-detail textarea:focus")
    page.keyboard.type("why")
    page.keyboard.press("Enter")
    page.keyboard.press("s")
    page.wait_for_selector("text=0 to decide")
    text = (codes.folder / "peace.decided.csv").read_text(encoding="utf-8").splitlines()
    assert text[0] == "line_id,label,note,decided_by"
    assert [row.partition(",")[2] for row in text[1:]] == ["aim,,C", "state,,C", "state,why,C"]
    page.keyboard.press("Control+z")
    page.wait_for_selector("text=1 to decide")
    page.click("text=Undecided")
    page.wait_for_selector(".db-step")
    assert page.inner_text(".db-count") == "1 line"
    assert page.complaints == []


def test_the_page_says_that_the_codebook_has_changed(lab, codes):
    page = lab([LINES, CODING])
    grid(page)
    (codes.folder / "peace.toml").write_text(
        f'{CODEBOOK}[[code]]\ncode = "other"\n', encoding="utf-8"
    )
    page.keyboard.press("a")
    page.wait_for_selector("text=The codebook has changed since these lines were opened")


def test_two_browsers_lose_nothing(lab, codes):
    one = lab([SLOW + LINES, CODING])  # many keys are pressed before an answer comes
    save(one)
    two = lab([], runs=False, address=one.address)
    two.wait_for_selector(".db-body .db-row .db-node:not(:empty)")
    grid(two)
    for _ in range(40):
        two.keyboard.press("ArrowDown")
    settle(two)
    grid(one)
    settle(one)
    for _ in range(20):
        one.keyboard.press("a")
        two.keyboard.press("s")
    for _ in range(240):  # "saved" may be of a key before the last one
        if len(codes()) == 40:
            break
        one.wait_for_timeout(500)
    assert codes() == ["aim"] * 20 + ["state"] * 20


def test_a_restarted_kernel_is_told_and_what_was_saved_is_there_again(lab, codes):
    page = lab([LINES, CODING])
    grid(page)
    page.keyboard.press("a")
    page.wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    page.evaluate(f"{KERNEL}.restart()")
    page.wait_for_function(f"{KERNEL}.status === 'idle'")
    grid(page)
    page.keyboard.press("s")
    page.wait_for_selector("text=1 line not saved yet")
    assert codes() == ["aim"]
    lab.run(page)
    page.wait_for_selector(".db-chip")
    page.wait_for_selector("text=1 of 80 coded")
    grid(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("s")
    page.wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    assert codes() == ["aim", "state"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_killed_kernel_loses_at_most_the_last_key(lab, codes, jupyterlab):
    page = lab([PID + LINES, CODING])
    grid(page)
    for _ in range(30):
        page.keyboard.press("a")
    page.wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    page.keyboard.press("s")
    os.kill(int((jupyterlab.root / "pid").read_text()), signal.SIGKILL)
    assert codes()[:30] == ["aim"] * 30
    assert len(codes()) in (30, 31)


def test_codes_that_cannot_be_written_are_said_not_to_be_saved(lab, codes):
    page = lab([LINES, CODING])
    grid(page)
    page.keyboard.press("a")
    page.wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    kept = codes.folder.with_name("kept")
    codes.folder.rename(kept)
    codes.folder.write_text("a file in place of the folder", encoding="utf-8")
    try:
        page.keyboard.press("s")
        page.wait_for_selector(".db-alarm:not([hidden])")
        assert page.inner_text(".db-alarm").startswith("Not saved: ")
        assert page.inner_text(".db-said") == ""
    finally:
        codes.folder.unlink()
        kept.rename(codes.folder)
    assert codes() == ["aim"]
    page.keyboard.press("s")
    page.wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    assert codes() == ["aim", "state"]


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only_is_named(lab, codes):
    page = lab([LINES, CODING])
    codes.folder.chmod(0o500)
    try:
        grid(page)
        page.keyboard.press("a")
        page.wait_for_selector(".db-alarm:not([hidden])")
        assert page.inner_text(".db-alarm").startswith("Not saved: ")
    finally:
        codes.folder.chmod(0o700)


# ------------------------------------------------------------------------------- any text at all


def test_hostile_text_and_codes_are_shown_as_they_are(lab, codes):
    code = "<img src=x onerror=alert(1)>"
    (codes.folder / "peace.toml").write_text(
        f"question = \"<script>alert(1)</script>\"\n[[code]]\ncode = '{code}'\n"
        "definition = \"$5 and $7\"\n", encoding="utf-8"
    )  # fmt: skip
    text = "Say <script>alert(2)</script> $5 and $7 peace \\\\(x\\\\) <b>now</b> $x^2 so"
    make = f"import discourse as dc\ncorpus = dc.Corpus.from_texts({{'<i>': {text!r}}})\n"
    find = "lines = dc.concordance(corpus, 'peace')"
    page = lab([make + find, "dc.browse(lines, codebook='codes/peace.toml', coder='A')"])
    grid(page)
    page.keyboard.press("1")
    page.wait_for_function("document.querySelector('.db-said').textContent === 'saved'")
    assert shown(page)[0][1].strip() == text
    assert page.inner_text(".db-chip") == code
    assert page.locator(".discourse-browser :is(script, img, b, mjx-container)").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_selector(".db-text mark")
    assert page.inner_text(".db-text") == text
    assert page.complaints == []


def test_text_from_right_to_left_runs_from_right_to_left(lab):
    text = "نريد السلام والحقوق للجميع. السلام الآن"
    make = f"import discourse as dc\ncorpus = dc.Corpus.from_texts({{'d': {text!r}}})"
    page = lab([make, "dc.browse(corpus, 'السلام')"])
    assert page.get_attribute(".db-grid", "dir") == "rtl"
    row = page.locator(".db-body .db-row").first
    left, right = (row.locator(name).bounding_box()["x"] for name in (".db-left", ".db-right"))
    assert left > right  # what comes before the node is to its right


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
@pytest.mark.parametrize("width", [800, 1280])
def test_a_screen_reader_and_a_keyboard_can_use_all_of_it(lab, codes, axe, theme, width):
    change(codes)
    page = lab([LINES, CODING], viewport={"width": width, "height": 900})
    page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme
    )
    page.wait_for_function("light => document.body.dataset.jpThemeLight === light",
                           arg=str("Light" in theme).lower())  # fmt: skip
    page.click("text=Group >> nth=0")
    page.click(".db-form button[type=submit] >> nth=0")
    page.wait_for_selector(".db-groups button")
    grid(page)
    page.keyboard.press("a")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector(".db-text mark")
    settle(page)
    active = page.get_attribute(".db-grid", "aria-activedescendant")
    assert page.locator(f"[id='{active}'][role=row][aria-rowindex='3']").count() == 1
    assert page.get_attribute(".db-grid", "aria-rowcount") == "81"
    for name in ("Filter", "Group", "Rank", "Sample", "Revision", "Code", "Keys"):
        if page.get_attribute(f"[data-tool={name}]", "aria-expanded") == "false":
            page.click(f"[data-tool={name}]")
        if name == "Revision":
            page.wait_for_selector(".db-kind")
        page.evaluate(axe)
        faults = page.evaluate(FAULTS)
        assert faults == [], name
