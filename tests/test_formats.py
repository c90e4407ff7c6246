"""How numbers, ages and days are written for the rep."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui import formats

HOUR_MS = 3_600_000


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (-5, "now"), (0, "now"), (0.99, "now"), (1, "1h"), (23.9, "23h"), (24, "1d"), (99 * 24, "99d"),
        (100 * 24, "14w"), (729 * 24, "104w"), (730 * 24, "2y"),
    ],
)  # fmt: skip
def test_an_age_is_one_short_word(hours: float, said: str) -> None:
    assert formats.age(0, int(hours * HOUR_MS)) == said


@pytest.mark.parametrize(
    ("major", "said"),
    [(0, "0"), (940, "940"), (999.6, "1k"), (8_500, "8.5k"), (9_000, "9k"), (61_400, "61k"), (999_600, "1M"),
     (1_240_000, "1.2M"), (-8_500, "-8.5k")],
)  # fmt: skip
def test_an_amount_fits_a_narrow_place(major: float, said: str) -> None:
    assert formats.short_money(round(major * 100)) == said


def test_an_amount_stands_beside_its_currency_and_nothing_is_a_dash() -> None:
    assert formats.money_with(2_400_000, "USD") == "24,000 USD"
    assert formats.money_with(2_400_000, None) == "24,000"
    assert formats.money_with(None, "USD") == "–"


def test_a_day_is_the_reps_own_and_names_the_year_only_where_it_is_another() -> None:
    late = int(datetime(2026, 6, 21, 23, 30, tzinfo=UTC).timestamp() * 1000)
    now = late + 24 * HOUR_MS
    auckland = timezone(timedelta(hours=12))
    assert formats.day(late, UTC, now) == "21 Jun"
    assert formats.day(late, auckland, now) == "22 Jun"
    assert formats.day(late, UTC, now + 365 * 24 * HOUR_MS) == "21 Jun 2026"
    assert formats.weekday(late, UTC) == formats.day_words(date(2026, 6, 21)) == "Sun 21 Jun"


@given(st.text(), st.integers(min_value=1, max_value=200))
def test_one_line_is_one_line_and_no_longer_than_asked(text: str, limit: int) -> None:
    line = formats.one_line(text, limit)
    assert len(line) <= limit
    assert line.split() == line.split(" ") or line == ""
    if len(" ".join(text.split())) <= limit:
        assert line == " ".join(text.split())
