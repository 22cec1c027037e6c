import pytest

from discourse.publish.claims.binding import check_prose

# Anna has peace 3 times, war once, and 9 words; Bert has peace once, war twice, and 7 words.
TEXTS = {
    "anna": "Peace, peace, peace. War of the law, the law.",
    "bert": "Peace and war, war of the law.",
}
PEACE, WAR = "[4](# 'peace')", "[3](# 'war')"
PEACE_A, PEACE_B = 'peace :: document = "anna"', 'peace :: document = "bert"'
WAR_A, WAR_B = 'war :: document = "anna"', 'war :: document = "bert"'
LONGER = "documents; anna; tokens > documents; bert; tokens"


@pytest.fixture
def found(prose, tmp_path):
    """A function that gives the findings of a sentence on two texts, by Anna and by Bert."""

    def of(markdown):
        heading = "# Of peace, war, law, shall, Anna and Bert"
        code = 'import discourse as dc\npaper = dc.read("texts")'
        notebook = prose(heading, markdown, code=code)
        (tmp_path / "texts").mkdir(exist_ok=True)
        for name, text in TEXTS.items():
            (tmp_path / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
        return [f"{each.expected} | {each.found}" for each in check_prose(notebook)]

    return of


WRONG = {
    f"Anna has [2](# '{WAR_B}') hits of *war*.": "document anna",
    f"Bert says *peace* {PEACE} times.": "document bert",
    f"*Peace* has {PEACE} hits in Anna's text.": "document anna",
    f"Anna's text has [2](# '{WAR_B}') hits of *war*.": "document anna",
    f"In the book by Anna, *war* occurs [2](# '{WAR_B}') times.": "document anna",
    f"The book by Anna has [2](# '{WAR_B}') hits of *war*.": "document anna",
    f"In Anna, *war* occurs [2](# '{WAR_B}') times; in Bert, [1](# '{WAR_A}').": "document anna",
    f"Anna has [1](# '{WAR_A}') hit of *war*, Bert [3](# '{PEACE_A}') of *peace*.": "document bert",
    f"*Peace* rose from [1](# '{PEACE_B}') in Anna to [3](# '{PEACE_A}') in Bert.": "document anna",
    f"| | Anna | Bert |\n|---|---|---|\n| peace | [1](# '{PEACE_B}') | x |": "document anna",
    f"| | peace |\n|---|---|\n| Bert | [3](# '{PEACE_A}') |": "document bert",
    "[25 %](# 'peace / corpus; tokens') of Anna's words are *peace*.": "document anna",
    "Anna has [7](# 'documents; bert; tokens') tokens.": "document anna",
    f"Bert is the [longer](# '{LONGER}') text.": "document bert",
    "The [longest](# 'documents; anna; tokens is highest') text is by Bert.": "document bert",
    "*Peace* is [more frequent](# 'peace > war') than *war* in each text.": "each document",
    "In every text, *peace* is [more frequent](# 'peace > war') than *war*.": "each document",
    f"Bert is [longer](# '{LONGER}') than Anna.": "first side",
    f"*Peace* is [more frequent](# '{PEACE_A} > {PEACE_B}') in Bert than in Anna.": "first side",
    "In Bert, *peace* is [more frequent](# 'peace > war') than *war*.": "document bert",
    f"*Peace* [fell](# '{PEACE_B} < {PEACE_A}') from Bert to Anna.": "the later place has less",
}  # fmt: skip


@pytest.mark.parametrize(("markdown", "expected"), WRONG.items())
def test_a_claim_about_another_document_than_the_named_one_is_noticed(found, markdown, expected):
    assert any(expected in each for each in found(markdown))


RIGHT = [
    f"*Peace* fell from [3](# '{PEACE_A}') in Anna to [1](# '{PEACE_B}') in Bert.",
    f"*Peace* [rose](# '{PEACE_B} < {PEACE_A}') from Bert to Anna.",
    f"Anna has [3](# '{PEACE_A}') hits of *peace*, Bert [1](# '{PEACE_B}').",
    f"Anna has [3](# '{PEACE_A}') hits of *peace* and Bert has [1](# '{PEACE_B}').",
    f"Anna and Bert had [3](# '{PEACE_A}') and [1](# '{PEACE_B}') hits of *peace*.",
    f"Unlike Anna, this text has [2](# '{WAR_B}') hits of *war*.",
    f"Anna says that Bert has [2](# '{WAR_B}') hits of *war*.",
    f"Anna has fewer than the [2](# '{WAR_B}') hits of *war* in Bert.",
    f"In answer to Anna's text, he has [2](# '{WAR_B}') hits of *war*.",
    f"The text that answers Anna has [2](# '{WAR_B}') hits of *war*.",
    f"Anna Karenina has [2](# '{WAR_B}') hits of *war*: Bert.",
    f"*Peace* occurs {PEACE} times in Anna and in Bert.",
    f"*Peace* occurs {PEACE} times in Anna, and in Bert, too.",
    f"In Anna there are [3](# '{PEACE_A}') of the {PEACE} hits of *peace*.",
    f"In Anna *peace* has [3](# '{PEACE_A}') hits and {PEACE} in all.",
    f"In Anna *peace* has [3](# '{PEACE_A}') hits and altogether {PEACE}.",
    f"*Peace* occurs {PEACE} times, in Anna more often than in Bert.",
    f"In Anna and Bert, *peace* occurs {PEACE} times.",
    f"Of the {PEACE} hits of *peace*, Anna has [3](# '{PEACE_A}').",
    f"| | Anna | Bert | all |\n|---|---|---|---|\n| peace | [3](# '{PEACE_A}') | x | {PEACE} |",
    "In Anna, *peace* is [more frequent](# 'peace > war') than *war*.",
    f"Anna is the [longer](# '{LONGER}') text.",
    "*Law* is [more frequent](# 'law > shall') than *shall* in each text.",
    f"Bert is [different](# '{LONGER}') in length.",
    f"*Peace* is [more frequent](# '{PEACE_A} > {PEACE_B}') in Anna than in Bert.",
]  # fmt: skip


@pytest.mark.parametrize("markdown", RIGHT)
def test_a_claim_about_the_named_document_is_not_doubted(found, markdown):
    assert found(markdown) == []
