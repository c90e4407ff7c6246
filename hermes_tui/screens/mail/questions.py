"""Mail that came in and asks whose it is: a candidate by its digit, a lead looked for, a new lead, or nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.formats import one_line
from storage.queries import lead as lead_queries
from storage.queries.lead import titles
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.screens.mail.screen import MailScreen
    from storage.queries.mailboxes import Question

_MOST_OFFERED = 6  # leads that the strip has room for
_NAME, _SUBJECT, _TITLE = 24, 28, 30  # characters of each in a question
_FIND, _NEW, _NOBODY = "find", "new", "nobody"


def ask_whose(here: MailScreen, question: Question) -> None:
    """Ask whose it is: a digit is one of the candidates, `/` looks for another lead, `c` makes one, `n` is nobody's."""
    answers = {_FIND: find_lead, _NEW: new_lead, _NOBODY: not_ours}
    found = question.candidates[:_MOST_OFFERED]
    named = titles(here.session.database, [lead_id for lead_id, _, _ in found])

    def answered(answer: tuple[int, int | None] | str) -> None:
        if isinstance(answer, str):
            answers[answer](here, question)
        else:
            _of_lead(here, question, *answer)

    choices = [
        Choice(str(n), _candidate(here, named.get(lead_id, f"#{lead_id}"), lead_id, contact_id), (lead_id, contact_id))
        for n, (lead_id, contact_id, _) in enumerate(found, 1)
    ]
    choices += [Choice("/", "find", _FIND), Choice("c", "new lead", _NEW), Choice("n", "not ours", _NOBODY)]
    here.strip.ask_choice(_label(question, "whose is it?"), choices, answered)


def find_lead(here: MailScreen, question: Question) -> None:
    """Look for its lead by any word of it."""
    here.strip.ask_text(
        Content.styled(" its lead (any word, or #12):", "bold"), "", partial(_looked_for, here, question),
        validate=lambda text: None if text.strip() else "which lead?",
    )  # fmt: skip


def new_lead(here: MailScreen, question: Question) -> None:
    """A new lead whose champion wrote it, called by the subject unless the rep says otherwise."""
    here.strip.ask_text(Content.styled(" new lead called:", "bold"), question.subject, partial(_begun, here, question))


def not_ours(here: MailScreen, question: Question) -> None:
    """It is no lead's."""
    from hermes_tui.actions.mail_questions import answer_nobody

    session = here.session
    here.do(lambda: answer_nobody(session.database, question.id, session.now()))


def _begun(here: MailScreen, question: Question, title: str) -> None:
    from hermes_tui.actions.mail_questions import answer_with_new_lead

    session = here.session
    usual = session.settings
    here.do(
        lambda: answer_with_new_lead(
            session.database, question.id, session.now(), session.today(), title=title, currency=usual.currency,
            region=usual.region,
        )
    )  # fmt: skip


def _looked_for(here: MailScreen, question: Question, text: str) -> None:
    found = _hits(here, text)
    if not found:
        here.say(f" No lead has the words {one_line(text, _TITLE)}; {here.keys_of('mail.new')} makes a new one")
    elif len(found) == 1:
        _of_lead(here, question, found[0][0], None)
    else:
        choices = [Choice(str(n), one_line(name, _TITLE), lead_id) for n, (lead_id, name) in enumerate(found, 1)]
        here.strip.ask_choice(
            Content.styled(" which one?", "bold"), choices, lambda lead_id: _of_lead(here, question, lead_id, None)
        )


def _hits(here: MailScreen, text: str) -> Sequence[tuple[int, str]]:
    """(lead, what to call it) of those that match best; `#12` is that one."""
    from storage.search import search

    database = here.session.database
    number = text.strip().removeprefix("#")
    if number.isdecimal() and len(number) < 16:
        there = titles(database, [int(number)])
        if there:
            return [(int(number), there[int(number)])]
    hits = search(database, text, _MOST_OFFERED)
    return [(hit.lead_id, f"{hit.company}: {hit.title}" if hit.company else hit.title) for hit in hits]


def _of_lead(here: MailScreen, question: Question, lead_id: int, contact_id: int | None) -> None:
    """It is this lead's; where none of its people wrote it, ask whether the writer is to be added."""
    if contact_id is not None or question.direction == "out" or question.automatic is not None:
        _file(here, question, lead_id, contact_id, new_person=False)
        return
    people = lead_queries.contacts(here.session.database, lead_id)
    if any((person.email or "").casefold() == question.address.casefold() for person in people):
        _file(here, question, lead_id, None, new_person=False)
        return

    def answered(answer: bool | int) -> None:
        if isinstance(answer, bool):
            _file(here, question, lead_id, None, new_person=answer)
        else:
            _file(here, question, lead_id, answer, new_person=False)

    who = one_line(question.from_name or question.address, _NAME)
    choices = [Choice("y", f"{who} is new there: add", True), Choice("n", "no person", False)]
    choices += [Choice(str(n), f"is {one_line(each.name, _NAME)}", each.id) for n, each in enumerate(people[:5], 1)]
    here.strip.ask_choice(_label(question, "who wrote it?"), choices, answered)


def _file(here: MailScreen, question: Question, lead_id: int, contact_id: int | None, *, new_person: bool) -> None:
    from hermes_tui.actions.mail_questions import answer_question

    session = here.session
    here.do(
        lambda: answer_question(
            session.database, question.id, lead_id, session.now(), session.today(), contact_id=contact_id,
            new_person=new_person, region=session.settings.region,
        )
    )  # fmt: skip


def _candidate(here: MailScreen, name: str, lead_id: int, contact_id: int | None) -> str:
    people = lead_queries.contacts(here.session.database, lead_id) if contact_id is not None else []
    person = next((each.name for each in people if each.id == contact_id), "")
    return f"{one_line(name, _NAME)} ({one_line(person, _NAME)})" if person else one_line(name, _NAME)


def _label(question: Question, asks: str) -> Content:
    who = one_line(question.from_name or question.address, _NAME)
    about = f" “{one_line(question.subject, _SUBJECT)}”" if question.subject else ""
    to = "to " if question.direction == "out" else ""
    return Content.assemble(f" {to}{who}{about}, ", (asks, "bold"))
