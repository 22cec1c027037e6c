import pytest

import discourse as dc

CODEBOOK = """question = "What is peace here?"
[[code]]
code = "aim"
definition = "What is wanted."
key = "a"
[[code]]
code = "state"
"""
TEXT = "Peace now. We want peace and rights.\n\nPeace, peace and law. No peace"


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"d": TEXT})


@pytest.fixture
def lines(corpus):
    return dc.concordance(corpus, "peace")


@pytest.fixture
def codebook(tmp_path):
    path = tmp_path / "peace.toml"
    path.write_text(CODEBOOK, encoding="utf-8")
    return path


@pytest.fixture
def several(tmp_path):
    path = tmp_path / "peace.toml"
    path.write_text(f"several = true\n{CODEBOOK}", encoding="utf-8")
    return path


@pytest.fixture
def ask():
    """A function that asks a browser a question and returns the answer, which is no error."""

    def asked(browser, question, **given):
        answer = browser.answer({"ask": question, "id": "1", **given})
        assert answer["id"] == "1"
        assert answer["kind"] != "error", answer["text"]
        return answer

    return asked
