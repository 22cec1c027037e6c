"""Categories of a lexicon: the words and phrases of each, wherever they occur."""

from collections.abc import Callable, Sequence
from os import PathLike

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.line_ids import line_ids
from discourse.corpus.store.parts import document_of
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_count
from discourse.layers.lexicon_file import SEPARATOR, Form
from discourse.layers.lexicons import SHIPPED_LEXICONS, Lexicon
from discourse.layers.lexicons import lexicon as read_lexicon
from discourse.layers.register import check_corpus, maker, register_maker

LAYERS_OF_SHIPPED = {
    "actors": "actor", "hedges": "hedge", "modals": "modal", "negation": "negation",
    "person": "person", "quantifiers": "quantifier", "reporting": "reporting",
}  # fmt: skip


@maker("category", version=1)
def categories(
    corpus: Corpus,
    lexicon: "str | PathLike[str] | Sequence[str] | Lexicon",
    *,
    level: int | None = None,
) -> pd.DataFrame:
    """One row per hit of a form of a lexicon, labelled with its category.

    Of hits that overlap, the longest is taken, and of equally long ones the first. If the same
    words are a hit of two categories, a form without wildcards goes before one with wildcards,
    and this before a query in CQL; both are taken only where the file says ``several = true``. A
    hit of an exception is not labelled, nor is anything shorter in it.

    Parameters
    ----------
    corpus : Corpus
        The texts.
    lexicon : str, PathLike, sequence of str or Lexicon
        The lexicon, its file, or the lines of it.
    level : int, optional
        How many levels of nested categories a label has; all of them by default.

    Returns
    -------
    DataFrame
        The columns are ``line_id, label, form``; ``form`` is the form as the lexicon has it.

    Raises
    ------
    DiscourseError
        If the same words belong to two categories of a lexicon that does not allow it.

    Notes
    -----
    A form is found wherever it is written, in whatever sense: *may* is a modal and a month. A
    lexicon can list exceptions; what they do not cover is labelled wrongly.
    """
    check_corpus("make", corpus)
    if level is not None:
        check_count("level", level, least=1)
    return _label_hits(corpus, read_lexicon(lexicon), level)


def _label_shipped(name: str) -> Callable[..., pd.DataFrame]:
    """A maker that labels with a lexicon of discourse."""

    def label(corpus: Corpus, *, level: int | None = None) -> pd.DataFrame:
        return categories(corpus, name, level=level)

    return label


# The files have the same versions; to read them here would make the import slower.
_VERSIONS = {"hedges": 2}
for _name in SHIPPED_LEXICONS:
    register_maker(_name, LAYERS_OF_SHIPPED[_name], _VERSIONS.get(_name, 1), _label_shipped(_name))


def _label_hits(corpus: Corpus, known: Lexicon, level: int | None) -> pd.DataFrame:
    store = corpus.whole.store
    hits, form = _find_forms(corpus.whole, known)
    here = np.isin(document_of(store, hits[:, 0]), _first_documents(corpus, store))
    shown, kept = _settle_hits(store, hits[here], form[here], known, level)
    return pd.DataFrame(
        {
            "line_id": pd.Series(line_ids(store, shown), dtype="str"),
            "label": kept["label"].astype("str"),
            "form": pd.Series([known.forms[n].form for n in kept["form"]], dtype="str"),
        }
    )


def label_tokens_by_category(corpus: Corpus, known: Lexicon) -> NDArray[np.object_]:
    """The category of each token of a corpus, as `categories` labels it; "" for none.

    Parameters
    ----------
    corpus : Corpus
        The tokens; of a subset, those that it has.
    known : Lexicon
        The categories.

    Returns
    -------
    ndarray of str, shape (tokens,)
        Of several categories, the first in the order of the lexicon.
    """
    hits, form = _find_forms(corpus, known)
    shown, kept = _settle_hits(corpus.store, hits, form, known, None)
    labels = np.full(corpus.size, "", dtype=object)
    for (first, end), label in zip(shown[::-1].tolist(), kept["label"].tolist()[::-1], strict=True):
        labels[first:end] = label
    return labels


def _settle_hits(
    store: Store,
    hits: NDArray[np.int64],
    form: NDArray[np.int64],
    known: Lexicon,
    level: int | None,
) -> tuple[NDArray[np.int64], pd.DataFrame]:
    """The stretches that are labelled, and the label and the form of each."""
    stretches, of = np.unique(hits, axis=0, return_inverse=True)
    taken = _take_longest(stretches, store.size)
    kept = pd.DataFrame({"stretch": of.ravel(), "form": form})
    kept = kept[taken[kept["stretch"]]].sort_values(["stretch", "form"], ignore_index=True)
    kept = _settle_categories(kept, known, level, stretches, store).reset_index(drop=True)
    return stretches[kept["stretch"]], kept


def _find_forms(whole: Corpus, known: Lexicon) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The hits of all forms, and the number of the form of each."""
    found = [np.empty((0, 2), dtype=np.int64)]
    for form in known.forms:
        found.append(find_form(whole, known, form))
    lengths = [len(hits) for hits in found[1:]]
    return np.concatenate(found), np.repeat(np.arange(len(lengths)), lengths)


def find_form(corpus: Corpus, known: Lexicon, form: Form) -> NDArray[np.int64]:
    """The hits of a form; a query that is malformed is named with its file and category."""
    try:
        return corpus.find(form.form)
    except DiscourseError as error:
        whose = f"category {form.category!r}" if form.category else "the exceptions"
        raise DiscourseError(f"{known.place}: {whose} has {form.form!r}: {error}") from None


def _first_documents(corpus: Corpus, store: Store) -> NDArray[np.int64]:
    """The documents that are labelled: of several with the same text, the first."""
    digests = pd.Series(store.digests)
    return np.flatnonzero(digests.isin(corpus.store.digests) & ~digests.duplicated())


def _take_longest(stretches: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Which stretches are taken if the longest is taken first, and then the first."""
    lengths = stretches[:, 1] - stretches[:, 0]
    taken = np.zeros(len(stretches), dtype=bool)
    covered = np.zeros(size, dtype=bool)
    for row in np.lexsort((stretches[:, 0], -lengths))[: np.count_nonzero(lengths > 1)].tolist():
        first, end = stretches[row]
        if not covered[first:end].any():
            covered[first:end] = taken[row] = True
    single = lengths == 1
    taken[single] = ~covered[stretches[single, 0]]
    return taken


def _settle_categories(
    kept: pd.DataFrame,
    known: Lexicon,
    level: int | None,
    stretches: NDArray[np.int64],
    store: Store,
) -> pd.DataFrame:
    """Give each stretch its category, or its categories where the lexicon allows several."""
    labels = np.array(
        [SEPARATOR.join(form.category.split(SEPARATOR)[:level]) for form in known.forms], object
    )
    kept = kept.assign(label=labels[kept["form"]])
    excepted = kept.loc[kept["label"] == "", "stretch"]
    kept = kept[~kept["stretch"].isin(excepted)]
    kept = kept.drop_duplicates(["stretch", "label"])
    several = kept["stretch"].duplicated(keep=False)
    if not several.any():
        return kept
    settled = [
        _settle_stretch(rows, known, stretches, store)
        for _, rows in kept[several].groupby("stretch", sort=False)
    ]
    return pd.concat([kept[~several], *settled]).sort_values(["stretch", "form"])


def _settle_stretch(
    rows: pd.DataFrame, known: Lexicon, stretches: NDArray[np.int64], store: Store
) -> pd.DataFrame:
    forms = [known.forms[number] for number in rows["form"]]
    own = [form for form in forms if not form.shares]
    best = min((form.kind for form in own), default=0)
    first = [form for form in own if form.kind == best]
    if len(first) > 1:
        one, other = first[:2]
        line_id = line_ids(store, stretches[rows["stretch"].iloc[:1]])[0]
        raise DiscourseError(
            f"{known.place}: {line_id} is a hit of {one.form!r} in {one.category!r} and of "
            f"{other.form!r} in {other.category!r}; write several = true in one of them, or "
            "change a form."
        )
    return rows[[form.shares or form in first for form in forms]]
