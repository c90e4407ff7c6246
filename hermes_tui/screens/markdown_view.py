"""Markdown as text for a pane: headings, lists, quotes, tables; links are told, never followed, and no HTML passes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.screens.styles import DIM

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST = 20_000  # characters drawn, in 50 ms; who writes more reads the rest in the file
_INLINE = {"strong_open": "bold", "em_open": "italic", "s_open": "strike", "link_open": "underline"}
_RULE = "─" * 24
_INDENT = "  "
_BAR = "│"


def markdown_content(text: str) -> Content:
    """What a reader of this Markdown sees, a blank line between its blocks.

    The text is data: whatever stands in it, no markup of ours comes of it.
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    lines: list[Content] = []
    for line in _Blocks(reader.parse(text[:MOST])).lines():
        if _says(line):
            if lines and not _says(lines[-1]) and not line.plain.startswith(_BAR):
                lines[-1] = Content("")  # a quote's bar does not reach past its last line
            lines.append(line)
        elif lines and _says(lines[-1]):
            lines.append(line)
    if lines and not _says(lines[-1]):
        lines.pop()
    if len(text) > MOST:
        lines += [Content(""), Content.styled(f"… and {len(text) - MOST:,} characters more", DIM)]
    return Content("\n").join(lines)


def _says(line: Content) -> bool:
    """Whether it is more than the space between two blocks."""
    return bool(line.plain.strip(f"{_BAR} "))


class _Blocks:
    """A walk over the tokens of a text, which knows the quotes and lists it is in."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._quotes = 0
        self._counters: list[int | None] = []  # of the lists around: the next number, None where they have none
        self._marker = ""  # of the item that begins, until its first line
        self._tight = False
        self._ended = False  # a list has; what follows stands apart
        self._style = ""  # of the next line
        self._table: list[list[Content]] | None = None

    def lines(self) -> Iterator[Content]:
        """The lines, in order."""
        for token in self._tokens:
            kind = token.type
            if kind == "inline" and self._table:
                self._table[-1].append(_inline(token))
            elif kind == "inline":
                yield from self._put(_inline(token).stylize_before(self._style).split("\n", allow_blank=True))
                self._style = ""
            elif kind == "table_close" and self._table is not None:
                yield from self._put(_table(self._table))
                self._table = None
            elif kind in ("fence", "code_block"):
                code = token.content.rstrip("\n").split("\n")
                yield from self._put([Content.styled(f"    {line}", DIM) for line in code])
            elif kind == "hr":
                yield from self._put([Content.styled(_RULE, DIM)])
            else:
                self._enter(token)

    def _enter(self, token: Token) -> None:
        """Note what begins or ends here; nothing of it is drawn yet."""
        kind = token.type
        if kind == "heading_open":
            self._style = "bold underline" if token.tag in ("h1", "h2") else "bold"
        elif kind in ("blockquote_open", "blockquote_close"):
            self._quotes += token.nesting
        elif kind in ("bullet_list_open", "ordered_list_open"):
            self._counters.append(None if kind[0] == "b" else int(token.attrGet("start") or 1))
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._counters.pop()
            self._ended = not self._counters
        elif kind == "list_item_open":
            self._begin_item()
        elif kind == "paragraph_open":
            self._tight = token.hidden
        elif kind == "table_open":
            self._table = []
        elif kind == "tr_open" and self._table is not None:
            self._table.append([])

    def _begin_item(self) -> None:
        number = self._counters[-1]
        self._marker = "•  " if number is None else f"{number}.  "
        if number is not None:
            self._counters[-1] = number + 1

    def _put(self, block: Sequence[Content]) -> Iterator[Content]:
        """A block's lines behind their marks; a blank one after it, but between the items of a list."""
        quote = f"{_BAR}  " * self._quotes
        if self._ended:
            self._ended = False
            yield Content("")
        for line in block:
            margin = _INDENT * max(0, len(self._counters) - 1)
            margin += self._marker if self._marker else "   " if self._counters else ""
            self._marker = ""
            yield Content.assemble((quote, DIM), margin, line)
        if not (self._tight and self._counters):
            yield Content.styled(quote.rstrip(), DIM)
        self._tight = False


def _inline(token: Token) -> Content:
    """The words of a line or paragraph with their styles; a link is followed by where it goes."""
    parts: list[tuple[str, str]] = []
    styles: list[str] = []
    links: list[str] = []
    for child in token.children or []:
        kind = child.type
        if kind in _INLINE:
            styles.append(_INLINE[kind])
            if kind == "link_open":
                links.append(str(child.attrGet("href") or ""))
        elif kind.endswith("_close"):
            styles.pop()
            if kind == "link_close":
                parts.append((f" ({links.pop()})", DIM))
        elif kind in ("softbreak", "hardbreak"):
            parts.append((" " if kind == "softbreak" else "\n", ""))
        elif kind == "image":
            parts.append((f"[{child.content or 'image'}]", DIM))
        else:
            style = " ".join([*styles, "bold"] if kind == "code_inline" else styles)
            parts.append((child.content, style))
    return Content.assemble(*parts)


def _table(rows: Sequence[Sequence[Content]]) -> list[Content]:
    """Cells in columns as wide as their widest, the first row bold."""
    widths = [max(cell.cell_length if cell else 0 for cell in column) for column in zip_longest(*rows)]
    drawn = []
    for place, row in enumerate(rows):
        cells = [cell.pad_right(width - cell.cell_length) for cell, width in zip(row, widths, strict=False)]
        line = Content("  ").join(cells)
        drawn.append(line.stylize_before("bold") if place == 0 else line)
    return drawn
