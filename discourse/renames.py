"""Names of earlier versions: they still work, and say which name took their place."""

import warnings
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from discourse.errors import DiscourseError

P = ParamSpec("P")
T = TypeVar("T")

# Old names to new ones: of `dc`, a corpus, `dc.plot`, columns by verb, values by verb and column.
PUBLIC = {"Words": "Tokenizer"}
CORPUS_ATTRIBUTES = {
    "words": "tokenizer",
    "reading": "store.read_options",
    **{name: f"store.{name}" for name in ("conditions", "counts", "index", "regions")},
    **{name: f"store.{name}" for name in ("sentences", "sources", "texts")},
}
PLOTS = {"dispersion_band": "dispersion"}
COLUMNS = {"dispersion": {"position": "against_band"}}
VALUES = {"keyness": {"status": {"fragile": "not shown"}}}


def warn_renamed(old: str, new: str, *, stacklevel: int = 3) -> None:
    """Warn that a name has changed."""
    warnings.warn(f"{old} is now called {new}.", FutureWarning, stacklevel=stacklevel)


def accept_words(function: Callable[P, T]) -> Callable[P, T]:
    """Let a function take ``words=``, the name of `tokenizer` before version 0.2."""

    @wraps(function)
    def accepting(*args: P.args, **kwargs: P.kwargs) -> T:
        if "words" in kwargs:
            if "tokenizer" in kwargs:
                raise DiscourseError("words= is the old name of tokenizer=; give tokenizer= alone.")
            warn_renamed("words=", "tokenizer=")
            kwargs["tokenizer"] = kwargs.pop("words")
        return function(*args, **kwargs)

    return accepting
