"""A column of dates is read in the one format that fits all of it, or is asked about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.dates import FORMATS, Ambiguous, Reading, day_of_ms, read_column, to_day, to_ms

APRIL_15 = date(2021, 4, 15)


def days(*texts: str, asked: str | None = None) -> list[date | None]:
    found = read_column(texts, asked)
    assert isinstance(found, Reading), found
    return [None if (moment := found.values[text]) is None else to_day(moment) for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-15", "2021/04/15", "2021-4-15", "2021-04-15T00:02:00Z", "2021-04-15 00:02:00.123456", "4/15/2021",
        "04/15/2021 11:02 PM", "15.4.2021", "15-04-21", "15/04/2021 00:02", "15 Apr, 2021 00:02:00", "15-Apr-21",
        "Apr 15, 2021", "April 15th 2021", "Thu, 15 Apr 2021 10:00:00 +0000", "15. April 2021", "15 avril 2021",
        "15 de abril de 2021", "15 märz 2021".replace("märz", "april"), "1618444800", "1618444800.5", "1618444800000",
        "20210415", "44301", "44301.5",
    ],
)  # fmt: skip
def test_the_usual_ways_to_write_a_day(text: str) -> None:
    assert days(text) == [APRIL_15]


def test_one_value_settles_the_whole_column() -> None:
    assert days("01/02/2021", "01/13/2021") == [date(2021, 1, 2), date(2021, 1, 13)]
    assert days("01/02/2021", "13/01/2021") == [date(2021, 2, 1), date(2021, 1, 13)]


def test_two_formats_that_fit_and_disagree_are_asked_about_with_an_example() -> None:
    found = read_column(["01/02/2021", "03/04/2021"])
    assert isinstance(found, Ambiguous)
    assert found.example == "01/02/2021"
    assert found.choices == (("mdy", "2 January 2021"), ("dmy", "1 February 2021"))
    assert days("01/02/2021", "03/04/2021", asked="dmy") == [date(2021, 2, 1), date(2021, 4, 3)]


def test_two_formats_that_fit_and_agree_need_no_question() -> None:
    assert days("04/04/2021", "05/05/2021") == [date(2021, 4, 4), date(2021, 5, 5)]


def test_a_column_of_mixed_formats_is_never_guessed_row_by_row() -> None:
    assert isinstance(read_column(["13/01/2021", "01/13/2021"]), Ambiguous)
    assert isinstance(read_column(["2021-01-13", "Jan 14, 2021"]), Ambiguous)


def test_a_stray_among_many_is_no_date_of_its_column() -> None:
    many = [f"{day:02}/01/2021" for day in range(13, 32)] + [f"{day:02}/03/2021" for day in range(13, 32)]
    assert days(*many, "01/13/2021")[-1] is None


@pytest.mark.parametrize(
    "text", ["31/02/2021", "2021-02-30", "0000-00-01", "99/99/9999", "soon", "25:00", "2021-13-01"]
)
def test_an_impossible_date_is_no_date(text: str) -> None:
    assert days(text, "2021-01-13" if "-" in text else "13/01/2021")[0] is None


def test_two_digit_years_pivot_where_posix_does() -> None:
    assert days("15-04-68", "16-04-69") == [date(2068, 4, 15), date(1969, 4, 16)]


def test_a_clock_without_a_zone_is_of_the_reps_zone_and_a_bare_date_of_none() -> None:
    oslo = timezone(timedelta(hours=2))
    found = read_column(["2021-04-15 01:00:00", "2021-04-15", "2021-04-15T01:00:00Z"])
    assert isinstance(found, Reading)
    clock, bare, marked = (to_ms(moment, oslo) for moment in found.values.values() if moment)
    assert clock == datetime(2021, 4, 14, 23, tzinfo=UTC).timestamp() * 1000
    assert bare == datetime(2021, 4, 15, tzinfo=UTC).timestamp() * 1000
    assert marked == datetime(2021, 4, 15, 1, tzinfo=UTC).timestamp() * 1000


WRITTEN = {
    "ymd": "%Y-%m-%d", "mdy": "%m/%d/%Y", "dmy": "%d.%m.%Y", "text": "%d %b, %Y", "compact": "%Y%m%d",
}  # fmt: skip


@given(
    st.sampled_from(sorted(WRITTEN)), st.lists(st.dates(date(1970, 1, 1), date(2099, 12, 31)), min_size=1, max_size=9)
)
def test_what_a_format_writes_it_reads_back(name: str, written: list[date]) -> None:
    texts = [day.strftime(WRITTEN[name]) for day in written]
    assert days(*texts, asked=name) == written
    found = read_column(texts)
    if isinstance(found, Reading):
        assert [to_day(found.values[text]) for text in texts] == written  # type: ignore[arg-type]
    else:
        assert name in dict(found.choices)


@given(st.integers(0, 4_000_000_000_000))
def test_milliseconds_come_back(moment: int) -> None:
    text = datetime.fromtimestamp(moment // 1000, UTC).isoformat()
    found = read_column([text])
    assert isinstance(found, Reading)
    assert to_ms(found.values[text]) == moment // 1000 * 1000  # type: ignore[arg-type]
    assert day_of_ms(moment) == text[:10]


@given(st.lists(st.text(max_size=20), max_size=6))
def test_any_texts_are_read_or_asked_about(texts: list[str]) -> None:
    found = read_column(texts)
    assert isinstance(found, Ambiguous) or set(found.values) == set(texts)
    for name in FORMATS:
        read_column(texts, name)
