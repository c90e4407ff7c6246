"""What a rep types after `/` finds the leads it says, on one small file with a story for each lead."""

from __future__ import annotations

import datetime
import json
import zoneinfo
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.database import Database
from storage.errors import UsageError
from storage.filters import Compiled, Stage, compile_filter

DAY = 86_400_000
NOW = 1_782_118_800_000  # Monday 22 June 2026, 09:00 UTC
TODAY = datetime.date(2026, 6, 22)

Find = Callable[[str], list[str]]


def compiled(text: str, **more: Any) -> Compiled:
    return compile_filter(text, now=NOW, today=TODAY, **more)


LEADS: dict[str, dict[str, Any]] = {
    "Acme": {
        "title": "ERP rollout", "company": "Acme Corp", "source": "Reddit", "stage_id": 9, "value": 2_400_000,
        "currency": "USD", "heat": 45, "score": 25, "email": "ann.lee@acme.com", "phone": "+49 170 555",
        "silent_since": NOW - 31 * DAY, "last_touch_at": NOW - 31 * DAY, "last_in_at": NOW - 31 * DAY,
        "last_out_at": NOW - 40 * DAY, "owed_since": NOW - 31 * DAY, "stage_entered_at": NOW - 31 * DAY,
        "custom": json.dumps({"Seats": 40, "Deal size": "Large"}), "budget_min": 1_000_000, "budget_max": 3_000_000,
    },
    "Borealis": {
        "title": "Nordic office", "company": "Borealis", "source": "google ads", "stage_id": 3, "value": 850_000,
        "currency": "EUR", "heat": 10, "score": 10, "silent_since": NOW - 22 * DAY, "last_touch_at": NOW - 22 * DAY,
        "last_out_at": NOW - 22 * DAY, "stage_entered_at": NOW - 22 * DAY, "next_task_on": "2026-06-25",
        "author": "Zoë Müller", "custom": json.dumps({"seats": "7"}),
    },
    "Cobalt": {
        "title": "Call done, decide", "company": "Cobalt & Sons", "source": "google", "stage_id": 8, "heat": 0,
        "silent_since": NOW - 8 * DAY, "stage_entered_at": NOW - 8 * DAY, "snoozed_until": NOW + 5 * DAY,
        "website": "https://cobalt.example/crm",
    },
    "Dune": {
        "title": "Dune Logistics", "company": "Dune", "stage_id": 11, "is_open": 0, "value": 500_000,
        "currency": "JPY", "heat": 20, "silent_since": NOW - 2 * DAY, "last_touch_at": NOW - 2 * DAY,
        "stage_entered_at": NOW - 2 * DAY, "source_url": "https://Forum.example/Threads/9", "external_id": "SF-001",
    },
    "Elm": {
        "title": "Elm Street", "stage_id": 12, "is_open": 0, "value": 0, "currency": "USD",
        "close_reason": "Too expensive", "silent_since": NOW - 60 * DAY, "stage_entered_at": NOW - 45 * DAY,
        "engaged_at": NOW - 90 * DAY,
        "deadline_on": "2026-07-15",
    },
    "Fir": {
        "title": "!!!", "company": "[Fir]*?", "stage_id": 1, "silent_since": NOW - 3600_000,
        "created_at": NOW - 3600_000,
        "stage_entered_at": NOW - 3600_000, "next_task_on": "2026-06-22",
    },
}  # fmt: skip


@pytest.fixture
def find(database: Database) -> Find:
    """Runs a filter; answers the leads by their nickname, in order of the story."""
    connection = database.connection()
    for number, facts in enumerate(LEADS.values(), 1):
        row = {"id": number, "created_at": NOW - 60 * DAY, "updated_at": NOW, **facts}
        marks = ", ".join(f":{column}" for column in row)
        connection.execute(f"INSERT INTO lead ({', '.join(row)}) VALUES ({marks})", row)
    connection.executescript("""
        INSERT INTO contact (id, lead_id, name, email, role, created_at, updated_at) VALUES
            (1, 1, 'Ann Lee', 'ann@acme.com', 'CTO', 1, 1), (2, 1, 'Bob Ray', NULL, 'Finance lead', 1, 1),
            (3, 3, 'Carla', 'carla@cobalt.example', 'cto', 1, 1);
        INSERT INTO note (id, lead_id, text, at, created_at, updated_at) VALUES
            (1, 1, 'Asked for a discount on seats', 1, 1, 1), (2, 3, 'budget is gone', 1, 1, 1);
        INSERT INTO message (lead_id, direction, status, subject, body, at, created_at, updated_at) VALUES
            (2, 'out', 'SENT', 'Your Nordic office', 'Shall we talk on Tuesday?', 1, 1, 1);
        INSERT INTO tag (id, name) VALUES (1, 'price'), (2, 'Überfällig');
        INSERT INTO lead_tag (lead_id, tag_id) VALUES (1, 1), (2, 2);
        INSERT INTO objection (lead_id, note_id, kind, state, raised_at) VALUES
            (1, 1, 'BUDGET', 'resolved', 1), (1, 1, 'TIMING', 'open', 1), (3, 2, 'BUDGET', 'open', 1);
        INSERT INTO signal (lead_id, kind, state, at) VALUES
            (1, 'pricing', 'confirmed', 1), (1, 'meeting', 'suggested', 1), (2, 'pricing', 'suggested', 1),
            (3, 'pricing', 'refused', 1), (3, 'click', 'confirmed', 1), (3, 'click', 'confirmed', 2);
        INSERT INTO task (lead_id, title, due_on, status, created_at, updated_at) VALUES
            (2, 'Call', '2026-06-25', 'PENDING', 1, 1), (6, 'Qualify', '2026-06-22', 'IN_PROGRESS', 1, 1),
            (1, 'Old one', '2026-06-01', 'DONE', 1, 1), (3, 'Some day', NULL, 'PENDING', 1, 1);
        INSERT INTO stage_pace VALUES (8, 6, 3.0), (3, 5, 20.0), (9, 4, 100.0);
    """)
    names = list(LEADS)

    def run(text: str) -> list[str]:
        question = compiled(text)
        order = question.order or "lead.id"
        rows = database.rows(f"SELECT lead.id FROM lead WHERE {question.where} ORDER BY {order}", question.params)
        return [names[row[0] - 1] for row in rows]

    return run


ALL = list(LEADS)

EXAMPLES: list[tuple[str, list[str]]] = [
    ("", ALL),
    ("   ", ALL),
    # flags, as definitions.md has them
    ("+stale", ["Acme", "Borealis"]),
    ("-stale", ["Cobalt", "Dune", "Elm", "Fir"]),
    ("+snoozed", ["Cobalt"]),
    ("+open -snoozed", ["Acme", "Borealis", "Fir"]),
    ("+parked", ["Borealis"]),
    ("+due", ["Fir"]),
    ("+task", ["Borealis", "Cobalt", "Fir"]),
    ("+owed", ["Acme"]),
    ("+waiting", ["Borealis"]),
    ("+won", ["Dune"]),
    ("+lost", ["Elm"]),
    ("+archived", []),
    ("+closed", ["Dune", "Elm"]),
    ("+scored", ["Acme", "Borealis"]),
    # Proposal sent: 31 days > 21, four visits do not count; contacted: 22 < 1.5 × 20; call done: 8 < 14.
    ("+stuck", ["Acme"]),
    # stages
    ("stage:contacted", ["Borealis"]),
    ("stage:CALL_DONE,new", ["Cobalt", "Fir"]),
    ('stage:"Proposal sent"', ["Acme"]),
    ("stage:prop", ["Acme"]),
    ("stage:open", ["Acme", "Borealis", "Cobalt", "Fir"]),
    ("stage:closed", ["Dune", "Elm"]),
    ("-stage:won", ["Acme", "Borealis", "Cobalt", "Elm", "Fir"]),
    ("stage>=responded", ["Acme", "Cobalt"]),
    ("stage<contacted", ["Fir"]),
    ("stage:new..contacted", ["Borealis", "Fir"]),
    # text: beginnings of words, accents and case folded
    ("source:reddit", ["Acme"]),
    ("source:goo", ["Borealis", "Cobalt"]),
    ("source=google", ["Cobalt"]),
    ("source:reddit,google", ["Acme", "Borealis", "Cobalt"]),
    ("source:none", ["Dune", "Elm", "Fir"]),
    ("source:any", ["Acme", "Borealis", "Cobalt"]),
    ("-source:google", ["Acme", "Dune", "Elm", "Fir"]),
    ('company:"acme co"', ["Acme"]),
    ("company:corp", ["Acme"]),
    ("company:orp", []),
    ('company:""', ["Elm"]),
    ("author:muller", ["Borealis"]),
    ("author:MÜLLER", ["Borealis"]),
    ('author="zoë MÜLLER"', ["Borealis"]),
    ("title:!!!", ["Fir"]),
    ("company:*?", ["Fir"]),
    ("website:cobalt.example", ["Cobalt"]),
    ("email:acme.com", ["Acme"]),
    ("email:carla@", ["Cobalt"]),
    ("email=ANN@acme.com", ["Acme"]),
    ("email:none", ["Borealis", "Dune", "Elm", "Fir"]),
    ('phone:"49 170"', ["Acme"]),
    ("role:cto", ["Acme", "Cobalt"]),
    ("role:fin", ["Acme"]),
    ("contact:bob", ["Acme"]),
    ("contact:none", ["Borealis", "Dune", "Elm", "Fir"]),
    ("note:discount", ["Acme"]),
    ("message:tuesday", ["Borealis"]),
    ("tag:price", ["Acme"]),
    ("tag:PRI*", ["Acme"]),
    ("tag:pri", []),
    ("tag:überfällig", ["Borealis"]),
    ("tag:ÜBERFÄLLIG", ["Borealis"]),
    ("tag:none", ["Cobalt", "Dune", "Elm", "Fir"]),
    ("currency:eur", ["Borealis"]),
    ("external:sf-001", ["Dune"]),
    ("url:forum.example/threads", ["Dune"]),
    ("reason:expensive", ["Elm"]),
    # objections
    ("objection:budget", ["Acme", "Cobalt"]),
    ("objection:open", ["Acme", "Cobalt"]),
    ("objection:resolved", ["Acme"]),
    ("objection.open:budget", ["Cobalt"]),
    ("objection.resolved:budget", ["Acme"]),
    ("objection:none", ["Borealis", "Dune", "Elm", "Fir"]),
    ("objection:unresolved", []),
    # buying signals
    ("signal:pricing", ["Acme"]),
    ("signal:pric,clic", ["Acme", "Cobalt"]),
    ("signal.suggested:pricing", ["Borealis"]),
    ("signal.refused:pricing", ["Cobalt"]),
    ("signal:suggested", ["Acme", "Borealis"]),
    ("signal.suggested:any", ["Acme", "Borealis"]),
    ("signal:proposal", []),
    ("signal:any", ["Acme", "Cobalt"]),
    ("signal:none", ["Borealis", "Dune", "Elm", "Fir"]),
    ("+signal", ["Acme", "Borealis"]),
    # numbers and money, in each lead's own currency
    ("heat>10", ["Acme", "Dune"]),
    ("heat>=10", ["Acme", "Borealis", "Dune"]),
    ("heat:10..20", ["Borealis", "Dune"]),
    ("heat:..10", ["Borealis", "Cobalt", "Elm", "Fir"]),
    ("heat:45,20", ["Acme", "Dune"]),
    ("score:none", ["Cobalt", "Dune", "Elm", "Fir"]),
    ("-score>10", ["Borealis", "Cobalt", "Dune", "Elm", "Fir"]),
    ("value>=5000", ["Acme", "Borealis", "Dune"]),
    ("value>=24k", ["Acme", "Dune"]),
    ("value>$24,000", ["Dune"]),
    ("value>24,000.50", ["Dune"]),
    ("value:5000..9000", ["Borealis"]),
    ("value=500k", ["Dune"]),
    ("value>=0.5m", ["Dune"]),
    ("value:0", ["Elm"]),
    ("value:none", ["Cobalt", "Fir"]),
    ("value>99999999999999999999999", []),
    ("budget>25k", ["Acme"]),
    ("budget:20k", ["Acme"]),
    ("budget:none", ["Borealis", "Cobalt", "Dune", "Elm", "Fir"]),
    ("id:2,4", ["Borealis", "Dune"]),
    ("id:#2", ["Borealis"]),
    ("import:none", ALL),
    ("custom.seats>7", ["Acme"]),
    ("custom.seats>=7", ["Acme", "Borealis"]),
    ("custom.seats:7", ["Borealis"]),
    ("custom.deal_size:large", ["Acme"]),
    ("custom.deal_size:la*", ["Acme"]),
    ("custom.seats:none", ["Cobalt", "Dune", "Elm", "Fir"]),
    # days
    ("silent>22", ["Acme", "Elm"]),
    ("silent>=22", ["Acme", "Borealis", "Elm"]),
    ("silent<1", ["Fir"]),
    ("silent:7..30", ["Borealis", "Cobalt"]),
    ("silent>3w", ["Acme", "Borealis", "Elm"]),
    ("silent:2", ["Dune"]),
    ("age>60", ["Elm"]),
    ("touched.before:14d", ["Acme", "Borealis", "Elm"]),
    ("touched:never", ["Cobalt", "Elm", "Fir"]),
    ("touched:7d", ["Dune"]),
    ("touched.after:saturday", []),
    ("touched.on:saturday", ["Dune"]),
    ("touched>=saturday", ["Dune"]),
    ("created:today", ["Fir"]),
    ("created.before:2026-06", ["Acme", "Borealis", "Cobalt", "Dune", "Elm"]),
    ("created:2026-04", ["Acme", "Borealis", "Cobalt", "Dune", "Elm"]),
    ("created:2026-04-01..2026-04-23", ["Acme", "Borealis", "Cobalt", "Dune", "Elm"]),
    ("entered:30d", ["Borealis", "Cobalt", "Dune", "Fir"]),
    ("closed:2026", ["Dune", "Elm"]),
    ("-closed:7d", ["Acme", "Borealis", "Cobalt", "Elm", "Fir"]),
    ("due:today", ["Fir"]),
    ("due:7d", ["Borealis", "Fir"]),
    ("due.before:thursday", ["Fir"]),
    ("due.on:thursday", ["Borealis"]),
    ("due:none", ["Acme", "Cobalt", "Dune", "Elm"]),
    ("due:today..+3d", ["Borealis", "Fir"]),
    ("deadline.after:tomorrow", ["Elm"]),
    ("snoozed:any", ["Cobalt"]),
    # bare words: any field, people, notes, messages
    ("acme", ["Acme"]),
    ("discou", ["Acme"]),
    ("tuesday nordic", ["Borealis"]),
    ("carla decide", ["Cobalt"]),
    ("zoe", ["Borealis"]),
    ('"seats discount"', []),
    ('"discount on seats"', ["Acme"]),
    ("-acme -nordic", ["Cobalt", "Dune", "Elm", "Fir"]),
    ("decide +snoozed sort:-heat", ["Cobalt"]),
    # sorting: missing values last, whichever way
    ("sort:-heat", ["Acme", "Dune", "Borealis", "Fir", "Elm", "Cobalt"]),
    ("sort:value", ["Elm", "Dune", "Borealis", "Acme", "Cobalt", "Fir"]),
    ("sort:-value", ["Acme", "Borealis", "Dune", "Elm", "Fir", "Cobalt"]),
    ("sort:title", ["Fir", "Cobalt", "Dune", "Elm", "Acme", "Borealis"]),
    ("sort:-silent", ["Elm", "Acme", "Borealis", "Cobalt", "Dune", "Fir"]),
    ("sort:stage,-heat +open", ["Fir", "Borealis", "Cobalt", "Acme"]),
    # the sentence of interface.md, all at once
    (
        "stage:prop +stale -snoozed touched.before:14d heat>20 value>=5000 source:reddit tag:price role:cto sort:-heat",
        ["Acme"],
    ),
]  # fmt: skip


def test_each_filter_finds_the_leads_it_says(find: Find) -> None:
    wrong = {text: found for text, wanted in EXAMPLES if (found := find(text)) != wanted}
    assert wrong == {}


def test_what_was_open_when_a_deal_closed_is_unresolved_however_it_closed(find: Find, database: Database) -> None:
    database.connection().executescript("""
        INSERT INTO objection (lead_id, note_id, kind, state, raised_at) VALUES
            (4, 1, 'TRUST', 'open', 1), (5, 1, 'TRUST', 'lost_with', 1), (5, 1, 'SCOPE', 'resolved', 1),
            (6, 1, 'SCOPE', 'lost_with', 1);
    """)
    assert find("objection:unresolved") == find("objection.unresolved:trust") == ["Dune", "Elm"]
    assert find("objection.open:trust,scope") == ["Fir"]  # a lost deal that a file reopened
    assert find("objection.lost:trust") == ["Elm"]
    assert find("objection.unresolved:scope") == []
    with pytest.raises(UsageError, match=r"write objection.open:, .resolved:, .unresolved: or .lost:"):
        find("objection.closed:trust")


def test_a_filter_and_its_negation_part_the_leads(find: Find) -> None:
    for text, found in EXAMPLES:
        if " " not in text and "sort:" not in text and text[:1].isalpha():
            assert sorted(find(f"-{text}") + found) == sorted(ALL), text


def test_a_filter_written_again_is_the_same_filter(find: Find) -> None:
    for text, found in EXAMPLES:
        again = compiled(text).text
        assert find(again) == found
        assert compiled(again).text == again


MISTAKES = [
    ("signal:pricng", "There is no signal `pricng`; did you mean `pricing`?"),
    ("signal.open:pricing", "`signal.open` is not known; write signal.suggested:, .confirmed: or .refused:."),
    ("signal>pricing", "`signal` is asked with `signal:`."),
    ("stge:new", "There is no field `stge`; did you mean `stage`? Quote the words to search for them."),
    ("+stael", 'There is no flag `+stael`; did you mean `+stale`? "+stael" searches for the word.'),
    ("-snozed", 'There is no flag `-snozed`; did you mean `-snoozed`? -"snozed" leaves out the word.'),
    ("stage:negociating", "There is no stage `negociating`; did you mean `negotiating`?"),
    ("stage:follow", "`follow` could be Follow-up 1 or Follow-up 2; write a little more of it."),
    ('company:"acme', 'The quote in `"acme` is not closed; end it with another ".'),
    ('"acme', 'The quote in `"acme` is not closed; end it with another ".'),
    ("heat>warm", "`warm` is no number for `heat`; write it as 20 or 7.5."),
    ("value>lots", "`lots` is no amount for `value`; write it as 5000, 5k or 1.2m."),
    ("value:5k..lots", "`lots` is no amount for `value`; write it as 5000, 5k or 1.2m."),
    ("touched.before:soon", "`soon` is no date; write 2026-06-22, 2026-06, today, monday, 14d or 2w."),
    ("created:2026-02-30", "`2026-02-30` is no date; write 2026-06-22, 2026-06, today, monday, 14d or 2w."),
    ("created:99999y", "`99999y` is no date; write 2026-06-22, 2026-06, today, monday, 14d or 2w."),
    ("touched.since:7d", "`touched.since` is not known; write touched.before:, .after: or .on:."),
    ("silent>long", "`long` is no number of days for `silent`; write it as 14 or 2w."),
    ("objection:bugdet", "There is no objection `bugdet`; did you mean `budget`?"),
    ("company>acme", "`company` is text; write `company:` for its words, `company=` for all of it."),
    ("heat.before:3", "`heat` has no `.before`; write `heat:…`."),
    ("custom:7", "`custom` needs the name of the field: custom.seats>20."),
    ("sort:heet", "Leads cannot be sorted by `heet`; did you mean `heat`?"),
    ("-sort:heat", "Sorting is written sort:heat, or sort:-heat for the largest first."),
    ("company:", "`company:` needs a value; `company:none` finds the leads without one."),
    ("heat>1,2", "`heat>` takes one number."),
    (" ".join(f"heat>{number}" for number in range(101)), "This filter has more than 100 conditions; leave some out."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), MISTAKES)
def test_a_slip_is_said_in_a_sentence_that_names_the_nearest(text: str, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        compiled(text)
    assert str(caught.value) == sentence


def answer(find: Find, text: str) -> str:
    try:
        return " ".join(find(text))
    except UsageError as error:
        return str(error)


def test_naughty_strings_are_searched_for_and_never_break_the_query(find: Find, shared_data: Path) -> None:
    strings = json.loads((shared_data / "naughty" / "blns.json").read_text())
    assert len(strings) == 515
    fields = ("", "-", '"', "title:", "company=", "tag:", "reason:", "custom.x:", "contact:", "value>", "due:", "id:")
    for string in strings:
        for field in fields:
            assert "\n" not in answer(find, field + string)


def test_a_pasted_page_is_searched_by_its_first_words(find: Find) -> None:
    assert find(" ".join(f"word{number}" for number in range(5_000))) == []
    assert find("a " * 5_000 + "-b " * 90) != []


def test_a_word_of_signs_alone_finds_the_leads_that_hold_it_and_not_all_of_them(find: Find) -> None:
    """`🚀` found every lead of the file: the full-text tables keep no signs, so there was nothing to ask for."""
    assert find("!!!") == ["Fir"]
    assert find("&") == ["Cobalt"]
    assert find("[ *?") == ["Fir"]
    assert find("🚀") == []
    assert find("-- 🚀") == []


def test_signs_beside_words_and_the_sign_of_a_flag_to_be_ask_for_nothing(find: Find) -> None:
    assert find("acme & rollout") == ["Acme"]
    assert compiled("-").where == compiled("+").where == compiled('""').where == "1"


def test_words_to_highlight_are_the_bare_ones() -> None:
    assert compiled('acme "two words" -not company:borealis +stale').words == ("acme", "two words")


def test_a_search_for_an_address_or_a_time_is_no_field() -> None:
    assert compiled("https://acme.example/x 12:30").words == ("https://acme.example/x", "12:30")


def test_it_says_whether_an_index_gives_the_order() -> None:
    walked = ("", "sort:heat", "sort:-heat", "sort:-value", "sort:title", "sort:touched", "sort:-silent")
    assert [text for text in walked if not compiled(text).indexed] == []
    sorted_out = ("+stale", "acme", "sort:value", "sort:score", "sort:heat,value", "value>5 sort:heat")
    assert [text for text in sorted_out if compiled(text).indexed] == []


def test_an_indexed_order_is_walked_and_not_sorted(find: Find, database: Database) -> None:
    for text in ("sort:heat", "sort:-heat", "sort:-value", "sort:title", "sort:-title", "sort:silent"):
        rows = database.rows(f"EXPLAIN QUERY PLAN SELECT id FROM lead ORDER BY {compiled(text).order} LIMIT 64")
        assert ["B-TREE" in row[3] for row in rows] == [False], text


def test_a_day_begins_at_the_rep_s_own_midnight(database: Database) -> None:
    kolkata = zoneinfo.ZoneInfo("Asia/Kolkata")
    question = compiled("created:today", timezone=kolkata)
    start = datetime.datetime(2026, 6, 22, tzinfo=kolkata)
    assert sorted(question.params.values()) == [
        int(start.timestamp() * 1000),
        int((start + datetime.timedelta(days=1)).timestamp() * 1000),
    ]


def test_a_stale_setting_of_thirty_days_is_heeded(find: Find) -> None:
    assert compiled("+stale", stale_days=30).params["f1"] == NOW - 30 * DAY


@pytest.mark.parametrize(("silent_ms", "stale"), [(7 * DAY - 1, False), (7 * DAY, True), (7 * DAY + 1, True)])
def test_a_lead_is_stale_on_the_seventh_day_to_the_millisecond(database: Database, silent_ms: int, stale: bool) -> None:
    database.connection().execute(
        "INSERT INTO lead (title, created_at, updated_at, stage_entered_at, silent_since) VALUES ('A', 1, 1, 1, ?)",
        (NOW - silent_ms,),
    )
    question = compiled("+stale")
    assert bool(database.rows(f"SELECT id FROM lead WHERE {question.where}", question.params)) is stale


def test_a_stage_the_rep_renamed_is_found_by_its_new_label() -> None:
    stages = [Stage(1, "NEW", "Inbox", "open"), Stage(2, "WON", "Signed", "won")]
    assert compiled("stage:signed", stages=stages).where == "(lead.stage_id IN (2))"
