"""Plain text: the file is the text."""


def test_the_file_is_the_text_and_each_paragraph_a_region(extract):
    found = extract("a.txt", "One.\r\n\r\nTwo.\r\n")
    assert found.text == "One.\r\n\r\nTwo.\r\n"
    assert [(r.name, r.section) for r in found.regions] == [("paragraph", "1"), ("paragraph", "2")]


def test_the_encoding_is_recorded(extract):
    assert extract("a.txt", "é").made_by == "utf-8"
    assert extract("a.txt", b"caf\xe9", encodings=("utf-8", "cp1252")).made_by == "cp1252"
