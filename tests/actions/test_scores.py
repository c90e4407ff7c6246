"""Heat is kept with each action; what time or another program changed is found and put right."""

from __future__ import annotations

from datetime import UTC, datetime

from hermes_tui.actions.history import undo
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.scores import refresh_heat
from hermes_tui.actions.touches import log_touch
from storage.database import Database

DAY_MS = 86_400_000


def test_interest_that_went_cold_in_silence_and_a_heat_written_elsewhere_are_put_right(
    database: Database, now: int
) -> None:
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    lead = add_lead(database, {"title": "ERP", "stage": "responded"}, now - 30 * DAY_MS, today).made
    for days, inbound in ((20, True), (19, True), (18, False)):
        when = now - days * DAY_MS
        log_touch(
            database, [lead], "email", when, inbound=inbound, text="Sounds good!",
            sentiment="positive" if inbound else None,
        )  # fmt: skip
    other = add_lead(database, {"title": "never heard"}, now, today).made
    assert refresh_heat(database, now - 17 * DAY_MS) == 0
    with database.transaction() as connection:
        connection.execute("UPDATE lead SET heat = 99 WHERE id = ?", (other,))

    before = database.rows("SELECT heat FROM lead ORDER BY id")
    assert refresh_heat(database, now, dry_run=True) == 2
    assert database.rows("SELECT heat FROM lead ORDER BY id") == before
    assert refresh_heat(database, now) == 2
    heats = [row[0] for row in database.rows("SELECT heat FROM lead ORDER BY id")]
    assert heats == [before[0][0] - 15, 0]
    assert refresh_heat(database, now) == 0
    # A copy brought up to date stands in nobody's way: all that was done before can still be taken back.
    assert undo(database, now).words == "Undone: added never heard"
    assert undo(database, now).words == "Undone: ERP: email logged"
    assert undo(database, now).words == "Undone: ERP: email from them logged"
