"""The gateway to the terminal: data on stdout, words on stderr, and no control character on either.

Text from the database was cleaned when it was stored; it is stripped here again, because a file name, an
argument or a foreign database may still drive a terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import re

ELLIPSIS = "…"
_WIDEST = 60  # where nobody looks at it on a terminal, longer cells stand out of line rather than being cut


def data(text: str) -> None:
    """Print lines of data on stdout; what drives terminals is taken out."""
    sys.stdout.write(safe_lines(text) + "\n")


def tabbed(parts: Iterable[str]) -> None:
    """Print one line of data on stdout, a tab between its parts and none inside them."""
    sys.stdout.write("\t".join(safe(part) for part in parts) + "\n")


def say(text: str) -> None:
    """Print a sentence on stderr."""
    sys.stdout.flush()
    sys.stderr.write(safe_lines(text) + "\n")


def progress(done: int, total: int) -> None:
    """Tell on stderr, in place, how many leads are done; for a terminal only."""
    sys.stderr.write(f"\r{done:,} of {total:,} leads" + ("\n" if done >= total else ""))
    sys.stderr.flush()


def as_json(found: object) -> None:
    """Print JSON on stdout: on one line in a pipe, indented on a terminal."""
    import json

    shown = json.dumps(found, ensure_ascii=False, indent=2 if is_terminal() else None)
    sys.stdout.write(json_safe(shown) + "\n")


def json_safe(text: str) -> str:
    """JSON whose control characters are all written as escapes: the same data, which drives no terminal."""
    return text if text.isascii() and "\x7f" not in text else _controls().sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    if character == "\n":
        return character
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


@cache
def _controls() -> re.Pattern[str]:
    """What may drive a terminal or hide text, and what cannot be encoded (a lone surrogate from the shell)."""
    import re

    return re.compile(
        "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
        "\U000e0000-\U000e007f]"
    )


def safe(text: str) -> str:
    """Text on one line without control characters."""
    if text.isascii() and text.isprintable():
        return text
    return _controls().sub("", text.replace("\n", " ").replace("\t", " "))


def safe_lines(text: str) -> str:
    """As `safe`, keeping the line breaks."""
    return "\n".join(map(safe, text.split("\n"))) if "\n" in text else safe(text)


def safe_text(text: str) -> str:
    """As `safe`, keeping line breaks of either kind and tabs: for CSV."""
    if text.isascii() and text.isprintable():
        return text
    return _controls().sub(lambda match: match[0] if match[0] in "\r\n\t" else "", text)


# -- terminals -------------------------------------------------------------------------------------------


def is_terminal() -> bool:
    """Whether a person looks at stdout."""
    return sys.stdout.isatty()


@cache
def has_colour() -> bool:
    """Whether stdout may be coloured: a terminal that can, and NO_COLOR not set."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "") not in ("", "dumb")


def bold(text: str) -> str:
    """Text that decides."""
    return f"\x1b[1m{text}\x1b[0m" if has_colour() else text


def dim(text: str) -> str:
    """Text that is secondary."""
    return f"\x1b[2m{text}\x1b[0m" if has_colour() else text


def styled(text: str) -> None:
    """Print a line that `bold` and `dim` have coloured; every text in it has passed `safe` before."""
    sys.stdout.write(text + "\n")


def columns_of_terminal() -> int:
    """The width to print for; 0 where stdout is no terminal, and nothing need be cut."""
    if not is_terminal():
        return 0
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except OSError:
        return 80


# -- cells -----------------------------------------------------------------------------------------------


def width(text: str) -> int:
    """Terminal cells that a safe text takes: wide letters two, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    cells = 0
    for character in text:
        if category(character) in ("Mn", "Me", "Cf"):
            continue
        cells += 2 if east_asian_width(character) in "WF" else 1
    return cells


def cut(text: str, cells: int) -> str:
    """Text that takes at most so many cells, the cut marked."""
    if width(text) <= cells:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > cells - 1:
            break
        kept += character
    return kept.rstrip() + ELLIPSIS


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), stretch: Sequence[int] = ()
) -> None:
    """Print rows under a header, aligned by cell width.

    The columns numbered in `right` are set to the right; on a terminal those in `stretch` are cut to make the rows
    fit. Works a column at a time: a thousand rows are
    printed at every `hermes list`, which has 5 × an empty Python in all.
    """
    columns = [_safe_column(cells) for cells in zip(*rows, strict=True)] if rows else [[] for _ in header]
    widths = [
        max(width(name), min(max(map(width, cells), default=0), _WIDEST))
        for name, cells in zip(header, columns, strict=True)
    ]
    limit = columns_of_terminal()
    if limit:
        _squeeze(widths, limit - 2 * (len(header) - 1), stretch)
        columns = [[cut(cell, size) for cell in cells] for cells, size in zip(columns, widths, strict=True)]
    to_right = [place in right for place in range(len(header))]
    names = [
        _aligned([cut(name, size)], size, side)[0] for name, size, side in zip(header, widths, to_right, strict=True)
    ]
    styled(dim("  ".join(names).rstrip()))
    if rows:
        set_out = [_aligned(cells, size, side) for cells, size, side in zip(columns, widths, to_right, strict=True)]
        sys.stdout.write("\n".join(["  ".join(cells).rstrip() for cells in zip(*set_out, strict=True)]) + "\n")


def _safe_column(cells: Sequence[str]) -> list[str]:
    together = "".join(cells)
    return list(cells) if together.isascii() and together.isprintable() else [safe(cell) for cell in cells]


def _aligned(cells: list[str], size: int, right: bool) -> list[str]:
    if "".join(cells).isascii():
        return [cell.rjust(size) for cell in cells] if right else [cell.ljust(size) for cell in cells]
    gaps = [" " * (size - width(cell)) for cell in cells]
    return [gap + cell if right else cell + gap for gap, cell in zip(gaps, cells, strict=True)]


def _squeeze(widths: list[int], room: int, stretch: Sequence[int]) -> None:
    """Take from the widest of the columns that may shrink until all fit."""
    while sum(widths) > room and stretch:
        widest = max(stretch, key=lambda place: widths[place])
        if widths[widest] <= 8:
            return
        widths[widest] -= 1


def key_values(pairs: Sequence[tuple[str, Any]]) -> None:
    """Print names and values in two columns, leaving out what is empty."""
    shown = [(safe(name), safe(str(value))) for name, value in pairs if value not in (None, "", ())]
    names = _aligned([name for name, _ in shown], max((width(name) for name, _ in shown), default=0), right=False)
    for name, (_, value) in zip(names, shown, strict=True):
        styled(f"{dim(name)}  {value}")
