"""What follows when a suggestion is taken up or refused: each action leads straight into the keys that do it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.screens.listing import Listing
from hermes_tui.screens.many import Counting
from hermes_tui.screens.styles import DIM
from hermes_tui.screens.verbs import LeadVerbs
from storage.errors import HermesError
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.actions.suggestions import Accepted
    from hermes_tui.actions.tasks import Plan

REFUSED_AT_ONCE = 200  # leads of which all the facts are read before the next frame


# -- refusing --------------------------------------------------------------------------------------------


def refuse(screen: LeadVerbs, lead_ids: Sequence[int]) -> None:
    """Refuse what is suggested on these leads; none of them is dealt with by that, so the list stays where it is."""
    from hermes_tui.actions import suggestions

    session = screen.session
    deed = partial(
        suggestions.refuse, session.database, list(lead_ids), session.now(), session.today(),
        session.settings.stale_days,
    )  # fmt: skip

    def ended(result: Outcome | HermesError | None) -> None:
        if isinstance(result, HermesError):
            screen.say(Content.styled(f" {result}", "$text-error"))
        elif result is not None:
            _show_in_place(screen, screen.attempt(lambda: result))

    if len(lead_ids) <= REFUSED_AT_ONCE:
        _show_in_place(screen, screen.attempt(deed))
    else:
        screen.app.push_screen(Counting(len(lead_ids), lambda tell: deed(progress=tell), session.database), ended)


def _show_in_place(screen: LeadVerbs, outcome: Outcome | None) -> None:
    """Say what was done, and read again with every cursor where it is."""
    if outcome is None:
        return
    if outcome.action_id:
        screen.paint_as_one()
        screen.reload()
    screen.say_done(outcome)


# -- accepting -------------------------------------------------------------------------------------------


def accept(screen: LeadVerbs, lead_ids: Sequence[int]) -> None:
    """Take up what is suggested on one lead, and go straight into doing it."""
    from hermes_tui.actions import suggestions

    if len(lead_ids) > 1:
        clear, take = screen.keys_of("list.clear"), screen.keys_of("verb.accept_next")
        screen.say(f" {take} takes up the suggestion of one lead at a time; {clear} lets go of the marks")
        return
    lead_id, session, taken = lead_ids[0], screen.session, list["Accepted"]()

    def recorded() -> Outcome:
        taken.append(
            suggestions.accept(
                session.database, lead_id, session.now(), session.today(), session.settings.stale_days
            )
        )  # fmt: skip
        return taken[0].outcome

    outcome = screen.attempt(recorded)
    if outcome is None:
        return
    try:
        _DEEDS[taken[0].action.action](screen, lead_id, outcome)
    except HermesError as error:  # another program took the lead, the task or the offer away meanwhile
        screen.say(Content.styled(f" {error}", "$text-error"))


Deed = Callable[[LeadVerbs, int, "Outcome"], None]


def _write(screen: LeadVerbs, _lead_id: int, _outcome: Outcome) -> None:
    screen.action_follow_up()


def _propose(screen: LeadVerbs, lead_id: int, _outcome: Outcome) -> None:
    """The newest offer that is there, of what was sent its next version; else a new one."""
    from hermes_tui.screens.proposal import edit_proposal, write_proposal
    from storage.queries.proposals import lead_lines

    known = lead_lines(screen.session.database, lead_id)
    draft = next((each for each in known if each.status == "DRAFT"), known[0] if known else None)
    if draft is None:
        write_proposal(screen, lead_id)
    else:
        edit_proposal(screen, draft.id)


def _do_task(screen: LeadVerbs, lead_id: int, _outcome: Outcome) -> None:
    """The task that was suggested, wherever the cursor of the lead's page is; then the one that follows."""
    from hermes_tui.actions.tasks import done
    from hermes_tui.scoring.next_action import task_to_do

    session = screen.session
    task = task_to_do(lead_facts(session.database, lead_id), session.today())
    if task is None:
        return
    number = task.id

    def finish(following: Plan | None) -> None:
        screen.perform(
            lambda _ids: done(session.database, number, session.now(), following), lead_ids=[lead_id], repeatable=False
        )

    screen.ask_what_follows(task.title, finish)


def _prepare(screen: LeadVerbs, lead_id: int, outcome: Outcome) -> None:
    """All that is known, on the lead's page."""
    from hermes_tui.screens.lead.page import LeadScreen

    if isinstance(screen, LeadScreen):
        screen.go_to("timeline")
        screen.say(Content.assemble((f" {outcome.words}", "$foreground"), (": what was said so far", DIM)))
    else:
        near = screen.ids_in_order(lead_id) if isinstance(screen, Listing) else ()
        screen.hermes.open_lead(lead_id, near)


def _qualify(screen: LeadVerbs, _lead_id: int, outcome: Outcome) -> None:
    """It is scored already; the points are said."""
    _show_in_place(screen, outcome)


def _find_person(screen: LeadVerbs, lead_id: int, _outcome: Outcome) -> None:
    from hermes_tui.screens.lead.person import contact_form

    contact_form(screen, lead_id)


def _answer_objection(screen: LeadVerbs, lead_id: int, _outcome: Outcome) -> None:
    from hermes_tui.screens.objection_answers import ask_how
    from storage.queries.lead import objections

    found = next((each for each in objections(screen.session.database, lead_id) if each.state == "open"), None)
    if found is not None:
        ask_how(screen, found.id, found.kind, lead_id)


def _decide(screen: LeadVerbs, _lead_id: int, _outcome: Outcome) -> None:
    """One more key: on, lost, or put away."""
    ways = (
        ("verb.forward", "advance", partial(screen.action_step, 1)),
        ("verb.lose", "lost", screen.action_lose),
        ("verb.archive", "archive", screen.action_archive),
    )
    choices = [Choice(screen.hermes.key_of(name).split(",")[0], label, deed) for name, label, deed in ways]
    screen.strip.ask_choice(Content.styled(" decide:", "bold"), choices, lambda deed: deed())


def _touch(screen: LeadVerbs, _lead_id: int, _outcome: Outcome) -> None:
    screen.action_touch()


_DEEDS: dict[str, Deed] = {
    "answer": _write, "send_proposal": _propose, "do_task": _do_task, "prepare_call": _prepare, "qualify": _qualify,
    "first_message": _write, "follow_up": _write, "find_stakeholder": _find_person,
    "address_objection": _answer_objection, "decide": _decide, "touch": _touch,
}  # fmt: skip
