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
        ("1 − D_o / D_e: the", r"1 - \frac{D_o}{D_e}"),
        ("P(X ≥ O11) = ½ for a", r"P\left(X \ge O_{11}\right) = \tfrac{1}{2}"),
        ("binom(n − f, k) / 2, of", r"\frac{\binom{n - f}{k}}{2}"),
        ("argmax |τ − π|.", r"\operatorname{argmax}\left|\tau - \pi\right|"),
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


# Their docstrings say in words what no single formula says.
IN_WORDS = {
    "part_range", "dp_band", "nominal_distance", "resample_alpha", "draws_of_interval",
    "bootstrap_interval", "bootstrap_rate_interval", "robust_groups", "dp_sums", "dp_of_sums",
}  # fmt: skip


def test_every_other_measure_shows_its_formula_and_all_of_them_are_drawn():
    from docutils.utils.math.latex2mathml import tex2mathml
    from formulas import find_formulas, write_formulas
    from reference import measure_functions

    without = set()
    for name, function in measure_functions().items():
        docstring = inspect.getdoc(function)
        found = list(find_formulas(docstring))
        lines = write_formulas(docstring.splitlines())
        shown = [lines[n + 2].strip() for n, line in enumerate(lines) if line == ".. math::"]
        assert len(shown) == len(found)
        assert all("<math" in tex2mathml(latex) for latex in shown)
        without |= set() if found else {name}
    assert without == IN_WORDS


def test_what_follows_a_formula_is_kept():
    from formulas import write_formulas

    lines = ["Notes", "-----", "a / b [1]_, [2]_. More of", "it.", "", "Examples"]
    assert write_formulas(lines) == [
        "Notes", "-----", ".. math::", "", r"   \frac{a}{b}", "",
        "See [1]_, [2]_. More of it.", "", "Examples",
    ]  # fmt: skip


def test_each_paragraph_of_the_notes_may_begin_with_a_formula():
    from formulas import find_formulas, write_formulas

    lines = ["Notes", "-----", "z = a / b, of", "it.", "", "Words.", "", "t = a + b.", "",
             "References", "----------", "c = a · b."]  # fmt: skip
    written = write_formulas(lines)
    assert written.count(".. math::") == 2
    assert written[-3:] == lines[-3:]
    assert list(find_formulas("\n".join(lines))) == [("z", r"\frac{a}{b}"), ("t", "a + b")]
    assert list(find_formulas("Returns: ``f1`` is 2 · a / b, and ``n`` = 3.")) == [
        ("f1", r"\frac{2 \cdot a}{b}")
    ]
