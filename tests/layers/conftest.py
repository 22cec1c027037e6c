import pytest

import discourse as dc


@pytest.fixture
def drop_pages(tmp_path):
    """Make a corpus of a text that begins with *There*, without its lines such as *Page 3*."""

    def make(text):
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        (tmp_path / "a.toml").write_text(
            "[[region]]\nname = 'body'\nbegins = 'There'\n"
            "[[region]]\nname = 'page'\nmatches = { regex = 'Page \\d+\\n' }\n"
            "treatment = 'drop'\n",
            encoding="utf-8",
        )
        return dc.read(tmp_path)

    return make
