"""Damages to whole files, folders, settings and the paragraph on methods, and what names each."""

import base64
import json
import os
import shutil
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

import discourse as dc
from discourse.corpus.store.manifest import SEAL, seal_manifest
from discourse.publish.checks.shown_pictures import BACKED
from discourse.publish.export.manifest import settings_of
from discourse.publish.verify import COPIES, MANUSCRIPTS, UNNAMED

pytestmark = pytest.mark.slow  # many damages to a study, a minute together

SAVES = """import discourse as dc

paper = dc.read("../texts/")
terms = dc.frequencies(paper).head(2)
dc.save_table(terms, "../figures/top", caption="Words.")
len(paper)"""


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A study with two figures, a table, lines for a spreadsheet, settings and a paragraph."""
    root = tmp_path_factory.mktemp("study")
    figures = root / "figures"
    for folder in (figures, root / "texts", root / "notebooks"):
        folder.mkdir()
    (root / "texts" / "a.txt").write_text("Peace and rights.\n\nRights, and rights again: peace.")
    (root / "requirements.txt").write_text("pandas==3.0.0\n")
    cell = new_code_cell(SAVES, outputs=[new_output("execute_result", {"text/plain": "1"})])
    nbformat.write(new_notebook(cells=[cell]), root / "notebooks" / "one.ipynb")
    corpus = dc.read(root / "texts")
    words = {"caption": "Words.", "alt": "Dots."}
    for name, by in (("all", None), ("parts", "section")):
        table = dc.frequencies(corpus, by=by)
        dc.save_figure(dc.plot.frequencies(table), figures / name, table=table, **words)
    terms = dc.frequencies(corpus).head(2)
    dc.save_table(terms, figures / "top", caption="Words.")
    dc.export(terms, figures / "terms.xlsx")
    dc.methods(figures, texts=root / "texts").save(figures / "methods.md")
    return root


@pytest.fixture
def study(published, tmp_path):
    """A copy of it that a test may damage."""
    return shutil.copytree(published, tmp_path / "study")


def findings(root, **options):
    return list(dc.verify(root, **options).itertuples(index=False, name=None))


def swap(study, one, other):
    """Exchange the names of two bundles, in their records as well."""
    figures = study / "figures"
    for old, new in ((one, "x-x"), (other, one), ("x-x", other)):
        for path in sorted(figures.glob(f"{old}.*")):
            raw = path.read_bytes()
            if path.suffix == ".json":
                raw = raw.replace(f'"{old}.'.encode(), f'"{new}.'.encode())
            path.unlink()
            path.with_name(new + path.name.removeprefix(old)).write_bytes(raw)


def remove(study, pattern):
    for path in study.glob(pattern):
        path.unlink()


def replace(study, name, old, new):
    text = (study / name).read_text()
    assert old in text
    (study / name).write_text(text.replace(old, new, 1))


def link(study, name, target):
    (study / name).symlink_to(target)


def put(study, name, content="x"):
    (study / name).parent.mkdir(exist_ok=True)
    (study / name).write_text(content)


def forge(study, name, change):
    """Change a manifest as somebody would who can compute its hash, too."""
    content = json.loads((study / name).read_text())
    change(content)
    del content[SEAL]
    (study / name).write_text(json.dumps(seal_manifest(content)))


def drop(manifest, start):
    manifest["files"] = {n: h for n, h in manifest["files"].items() if not n.startswith(start)}


NOTEBOOK = nbformat.writes(new_notebook())
UNBOUND = nbformat.writes(new_notebook(cells=[nbformat.v4.new_markdown_cell("It has 28 hits.")]))

DAMAGES = {
    "a bundle deleted": (lambda s: remove(s, "figures/all.*"), "figures/all.json"),
    "a table deleted": (lambda s: remove(s, "figures/top.*"), "figures/top.json"),
    "all figures deleted": (lambda s: shutil.rmtree(s / "figures"), "figures/top"),
    "all files but the manifest deleted": (
        lambda s: [p.unlink() for p in (s / "figures").iterdir() if p.name != "manifest.json"],
        "figures/parts.json",
    ),
    "two bundles that changed names": (lambda s: swap(s, "all", "parts"), "figures/all"),
    "the manifest deleted with a bundle": (
        lambda s: remove(s, "figures/[mt]*.json"), "figures/top.csv",
    ),
    "a manifest that is none": (
        lambda s: put(s, "figures/manifest.json", "{}"), "figures/manifest.json",
    ),
    "a bundle struck from the manifest": (
        lambda s: replace(s, "figures/manifest.json", '"all.json"', '"old.json"'), "figures/all",
    ),
    "the manifest deleted": (
        lambda s: remove(s, "figures/manifest.json"), "figures/manifest.json",
    ),
    "a bundle deleted with its lines in the manifest": (
        lambda s: (
            remove(s, "figures/all.*"),
            forge(s, "figures/manifest.json", lambda m: drop(m, "all.")),
        ),
        "figures/methods.md",
    ),
    "lines of the manifest struck by hand": (
        lambda s: (
            remove(s, "figures/*.xlsx"),
            replace(s, "figures/manifest.json", '"terms.xlsx"', '"Terms.xlsx"'),
        ),
        "figures/manifest.json",
    ),
    "the paragraph on methods deleted": (
        lambda s: remove(s, "figures/methods.md"), "figures/methods.md",
    ),
    "a pipe": (lambda s: os.mkfifo(s / "figures" / "zz.csv"), "figures/zz.csv"),
    "a picture in the folder of the study": (lambda s: put(s, "x.png"), "x.png"),
    "a .jpg": (lambda s: put(s, "figures/map.jpg"), "figures/map.jpg"),
    "an .eps": (lambda s: put(s, "figures/map.eps"), "figures/map.eps"),
    "a .tiff": (lambda s: put(s, "figures/map.TIFF"), "figures/map.TIFF"),
    "a .webp": (lambda s: put(s, "figures/map.webp"), "figures/map.webp"),
    **{
        f"a {ending}": (lambda s, e=ending: put(s, f"figures/map{e}"), f"figures/map{ending}")
        for ending in (".jxl", ".avif", ".ai", ".key", ".epub", ".txt", ".mhtml", ".bak", "")
    },
    "a picture that is named as a text": (
        lambda s: put(s, "figures/readme.png"), "figures/readme.png",
    ),
    "a workbook": (lambda s: put(s, "figures/more.xlsx"), "figures/more.xlsx"),
    "a figure beside a notebook": (lambda s: put(s, "notebooks/a.png"), "notebooks/a.png"),
    "a figure below notebooks": (lambda s: put(s, "notebooks/i/a.svg"), "notebooks/i/a.svg"),
    "an exported file changed": (lambda s: put(s, "figures/terms.xlsx"), "figures/terms.xlsx"),
    "an exported file deleted": (lambda s: remove(s, "figures/*.xlsx"), "figures/terms.xlsx"),
    "a link to a figure": (
        lambda s: link(s, "figures/b.png", s / "figures" / "all.png"), "figures/b.png",
    ),
    "a link to a file outside": (lambda s: link(s, "texts/b.txt", "/etc/hostname"), "texts/b.txt"),
    "a link to a folder outside": (lambda s: link(s, "more", "/etc"), "more"),
    "a link to nothing": (lambda s: link(s, "figures/b.csv", "nothing.csv"), "figures/b.csv"),
    "a link to a hidden notebook": (
        lambda s: (put(s, ".b/b.ipynb", NOTEBOOK), link(s, "b.ipynb", s / ".b" / "b.ipynb")),
        "b.ipynb",
    ),
    "a hidden notebook": (lambda s: put(s, "notebooks/.b.ipynb", NOTEBOOK), "notebooks/.b.ipynb"),
    "a notebook in a hidden folder": (lambda s: put(s, ".b/b.ipynb", NOTEBOOK), ".b/b.ipynb"),
    "a notebook in capitals": (lambda s: put(s, "b.IPYNB", UNBOUND), "b.IPYNB"),
    "a requirement changed": (
        lambda s: replace(s, "requirements.txt", "3.0.0", "3.0.1"), "figures/manifest.json",
    ),
    "the requirements deleted": (
        lambda s: remove(s, "requirements.txt"), "figures/manifest.json",
    ),
    "another style of figures": (
        lambda s: replace(
            s, "figures/manifest.json", settings_of(s / "figures")["discourse.mplstyle"], "0" * 64
        ),
        "figures/manifest.json",
    ),
    "another title of a shipped reference": (
        lambda s: replace(
            s, "figures/manifest.json", settings_of(s / "figures")["udhr.toml"], "0" * 64
        ),
        "figures/manifest.json",
    ),
    "a bundle left out of the methods": (
        lambda s: replace(s, "figures/methods.md", "(“parts”)", ""), "figures/methods.md",
    ),
    "a cut that the methods do not say": (
        lambda s: replace(s, "figures/methods.md", "The first 2 of 4", "All 4"),
        "figures/methods.md",
    ),
    "a test that the methods invent": (
        lambda s: replace(s, "figures/methods.md", "All", "Rows were tested by permutation. All"),
        "figures/methods.md",
    ),
}  # fmt: skip


def test_a_clean_study_has_no_finding_and_says_what_was_not_compared(study):
    found = dc.verify(study)
    assert found.to_numpy().tolist() == []
    said = "files of no bundle (figures/terms.xlsx), compared by hash alone"
    assert found.attrs["checked"][said] == 1
    assert found.attrs["checked"]["outputs of cells (run=True, --run), not compared"] == 1
    assert found.attrs["updated"] == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_damage_is_named(study, damage):
    make, named = DAMAGES[damage]
    make(study)
    assert named in [row[0] for row in findings(study)]


def test_bundles_that_changed_names_are_named_after_each_other(study):
    swap(study, "all", "parts")
    named = [row for row in findings(study) if row[1] == "manifest"]
    wanted = "the file that was saved under this name"
    assert named == [
        ("figures/all", "manifest", wanted, "another file"),
        ("figures/parts", "manifest", wanted, "another file"),
    ]


def test_a_figure_that_is_deleted_on_purpose_is_struck_from_the_manifest(study):
    remove(study, "figures/all.*")
    assert findings(study)
    found = dc.verify(study, update=True)
    assert found.attrs["updated"] == [
        "figures: removed all.csv", "figures: removed all.evidence.csv",
        "figures: removed all.json", "figures: removed all.pdf", "figures: removed all.png",
        "figures: removed all.svg", "figures: wrote methods.md",
    ]  # fmt: skip
    assert len(found) == len(dc.verify(study)) == 0


def test_a_picture_of_the_author_is_listed(study):
    put(study, "figures/map.jpg")
    assert dc.verify(study, update=True).attrs["updated"] == ["figures: added map.jpg"]
    found = dc.verify(study)
    said = "files of no bundle (figures/map.jpg, figures/terms.xlsx), compared by hash alone"
    assert (len(found), found.attrs["checked"][said]) == (0, 2)
    put(study, "figures/map.jpg", "y")
    assert [row[0] for row in findings(study)] == ["figures/map.jpg"]


def test_a_folder_that_has_lost_its_manifest_is_a_finding_and_can_be_listed_anew(study):
    remove(study, "figures/manifest.json")
    remove(study, "figures/*.xlsx")
    wanted = "the list of 3 bundles beside it; run `discourse verify --update`"
    assert findings(study) == [("figures/manifest.json", "file", wanted, "no such file")]
    assert findings(study, update=True) == []


def test_bundles_of_the_first_version_need_no_manifest(study, as_first_format):
    remove(study, "figures/*.xlsx")
    for name in ("all", "parts", "top"):
        as_first_format(study / "figures" / f"{name}.json")
    found = dc.verify(study)
    assert len(found) == 0
    assert found.attrs["checked"]["folders without a manifest, not checked"] == 1


def test_a_manifest_that_is_begun_later_names_older_bundles_once(study, as_first_format):
    remove(study, "figures/*.xlsx")
    for name in ("all", "parts", "top"):
        as_first_format(study / "figures" / f"{name}.json")
    terms = dc.frequencies(dc.read(study / "texts")).head(1)
    dc.save_table(terms, study / "figures" / "new", caption="Words.")
    dc.methods(study / "figures").save(study / "figures" / "methods.md")
    assert findings(study) == [
        (
            "figures/manifest.json", "files",
            "every bundle beside it; run `discourse verify --update`",
            "3 bundles older than the manifest and not listed: all, parts, top",
        )
    ]  # fmt: skip
    assert findings(study, update=True) == []


def test_a_setting_that_is_struck_from_a_manifest_is_missed(study):
    forge(study, "figures/manifest.json", lambda m: m["settings"].clear())
    assert [row[:3] for row in findings(study)] == [
        ("figures/manifest.json", f"settings {setting}", "not listed")
        for setting in settings_of(study / "figures")
    ]


def test_settings_of_another_version_are_counted(study):
    forge(study, "figures/manifest.json", lambda m: m["settings"].update(discourse="0.0.9"))
    found = dc.verify(study)
    assert len(found) == 0
    assert found.attrs["checked"]["settings of another version, not compared"] == 3


def test_a_bundle_that_is_gone_from_all_lists_is_missed_by_the_notebook_that_shows_it(study):
    picture = base64.b64encode((study / "figures" / "all.png").read_bytes()).decode()
    shown = {"data": {"image/png": picture, "text/plain": "Dots."}, "metadata": {}}
    shown["metadata"] = {"image/png": {"alt": "Dots."}}
    cell = new_code_cell("ax", outputs=[new_output("display_data", **shown)])
    nbformat.write(new_notebook(cells=[cell]), study / "notebooks" / "two.ipynb")
    found = dc.verify(study)
    assert (len(found), found.attrs["checked"]["pictures in notebooks"]) == (0, 1)
    remove(study, "figures/all.*")
    remove(study, "figures/parts.*")
    remove(study, "figures/methods.md")
    forge(study, "figures/manifest.json", lambda m: drop(m, ("all.", "parts.", "methods.")))
    assert findings(study) == [("notebooks/two.ipynb", "cell 1, picture", BACKED, "neither: Dots.")]


@pytest.mark.parametrize(
    "data",
    [
        {"image/png": "AAAA", "text/plain": "<Figure size 640x480 with 1 Axes>"},
        {"image/svg+xml": "<svg></svg>"},
        {"application/vnd.vegalite.v5+json": {"mark": "bar"}},
        {"text/html": "<p><img alt='Bars.' src='data:image/png;base64,AAAA'></p>"},
        {"text/html": "<svg width='9'></svg>"},
    ],
)
def test_a_picture_in_a_notebook_that_no_bundle_has_is_a_finding(study, data):
    cell = new_code_cell("ax", outputs=[new_output("display_data", data)])
    nbformat.write(new_notebook(cells=[cell]), study / "notebooks" / "two.ipynb")
    assert [row[:3] for row in findings(study)] == [
        ("notebooks/two.ipynb", "cell 1, picture", BACKED)
    ]


def test_a_picture_that_a_manifest_lists_may_be_shown(study):
    (study / "figures" / "map.png").write_bytes(b"map")
    data = {"image/png": base64.b64encode(b"map").decode()}
    page = {"text/html": f'<img src="data:image/png;base64,{data["image/png"]}">'}
    outputs = [new_output("display_data", each) for each in (data, page)]
    cells = [new_code_cell("ax", outputs=outputs)]
    nbformat.write(new_notebook(cells=cells), study / "notebooks" / "two.ipynb")
    assert findings(study, update=True) == []


def test_what_is_not_compared_is_named(study):
    put(study, "paper.md", "It has 28 hits.")
    put(study, "readme.md", "It has 28 hits.")
    put(study, "chapters/one.qmd", "It has 28 hits.")
    (study / "notebooks" / ".ipynb_checkpoints").mkdir()
    put(study, "notebooks/.ipynb_checkpoints/one-checkpoint.ipynb", UNBOUND)
    saves = "import discourse as dc\nfor name in names:\n    dc.save_table(t, f'../figures/{name}')"
    nbformat.write(new_notebook(cells=[new_code_cell(saves)]), study / "notebooks" / "two.ipynb")
    found = dc.verify(study)
    assert len(found) == 0
    assert found.attrs["unread"] == ["chapters/one.qmd", "paper.md"]
    assert found.attrs["checked"][MANUSCRIPTS] == 2
    assert found.attrs["checked"][COPIES] == 1
    assert found.attrs["checked"][UNNAMED] == 1


def test_a_text_is_no_manuscript(tmp_path):
    (tmp_path / "texts").mkdir()
    put(tmp_path, "texts/a.md", "# Peace\n\nPeace and rights.")
    terms = dc.frequencies(dc.read(tmp_path / "texts"))
    dc.save_table(terms, tmp_path / "top", caption="Words.")
    assert dc.verify(tmp_path).attrs["unread"] == []


def test_an_executor_gives_the_same_findings_in_the_same_order(study):
    replace(study, "figures/parts.csv", "peace", "piece")
    replace(study, "figures/methods.md", "All", "Rows were tested by permutation. All")
    put(study, "figures/b.csv")
    remove(study, "figures/all.svg")
    alone = dc.verify(study)
    with ThreadPoolExecutor(3) as pool:
        by_threads = dc.verify(study, executor=pool)
    assert len(alone) > 3
    assert by_threads.to_numpy().tolist() == alone.to_numpy().tolist()
    assert list(by_threads.attrs["checked"].items()) == list(alone.attrs["checked"].items())


def test_processes_give_the_same_findings(study):
    replace(study, "figures/parts.csv", "peace", "piece")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        by_processes = dc.verify(study, executor=pool)
    alone = dc.verify(study)
    assert by_processes.to_numpy().tolist() == alone.to_numpy().tolist()
    assert by_processes.attrs["checked"] == alone.attrs["checked"]


def test_an_executor_that_is_none_is_refused(study):
    with pytest.raises(dc.DiscourseError, match="executor expects a concurrent"):
        dc.verify(study, executor=2)


def test_a_study_that_is_linked_to_has_no_finding(study, tmp_path):
    (tmp_path / "link").symlink_to(study)
    link(study, "also", study / "texts")
    assert findings(tmp_path / "link") == []


def test_the_name_of_the_manifest_is_taken(study):
    table = dc.frequencies(dc.read(study / "texts"))
    with pytest.raises(dc.DiscourseError, match="'manifest' is the name of the list"):
        dc.save_table(table, study / "figures" / "manifest", caption="Words.")


def test_notebooks_are_run_in_a_copy_and_their_outputs_compared(study):
    before = (study / "figures" / "top.csv").read_bytes()
    assert findings(study, run=True) == []
    replace(study, "notebooks/one.ipynb", '"1"', '"2"')
    ((file, row, expected, found),) = findings(study, run=True)
    assert (file, row) == ("notebooks/one.ipynb", "cell 1, output (text/plain)")
    assert (expected, found) == ("1", "2")
    assert (study / "figures" / "top.csv").read_bytes() == before


def test_a_cell_that_fails_is_named(study):
    replace(study, "notebooks/one.ipynb", "len(paper)", "len(papers)")
    ((file, row, _, found),) = findings(study, run=True)
    assert (file, row) == ("notebooks/one.ipynb", "cell 1")
    assert "papers" in found
