"""Scripts without spaces are recognised; a segmenter by name or by function divides them."""

import pytest
import regex

import discourse as dc
from discourse.corpus.query.rereading import reread
from discourse.text.segmenters import refuse_unspaced

CHINESE = "构建人类命运共同体。"


def pairs(text):
    """Two characters per word, whatever they are."""
    return [(at, at + 2) for at in range(0, len(text) - 1, 2)]


def test_chinese_is_divided_by_name():
    pytest.importorskip("rjieba")
    words = dc.Tokenizer(segmenter="zh")
    assert words.tokens(CHINESE) == ["构建", "人类", "命运", "共同体"]


def test_other_words_next_to_chinese_stay_whole():
    pytest.importorskip("rjieba")
    tokens = dc.Tokenizer(segmenter="zh").tokens("合作don't, win-win 36,000年")
    assert tokens == ["合作", "don't", "win-win", "36,000", "年"]


def test_hashtags_directly_behind_chinese_stay_whole():
    pytest.importorskip("rjieba")
    posts = dc.Tokenizer(segmenter="zh", hashtag="keep", mention="keep", emoji="keep")
    assert posts.tokens("构建#人类命运 共同体👍和@小明 a#b") == (
        ["构建", "#人类命运", "共同体", "👍", "和", "@小明", "a", "b"]
    )


def test_an_explanation_names_the_segmenter_and_what_it_leaves_out():
    told = dc.Tokenizer(segmenter=lambda text: [(0, 2)]).explain("abcd!")
    assert told["text"].tolist() == ["ab", "cd!"]
    assert told["reason"].str.startswith("found with the segmenter ").tolist() == [True, False]
    assert told["reason"][1] == "the segmenter leaves it out"


def test_the_recipe_names_the_segmenter_and_its_version():
    rjieba = pytest.importorskip("rjieba")
    assert rjieba and dc.Tokenizer(segmenter="zh").recipe["segmenter"].startswith("zh (rjieba 0.")
    assert dc.Tokenizer(segmenter=pairs).recipe["segmenter"].endswith("test_segmenters.pairs")


def test_a_function_divides_each_paragraph_and_spans_without_letters_are_left_out():
    corpus = dc.Corpus.from_texts({"a": "ab!?cd"}, tokenizer=dc.Tokenizer(segmenter=pairs))
    assert list(corpus.terms) == ["ab", "cd"]
    assert corpus.store.index.ends[[0, 1]].tolist() == [2, 6]
    corpus = dc.Corpus.from_texts({"a": "a\n\nbcd"}, tokenizer=dc.Tokenizer(segmenter=pairs))
    assert list(corpus.terms) == ["a\n", "bc"]


@pytest.mark.parametrize("spans", [[(2, 4), (0, 2)], [(0, 3), (2, 4)], [(0, 7)], [(2, 2)]])
def test_invalid_spans_are_refused(spans):
    def segmenter(text):
        return spans

    with pytest.raises(dc.DiscourseError) as refused:
        dc.Tokenizer(segmenter=segmenter).tokens("abcdef")
    assert str(refused.value).endswith("give spans inside the text, in order, without overlaps.")


def test_a_span_outside_the_text_is_named():
    with pytest.raises(dc.DiscourseError) as refused:
        dc.Tokenizer(segmenter=lambda text: [(0, 2), (2, 9)]).tokens("abcd")
    assert "returns (2, 9) for word 2 of a text of 4 characters; " in str(refused.value)


def test_the_error_for_a_chinese_text_names_the_extra():
    with pytest.raises(dc.DiscourseError) as refused:
        dc.Corpus.from_texts({"a": CHINESE})
    assert str(refused.value) == (
        "a: 100% of its letters belong to a script without spaces between words (Han), so a "
        "segmenter is needed; give tokenizer=dc.Tokenizer(segmenter='zh') after "
        "pip install 'discourse-toolkit[zh]'."
    )


def test_the_error_for_a_thai_text_asks_for_a_function():
    with pytest.raises(dc.DiscourseError) as refused:
        dc.Corpus.from_texts({"a": "มนุษย์ทั้งหลาย"})
    assert str(refused.value) == (
        "a: 100% of its letters belong to a script without spaces between words (Thai), so a "
        "segmenter is needed; give tokenizer=dc.Tokenizer(segmenter=f), where f(text) gives the "
        "(start, end) of each word."
    )


def test_a_quotation_counts_as_one_token_per_run():
    corpus = dc.Corpus.from_texts({"a": "It is called 人类命运共同体 in Chinese."})
    assert list(corpus.terms) == ["called", "chinese", "in", "is", "it", "人类命运共同体"]


def test_half_of_the_letters_is_not_a_majority():
    refuse_unspaced("a", ["ab", "中文"])
    with pytest.raises(dc.DiscourseError):
        refuse_unspaced("a", ["ab", "中文字"])


def test_an_unknown_segmenter_is_refused():
    with pytest.raises(dc.DiscourseError) as refused:
        dc.Tokenizer(segmenter="cn")
    assert str(refused.value) == "segmenter='cn' is not known; choose 'zh', 'file'."


def test_a_word_with_half_of_a_surrogate_pair_is_refused():
    with pytest.raises(dc.DiscourseError, match="contains half of a character; leave that out"):
        dc.Corpus.from_texts(
            {"a": "a\ud800b c"}, tokenizer=dc.Tokenizer(segmenter=lambda text: [(0, 3)])
        )


def test_words_in_place_of_spans_are_refused():
    with pytest.raises(dc.DiscourseError, match=r"no spans: the first is 'Human'"):
        dc.Tokenizer(segmenter=str.split).spans("Human rights")


def test_a_quotation_mark_in_a_word_is_counted_as_the_second_matcher_reads_it():
    blanks = dc.Tokenizer(segmenter=lambda text: [m.span() for m in regex.finditer(r"\S+", text)])
    corpus = dc.Corpus.from_texts({"a": 'the A"b'}, tokenizer=blanks)
    assert corpus.terms == ("a״b", "the")
    assert [kind.lower for kind in reread(corpus.store).kinds] == ["the", "a״b"]
