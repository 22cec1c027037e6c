"""Files that are archives, as those of word processors: refused if they are not safe to unpack."""

import io
import zipfile
from pathlib import PurePosixPath

from discourse.text.extract import RawFile
from discourse.text.limits import LARGEST_FILE, format_bytes


def check_archive(raw: RawFile, damaged: str) -> None:
    """Refuse an archive that is damaged, unpacks outside its folder, or unpacks to too much.

    `damaged` is the error for one that is no archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError):  # or one of a kind that Python cannot unpack
        raise raw.error(damaged) from None
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise raw.error(
                f"contains an entry that would unpack elsewhere, {entry.filename!r}; "
                "do not trust it."
            )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_FILE:
        raise raw.error(
            f"unpacks to {format_bytes(unpacked)}, and the limit is {format_bytes(LARGEST_FILE)}; "
            "divide it."
        )
