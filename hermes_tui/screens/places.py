"""The main screens by name; the module of each is imported when it is first wanted."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from hermes_tui.session import Session

PLACES = ("queue", "board", "leads", "tasks")


def screen_of(place: str, session: Session, filter_text: str) -> Screen[Any]:
    """A main screen."""
    if place == "queue":
        from hermes_tui.screens.queue import QueueScreen

        return QueueScreen(session, filter_text)
    if place == "board":
        from hermes_tui.screens.board import BoardScreen

        return BoardScreen(session, filter_text)
    if place == "leads":
        from hermes_tui.screens.leads import LeadsScreen

        return LeadsScreen(session, filter_text)
    from hermes_tui.screens.tasks import TasksScreen

    return TasksScreen(session)
