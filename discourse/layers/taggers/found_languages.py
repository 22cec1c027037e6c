"""Find the language of a text by its scripts and its function words."""

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from discourse.text.stopwords import stopwords

ENGLISH = "en"
LATIN = "LATIN"
# Of 10,258 stretches of 8, 15 and 30 words of English speeches, one was taken for another language.
# Of stretches of the Declaration of Human Rights in the languages that have a list, 80 % of those
# of 15 words and 94 % of those of 100 were taken for another than English (70 and 92 % for theirs).
ENOUGH_WORDS = 8
ENOUGH_IN_SCRIPT = 2  # letters that no text of English is written in
LEAD = 2  # function words that a language must have more than English
LEAD_SHARE = 0.1
# Function words that are proof enough of a language; fewer, such as *de* and *la*, are in lists of
# names and in addresses, too.
PROOF_SHARE, PROOF_DIFFERENT = 0.25, 5
# Of the Declaration of Human Rights in 400 languages, function words are 46 % of English, 28 % of
# Scots and 23 % of Nigerian Pidgin, and no other has more than 16 % words that look like them.
ENGLISH_SHARE = 0.2
# In the 215 of these languages that have Latin letters and no list, at least 43 % of all pieces
# between blanks are words in small letters that a word list of English does not have.
FOREIGN_SHARE = 0.25
_WORD_IN_SMALL_LETTERS = regex.compile(r"\p{Ps}?(\p{Ll}[\p{L}\p{M}'’-]*)\p{P}*")
_KANA = ("HIRAGANA", "KATAKANA")
_JAPANESE_SHARE = 0.1  # of words in kana; the others are written as in Chinese


@dataclass(frozen=True)
class FoundLanguage:
    """What the words of a text say about its language.

    Attributes
    ----------
    code : str
        The code of the language; "" if it is none that is known, or the words do not tell.
    script : str
        The script of most words, as Unicode calls it.
    english : float
        The share of function words of English.
    share : float
        The share of function words of the language; 0 if its script was enough.
    different : int
        How many different function words of it there are.
    """

    code: str
    script: str
    english: float
    share: float
    different: int = 0

    @property
    def is_proved(self) -> bool:
        """Whether the script, or function words alone, prove the language."""
        has_many = self.share >= PROOF_SHARE and self.different >= PROOF_DIFFERENT
        return has_many or self.script != LATIN


def find_language(counts: Mapping[str, int]) -> FoundLanguage:
    """Find the language of a text.

    Parameters
    ----------
    counts : mapping of str to int
        How often it has each of its words, folded as terms are.

    Returns
    -------
    FoundLanguage
        The language.

    Examples
    --------
    >>> german = "die regierung hat gestern beschlossen dass die straßen gebaut werden"
    >>> find_language(Counter(german.split())).code
    'de'
    >>> find_language({"κράτος": 1, "νόμος": 1}).code, find_language({"state": 1}).code
    ('el', '')
    """
    total = sum(counts.values())
    scripts: Counter[str] = Counter()
    for word, count in counts.items():
        scripts[_find_script(word)] += count
    del scripts[""]  # numbers
    script = max(scripts, key=lambda name: (scripts[name], name), default=LATIN)
    english = _count_hits(counts, stopwords(ENGLISH)) / total if total else 0.0
    known = _read_function_words()["scripts"]
    if script in known and scripts[script] >= ENOUGH_IN_SCRIPT:
        kana = sum(scripts[name] for name in _KANA)
        code = known[_KANA[0]] if kana > _JAPANESE_SHARE * total else known[script]
        best, hits = _find_best(counts)
        return FoundLanguage(best if hits else code, script, english, hits / total)
    best, hits = _find_best(counts)
    share = hits / total if total else 0.0
    leads = hits - english * total >= max(LEAD, LEAD_SHARE * total)
    if total < ENOUGH_WORDS or (not leads and english < ENGLISH_SHARE):
        return FoundLanguage("", script, english, 0.0)
    if not leads:
        return FoundLanguage(ENGLISH, script, english, english)
    return FoundLanguage(best, script, english, share, _count_different(counts, best))


def measure_foreign(text: str) -> float:
    """The share of a text, in pieces between blanks, that are ordinary words, but not of English.

    Names, headlines, numbers and addresses are none: they have capitals, or other signs inside.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    float
        The share; 0 if the text is empty.

    Examples
    --------
    >>> measure_foreign("Kasama sa mga karapatang ito ang pantay na sahod.") > 0.5
    True
    >>> measure_foreign("Oil prices rise; see https://news.example/oil, Ana Torre, Kwe 1,234")
    0.0
    """
    from simplemma import is_known

    pieces = text.split()
    words = filter(None, map(_WORD_IN_SMALL_LETTERS.fullmatch, pieces))
    foreign = sum(not is_known(word[1], ENGLISH) for word in words)
    return foreign / len(pieces) if pieces else 0.0


def needs_other_script(code: str) -> bool:
    """Whether a language is not written in Latin letters.

    Examples
    --------
    >>> needs_other_script("zh"), needs_other_script("de")
    (True, False)
    """
    return code in _read_function_words()["scripts"].values()


def _find_best(counts: Mapping[str, int]) -> tuple[str, int]:
    """The language other than English with most function words among some words, and how many."""
    lists = _read_function_words()["words"]
    hits = {code: _count_hits(counts, frozenset(lists[code].split())) for code in lists}
    best = max(hits, key=lambda code: (hits[code], code))
    return best, hits[best]


def _count_different(counts: Mapping[str, int], code: str) -> int:
    """How many different function words of a language are among some words."""
    return len(frozenset(_read_function_words()["words"][code].split()) & counts.keys())


def _count_hits(counts: Mapping[str, int], words: frozenset[str]) -> int:
    return sum(counts.get(word, 0) for word in words)


def _find_script(word: str) -> str:
    """The script of the first letter of a word; "" if it has none."""
    letter = next(filter(str.isalpha, word), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


@cache
def _read_function_words() -> dict[str, dict[str, str]]:
    raw = (files("discourse.layers") / "data" / "function-words.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)
