"""A share drawn as a bar in eighths of a cell, lying or standing: shapes that read without any colour."""

from __future__ import annotations

_LYING = " ▏▎▍▌▋▊▉█"
_STANDING = " ▁▂▃▄▅▆▇█"
FULL = "█"


def _eighths(share: float, cells: int) -> int:
    """So many eighths; what is there at all has one."""
    if share <= 0 or cells < 1:
        return 0
    return max(1, min(cells * 8, round(share * cells * 8)))


def bar(share: float | None, cells: int) -> str:
    """A bar of `share` (0 … 1; beyond is cut) of `cells` cells, not padded; nothing where there is no share.

    >>> bar(0.5, 5), bar(0.001, 5), bar(0, 5), bar(None, 5)
    ('██▌', '▏', '', '')
    """
    whole, rest = divmod(_eighths(share or 0, cells), 8)
    return FULL * whole + (_LYING[rest] if rest else "")


def column(share: float | None, cells: int) -> list[str]:
    """The same standing, one sign a cell, from the top: `cells` of them.

    >>> column(0.5, 3), column(0.01, 2)
    ([' ', '▄', '█'], [' ', '▁'])
    """
    whole, rest = divmod(_eighths(share or 0, cells), 8)
    from_below = [FULL] * whole + ([_STANDING[rest]] if rest else [])
    return [*" " * (cells - len(from_below)), *reversed(from_below)]


def share_of(value: float | None, greatest: float) -> float | None:
    """`value` of `greatest`; None where there is nothing to draw."""
    return None if value is None or value <= 0 or greatest <= 0 else value / greatest
