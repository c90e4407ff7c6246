"""Tasks as a calendar: read back by a library, each line as RFC 5545 wants it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from hermes_tui.exchange.ics import IcsTask, tasks_text
from storage.clean import clean

NOW = 1_782_118_800_000  # 2026-06-22T09:00:00Z
MOMENT = datetime(2026, 6, 22, 9, tzinfo=UTC)


def todos(*tasks: IcsTask) -> list[dict[str, object]]:
    found = []
    for todo in Calendar.from_ical(tasks_text(tasks, NOW)).walk("VTODO"):
        assert not todo.errors
        fields = {name: getattr(value, "dt", value) for name, value in todo.items()}
        found.append({**fields, "CATEGORIES": [str(each) for each in todo["CATEGORIES"].cats]})
    return found


def test_a_task_of_a_day_is_due_on_that_day_wherever_the_rep_flies() -> None:
    (todo,) = todos(
        IcsTask(12, "Call Ann; ask, then send", "CALL", "URGENT", due_on="2026-07-03", lead_id=4, lead="ERP")
    )
    assert todo == {
        "UID": "urn:hermes:task:12", "SUMMARY": "Call Ann; ask, then send", "DUE": date(2026, 7, 3), "PRIORITY": 1,
        "STATUS": "NEEDS-ACTION", "CATEGORIES": ["CALL"], "RELATED-TO": "urn:hermes:lead:4", "DESCRIPTION": "ERP",
        "DTSTAMP": MOMENT,
    }  # fmt: skip


def test_a_task_of_a_moment_is_due_in_utc_and_a_done_one_is_completed() -> None:
    due, done = todos(
        IcsTask(1, "Demo", due_on="2026-06-22", due_at=NOW), IcsTask(2, "Sent", status="DONE", done_at=NOW, due_on=None)
    )
    assert due["DUE"] == MOMENT
    assert (done["STATUS"], done["COMPLETED"], done["PERCENT-COMPLETE"]) == ("COMPLETED", MOMENT, 100)
    assert "DUE" not in done


def test_an_other_status_and_priority_have_their_words() -> None:
    doing, dropped = todos(IcsTask(1, "a", status="IN_PROGRESS", priority="LOW"), IcsTask(2, "b", status="CANCELLED"))
    assert (doing["STATUS"], doing["PRIORITY"]) == ("IN-PROCESS", 9)
    assert (dropped["STATUS"], dropped["PRIORITY"]) == ("CANCELLED", 5)


@given(st.text(max_size=200).map(clean).filter(bool), st.text(max_size=200).map(clean).filter(bool))
def test_any_words_come_back_and_no_line_is_too_long(title: str, lead: str) -> None:
    text = tasks_text([IcsTask(1, title, lead_id=1, lead=lead)], NOW)
    (todo,) = Calendar.from_ical(text).walk("VTODO")
    assert (str(todo["SUMMARY"]), str(todo["DESCRIPTION"])) == (title, lead)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
