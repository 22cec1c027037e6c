import discourse as dc


def find_headings(corpus, **parameters):
    layer = dc.layers.make(corpus, "headings", **parameters).table
    text = corpus.store.texts[0]
    spans = [tuple(map(int, each.split(":")[1].split("-"))) for each in layer["line_id"]]
    return [(text[a:b], label) for (a, b), label in zip(spans, layer["label"], strict=True)]


def test_heads_of_sections_and_shown_regions_are_headings(paper):
    found = find_headings(paper)
    assert [label for _, label in found] == ["title", "kicker", "chapter heading", *["head"] * 5]
    assert found[3][0] == "Building a community of shared future for humanity."
    corpus = paper.with_layer(dc.layers.make(paper, "headings"))
    assert len(corpus.find('<heading label="head"/>')) == 5


def test_markdown_headings_are_heads(tmp_path):
    (tmp_path / "a.md").write_text("# One\n\nPeace.\n\n## Two words\n\nRights.\n", encoding="utf-8")
    found = find_headings(dc.read(tmp_path))
    assert [label for _, label in found] == ["head", "head"]
    assert [text.lstrip("# ") for text, _ in found] == ["One", "Two words"]


def test_lines_that_look_like_headings_are_found_unless_they_are_not_wanted():
    text = (
        "FOREIGN POLICY\nWe met. It was so.\n\nIV.\nThe Way to Peace\nWe left, and it was so.\n"
        "January 4, 1950\nWhat is to be done?\nthe end"
    )
    corpus = dc.Corpus.from_texts({"a": text})
    assert [each for each, _ in find_headings(corpus)] == [
        "FOREIGN POLICY", "IV.", "The Way to Peace",
    ]  # fmt: skip
    assert find_headings(corpus, lines=False) == []
