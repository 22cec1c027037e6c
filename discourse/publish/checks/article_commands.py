r"""Whether the commands of an article in LaTeX show what was compared.

A number is compared as it is written in ``\claim{28}{rights}``, and a picture by its file. A
command that shows another number, or a part of a picture, makes readers see something else.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

import regex

from discourse.publish.export.manifest import digest_of
from discourse.publish.provenance.allowance import is_own_file, read_bounded
from discourse.publish.provenance.finding import Finding

SAVED = {name: rf"\newcommand{{\{name}}}[2]{{#1}}" for name in ("claim", "exempt")}
STYLES = "style files beside articles ({}), not compared"
OWN_COMMANDS = "commands of the author in articles, not compared"
DRAWINGS = "drawings in the code of articles, not compared"
HARDLY_SEEN = "text in articles that is white, tiny, squeezed or displaced, not compared"
BROUGHT = "files that commands of articles bring in ({}), not compared"
ENDINGS = (".pdf", ".png", ".eps", ".jpg", "")
# The % of an address begins no comment.
_COMMENT = regex.compile(
    r"\\(?:url|path|nolinkurl|href)\s*\{[^{}\n]*\}(*SKIP)(*FAIL)|(?<!\\)(?:\\\\)*\K%.*"
)
_LEFT_OUT = regex.compile(
    r"\\begin\s*\{comment\}.*?\\end\s*\{comment\}|\\iffalse\b.*?\\(?:else|fi)\b", regex.S
)
_DEFINED = regex.compile(
    r"\\(?:(?:(?:re)?new|provide)command|DeclareRobustCommand|(?:New|Renew|Provide|Declare)"
    r"DocumentCommand|[gex]?def|let)\*?\s*\{?\s*\\(claim|exempt)(?![A-Za-z])"
    r"|\\csname\s*(claim|exempt)\s*\\endcsname"
)
# What makes letters or numbers of something else: definitions, counters, codes of signs.
_OWN = regex.compile(
    r"\\(?:(?:(?:re)?new|provide)(?:command|environment)|DeclareRobustCommand"
    r"|(?:New|Renew|Provide|Declare)Document(?:Command|Environment)|(?:[gex]?def|let)(?![A-Za-z]))"
    r"\*?\s*+\{?+\s*+\\?+(?!claim\b|exempt\b)"
    r"|\\(?:newcounter|(?:set|addto|step|refstep)counter|catcode|lccode|uccode|char|symbol|csname"
    r"|the[a-z]*|value|arabic|alph|roman|Roman|romannumeral|numexpr|number|directlua|write18"
    r"|newcount|newtoks|(?:set(?:main|roman|sans|mono)|new)?font(?:family|face|spec)?|usefont|newif|iffalse|iftrue|[hv]?phantom|reflectbox|llap|rlap|transparent|DeclareMathOperator|everypar|AtBeginDocument|input\s*\|)(?![A-Za-z])"
    r"|\^\^[0-9a-f]{2}"
)
_PACKAGES = regex.compile(
    r"\\(?:usepackage|RequirePackage|documentclass)\s*(?:\[[^\]]*\])?\{([^}]*)\}"
)
_PICTURE = regex.compile(r"\\includegraphics\*?\s*(?:\[([^\]]*)\])?\s*\{([^}]*)\}")
_ANY_PICTURE = regex.compile(r"\\includegraphics(?![A-Za-z]).{0,40}", regex.S)
_FOLDERS = regex.compile(r"\\graphicspath\s*\{((?:\s*\{[^}]*\})+)\s*\}")
_IN_BRACES = regex.compile(r"\{([^}]*)\}")
_CUTS = regex.compile(
    r"\b(?:trim|clip|viewport|bb\w*|angle|rotate|reflect|phantom|decodearray|page)\b"
    r"|scale\s*=\s*-|\*"
)
_SIDES = regex.compile(r"\b(width|(?:total)?height)\s*=")
_SQUEEZED = regex.compile(
    r"\\(?:resizebox\*?\s*\{\s*[^!{}\s][^{}]*\}\s*\{\s*[^!{}\s][^{}]*\}|scalebox\s*\{(?!\s*-)[^{}]*\}\s*\[[^\]]*\])"
    r"(?=[^\n]*\\includegraphics)"
)
_BOX = regex.compile(
    r"\\(?:begin\s*\{adjustbox\}|adjustbox|setkeys\s*\{\s*Gin\s*\})\s*\{([^{}]*)\}"
)
_TURNS = regex.compile(
    r"\\(reflectbox|rotatebox|clipbox|trimbox|scalebox(?=\s*\{\s*-))\b[^\n]*\\includegraphics"
)
_DRAWING = regex.compile(
    r"\\begin\s*\{(?:tikzpicture|pgfpicture|picture|pspicture|[oO]verpic)\*?\}"
    r"|\\(?:[hv]?rule|f?colorbox|tikz|pgfplots\w*|hrulefill|dotfill|f(?:rame)?box|[cx]?leaders|"
    r"(?:multi)?put|stackinset|ding(?:line|fill)?)(?![A-Za-z])|\\underline\s*\{\s*\\[hq]"
    r"|(?:\\(?:text)?(?:bullet|blacksquare|bigstar|blacktriangle|square|Box|star|ast)(?![A-Za-z])"
    r"[\s{}$~]*){3,}"
)
# What shows text so that hardly anybody sees it, or at another place.
_HARDLY_SEEN = regex.compile(
    r"\\(?:text)?color\s*(?:\[[^\]]*\])?\s*\{\s*(?:white|F{6}|1(?:\.0*)?(?:\s*,\s*1(?:\.0*)?){2}|\w+!1?\d)"
    r"\s*\}|\\(?:tiny|raisebox)(?![A-Za-z])|\\fontsize\s*\{\s*[0-4](?:\.\d+)?(?:pt)?\s*\}"
    r"|\\(?:hspace\*?\s*\{|kern|hskip)\s*-|\\(?:make|frame)box\s*\[\s*0"
)


# What shows a file that is neither read as text nor compared as a picture.
_BRINGING = regex.compile(
    r"\\(?:includepdf|[BL]?VerbatimInput|verbatiminput|lstinputlisting|inputminted|include(?:svg|media|"
    r"standalone)|csv\w*(?:reader|tabular|tabularray|longtable)|pgfplotstable\w+|DTLload\w+|(?:sub)?"
    r"(?:import|inputfrom|includefrom|file|fileinclude)|epsf(?:box|ig|file)|psfig|animategraphics|special|"
    r"pdfximage|pgf(?:declare|use)?image|adj(?:ustimage|includegraphics)|XeTeX(?:pic|pdf)file)(?![A-Za-z])\*?\s*(?:\[[^\]]*\]\s*)*(?:\{([^{}]*)\})?"
)


def read_latex(path: Path) -> str:
    """The source of an article without its comments."""
    text = _COMMENT.sub("", path.read_text(encoding="utf-8", errors="replace"))
    return _LEFT_OUT.sub("", text)


def check_commands(
    path: Path, name: str, bundled: Collection[str], checked: "Counter[str]"
) -> Iterator[Finding]:
    r"""Find what shows other numbers or other pictures than those that are compared.

    Parameters
    ----------
    path : Path
        An article in LaTeX.
    name : str
        Its name in findings.
    bundled : collection of str
        The hashes of the files of bundles.
    checked : Counter
        What was checked; what cannot be compared is added to it.

    Yields
    ------
    Finding
        Another definition of ``\claim``, a picture of no bundle, or one that is cut or turned.
    """
    text = read_latex(path)
    if own := len(_OWN.findall(text)):
        checked[OWN_COMMANDS] += own
    for found in _DEFINED.finditer(text):
        command = found[1] or found[2]
        if not text.startswith(SAVED[command], found.start()):
            line = text[found.start() :].partition("\n")[0]
            yield Finding(name, rf"\{command}", SAVED[command], line.strip())
    styles = [
        style.strip()
        for listed in _PACKAGES.findall(text)
        for style in listed.split(",")
        if any((path.parent / f"{style.strip()}{ending}").is_file() for ending in (".sty", ".cls"))
    ]
    if styles:
        checked[STYLES.format(", ".join(styles))] += len(styles)
    if brought := list(dict.fromkeys(_BRINGING.findall(text))):
        checked[BROUGHT.format(", ".join(map(str.strip, brought)))] += len(brought)
    for kind, pattern in ((DRAWINGS, _DRAWING), (HARDLY_SEEN, _HARDLY_SEEN)):
        if times := len(pattern.findall(text)):
            checked[kind] += times
    for found in _SQUEEZED.finditer(text):
        yield Finding(name, "picture", "a picture as it was saved", f"a squeezed one: {found[0]}")
    for found in _TURNS.finditer(text):
        yield Finding(name, "picture", "a picture as it was saved", rf"one in \{found[1]}")
    for options in _BOX.findall(text):
        if cut := _CUTS.search(options):
            yield Finding(name, "picture", "a picture as it was saved", f"one with {cut[0]}")
    yield from _check_shown_pictures(path, name, text, bundled)


def pictures_of(path: Path, source: str, body: str) -> list[Path]:
    r"""The files of the pictures in a part of an article; none for a picture that is not there.

    LaTeX shows the first of some files: those beside the article come before those in the folders
    of ``\graphicspath``.
    """
    files = (_files_of(path, source, picture) for _, picture in _PICTURE.findall(body))
    return [found[0] for found in files if found]


def _files_of(path: Path, source: str, picture: str) -> list[Path]:
    """The files that a picture may be, of which LaTeX shows one."""
    listed = (_IN_BRACES.findall(given) for given in _FOLDERS.findall(source))
    folders = [path.parent, *(path.parent / folder for each in listed for folder in each)]
    files = [folder / f"{picture}{ending}" for folder in folders for ending in ENDINGS]
    return [file for file in files if is_own_file(file)]


def _check_shown_pictures(
    path: Path, name: str, text: str, bundled: Collection[str]
) -> Iterator[Finding]:
    for found in _ANY_PICTURE.finditer(text):
        if not _PICTURE.match(text, found.start()):  # as with corners: [0,0][99,99]
            yield Finding(name, "picture", "a picture as it was saved", " ".join(found[0].split()))
    for options, picture in _PICTURE.findall(text):
        if cut := _CUTS.search(options):
            yield Finding(name, picture, "a picture as it was saved", f"one with {cut[0]}")
        sides = set(_SIDES.findall(options))
        if len(sides) > 1 and "keepaspectratio" not in options:
            yield Finding(name, picture, "a picture as it was saved", f"one with {options}")
        files = _files_of(path, text, picture)
        if not files:
            yield Finding(name, picture, "a picture of a saved figure", "no such file")
        elif any(digest_of(read_bounded(file)) not in bundled for file in files):
            yield Finding(name, picture, "a picture of a saved figure", "another picture")
