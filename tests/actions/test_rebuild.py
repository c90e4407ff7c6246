"""A packet as somebody else made it: any lead comes in whole, and what no lead can be is refused in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hermes_tui.actions.history import undo
from hermes_tui.actions.rebuild import take_in
from hermes_tui.exchange.handoff.gather import lead_content
from hermes_tui.exchange.handoff.packet import Packet, checksum
from hermes_tui.exchange.handoff.shape import LEAD, ORIGINS, PARTS, Field
from hermes_tui.formats import exact_iso, major
from storage import derived
from storage.clean import clean
from storage.database import Database
from storage.errors import UsageError

NOW = 1_782_118_800_000
STAGES = (
    "NEW", "QUALIFIED", "CONTACTED", "FOLLOWUP_1", "FOLLOWUP_2", "RESPONDED", "CALL_SCHEDULED", "CALL_DONE",
    "PROPOSAL_SENT", "NEGOTIATING", "WON", "LOST", "ARCHIVED",
)  # fmt: skip
MOODS = ("positive", "neutral", "negative")
WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("contact", "sentiment"): MOODS,
    ("sentiment_event", "sentiment"): MOODS,
    ("touch", "sentiment"): MOODS,
    ("message", "sentiment"): MOODS,
    ("note", "kind"): ("MANUAL", "AI_ANALYSIS", "AI_RESEARCH", "SYSTEM"),
    ("objection", "kind"): ("BUDGET", "TIMING", "COMPETITION", "INTERNAL", "TRUST", "SCOPE"),
    ("objection", "state"): ("open", "resolved", "lost_with"),
    ("message", "direction"): ("in", "out"),
    ("message", "status"): ("DRAFT", "SENT", "DELIVERED", "READ", "REPLIED", "BOUNCED", "FAILED"),
    ("message", "automatic"): ("out_of_office", "auto_reply", "bounce"),
    ("touch", "automatic"): ("out_of_office", "auto_reply"),
    ("touch", "kind"): ("call", "email", "meeting", "message", "voicemail"),
    ("touch", "direction"): ("in", "out", "both"),
    ("task", "kind"): ("FOLLOWUP", "CALL", "EMAIL", "RESEARCH", "PROPOSAL", "OTHER"),
    ("task", "priority"): ("LOW", "MEDIUM", "HIGH", "URGENT"),
    ("task", "status"): ("PENDING", "IN_PROGRESS", "DONE", "CANCELLED"),
    ("proposal", "status"): ("DRAFT", "SENT", "VIEWED", "ACCEPTED", "REJECTED", "EXPIRED"),
    ("signal", "state"): ("suggested", "confirmed", "refused"),
    ("suggestion", "verdict"): ("accepted", "refused"),
}

LETTERS = st.text(st.sampled_from("aZ9 [/]\x1b\u202e漢é“'#|\\-=\n\t"), max_size=12)
LINE, TEXT = LETTERS.map(clean), LETTERS.map(lambda text: clean(text, multiline=True))
MULTILINE = {"description", "resolution", "terms", "quote", "text", "body", "evidence"}
MOMENT = st.integers(min_value=0, max_value=4_000_000_000_000).map(exact_iso)
MONEY = st.integers(min_value=-(10**15), max_value=10**15)
REASONS = st.lists(
    st.fixed_dictionaries({"reason": LINE, "points": st.integers(-50, 50), "evidence": LINE}), max_size=3
)  # fmt: skip
CUSTOM = st.dictionaries(LINE.filter(bool), st.one_of(TEXT, st.integers(), st.booleans(), st.none()), max_size=3)


def values(table: str, field: Field, places: dict[str, int]) -> st.SearchStrategy[Any]:
    kind, target = field.kind, {"contact": "contacts", "note": "notes"}.get(field.kind, "")
    found: st.SearchStrategy[Any]
    if (table, field.column) in WORDS:
        found = st.sampled_from(WORDS[table, field.column])
    elif kind == "text":
        found = (TEXT if field.column in MULTILINE else LINE).filter(bool)
    elif target:
        found = st.integers(1, places[target]) if places[target] else st.none()
    elif kind == "origin":
        known = [f"{kind}:{place}" for kind, part in ORIGINS.items() for place in range(1, places[part] + 1)]
        found = st.sampled_from(known) if known else st.none()
    else:
        found = {
            "words": TEXT if field.column in MULTILINE else LINE,
            "whole": st.integers(-(10**6), 10**6), "flag": st.booleans(), "moment": MOMENT,
            "date": st.dates().map(str), "stage": st.sampled_from(STAGES), "template": st.none(), "custom": CUSTOM,
            "reasons": REASONS,
        }[kind]  # fmt: skip
    return found if field.needed else st.one_of(st.none(), found)


@st.composite
def records(draw: st.DrawFn, table: str, fields: tuple[Field, ...], places: dict[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields:
        if field.kind == "money":
            minor = draw(st.one_of(st.none(), MONEY))
            found[field.name], found[f"{field.name}_minor"] = major(minor), minor
        else:
            found[field.name] = draw(values(table, field, places))
    return found


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """The content of a packet of any lead that there can be."""
    content = draw(records("lead", LEAD, {}))
    content["tags"] = sorted(draw(st.sets(LINE.filter(bool), max_size=3)))
    places = {part.name: draw(st.integers(0, 3)) for part in PARTS}
    places["objections"] *= places["notes"] > 0
    for part in PARTS:
        rows = [draw(records(part.table, part.fields, places)) for _ in range(places[part.name])]
        for place, row in enumerate(rows):
            if part.name == "contacts":
                row["is_primary"] = row["is_primary"] and not any(other["is_primary"] for other in rows[:place])
            elif part.name == "messages":
                row["rfc_message_id"] = row["rfc_message_id"] and f"<{place}@x.example>"
            elif part.name == "proposals":
                row["version"] = place
        content[part.name] = rows
    return content


def packet(content: dict[str, Any], key: str = "abc:1") -> Packet:
    return Packet("acme-1", key, NOW, checksum(key, content), ("lead.json",), content)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    Database.open(path, create=True).close()
    return path


@pytest.fixture
def hers(empty: Path, tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "hers.db").write_bytes(empty.read_bytes())
    found = Database.open(tmp_path / "hers.db")
    found.connection().execute("PRAGMA synchronous = OFF")
    yield found
    found.close()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(content=contents())
def test_any_lead_comes_in_whole_and_goes_again_with_one_undo(hers: Database, content: dict[str, Any]):
    hers.connection().executescript(
        "DELETE FROM lead; DELETE FROM import; DELETE FROM tag"
    )  # of an example that failed
    before = list(hers.connection().iterdump())
    taken = take_in(hers, packet(content), NOW)
    assert (taken.fate, taken.notes) == ("created", ())
    assert lead_content(hers, taken.lead_id) == content
    with hers.transaction() as connection:
        assert derived.rebuild(connection) == 0
    assert take_in(hers, packet(content), NOW).fate == "unchanged"
    undo(hers, NOW)
    assert [line for line in hers.connection().iterdump() if _is_theirs(line)] == [
        line for line in before if _is_theirs(line)
    ]


def _is_theirs(line: str) -> bool:
    own = ('"action"', '"change"', "sqlite_sequence", '"sqlite_sequence"', '"stage_pace"', "_fts")
    return not any(f"INSERT INTO {name}" in line for name in own) and "_fts" not in line


def plain() -> dict[str, Any]:
    """The least a lead can be."""
    moment = exact_iso(NOW)
    return {
        "title": "ERP", "stage": "NEW", "score_reasons": [], "score_manual": False, "custom": {},
        "created_at": moment, "updated_at": moment,
    }  # fmt: skip


def person(**given: Any) -> dict[str, Any]:
    moment = exact_iso(NOW)
    return {"name": "Ann", "is_primary": True, "created_at": moment, "updated_at": moment, **given}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": None}, "`title` of the lead is missing"),
        ({"title": "\u202e \x1b[0m"}, "`title` of the lead is empty"),
        ({"title": ["ERP"]}, "`title` of the lead makes no sense"),
        ({"stage": "DREAMING"}, "`stage` of the lead makes no sense"),
        ({"stage": ["NEW"]}, "`stage` of the lead makes no sense"),
        ({"value_minor": 10**30}, "`value` of the lead makes no sense"),
        ({"value": 1e300}, "`value` of the lead makes no sense"),
        ({"value": True}, "`value` of the lead makes no sense"),
        ({"created_at": "2026-06-22T09:00:00"}, "`created_at` of the lead makes no sense"),
        ({"created_at": 5}, "`created_at` of the lead makes no sense"),
        ({"deadline": "soon"}, "`deadline` of the lead makes no sense"),
        ({"score_manual": 1}, "`score_manual` of the lead makes no sense"),
        ({"score_reasons": [{"points": "many"}]}, "`score_reasons` of the lead makes no sense"),
        ({"score_reasons": "x"}, "`score_reasons` of the lead makes no sense"),
        ({"custom": {"a": {"b": 1}}}, "`custom` of the lead makes no sense"),
        ({"custom": None}, "`custom` of the lead is missing"),
        ({"tags": "crm"}, "`tags` is no list"),
        ({"contacts": {"a": 1}}, "`contacts` is no list"),
        ({"contacts": ["Ann"]}, "number 1 of its contacts is no record"),
        ({"contacts": [person(), person(name="Bob")]}, "two of what there can be one of: contact"),
        ({"contacts": [person(sentiment="furious")]}, "a word that is none of those there are"),
        ({"moods": [{"contact": 2, "at": exact_iso(NOW)}]}, "`contact` of number 1 of its moods makes no sense"),
        ({"signals": [{"kind": "x", "state": "confirmed", "evidence": "", "origin": "touch:9", "at": exact_iso(NOW)}]},
         "`origin` of number 1 of its signals"),
    ],
)  # fmt: skip
def test_what_no_lead_can_be_is_refused_and_nothing_changed(hers: Database, wrong: dict[str, Any], said: str):
    before = list(hers.connection().iterdump())
    with pytest.raises(UsageError, match="says what no lead can be") as refused:
        take_in(hers, packet({**plain(), **wrong}), NOW)
    assert said in str(refused.value)
    assert str(refused.value).endswith("nothing was imported.")
    assert list(hers.connection().iterdump()) == before


def test_hostile_words_are_stored_as_words(hers: Database):
    content = {**plain(), "title": "[/]\x1b]52;c;evil\x07 \u202eERP", "company": "../../etc", "tags": ["\x1b[31mred"]}
    taken = take_in(hers, packet(content), NOW)
    assert hers.row("SELECT title, company FROM lead WHERE id = ?", (taken.lead_id,)) == ("[/] ERP", "../../etc")
    assert lead_content(hers, taken.lead_id)["tags"] == ["red"]
