"""What a rep finds in the generated file: a real Monday's queue, a believable year behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hermes_tui.demo import DEMO_NOW, generate
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.goals import goals
from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.scoring.heat import heat
from hermes_tui.scoring.staleness import wants_answer
from storage.database import Database
from storage.filters.compiling import compile_filter
from storage.queries.queue import Queue, Section

DAY = 86_400_000
MOMENTS = {
    "Monday 9 o'clock": DEMO_NOW,
    "Saturday noon": DEMO_NOW + 5 * DAY + 3 * 3_600_000,
    "Thursday 2 in the night": DEMO_NOW + 3 * DAY - 7 * 3_600_000,
    "Friday 23 o'clock, another year": 1_893_279_600_000,
    "the last second of a leap year's February": 1_835_481_599_999,
}


@pytest.fixture(scope="module")
def open_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int], Database]]:
    """Opens the default file as of a moment, made once for each."""
    folder = tmp_path_factory.mktemp("monday")
    opened: dict[int, Database] = {}

    def of(now: int) -> Database:
        if now not in opened:
            path = Path(folder) / f"{now}.db"
            generate(path, now=now)
            opened[now] = Database.open(path)
        return opened[now]

    yield of
    for database in opened.values():
        database.close()


def queue_of(database: Database, now: int) -> Queue:
    return Queue(database, now=now, today=datetime.fromtimestamp(now / 1000, UTC).date().isoformat())


_SILENT = (Section.AT_RISK, Section.IN_PLAY, Section.OUTREACH)


@pytest.mark.parametrize("now", MOMENTS.values(), ids=MOMENTS)
def test_the_queue_looks_like_a_monday_morning(open_demo: Callable[[int], Database], now: int) -> None:
    database = open_demo(now)
    queue = queue_of(database, now)
    assert 36 <= queue.total() <= 46
    assert 5 <= queue.count(Section.OWED) <= 6
    assert 5 <= queue.count(Section.DUE) <= 8
    assert 25 <= sum(queue.count(section) for section in _SILENT) <= 30
    assert 2 <= queue.count(Section.PARKED) <= 5
    rows = queue.page(0, 100)
    silent = [(now - row.silent_since) // DAY for row in rows if row.section in _SILENT]
    assert sum(7 <= days <= 45 for days in silent) >= 25
    assert sum(days > 45 for days in silent) >= 2
    assert sum(days < 14 for days in silent) >= 4
    for row in rows:
        if row.section == Section.OWED:
            assert row.owed_quote


@pytest.mark.parametrize("now", MOMENTS.values(), ids=MOMENTS)
def test_two_in_five_leads_are_closed_and_some_are_fresh(open_demo: Callable[[int], Database], now: int) -> None:
    database = open_demo(now)
    leads, closed = database.row("SELECT COUNT(*), SUM(is_open = 0) FROM lead")
    assert leads == 400
    assert 0.35 <= closed / leads <= 0.45
    won, lost = database.row("SELECT SUM(stage_id = 11), SUM(stage_id = 12) FROM lead")
    assert 0.25 <= won / (won + lost) <= 0.35
    newest = database.value("SELECT MAX(last_touch_at) FROM lead")
    assert now - newest < 4 * DAY
    assert database.value("SELECT COUNT(*) FROM lead WHERE snoozed_until > ?", (now,)) >= 10


def test_nobody_works_at_night_or_on_a_weekend(open_demo: Callable[[int], Database]) -> None:
    for table in ("message", "touch", "note", "stage_event"):
        for (at,) in open_demo(DEMO_NOW).rows(f"SELECT at FROM {table}"):
            moment = datetime.fromtimestamp(at / 1000, UTC)
            assert moment.weekday() < 5
            assert 8 <= moment.hour < 18


def test_quotes_are_the_words_that_ask(open_demo: Callable[[int], Database]) -> None:
    rows = open_demo(DEMO_NOW).rows("SELECT body, quote FROM message WHERE direction = 'in' AND automatic IS NULL")
    assert len(rows) > 300
    for body, quote in rows:
        assert quote == wants_answer(body)
    machines = "SELECT COUNT(*) FROM message WHERE automatic IS NOT NULL AND quote IS NOT NULL"
    assert open_demo(DEMO_NOW).value(machines) == 0


def test_heat_on_the_row_is_what_scoring_says(open_demo: Callable[[int], Database]) -> None:
    database = open_demo(DEMO_NOW)
    points = set()
    for lead_id, kept in database.rows("SELECT id, heat FROM lead"):
        assert kept == heat(lead_facts(database, lead_id), DEMO_NOW).points
        points.add(kept)
    assert min(points) < 0
    assert max(points) >= 45


def test_scores_on_the_row_are_what_qualification_says(open_demo: Callable[[int], Database]) -> None:
    from hermes_tui.scoring.qualification import Inquiry, qualify
    from storage.queries.lead import detail, tags

    database = open_demo(DEMO_NOW)
    by_hand = unscored = 0
    for (lead_id,) in database.rows("SELECT id FROM lead"):
        row = detail(database, lead_id)
        if row.score is None or row.score_manual:
            by_hand += row.score_manual
            unscored += row.score is None
            continue
        names = tuple(tags(database, lead_id))
        inquiry = Inquiry(row.title, row.description or "", names, row.budget_min, row.budget_max)
        assert row.score == qualify(inquiry).points
    assert by_hand
    assert unscored


def test_a_year_of_work_lies_behind(open_demo: Callable[[int], Database]) -> None:
    database = open_demo(DEMO_NOW)
    oldest = database.value("SELECT MIN(stage_entered_at) FROM lead WHERE is_open = 0")
    assert 300 * DAY < DEMO_NOW - oldest < 366 * DAY
    assert database.value("SELECT COUNT(DISTINCT source) FROM lead") == 7
    assert database.value("SELECT COUNT(DISTINCT company) FROM lead") > 300
    reasons = {row[0] for row in database.rows("SELECT close_reason FROM lead WHERE stage_id = 12")}
    assert reasons == {"price", "timing", "competitor", "no reply", "no need", "other"}
    kinds = {row[0] for row in database.rows("SELECT kind FROM objection")}
    assert kinds == {"BUDGET", "TIMING", "COMPETITION", "INTERNAL", "TRUST", "SCOPE"}
    for state in ("open", "resolved", "lost_with"):
        assert database.value("SELECT COUNT(*) FROM objection WHERE state = ?", (state,)) >= 5
    for status in ("SENT", "VIEWED", "ACCEPTED", "REJECTED", "EXPIRED"):
        assert database.value("SELECT COUNT(*) FROM proposal WHERE status = ?", (status,)) >= 1
    for status in ("DRAFT", "SENT", "DELIVERED", "READ", "REPLIED", "BOUNCED"):
        assert database.value("SELECT COUNT(*) FROM message WHERE status = ? AND direction = 'out'", (status,)) >= 1
    assert database.value("SELECT COUNT(DISTINCT template_id) FROM message") == 8
    assert database.value("SELECT COUNT(*) FROM (SELECT 1 FROM contact GROUP BY lead_id HAVING COUNT(*) >= 4)") >= 10


def test_the_goals_of_the_month_are_within_reach(open_demo: Callable[[int], Database]) -> None:
    asked = Asked(DEMO_NOW, datetime.fromtimestamp(DEMO_NOW / 1000, UTC).date())
    found = goals(open_demo(DEMO_NOW), asked)
    assert [goal.kind for goal in found] == ["touches", "meetings", "won_value"]
    for goal in found:
        assert 0.8 <= goal.done / goal.expected <= 1.3, goal


def test_silence_stays_a_small_part_of_a_large_file(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    generate(path, leads=4_000, seed=11)
    database = Database.open(path)
    queue = queue_of(database, DEMO_NOW)
    stale = sum(queue.count(section) for section in (Section.IN_PLAY, Section.OUTREACH, Section.PARKED))
    assert 0.05 <= stale / 4_000 <= 0.10
    assert database.value("SELECT COUNT(*) FROM lead WHERE value < 100000 OR value > 12000000") == 0
    database.close()


def test_each_saved_view_shows_some_leads(open_demo: Callable[[int], Database]) -> None:
    database = open_demo(DEMO_NOW)
    views = database.rows("SELECT name, filter FROM view ORDER BY position")
    assert [name for name, _ in views][:2] == ["Hot", "Big and stale"]
    for name, words in views:
        found = compile_filter(words, now=DEMO_NOW, today=datetime.fromtimestamp(DEMO_NOW / 1000, UTC).date())
        shown = database.value(f"SELECT COUNT(*) FROM lead WHERE {found.where}", found.params)
        assert 1 <= shown <= 100, name
