"""Where the parts of an SVG page are once it is moved, turned and scaled as it says."""

import math
from collections.abc import Sequence

import regex

Matrix = tuple[float, float, float, float, float, float]  # as matrix(a b c d e f) in an SVG
_STEP = regex.compile(r"\s*([A-Za-z]+)\s*\(([^()]*)\)\s*,?")
_NUMBER = regex.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", regex.IGNORECASE)
DIGITS = 4  # of how a part is turned


def read_transform(written: str) -> Matrix:
    """The steps of an SVG transform as one.

    Raises
    ------
    ValueError
        If a step is none of SVG, or has too few or too many numbers.
    """
    matrix: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    at = 0
    while written[at:].strip():
        step = _STEP.match(written, at)
        if step is None:
            raise ValueError(f"the transform {written!r}")
        matrix = combine(matrix, _read_step(step[1], [float(n) for n in _NUMBER.findall(step[2])]))
        at = step.end()
    return matrix


def _read_step(name: str, numbers: Sequence[float]) -> Matrix:
    match name, len(numbers):
        case "matrix", 6:
            a, b, c, d, e, f = numbers
            return a, b, c, d, e, f
        case "translate", 1 | 2:
            return 1.0, 0.0, 0.0, 1.0, numbers[0], numbers[1] if len(numbers) > 1 else 0.0
        case "scale", 1 | 2:
            return numbers[0], 0.0, 0.0, numbers[-1], 0.0, 0.0
        case "rotate", 1 | 3:
            across, down = numbers[1:] or (0.0, 0.0)
            cosine, sine = (f(math.radians(numbers[0])) for f in (math.cos, math.sin))
            turned: Matrix = (cosine, sine, -sine, cosine, 0.0, 0.0)
            there: Matrix = (1.0, 0.0, 0.0, 1.0, across, down)
            back: Matrix = (1.0, 0.0, 0.0, 1.0, -across, -down)
            return combine(combine(there, turned), back)
        case "skewX" | "skewY", 1:
            slope = math.tan(math.radians(numbers[0]))
            return (1.0, 0.0, slope, 1.0, 0.0, 0.0) if name == "skewX" else (1, slope, 0, 1, 0, 0)
    raise ValueError(f"the transform {name} of {len(numbers)} numbers")


def combine(outer: Matrix, inner: Matrix) -> Matrix:
    """The transform that does first the inner one, then the outer one."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (
        a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j,
        a * k + c * m + e, b * k + d * m + f,
    )  # fmt: skip


def move(matrix: Matrix, points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Some points after a transform."""
    a, b, c, d, e, f = matrix
    return tuple((a * x + c * y + e, b * x + d * y + f) for x, y in points)


def turn_of(matrix: Matrix) -> tuple[float, ...]:
    """How a transform turns and scales, without how it moves."""
    return tuple(round(each, DIGITS) + 0.0 for each in matrix[:4])
