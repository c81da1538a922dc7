"""Where the style files are: inside an installed wheel, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def styles_dir() -> Path:
    """The folder of the style sheets and themes. In a checkout these are the live files."""
    packaged = _HERE / "styles"
    return packaged if packaged.is_dir() else _HERE.parent / "styles"


def style_sheets() -> list[Path]:
    """Every style sheet, in the order of their names; later ones win."""
    return sorted(styles_dir().glob("*.tcss"))
