"""Whatever deals go through, the figures are what definitions.md says, worked out a second time in plain Python."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hermes_tui.actions import history
from hermes_tui.actions.asking import Reckoning, asked_of
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.stages import move
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.closings import closings
from hermes_tui.metrics.funnel import funnel
from hermes_tui.metrics.sources import sources
from hermes_tui.metrics.stage_times import stage_times
from hermes_tui.metrics.stuck import stuck
from hermes_tui.metrics.velocity import velocity
from hermes_tui.metrics.weeks import weeks
from storage import derived, journal, records
from storage.database import Database
from storage.errors import HermesError
from storage.queries.stages import stages
from tests.metrics import reference

DAY = 86_400_000
START = 1_767_225_600_000  # 2026-01-01
WAITS = (0, 0, 1, 60_000, 119_999, 120_000, 3_600_000, DAY, 9 * DAY, 40 * DAY)

_DEAL = st.tuples(
    st.sampled_from(["ads", "referral", None]), st.sampled_from([None, 0, 5_000, 120_000]),
    st.sampled_from([None, "USD", "EUR"]), st.sampled_from([None, -3 * DAY, 5 * DAY]),
)  # fmt: skip
_STEP = st.one_of(
    st.tuples(st.just("move"), st.integers(0, 9), st.sampled_from(reference.ORDER), st.sampled_from(WAITS)),
    st.tuples(st.just("undo"), st.integers(0, 1), st.just(""), st.sampled_from(WAITS)),
    st.tuples(st.just("redo"), st.just(0), st.just(""), st.just(0)),
    st.tuples(st.just("file"), st.integers(0, 9), st.sampled_from(reference.ORDER), st.sampled_from(WAITS)),
    st.tuples(st.just("clock back"), st.just(0), st.just(""), st.sampled_from([60_000, DAY])),
)
_HISTORY = st.tuples(st.lists(_DEAL, min_size=1, max_size=5), st.lists(_STEP, max_size=30))


def lived(database: Database, told: tuple[list[Any], list[Any]]) -> int:
    """Add the deals and let all that happen; the moment after it."""
    now = START
    leads = []
    for number, (source, value, currency, engaged) in enumerate(told[0]):
        fields = {"title": f"Deal {number}", "source": source, "value": value, "currency": currency}
        given_ = {name: str(each) for name, each in fields.items() if each is not None}
        leads.append(add_lead(database, given_, now, date(2026, 1, 1)).made)
        if engaged is not None:
            with journal.action(database, "edit", "engaged", now):
                records.update(database, "lead", leads[-1], engaged_at=now + engaged)
        now += 1_000
    for what, number, stage, wait in told[1]:
        if what == "clock back":
            now -= wait
            continue
        now += wait
        try:
            if what == "move":
                move(database, [leads[number % len(leads)]], stage, now)
            elif what == "file":
                filed(database, leads[number % len(leads)], stage, now)
            elif what == "undo":
                history.undo(database, now)
            else:
                history.redo(database, now)
        except HermesError:
            pass  # nothing to undo, or it was refused: as a rep would be told
    return now


def filed(database: Database, lead: int, stage: str, now: int) -> None:
    """A visit that an import tells of, whose cause is no rep: it is one however short it was."""
    with journal.action(database, "import", "a file", now):
        number = reference.ORDER.index(stage) + 1
        row = database.row("SELECT id, at FROM stage_event WHERE lead_id = ? AND left_at IS NULL", (lead,))
        if row is None:  # its adding was undone
            return
        at = max(now, row[1])
        records.update(database, "stage_event", row[0], left_at=at)
        records.insert(database, "stage_event", lead_id=lead, to_stage_id=number, at=at, cause="import")
        records.update(database, "lead", lead, stage_id=number)


def approx(found: Any) -> Any:
    return pytest.approx(found, rel=1e-9, abs=1e-9)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=_HISTORY, window=st.sampled_from(["all", "7", "30", "90"]), ago=st.sampled_from([0, 0, DAY, 30 * DAY]))
def test_the_figures_are_those_of_the_definitions(begin_file, told, window: str, ago: int) -> None:
    database = begin_file()
    now = max(lived(database, told), database.value("SELECT COALESCE(MAX(at), 0) FROM stage_event"))
    with database.transaction() as connection:
        assert derived.rebuild(connection) == 0, "what is kept is what is worked out anew"
        derived.refresh_pace(connection)
    by = Reckoning(now, date(2026, 6, 1), UTC, 7, "USD", {})
    asked = asked_of(database, by, period=window)
    if ago:
        asked = asked._replace(at=asked.at - ago, is_now=False)
    deals = reference.deals_of(database)
    check(database, asked, deals)
    database.close()


def check(database: Database, asked: Asked, deals: list[reference.Deal]) -> None:
    """Every figure against the reference."""
    at, since = asked.at, asked.since
    ages = {found.stage: found for found in stage_times(database, asked)}
    for stage in reference.ORDER[:10]:
        assert tuple(ages[stage].done) == approx(reference.spread(reference.days_in(deals, stage, since, at))), stage
        here = reference.ages_in(deals, stage, at)
        assert ages[stage].here.n == len(here), stage
        if here:
            assert ages[stage].here.median == approx(reference.median(here))
            assert ages[stage].here.oldest == approx(max(here))
    for step in funnel(database, asked):
        wanted = reference.conversion(deals, step.stage, since, at)
        assert (step.entered, step.passed) == (wanted["entered"], wanted["passed"]), step.stage
        if step.stage in reference.FUNNEL:
            assert (step.advanced, step.dropped, step.open) == (
                wanted["advanced"], wanted["dropped"], wanted["open"]
            ), step.stage  # fmt: skip
    check_closings(database, asked, deals)
    check_velocity(database, asked, deals)
    if asked.is_now:
        limits = {stage.name: stage_days(database, stage.id) for stage in stages(database) if stage.kind == "open"}
        late = reference.stuck(deals, at, limits)
        assert {row.lead_id: row.days for row in stuck(database, asked)} == approx(late)


def stage_days(database: Database, stage_id: int) -> int:
    """The setting: after how many days a deal in a stage counts as stuck."""
    return int(database.value("SELECT stuck_days FROM stage WHERE id = ?", (stage_id,)))


def check_closings(database: Database, asked: Asked, deals: list[reference.Deal]) -> None:
    """Won, lost, what was won, how long it took; by source and by week too."""
    at, since = asked.at, asked.since
    found = closings(database, asked)
    won, lost = (reference.closed(deals, stage, since, at) for stage in ("WON", "LOST"))
    assert (found.won, found.lost, found.win.n) == (len(won), len(lost), len(won) + len(lost))
    assert found.win.rate == (approx(len(won) / (len(won) + len(lost))) if won or lost else None)
    values = reference.won_values(deals, since, at)
    assert {each.currency: (each.n, each.sum) for each in found.won_values} == {
        currency: (len(each), sum(each)) for currency, each in values.items()
    }
    for told, stage in ((found.cycle_won, "WON"), (found.cycle_lost, "LOST")):
        lengths = reference.cycle(deals, stage, since, at)
        assert (told.n, told.mean, told.median) == approx(reference.spread(lengths)[:3]), stage
    by_source = {each.source: each for each in sources(database, asked)}
    for source in {deal.source for deal in deals if deal.standing(at)}:
        mine = [deal for deal in deals if deal.source == source]
        row = by_source[source]
        assert row.leads == sum(1 for deal in mine if deal.standing(at))
        assert (row.won, row.lost) == tuple(len(reference.closed(mine, each, since, at)) for each in ("WON", "LOST"))
        assert {each.currency: (each.n, each.sum) for each in row.won_values} == {
            currency: (len(each), sum(each)) for currency, each in reference.won_values(mine, since, at).items()
        }
    if asked.since > 0:
        told = weeks(database, asked)
        assert sum(week.won for week in told) == len(won), "each closing is in one week"


def check_velocity(database: Database, asked: Asked, deals: list[reference.Deal]) -> None:
    """Per currency; a dash where nothing was won."""
    since = asked.trailing.since
    for row in velocity(database, asked):
        wanted = reference.velocity(deals, since, asked.at, row.currency or asked.currency)
        assert row.per_day == (None if wanted is None else approx(wanted)), row.currency
