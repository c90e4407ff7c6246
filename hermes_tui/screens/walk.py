"""A walk through the queue: how many are left, how fast it goes, and what was done at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.screens.lead_lines import NO_LEADS
from hermes_tui.screens.styles import DIM

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome

_NAMES = {
    "touch": ("touch", "touches"),
    "stage": ("stage move", "stage moves"),
    "snooze": ("snooze", "snoozes"),
    "note": ("note", "notes"),
    "objection": ("objection", "objections"),
    "task": ("task", "tasks"),
    "edit": ("edit", "edits"),
    "dismiss": ("answer not needed", "answers not needed"),
}


class Walk:
    """One sitting at the queue; counts leads dealt with, not keys."""

    def __init__(self) -> None:
        self.total = 0
        self._done: dict[int, str] = {}  # lead → what was done to it last
        self._began: int | None = None

    def found(self, left: int) -> None:
        """The queue was counted: `left` leads stand in it."""
        self.total = max(self.total, left)

    def handled(self, outcome: Outcome, lead_ids: Iterable[int], now: int) -> None:
        """A verb was done to these leads."""
        if self._began is None:
            self._began = now
        for lead_id in lead_ids:
            self._done[lead_id] = outcome.kind

    def taken_back(self, lead_ids: Iterable[int]) -> None:
        """What was done to these leads was undone."""
        for lead_id in lead_ids:
            self._done.pop(lead_id, None)

    def progress(self, left: int, now: int) -> Content:
        """`12 left of 40 · 3 a minute`."""
        self.total = max(self.total, left)
        parts: list[Content | str | tuple[str, str]] = [(f"{left:,} left", "bold")]
        if self.total > left:
            parts.append((f" of {self.total:,}", DIM))
        pace = self._pace(now)
        if pace:
            parts.append((f" · {pace}", DIM))
        return Content.assemble(*parts)

    def _pace(self, now: int) -> str:
        if self._began is None or len(self._done) < 2:
            return ""
        minutes = max((now - self._began) / 60_000, 1 / 6)
        rate = len(self._done) / minutes
        return f"{rate:.0f} a minute" if rate >= 1 else f"{rate * 60:.0f} an hour"

    def summary(self, now: int, *, no_leads: bool, filtered: bool) -> Content:
        """What stands where the queue was: what was done, or how to begin."""
        if no_leads:
            return NO_LEADS
        if not self._done:
            words = "Nothing here under this filter\n\n" if filtered else "Nothing waits for you\n\n"
            back = "Esc shows the whole queue" if filtered else "2 board   3 all leads   c add a lead"
            return Content.assemble((words, "bold"), (back, DIM))
        counted = Counter(self._done.values())
        minutes = 0 if self._began is None else round((now - self._began) / 60_000)
        did = ", ".join(f"{n} {_name(kind, n)}" for kind, n in counted.most_common())
        time = f" in {minutes} min" if minutes else ""
        leads = "1 lead" if len(self._done) == 1 else f"{len(self._done)} leads"
        return Content.assemble(
            ("The queue is empty\n\n", "bold"), f"{leads} dealt with{time}\n{did}\n\n",
            ("u takes the last one back   2 board   3 all leads", DIM),
        )  # fmt: skip


def _name(kind: str, n: int) -> str:
    one, many = _NAMES.get(kind, (kind, f"{kind}s"))
    return one if n == 1 else many
