"""A corpus of a table, as the code of a notebook makes it with pandas."""

import pytest

import discourse as dc
from discourse.publish.claims.binding import check_prose
from discourse.publish.claims.notebook_calls import FrameCall, ReadCall
from discourse.publish.claims.notebook_code import find_read_call

START = "import discourse as dc\nimport pandas as pd\n"
FROM_CSV = f'{START}table = pd.read_csv("table.csv")\npaper = dc.Corpus.from_frame(table, text="t")'
CSV = "t,year\nPeace and peace.,1990\nWar.,1991\n"


@pytest.fixture
def notebook(prose, tmp_path):
    (tmp_path / "table.csv").write_text(CSV, encoding="utf-8")
    return lambda *cells, code=FROM_CSV: prose(*cells, code=code)


@pytest.mark.parametrize(
    "code",
    [
        FROM_CSV,
        f'{START}paper = dc.Corpus.from_frame(pd.read_csv("table.csv", sep=","), text="t")',
        FROM_CSV.replace("\npaper", "\ntable.head()\ntable.shape\npaper"),
        f'{START}paper = dc.Corpus.from_frame(pd.DataFrame({{"text": ["Peace, peace.", "War."]}}))',
        f'{START}rows = [{{"text": "Peace, peace."}}]\n'
        'paper = dc.Corpus.from_frame(pd.DataFrame([{"text": "Peace, peace."}]))',
    ],
)
def test_its_claims_are_checked(notebook, code):
    path = notebook("*Peace* occurs [twice](# 'peace'), or [9](# 'peace') times.", code=code)
    (finding,) = check_prose(path)
    assert (finding.expected, finding.found) == ("2", "9")


def test_its_metadata_are_those_of_the_table(notebook):
    assert list(check_prose(notebook("[No](# 'peace :: year = 1991') hits of *peace*."))) == []


@pytest.mark.parametrize(
    "between",
    [
        'table["t"] = "War."', "table = table.head()", "table.insert(0, 'x', 1)", "change(table)",
        "for each in table: pass", "del table",
    ],
)  # fmt: skip
def test_a_table_that_may_have_been_changed_is_not_guessed(notebook, between):
    path = notebook("[2](# 'peace')", code=FROM_CSV.replace("\npaper", f"\n{between}\npaper"))
    (finding,) = check_prose(path)
    assert "reads no corpus from a place that is written out" in finding.found


@pytest.mark.parametrize("call", ["pd.read_csv('t.csv', nrows=1)", "pd.read_csv(place)", "other"])
def test_what_pandas_does_more_is_not_understood(call):
    assert find_read_call([START, f"paper = dc.Corpus.from_frame({call})"]) is None


def test_the_call_is_what_the_code_says():
    call = find_read_call([FROM_CSV])
    table = FrameCall("table.csv", is_file=True, arguments={})
    assert call == ReadCall("Corpus.from_frame", {"table": table, "text": "t"})


def test_a_table_outside_of_the_folder_is_not_read(prose, tmp_path):
    (tmp_path / "table.csv").write_text(CSV, encoding="utf-8")
    study = tmp_path / "study"
    study.mkdir()
    path = prose("[2](# 'peace')", code=FROM_CSV.replace("table.csv", "../table.csv"))
    path.rename(study / "one.ipynb")
    found = dc.verify(study)["found"].tolist()
    assert len(found) == 1
    assert "outside" in found[0] or "leads out" in found[0], found
