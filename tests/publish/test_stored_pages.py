"""HTML in a notebook holds text in its place: no element hides, moves, draws or runs anything."""

import pandas as pd
import pytest

import discourse as dc
from discourse.publish.checks.stored_pages import find_odd_html

CORPUS = dc.Corpus.from_texts({"a": "Peace and rights for all; rights, and peace."})


@pytest.mark.parametrize(
    "page",
    [
        "<p>28 hits, <b>more</b> than 5 &lt; 7</p><!-- a note -->",
        "<div align='center'><table style='width: 100%; color: #333'><tr><td>28</td></tr></table>",
        "<details><summary>More</summary><ul><li>28</li></ul></details>",
        "<td style='padding: 0.1em 0.35em; background: transparent; font-weight: bold'>28</td>",
        "<style scoped>.dataframe tbody tr th { vertical-align: top; } /* a note */</style>",
        "<td style='background-color: #08306b; color: #f1f1f1'>28</td>",
        "<td style='border: 1px solid; background: #eee; padding: 4px'>28</td>",
        "<img src='x.png' width='400' alt='Dots.'>",
    ],
)
def test_text_in_its_place_is_not_odd(page):
    assert list(find_odd_html(page)) == []


def test_what_this_package_and_pandas_show_is_not_odd():
    table = dc.frequencies(CORPUS)
    styled = table.style.format(precision=2).highlight_max("count").set_caption("Words.")
    pages = [
        dc.concordance(CORPUS, "rights")._repr_html_(), table._repr_html_(),
        CORPUS.show("peace")._repr_html_(), styled.to_html(),
        pd.DataFrame({"a": ["<iframe>"]})._repr_html_(),
    ]  # fmt: skip
    assert [list(find_odd_html(page)) for page in pages] == [[]] * 5


ODD = {
    "<iframe src='x'></iframe>": "the element iframe",
    "<object data='x'></object>": "the element object",
    "<canvas></canvas>": "the element canvas",
    "<script>draw()</script>": "the element script",
    "<bdo dir='rtl'>28</bdo>": "the element bdo",
    "<meter value='0.9'></meter>": "the element meter",
    "<p hidden>28</p>": "the attribute hidden",
    "<p onclick='f()'>28</p>": "code in the attribute onclick",
    "<a href='javascript:f()'>28</a>": "code in the attribute href",
    "<table background='x.png'></table>": "a picture in the attribute background",
    "<p style='position: absolute; top: 0'>99</p>": "the style position: absolute",
    "<p style='DISPLAY : none'>28</p>": "the style display: none",
    "<p style='visibility: hidden'>28</p>": "the style visibility: hidden",
    "<p style='opacity: 0'>28</p>": "the style opacity: 0",
    "<p style='margin-left: -99em'>28</p>": "the style margin-left: -99em",
    "<p style='text-indent: -99em'>28</p>": "the style text-indent: -99em",
    "<p style='font-size: 0'>28</p>": "the style font-size: 0",
    "<p style='font-size: 1px'>28</p>": "the style font-size: 1px",
    "<p style='width: 0; overflow: hidden'>28</p>": "the style width: 0",
    "<p style='color: white'>28</p>": "the style color: white",
    "<p style='color: #123; background: #124'>28</p>": "the style color: #123",
    "<font color='white'>28</font>": "the attribute color: white",
    "<p style='color: var(--jp-layout-color1)'>28</p>":
        "the style color: var(--jp-layout-color1)",
    "<p style='line-height: 0'>28</p>": "the style line-height: 0",
    "<p style='d&#105;splay:none!important'>28</p>": "the style display: none!important",
    "<p style='color: transparent'>28</p>": "the style color: transparent",
    "<p style='transform: scale(-1, 1)'>28</p>": "the style transform: scale(-1, 1)",
    "<p style='unicode-bidi: bidi-override; direction: rtl'>28</p>":
        "the style unicode-bidi: bidi-override",
    "<p style='flex-direction: row-reverse'>28</p>": "the style flex-direction: row-reverse",
    "<p style='background: url(data:image/png,AAAA)'></p>":
        "the style background: url(data:image/png,AAAA)",
    "<p style='background: linear-gradient(90deg, red 99%, white 99%)'></p>":
        "the style background: linear-gradient(90deg, red 99%, white 99%)",
    "<div style='width: 99%; background: #000'>rights</div>": "the style width: 99%",
    "<td bgcolor='black' width='200'></td>": "the attribute width of an area in a colour",
    "<table bgcolor=red height=9></table>": "the attribute height of an area in a colour",
    "<table cellpadding='40'></table>": "the attribute cellpadding",
    "<td style='background: #000; padding-right: 300px'></td>": "the style padding-right: 300px",
    "<td style='background: #000; width: 300px'></td>": "the style width: 300px",
    "<td style='border-left: 300px solid #000'></td>": "the style border-left: 300px solid #000",
    "<p style='border-bottom: 30px solid red'>28</p>": "the style border-bottom: 30px solid red",
    "<b style='font-size: 90px'>28</b>": "the style font-size: 90px",
    "<img src='x.png' width='900' height='9'>": "a picture with a width and a height of its own",
    "<img src='x.png' style='width: 900px; height: 9px'>":
        "a picture with a width and a height of its own",
    "<span class='lm-mod-hidden'>not</span>": "the class lm-mod-hidden",
    "<mark>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;</mark>": "a bar of spaces",
    "<u>&emsp;&emsp;&emsp;&emsp;&emsp;&emsp;</u>": "a bar of spaces",
    "<style>td::after { content: ' 99' }</style>": "the style content: ' 99'",
    "<style>@font-face { src: url(x) }</style>": "the style src: url(x)",
    "<style>@import 'x.css';</style>": "the style @import",
    "<style>td { di\\73play: none }</style>": "the style di\\73play: none",
}  # fmt: skip


@pytest.mark.parametrize("page", ODD)
def test_what_is_no_text_in_its_place_is_named(page):
    assert ODD[page] in list(find_odd_html(page))
