"""On Monday a rep reads which deals changed, by name: what was decided first, then who slipped, then who came."""

from __future__ import annotations

from hermes_tui.actions.leads import add_lead, edit_lead
from hermes_tui.actions.stages import move
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.changed_deals import changed_deals_table, every_changed_deal
from hermes_tui.metrics.tables import Number
from storage.database import Database
from tests.conftest import DAY, NOW
from tests.metrics.deals_made import TODAY, asked, check_opens


def a_lead(database: Database, days_ago: float, **fields: str) -> int:
    return add_lead(database, {"title": "Deal", **fields}, NOW - int(days_ago * DAY), TODAY).made


def week() -> Asked:
    return asked()._replace(since=NOW - 7 * DAY, at=NOW, is_now=True)


def test_each_deal_stands_there_by_name_with_how_and_what_it_is_worth(database: Database) -> None:
    won = a_lead(database, 30, company="Acme", value="500")
    lost = a_lead(database, 30, company="Borealis")
    on = a_lead(database, 30, company="Cobalt", value="900")
    back = a_lead(database, 30, company="Dune")
    late = a_lead(database, 30, company="Elm", value="70")
    a_lead(database, 2, company="Fjord")
    edit_lead(database, [late], {"deadline_on": "2026-06-20"}, NOW - 20 * DAY, TODAY)
    move(database, [back], "CALL_DONE", NOW - 20 * DAY)
    for lead, stage in ((won, "WON"), (lost, "LOST"), (on, "RESPONDED"), (back, "CONTACTED")):
        move(database, [lead], stage, NOW - 3 * DAY)
    edit_lead(database, [late], {"deadline_on": "2026-07-20"}, NOW - DAY, TODAY)
    table = changed_deals_table(database, week())
    told = [tuple(cell.shown if isinstance(cell, Number) else cell for cell in row) for row in table.rows]
    assert told == [
        ("Acme", str(won), "won", "New → Won", "500 USD"),
        ("Borealis", str(lost), "lost", "New → Lost", "–"),
        ("Dune", str(back), "moved back", "back: Call done → Contacted", "–"),
        ("Elm", str(late), "slipped", "deadline moved from 2026-06-20 to 2026-07-20", "70 USD"),
        ("Cobalt", str(on), "moved forward", "New → Responded", "900 USD"),
        ("Fjord", "6", "created", "created → New", "–"),
    ]
    check_opens(database, [table])


def test_fifty_are_shown_and_a_file_has_them_all(database: Database) -> None:
    for number in range(53):
        a_lead(database, 2, company=f"Firm {number}")
    table = changed_deals_table(database, week())
    assert len(table.rows) == 50
    assert table.note.startswith("The first 50")
    assert len(every_changed_deal(database, week()).rows) == 53


def test_of_a_week_in_which_nothing_was_a_sentence_says_so(database: Database) -> None:
    assert changed_deals_table(database, week()).empty == "No deal changed in this period."
