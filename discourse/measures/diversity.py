"""How varied the words of one text are.

Every measure takes the type of each token, as whole numbers in text order, and returns one number.
A text that is too short for a measure gives nan, never 0; the constants say how short.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

MTLD_MIN_TOKENS = 100  # below, MTLD rests on one or two factors, and depends on length
MTLD_THRESHOLD = 0.72  # McCarthy & Jarvis (2010: 385), within their range of 0.660-0.750
HDD_DRAWS = 42  # McCarthy & Jarvis (2007: 466): the middle of vocd's samples of 35-50 tokens
MATTR_WINDOW = 50
MSTTR_SEGMENT = 100  # the usual segment; Johnson (1944) allows any


def ttr(types: ArrayLike) -> float:
    """Share of the tokens that are not repetitions: types per token.

    Parameters
    ----------
    types : array_like of int, shape (tokens,)
        The type of each token, in text order.

    Returns
    -------
    float
        Above 0, up to 1; nan for no tokens. It falls as a text grows, so compare only texts of
        equal length, or use `mattr`, `mtld` or `hdd`.

    Notes
    -----
    Types / tokens [1]_.

    References
    ----------
    .. [1] Templin (1957), Certain Language Skills in Children. University of Minnesota Press.

    Examples
    --------
    >>> ttr([1, 2, 3, 1])
    0.75
    """
    ids = _check_ids(types)
    return len(np.unique(ids)) / len(ids) if len(ids) else np.nan


def root_ttr(types: ArrayLike) -> float:
    """Types per square root of the tokens (Guiraud's R).

    Parameters
    ----------
    types : array_like of int, shape (tokens,)
        The type of each token, in text order.

    Returns
    -------
    float
        1 or more; nan for no tokens. It depends on the length of the text less than `ttr`, but
        still does.

    Notes
    -----
    Types / √tokens [1]_.

    References
    ----------
    .. [1] Guiraud (1954), Les caractères statistiques du vocabulaire. Presses universitaires de
       France.

    Examples
    --------
    >>> root_ttr([1, 2, 3, 1])
    1.5
    """
    ids = _check_ids(types)
    return float(len(np.unique(ids)) / np.sqrt(len(ids))) if len(ids) else np.nan


def herdan_c(types: ArrayLike) -> float:
    """Logarithm of the types over that of the tokens (Herdan's C).

    Parameters
    ----------
    types : array_like of int, shape (tokens,)
        The type of each token, in text order.

    Returns
    -------
    float
        From 0 to 1; nan for fewer than two tokens.

    Notes
    -----
    ln(types) / ln(tokens), also known as log TTR [1]_.

    References
    ----------
    .. [1] Herdan (1960), Type-Token Mathematics. Mouton.

    Examples
    --------
    >>> herdan_c([1, 2, 1, 2])
    0.5
    """
    ids = _check_ids(types)
    return float(np.log(len(np.unique(ids))) / np.log(len(ids))) if len(ids) > 1 else np.nan


def yule_k(types: ArrayLike) -> float:
    """How likely two tokens drawn at random are of one type, times 10,000 (Yule's K).

    Parameters
    ----------
    types : array_like of int, shape (tokens,)
        The type of each token; the order does not matter.

    Returns
    -------
    float
        0 or more, and higher for a text that is *less* varied; nan for no tokens. It hardly depends
        on the length of the text.

    Notes
    -----
    10⁴ · (Σ f² − tokens) / tokens², where f is the frequency of a type [1]_.

    References
    ----------
    .. [1] Yule (1944), The Statistical Study of Literary Vocabulary. Cambridge University Press.

    Examples
    --------
    >>> yule_k([1, 2, 3, 1])
    1250.0
    """
    ids = _check_ids(types)
    if not len(ids):
        return np.nan
    counts = np.unique(ids, return_counts=True)[1].astype(np.float64)
    return float(1e4 * (counts @ counts - len(ids)) / len(ids) ** 2)


def msttr(types: ArrayLike, *, segment: int = MSTTR_SEGMENT) -> float:
    """Mean type-token ratio of consecutive segments of a fixed length.

    Parameters
    ----------
    types : array_like of int, shape (tokens,)
        The type of each token, in text order.
    segment : int, optional
        Tokens in a segment, 1 or more.

    Returns
    -------
    float
        Above 0, up to 1; nan for a text shorter than a segment. Texts are comparable if the segment
        is the same.

    Notes
    -----
    1 / segments · Σ types / segment, over all whole segments: the mean segmental type-token ratio
    [1]_. The tokens after the last whole segment are left out;
    `mattr` uses all of them.

    References
    ----------
    .. [1] Johnson (1944), Studies in language behavior: I. A program of research. Psychological
       Monographs 56(2), 1-15.

    Examples
    --------
    >>> msttr([1, 2, 1, 1, 3], segment=2)
    0.75
    """
    if segment < 1:
        raise ValueError(f"segment={segment} has no tokens; give a number of tokens, 1 or more.")
    ids = _check_ids(types)
    whole = len(ids) // segment
    if whole < 1:
        return np.nan
    rows = np.sort(ids[: whole * segment].reshape(whole, segment), axis=1)
    changes = np.count_nonzero(np.diff(rows, axis=1), axis=1) + 1
    return float(changes.mean() / segment)


def mattr(types: ArrayLike, *, window: int = MATTR_WINDOW) -> float:
    """Mean type-token ratio of all windows of a fixed length.

    Parameters
    ----------
    types : array_like of int, shape (tokens,)
        The type of each token, in text order.
    window : int, optional
        Tokens in a window, 1 or more.

    Returns
    -------
    float
        Above 0, up to 1; nan for a text shorter than the window. Texts are comparable if the window
        is the same.

    Notes
    -----
    1 / windows · Σ types / window, over all windows, of which there are tokens − window + 1: the
    moving-average type-token ratio [1]_.

    References
    ----------
    .. [1] Covington & McFall (2010), Cutting the Gordian knot: the moving-average type-token ratio
       (MATTR). Journal of Quantitative Linguistics 17(2), 94-100.

    Examples
    --------
    >>> mattr([1, 2, 1, 1], window=2)
    0.8333333333333334
    """
    if window < 1:
        raise ValueError(f"window={window} has no tokens; give a number of tokens, 1 or more.")
    ids = _check_ids(types)
    stretches = len(ids) - window + 1
    if stretches < 1:
        return np.nan
    # A token counts in every window in which it is the first of its type: the windows that include
    # it, but not the previous token of the same type.
    position = np.arange(len(ids))
    first = np.maximum(position - window, _previous_positions(ids)) + 1
    last = np.minimum(position, stretches - 1)
    return float(np.maximum(last - first + 1, 0).sum() / (stretches * window))


def mtld(types: ArrayLike, *, threshold: float = MTLD_THRESHOLD) -> float:
    """Mean number of tokens over which the type-token ratio stays above a threshold.

    Parameters
    ----------
    types : array_like of int, shape (tokens,)
        The type of each token, in text order.
    threshold : float, optional
        Type-token ratio below which a factor is closed.

    Returns
    -------
    float
        Tokens; higher means more varied. nan for a text of fewer than 100 tokens [2]_, and for a
        text without any repetition.

    Notes
    -----
    Tokens / factors, averaged over reading forward and backward [1]_. A factor closes when its
    ratio falls below the threshold (in lexicalrichness, when it reaches the threshold or falls
    below it). The rest at the end counts as (1 − its ratio) / (1 − threshold) of a factor.

    References
    ----------
    .. [1] McCarthy & Jarvis (2010), MTLD, vocd-D, and HD-D: a validation study of sophisticated
       approaches to lexical diversity assessment. Behavior Research Methods 42(2), 381-392, at
       384-385.
    .. [2] Koizumi (2012), Relationships between text length and lexical diversity measures.
       Vocabulary Learning and Instruction 1(1), 60-69 (the minimum of 100 tokens).

    Examples
    --------
    >>> mtld([1, 2] * 60)
    3.0
    """
    if not 0 < threshold < 1:
        raise ValueError(f"threshold={threshold} closes no factor; give a ratio, such as 0.72.")
    ids = _check_ids(types)
    if len(ids) < MTLD_MIN_TOKENS:
        return np.nan
    forward, backward = _count_factors(ids, threshold), _count_factors(ids[::-1], threshold)
    if forward == 0:
        return np.nan
    return (len(ids) / forward + len(ids) / backward) / 2


def hdd(types: ArrayLike, *, draws: int = HDD_DRAWS) -> float:
    """Type-token ratio to expect in a random sample from the text (HD-D).

    Parameters
    ----------
    types : array_like of int, shape (tokens,)
        The type of each token; the order does not matter.
    draws : int, optional
        Tokens in the sample, 1 or more.

    Returns
    -------
    float
        Above 0, up to 1; nan for a text of fewer tokens than draws.

    Notes
    -----
    1 / draws · Σ (1 − binom(tokens − f, draws) / binom(tokens, draws)), over all types, where f is
    the frequency of the type [1]_. What is subtracted is the probability that it is not drawn, if
    tokens are drawn without replacement (hypergeometric); binom(n, k) is the number of ways to
    choose k of n. Some programs give the sum itself, up to 42.

    References
    ----------
    .. [1] McCarthy & Jarvis (2007), vocd: a theoretical and empirical evaluation. Language Testing
       24(4), 459-488, at 465-466.

    Examples
    --------
    >>> hdd([1, 1, 2], draws=2)
    0.8333333333333334
    """
    if draws < 1:
        raise ValueError(f"draws={draws} draws no tokens; give a number of tokens, 1 or more.")
    ids = _check_ids(types)
    if len(ids) < draws:
        return np.nan
    _, counts = np.unique(ids, return_counts=True)
    frequency, with_it = np.unique(counts, return_counts=True)
    drawn = np.arange(draws)
    others = np.maximum(len(ids) - frequency[:, None] - drawn, 0)
    absent = np.prod(others / (len(ids) - drawn), axis=1)
    return float(with_it @ (1 - absent) / draws)


def _check_ids(types: ArrayLike) -> NDArray[np.int64]:
    ids = np.asarray(types)
    if ids.ndim != 1 or (len(ids) and ids.dtype.kind not in "iu"):
        given = f"types of shape {ids.shape} and kind {ids.dtype} are not type ids"
        raise ValueError(f"{given}; give one whole number per token, in text order.")
    return ids.astype(np.int64)


def _previous_positions(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Position of the previous token of the same type, -1 where there is none."""
    order = np.argsort(ids, kind="stable")
    again = ids[order[1:]] == ids[order[:-1]]
    previous = np.full(len(ids), -1)
    previous[order[1:][again]] = order[:-1][again]
    return previous


def _count_factors(ids: NDArray[np.int64], threshold: float) -> float:
    """Number of closed factors, plus the share of a factor at the end."""
    closed, tokens, seen = 0, 0, set[int]()
    for type_id in ids.tolist():
        tokens += 1
        seen.add(type_id)
        if len(seen) / tokens < threshold:
            closed, tokens, seen = closed + 1, 0, set()
    rest = (1 - len(seen) / tokens) / (1 - threshold) if tokens else 0.0
    return closed + rest
