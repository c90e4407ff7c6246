"""Whatever deals go through: the past is told as it was, the forecast is right, and every number opens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.stages import move
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.closings import closings
from hermes_tui.metrics.forecast import forecast, groups_of
from hermes_tui.metrics.headline import kpis
from hermes_tui.metrics.intervals import rate
from hermes_tui.metrics.money import named
from hermes_tui.metrics.outlook import forecast_table
from hermes_tui.metrics.sources import sources, sources_table
from hermes_tui.metrics.standing import standing
from hermes_tui.metrics.stuck import at_stake, stuck, stuck_table
from hermes_tui.metrics.velocity import velocity, velocity_table
from storage import journal, records
from storage.database import Database
from storage.errors import UsageError
from storage.queries.stages import stages
from tests.conftest import DAY, NOW
from tests.metrics.deals_made import TODAY, asked, check_opens

_STAGES = ("NEW", "QUALIFIED", "CONTACTED", "FOLLOWUP_1", "RESPONDED", "PROPOSAL_SENT", "NEGOTIATING",
           "WON", "WON", "LOST", "LOST", "ARCHIVED")  # fmt: skip
_WAITS = st.sampled_from((0, 1, 60_000, 119_999, 120_000, DAY, 4 * DAY, 15 * DAY))
_DEAL = st.tuples(
    st.integers(0, 60), st.lists(st.tuples(st.sampled_from(_STAGES), _WAITS), max_size=7),
    st.sampled_from((None, "fair", "web")), st.sampled_from((None, "10", "2500")),
    st.sampled_from((None, "USD", "EUR")), st.sampled_from((None, -2, 30)),
)  # fmt: skip
_DEALS = st.lists(_DEAL, min_size=1, max_size=12)
_WINDOW = st.sampled_from((None, 7.0, 30.0, 400.0))


def _lived(database: Database, told: list[tuple[object, ...]]) -> None:
    for begun, moves, source, value, currency, engaged in told:
        at = NOW - (100 + begun) * DAY  # type: ignore[operator]
        fields = {"title": "Deal", "source": source, "value": value, "currency": currency}
        lead = add_lead(database, {k: str(v) for k, v in fields.items() if v is not None}, NOW, TODAY, at=at).made
        assert lead is not None
        for stage, wait in moves:  # type: ignore[attr-defined]
            at += wait
            try:
                move(database, [lead], stage, NOW, at=at)
            except UsageError:
                break
        if engaged is not None:
            with journal.action(database, "edit", "engaged", NOW):
                records.update(database, "lead", lead, engaged_at=NOW - (100 + engaged) * DAY)  # type: ignore[operator]


@settings(max_examples=25)
@given(told=_DEALS, days=_WINDOW, some=st.booleans())
def test_now_is_told_alike_by_the_copies_on_leads_and_by_the_visits(
    begin_file: Callable[[], Database], told: list[tuple[object, ...]], days: float | None, some: bool
) -> None:
    database = begin_file()
    _lived(database, told)
    now = asked(days, where="lead.source = 'fair'" if some else "")
    then = now._replace(is_now=False)
    for figures in (closings, sources, velocity, stuck, at_stake, forecast):
        assert figures(database, now) == figures(database, then), figures.__name__
    rated = now._replace(rates=asked(rates={"EUR": "1.25"}).rates)
    for each in (now, then, rated):
        tables = [make(database, each) for make in (kpis, sources_table, stuck_table, forecast_table, velocity_table)]
        check_opens(database, tables)
    database.close()


@settings(max_examples=25)
@given(told=_DEALS, days=_WINDOW, ago=st.sampled_from((0, 1, 90, 130)))
def test_a_stages_win_rate_is_of_the_deals_that_entered_its_group(
    begin_file: Callable[[], Database], told: list[tuple[object, ...]], days: float | None, ago: int
) -> None:
    database = begin_file()
    _lived(database, told)
    question = asked(days, ago=ago)
    found, groups = forecast(database, question), groups_of(database)
    ended = _ended(database, question)
    kinds = [kind for kind, entered in ended.values() if entered & {11, 12}]
    assert found.overall == rate(kinds.count("won"), len(kinds)) == closings(database, question).win
    for stage_id, (of, is_own) in found.rates.items():
        kinds = [kind for kind, entered in ended.values() if groups[stage_id] in entered]
        own = rate(kinds.count("won"), len(kinds))
        assert (of, is_own) == ((own, True) if len(kinds) >= 10 else (found.overall, False))
    for total in found.totals:
        assert total.value == sum(row.value for row in found.stages if row.currency == total.currency)
        if total.expected is not None:
            assert (total.low or 0) <= total.expected + 1e-6
            assert total.expected <= (total.high or 0) + 1e-6
    database.close()


def _ended(database: Database, question: Asked) -> dict[int, tuple[str, set[int]]]:
    """How each deal that is closed at the moment ended, and the groups that it entered in the window."""
    kinds = {stage.id: stage.kind for stage in stages(database)}
    found: dict[int, tuple[str, set[int]]] = {}
    for (lead,) in database.rows("SELECT id FROM lead"):
        rows = database.rows(
            "SELECT stage_id, at, left_at, group_id, passed FROM visit WHERE lead_id = ? ORDER BY n", (lead,)
        )
        here = [
            kinds[row[0]]
            for row in rows
            if row[1] <= question.at and not row[4] and (row[2] is None or row[2] > question.at)
        ]
        entered = {row[3] for row in rows if row[3] is not None and question.since < row[1] <= question.at}
        if here and here[0] in ("won", "lost"):
            found[lead] = (here[0], entered)
    return found


@settings(max_examples=25)
@given(
    told=_DEALS,
    ago=st.sampled_from((0, 1, 90, 130)),
    edits=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 140))),
)
def test_what_is_open_is_what_stood_in_open_stages_at_the_values_of_then(
    begin_file: Callable[[], Database], told: list[tuple[object, ...]], ago: int, edits: list[tuple[int, int]]
) -> None:
    database = begin_file()
    _lived(database, told)
    leads = [lead for (lead,) in database.rows("SELECT id FROM lead ORDER BY id")]
    for place, days in sorted(edits, key=lambda edit: -edit[1]):
        with journal.action(database, "edit", "value", NOW - days * DAY):
            lead = leads[place % len(leads)]
            records.update(database, "lead", lead, value=1_000 + place, currency=("EUR", "GBP", None)[days % 3])
    question = asked(ago=ago)
    open_stages = {stage.id for stage in stages(database) if stage.kind == "open"}
    stood = [each for each in standing(database, question) if each.stage_id in open_stages]
    values = named([money for each in stood for money in each.values], question)
    found = forecast(database, question)
    assert named(found.values, question) == values
    assert sum(total.n for total in found.totals) == sum(each.n for each in stood)
    database.close()


@pytest.mark.parametrize("days", [None, 30.0])
def test_a_file_without_a_lead_has_tables_too(database: Database, days: float | None) -> None:
    for question in (asked(days), asked(days, ago=3)):
        tables = [
            make(database, question) for make in (kpis, sources_table, stuck_table, forecast_table, velocity_table)
        ]
        check_opens(database, tables)
