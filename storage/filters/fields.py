"""What a filter can ask for: the table of fields, of flags and of sort keys, and the nearest to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Field(NamedTuple):
    """A field of the filter language. `kind` says which values and comparisons it takes."""

    name: str
    kind: str
    help: str


class Flag(NamedTuple):
    """A yes-or-no question, asked as `+name` or `-name`."""

    name: str
    help: str


FIELDS: tuple[Field, ...] = (
    Field("stage", "stage", "stage name, label or its beginning; open, won, lost, archived, closed; stage>=responded"),
    Field("source", "text", "where the lead came from"),
    Field("company", "text", "the company's name"),
    Field("title", "text", "the lead's title"),
    Field("author", "text", "who wrote the post or request"),
    Field("email", "text", "an address of the lead or of its people"),
    Field("phone", "text", "a number of the lead or of its people"),
    Field("website", "text", "the company's site"),
    Field("description", "text", "the lead's description"),
    Field("contact", "text", "the name of one of its people"),
    Field("role", "text", "the role of one of its people"),
    Field("note", "text", "words of a note"),
    Field("message", "text", "words of a message"),
    Field("tag", "exact", "a tag; pri* for its beginning"),
    Field("objection", "objection", "budget, …, or open, resolved, unresolved, lost; objection.open:budget for both"),
    Field("signal", "signal", "a buying signal they gave: signal:pricing, signal.suggested:pricing, signal:any"),
    Field(
        "risk",
        "risk",
        "why: ghosted, single-threaded, champion-silent, no-buyer, negative, any; risk.after:monday, from when on",
    ),
    Field("value", "money", "the deal's value in major units: value>=5k, value:5000..9000"),
    Field("budget", "money", "the buyer's budget in major units"),
    Field("currency", "exact", "the value's currency, as EUR"),
    Field("score", "number", "qualification score; score:none where it was never scored"),
    Field("heat", "number", "heat score"),
    Field("silent", "days", "whole days since the last touch: silent>14"),
    Field("age", "days", "whole days since the deal began"),
    Field("created", "past", "when the lead was made: created:7d, created.after:2026-06-01"),
    Field("updated", "past", "when the lead was last edited"),
    Field("touched", "past", "last touch: touched.before:14d (without one: since its creation), touched:never"),
    Field("heard", "past", "when a person of theirs last said something: heard.after:monday, heard:never"),
    Field("entered", "past", "when it entered its stage"),
    Field("hot", "past", "when the newest evidence of its heat came: +hot hot.after:monday"),
    Field("stuck", "past", "from when on it is stuck: +stuck stuck.after:2026-06-19T17:40"),
    Field("closed", "past", "when it was won, lost or archived"),
    Field("due", "future", "its next task: due:today, due.before:7d, due:none"),
    Field("deadline", "future", "the buyer's deadline"),
    Field("snoozed", "future", "snoozed until"),
    Field("reason", "part", "why it was lost"),
    Field("url", "part", "part of the source's or the author's address"),
    Field("external", "exact", "the id in the system it came from"),
    Field("import", "number", "the number of the import that brought it"),
    Field("id", "number", "the lead's number"),
    Field("custom", "custom", "a field of your own: custom.seats>20, custom.plan:gold, custom.seen.before:7d"),
)

FLAGS: tuple[Flag, ...] = (
    Flag("stale", "open, not snoozed, no touch for the set days (7)"),
    Flag("stuck", "open, and longer in its stage than the stage's threshold"),
    Flag("risk", "open, and at risk: single-threaded, ghosted, champion silent, no buyer, only negative"),
    Flag("hot", "open, and its heat is at least `hot_from` of the settings (30)"),
    Flag("snoozed", "put away until a moment still to come"),
    Flag("parked", "open, its next task lies ahead"),
    Flag("due", "a task is due today or overdue"),
    Flag("owed", "open, and the buyer waits for your answer"),
    Flag("waiting", "open, and the last word is yours"),
    Flag("signal", "a buying signal waits for your yes or no"),
    Flag("open", "still in the pipeline"),
    Flag("won", "won"),
    Flag("lost", "lost"),
    Flag("archived", "archived"),
    Flag("closed", "won, lost or archived"),
    Flag("scored", "has a qualification score"),
    Flag("task", "has a task to do"),
)

FIELD_BY_NAME = {field.name: field for field in FIELDS}
FLAG_NAMES = frozenset(flag.name for flag in FLAGS)
DATE_KINDS = frozenset({"past", "future"})
OBJECTION_KINDS = ("BUDGET", "TIMING", "COMPETITION", "INTERNAL", "TRUST", "SCOPE")
OBJECTION_STATES = ("open", "resolved", "unresolved", "lost")
SIGNAL_KINDS = ("pricing", "proposal_request", "click", "meeting", "referral", "timeline")
SIGNAL_STATES = ("suggested", "confirmed", "refused")


class SortKey(NamedTuple):
    """A column to sort by. `missing`: it may be NULL, and such leads come last; `flip`: larger means longer ago."""

    column: str
    missing: bool = False
    flip: bool = False
    indexed: bool = False


SORT_KEYS: dict[str, SortKey] = {
    "heat": SortKey("lead.heat", indexed=True),
    "value": SortKey("lead.value", missing=True, indexed=True),
    "title": SortKey("lead.title COLLATE NOCASE", indexed=True),
    "touched": SortKey("lead.silent_since", indexed=True),
    "silent": SortKey("lead.silent_since", flip=True, indexed=True),
    "company": SortKey("lead.company COLLATE NOCASE", missing=True),
    "score": SortKey("lead.score", missing=True),
    "stage": SortKey("lead.stage_id"),
    "entered": SortKey("lead.stage_entered_at"),
    "created": SortKey("lead.created_at"),
    "updated": SortKey("lead.updated_at"),
    "age": SortKey("COALESCE(lead.engaged_at, lead.created_at)", flip=True),
    "due": SortKey("lead.next_task_on", missing=True),
    "deadline": SortKey("lead.deadline_on", missing=True),
    "snoozed": SortKey("lead.snoozed_until", missing=True),
    "source": SortKey("lead.source COLLATE NOCASE", missing=True),
    "risk": SortKey("CASE WHEN lead.is_open THEN lead.risk_from END", missing=True),
    "id": SortKey("lead.id"),
}


def nearest(word: str, known: Iterable[str], cutoff: float = 0.0) -> str:
    """The known word most like `word`, or '' where none is at least `cutoff` (0 … 1) alike."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word.casefold(), list(known), 1, cutoff)), "")
