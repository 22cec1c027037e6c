"""Sentences of an article on the paper in seeds/: honest ones hold, and false ones do not."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, writes

from discourse.publish.claims.binding import NotebookCorpora, check_numbers, examine_prose

READ = 'import discourse as dc\n\npaper = dc.read("../seeds/")'
BOUND = '[28](# "rights")'

HONEST = [
    'The chapter has [1,384](# "corpus; tokens") tokens of [475](# "corpus; types") types.',
    "As Gries (2008: 404) argues, dispersion matters; see Biber (1988), pp. 13–15, and vol. 2.",
    '*International* and *rights* occur [equally often](# "rights == international").',
    '*Rights* ([28](# "rights") hits) is followed by *China* ([25](# "china")).',
    'Of the [28](# "rights") hits of *rights*, [18](# "human rights") belong to *human rights*, '
    'that is, [nearly two thirds](# "human rights / rights").',
    '*Rights* is [more frequent](# "rights > china") than *China*, although not by much.',
    'In contrast to *China*, *rights* [dominates](# "rights > china") the discussion.',
    'Often as *China* occurs, [more common](# "rights > china") is *rights*.',
    '*China* is [outnumbered](# "china < rights") by *rights*.',
    '*China* is [not as frequent](# "china < rights") as *rights*.',
    '*China* is [no more frequent](# "china <= rights") than *rights*.',
    '*China* is [at most as frequent](# "china <= rights") as *rights*.',
    '*Rights* and *China* [differ](# "rights > china") in frequency.',
    '*With* is [about as frequent](# "0.9 < with / against < 1.1") as *against*.',
    '*War* [does not occur](# "war == 0") at all, which is telling for two reasons.',
    'It does [not occur](# "war == 0"), *war*; it is [never](# "war == 0") used.',
    "[All](# 'report on implementing :: section = \"3\" == report on implementing') hits of "
    "*report on implementing* are in section 3.",
    "Outside of section 3, *report on implementing* is "
    "[nowhere](# 'report on implementing :: section != \"3\" == 0') found.",
    "In 2017, a chapter on human rights was included; the 19th Congress met in October.",
    '*Report on implementing* has [5](# "report on implementing") hits, all in section 3.',
    '*Rights* is [more common](# \'rights :: section = "3" > rights :: section = "1"\') in '
    "section 3 than in section 1.",
    f"*Rights* has {BOUND} hits in the chapter, in sections 1 and 2 and elsewhere.",
    'Many of the [12](# "cooperation") hits of *cooperation* are in section 5.',
    "The borders of the times, 1933 and 1977, are a decision.",
    f"*The State of Rights* has {BOUND} hits of the word *rights*.",
    "*Rights* is elsewhere [more often than not](# 'rights :: section != \"3\" / rights >= 0.5').",
    "[47](# '<s/>') sentences make up the chapter.",
    f'There are {BOUND} hits of *rights*, in [6](# "parts; rows") sections.',
    "On the one hand, the chapter reports; on the other, it exhorts. One might object.",
    "The phrase was used in 2013 for the first time (Xi 2014, 12).",
    '*Cooperation*: [half](# "share; cooperation; count; section = 5") of its hits are in it.',
    'Section 3 is the [longest](# "parts; 3; tokens is highest"), and the lead the '
    '[shortest](# "parts; lead; tokens is lowest") part.',
    'The chapter has [six](# "parts; rows") parts, one of which is the lead.',
    "The Universal Declaration was adopted on 10 December 1948 as Resolution 217 A (III).",
    "The texts differ in genre: one is a declaration, the other a chapter of a report.",
    "We report the log ratio (Hardie 2014) with its 95 % interval.",
    '"Human rights" is a fixed phrase; *rights* alone is rarer.',
    '*International* occurs [as often as](# "international == rights") *rights*.',
    '*Rights* is [0.7](# "keyness; rights; log_ratio; reference=udhr") doublings more frequent '
    "than in the declaration.",
    '*Rights* occurs [20.2](# "frequencies; rights; per_thousand") times per thousand words.',
    '*China* occurs [at least twenty](# "china") times, [less often](# "china < rights") than '
    "*rights*.",
    "The document, published in Beijing in 2017, follows a series of reports that began in 1991.",
    "A one-sided reading would miss that it quotes itself; a two-part structure holds it together.",
    "The term never stands alone in the lead, and it is absent from several paragraphs.",
    "Figure 2 and Table 1 give the counts; footnote 3 explains the tokenisation (cf. § 4.2).",
    "All counts are of tokens, and every hit was read in context.",
    "The analysis took place in three steps: reading, counting and reading again.",
    "We used Python 3.11 and version 0.1.0 of the package on 3 March 2024.",
    "A reader who opens the report at 9 a.m. will have finished it within half an hour.",
    "This is not a first reading, and it will not be the last.",
    "The Four Freedoms of 1941 and the Three Represents are echoed in the preamble.",
    "Neither the verb nor the noun is used in the singular; both are plural throughout.",
    "There is no doubt that the phrase matters; no single word explains why.",
    "It is not only the number of hits that counts, but where they stand.",
    'The pronoun *we* [does not occur](# "we == 0"); the report speaks in the third person.',
    f"*Rights* has not {BOUND} but many more hits in other texts.",
]

# Words whose claim says another relation.
OTHER_RELATION = [
    '*Rights* [does not occur](# "rights > 0").',
    'It does [not occur](# "rights > 0"), *rights*.',
    'It does not [occur](# "rights > 0"), *rights*.',
    '*Rights* is [lacking](# "rights > 0").',
    'The text says [nothing](# "rights > 0") of *rights*.',
    '*Rights* [fails to appear](# "rights > 0").',
    '*Rights* is [scarcer](# "rights > china") than *china*.',
    '*Rights* is [less rare](# "china < rights") than *china*.',
    'Section 3 is the [briefest](# "parts; 3; tokens is highest") part.',
    'Section 3 is the [tiniest](# "parts; 3; tokens is highest") part.',
    '*Rights* and *international* [differ](# "rights == international").',
    '*Rights* is [as frequent](# "rights > 0") as *the*.',
    '*Rights* is as [frequent](# "rights > china") as *china*.',
    '*Rights* occurs [equally often](# "rights > china") as *china*.',
    '*Rights* and *china* are [on a par](# "rights > china").',
    '*Rights* is [not more frequent](# "rights > china") than *china*.',
    '*Rights* is [no less frequent](# "china < rights") than *china*, so it is said.',
    '*Rights* is [not the most frequent](# "frequencies; the; count is highest") word.',
    '*Rights* has [all](# "share; rights; count; section = 3 > 0.1") its hits in section 3.',
    '[Nearly all](# "share; rights; count; section = 3 > 0.1") *rights* are in section 3.',
    '[Almost no](# "rights > 0") *rights* are in section 3.',
    '*Rights* is [everywhere](# "rights > 0").',
    '*Rights* occurs [in every section](# "rights > 20").',
    '[Only](# "rights > 0") section 3 has *rights*.',
    '*Rights* is [confined to](# "rights > 20") section 3.',
    '[A minority](# "share; rights; count; section = 3 > 0.3") of *rights* is in section 3.',
    '[Mostly](# "share; rights; count; section = 3 > 0.3"), *rights* is in section 3.',
    '*The* ranks [second](# "frequencies; the; count is highest").',
    '*Rights* is [at least as frequent](# "rights < the") as *the*.',
    '*Rights* is [more frequent](# "rights >= international") than *international*.',
]

# A comparison, a number or a part of other things than its sentence names.
OTHER_SUBJECT = [
    '*China* is [more common](# "rights > china") than *rights*.',
    '*China* [outnumbers](# "rights > china") *rights*.',
    '*China* [exceeds](# "rights > china") *rights*.',
    '*China* is [ahead](# "rights > china") of *rights*.',
    '*Rights* is [less common](# "china < rights") than *china*.',
    'Section 2 is [longer](# "parts; 3; tokens > parts; 2; tokens") than section 3.',
    'The lead is the [longest](# "parts; 3; tokens is highest") part.',
    'Section 2 is the [longest](# "parts; 3; tokens is highest") part.',
    '*China* has [28](# "rights") hits, *rights* has [25](# "china").',
    f"*China* has {BOUND} hits, unlike *rights*.",
    '*Rights* is [more common](# \'rights :: section = "3" > rights :: section = "1"\') in '
    "section 1 than in section 3.",
    f"*Rights* has {BOUND} hits, all in section 3.",
    f"*Rights* has {BOUND} hits in section 1.",
    f"*Rights* has {BOUND} hits in the lead alone.",
    f"*Rights* has not {BOUND} hits.",
    f"*Rights* never has {BOUND} hits.",
    f"*Rights* is found in {BOUND} documents.",
    f"*Rights* is found in {BOUND} sections.",
    f"*Rights* occurs {BOUND} per thousand words.",
    f"*Rights* has {BOUND} fewer hits than *china*.",
    f"*Rights* has {BOUND}+ hits.",
    f"*Rights* has well over {BOUND} hits.",
    f"*Rights* has in excess of {BOUND} hits.",
    f"*Rights* is found in over {BOUND} places.",
]


@pytest.fixture(scope="module")
def findings(tmp_path_factory, paper):
    """A function that gives what is found in a text about the paper."""
    path = tmp_path_factory.mktemp("article") / "article.ipynb"

    def found(text):
        cells = [new_code_cell(READ), new_markdown_cell(text)]
        path.write_text(writes(new_notebook(cells=cells)), encoding="utf-8")
        corpora = NotebookCorpora(path, paper)
        return list(check_numbers(examine_prose(path, corpora), corpora))

    return found


@pytest.mark.parametrize("sentence", HONEST)
def test_an_honest_sentence_is_not_accused(findings, sentence):
    assert findings(sentence) == []


@pytest.mark.parametrize("sentence", OTHER_RELATION)
def test_words_that_say_another_relation_than_their_claim_are_noticed(findings, sentence):
    assert findings(sentence)


@pytest.mark.parametrize("sentence", OTHER_SUBJECT)
def test_a_claim_about_something_else_than_its_sentence_is_noticed(findings, sentence):
    assert findings(sentence)
