"""Whether a CSV has the bytes that this package writes for its cells.

Other programs may read other bytes in another way: a mark at the start as a part of the first
column's name, a blank line as a row.
"""

from collections.abc import Iterator

import pandas as pd

from discourse.publish.export.data_files import csv_bytes
from discourse.publish.provenance.finding import Finding

_MARK = b"\xef\xbb\xbf"


def check_csv_bytes(file: str, raw: bytes, cells: pd.DataFrame) -> Iterator[Finding]:
    """Find a CSV that is written in another way than its cells are.

    Parameters
    ----------
    file : str
        The name of the file.
    raw : bytes
        Its bytes.
    cells : DataFrame
        Its cells, as `read_csv` reads them.

    Yields
    ------
    Finding
        What is different, if anything is.
    """
    wanted = csv_bytes(cells)
    if raw != wanted:
        yield Finding(file, "bytes", "UTF-8, line feeds, and no more quotes or lines than needed",
                      _name_difference(raw, wanted))  # fmt: skip


def _name_difference(raw: bytes, wanted: bytes) -> str:
    if raw.startswith(_MARK):
        return "a byte order mark"
    if raw.replace(b"\r\n", b"\n") == wanted:
        return "line ends of Windows"
    if raw.split() == wanted.split():
        return "other spaces or blank lines"
    return "the same in another spelling, such as with other quotes"
