"""A TextArea that colours what it holds, underlines what is wrong in it, and paints only the lines that a key changed.

It knows no language: its owner gives a function that says which parts of a text are of which kind, and a style a kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from math import ceil
from typing import ClassVar, NamedTuple

from rich.style import Style as RichStyle
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Selection


class Piece(NamedTuple):
    """A part of one line, both 0-based, `end` exclusive, in characters; `kind` is a name of the owner's own."""

    line: int
    start: int
    end: int
    kind: str


Pieces = Callable[[str], Iterable[tuple[int, int, int, str]]]
"""text → its parts that are to be coloured, as Piece says"""


class CodeArea(TextArea):
    """An editor of a few hundred lines: `pieces` is asked about the whole text at each change of it.

    Textual's own paints all of its lines at every key, 10 KB of them; here a line is painted where it differs from
    what stands there.
    """

    # Unlike the parent's it repaints nothing by itself: `watch_selection` does, line by line.
    selection: reactive[Selection] = reactive(Selection(), init=False, always_update=True, repaint=False)

    DEFAULT_CSS = """
    CodeArea { padding: 0 1; background: $background; scrollbar-size-vertical: 1; border: none; }
    CodeArea:focus { border: none; }
    """

    # Redo beside Textual's ctrl+y: above this editor ctrl+r may mean something that is not about its text.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+r", "redo", "Redo", show=False)]

    def __init__(
        self, text: str = "", *, pieces: Pieces, styles: Mapping[str, str], wrong: str = "underline $error",
        typed: Callable[[], None] | None = None, soft_wrap: bool = True, id: str | None = None,
    ) -> None:  # fmt: skip
        self._pieces_of = pieces
        self._typed = typed  # called with each change itself: by the message what follows it comes a frame later
        self._style_names = {**styles, "": wrong}
        self._styles: dict[str, RichStyle] = {}
        self._pieces: dict[int, list[Piece]] = {}
        self._wrong: dict[int, list[Piece]] = {}
        self._shown: list[object] = []
        self._css_applied = False
        super().__init__(
            text, compact=True, soft_wrap=soft_wrap, tab_behavior="focus", highlight_cursor_line=False, id=id
        )

    # -- what is wrong -----------------------------------------------------------------------------------

    def underline(self, places: Iterable[Piece]) -> None:
        """Underline these parts, and no others any more. One past the end of its line is put on its last letter."""
        found: dict[int, list[Piece]] = defaultdict(list)
        for place in places:
            if 0 <= place.line < self.document.line_count:
                length = len(self.document.get_line(place.line))
                start = max(0, min(place.start, length - 1))
                found[place.line].append(place._replace(start=start, end=max(start + 1, place.end)))
        if found != self._wrong:
            self._wrong = dict(found)
            self._line_cache.clear()
            self._paint_changed()

    # -- colours -----------------------------------------------------------------------------------------

    def _build_highlight_map(self) -> None:
        """Textual's hook after every change of the text."""
        super()._build_highlight_map()
        found: dict[int, list[Piece]] = defaultdict(list)
        for piece in self._pieces_of(self.document.text):
            found[piece[0]].append(Piece(*piece))
        self._pieces = dict(found)
        self._paint_changed()
        if self._typed is not None and self.is_attached:
            self._typed()

    def get_line(self, line_index: int) -> Text:
        """A line with its colours; Textual lays selection and cursor over them."""
        line = super().get_line(line_index)
        for piece in (*self._pieces.get(line_index, ()), *self._wrong.get(line_index, ())):
            style = self._style(piece.kind)
            if style is not None:
                line.stylize(style, piece.start, piece.end)
        return line

    def _style(self, kind: str) -> RichStyle | None:
        style = self._styles.get(kind)
        if style is None and kind in self._style_names:
            parsed = self.app.stylesheet.parse_style(self._style_names[kind])
            # On top of the area's own, so that a shade of its colour is mixed with its background.
            style = self._styles[kind] = (self.visual_style + parsed).rich_style
        return style

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._restyle())

    def _restyle(self) -> None:
        self._styles.clear()
        self._line_cache.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        self._css_applied = False
        super().notify_style_update()

    def _set_theme(self, theme: str) -> None:
        self._css_applied = False
        super()._set_theme(theme)

    def render_lines(self, crop: Region) -> list[Strip]:
        """As Textual's, which works its styles out anew for every frame: a quarter of the time of a key."""
        if not self._css_applied:
            self._css_applied = True
            self._theme.apply_css(self)
        return super(TextArea, self).render_lines(crop)

    # -- painting ----------------------------------------------------------------------------------------

    def watch_selection(self) -> None:
        """The cursor moved, or something was selected."""
        self._paint_changed()

    def load_text(self, text: str) -> None:
        """Another text altogether."""
        super().load_text(text)
        self._paint_changed()

    def _paint_changed(self) -> None:
        """Paint the lines that read differently from when this was last asked."""
        if not self.is_attached or not self.size:
            return
        top, height = round(self.scroll_y), self.size.height
        before, self._shown = self._shown, [self._look(y) for y in range(top, top + height)]
        if len(before) != height:
            self.refresh()
            return
        for place, (was, now) in enumerate(zip(before, self._shown, strict=True)):
            if was != now:
                self.refresh_line(top + place)

    def _look(self, y: int) -> object:
        """All that the paint of a line depends on and that a key can change."""
        where = self.wrapped_document._offset_to_line_info
        if not 0 <= y < len(where):
            return None
        line, section = where[y]
        start, end = sorted(self.selection)
        cursor = self.selection.end[1] if self.selection.end[0] == line else None
        chosen = None
        if start != end and start[0] <= line <= end[0]:
            chosen = (start if start[0] == line else None, end if end[0] == line else None)
        bracket = self._matching_bracket_location
        matched = None if bracket is None or line not in (bracket[0], self.selection.end[0]) else bracket
        return (
            self.document.get_line(line), section, tuple(self.wrapped_document.get_offsets(line)), cursor, chosen,
            matched, [piece[1:] for piece in self._pieces.get(line, ())],
            [piece[1:] for piece in self._wrong.get(line, ())],
        )  # fmt: skip

    def _rewrap_and_refresh_virtual_size(self) -> None:
        """Another width: every line is another."""
        super()._rewrap_and_refresh_virtual_size()
        self.refresh()

    def _refresh_size(self) -> None:
        """As Textual's, but with a pass over the layout only where the scrollbar comes or goes."""
        size = Size(0, self.wrapped_document.height)
        overflows = size.height > self.size.height
        if self.soft_wrap and self.is_attached and self.size and overflows == self.show_vertical_scrollbar:
            self.set_reactive(CodeArea.virtual_size, size)
            if self.show_vertical_scrollbar:
                self._resize_thumb(size.height)
            if self.scroll_y > self.max_scroll_y:
                self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
            return
        super()._refresh_size()

    def _resize_thumb(self, lines: int) -> None:
        """Another number of lines: of the scrollbar only the ends of its thumb are painted.

        The whole of it costs a key that begins a line as much as the lines that it moves.
        """
        bar = self.vertical_scrollbar
        ends = zip(_thumb(bar, bar.window_virtual_size), _thumb(bar, lines), strict=True)
        bar.set_reactive(ScrollBar.window_virtual_size, lines)
        for before, now in ends:
            first, last = sorted((before, now))
            bar.refresh(Region(0, first, bar.size.width, last - first + 1))


def _thumb(bar: ScrollBar, lines: int) -> tuple[int, int]:
    """The rows of a vertical bar in which its thumb begins and ends, for so many lines; reckoned as ScrollBarRender's.

    It is drawn in eighths of a row.
    """
    height, window = bar.size.height, bar.window_size
    if lines <= window or not height:
        return 0, height
    size = max(1.0, window / (lines / height))
    start = int((height - size) * (bar.position / (lines - window)) * 8)
    return start // 8, (start + ceil(size * 8)) // 8
