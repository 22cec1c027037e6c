"""A browser for the tests of pages: Chromium, driven by playwright, or the reason to skip."""

import importlib.util
import shutil
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
SERVER = Path(__file__).parent / "jupyterlab_server.py"
KERNEL = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
FIRST = ".discourse-browser .db-body .db-row .db-node:not(:empty)"
ERROR = ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']"
PATIENCE = 90_000  # milliseconds
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright for Python")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("needs Chromium; on Debian: apt install chromium")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def new_page(browser):
    """A function that makes an empty page; its network requests and errors are recorded."""
    contexts = []

    def made(**settings):
        context = browser.new_context(**settings)
        context.set_default_timeout(PATIENCE)  # a busy machine is slow, which is no fault of a page
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield made
    for context in contexts:
        context.close()


@pytest.fixture
def visit(new_page):
    """A function that opens a file; what it writes to the console is recorded, too."""

    def opened(path, **settings):
        page = new_page(**settings)
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("dialog", lambda dialog: page.complaints.append(dialog.message))
        page.goto(path.as_uri())
        page.wait_for_selector("#check.holds, #check.fails")
        return page

    return opened


@pytest.fixture(scope="session")
def axe():
    """The script of axe-core, which finds what a screen reader or a keyboard cannot use."""
    if not AXE.is_file():
        pytest.skip("needs axe-core: make test-browser installs it with npm")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def jupyterlab(browser, tmp_path_factory):
    """A JupyterLab that runs until the last test has ended."""
    for name in ("jupyterlab", "anywidget"):
        pytest.importorskip(name, reason=f"needs {name}: the extra lab")
    spec = importlib.util.spec_from_file_location("jupyterlab_server", SERVER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    server = module.Server(tmp_path_factory.mktemp("lab"))
    yield server
    server.stop()


@pytest.fixture
def lab(new_page, jupyterlab):
    """A function that opens a notebook in JupyterLab, and runs its cells."""

    def opened(cells, *, runs=True, name="a.ipynb", outputs=None, address=None, **settings):
        page = new_page(**{"viewport": {"width": 1280, "height": 900}, **settings})
        page.on("dialog", lambda dialog: answer_dialog(page, dialog))
        page.address = address or jupyterlab.write(name, cells, outputs)
        page.goto(page.address)
        page.wait_for_selector(".jp-Notebook")
        page.wait_for_function(f"{KERNEL}?.status === 'idle'")
        if runs:
            run(page)
        return page

    def answer_dialog(page, dialog):
        """Leave a page that has changes when it is asked; any other dialog is a fault."""
        if dialog.type == "beforeunload":
            dialog.accept()
        else:
            page.complaints.append(dialog.message)
            dialog.dismiss()

    def run(page):
        page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        page.wait_for_selector(f"{FIRST}, {ERROR}")
        errors = page.locator(ERROR).all_inner_texts()
        assert errors == []

    opened.run = run
    yield opened
    jupyterlab.shut_kernels()
