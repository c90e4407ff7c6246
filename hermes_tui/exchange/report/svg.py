"""What plots are drawn of: elements of SVG with everything in them escaped, and axes with round numbers.

Colours are classes, which the page's style fills in for light, dark and paper. Shapes tell series apart too: solid,
hatched, hollow.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from math import floor, log10


def element(name: str, content: str = "", /, **attributes: str | float) -> str:
    """An element; `content` is SVG already. `class_` is written `class`, `text_anchor` is `text-anchor`.

    >>> element("rect", x=1.25, class_="won")
    '<rect x="1.25" class="won"/>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items() if value != ""
    )
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def words(x: float, y: float, text: str, class_: str = "", anchor: str = "") -> str:
    """A line of text, which begins, is centred (`middle`) or ends (`end`) at x."""
    return element("text", escape(text), x=x, y=y, class_=class_, text_anchor=anchor)


def block(x: float, y: float, width: float, height: float, class_: str, said: str = "", fill: str = "") -> str:
    """A bar, with words that a browser shows over it; nothing where it has no size. `fill` wins over its class."""
    if width <= 0 or height <= 0:
        return ""
    told = element("title", escape(said)) if said else ""
    return element("rect", told, x=x, y=y, width=width, height=height, class_=class_, fill=fill)


def line(x: float, y: float, to_x: float, to_y: float, class_: str = "rule") -> str:
    """A straight line."""
    return element("line", x1=x, y1=y, x2=to_x, y2=to_y, class_=class_)


def picture(parts: Iterable[str], width: float, height: float, said: str, class_: str = "plot") -> str:
    """A whole SVG as wide as there is room for, at most `width` pixels; `said` is for who cannot see it."""
    return element(
        "svg", element("title", escape(said)) + "".join(parts), xmlns="http://www.w3.org/2000/svg", class_=class_,
        viewBox=f"0 0 {width:g} {height:g}", width=width, height=height, role="img", aria_label=said,
    )  # fmt: skip


def hatching(name: str) -> str:
    """Slanted lines to fill with: `fill="url(#name)"`."""
    stripe = element("rect", width=2, height=5, class_="stripe")
    return element(
        "defs",
        element("pattern", stripe, id=name, width=5, height=5, patternUnits="userSpaceOnUse",
                patternTransform="rotate(45)"),
    )  # fmt: skip


def ticks(largest: float, at_most: int = 4) -> list[float]:
    """Round numbers from 0 to at least `largest`, at most so many steps of 1, 2 or 5 times a power of ten.

    >>> ticks(37)
    [0, 10, 20, 30, 40]
    >>> ticks(0)
    [0, 1]
    """
    if largest < 1e-9:
        return [0, 1]
    power = 10.0 ** floor(log10(largest / at_most))
    step = next((power * many for many in (1, 2, 5) if largest / (power * many) <= at_most), power * 10)
    if step < 1 and largest >= 1:
        step = 1
    count = -int(-largest // step)
    return [place * step if step % 1 else int(place * step) for place in range(count + 1)]
