"""Marks are keys, not places: however the range is pulled about, what lies between its ends is marked."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from widgets.marks import Marks

asked: list[int] = []


def keys(start: int, stop: int) -> Iterator[int]:
    asked.extend(range(start, stop))
    return iter(range(1000 + start, 1000 + stop))


@given(st.integers(0, 50), st.lists(st.integers(0, 50), max_size=12), st.sets(st.integers(1000, 1050)))
def test_a_range_is_what_lies_between_its_ends(start: int, moves: list[int], before: set[int]):
    marks = Marks()
    marks.add(before)
    marks.start(start, 1000 + start)
    end = start
    for end in moves:
        marks.stretch(end, keys)
    expected = before | set(range(1000 + min(start, end), 1001 + max(start, end)))
    assert marks.keys == expected
    assert marks.count == len(expected)
    assert all(marks.holds(index, 1000 + index) == (1000 + index in expected) for index in range(51))
    marks.keep_range()
    assert marks.keys == expected
    assert not marks.in_range


def test_pulling_a_long_range_by_one_row_reads_one_row():
    marks = Marks()
    marks.start(0, 1000)
    marks.stretch(100_000, keys)
    asked.clear()
    marks.stretch(100_001, keys)
    marks.stretch(99_000, keys)
    assert asked == [100_001]


def test_a_second_toggle_takes_the_mark_away():
    marks = Marks()
    assert marks.toggle(7)
    assert not marks.toggle(7)
    assert not marks
