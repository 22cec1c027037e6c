"""What the commands and environments of LaTeX do to the text, as far as a reader sees it."""

import regex

# Commands whose arguments, as many as given, are not text; what follows them may be.
NOT_TEXT = {
    **dict.fromkeys(
        "label ref eqref pageref autoref nameref cref Cref vref bibliography bibliographystyle "
        "usepackage RequirePackage documentclass includegraphics vspace vspace* hspace hspace* "
        "hypersetup geometry pagestyle thispagestyle pagenumbering href textcolor color cline "
        "cmidrule parbox scalebox raisebox graphicspath addbibresource linespread "
        "selectlanguage foreignlanguage lstinputlisting verbatiminput index gls Gls "
        "enlargethispage hypertarget hyperlink nocite hyphenation bibitem email "
        "title* captionsetup phantom hphantom vphantom "
        "lstset sisetup includeonly Sexpr captionof Hy@raisedlink usetikzlibrary "
        "addtolength stepcounter refstepcounter thispagestyle* bibinfo cellcolor rowcolor".split(),
        1,
    ),
    **dict.fromkeys(
        "setlength setcounter addtocounter multicolumn multirow resizebox resizebox* rule "
        "fontsize DeclareMathOperator DeclareMathOperator* addtolength titleformat "
        "newtheorem newtheorem* theoremstyle".split(),
        2,
    ),
    **dict.fromkeys("definecolor newenvironment renewenvironment addcontentsline".split(), 3),
}  # fmt: skip
# What follows \else is shown.
END_OF_IFFALSE = regex.compile(r"\\(?:else|fi)(?![A-Za-z@])")
CITES = regex.compile(r"(?:[A-Za-z]*[cC]ites?(?:[a-z]*)?|supercite|fullcite)\*?")
DEFINES = frozenset(
    "newcommand newcommand* renewcommand renewcommand* providecommand providecommand* "
    "DeclareRobustCommand DeclareRobustCommand*".split()
)
EMPHASISES = frozenset("emph textit textbf textsc textsl underline term textsf".split())
SETS_NUMBERS = frozenset("num qty SI".split())
IS_CODE = frozenset("texttt code path url nolinkurl lstinline".split())
ENCLOSED_CODE = frozenset("path url nolinkurl lstinline".split())
STRIKES = frozenset("sout st xout cancel hcancel".split())
HEADINGS_OF_LATEX = frozenset(
    f"{name}{star}"
    for name in (
        "part chapter section subsection subsubsection paragraph subparagraph title subtitle"
    ).split()
    for star in ("", "*")
)
NOTES_OF_LATEX = frozenset("footnote footnotetext endnote thanks marginpar sidenote".split())
# Who wrote it, and where: of such text only the notes are read, because addresses have numbers.
NAMES = frozenset("author authors affil affiliation institute institution address".split())
HEAD_LINES = frozenset("date keywords publishers subject titlehead dedication".split())
# What a preamble has of the text.
OF_PREAMBLE = NAMES | HEAD_LINES | {"title", "subtitle", "begin"}
CAPTIONS = frozenset("caption caption* subcaption captionof".split())
INCLUDES = frozenset("input include subfile".split())
ENDS_BLOCK = frozenset("par item maketitle newpage clearpage bigskip medskip smallskip".split())
SHOWN_AS = {
    "\\%": "%", "\\&": "&", "\\$": "$", "\\#": "#", "\\_": "_", "\\{": "{", "\\}": "}",
    "\\,": "\u202f", "\\ ": " ", "\\;": " ", "\\:": " ", "\\/": "", "\\-": "", "\\!": "",
    "\\\n": " ", "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–",
    "textemdash": "—", "textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘",
    "textquoteright": "’", "ss": "ß", "LaTeX": "LaTeX", "TeX": "TeX", "percent": "%",
    "textpercent": "%", "textasciitilde": "~", "textless": "<", "textgreater": ">", "quad": " ",
    "qquad": " ", "space": " ", "thinspace": "\u202f", "ae": "æ", "o": "ø", "aa": "å",
    "textbackslash": "\\", "textasciicircum": "^", "textbar": "|", "textquotedbl": '"', "S": "§",
    "textminus": "\u2212",
}  # fmt: skip

VERBATIM = frozenset("verbatim verbatim* lstlisting minted Verbatim alltt".split())
LEFT_OUT_ENVIRONMENTS = frozenset(
    "comment tikzpicture pgfpicture filecontents filecontents* picture".split()
)
FORMULAS = frozenset(
    f"{name}{star}"
    for name in "equation align gather multline eqnarray displaymath math flalign alignat".split()
    for star in ("", "*")
)
TABLES = {"tabular": 1, "tabular*": 2, "tabularx": 2, "tabulary": 2, "longtable": 1, "array": 1}
QUOTES = frozenset("quote quotation verse displayquote".split())
# Arguments of environments that are not text.
ARGUMENTS = {"minipage": 1, "thebibliography": 1, "multicols": 1, "adjustbox": 1, "subfigure": 1}
# Signs that LaTeX reads even in an argument that is not shown.
_SIGNS_OF_CLAIMS = regex.compile(r"[%&#]")


def write_latex_claim(shown: str, claim: str) -> str:
    r"""Write a number, as LaTeX shows it, with its claim.

    Examples
    --------
    >>> print(write_latex_claim(r"60 \%", "peace @ a&b"))
    \claim{60 \%}{peace @ a\&b}
    """
    written = _SIGNS_OF_CLAIMS.sub(r"\\\g<0>", claim)
    return f"\\claim{{{shown}}}{{{written}}}"
