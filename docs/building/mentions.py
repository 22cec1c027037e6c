"""Names of code in prose, such as ``dc.keyness``, as links to their pages of the reference.

``corpus.audit`` is a name of the class `Corpus`.
"""

import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

PREFIX = "discourse."
NAME = re.compile(r"(?:dc|corpus)\.([A-Za-z_]\w*(?:\.\w+)?)(?:\(.*\))?", re.S)
OF_CORPUS = "discourse.Corpus."
COMMAND = re.compile(r"discourse (?:help|docs) ([\w/-]+)")


class LinkMentions(SphinxPostTransform):
    """Link what is written as code and is a public name."""

    default_priority = 5  # before references are resolved
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Link the names of a page."""
        for literal in list(self.document.findall(nodes.literal)):
            if _is_in(literal, nodes.reference, nodes.title, addnodes.pending_xref):
                continue
            address = find_address(self.env, self.env.docname, literal.astext())
            if address is not None and address.partition("#")[0]:
                link = nodes.reference("", "", internal=True, refuri=address)
                literal.replace_self(link)
                link += literal


def _is_in(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, kinds):
            return True
        parent = parent.parent
    return False


def find_address(env: BuildEnvironment, page: str, text: str) -> str | None:
    """The address, relative to a page, of what the reference says about a name in code."""
    command = COMMAND.fullmatch(text)
    if command is not None and command[1] in env.found_docs:
        address: str = env.app.builder.get_relative_uri(page, command[1])
        return address
    named = NAME.fullmatch(text)
    if named is None:
        return None
    objects = env.get_domain("py").data["objects"]  # type: ignore[attr-defined]
    prefix = OF_CORPUS if text.startswith("corpus.") else PREFIX
    found = objects.get(prefix + named[1]) or objects.get(prefix + named[1].partition(".")[0])
    if found is None:
        return None
    place: str = env.app.builder.get_relative_uri(page, found.docname)
    return f"{place}#{found.node_id}"


def resolve_name(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, content: nodes.TextElement
) -> nodes.reference | None:
    """Resolve ``dc.NAME`` where a docstring refers to it."""
    target = node.get("reftarget", "")
    if node.get("refdomain") != "py":
        return None
    name = target if target.startswith("dc.") else f"dc.{target}"
    address = find_address(env, node["refdoc"], name.removesuffix("()"))
    if address is None:
        return None
    return nodes.reference("", "", content, internal=True, refuri=address)


def shorten_names(app: Sphinx, page: nodes.document) -> None:
    """Write a signature as it is called: ``dc.keyness``, not ``discourse.keyness``.

    Measures are not called by their users, who name them: ``measures=["bic"]``.
    """
    for name in page.findall(addnodes.desc_addname):
        shown = name.astext().replace(PREFIX, "dc.")
        name.children = [] if shown.startswith("dc.measures.") else [nodes.Text(shown)]


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the links to the site."""
    app.add_post_transform(LinkMentions)
    app.connect("missing-reference", resolve_name)
    app.connect("doctree-read", shorten_names)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
