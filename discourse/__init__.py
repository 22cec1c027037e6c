"""Discourse analysis in notebooks: every number resolves to the lines of text behind it.

A map of the package, which is imported as ``import discourse as dc``:

==========  ======================================================================================
read        `read`, `load`, `Corpus.from_texts`, `Corpus.from_frame`, `Corpus.from_nltk`;
            `Tokenizer`, `stopwords`
label       `Layer`, `Corpus.with_layer`, `Corpus.layers`, `layers.make`, `Corpus.without`
code        `layers.codebook`, `layers.code_file`, `layers.codes`, `agreement`, `confusion`
ask         `concordance`, `positions`, `clauses`, `lines`, `evidence`; `Corpus.show`,
            `Corpus.subset`
browse      `browse` shows lines in JupyterLab to sort, group, read and code: a `Browser`
count       `frequencies`, `ngrams`, `families`, `frames`, `collocates`, `sketch`, `tfidf`,
            `dispersion`, `diversity`, `absences`
compare     `keyness`, `contrast`, `compare`, `similarity`, `correspondence`, `reference`;
            over time `trend`, `changes`
check       `check_manuscript`: does each number of a manuscript hold, and in which lines?
            `multiverse`: does a claim hold under other choices than the author's?
draw        `plot.frequencies`, `plot.keyness` and others, named after the verbs they draw
publish     `save_figure`, `save_table`, `save_article`, `save_site`, `methods`, `verify`,
            `contact_sheet`
exchange    `export`, `import_csv`, `with_record`
look up     `verbs`, the table of verbs and their columns
==========  ======================================================================================

`read` makes a `Corpus`, `concordance` a `Concordance` of `Line` objects, `reference` a
`FrequencyList`, `methods` a `Methods` paragraph, and every other verb a DataFrame. A call that
cannot be answered raises `DiscourseError`, whose message names the way out.

A corpus never changes, a part of it is a corpus again, and each verb makes a tidy table of it::

    paper = dc.read("seeds/")
    table = dc.keyness(paper, "udhr")
    dc.save_figure(dc.plot.keyness(table.head(20)), "figures/keyness", table=table.head(20),
                   caption="…", alt="…")

``help(dc.keyness)`` explains a verb, with an example.
"""

from importlib.metadata import version as _version

import lazy_loader as _lazy_loader

# The public names are listed in __init__.pyi; each is imported when it is first used.
_public_name, _, __all__ = _lazy_loader.attach_stub(__name__, __file__)


def __dir__() -> list[str]:
    from discourse.extensions import extension_names

    return sorted({*__all__, "__version__", *extension_names("verbs"), *extension_names("layers")})


def __getattr__(name: str) -> object:
    if name == "__version__":
        found: object = _version("discourse-toolkit")
    elif name in __all__:
        found = _public_name(name)
    else:
        found = _other_name(name)
    globals()[name] = found
    return found


def _other_name(name: str) -> object:
    """A verb of another package, or a name of an earlier version."""
    from discourse.extensions import extension_names
    from discourse.renames import PUBLIC, warn_renamed

    if name in PUBLIC:
        warn_renamed(f"dc.{name}", f"dc.{PUBLIC[name]}", stacklevel=4)
        return __getattr__(PUBLIC[name])
    if name in extension_names("verbs") or name in extension_names("layers"):
        from discourse.publish.provenance.recipes import find_verb

        return find_verb(name).function
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
