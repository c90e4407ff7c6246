"""What Hermes suggests next, and how long it keeps quiet about what the rep did not want to hear."""

from __future__ import annotations

from datetime import UTC, datetime

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.touches import log_touch
from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.metrics.suggestion import REFUSED_DAYS, suggestion
from storage import records
from storage.database import Database
from storage.thresholds import Thresholds, keep_thresholds

DAY_MS = 86_400_000


def test_a_refused_suggestion_steps_back_for_a_week(database: Database, now: int) -> None:
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    lead = add_lead(database, {"title": "ERP", "stage": "qualified"}, now - 30 * DAY_MS, today).made
    asked = {"stale_days": 7, "today": today}
    first = suggestion(database, lead_facts(database, lead), now, **asked)
    assert first is not None
    assert first.action == "first_message"
    with database.transaction():
        records.insert(database, "suggestion", lead_id=lead, kind="first_message", verdict="refused", at=now)
    second = suggestion(database, lead_facts(database, lead), now, **asked)
    assert second is not None
    assert second.action != "first_message"
    later = suggestion(database, lead_facts(database, lead), now + (REFUSED_DAYS * DAY_MS) + 1, **asked)
    assert later == first


def test_a_follow_up_says_which_one_it_is(database: Database, now: int) -> None:
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    for stage, label in (("contacted", "Write follow-up 1"), ("followup_1", "Write follow-up 2")):
        lead = add_lead(database, {"title": "ERP", "stage": stage}, now - 30 * DAY_MS, today).made
        found = suggestion(database, lead_facts(database, lead), now, stale_days=7, today=today)
        assert found is not None
        assert (found.action, found.label) == ("follow_up", label)


def test_after_as_many_follow_ups_as_the_settings_want_none_is_urged(database: Database, now: int) -> None:
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    lead = add_lead(database, {"title": "ERP", "stage": "contacted"}, now - 30 * DAY_MS, today).made

    def asked(**settings: int) -> str:
        keep_thresholds(database, Thresholds(**settings))
        found = suggestion(database, lead_facts(database, lead), now, stale_days=30, today=today)
        return "" if found is None else found.label

    for days in (8, 5):
        log_touch(database, [lead], "email", now, at=now - days * DAY_MS)
    assert asked() == "Write follow-up 2"
    assert asked(followups_at_most=1) != asked()
    assert asked(followup_after=5) == "Write follow-up 2"
    assert asked(followup_after=6) != asked()
    log_touch(database, [lead], "call", now, at=now - 4 * DAY_MS)
    assert asked() == "Write follow-up 2", "a call that nobody took is no follow-up"
    log_touch(database, [lead], "email", now, at=now - 3 * DAY_MS)
    assert not asked().startswith("Write")
