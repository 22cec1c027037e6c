"""What a number counts, by the nouns behind it: no year, version or quotation counts hits."""

import regex

# Found in texts by counting; a number before them is a count, whatever it looks like.
COUNTED = (
    "(?:characters?|documents?|hapax(?:es)?|hits?|instances?|lines?|match(?:es)?|mentions?|"
    "occurrences?|paragraphs?|sections?|sentences?|terms?|times?|tokens?|types?|words?)"
)
_HITS = "(?:hits?|instances?|matches|mentions?|occurrences?|times|tokens?|words)"
_SHARE = r"(?:%|‰|per ?cent\b|per ?mille\b)"
# Words that end what a number may count: after "in 2017 the words", "words" are not counted.
FUNCTION_WORD = (
    "(?:a|an|and|are|as|at|be|before|by|for|from|had|has|have|he|her|his|in|is|it|its|of|on|or|"
    "our|she|that|the|their|there|they|this|through|to|until|was|we|were|when|which|who|with|thus)"
)
_GAP = r"[\s\-\u00a0\u202f\"”’'`)\]}]*"
_BEFORE_NOUN = rf"(?:(?!{FUNCTION_WORD}\b)[\p{{L}}’'-]+\s+){{0,2}}"
_AFTER = regex.compile(rf"{_GAP}(?:{_BEFORE_NOUN}{COUNTED}\b|{_SHARE})", regex.I)
_RIGHT_AFTER = regex.compile(rf"{_GAP}(?:{_HITS}\b|{_SHARE})", regex.I)


def is_count(text: str, end: int, *, directly: bool = False) -> bool:
    """Whether what ends at a place counts what follows there, as in ``99 different words``.

    Parameters
    ----------
    text : str
        The text of a paragraph.
    end : int
        Where the number ends, or what it is part of, such as a quotation.
    directly : bool, optional
        Whether the noun must follow at once, and be one for hits or words.

    Returns
    -------
    bool
        Whether a counted noun follows.

    Examples
    --------
    >>> is_count("It has version 99 separate hits.", 17), is_count("In version 99 we find", 13)
    (True, False)
    """
    pattern = _RIGHT_AFTER if directly else _AFTER
    return pattern.match(text, end) is not None
