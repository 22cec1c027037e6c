"""Formulas of docstrings as LaTeX."""

import inspect

import pytest


@pytest.mark.parametrize(
    ("written", "latex"),
    [
        ("count / size [1]_.", r"\frac{\text{count}}{\text{size}}"),
        ("(O − E) / √O [1]_.", r"\frac{O - E}{\sqrt{O}}"),
        ("2 · Σ O · ln(O / E) with the sign", r"2 \cdot \sum O \cdot \ln\left(\frac{O}{E}\right)"),
        ("Σ (O − E)² / E over four cells", r"\sum \frac{\left(O - E\right)^{2}}{E}"),
        ("½ · Σ |v − s|, where", r"\tfrac{1}{2} \cdot \sum \left|v - s\right|"),
        ("log2(O11³ / E11) = MI + 1 [1]_.",
         r"\log_2\left(\frac{O_{11}^{3}}{E_{11}}\right) = \text{MI} + 1"),
        ("(O11 / R1) / (O21 / R2) [1]_.", r"\frac{O_{11} / R_{1}}{O_{21} / R_{2}}"),
        ("P(a | the b) − x: what", r"P\left(a \mid \text{the b}\right) - x"),
        ("1 - (1 - c)^(1 / size): the", r"1 - \left(1 - c\right)^{1 / \text{size}}"),
        ("x / −log2(y).", r"\frac{x}{-\log_2\left(y\right)}"),
    ],
)  # fmt: skip
def test_a_formula_at_the_beginning_becomes_latex(written, latex):
    from formulas import split_formula

    assert split_formula(written)[0] == latex


@pytest.mark.parametrize(
    "prose",
    ["The range of Keniston [1]_.", "A part counts if the term is there.", "tokens", "",
     "Types and tokens, counted.", "(1 + permutations with a maximum) / 2"],
)  # fmt: skip
def test_prose_is_no_formula(prose):
    from formulas import split_formula

    assert split_formula(prose) is None


def test_most_measures_show_their_formula_and_all_of_them_are_drawn():
    from docutils.utils.math.latex2mathml import tex2mathml
    from formulas import write_formulas
    from reference import measure_functions

    drawn = 0
    for function in measure_functions().values():
        lines = write_formulas(inspect.getdoc(function).splitlines())
        if ".. math::" in lines:
            drawn += tex2mathml(lines[lines.index(".. math::") + 2].strip()).count("<math")
    assert drawn > 0.6 * len(measure_functions())


def test_what_follows_a_formula_is_kept():
    from formulas import write_formulas

    lines = ["Notes", "-----", "a / b [1]_, [2]_. More of", "it.", "", "Examples"]
    assert write_formulas(lines) == [
        "Notes", "-----", ".. math::", "", r"   \frac{a}{b}", "",
        "See [1]_, [2]_. More of it.", "", "Examples",
    ]  # fmt: skip
