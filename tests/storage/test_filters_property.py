"""Whatever the leads and whatever the filter, the SQL finds those that a plain reading of the words would."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database
from storage.errors import UsageError
from storage.filters import compile_filter
from storage.migrations.m0001_first import STAGES

DAY = 86_400_000
NOW = 1_782_118_800_000  # Monday 22 June 2026, 09:00 UTC
TODAY = datetime.date(2026, 6, 22)


class Deal(NamedTuple):
    """A lead as the plain reading knows it."""

    title: str
    company: str | None
    stage_id: int
    heat: int
    score: int | None
    value: int | None
    currency: str | None
    silent_since: int
    last_touch_at: int | None
    stage_entered_at: int
    snoozed_until: int | None
    next_task_on: str | None
    last_in_at: int | None
    last_out_at: int | None
    tags: frozenset[str]
    roles: tuple[str, ...]


WORDS = ["Acme", "ACMÉ", "corp", "Über", "uber", "north-west", "R&D", "müller", "Mu", "价格"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
moments = st.integers(-40, 3).flatmap(lambda days: st.integers(-2, 2).map(lambda ms: NOW + days * DAY + ms))
maybe_moments = st.none() | moments
dates = st.integers(-10, 10).map(lambda days: (TODAY + datetime.timedelta(days=days)).isoformat())
deals = st.builds(
    Deal,
    title=texts,
    company=st.none() | texts,
    stage_id=st.integers(1, 13),
    heat=st.integers(-15, 65),
    score=st.none() | st.integers(-5, 30),
    value=st.none() | st.integers(0, 20) .map(lambda thousands: thousands * 100_000),
    currency=st.sampled_from([None, "EUR", "JPY", "KWD"]),
    silent_since=moments,
    last_touch_at=maybe_moments,
    stage_entered_at=moments,
    snoozed_until=maybe_moments,
    next_task_on=st.none() | dates,
    last_in_at=maybe_moments,
    last_out_at=maybe_moments,
    tags=st.frozensets(st.sampled_from(["price", "Über", "price-list"]), max_size=2),
    roles=st.lists(st.sampled_from(["CTO", "Finance lead", "cto office"]), max_size=2).map(tuple),
)  # fmt: skip

Reading = Callable[[Deal], bool]


# -- the plain reading -----------------------------------------------------------------------------------


def is_open(deal: Deal) -> bool:
    return STAGES[deal.stage_id - 1][2] == "open"


def snoozed(deal: Deal) -> bool:
    return deal.snoozed_until is not None and deal.snoozed_until > NOW


def days_since(moment: int) -> int:
    return max(0, (NOW - moment) // DAY)


def stuck(deal: Deal) -> bool:
    threshold = STAGES[deal.stage_id - 1][4]
    if deal.stage_id == 3:  # the only stage with a pace of its own below: 1.5 × 12
        threshold = 18
    return is_open(deal) and threshold is not None and days_since(deal.stage_entered_at) > threshold


FLAG_READINGS: dict[str, Reading] = {
    "stale": lambda deal: is_open(deal) and not snoozed(deal) and NOW - deal.silent_since >= 7 * DAY,
    "snoozed": snoozed,
    "open": is_open,
    "closed": lambda deal: not is_open(deal),
    "won": lambda deal: deal.stage_id == 11,
    "scored": lambda deal: deal.score is not None,
    "stuck": stuck,
    "parked": lambda deal: is_open(deal) and deal.next_task_on is not None and deal.next_task_on > TODAY.isoformat(),
    "due": lambda deal: deal.next_task_on is not None and deal.next_task_on <= TODAY.isoformat(),
    "task": lambda deal: deal.next_task_on is not None,
    "waiting": lambda deal: (
        is_open(deal)
        and deal.last_out_at is not None
        and (deal.last_in_at is None or deal.last_in_at < deal.last_out_at)
    ),
}
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    ":": lambda a, b: a == b,
}


def compared(operator: str, mine: Any, other: Any) -> bool:
    return mine is not None and COMPARE[operator](mine, other)


def tokens(text: str) -> list[str]:
    """What the full-text tables make of a text: words of letters and numbers without case and accents."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain)


def begins(phrase: str, text: str | None) -> bool:
    """Whether the words of `phrase` stand side by side in `text`, the last one perhaps going on."""
    wanted, there = tokens(phrase), tokens(text or "")
    return any(
        there[at : at + len(wanted) - 1] == wanted[:-1] and there[at + len(wanted) - 1].startswith(wanted[-1])
        for at in range(len(there) - len(wanted) + 1)
    )


def minor(deal: Deal, major: int) -> int:
    return major * {"JPY": 1, "KWD": 1000}.get(deal.currency or "", 100)


def day_of(moment: int) -> datetime.date:
    return datetime.datetime.fromtimestamp(moment / 1000, datetime.UTC).date()


operators = st.sampled_from(list(COMPARE))
small = st.integers(-3, 40)
typed = st.sampled_from([*WORDS, "acm", "ü", "west", "müller mu", "价"])


def quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text


Term = tuple[str, Reading]

flags = st.sampled_from(list(FLAG_READINGS)).map(lambda name: (f"+{name}", FLAG_READINGS[name]))
numbers = st.tuples(st.sampled_from(["heat", "score"]), operators, small).map(
    lambda t: (f"{t[0]}{t[1]}{t[2]}", lambda deal: compared(t[1], getattr(deal, t[0]), t[2]))
)
ranges = st.tuples(small, small).map(
    lambda t: (f"heat:{t[0]}..{t[1]}", lambda deal: t[0] <= deal.heat <= t[1])
)  # fmt: skip
amounts = st.tuples(operators, st.integers(0, 20)).map(
    lambda t: (f"value{t[0]}{t[1]}k", lambda deal: compared(t[0], deal.value, minor(deal, t[1] * 1000)))
)
silences = st.tuples(operators, st.integers(0, 40)).map(
    lambda t: (f"silent{t[0]}{t[1]}", lambda deal: compared(t[0], days_since(deal.silent_since), t[1]))
)
stages = st.integers(1, 13).map(lambda n: (f"stage:{STAGES[n - 1][0].lower()}", lambda deal: deal.stage_id == n))
titles = typed.map(lambda word: (f"title:{quoted(word)}", lambda deal: begins(word, deal.title)))
companies = typed.map(lambda word: (f"company:{quoted(word)}", lambda deal: begins(word, deal.company)))
wholes = texts.map(
    lambda text: (f'company="{text}"', lambda deal: deal.company is not None and deal.company.lower() == text.lower())
)
tags = st.sampled_from(["price", "über", "ÜBER"]).map(
    lambda tag: (f"tag:{tag}", lambda deal: tag.lower() in {mine.lower() for mine in deal.tags})
)
roles = st.sampled_from(["cto", "lead", "office"]).map(
    lambda word: (f"role:{word}", lambda deal: any(begins(word, role) for role in deal.roles))
)
ago = st.integers(0, 40)
entered = st.tuples(st.sampled_from(["before", "after", "on"]), ago).map(
    lambda t: (
        f"entered.{t[0]}:{t[1]}d",
        lambda deal: {"before": COMPARE["<"], "after": COMPARE[">"], "on": COMPARE["="]}[t[0]](
            day_of(deal.stage_entered_at), TODAY - datetime.timedelta(days=t[1])
        ),
    )
)
untouched = ago.map(
    lambda days: (
        f"touched.before:{days}d",
        lambda deal: day_of(deal.silent_since) < TODAY - datetime.timedelta(days=days),
    )
)
due = st.tuples(operators.filter(lambda o: o != ":"), dates).map(
    lambda t: (f"due{t[0]}{t[1]}", lambda deal: compared(t[0], deal.next_task_on, t[1]))
)
missing = st.sampled_from(
    [
        ("value:none", lambda deal: deal.value is None),
        ("company:none", lambda deal: deal.company is None),
        ("touched:never", lambda deal: deal.last_touch_at is None),
        ("due:any", lambda deal: deal.next_task_on is not None),
        ("tag:none", lambda deal: not deal.tags),
        ("contact:none", lambda deal: not deal.roles),
    ]
)
words = typed.map(
    lambda word: (
        quoted(word),
        lambda deal: any(begins(word, t) for t in (deal.title, deal.company, *deal.roles, "Ann")),
    )
)
positive: st.SearchStrategy[Term] = st.one_of(
    flags, numbers, ranges, amounts, silences, stages, titles, companies, wholes, tags, roles, entered, untouched, due,
    missing, words,
)  # fmt: skip


def turned(term: Term) -> Term:
    text, holds = term
    return f"-{text.removeprefix('+')}", lambda deal: not holds(deal)


terms = positive | positive.map(turned)


# -- the two readings compared ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("filters") / "work.db"
    database = Database.open(path, create=True)
    database.connection().execute("PRAGMA synchronous = OFF")
    database.connection().execute("INSERT INTO stage_pace VALUES (3, 5, 12.0), (2, 4, 500.0), (13, 9, 0.1)")
    for number, name in enumerate(["price", "Über", "price-list"], 1):
        database.connection().execute("INSERT INTO tag VALUES (?, ?)", (number, name))
    yield database
    database.close()


def fill(database: Database, found: list[Deal]) -> None:
    """Replace the leads of the file by these, numbered from 1."""
    connection = database.connection()
    with database.transaction():
        connection.execute("DELETE FROM lead")
        for number, deal in enumerate(found, 1):
            facts = {key: value for key, value in deal._asdict().items() if key not in ("tags", "roles")}
            facts |= {"id": number, "is_open": is_open(deal), "created_at": NOW - 50 * DAY, "updated_at": NOW}
            marks = ", ".join(f":{column}" for column in facts)
            connection.execute(f"INSERT INTO lead ({', '.join(facts)}) VALUES ({marks})", facts)
            connection.executemany(
                "INSERT INTO lead_tag (lead_id, tag_id) SELECT ?, id FROM tag WHERE name = ?",
                [(number, tag) for tag in deal.tags],
            )
            connection.executemany(
                "INSERT INTO contact (lead_id, name, role, created_at, updated_at) VALUES (?, 'Ann', ?, 1, 1)",
                [(number, role) for role in deal.roles],
            )
            if deal.next_task_on is not None:
                connection.execute(
                    "INSERT INTO task (lead_id, title, due_on, created_at, updated_at) VALUES (?, 'Call', ?, 1, 1)",
                    (number, deal.next_task_on),
                )


def found_by(database: Database, text: str) -> list[int]:
    question = compile_filter(text, now=NOW, today=TODAY)
    return [row[0] for row in database.rows(f"SELECT id FROM lead WHERE {question.where} ORDER BY id", question.params)]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(deals, min_size=4, max_size=12), st.lists(st.lists(terms, min_size=1, max_size=3), min_size=4, max_size=12)
)
def test_sql_and_plain_reading_find_the_same_leads(
    file: Database, leads: list[Deal], filters: list[list[Term]]
) -> None:
    fill(file, leads)
    for asked in filters:
        text = " ".join(term for term, _ in asked)
        wanted = [number for number, deal in enumerate(leads, 1) if all(holds(deal) for _, holds in asked)]
        assert found_by(file, text) == wanted, text


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=12), terms.map(lambda term: term[0])), max_size=5).map(" ".join))
def test_whatever_is_typed_is_answered_or_refused_in_one_sentence(file: Database, text: str) -> None:
    try:
        said = f"{len(found_by(file, text))} leads"
    except UsageError as error:
        said = str(error)
    assert said.strip()
    assert "\n" not in said


@settings(max_examples=80, deadline=None)
@given(st.lists(terms, max_size=4).map(lambda asked: " ".join(term for term, _ in asked)))
def test_the_normal_form_is_stable_and_means_the_same(text: str) -> None:
    once = compile_filter(text, now=NOW, today=TODAY)
    again = compile_filter(once.text, now=NOW, today=TODAY)
    assert again == once
