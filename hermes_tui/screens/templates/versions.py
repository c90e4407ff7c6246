"""What a template said before: its versions, what each changed, and the one to bring back."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from hermes_tui import formats
from hermes_tui.screens.brief import Brief
from hermes_tui.screens.fixed_rows import FixedList
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from storage.queries.templates import TemplateRow, VersionRow, versions
from widgets.columns import Column, ColumnLayout
from widgets.drawing import one_line
from widgets.paged_list import PagedList

_COLUMNS = ColumnLayout(
    (
        Column("", 4, priority=9), Column("since", 11, priority=8),
        Column("", None, min_width=8, priority=7),
    )
)  # fmt: skip


class VersionsScreen(ModalScreen["int | None"]):
    """Dismissed with the version to bring back, or None."""

    DEFAULT_CSS = """
    VersionsScreen {
        background: $background;
        & #versions--title { height: 2; padding: 0 1; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
        & #versions--both { height: 1fr; border-top: solid $panel; border-bottom: solid $panel; }
        & FixedList { width: 34; }
        & Brief { width: 1fr; border-left: solid $panel; padding: 0 1; }
        & #versions--keys { height: 1; padding: 0 1; background: $panel; }
        &.-narrow #versions--both { layout: vertical; }
        &.-narrow FixedList { width: 1fr; height: 1fr; }
        &.-narrow Brief { width: 1fr; height: 2fr; border-left: none; border-top: solid $panel; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h", "close", "Back", tooltip="Back without bringing one back"),
        Binding("J", "scroll(5)", "Down", show=False, tooltip="Scroll what changed down"),
        Binding("K", "scroll(-5)", "Up", show=False, tooltip="Scroll what changed up"),
    ]

    def __init__(self, session: Session, row: TemplateRow) -> None:
        super().__init__()
        self._session = session
        self._row = row
        self._versions = versions(session.database, row.id)

    def compose(self) -> ComposeResult:
        """Title, the versions, what the one in hand changed, keys."""
        yield Static(one_line(Content(f"What “{self._row.name}” said")), id="versions--title")
        with Horizontal(id="versions--both"):
            yield FixedList(self._draw, header=_COLUMNS.header, empty=Content(""))
            yield Brief()
        keys = [("Enter", "bring it back"), ("J K", "scroll"), ("Esc", "back")]
        parts = [each for key, does in keys for each in ((key, "bold $accent"), (f" {does}   ", DIM))]
        yield Static(Content.assemble(*parts), id="versions--keys")

    def on_mount(self) -> None:
        """The newest first."""
        rows = self.query_one(FixedList)
        rows.show_rows(self._versions)
        rows.focus()

    def on_paged_list_cursor_moved(self, _event: PagedList.CursorMoved) -> None:
        """What another one changed."""
        rows = self.query_one(FixedList)
        if rows.chosen is None:
            return
        before = self._versions[rows.index + 1] if rows.index + 1 < len(self._versions) else None
        self.call_after_refresh(self.query_one(Brief).show, changed(before, rows.chosen))

    def on_paged_list_opened(self, _event: PagedList.Opened) -> None:
        """Enter."""
        version = self.query_one(FixedList).chosen
        assert version is not None
        self.dismiss(None if version.version == self._row.version else version.version)

    def action_scroll(self, by: int) -> None:
        """Scroll what changed."""
        self.query_one(Brief).scroll_lines(by)

    def action_close(self) -> None:
        """Bring none back."""
        self.dismiss(None)

    def _draw(self, version: VersionRow, width: int) -> Content:
        day = formats.day(version.at, self._session.zone, self._session.now())
        words = "in force" if version.version == self._row.version else version.body.split("\n", 1)[0]
        cells = [Content.styled(f"v{version.version}", "bold"), Content.styled(day, DIM), Content.styled(words, DIM)]
        return _COLUMNS.line(cells, width)


def changed(before: VersionRow | None, after: VersionRow) -> Content:
    """The later version with what it took away (`-`) and what it added (`+`), line by line."""
    words = f"v{after.version} as it began" if before is None else f"v{before.version} → v{after.version}"
    title = Content.styled(words, "bold")
    old = [] if before is None else _lines(before)
    new = _lines(after)
    lines = [title, Content("")]
    if before is None:
        return Content("\n").join([*lines, *(Content(f"  {line}") for line in new)])
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            lines += [Content.styled(f"  {line}", DIM) for line in new[k:m]]
        else:
            lines += [Content.styled(f"- {line}", "$text-error") for line in old[i:j]]
            lines += [Content.styled(f"+ {line}", "$text-success") for line in new[k:m]]
    return Content("\n").join(lines)


def _lines(version: VersionRow) -> list[str]:
    return [f"subject: {version.subject}", "", *version.body.split("\n")]
