"""The mail under the cursor as it is: whom it is with, what became of it, and every word of it."""

from __future__ import annotations

from textual.content import Content

from hermes_tui.screens.mail.sections import MailLine
from hermes_tui.screens.styles import DIM
from storage.queries.mailboxes import Question
from storage.queries.messages import MessageRow

# Cells before what a line says.
_LABEL = 9


def whole(line: MailLine | None) -> Content:
    """All of a message or of a question's mail; nothing for a heading."""
    if line is None or line.n:
        return Content("")
    return _question(line.question) if line.question is not None else _message(line.message)


def _message(row: MessageRow | None) -> Content:
    if row is None:
        return Content("")
    with_whom = row.to_name or row.address or "nobody yet"
    address = f"  {row.address}" if row.to_name and row.address else ""
    parts = [_fact("to", Content.assemble((with_whom, "bold"), (address, DIM)))]
    parts += [_fact("subject", Content.styled(row.subject, "bold"))] if row.subject else []
    parts += [_fact("", Content.styled(row.failure, "$text-warning"))] if row.failure else []
    return Content("\n").join((*parts, Content(""), Content(row.body)))


def _question(row: Question) -> Content:
    name = row.from_name or row.address
    address = f"  {row.address}" if row.from_name else ""
    parts = [_fact("to" if row.direction == "out" else "from", Content.assemble((name, "bold"), (address, DIM)))]
    parts += [_fact("subject", Content.styled(row.subject, "bold"))] if row.subject else []
    parts += [_fact("", Content.styled(row.why, "$text-warning"))] if row.why else []
    return Content("\n").join((*parts, Content(""), Content(row.body or row.words)))


def _fact(label: str, says: Content) -> Content:
    return Content.assemble((f"{label:{_LABEL}}", DIM), says)
