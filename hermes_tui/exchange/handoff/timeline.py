"""The document's timeline: everything that happened on a lead, newest first, with whole words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any, NamedTuple

from hermes_tui.exchange.handoff.escaping import one, quoted
from hermes_tui.exchange.handoff.told import Told
from hermes_tui.exchange.handoff.values import moment
from hermes_tui.exchange.handoff.writing import at, minute

_ARROWS = {"in": "←", "out": "→", "both": "↔"}
_UNSENT = ("DRAFT", "SCHEDULED")


class Event(NamedTuple):
    """Something that happened: when (ISO), what in one escaped line, and the words, which may be empty."""

    at: str
    what: str
    words: str = ""


def timeline(content: dict[str, Any], told: Told) -> str:
    """Every event as a line of its own, its words quoted below it; "" where nothing happened."""
    events = [event for source in (_stages, _said, _noted, _work) for event in source(content, told)]
    # Of one moment, the order in which they were gathered: a sort that is stable tells the same in every file.
    events.sort(key=lambda event: -moment(event.at))
    return "\n\n".join(_shown(event, told.zone) for event in events)


def _shown(event: Event, zone: tzinfo) -> str:
    line = f"**{minute(at(event.at, zone))}** · {event.what}"
    return f"{line}\n\n{quoted(event.words)}" if event.words.strip() else line


def who(content: dict[str, Any], place: int | None) -> str:
    """A person's name by place in the packet; "" for nobody."""
    return one(content["contacts"][place - 1]["name"]) if place else ""


def _with(content: dict[str, Any], row: dict[str, Any], before: str = " · ") -> str:
    name = who(content, row["contact"])
    return f"{before}{name}" if name else ""


def _stages(content: dict[str, Any], told: Told) -> Iterator[Event]:
    for visit in reversed(content["stages"]):
        reason = f" ({one(visit['reason'])})" if visit["reason"] else ""
        label = one(told.stage_labels.get(visit["stage"], visit["stage"]))
        yield Event(visit["entered_at"], f"stage **{label}**{reason}")


def _said(content: dict[str, Any], _told: Told) -> Iterator[Event]:
    for row in reversed(content["messages"]):
        way = f"{_ARROWS[row['direction']]} {one(row['channel'])}"
        state = f", {row['status'].lower()}" if row["direction"] == "out" else ""
        state += f" ({row['automatic'].replace('_', ' ')})" if row["automatic"] else ""
        unsent = " (never sent)" if row["status"] in _UNSENT else ""
        subject = f" · *{one(row['subject'])}*" if row["subject"] else ""
        yield Event(row["at"], f"{way}{state}{unsent}{_with(content, row)}{subject}", row["body"])
    for row in reversed(content["touches"]):
        kind = one(row["channel"] or row["kind"]) if row["kind"] == "message" else row["kind"]
        state = f" ({row['automatic'].replace('_', ' ')})" if row["automatic"] else ""
        mood = f" · {row['sentiment']}" if row["sentiment"] else ""
        yield Event(row["at"], f"{_ARROWS[row['direction']]} {kind}{state}{_with(content, row)}{mood}", row["text"])


def _noted(content: dict[str, Any], _told: Told) -> Iterator[Event]:
    raised: dict[int, list[str]] = {}
    for objection in content["objections"]:
        raised.setdefault(objection["note"], []).append(objection["kind"].lower())
    for place in range(len(content["notes"]), 0, -1):
        row = content["notes"][place - 1]
        kind = "note" if row["kind"] == "MANUAL" else f"{row['kind'].replace('_', ' ').lower()} note"
        kind += f" by {one(row['model'])}" if row["model"] else ""
        objects = f" · objection: {', '.join(raised[place])}" if place in raised else ""
        yield Event(row["at"], f"{kind}{_with(content, row, ' about ')}{objects}", row["text"])
    for row in reversed(content["moods"]):
        yield Event(row["at"], f"mood{_with(content, row, ' of ')}: {row['sentiment'] or 'no longer known'}")
    for row in reversed(content["signals"]):
        yield Event(
            row["at"], f"buying signal ({row['state']}): {one(row['kind'])}{_with(content, row)}", row["evidence"]
        )


_STEPS = (("sent_at", "sent"), ("viewed_at", "viewed"), ("decided_at", ""))


def _work(content: dict[str, Any], _told: Told) -> Iterator[Event]:
    for row in reversed(content["tasks"]):
        if row["done_at"]:
            yield Event(row["done_at"], f"task {row['status'].lower()}: {one(row['title'])}{_with(content, row)}")
    for row in reversed(content["proposals"]):
        for name, step in _STEPS:
            if row[name]:
                yield Event(
                    row[name], f"proposal {step or row['status'].lower()}: {one(row['title'])} v{row['version']}"
                )
