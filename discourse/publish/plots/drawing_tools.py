"""What the bytes of a drawing depend on, besides the figure."""

import sys
from platform import machine


def drawing_tools() -> dict[str, str]:
    """The versions that a bundle records, by their names."""
    import matplotlib
    from matplotlib.ft2font import __freetype_version__ as freetype

    return {
        "matplotlib": matplotlib.__version__,
        "freetype": str(freetype),
        "platform": f"{sys.platform} {machine()}",
    }
