"""Formulas of docstrings as mathematics.

A docstring writes a formula as plain text, e.g. ``2 · Σ O · ln(O / E)``, so that `help` shows it
well. A paragraph of its section Notes begins with the formula; in the docstring of a verb, with the
column that it is of: ``share = count / count_frame``. Here that beginning is parsed, written as
LaTeX, and shown as MathML, which browsers draw without a script.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

LARGE = {"Σ": r"\sum ", "Π": r"\prod "}
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
FUNCTIONS = {
    "log2": r"\log_2", "ln": r"\ln", "min": r"\min ", "max": r"\max ",
    "argmax": r"\operatorname{argmax}",
}  # fmt: skip
CHOICES = ("min", "max", "argmax")  # functions that need no brackets
COMPARED = {"=": "=", "<": "<", ">": ">", "≤": r"\le", "≥": r"\ge"}
SUMS = {"+": "+", "−": "-", "-": "-", "±": r"\pm"}
GREEK = {"τ": r"\tau", "π": r"\pi"}
GROUP = r"(?:[^{}%s]|\{[^{}]*\})*"
QUOTIENT = re.compile(rf"\\frac\{{({GROUP % ''})\}}\{{({GROUP % ' '})\}}")
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>`?[A-Za-zτπ][A-Za-z_]*(?:11|12|21|22|1|2)?`?)"
    r"|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?P<sign>[·−+±=<>≤≥/()|√ΣΠ½,^-]))"
)
AFTER = re.compile(r"\[\d+\]_|[:,.;]|with\b|over\b|for\b|$")  # what may follow a formula


class Token(NamedTuple):
    """A piece of a formula, and where it ends in the text."""

    kind: str
    text: str
    end: int


class NotAFormula(Exception):
    """The text goes on as prose."""


def split_formula(text: str) -> tuple[str, str] | None:
    r"""A text that begins with a formula as LaTeX and the rest; None if it begins with prose.

    Examples
    --------
    >>> split_formula("log2(O11 / E11) [1]_. Rare terms rank highest.")
    ('\\log_2\\left(\\frac{O_{11}}{E_{11}}\\right)', '[1]_. Rare terms rank highest.')
    >>> split_formula("The range of Keniston [1]_.") is None
    True
    """
    reader = _Reader(text)
    try:
        latex = reader.read_equation()
    except NotAFormula:
        return None
    rest = reader.rest.lstrip()
    return (latex, rest) if reader.has_operator and AFTER.match(rest) else None


def write_formulas(lines: Sequence[str]) -> list[str]:
    """The lines of a docstring, with the formulas at the beginnings of its Notes as directives."""
    written = list(lines)
    for first, end in reversed(list(_paragraphs_of_notes(lines))):
        found = split_formula(_join(lines[first:end]))
        if found:
            latex, rest = found
            rest = re.sub(r"^((?:\[\d+\]_(?:, )?)+)", r"See \1", rest.lstrip(".:;, "))
            written[first:end] = [".. math::", "", f"   {latex}", "", rest]
    return written


def find_formulas(docstring: str) -> Iterator[tuple[str, str]]:
    r"""Each formula in the Notes: the name before its first ``=``, if any, and what it is equal to.

    What a column in Returns is equal to follows.

    Examples
    --------
    >>> list(find_formulas("A rate.\n\nNotes\n-----\nrate = count / size, of all texts."))
    [('rate', '\\frac{\\text{count}}{\\text{size}}')]
    """
    lines = docstring.splitlines()
    for first, end in _paragraphs_of_notes(lines):
        text = _join(lines[first:end])
        named = re.match(r"(\w+) = ", text)
        found = split_formula(text[named.end() :] if named else text)
        if found:
            yield named[1] if named else "", found[0]
    text = _join(lines)
    for column in re.finditer(r"``(\w+)`` (?:=|is) ", text):
        found = split_formula(text[column.end() :])
        if found:
            yield column[1], found[0]


def _paragraphs_of_notes(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first line of each paragraph of the section Notes, and the line after its last."""
    titles = [n for n in range(1, len(lines)) if re.fullmatch(r"-{3,}", lines[n].strip())]
    for title, after in zip(titles, [*titles[1:], len(lines) + 1], strict=False):
        if lines[title - 1].strip() == "Notes":
            first = title + 1
            for number in range(title + 1, after):
                if number >= min(after - 1, len(lines)) or not lines[number].strip():
                    if first < number:
                        yield first, number
                    first = number + 1


def _join(lines: Sequence[str]) -> str:
    return " ".join(line.strip() for line in lines)


class _Reader:
    """Reads as much of a formula as a text begins with, by recursive descent."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.has_operator = False

    @property
    def rest(self) -> str:
        """What was not read."""
        return self.text[self.place :]

    def peek(self) -> Token:
        """The next token."""
        match = TOKEN.match(self.text, self.place)
        if match is None or match.lastgroup is None:
            return Token("end", "", self.place)
        return Token(match.lastgroup, match[match.lastgroup], match.end())

    def take(self, *texts: str) -> bool:
        """Read the next token if it is one of these."""
        token = self.peek()
        if token.text not in texts:
            return False
        self.place = token.end
        return True

    def read_equation(self) -> str:
        """A sum, and what it is equal to, or compared with."""
        latex = self.read_sum()
        while (sign := self.peek().text) in COMPARED:
            self.take(sign)
            latex += f" {COMPARED[sign]} {self.read_sum()}"
            self.has_operator = True
        return latex

    def read_sum(self) -> str:
        """Products with + or − between them. A minus that no product follows is a dash."""
        latex = "-" if self.take("−", "-") else ""
        latex += self.read_product()
        while (sign := self.peek().text) in SUMS:
            before = self.place
            self.take(sign)
            try:
                latex += f" {SUMS[sign]} {self.read_product()}"
            except NotAFormula:
                self.place = before
                break
            self.has_operator = True
        return latex

    def read_product(self) -> str:
        """Factors from left to right; a quotient is a fraction, and Σ takes all that follow."""
        for sign, latex in LARGE.items():
            if self.take(sign):
                self.has_operator = True
                return latex + self.read_product()
        latex = self.read_factor()
        while (sign := self.peek().text) in ("·", "/"):
            self.take(sign)
            self.has_operator = True
            if sign == "·" and self.peek().text in LARGE:
                return rf"{_open_fraction(latex)} \cdot {self.read_product()}"
            factor = self.read_factor()
            if sign == "·":
                latex = rf"{_open_fraction(latex)} \cdot {factor}"
            else:
                latex = rf"\frac{{{_write_flat(latex)}}}{{{_write_flat(factor)}}}"
        return latex

    def read_factor(self) -> str:
        """An atom, perhaps to some power."""
        if self.take("−", "-"):
            return "-" + self.read_factor()
        if self.peek().text in LARGE:
            return self.read_product()
        latex = self.read_atom()
        token = self.peek()
        if token.kind == "raised":
            self.place = token.end
            return f"{latex}^{{{token.text.translate(RAISED)}}}"
        if self.take("^"):
            return f"{latex}^{{{_write_flat(self.read_atom())}}}"
        return latex

    def read_atom(self) -> str:
        """A number, a name, a function of something, or something in brackets."""
        token = self.peek()
        if token.kind == "number":
            self.place = token.end
            return token.text
        if token.kind == "name":
            self.place = token.end
            return self.read_name(token.text.strip("`"))
        if self.take("("):
            return rf"\left({self.read_closed(')')}\right)"
        if self.take("|"):
            return rf"\left|{self.read_closed('|')}\right|"
        if self.take("√"):
            self.has_operator = True
            return rf"\sqrt{{{_unwrap(self.read_atom())}}}"
        if self.take("½"):
            return r"\tfrac{1}{2}"
        raise NotAFormula

    def read_closed(self, closing: str) -> str:
        """What is in brackets: sums with commas, or with the bar of a condition, between them."""
        latex = self.read_equation()
        while closing == ")" and (sign := self.peek().text) in (",", "|"):
            self.take(sign)
            latex += (", " if sign == "," else r" \mid ") + self.read_equation()
        if not self.take(closing):
            raise NotAFormula
        return latex

    def read_name(self, name: str) -> str:
        """A name; with what follows, if it is a function or the first of two words in brackets."""
        if self.text[self.place : self.place + 1] == "(":
            self.take("(")
            self.has_operator = True
            if name == "binom":
                return self.read_binomial()
            function = FUNCTIONS.get(name, _write_name(name))
            return rf"{function}\left({self.read_closed(')')}\right)"
        follows = self.peek()
        if name in CHOICES and (follows.kind == "name" or follows.text == "|"):
            self.has_operator = True
            return FUNCTIONS[name] + self.read_atom()
        if follows.kind == "name" and self.text[follows.end : follows.end + 1] == ")":
            self.place = follows.end
            return rf"\text{{{name} {follows.text}}}"
        return _write_name(name)

    def read_binomial(self) -> str:
        """The number of ways to choose: two sums with a comma between them, and a bracket."""
        number = self.read_sum()
        if not self.take(","):
            raise NotAFormula
        return rf"\binom{{{number}}}{{{self.read_closed(')')}}}"


def _write_name(name: str) -> str:
    """A letter with its index, or a word, which is set upright."""
    if name in GREEK:
        return GREEK[name]
    indexed = re.fullmatch(r"([A-Z])(\d+)|([A-Za-z])_([a-z])", name)
    if indexed and indexed[3]:
        return f"{indexed[3]}_{indexed[4]}"
    if indexed:
        return f"{indexed[1]}_{{{indexed[2]}}}"
    if len(name) == 1:
        return name
    word = name[0].lower() + name[1:] if name.istitle() and len(name) > 2 else name
    return rf"\text{{{word.replace('_', ' ')}}}"


def _open_fraction(latex: str) -> str:
    """A fraction as a factor needs no brackets."""
    inner = _unwrap(latex)
    return inner if QUOTIENT.fullmatch(inner) else latex


def _write_flat(latex: str) -> str:
    """What stands above or below a line: without brackets, and with quotients in one line."""
    return QUOTIENT.sub(r"\1 / \2", _unwrap(latex))


def _unwrap(latex: str) -> str:
    """What a fraction or a root shows needs no brackets of its own."""
    inner = re.fullmatch(r"\\left\((.*)\\right\)", latex, re.S)
    if inner and _is_balanced(inner[1]):
        return inner[1]
    return latex


def _is_balanced(latex: str) -> bool:
    depth = 0
    for bracket in re.findall(r"\\left\(|\\right\)", latex):
        depth += 1 if "left" in bracket else -1
        if depth < 0:
            return False
    return True
