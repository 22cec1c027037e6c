"""How a methods paragraph names the measures that a table has when asked: phrase and reference."""

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

from discourse.measures.association import conservative_log_ratio, lockword, simple_maths
from discourse.measures.diversity import msttr

# In braces are parameters of the measures below, with the values that they have.
PHRASES = {
    "arf": "average reduced frequency [@savicky-hlavacova-2002]",
    "bic": "the Bayes factor as approximated by BIC [@wilson-2013]",
    "carroll_d2": "Carroll’s D2 [@carroll-1970]",
    "chi_squared": "signed chi-squared without a continuity correction [@manning-schutze-1999]",
    "conservative_log_ratio": "the conservative log ratio with {confidence} % confidence "
    "[@evert-2022]",
    "dice": "Dice [@dice-1945]",
    "dkl": "Kullback–Leibler divergence scaled to 0–1 by KLD / (1 + KLD) [@gries-2024]",
    "herdan_c": "Herdan’s C [@herdan-1960]",
    "juilland_d": "Juilland’s D over relative frequencies [@gries-2020]",
    "kl_divergence": "Kullback–Leibler divergence in bits [@gries-2020]",
    "lockword": "the far end of the exact {confidence} % interval of the log ratio, for lockwords "
    "[@baker-2011]",
    "log_dice": "log-Dice [@rychly-2008]",
    "log_likelihood": "signed four-cell log-likelihood [@dunning-1993]",
    "mi": "MI [@church-hanks-1990]",
    "mi3": "MI3 [@daille-1994]",
    "msttr": "MSTTR (segments of {segment} tokens) [@johnson-1944]",
    "npmi": "normalised MI [@bouma-2009]",
    "odds_ratio": "the odds ratio without smoothing [@evert-2008]",
    "percent_diff": "%DIFF [@gabrielatos-marchi-2011]",
    "range_share": "the share of parts that have the term [@gries-2008]",
    "rank_sum": "the standardised Wilcoxon rank sum over documents [@wilcoxon-1945]",
    "relative_risk": "relative risk without smoothing [@evert-2008]",
    "root_ttr": "root TTR (Guiraud’s R) [@guiraud-1954]",
    "rosengren_s": "Rosengren’s S [@rosengren-1971]",
    "simple_maths": "simple maths (per million tokens, {smoothing} added) [@kilgarriff-2009]",
    "t_score": "t-score [@church-1991]",
    "text_dispersion": "text-dispersion keyness by log-likelihood [@egbert-biber-2019]",
    "yule_k": "Yule’s K [@yule-1944]",
    "z_score": "z-score [@evert-2008]",
}
_MEASURES: Mapping[str, Callable[..., Any]] = {
    "conservative_log_ratio": conservative_log_ratio,
    "lockword": lockword,
    "msttr": msttr,
    "simple_maths": simple_maths,
}


def name_measure(name: str) -> str:
    """The phrase of a measure; one that another package adds has its name alone.

    Examples
    --------
    >>> name_measure("msttr")
    'MSTTR (segments of 100 tokens) [@johnson-1944]'
    >>> name_measure("surprise")
    'the measure “surprise”'
    """
    if name not in PHRASES:
        return f"the measure “{name}”"
    kinds = signature(_MEASURES[name]).parameters.values() if name in _MEASURES else ()
    values = {kind.name: kind.default for kind in kinds if kind.default is not kind.empty}
    if "confidence" in values:
        values["confidence"] = f"{100 * values['confidence']:g}"
    return PHRASES[name].format(**values)
