"""A lead goes to another Hermes and is the same lead there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.custom_fields import add_field
from hermes_tui.actions.handoff import Handoff, handoff
from hermes_tui.actions.history import undo
from hermes_tui.actions.leads import add_lead, delete_leads, edit_lead
from hermes_tui.actions.notes import add_note
from hermes_tui.actions.rebuild import take_in
from hermes_tui.actions.tasks import Plan, add_task
from hermes_tui.actions.touches import log_touch
from hermes_tui.demo import generate
from hermes_tui.exchange.handoff.packet import Packet, read_text
from hermes_tui.exchange.ics import ics_task, tasks_text
from storage import derived
from storage.database import Database
from storage.queries.custom_fields import custom_fields
from storage.queries.sharing import tasks_out

NOW = 1_782_118_800_000
DAY = 86_400_000
TODAY = date(2026, 6, 22)
JOURNAL = {"action", "change", "journal_now", "sqlite_sequence", "stage_pace"}


def opened(path: Path, *, create: bool = True) -> Database:
    found = Database.open(path, create=create)
    found.connection().execute("PRAGMA synchronous = OFF")
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    generate(path, 60, NOW)
    found = opened(path, create=False)
    yield found
    found.close()


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Database]:
    found = opened(tmp_path / "mine.db")
    yield found
    found.close()


@pytest.fixture
def hers(tmp_path: Path) -> Iterator[Database]:
    found = opened(tmp_path / "hers.db")
    yield found
    found.close()


def made(database: Database, lead_id: int, now: int = NOW) -> Handoff:
    return handoff(database, lead_id, now, UTC, 7)


def packed(database: Database, lead_id: int, now: int = NOW) -> Packet:
    return read_text(made(database, lead_id, now).files["lead.json"].encode(), f"packet-{lead_id}")


def deal(database: Database) -> int:
    given = {"title": "ERP rollout", "company": "Acme", "value": "1,500.50", "tags": "crm", "stage": "responded"}
    lead_id = add_lead(database, given, NOW - 40 * DAY, TODAY).made
    ann = {"name": "Ann Lee", "email": "ann@acme.example", "role": "CTO", "champion": "yes", "sentiment": "positive"}
    add_contact(database, lead_id, ann, NOW - 30 * DAY, TODAY)
    add_contact(database, lead_id, {"name": "Bob Ray", "role": "Economic buyer"}, NOW - 30 * DAY, TODAY)
    log_touch(database, [lead_id], "email", NOW - 3 * DAY, inbound=True, text="What would it cost?\n# now")
    add_note(database, [lead_id], "too dear #budget", NOW - 2 * DAY)
    add_task(database, [lead_id], Plan("Call Ann", date(2026, 6, 26), "CALL", "URGENT"), NOW - DAY)
    return lead_id


def rows_of(database: Database) -> dict[str, list[Any]]:
    names = [row[0] for row in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    mine = [name for name in names if name not in JOURNAL and "_fts" not in name]
    return {name: database.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in mine}


def copy_templates(here: Database, there: Database) -> None:
    columns = "name, kind, channel, subject, body, active, version, created_at, updated_at"
    there.connection().executemany(
        f"INSERT INTO template ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        here.rows(f"SELECT {columns} FROM template"),
    )


# The stage's usual pace is that of all deals of a file, the number that of the file.
OWN = re.compile(r"lead #\d+|\((?:median|limit) \d+d\)|usually \d+d")


def test_every_lead_of_a_year_is_the_same_in_another_file(demo: Database, hers: Database):
    copy_templates(demo, hers)
    demo.connection().execute("UPDATE message SET status = 'DRAFT' WHERE status = 'SCHEDULED'")
    before = rows_of(hers)
    ids = [row[0] for row in demo.rows("SELECT id FROM lead")]
    stages = {row[0] for row in demo.rows("SELECT DISTINCT stage_id FROM lead")}
    assert len(stages) > 10
    for lead_id in ids:
        packet = packed(demo, lead_id)
        taken = take_in(hers, packet, NOW)
        assert (taken.fate, taken.notes) == ("created", ())
        there = packed(hers, taken.lead_id)
        assert there.content == packet.content
        assert (there.key, there.checksum) == (packet.key, packet.checksum)
        here, come = made(demo, lead_id), made(hers, taken.lead_id)
        assert OWN.sub("", come.document) == OWN.sub("", here.document)
        assert come.files.keys() == here.files.keys()
        assert come.files.get("people.vcf") == here.files.get("people.vcf")
        assert take_in(hers, packet, NOW + DAY).fate == "unchanged"
    with hers.transaction() as connection:
        assert derived.rebuild(connection) == 0
        assert not derived.rebuild_totals(connection)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert hers.value("SELECT COUNT(*) FROM lead WHERE import_id IS NULL") == 0
    for _ in ids:
        undo(hers, NOW)
    assert rows_of(hers) == before


def test_a_rebuilt_lead_shows_the_same_heat_score_and_committee(mine: Database, hers: Database):
    lead_id = deal(mine)
    taken = take_in(hers, packed(mine, lead_id), NOW)
    columns = "heat, score, score_reasons, owed_since, owed_quote, risk_from, buyers, next_task_on"
    assert hers.row(f"SELECT {columns} FROM lead WHERE id = ?", (taken.lead_id,)) == mine.row(
        f"SELECT {columns} FROM lead WHERE id = ?", (lead_id,)
    )
    assert taken.words == f"Acme is here as #{taken.lead_id}: 2 people, 2 touches and notes"
    assert hers.value("SELECT name FROM import WHERE id = ?", (taken.import_id,)) == f"packet-{lead_id}"


def test_one_undo_takes_the_whole_lead_back_and_it_can_come_again(mine: Database, hers: Database):
    packet = packed(mine, deal(mine))
    empty = rows_of(hers)
    take_in(hers, packet, NOW)
    assert undo(hers, NOW).words == f"Undone: imported Acme from {packet.name}"
    assert rows_of(hers) == empty
    assert take_in(hers, packet, NOW).fate == "created"


def test_a_lead_that_went_on_is_said_to_be_here_and_left_as_it_is(mine: Database, hers: Database):
    lead_id = deal(mine)
    taken = take_in(hers, packed(mine, lead_id), NOW)
    add_note(mine, [lead_id], "they asked again", NOW)
    before = rows_of(hers)
    again = take_in(hers, packed(mine, lead_id), NOW)
    assert (again.fate, again.lead_id) == ("kept", taken.lead_id)
    assert again.words.startswith(f"Acme is already here as #{taken.lead_id}, and the packet")
    assert rows_of(hers) == before
    assert "delete the one here first" in again.words
    delete_leads(hers, [taken.lead_id], NOW)
    assert take_in(hers, packed(mine, lead_id), NOW).fate == "created"


def test_a_packet_that_comes_home_is_known(mine: Database, hers: Database):
    lead_id = deal(mine)
    there = take_in(hers, packed(mine, lead_id), NOW).lead_id
    assert take_in(mine, packed(hers, there), NOW).fate == "unchanged"
    log_touch(hers, [there], "call", NOW)
    back = take_in(mine, packed(hers, there), NOW)
    assert (back.fate, back.lead_id) == ("kept", lead_id)
    delete_leads(mine, [lead_id], NOW)
    assert take_in(mine, packed(hers, there), NOW).fate == "created"


@pytest.mark.parametrize("field", ["source_url=https://x.example/1", "external_id=77"])
def test_a_lead_that_came_by_another_way_is_known_by_what_names_it(mine: Database, hers: Database, field: str):
    name, _, value = field.partition("=")
    lead_id = deal(mine)
    edit_lead(mine, [lead_id], {name: value}, NOW, TODAY)
    here = add_lead(hers, {"title": "The same", name: value}, NOW, TODAY).made
    assert take_in(hers, packed(mine, lead_id), NOW)[:2] == ("kept", here)


def test_two_reps_leads_of_one_number_are_two(mine: Database, hers: Database):
    add_lead(hers, {"title": "Her own first deal"}, NOW, TODAY)
    assert take_in(hers, packed(mine, deal(mine)), NOW).fate == "created"


def test_the_kinds_of_a_reps_own_fields_go_along_and_come_back_by_one_undo(mine: Database, hers: Database):
    for name, kind, choices in (("seats", "number", ""), ("plan", "", "gold,silver"), ("unused", "date", "")):
        add_field(mine, name, NOW, kind=kind, choices=choices)
    given = {"title": "ERP", "custom.seats": "40", "custom.plan": "gold", "custom.zip": "0815"}
    packet = packed(mine, add_lead(mine, given, NOW, TODAY).made)
    taken = take_in(hers, packet, NOW)
    found = [(field.name, field.kind, field.choices) for field in custom_fields(hers)]
    assert found == [("seats", "number", ()), ("plan", "choice", ("gold", "silver"))]
    assert packed(hers, taken.lead_id).content == packet.content
    undo(hers, NOW)
    assert custom_fields(hers) == []


def test_values_of_a_packet_come_to_the_kinds_that_are_declared_there(mine: Database, hers: Database):
    """Once they came as they were: a date field held 40, a choice a word that its form could not show."""
    for name, kind, choices in (("Seats", "date", ""), ("plan", "", "bronze"), ("visits", "number", "")):
        add_field(hers, name, NOW, kind=kind, choices=choices)
    given = {"title": "ERP", "custom.seats": "40", "custom.plan": "Gold", "custom.Visits": "1,200 "}
    packet = packed(mine, add_lead(mine, given, NOW, TODAY).made)
    taken = take_in(hers, packet, NOW)
    assert taken.notes == ("custom.Seats is a date here, and “40” is none; it came without it.",)
    assert json.loads(hers.value("SELECT custom FROM lead")) == {"plan": "Gold", "visits": 1200}
    assert [field.choices for field in custom_fields(hers)] == [(), ("bronze", "Gold"), ()]
    assert take_in(hers, packet, NOW).fate == "unchanged"


def test_a_scheduled_message_is_sent_by_one_hermes_only(mine: Database, hers: Database):
    lead_id = deal(mine)
    mine.connection().execute(
        "INSERT INTO message (lead_id, direction, status, at, send_at, rfc_message_id, way, claimed_at, failure, "
        "created_at, updated_at) VALUES (?, 'out', 'SCHEDULED', 1, 2, '<a@b>', 'smtp', 3, 'in doubt', 1, 1)", (lead_id,)
    )  # fmt: skip
    other = add_lead(hers, {"title": "Other"}, NOW, TODAY).made
    hers.connection().execute(
        "INSERT INTO message (lead_id, direction, status, at, rfc_message_id, created_at, updated_at) "
        "VALUES (?, 'in', 'DELIVERED', 1, '<a@b>', 1, 1)", (other,)
    )  # fmt: skip
    taken = take_in(hers, packed(mine, lead_id), NOW)
    assert len(taken.notes) == 2
    row = hers.row(
        "SELECT status, send_at, rfc_message_id, way, claimed_at, failure FROM message WHERE lead_id = ?",
        (taken.lead_id,),
    )
    assert row == ("DRAFT", 2, None, None, None, None), "a draft, and none that a program of hers was given"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Hello"], "There is no template “Hello” here; what was written with it came without it."),
        (
            ["Hello", "Nudge", "Last"],
            "There are no templates “Hello”, “Nudge” and “Last” here; what was written with them came without.",
        ),
    ],
)
def test_templates_unknown_there_are_said_at_once_and_the_messages_stay(
    mine: Database, hers: Database, names: list[str], said: str
):
    lead_id = deal(mine)
    for number, name in enumerate(names, 1):
        mine.connection().executescript(
            f"""INSERT INTO template (id, name, created_at, updated_at) VALUES ({number}, '{name}', 1, 1);
            INSERT INTO message (lead_id, template_id, direction, status, at, body, created_at, updated_at)
            VALUES ({lead_id}, {number}, 'out', 'SENT', 1, 'Hi', 1, 1);"""
        )
    packet = packed(mine, lead_id)
    assert packet.content["messages"][0]["template"] == "Hello"
    taken = take_in(hers, packet, NOW)
    assert taken.notes == (said,)
    assert take_in(hers, packet, NOW).fate == "unchanged"


def test_the_document_tells_the_deal(mine: Database):
    lead_id = deal(mine)
    found = made(mine, lead_id)
    text = found.document
    assert text.startswith("# Acme: ERP rollout\n\nHanded over on 22 Jun 2026; lead #1 in")
    for words in (
        "- **Stage**: Responded for 40 days, since 13 May 2026",
        "- **Value**: 1,500.50 USD",
        "| ★ | Ann Lee | CTO | positive | 19 Jun 2026 |",
        "| ✓ | Bob Ray | Economic buyer | – | never | never | never heard |",
        "- single-threaded: only Ann Lee is engaged",
        "- without Ann Lee: nobody engaged",
        "- They have waited for our answer since 19 Jun 2026: “What would it cost?”",
        "- Budget: what answers “too dear #budget”?",
        "- By when do they need it?",
        "- **26 Jun 2026**: Call Ann · Ann Lee (call, urgent)",
        "**Budget**, open; raised on 20 Jun 2026",
        "> What would it cost?\\\n> \\# now",
    ):
        assert words in text, words
    assert f"{found.completeness.percent} %" in text
    assert sorted(found.files) == ["handoff.md", "lead.json", "people.vcf", "tasks.ics"]
    assert "Call Ann" in found.files["tasks.ics"]
    assert found.folder == "acme-1"


def test_a_packets_tasks_replace_none_of_the_next_owners_calendar_and_stay_the_same_wherever_it_goes(
    mine: Database, hers: Database
):
    add_task(hers, [deal(hers)], Plan("Own", None, "CALL", "LOW"), NOW)
    own = ids_of(tasks_text([ics_task(row) for row in tasks_out(hers)], NOW))
    found = made(mine, deal(mine))
    given = ids_of(found.files["tasks.ics"])
    assert len(given) == 1
    assert not given & own
    taken = take_in(hers, read_text(found.files["lead.json"].encode(), "packet"), NOW)
    assert ids_of(made(hers, taken.lead_id, NOW + DAY).files["tasks.ics"]) == given


def ids_of(calendar: str) -> set[str]:
    return {line.strip() for line in calendar.splitlines() if line.startswith("UID")}


def test_no_word_of_a_buyer_breaks_the_document(mine: Database):
    given = {
        "title": "# x | [a](b) <script> #",
        "company": "|--|*b*",
        "description": "```\n# h\n<img src=x>",
        "tags": "a|b",
    }
    lead_id = add_lead(mine, given, NOW, TODAY).made
    add_contact(mine, lead_id, {"name": "A | B <b>", "role": "`CTO`|x", "champion": "yes"}, NOW, TODAY)
    words = "# Hi?\n\n- a\n1. b\n|a|b|\n|-|-|\n<script>x</script>\nwhat does it cost?"
    log_touch(mine, [lead_id], "email", NOW, inbound=True, text=words)
    add_note(mine, [lead_id], "#budget ``` \n---\n| a |\n", NOW)
    tokens = MarkdownIt("commonmark").enable("table").parse(made(mine, lead_id).document)
    headings = [tokens[place + 1].content for place, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings[1:] == [
        "What they want", "People", "Open questions", "Next steps", "Objections", "Proposal", "Timeline",
        "Completeness",
    ]  # fmt: skip
    types = {token.type for token in tokens} | {inner.type for token in tokens for inner in token.children or ()}
    assert not types & {"fence", "code_block", "code_inline", "html_block", "html_inline", "link_open", "image", "hr"}
    assert sum(token.type == "table_open" for token in tokens) == 2
