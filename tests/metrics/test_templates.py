"""Which template earns answers: counted per person, from the messages as they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from hermes_tui.actions.message_status import mark
from hermes_tui.actions.stages import move
from hermes_tui.metrics.intervals import rate
from hermes_tui.metrics.template_figures import templates_table
from hermes_tui.metrics.templates import Performance, compare, performance
from storage import journal
from storage.database import Database
from tests.metrics.letters import DAY, NOW, a_lead, a_template, write
from tests.metrics.spoken import asking


def of(found: Sequence[Performance], name: str, group: str | None = None) -> Performance:
    """The row of a template."""
    return next(row for row in found if row.name == name and row.group == group)


@pytest.fixture
def hello(database: Database) -> int:
    return a_template(database, "Hello")


def test_a_template_that_was_never_sent_has_no_rate(database: Database, hello: int) -> None:
    lead, _ = a_lead(database)
    write(database, lead, 3, template_id=hello, status="DRAFT")
    write(database, lead, 3, template_id=hello, status="SCHEDULED")
    write(database, lead, 3, template_id=hello, status="FAILED")
    row = of(performance(database, NOW), "Hello")
    assert (row.usage, row.sent, row.maturing, row.rate, row.median_days) == (0, 0, 0, rate(0, 0), None)


def test_one_person_written_to_twice_is_one_and_answers_once(database: Database, hello: int) -> None:
    lead, (ann,) = a_lead(database)
    write(database, lead, 40, template_id=hello, contact_id=ann, thread="<a>")
    write(database, lead, 30, template_id=hello, contact_id=ann, thread="<b>")
    write(database, lead, 28, "in", contact_id=ann, thread="<b>", sentiment="positive")
    write(database, lead, 27, "in", contact_id=ann, thread="<b>")
    row = of(performance(database, NOW), "Hello")
    assert (row.usage, row.sent, row.replied, row.positive, row.median_days) == (2, 1, 1, 1, 2)
    assert row.rate == rate(1, 1)


def test_what_went_out_this_week_is_maturing_until_it_is_answered_or_a_week_old(database: Database, hello: int) -> None:
    lead, (ann, bob, cid) = a_lead(database, 3)
    for person in (ann, bob):
        write(database, lead, 6.9, template_id=hello, contact_id=person, thread=f"<{person}>")
    write(database, lead, 7, template_id=hello, contact_id=cid)
    write(database, lead, 1, "in", contact_id=bob, thread=f"<{bob}>")
    row = of(performance(database, NOW), "Hello")
    assert (row.usage, row.sent, row.maturing, row.replied) == (3, 2, 1, 1)
    row = of(performance(database, NOW + DAY), "Hello")
    assert (row.sent, row.maturing) == (3, 0)


def test_an_out_of_office_a_bounce_and_another_thread_are_no_reply(database: Database, hello: int) -> None:
    lead, (ann, bob) = a_lead(database, 2)
    write(database, lead, 30, template_id=hello, contact_id=ann, thread="<a>")
    write(database, lead, 29, "in", contact_id=ann, thread="<a>", automatic="out_of_office")
    write(database, lead, 28, "in", contact_id=ann, thread="<other>")
    write(database, lead, 30, template_id=hello, contact_id=bob, thread="<b>", status="BOUNCED")
    write(database, lead, 29, "in", contact_id=bob, thread="<b>", automatic="bounce")
    row = of(performance(database, NOW), "Hello")
    assert (row.usage, row.sent, row.replied) == (2, 1, 0)


def test_an_answer_is_the_last_templates_before_it_in_the_thread(database: Database, hello: int) -> None:
    nudge = a_template(database, "Nudge")
    lead, (ann,) = a_lead(database)
    write(database, lead, 30, template_id=hello, contact_id=ann, thread="<a>")
    write(database, lead, 20, template_id=nudge, contact_id=ann, thread="<a>")
    write(database, lead, 19, "in", contact_id=ann, thread="<a>")
    write(database, lead, 18, contact_id=ann, thread="<a>")  # by hand, from no template
    write(database, lead, 17, "in", contact_id=ann, thread="<a>")
    found = performance(database, NOW)
    assert [(row.name, row.replied) for row in found] == [("Nudge", 1), ("Hello", 0)]
    assert of(found, "Nudge").median_days == 1


def test_a_status_said_by_key_counts_at_once_and_undone_no_longer(database: Database, hello: int) -> None:
    lead, (ann,) = a_lead(database)
    message = write(database, lead, 20, template_id=hello, contact_id=ann, channel="linkedin")
    mark(database, [message], "REPLIED", NOW)
    assert of(performance(database, NOW), "Hello").replied == 1
    assert of(performance(database, NOW), "Hello").median_days is None  # nobody said when
    journal.undo(database, NOW)
    assert of(performance(database, NOW), "Hello").replied == 0


def test_a_lead_without_people_counts_by_address(database: Database, hello: int) -> None:
    lead, _ = a_lead(database, 0)
    for address in ("a@x.example", "b@x.example", "a@x.example"):
        write(database, lead, 20, template_id=hello, address=address)
    row = of(performance(database, NOW), "Hello")
    assert (row.usage, row.sent) == (3, 2)


def test_a_day_in_the_past_and_a_window(database: Database, hello: int) -> None:
    lead, (ann, bob) = a_lead(database, 2)
    write(database, lead, 100, template_id=hello, contact_id=ann, thread="<a>")
    write(database, lead, 40, template_id=hello, contact_id=bob, thread="<b>")
    write(database, lead, 30, "in", contact_id=bob, thread="<b>")
    assert of(performance(database, NOW - 35 * DAY), "Hello")[5:8] == (2, 1, 0)
    assert of(performance(database, NOW, since=NOW - 50 * DAY), "Hello")[5:8] == (1, 1, 1)


def test_sorted_by_what_is_sure(database: Database) -> None:
    lead, people = a_lead(database, 40)
    for name, sent, replied in (("Lucky", 3, 1), ("Proven", 30, 9), ("Silent", 5, 0), ("New", 0, 0)):
        template = a_template(database, name)
        for number in range(sent):
            status = "REPLIED" if number < replied else "SENT"
            write(database, lead, 20, template_id=template, contact_id=people[number], status=status)
    found = performance(database, NOW)
    assert [row.name for row in found] == ["Proven", "Lucky", "Silent", "New"]
    assert [round(100 * (row.rate.low or 0)) for row in found] == [17, 6, 0, 0]
    assert compare(found[0], found[2]).words.startswith("too early")
    assert [row.name for row in performance(database, NOW, only=[found[1].template_id])] == ["Lucky"]


def test_by_channel_stage_and_month_a_person_is_where_the_first_message_was_and_all_add_up(
    database: Database, hello: int
) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    midnight = int(datetime(2026, 6, 1, tzinfo=berlin).timestamp() * 1000)
    lead, (ann, bob) = a_lead(database, 2)
    last_of_may = (NOW - midnight) / DAY + 0.001
    write(database, lead, last_of_may, template_id=hello, contact_id=ann, channel="linkedin")
    move(database, [lead], "RESPONDED", NOW, at=midnight)
    write(database, lead, last_of_may - 0.01, template_id=hello, contact_id=ann)
    write(database, lead, last_of_may - 0.01, template_id=hello, contact_id=bob)
    by = {by: performance(database, NOW, by=by, zone=berlin) for by in ("channel", "stage", "month")}
    assert [(row.group, row.usage, row.sent) for row in by["channel"]] == [("email", 1, 1), ("linkedin", 2, 1)]
    assert [(row.group, row.usage, row.sent) for row in by["stage"]] == [("NEW", 2, 1), ("RESPONDED", 1, 1)]
    assert [(row.group, row.usage, row.sent) for row in by["month"]] == [("2026-05", 2, 1), ("2026-06", 1, 1)]


def test_a_week_s_rates_say_that_only_the_replies_are_known_yet(database: Database, hello: int) -> None:
    lead, (ann, bob) = a_lead(database, 2)
    for contact in (ann, bob):
        write(database, lead, 5, template_id=hello, contact_id=contact, thread=f"<{contact}>")
    write(database, lead, 4, "in", contact_id=ann, thread=f"<{ann}>")
    week = templates_table(database, asking(database, "7d", now=NOW))
    assert "only the replies are known yet" in week.note
    assert "known yet" not in templates_table(database, asking(database, "8d", now=NOW)).note
