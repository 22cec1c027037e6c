"""The notebooks of a study: what each asks, in cells of a few lines, to be edited."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from discourse.publish.studies.plan import PlannedCodes, StudyPlan, writes_number
from discourse.text.languages import DEFAULT_LANGUAGE


class StudyCell(NamedTuple):
    """A cell of a notebook: Markdown, or code that is executed."""

    kind: str
    source: str


def write_notebooks(plan: StudyPlan, read: str) -> dict[str, list[StudyCell]]:
    """Write the cells of each notebook of a study, by its name.

    Parameters
    ----------
    plan : StudyPlan
        What the notebooks ask.
    read : str
        The call that reads the texts.
    """
    start = code(f"import discourse as dc\n\ntexts = {read}\ntexts")
    asked: dict[str, Iterator[StudyCell]] = {"texts": _ask_texts(plan)}
    if plan.node:
        asked["in-context"] = _ask_context(plan)
    if plan.parts and plan.terms:
        asked["parts"] = _ask_parts(plan)
    if plan.time and plan.terms:
        asked["time"] = _ask_time(plan)
    if plan.group and plan.terms:
        asked["groups"] = _ask_groups(plan)
    if plan.codes:
        asked["codes"] = _ask_codes(plan)
    notebooks = {}
    for at, (name, cells) in enumerate(asked.items(), 1):
        title, *rest = cells
        notebooks[f"{at:02}-{name}"] = [title, start, *rest]
    notebooks[f"{len(notebooks) + 1:02}-paper-kit"] = list(_ask_for_paper())
    return notebooks


def prose(source: str) -> StudyCell:
    """A cell of Markdown."""
    return StudyCell("markdown", source)


def code(source: str) -> StudyCell:
    """A cell of code."""
    return StudyCell("code", source)


def quote(text: str) -> str:
    """A string as Python code writes it."""
    return repr(text) if '"' in text else f'"{text}"'


def _name_after(preposition: str, name: str, mark: str = "") -> str:
    """A name as the end of a phrase; "" for one with a number, which would need a claim."""
    return "" if writes_number(name) or name == "group" else f" {preposition} {mark}{name}{mark}"


def _name_lists(plan: StudyPlan) -> str:
    """The function words of the languages of the texts, as code gives them."""
    if plan.languages == (DEFAULT_LANGUAGE,):
        return "dc.stopwords()"
    return " | ".join(f"dc.stopwords({quote(code)})" for code in plan.languages) or "[]"


def _say_unlisted(plan: StudyPlan) -> str:
    """Which languages have no list of function words, and what to do; "" if all have one."""
    if not plan.unlisted:
        return ""
    names = ", ".join(code or "the language of these texts" for code in plan.unlisted)
    return (
        f" There is no list of function words here for: {names}. They are among the frequent "
        'words, until you write `dc.stopwords("my-words.txt")` with a list of your own '
        "(`pip install 'discourse-toolkit[lang]'` has lists of many languages)."
    )


def _figure(name: str, drawn: str, table: str, caption: str, alt: str) -> StudyCell:
    return code(
        f"ax = {drawn}\n"
        "dc.save_figure(\n    ax,\n"
        f'    "../figures/{name}",\n    table={table},\n'
        f"    caption={quote(caption)},\n    alt={quote(alt)},\n)"
    )


def _ask_texts(plan: StudyPlan) -> Iterator[StudyCell]:
    yield prose(
        "# What are the texts, and which words are frequent?\n\n"
        "Write here what the texts are, where they are from, and what you want to know. This "
        "notebook was made by `discourse study`; every cell can be changed and run again."
    )
    yield prose(
        'The texts have [{tokens}](# "corpus; tokens") tokens of [{types}](# "corpus; types") '
        "types.\n\n## What is counted\n\nEvery region of the texts and its treatment: check that "
        "only what should be counted is counted. A description beside a text says it better "
        "(`discourse help descriptions`)."
    )
    yield code("texts.documents")
    yield code("texts.audit().head(20)")
    yield prose(
        "## Frequent words\n\nThe most frequent words that are not function words."
        f"{_say_unlisted(plan)}"
    )
    yield code(
        "table = dc.frequencies(texts)\n"
        f'words = table[~table["term"].isin({_name_lists(plan)})].head(20)\n'
        'words[["term", "count", "per_thousand", "range"]].round(1)'
    )
    yield _figure(
        "words",
        "dc.plot.frequencies(words)",
        "words",
        "The most frequent words that are not function words.",
        "Dots: how often each of the most frequent words occurs.",
    )


def _ask_context(plan: StudyPlan) -> Iterator[StudyCell]:
    node = plan.node
    yield prose(
        f"# How is *{node}* used?\n\nRead the lines before you count them. Change the query, and "
        "run the cells again."
    )
    yield code(
        f"node = {quote(node)}\n"
        'lines = dc.concordance(texts, node, context=6).sort("R1")\n'
        "lines[:20]"
    )
    yield prose("## Where it occurs\n\nEach stroke is a hit, in the order of the texts.")
    yield code("places = dc.positions(texts, node)\nplaces.head(10)")
    yield _figure(
        "places",
        f"dc.plot.positions(places, texts.parts({quote(plan.parts or 'document')}))",
        "places",
        f"Where {node} occurs in the texts.",
        f"Strokes: each hit of {node} in the order of the texts.",
    )
    last = node.split()[-1]
    yield prose(
        f"## What is near *{last}*\n\nThe words in the same windows, by log-likelihood. A word "
        "with few hits is a reason to read, not a result."
    )
    yield code(
        f"near = dc.collocates(texts, {quote(last)})\n"
        f'company = near[~near["term"].isin({_name_lists(plan)})].head(15)\n'
        'company[["term", "count", "expected", "log_likelihood", "log_ratio"]].round(2)'
    )
    yield _figure(
        "company",
        "dc.plot.collocates(company)",
        "company",
        f"Words near {last}.",
        f"Pairs of dots: how often each word is near {last}, and how often by chance.",
    )


def _ask_parts(plan: StudyPlan) -> Iterator[StudyCell]:
    each = {"section": "section", "document": "text"}[plan.parts]
    terms = ", ".join(map(quote, plan.terms))
    yield prose(
        f"# What distinguishes each {each}?\n\nTF-IDF weights a word by how often a {each} has it "
        f"and by how few have it at all. A word that every {each} has weighs nothing here."
    )
    yield code(
        f"scores = dc.tfidf(texts, by={quote(plan.parts)})\n"
        'firm = scores[scores["count"].ge(2) & scores["tfidf"].gt(0)]\n'
        f'firm = firm[~firm["term"].isin({_name_lists(plan)})]\n'
        'first = firm.groupby("part", sort=False).head(3)\n'
        'first[["part", "term", "count", "tfidf"]].round(4)'
    )
    yield prose(
        f"## How evenly words are spread\n\nDP is near zero for a word that is spread as evenly as "
        f"the sizes of the {each}s allow."
    )
    yield code(
        f"spread = dc.dispersion(texts, [{terms}], by={quote(plan.parts)})\n"
        'spread[["term", "count", "range", "parts", "dp"]].round(2)'
    )
    yield _figure(
        "spread",
        "dc.plot.dispersion(spread)",
        "spread",
        f"How evenly frequent words are spread over the {each}s.",
        "Dots: the DP of each word, with a bar for what chance gives.",
    )


def _ask_time(plan: StudyPlan) -> Iterator[StudyCell]:
    terms = ", ".join(map(quote, plan.terms[:2]))
    yield prose(
        "# What changes over time?\n\nRates per thousand tokens at each point of time, with their "
        "intervals: few texts give wide ones."
    )
    yield code(
        f"course = dc.trend(texts, [{terms}], time={quote(plan.time)})\n"
        'course[["term", "time", "count", "size", "per_thousand", "low", "high"]].round(1)'
    )
    yield _figure(
        "course",
        "dc.plot.trend(course)",
        "course",
        "Frequent words over time.",
        "Lines: how often each word occurs per thousand tokens at each point of time.",
    )


def _ask_groups(plan: StudyPlan) -> Iterator[StudyCell]:
    group = plan.group
    yield prose(
        f"# What distinguishes the groups{_name_after('by', group, '*')}?\n\n"
        "Each group is compared with all others. The column `status` says how far a difference "
        "holds; of a few texts, it only describes."
    )
    yield code(
        f"compared = dc.compare(texts, by={quote(group)})\n"
        f'distinct = compared[~compared["term"].isin({_name_lists(plan)})]\n'
        'top = distinct.groupby("part", sort=False).head(5)\n'
        'top[["part", "term", "count", "log_ratio", "status"]].round(2)'
    )
    yield _figure(
        "groups",
        "dc.plot.compare(top)",
        "top",
        f"Words that distinguish the groups{_name_after('by', group)}.",
        "Dots: how much more or less often each group has a word than all others have it.",
    )


def _ask_codes(plan: StudyPlan) -> Iterator[StudyCell]:
    yield prose(
        "# What was coded?\n\nThe codes of each coder, as layers of the texts: queries and verbs "
        "know them (`discourse help coding`)."
    )
    for at, codes in enumerate(plan.codes, 1):
        yield from _ask_codebook(codes, "" if at == 1 else f"_{at}", plan)


def _ask_codebook(codes: PlannedCodes, end: str, plan: StudyPlan) -> Iterator[StudyCell]:
    """How often each code of a codebook was given, where, and how far its coders agree."""
    coded = f"coded{end}"
    yield code(
        f'{coded} = texts.with_layer(*dc.layers.codes(texts, "../codes/{codes.file}"))\n'
        f'{coded}.layers[["layer", "spans", "labels", "maker"]]'
    )
    if codes.has_lines:
        yield from _count_codes(codes, end, plan)
    if codes.coders > 1:
        yield prose(
            "## How far do the coders agree?\n\nThe first row is for all codes together. The lines "
            f"of a row, `dc.lines({coded}, row)`, are those that coders differ on."
        )
        yield code(
            f"agreed{end} = dc.agreement({coded}, {quote(codes.name)})\n"
            f'shown = ["label", "coder", "coder_other", "units", "both", "one", "alpha", "note"]\n'
            f"agreed{end}[shown].round(2)"
        )
        yield code(f"dc.lines({coded}, agreed{end}.iloc[0])")


def _count_codes(codes: PlannedCodes, end: str, plan: StudyPlan) -> Iterator[StudyCell]:
    name, counted = quote(codes.name), f"codes{end}"
    which = ": those that all who coded them agree on, or that were decided"
    yield prose(
        f"## How often is each code{_name_after('of', codes.name, '*')} given?\n\n"
        f"A row counts the lines that have the code{which if codes.coders > 1 else ''}."
    )
    yield code(
        f'{counted} = dc.frequencies(coded{end}, of={name})\n{counted}[["term", "count", "range"]]'
    )
    yield _figure(
        f"codes{end}",
        f"dc.plot.frequencies({counted})",
        counted,
        f"How often each code{_name_after('of', codes.name)} was given.",
        "Dots: how often each code was given.",
    )
    if parts := plan.group or plan.time or plan.parts:
        yield code(
            f"shares{end} = dc.frequencies(coded{end}, of={name}, by={quote(parts)})\n"
            f'shares{end}[["part", "term", "count"]]'
        )


def _ask_for_paper() -> Iterator[StudyCell]:
    yield prose(
        "# What goes into the paper, and does it still hold?\n\nThe figures, the paragraph on "
        "methods, and a check of all of it against the texts. Beside each figure are its table, "
        "and the lines of text behind it (`.evidence.csv`)."
    )
    yield code('import discourse as dc\n\ndc.contact_sheet("../figures/")')
    yield code(
        'methods = dc.methods("../figures/")\n'
        'written = methods.save("../figures/methods.md")\n'
        "methods"
    )
    yield code('found = dc.verify("../figures/", texts="..")\nfound')
    yield prose(
        "An empty table: no discrepancy was found. `discourse verify` checks the whole study, the "
        "numbers in the notebooks included, and `discourse check` a manuscript that is written up "
        "from it."
    )


def fill_numbers(cells: list[StudyCell], numbers: Mapping[str, str]) -> list[StudyCell]:
    """The cells with the numbers of the corpus in their places."""
    filled = []
    for cell in cells:
        source = cell.source
        if cell.kind == "markdown":
            for name, number in numbers.items():
                source = source.replace(f"{{{name}}}", number)
        filled.append(cell._replace(source=source))
    return filled
