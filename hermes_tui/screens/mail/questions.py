"""Mail that came in and asks whose it is: a candidate by its digit, a lead looked for, a new lead, or nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hermes_tui.screens.mail.screen import MailScreen
    from storage.queries.mailboxes import Question


def ask_whose(here: MailScreen, question: Question) -> None:
    """Ask whose it is."""


def find_lead(here: MailScreen, question: Question) -> None:
    """Look for its lead."""


def new_lead(here: MailScreen, question: Question) -> None:
    """A new lead."""


def not_ours(here: MailScreen, question: Question) -> None:
    """Nobody's."""
