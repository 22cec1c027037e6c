"""Every hit of a query, in context."""

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import COLUMNS, CONTEXT, UNIT_OF_CONTEXT, Concordance
from discourse.record import verb


@verb(
    columns=COLUMNS,
    methods=(
        "every hit of “{query}”",
        "within a {within}",
        "was read with {context} {unit}s of context on either side",
    ),
)
def concordance(
    corpus: Corpus,
    query: str,
    *,
    context: int = CONTEXT,
    unit: str = UNIT_OF_CONTEXT,
    within: str = "section",
) -> Concordance:
    """Every hit of a query, in context and in the order of the text.

    Parameters
    ----------
    query : a phrase, or CQL; see docs/queries.md.
    context : how much of the text stands on either side of a hit.
    unit : what `context` counts, "token" or "character".
    within : no hit crosses the border of a "document", "section" or "sentence".

    Returns
    -------
    A lazy sequence of lines; its ``.frame`` has the columns ``line_id, document, section,
    start_char, end_char, left, node, right``. A query without hits gives no lines.

    Raises
    ------
    DiscourseError : a query that is none, or a context that looks backwards.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.concordance(dc.read("seeds/"), "beautiful world", context=4)
    1 line
    1  open, inclusive, clean and  beautiful world  that enjoys lasting peace,
    """
    return Concordance(corpus.store, corpus.find(query, within=within), context, unit)
