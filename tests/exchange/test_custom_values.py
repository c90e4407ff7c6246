"""Values of the rep's own fields come back from their texts as they were."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hermes_tui.exchange.custom_values import as_text, number, one_day, one_number, slug, untyped


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("40", 40), ("1,234.50", 1234.5), ("1.234,50", 1234.5), ("1.234", 1.234), ("1,234", 1234), ("1,5", 1.5),
        ("1.234.567", 1_234_567), ("12,34,567", 1_234_567), ("1'234", 1234), ("1\u00a0234,5", 1234.5), ("-5", -5),
        ("− 5", -5), (".5", 0.5), ("7.00", 7), ("1e3", 1000), ("007", 7), ("many", None), ("1,2,3", None),
        ("12.34.56", None), ("--5", None), ("9" * 16, None), ("1e99", None), ("٣", None), ("", None),
        ("2026-01-01", None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_written(text: str, value: float | None) -> None:
    found = one_number(text)
    assert found == value
    assert type(found) is type(value)


NUMBERS = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.floats(-1e14, 1e14, allow_nan=False).filter(lambda value: value != int(value)),
)


@given(NUMBERS)
@example(1e-7)
def test_a_number_and_its_text_are_one(value: float) -> None:
    assert one_number(as_text(value)) == value
    assert number(as_text(value), "dot") == value


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_day_and_its_text_are_one(day: date) -> None:
    assert one_day(day.isoformat()) == [day]


@given(st.integers(-(10**15) + 1, 10**15 - 1) | st.floats(-1e6, 1e6).map(lambda value: round(value, 3)))
def test_without_a_kind_a_number_stays_a_number(value: float) -> None:
    assert untyped(as_text(value)) == value


def test_a_day_that_can_be_two_is_both() -> None:
    assert one_day("03/04/2026") == [date(2026, 3, 4), date(2026, 4, 3)]
    assert one_day("12345") == []


def test_a_name_of_a_column_becomes_one_that_filters_can_say() -> None:
    assert slug("Total Time Spent on Website") == "total_time_spent_on_website"
    assert slug("TotalVisits") == "total_visits"
    assert slug("Größe (cm)") == "grosse_cm"
