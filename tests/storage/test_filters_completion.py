"""What is offered while a filter is being typed."""

from __future__ import annotations

import datetime

import pytest

from storage.filters import FIELDS, FLAGS, SORT_KEYS, compile_filter, complete

KNOWN = {"tag": ["price", "big deal"], "source": ["Reddit"]}


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("+sta", ["+stale"]),
        ("heat>20 -sno", ["-snoozed", "-snoozed:", "-snoozed.before:", "-snoozed.after:", "-snoozed.on:"]),
        ("comp", ["company:"]),
        ("-comp", ["-company:"]),
        ("STA", ["stage:", "+stale"]),
        ("stage:ca", ["stage:call_scheduled", "stage:call_done"]),
        ("stage:new,qu", ["stage:new,qualified"]),
        ("-stage:wo", ["-stage:won"]),
        ("objection:t", ["objection:timing", "objection:trust"]),
        ("objection.open:t", ["objection.open:timing", "objection.open:trust"]),
        ("objection:un", ["objection:unresolved"]),
        ("signal:p", ["signal:pricing", "signal:proposal_request"]),
        ("signal.suggested:m", ["signal.suggested:meeting"]),
        ("sort:-he", ["sort:-heat"]),
        ("due:to", ["due:today", "due:tomorrow"]),
        ("tag:", ["tag:price", 'tag:"big deal"']),
        ("source:r", ["source:Reddit"]),
        ("heat:n", ["heat:none"]),
        ("nonsense:x", []),
        ("+nonsense", []),
    ],
)
def test_the_last_word_is_completed(typed: str, offered: list[str]) -> None:
    assert complete(typed, KNOWN) == offered


def test_nothing_typed_offers_the_fields() -> None:
    assert complete("")[0] == "stage:"
    assert "sort:" in complete("")
    assert set(complete("+")) == {f"+{flag.name}" for flag in FLAGS}


def test_whatever_is_offered_and_finished_is_a_filter() -> None:
    finished = {"money": "5", "number": "5", "days": "5", "past": "7d", "future": "7d", "stage": "new"}
    now, today = 1_782_118_800_000, datetime.date(2026, 6, 22)
    for field in FIELDS:
        value = finished.get(field.kind, "none")
        name = f"{field.name}.x" if field.kind == "custom" else field.name
        assert compile_filter(f"{name}:{value}", now=now, today=today).where != "1"
    for flag in FLAGS:
        assert compile_filter(f"-{flag.name}", now=now, today=today).where != "1"
    for key in SORT_KEYS:
        assert compile_filter(f"sort:-{key}", now=now, today=today).order.endswith(("lead.id ASC", "lead.id DESC"))
