"""The main screens by name; the module of each is imported when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from hermes_tui.session import Session

if TYPE_CHECKING:
    from hermes_tui.app import HermesApp

PLACES = ("queue", "board", "leads", "templates", "dashboard", "tasks")


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
    if place == "templates":
        from hermes_tui.screens.templates.screen import TemplatesScreen

        return TemplatesScreen(session)
    if place == "dashboard":
        from hermes_tui.screens.dashboard.screen import DashboardScreen

        return DashboardScreen(session)
    from hermes_tui.screens.tasks import TasksScreen

    return TasksScreen(session)


async def leave_pages(app: HermesApp, down_to: int) -> None:
    """Take pages off until so many screens are left; a list's cursor goes to the lead that the page was about."""
    while len(app.screen_stack) > down_to:
        seen = getattr(app.screen, "lead_id", None)
        await app.pop_screen()
        if seen is not None:
            app.here.came_from(seen)
