import pytest

from discourse.publish.claims.binding import check_prose

TEXT = "peace and war and peace\n\nrights of peace or rights\n\nwar of 7 nations"


def found(notebook):
    return [finding.expected for finding in check_prose(notebook)]


@pytest.mark.parametrize(
    "markdown",
    [
        "*Rights* has [2](# 'rights') hits.",
        "*Rights* and *war* have [2](# 'war') hits each, [2](# 'rights').",  # both are named
        "# Of peace\n\nIt has [3](# 'peace') hits.",  # the heading names it
        "In `dc.find('peace')`: [3](# 'peace').",
        "*Peace* in section 1: [2](# 'peace :: section = \"1\"')",
        "*Peace* after section 1: [1](# 'peace :: section = \"2\"')",
        "Sections 1, 2 and 3 have *war*: [1](# 'war :: section = \"3\"')",
        "It has [14](# 'corpus; tokens') words of [8](# 'corpus; types') types.",
        "*War*, *of* it: [2](# '[lower=\"of\"]')",  # the attribute alone has four letters
        "Of any *nation*: [1](# 'nations')",
        "*Peace* is here. The text has [3](# 'peace') tokens of it.",
        "*Peace*: the text has [3](# 'peace') tokens.",
        "Of *nations*: [1](# 'nation*')",
    ],
)
def test_a_claim_about_what_is_named_is_not_doubted(prose, markdown):
    assert found(prose(markdown, text=TEXT)) == []


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (
            "Of *war*.\n\n*Rights* has [2](# 'war') hits.",
            "a claim about what the sentence names, such as rights",
        ),
        (
            "Of *war*.\n\n*Rights*: [2](# 'frequencies; war; count')",
            "a claim about what the sentence names, such as frequencies; rights; count",
        ),
        ("Lower: [2](# '[lower=\"rights\"]').", "a claim about words that are named near it"),
        ("It has [2](# 'rights') hits.", "a claim about words that are named near it"),
        ("It has [more](# 'peace > rights') hits.", "a claim about words that are named near it"),
        (
            "*War* in section 1: [1](# 'war :: section = \"3\"')",
            "a claim about section 1",
        ),
        ("It has [8](# 'corpus; types') tokens.", "a claim about tokens"),
        (
            "Of *peace*.\n\nThe text has [3](# 'peace') tokens.",
            "a claim about tokens, such as 'corpus; tokens'",
        ),
        ("It has [3](# 'parts; rows') [3](# 'corpus; sections') hits.", "a claim about hits"),
    ],
)
def test_a_claim_that_was_exchanged_is_noticed(prose, markdown, expected):
    assert found(prose(markdown, text=TEXT)) == [expected]


@pytest.mark.parametrize(
    ("markdown", "owner"),
    [
        ("*And peace* has [3](# 'peace') hits.", "And peace"),  # the longer phrase has one
        ("*Peace* has [1](# 'and peace') hit.", "Peace"),
        ("*And peace* has [3](# 'frequencies; peace; count') hits.", "And peace"),
        ("The word ‘war’ has [3](# 'peace') hits, not *peace*.", "war"),
        ("The word 'war' has [3](# 'peace') hits, not *peace*.", "war"),
        ("*Peace* has [3](# 'peace') hits, *and peace* has [1](# 'and peace').", ""),
        ("*Peace talks* has [3](# 'peace') hits.", ""),  # it has no hits of its own
        ("*War* has [2](# '[lower=\"war\"]') hits.", ""),
    ],
)
def test_the_marked_words_that_have_a_number_are_those_of_its_claim(prose, markdown, owner):
    wanted = [f"a claim about what has the number: {owner}"] if owner else []
    assert found(prose(markdown, text=TEXT)) == wanted


def test_a_section_of_a_notebook_is_what_its_headings_enclose(prose):
    mark = "It has [2](# 'rights') hits."
    assert found(prose("# Words", "## Of rights", mark, text=TEXT)) == []
    assert found(prose("# Of rights", "## Words", mark, text=TEXT)) == []  # the title
    assert len(found(prose("# Words", "## Of rights", "## Words", mark, text=TEXT))) == 1


def test_how_many_rows_the_code_takes_is_no_count_of_hits(prose):
    code = (
        'import discourse as dc\n\npaper = dc.read("text.txt")\nx = dc.frequencies(paper).head(9)'
    )
    assert found(prose("The [9](# 'code; x; head') words.", text=TEXT, code=code)) == []
    assert found(prose("*War* has [9](# 'code; x; head') hits.", text=TEXT, code=code)) == [
        "a claim about hits, not about how many rows are taken"
    ]


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("| term | count |\n|---|---|\n| shared | [2](# 'future') |", ["shared"]),
        ("| place | future | shared |\n|---|---|---|\n| text | [2](# 'shared') | x |", ["future"]),
        ("| term | count |\n|---|---|\n| shared | [2](# 'shared') |\n| future | x |", []),
        ("| place | shared |\n|---|---|\n| text | [2](# 'shared') |", []),
    ],
)
def test_a_claim_about_another_row_of_a_table_is_noticed(prose, table, wanted):
    text = "We share one future. A shared future is peace, a shared one."
    cells = ("Of *future* and *shared*:", table)
    found = [each for each in check_prose(prose(*cells, text=text)) if "its row" in each.expected]
    assert [each.expected.split(": ")[1] for each in found] == wanted
