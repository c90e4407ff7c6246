"""Asking how an objection was answered: what resolved it in past deals by a digit, or words of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.formats import one_line
from hermes_tui.screens.verbs import LeadVerbs
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.metrics.objections import Answer

OFFERED = 4  # answers that a strip has room for beside each other, in three lines at 80 columns
_WORDS_SHOWN = 40


def ask_how(screen: LeadVerbs, objection_id: int, kind: str, lead_id: int) -> None:
    """Resolve an objection: a digit takes the words that did it before, Enter asks for one's own."""
    from hermes_tui.metrics.objections import past_answers

    found = past_answers(screen.session.database, kind, but_lead=lead_id, limit=OFFERED)
    if not found:
        ask_words(screen, objection_id, kind, lead_id)
        return
    choices = [
        *(Choice(str(n), answer_words(answer, _WORDS_SHOWN), answer.words) for n, answer in enumerate(found, 1)),
        Choice("enter", "own words"),
    ]

    def answered(words: str | None) -> None:
        if words is None:
            ask_words(screen, objection_id, kind, lead_id)
        else:
            _resolve(screen, objection_id, lead_id, words)

    screen.strip.ask_choice(Content.styled(f" {kind.lower()} resolved by:", "bold"), choices, answered)


def ask_words(screen: LeadVerbs, objection_id: int, kind: str, lead_id: int, was: str = "") -> None:
    """Ask for the words that resolved an objection, `was` to begin with; none are needed."""
    label = Content.styled(f" {kind.lower()} objection resolved by:", "bold")
    screen.strip.ask_text(label, was, lambda words: _resolve(screen, objection_id, lead_id, words))


def _resolve(screen: LeadVerbs, objection_id: int, lead_id: int, words: str) -> None:
    from hermes_tui.actions.objections import resolve_objection

    session = screen.session
    screen.perform(
        lambda _ids: resolve_objection(session.database, objection_id, words, session.now()),
        lead_ids=[lead_id], repeatable=False,
    )  # fmt: skip


def remove_tag(screen: LeadVerbs, objection_id: int, lead_id: int) -> None:
    """Take a tag off that was set by mistake."""
    from hermes_tui.actions.objections import remove_objection

    session = screen.session
    screen.perform(
        lambda _ids: remove_objection(session.database, objection_id, session.now()),
        lead_ids=[lead_id], repeatable=False,
    )  # fmt: skip


def answer_words(answer: Answer, limit: int = 0) -> str:
    """`Quarterly payment (3 of 4 won)`: the words, and how the deals that they were said in ended."""
    return f"{one_line(answer.words, limit)} ({ending_words(answer)})"


def ending_words(answer: Answer) -> str:
    """How the deals of an answer ended: `won`, `lost`, `3 of 4 won`."""
    if answer.times == 1:
        return "still open" if answer.ending == "open" else answer.ending
    return f"{answer.won} of {answer.times} won"
