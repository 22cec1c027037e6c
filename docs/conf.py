"""Settings of the site. ``make docs`` builds it, with ``docs/building/assemble.py``."""

import sys
from pathlib import Path

from discourse.record import package_version

BUILDING = Path(__file__).parent / "building"
sys.path.insert(0, str(BUILDING))

project = "discourse"
author = "The discourse developers"
copyright = f"2026, {author}"
release = version = package_version()
language = "en"
html_last_updated_fmt = None  # the same bytes on every run

extensions = [
    "sphinx.ext.autodoc",
    "numpydoc",
    "myst_nb",
    "mathml",
    "formula_lines",
    "verb_docstrings",
    "claims",
    "mentions",
    "accessible",
]
html_math_renderer = "mathml"
smartquotes = False  # quotation marks of code stay as Python reads them
default_role = "py:obj"  # names in single backticks, as docstrings have them
toc_object_entries = False
autodoc_typehints = "none"  # the section Parameters says them in words
autodoc_member_order = "groupwise"
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

nb_execution_mode = "off"  # outputs are those that are stored, which nbval compares
nb_merge_streams = True
myst_enable_extensions = ["html_image"]
myst_heading_anchors = 4

html_theme = "pydata_sphinx_theme"
html_title = "discourse"
html_static_path = ["building/static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_domain_indices = False
html_sidebars = {page: [] for page in ("index", "gallery", "start")}
html_theme_options = {
    "logo": {"text": "discourse"},
    "navbar_align": "left",
    "navbar_end": ["theme-switcher"],
    "navbar_persistent": ["search-button"],
    "header_links_before_dropdown": 8,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "show_prev_next": True,
    "search_as_you_type": True,
    "show_nav_level": 1,
    "navigation_depth": 3,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
