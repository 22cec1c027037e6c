"""Formulas of docstrings as mathematics.

A docstring writes a formula as plain text, e.g. ``2 · Σ O · ln(O / E)``, so that `help` shows it
well. The first sentence of its section Notes begins with the formula. Here that beginning is
parsed, written as LaTeX, and shown as MathML, which browsers draw without a script.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

LARGE = {"Σ": r"\sum ", "Π": r"\prod "}
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
FUNCTIONS = {"log2": r"\log_2", "ln": r"\ln", "min": r"\min ", "max": r"\max "}
GROUP = r"(?:[^{}%s]|\{[^{}]*\})*"
QUOTIENT = re.compile(rf"\\frac\{{({GROUP % ''})\}}\{{({GROUP % ' '})\}}")
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>`?[A-Za-z][A-Za-z_]*(?:11|12|21|22|1|2)?`?)"
    r"|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?P<sign>[·−+=/()|√ΣΠ½,^-]))"
)
AFTER = re.compile(r"\[\d+\]_|[:,.;]|with\b|over\b|$")  # what may follow a formula


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
    """The lines of a docstring with the formula of its Notes as a directive."""
    lines = list(lines)
    for start, (line, under) in enumerate(pairwise(lines)):
        if line.strip() == "Notes" and set(under.strip()) == {"-"}:
            first = start + 2
            end = next((n for n in range(first, len(lines)) if not lines[n].strip()), len(lines))
            found = split_formula(" ".join(each.strip() for each in lines[first:end]))
            if found:
                latex, rest = found
                rest = re.sub(r"^((?:\[\d+\]_(?:, )?)+)", r"See \1", rest.lstrip(".:;, "))
                return [*lines[:first], ".. math::", "", f"   {latex}", "", rest, *lines[end:]]
    return lines


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
        """A sum, and what it is equal to."""
        latex = self.read_sum()
        while self.take("="):
            latex += " = " + self.read_sum()
            self.has_operator = True
        return latex

    def read_sum(self) -> str:
        """Products with + or − between them. A minus that no product follows is a dash."""
        latex = "-" if self.take("−", "-") else ""
        latex += self.read_product()
        while (sign := self.peek().text) in ("+", "−", "-"):
            before = self.place
            self.take(sign)
            try:
                latex += f" {'+' if sign == '+' else '-'} {self.read_product()}"
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
        latex = self.read_sum()
        while closing == ")" and (sign := self.peek().text) in (",", "|"):
            self.take(sign)
            latex += (", " if sign == "," else r" \mid ") + self.read_sum()
        if not self.take(closing):
            raise NotAFormula
        return latex

    def read_name(self, name: str) -> str:
        """A name; with what follows, if it is a function or the first of two words in brackets."""
        if self.text[self.place : self.place + 1] == "(":
            self.take("(")
            self.has_operator = True
            function = FUNCTIONS.get(name, _write_name(name))
            return rf"{function}\left({self.read_closed(')')}\right)"
        follows = self.peek()
        if follows.kind == "name" and name in ("min", "max"):
            return FUNCTIONS[name] + self.read_atom()
        if follows.kind == "name" and self.text[follows.end : follows.end + 1] == ")":
            self.place = follows.end
            return rf"\text{{{name} {follows.text}}}"
        return _write_name(name)


def _write_name(name: str) -> str:
    """A letter with its index, or a word, which is set upright."""
    indexed = re.fullmatch(r"([A-Z])(\d+)", name)
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
