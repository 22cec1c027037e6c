"""Every hit of a query, in context."""

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import COLUMNS, CONTEXT, UNIT_OF_CONTEXT, Concordance
from discourse.record import verb


@verb(
    columns=COLUMNS,
    methods=(
        "every hit of “{query}” within {within} borders was read",
        "with {context} {unit}s of context on either side",
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
    corpus : Corpus
        The corpus to search.
    query : str
        A phrase, with ``*`` and ``?`` inside a word and ``|`` between alternatives, or CQL;
        see ``discourse help queries``.
    context : int
        The length of the context on either side of a hit.
    unit : str
        What `context` counts: "token" or "character".
    within : str
        "document", "section" or "sentence": no hit crosses its borders.

    Returns
    -------
    Concordance
        A lazy sequence of lines. ``lines.to_frame()`` is a table with the columns ``line_id,
        document, section, start_char, end_char, left, node, right``. A query without hits gives no
        lines.

    Raises
    ------
    DiscourseError
        For a malformed query or a negative context.

    See Also
    --------
    dc.Corpus.subset : The part of a corpus that meets a condition.
    dc.positions : Where in the texts each hit is.
    dc.browse : Read, sort and code lines in JupyterLab.
    dc.lines : The lines behind one row.

    Notes
    -----
    A keyword in context is read in many lines at once, sorted by its neighbours [1]_, [2]_.

    Limits: a query finds forms, not meanings: *rights* is also the verb, and what is said in other
    words or by a pronoun is not found. Phrases stay within a section, and text that a description
    drops or shows is not searched. Lines are all hits, or a sample if you draw one; they are read,
    and nothing is inferred from them.

    ``discourse docs queries`` has the whole query language, and what can be done with lines.

    References
    ----------
    .. [1] Luhn (1960), Key word-in-context index for technical literature. American Documentation
       11(4), 288-295.
    .. [2] Sinclair (1991), Corpus, Concordance, Collocation. Oxford University Press.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.concordance(dc.read("seeds/"), "beautiful world", context=4)
    1 line
    1  open, inclusive, clean and  beautiful world  that enjoys lasting peace,
    """
    return Concordance(corpus.store, corpus.find(query, within=within), context, unit)
