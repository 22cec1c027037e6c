"""All figures of a folder side by side, each with its caption and the verb of its table."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any

from discourse.corpus.store.file_sets import write_together
from discourse.errors import DiscourseError, check_path
from discourse.publish.provenance.allowance import is_own_file, read_bounded
from discourse.publish.provenance.bundle import is_bundle, read_record
from discourse.publish.provenance.panels_of_bundle import (
    is_figure_of_panels,
    panel_records,
    read_panels,
)


@dataclass(frozen=True, repr=False)
class ContactSheet:
    """The figures of a folder by name, with their records; a notebook shows them side by side.

    Attributes
    ----------
    folder : Path
        The folder.
    names : sequence of str
        The names of the figures, without endings.
    records : sequence of mapping
        What the JSON of each figure holds.
    verbs : sequence of list of str
        The verbs of the tables of each figure; a figure of panels has several.
    """

    folder: Path
    names: Sequence[str]
    records: Sequence[Mapping[str, Any]]
    verbs: Sequence[Sequence[str]]

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the figures as a page for a browser.

        Parameters
        ----------
        path : str or path
            The page, such as ``"contact-sheet.html"``.

        Returns
        -------
        Path
            The page.

        Raises
        ------
        DiscourseError
            If its folder does not exist.

        Examples
        --------
        >>> import discourse as dc, tempfile, pathlib
        >>> place = pathlib.Path(tempfile.mkdtemp()) / "contact-sheet.html"
        >>> dc.contact_sheet("figures/").save(place).name
        'contact-sheet.html'
        """
        place = check_path("path", path)
        if not place.parent.is_dir():
            raise DiscourseError(f"there is no folder {place.parent}; make it, or name another.")
        head = '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Figures</title>\n'
        write_together({place: f"{head}<body>\n{self._repr_html_()}\n</body>\n</html>\n".encode()})
        return place

    def __repr__(self) -> str:
        pairs = zip(self.names, self.records, strict=True)
        return "\n".join(f"{name}: {record['caption']}" for name, record in pairs)

    def _repr_html_(self) -> str:
        shown = zip(self.names, self.records, self.verbs, strict=True)
        figures = "\n".join(self._figure(*each) for each in shown)
        return f'<div style="display: flex; flex-wrap: wrap; gap: 1.5em">\n{figures}\n</div>'

    def _figure(self, name: str, record: Mapping[str, Any], verbs: Sequence[str]) -> str:
        image = base64.b64encode(read_bounded(self.folder / f"{name}.svg")).decode("ascii")
        codes = ", ".join(f"<code>dc.{escape(verb)}</code>" for verb in verbs)
        return (
            '<figure style="margin: 0; width: 21em">'
            f'<img src="data:image/svg+xml;base64,{image}" alt="{escape(str(record["alt"]))}" '
            'style="width: 100%; background: white">'
            f"<figcaption><b>{escape(name)}</b>: {escape(str(record['caption']))} "
            f"{codes}</figcaption></figure>"
        )


def contact_sheet(folder: str | PathLike[str]) -> ContactSheet:
    """Show the figures that `save_figure` put into a folder.

    Parameters
    ----------
    folder : str or path
        The folder.

    Returns
    -------
    ContactSheet
        The figures in the order of their names; a notebook shows them side by side.

    Raises
    ------
    DiscourseError
        If the folder does not exist or holds no figure, or if a bundle is malformed.

    See Also
    --------
    dc.save_figure : Save a figure with its table, its lines and its recipe.
    dc.verify : Check that what is published still holds.

    Notes
    -----
    ``discourse docs figures`` explains figures for a paper.

    Examples
    --------
    >>> import discourse as dc
    >>> sheet = dc.contact_sheet("figures")
    >>> sheet.names[0]
    'clauses'
    """
    place = check_path("folder", folder)
    found = [path for path in sorted(place.glob("*.json")) if is_own_file(path.with_suffix(".svg"))]
    records, verbs = dict[str, Mapping[str, Any]](), list[list[str]]()
    for path in found:
        if is_bundle(path) and "drawn" in (record := read_record(path)):
            tables = [record]
        elif is_figure_of_panels(path):
            record = read_panels(path)
            tables = [read_record(panel) for panel in panel_records(path, record)]
        else:
            continue
        records[path.stem] = record
        verbs.append(list(dict.fromkeys(str(each["recipe"].get("verb")) for each in tables)))
    if not records:
        raise DiscourseError(f"{place} holds no figure; save one there with dc.save_figure.")
    return ContactSheet(place, list(records), list(records.values()), verbs)
