"""The preview of a lead: who, stage and days in it, value, people, risks, last words, next task, next action."""

from __future__ import annotations

from textual.content import Content

from hermes_tui import formats
from hermes_tui.actions.signals import words_of_kind
from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.metrics.suggestion import suggestion
from hermes_tui.scoring.facts import LeadFacts, whole_days
from hermes_tui.scoring.heat import heat
from hermes_tui.scoring.phrase import day_name
from hermes_tui.scoring.risk import risks
from hermes_tui.scoring.score import ledger_text
from hermes_tui.screens.lead_lines import HOT
from hermes_tui.screens.styles import DIM, MOOD_SIGNS
from hermes_tui.session import Session
from storage.queries import lead as lead_queries
from storage.queries import signals
from storage.queries.lead import ContactRow, LeadDetail
from storage.queries.stages import StageRow
from storage.queries.timeline import TimelineRow, timeline

_HOW = {"email": "mail"}
_ARROWS = {"in": "←", "out": "→", "both": "↔"}
# What is nobody's word to anybody, or never reached anybody, is told apart from what was said.
_FATES = {
    "DRAFT": "draft", "HANDED_OVER": "handed over", "SCHEDULED": "in the outbox", "IN_DOUBT": "in doubt",
    "FAILED": "not sent", "BOUNCED": "came back", "OUT_OF_OFFICE": "out of office", "AUTO_REPLY": "automatic",
    "BOUNCE": "came back",
}  # fmt: skip

Part = Content | str | tuple[str, str]


def preview(session: Session, lead_id: int, pipeline: dict[int, StageRow]) -> Content:
    """Everything that decides what to do next, newest word of the buyer included. Raises NotFound."""
    database, now = session.database, session.now()
    detail = lead_queries.detail(database, lead_id)
    facts = lead_facts(database, lead_id, list(pipeline.values()))
    parts: list[Part] = []
    parts += _head(session, detail, facts, pipeline)
    parts += _signals(session, lead_id, now)
    parts += _next(session, facts, detail)  # before all that may be long: it must be in sight in a small window too
    parts += _people(lead_queries.contacts(database, lead_id), now)
    parts += [(f"! {risk.text}\n", "$text-warning") for risk in risks(facts, now)]
    parts += _objections(facts)
    parts += _owed(detail, now)
    parts += ["\n"]
    parts += _said(timeline(database, lead_id, limit=8), session, pipeline, now)
    return Content.assemble(*parts)


def _head(session: Session, detail: LeadDetail, facts: LeadFacts, pipeline: dict[int, StageRow]) -> list[Part]:
    stage, now = pipeline[detail.stage_id], session.now()
    days = whole_days(detail.stage_entered_at, now)
    pace = f" (median {stage.median_days:.0f}d)" if stage.median_days is not None else ""
    title = f"{detail.company}: {detail.title}" if detail.company else detail.title
    parts: list[Part] = [(title, "bold"), (f"  #{detail.id}\n", "dim")]
    parts += [f"{stage.label} for {days}d{pace}\n"]
    if detail.value is not None:
        parts += [(formats.money_with(detail.value, detail.currency), "bold"), "   "]
    score = "not scored" if detail.score is None else f"score {detail.score}"
    ledger = ledger_text(heat(facts, now))
    hot = bool(detail.is_open) and detail.heat >= session.settings.hot_from
    parts += [
        (score, DIM),
        (f"   {HOT + ' ' if hot else ''}heat {detail.heat}", "bold" if hot else "" if detail.heat else DIM),
    ]
    parts += [(f": {ledger}\n" if ledger else "\n", DIM)]
    if detail.snoozed_until is not None and detail.snoozed_until > now:
        parts.append(("snoozed\n", "$text-warning"))
    return [*parts, "\n"]


_SIGNALS_SHOWN = 3


def _signals(session: Session, lead_id: int, now: int) -> list[Part]:
    """What waits for a yes or no, the newest whole; what was confirmed, and how long ago, in a line."""
    found = signals.of_lead(session.database, lead_id)
    waiting = [row for row in found if row.state == "suggested"]
    parts: list[Part] = []
    if waiting:
        newest = waiting[0]
        yes, no = session.keys_of("verb.signal"), session.keys_of("verb.refuse_signal")
        more = f"  and {len(waiting) - 1} more" if len(waiting) > 1 else ""
        parts += [
            (f"? {words_of_kind(newest.kind)}  ", "bold $text-warning"),
            f"“{formats.one_line(newest.evidence, 90)}”",
            (f"  {yes}", "bold $accent"), (" yes", DIM), (f"  {no}", "bold $accent"), (f" no{more}\n", DIM),
        ]  # fmt: skip
    confirmed = {row.kind: row.at for row in reversed(found) if row.state == "confirmed"}
    said = [f"{words_of_kind(kind)} {formats.age(at, now)}" for kind, at in confirmed.items()]
    if said:
        parts.append((f"signals  {' · '.join(said[:_SIGNALS_SHOWN])}\n", DIM))
    return parts


def _people(people: list[ContactRow], now: int) -> list[Part]:
    if not people:
        return [("nobody known yet\n", DIM)]
    parts: list[Part] = []
    for person in people[:6]:
        heard = formats.age(person.last_in_at, now) if person.last_in_at is not None else "never"
        parts += [
            ("★ " if person.is_primary else "  ", "$accent"),
            Content.styled(person.name, "bold" if person.is_primary else "").truncate(14, ellipsis=True, pad=True),
            Content.styled(f" {person.role or '–'}", DIM).truncate(14, ellipsis=True, pad=True),
            Content.styled(f" {MOOD_SIGNS.get(person.sentiment or '', ' ')}", DIM),
            f"{heard:>6}\n",
        ]
    if len(people) > 6:
        parts.append((f"  and {len(people) - 6} more\n", DIM))
    return parts


def _objections(facts: LeadFacts) -> list[Part]:
    if not facts.open_objections:
        return []
    kinds = ", ".join(dict.fromkeys(kind.lower() for kind in facts.open_objections))
    return [(f"! open objection: {kinds}\n", "$text-warning")]


def _owed(detail: LeadDetail, now: int) -> list[Part]:
    if detail.owed_since is None or not detail.is_open:
        return []
    quote = formats.one_line(detail.owed_quote or "", 160)
    return [
        "\n",
        (f"They wait for your answer ({formats.age(detail.owed_since, now)}): ", "bold $accent"),
        f"“{quote}”\n",
    ]


def _said(rows: list[TimelineRow], session: Session, pipeline: dict[int, StageRow], now: int) -> list[Part]:
    parts: list[Part] = []
    for row in rows:
        parts += [
            (f"{formats.day(row.at, session.zone, now)}  ", DIM),
            *timeline_words(row, pipeline, 100),
            "\n",
        ]
    return parts


def timeline_words(row: TimelineRow, pipeline: dict[int, StageRow], limit: int) -> list[Part]:
    """What happened, in one line: arrow, how, who, words."""
    who = f"{row.contact}: " if row.contact else ""
    if row.kind == "stage":
        stage = pipeline[int(row.detail)].label
        return [("· ", "dim"), (f"{stage}" + (f" ({row.text})" if row.text else ""), DIM)]
    if row.kind == "note":
        return [("✎ ", "dim"), formats.one_line(row.text, limit)]
    if row.kind == "task":
        return [("✓ ", "dim"), (formats.one_line(row.text, limit), DIM)]
    if row.kind == "proposal":
        return [("→ ", DIM), ("proposal ", DIM), formats.one_line(row.text, limit)]
    if row.kind == "mood":
        return [("± ", "dim"), (who, DIM), (row.text, DIM)]
    if row.kind == "signal":
        words = formats.one_line(row.text, limit)
        return [("» ", "dim"), (who, DIM), words_of_kind(row.detail), (f"  {words}" if words else "", DIM)]
    return _words_said(row, who, formats.one_line(row.text, limit))


def _words_said(row: TimelineRow, who: str, words: str) -> list[Part]:
    """A touch or a message; a buyer's own words stand out."""
    channel, _, fate = row.detail.partition(" ")
    unsaid = _FATES.get(fate, "")
    theirs = row.direction == "in" and not unsaid
    said = f"“{words}”" if theirs and words else words
    return [
        (f"{_ARROWS.get(row.direction or '', ' ')} ", "$accent" if theirs else DIM),
        (f"{_HOW.get(channel, channel)} " + (f"{unsaid} " if unsaid else ""), DIM),
        (who if words else row.contact or "", "bold" if theirs else ""),
        (said, DIM) if unsaid else said,
    ]


def _next(session: Session, facts: LeadFacts, detail: LeadDetail) -> list[Part]:
    now = session.now()
    parts: list[Part] = []
    for task in facts.tasks[:2]:
        when = f" ({day_name(task.due_on)})" if task.due_on else ""
        parts += [("task  ", DIM), f"{task.title}{when}\n"]
    found = suggestion(session.database, facts, now, session.today(), session.settings.stale_days)
    if found is not None:
        take, refuse = session.keys_of("verb.accept_next"), session.keys_of("verb.refuse_next")
        parts += [("next  ", "bold $accent"), (found.label, "bold"), (f"  {found.because}", DIM)]
        parts += [(f"  {take}", "bold $accent"), (" do it", DIM), (f"  {refuse}", "bold $accent"), (" not now\n", DIM)]
    return [*parts, "\n"] if parts else []
