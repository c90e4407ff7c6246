"""The `:` commands that act on the leads under the cursor or marked; each is one action, one undo."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from hermes_tui.screens.command_goals import GOAL_LINE
from hermes_tui.screens.command_shape import Line, Run, wanted
from hermes_tui.screens.verbs import Deed, LeadVerbs
from storage.errors import UsageError

if TYPE_CHECKING:
    from hermes_tui.screens.base import HermesScreen


def _with_leads(here: HermesScreen, deed: Deed) -> Run:
    if not isinstance(here, LeadVerbs):
        raise UsageError("there is no lead here to do that to")
    return lambda: here.perform(deed)


def _stage(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.actions.stages import move, stage_named
    from storage.queries.stages import stages

    session = here.session
    stage = stage_named(stages(session.database), wanted(rest, "the name of a stage"))
    return _with_leads(here, lambda ids: move(session.database, ids, stage.name, session.now()))


def _stage_names(here: HermesScreen, _rest: str) -> Iterable[str]:
    from storage.queries.stages import stages

    found = stages(here.session.database)
    return [*(stage.label for stage in found), *(stage.name for stage in found)]


def _lose(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.actions.stages import lose

    session, why = here.session, wanted(rest, "why it was lost: price, timing, …")
    return _with_leads(here, lambda ids: lose(session.database, ids, why, session.now()))


def _lost_reasons(_here: HermesScreen, _rest: str) -> Iterable[str]:
    from hermes_tui.actions.stages import LOST_REASONS

    return LOST_REASONS


def _snooze(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.actions.snoozes import snooze
    from hermes_tui.actions.when import day_words, parse_day, start_of

    session = here.session
    today = session.today()
    day = parse_day(rest, today) if rest else today + timedelta(days=session.settings.snooze_days)
    if day <= today:
        raise UsageError(f"{day_words(day)} is not to come")
    until = start_of(day, session.zone)
    return _with_leads(here, lambda ids: snooze(session.database, ids, until, session.now(), day_words(day)))


def _days(_here: HermesScreen, _rest: str) -> Iterable[str]:
    return ("tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "next week", "next month", "3d", "2w")


def _note(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.actions.notes import add_note

    session, text = here.session, wanted(rest, "the words of the note")
    return _with_leads(here, lambda ids: add_note(session.database, ids, text, session.now()))


def _task(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.actions.task_text import plan_from
    from hermes_tui.actions.tasks import add_task

    session = here.session
    plan = plan_from(wanted(rest, "what to do and when: fri 14:00 call Ann"), session.today(), session.zone)
    return _with_leads(here, lambda ids: add_task(session.database, ids, plan, session.now()))


def _touch(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.actions.rep import cadence_of
    from hermes_tui.actions.touches import VIAS, log_touch

    word, _, text = wanted(rest, f"how: {', '.join(VIAS)}").partition(" ")
    via = "email" if word.casefold() == "mail" else word.casefold()
    if via not in VIAS:
        raise UsageError(f"there is no touch by `{word}`; the ways are {', '.join(VIAS)}")
    session = here.session
    return _with_leads(
        here,
        lambda ids: log_touch(
            session.database, ids, via, session.now(), text=text.strip(),
            cadence=cadence_of(session.settings), zone=session.zone,
        ),
    )  # fmt: skip


def _vias(_here: HermesScreen, _rest: str) -> Iterable[str]:
    from hermes_tui.actions.touches import VIAS

    return VIAS


# -- fields ----------------------------------------------------------------------------------------------


def _tag(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.screens.many import perform_many
    from hermes_tui.screens.tag_prompt import tagging

    if not isinstance(here, LeadVerbs):
        raise UsageError("there is no lead here to do that to")
    deed = tagging(here, wanted(rest, "the tags: +hiring -old"))
    return lambda: perform_many(here, here.targets(), deed)


def _tag_names(here: HermesScreen, rest: str) -> Iterable[str]:
    from storage.queries.tags import tag_counts

    before = rest[: len(rest) - len(rest.rpartition("," if "," in rest else " ")[2].lstrip(" +-"))]
    return [before + tag.name for tag in tag_counts(here.session.database)]


def _set(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.actions.bulk_edit import edit_leads, read_edit
    from hermes_tui.screens.many import perform_many

    name, sign, text = wanted(rest, "a field and its value: value=24k").partition("=")
    if not sign:
        raise UsageError("write it as field=value: value=24k")
    if not isinstance(here, LeadVerbs):
        raise UsageError("there is no lead here to do that to")
    session, targets = here.session, here.targets()
    edit = read_edit(session.database, {name.strip(): text.strip()}, session.today(), several=len(targets) > 1)
    return lambda: perform_many(
        here, targets, lambda ids, tell: edit_leads(session.database, ids, edit, session.now(), tell)
    )


def _field_names(here: HermesScreen, _rest: str) -> Iterable[str]:
    from hermes_tui.actions.fields import LEAD_FIELDS
    from storage.queries.custom_fields import custom_fields

    yield from (f"{name}=" for name in (*LEAD_FIELDS, "stage", "deadline"))
    for field in custom_fields(here.session.database):
        yield from (f"custom.{field.name}={choice}" for choice in ("", *field.choices))
    yield "custom.NAME="


def _delete(here: HermesScreen, _rest: str) -> Run:
    from hermes_tui.actions.leads import delete_leads

    session = here.session
    return _with_leads(here, lambda ids: delete_leads(session.database, ids, session.now()))


def _proposal(here: HermesScreen, _rest: str) -> Run:
    from hermes_tui.screens.proposal import write_proposal

    if not isinstance(here, LeadVerbs) or len(here.targets()) != 1:
        raise UsageError("a proposal is for one lead; there is none here, or more than one")
    lead_id = here.targets()[0]
    return lambda: write_proposal(here, lead_id)


def _write(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.screens.letter.opening import follow_up
    from storage.queries.templates import template_named

    if not isinstance(here, LeadVerbs) or not here.targets():
        raise UsageError("there is no lead here to write to")
    lead_ids = here.targets()
    template_id = template_named(here.session.database, rest).id if rest else None
    return lambda: follow_up(here, lead_ids, template_id)


def _template_names(here: HermesScreen, _rest: str) -> Iterable[str]:
    from storage.queries.templates import templates

    return [row.name for row in templates(here.session.database, active_only=True)]


def _handoff(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.screens.handoff import hand_over

    if not isinstance(here, LeadVerbs) or len(here.targets()) != 1:
        raise UsageError("one lead is handed over at a time; there is none here, or more than one")
    lead_id = here.targets()[0]
    return lambda: hand_over(here, lead_id, rest)


def _folders(_here: HermesScreen, rest: str) -> Iterable[str]:
    from hermes_tui.screens.import_paths import paths_from

    return (path for path in paths_from(rest) if path.endswith("/"))


def _signal(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.actions.signals import known_kind, set_signal

    word, _, words = wanted(rest, "which signal: pricing, proposal, click, meeting, referral, timeline").partition(" ")
    session, kind = here.session, known_kind(word)
    return _with_leads(here, lambda ids: set_signal(session.database, ids, kind, session.now(), words=words.strip()))


def _signal_kinds(_here: HermesScreen, _rest: str) -> Iterable[str]:
    from hermes_tui.scoring.signals import KINDS

    return KINDS


VERB_LINES = (
    Line("stage", "NAME", "Move the lead to a stage", _stage, _stage_names),
    Line("lose", "REASON", "Mark the lead lost, for this reason", _lose, _lost_reasons),
    Line("snooze", "[WHEN]", "Hide the lead until a day: 3d, fri, next month, 3 dec", _snooze, _days),
    Line("note", "TEXT", "Write a note; #budget in it tags an objection", _note),
    Line("task", "TEXT", "Plan a task: fri call Ann", _task),
    Line("touch", "VIA [TEXT]", "Log a touch: call, email, meeting, linkedin, voicemail", _touch, _vias),
    Line("signal", "KIND [WORDS]", "Record a buying signal: pricing, click, meeting …", _signal, _signal_kinds),
    Line("tag", "+A -B", "Add tags; - in front takes one away", _tag, _tag_names),
    Line("set", "FIELD=VALUE", "Set a field: value=24k, company=Acme, deadline=3 dec", _set, _field_names),
    Line("write", "[TEMPLATE]", "Review a message to the lead; nothing: the one suggested", _write, _template_names),
    Line("proposal", "", "Draft a proposal from what is known of the lead", _proposal),
    Line("handoff", "[FOLDER]", "Write the lead's packet for whoever takes it over", _handoff, _folders),
    GOAL_LINE,
    Line("delete", "", "Delete the lead with all that hangs on it; undo brings it back", _delete),
)
