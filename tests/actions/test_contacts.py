"""A rep knows each person of a deal: their addresses, their mood, who leads them, and that two rows are one person."""

from __future__ import annotations

from datetime import date

import pytest

from hermes_tui.actions import history
from hermes_tui.actions.contact_merge import merge_contacts
from hermes_tui.actions.contacts import add_contact, edit_contact, mark_champion, remove_contact, set_mood
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.notes import add_note
from hermes_tui.actions.tasks import Plan, add_task
from hermes_tui.actions.touches import log_touch
from hermes_tui.actions.whom import named
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries import lead as lead_queries

TODAY = date(2026, 6, 22)
DAY = 86_400_000


@pytest.fixture
def acme(database: Database, now: int) -> int:
    """A deal with Ann, its champion, and Bob."""
    lead_id = add_lead(database, {"title": "ERP rollout", "company": "Acme"}, now, TODAY, at=now - 30 * DAY).made
    add_contact(database, lead_id, {"name": "Ann Lee", "role": "CTO", "champion": "yes"}, now, TODAY)
    add_contact(database, lead_id, {"name": "Bob Ray", "email": "bob@acme.example"}, now, TODAY)
    return lead_id


ANN, BOB = 1, 2


def person(database: Database, contact_id: int, *columns: str) -> tuple[object, ...]:
    row = database.row(f"SELECT {', '.join(columns)} FROM contact WHERE id = ?", (contact_id,))
    assert row is not None
    return row


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    tables = ("lead", "contact", "touch", "message", "note", "task", "signal", "sentiment_event")
    return {table: database.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables}


# -- addresses -------------------------------------------------------------------------------------------


def test_an_address_is_kept_as_typed_beside_what_it_means(database: Database, acme: int, now: int) -> None:
    given = {"name": "Cy", "email": "Cy Doe <CY@Acme.Example>", "phone": "(415) 555-2671 x9"}
    cy = add_contact(database, acme, given, now, TODAY, "US").made
    assert person(database, cy, "email", "email_typed", "phone", "phone_typed") == (
        "cy@acme.example", "Cy Doe <CY@Acme.Example>", "+14155552671 ext. 9", "(415) 555-2671 x9",
    )  # fmt: skip
    edit_contact(database, cy, {"EMAIL": "cy@acme.example", "phone": "+14155552671"}, now, TODAY, "US")
    assert person(database, cy, "email_typed", "phone", "phone_typed") == (None, "+14155552671", None)


def test_a_number_nobody_can_dial_from_abroad_is_kept_and_said(database: Database, acme: int, now: int) -> None:
    done = edit_contact(database, BOB, {"phone": "030 1234567"}, now, TODAY)
    assert done.words == "Acme: Bob Ray edited; phone kept as typed (no country code, and no `region` is set)"
    done = edit_contact(database, BOB, {"phone": "ask the front desk"}, now, TODAY, "DE")
    assert done.words.endswith("(it is no number I can read)")
    assert person(database, BOB, "phone", "phone_typed") == ("ask the front desk", None)


@pytest.mark.parametrize("address", ["bob@acme.example\nBcc: all@acme.example", "bob", "bob@@acme.example"])
def test_a_wrong_address_changes_nothing(database: Database, acme: int, now: int, address: str) -> None:
    before = everything(database)
    with pytest.raises(UsageError, match="nothing was changed"):
        edit_contact(database, BOB, {"email": address, "role": "Blocker"}, now, TODAY)
    with pytest.raises(UsageError, match="nothing was changed"):
        add_contact(database, acme, {"name": "Cy", "email": address}, now, TODAY)
    assert everything(database) == before


def test_a_new_address_has_not_bounced(database: Database, acme: int, now: int) -> None:
    database.connection().execute("UPDATE contact SET bounced_at = ? WHERE id = ?", (now, BOB))
    edit_contact(database, BOB, {"role": "Finance"}, now, TODAY)
    assert person(database, BOB, "bounced_at") == (now,)
    edit_contact(database, BOB, {"email": "ray@acme.example"}, now, TODAY)
    assert person(database, BOB, "bounced_at") == (None,)


# -- champion --------------------------------------------------------------------------------------------


def test_a_new_champion_takes_the_place_of_the_old_and_gives_it_back(database: Database, acme: int, now: int) -> None:
    done = mark_champion(database, [BOB], now)
    assert done.words == "Acme: Bob Ray is the champion in place of Ann Lee"
    assert database.rows("SELECT name FROM contact WHERE is_primary = 1") == [("Bob Ray",)]
    history.undo(database, now)
    assert database.rows("SELECT name FROM contact WHERE is_primary = 1") == [("Ann Lee",)]
    assert mark_champion(database, [ANN], now).action_id == 0


def test_two_champions_at_once_are_one_sentence(database: Database, acme: int, now: int) -> None:
    before = everything(database)
    with pytest.raises(UsageError, match="Ann Lee and Bob Ray are both of lead #1, and a lead has one champion"):
        mark_champion(database, [ANN, BOB], now)
    with pytest.raises(UsageError, match="set twice"):
        edit_contact(database, BOB, {"champion": "yes", "primary": "no"}, now, TODAY)
    assert everything(database) == before


# -- mood ------------------------------------------------------------------------------------------------


def test_each_change_of_mood_is_kept_and_undone_with_it(database: Database, acme: int, now: int) -> None:
    set_mood(database, ANN, "pos", now, TODAY)
    set_mood(database, ANN, "positive", now + 1, TODAY)
    assert set_mood(database, ANN, "negative", now + 2, TODAY).words == "Acme: Ann Lee is negative"
    history_of = "SELECT sentiment, at FROM sentiment_event WHERE contact_id = 1 ORDER BY at"
    assert database.rows(history_of) == [("positive", now), ("negative", now + 2)]
    history.undo(database, now + 3)
    assert person(database, ANN, "sentiment") == ("positive",)
    assert database.rows(history_of) == [("positive", now)]
    set_mood(database, ANN, "", now + 4, TODAY)
    assert person(database, ANN, "sentiment") == (None,)


def test_a_touch_sets_the_mood_of_whom_it_names_unless_a_newer_one_is_known(
    database: Database, acme: int, now: int
) -> None:
    log_touch(database, [acme], "call", now, inbound=True, contact_id=BOB, sentiment="negative", at=now - DAY)
    log_touch(database, [acme], "call", now, inbound=True, contact_id=BOB, sentiment="positive", at=now - 2 * DAY)
    assert person(database, BOB, "sentiment") == ("negative",)
    assert database.rows("SELECT sentiment FROM sentiment_event ORDER BY at") == [("positive",), ("negative",)]


def test_a_mood_without_history_is_where_the_history_begins(database: Database, acme: int, now: int) -> None:
    """As an import leaves it."""
    database.connection().execute("UPDATE contact SET sentiment = 'neutral' WHERE id = ?", (BOB,))
    set_mood(database, BOB, "positive", now + DAY, TODAY)
    assert database.rows("SELECT sentiment, at FROM sentiment_event") == [("neutral", now), ("positive", now + DAY)]


# -- merging ---------------------------------------------------------------------------------------------


@pytest.fixture
def two_rows(database: Database, acme: int, now: int) -> int:
    """Robert is Bob, and both were written to."""
    given = {"name": "Robert Ray", "email": "rob@home.example", "phone": "+49 30 1234567", "role": "Finance"}
    robert = add_contact(database, acme, given, now, TODAY).made
    log_touch(database, [acme], "call", now, contact_id=robert, at=now - DAY)
    log_touch(database, [acme], "email", now, inbound=True, contact_id=BOB, text="What does it cost?", at=now - 2 * DAY)
    add_note(database, [acme], "met at the fair", now, contact_id=robert, at=now - 3 * DAY)
    set_mood(database, robert, "positive", now, TODAY)
    mark_champion(database, [robert], now)
    return robert


def test_two_rows_of_one_person_become_one_and_nothing_is_lost(
    database: Database, acme: int, two_rows: int, now: int
) -> None:
    done = merge_contacts(database, BOB, two_rows, now)
    assert done.words == "Acme: Robert Ray merged into Bob Ray; what differed is in a note"
    assert person(database, BOB, "email", "phone", "phone_typed", "role", "sentiment", "is_primary") == (
        "bob@acme.example", "+49301234567", "+49 30 1234567", "Finance", "positive", 1,
    )  # fmt: skip
    assert person(database, BOB, "touch_count", "last_touch_at", "last_in_at") == (3, now - DAY, now - 2 * DAY)
    (note,) = (row for row in lead_queries.notes(database, acme) if row.kind == "SYSTEM")
    assert note.text == ("Robert Ray merged into Bob Ray. Also called Robert Ray. Other e-mail: rob@home.example.")
    assert note.contact_id == BOB
    assert [row.name for row in lead_queries.contacts(database, acme)] == ["Bob Ray", "Ann Lee"]


def test_a_merge_of_people_is_taken_back_whole(database: Database, two_rows: int, now: int) -> None:
    before = everything(database)
    merge_contacts(database, BOB, two_rows, now)
    after = everything(database)
    history.undo(database, now)
    assert everything(database) == before
    history.redo(database, now)
    assert everything(database) == after


def test_every_kind_of_row_goes_along(database: Database, acme: int, two_rows: int, now: int) -> None:
    add_task(database, [acme], Plan("Call Robert", TODAY), now)
    for table, values in {
        "task": "UPDATE task SET contact_id = 3",
        "signal": "INSERT INTO signal (lead_id, contact_id, kind, at) VALUES (1, 3, 'pricing', 1)",
        "message": "INSERT INTO message (lead_id, contact_id, direction, status, at, created_at, updated_at) "
        "VALUES (1, 3, 'out', 'SENT', 1, 1, 1)",
    }.items():
        database.connection().execute(values)
        assert database.value(f"SELECT COUNT(*) FROM {table} WHERE contact_id = 3") == 1
    naming = [
        table
        for (table,) in database.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'")
        if any(column[1] == "contact_id" for column in database.rows(f"PRAGMA table_info({table})"))
    ]
    assert len(naming) >= 6
    merge_contacts(database, BOB, two_rows, now)
    for table in naming:
        assert database.value(f"SELECT COUNT(*) FROM {table} WHERE contact_id = 3") == 0
        assert database.value(f"SELECT COUNT(*) FROM {table} WHERE contact_id = 2") > 0, table


def test_a_merge_with_oneself_or_across_deals_is_one_sentence(database: Database, acme: int, now: int) -> None:
    other = add_lead(database, {"title": "Another"}, now, TODAY).made
    cy = add_contact(database, other, {"name": "Cy"}, now, TODAY).made
    before = everything(database)
    with pytest.raises(UsageError, match="Bob Ray cannot be merged with themselves; nothing was changed"):
        merge_contacts(database, BOB, BOB, now)
    with pytest.raises(UsageError, match="Bob Ray is of lead #1 and Cy of lead #2; people are merged within one lead"):
        merge_contacts(database, BOB, cy, now)
    with pytest.raises(NotFound, match="no contact 99"):
        merge_contacts(database, BOB, 99, now)
    assert everything(database) == before


# -- who is meant ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("2", BOB), ("#2", BOB), ("bob", BOB), ("@Ann", ANN), ("lee", ANN), ("ray", BOB), ("bob@acme", BOB), ("nn L", ANN),
     ("b r", BOB)],
)  # fmt: skip
def test_a_person_is_named_by_any_part_that_is_theirs_alone(
    database: Database, acme: int, typed: str, meant: int
) -> None:
    assert named(database, [acme], typed) == meant


def test_who_is_not_one_person_is_asked_back(database: Database, acme: int, now: int) -> None:
    add_contact(database, acme, {"name": "Joanne Roe"}, now, TODAY)
    assert named(database, [acme], "ann") == ANN, "Ann is Ann, and not Joanne"
    add_contact(database, acme, {"name": "Ann Poe"}, now, TODAY)
    with pytest.raises(UsageError, match=r"`ann` may be Ann Lee \(1\) or Ann Poe \(4\); say which by id"):
        named(database, [acme], "ann")
    with pytest.raises(UsageError, match=r"Nobody of Acme is called `zoe`: its people are Ann Lee \(1\), Bob Ray"):
        named(database, [acme], "zoe")
    other = add_lead(database, {"title": "Another"}, now, TODAY).made
    with pytest.raises(UsageError, match="Contact 1 is not one of Another's people, where nobody is known"):
        named(database, [other], "1")
    with pytest.raises(UsageError, match="belongs to one lead"):
        named(database, [acme, other], "ann")


def test_who_is_removed_leaves_what_they_said(database: Database, acme: int, now: int) -> None:
    log_touch(database, [acme], "email", now, inbound=True, contact_id=BOB, text="Hello?", sentiment="positive")
    before = everything(database)
    remove_contact(database, BOB, now)
    assert database.rows("SELECT contact_id, text FROM touch") == [(None, "Hello?")]
    history.undo(database, now)
    assert everything(database) == before
