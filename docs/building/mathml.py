"""Mathematics as MathML, which browsers draw without a script and screen readers can read."""

import re
from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the renderer, which ``html_math_renderer = "mathml"`` chooses."""
    app.add_html_math_renderer(
        "mathml", inline_renderers=(_write_inline, None), block_renderers=(_write_block, None)
    )
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _write_inline(writer: Any, node: nodes.math) -> None:
    writer.body.append(tex2mathml(node.astext()))
    raise nodes.SkipNode


def _write_block(writer: Any, node: nodes.math_block) -> None:
    shown = re.sub(r"\n\s*", "", tex2mathml(node.astext(), as_block=True))
    writer.body.append(f'<div class="formula" tabindex="0">{shown}</div>\n')
    raise nodes.SkipNode
