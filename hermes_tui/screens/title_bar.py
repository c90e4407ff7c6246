"""The first line of every main screen: where one is, how much stands where, what day and which file."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from hermes_tui import formats
from hermes_tui.session import Session
from storage.queries.counts import due_task_count, lead_count, waiting_mail_count

_PLACES = (
    ("queue", "1", "Queue"), ("board", "2", "Board"), ("leads", "3", "Leads"), ("templates", "4", "Templates"),
    ("dashboard", "5", "Dashboard"), ("tasks", "6", "Tasks"),
)  # fmt: skip
_MAIL = ("mail", "&", "Mail")  # stands there only while something waits


class TitleBar(Widget):
    """` Hermes   1 Queue 12   2 Board   3 Leads 412   4 Templates   5 Dashboard   6 Tasks 3   Mon 22 Nov · work.db`."""

    DEFAULT_CSS = """
    TitleBar { height: 1; dock: top; background: $panel; color: $text-muted; }
    """

    def __init__(self, session: Session, here: str) -> None:
        super().__init__()
        self._session = session
        self._here = here
        self._counts: dict[str, str] = {}

    def show_counts(self) -> None:
        """Read the small counts again; how many the queue holds is as last counted there."""
        database = self._session.database
        leads = lead_count(database)
        due = due_task_count(database, self._session.today().isoformat())
        mail = waiting_mail_count(database)
        counts = {"leads": f"{leads:,}" if leads else "", "tasks": str(due or ""), "mail": str(mail or "")}
        if self._session.queue_total is not None:
            counts["queue"] = f"{self._session.queue_total:,}"
        if counts != self._counts:
            self._counts = counts
            self.refresh()

    def render(self) -> Content:
        """The line; where the screen is narrow its right end is dropped, then what parts the places is less."""
        left = self._places("  ")
        if left.cell_length > self.size.width:
            left = self._places(" ")
        name = self._session.database.path.rpartition("/")[2]
        right = Content(f"{formats.weekday(self._session.now(), self._session.zone)} · {name} ")
        gap = self.size.width - left.cell_length - right.cell_length
        if gap < 1:
            return left
        return Content.assemble(left, " " * gap, right)

    def _places(self, between: str) -> Content:
        parts: list[Content | tuple[str, str]] = [(" Hermes ", "bold $accent")]
        places = (*_PLACES, _MAIL) if self._here == "mail" or self._counts.get("mail") else _PLACES
        for place, key, label in places:
            count = self._counts.get(place, "")
            style = "bold $foreground" if place == self._here else ""
            parts += [(between, ""), (f" {key} ", "$accent" if place == self._here else "dim"), (label, style)]
            if count:
                parts.append((f" {count}", style or "dim"))
        return Content.assemble(*parts)
