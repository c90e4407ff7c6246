"""Rows come a page at a time and are kept, not hoarded."""

from __future__ import annotations

from collections.abc import Sequence

from widgets.pages import PAGE_ROWS, Pages


class Numbers:
    def __init__(self, n: int) -> None:
        self.n = n
        self.calls: list[tuple[int, int]] = []

    def page(self, offset: int, limit: int) -> Sequence[int]:
        self.calls.append((offset, limit))
        return range(offset, min(self.n, offset + limit))

    def key(self, row: int) -> int:
        return -row


def test_neighbours_share_a_page_and_a_second_look_reads_nothing():
    source = Numbers(1000)
    pages = Pages(source, 1000)
    assert [pages.row(i) for i in (0, 1, 63, 0)] == [0, 1, 63, 0]
    assert source.calls == [(0, PAGE_ROWS)]


def test_pages_not_used_for_long_are_forgotten():
    source = Numbers(100_000)
    pages = Pages(source, 100_000)
    for number in range(40):
        pages.row(number * PAGE_ROWS)
    pages.row(0)
    assert source.calls[-1] == (0, PAGE_ROWS)
    assert len(pages._pages) <= 20


def test_rows_beyond_the_end_or_never_delivered_are_none():
    pages = Pages(Numbers(5), 100)
    assert [pages.row(i) for i in (-1, 4, 5, 99, 100)] == [None, 4, None, None, None]
    assert pages.key(4) == -4
    assert pages.key(50) is None
    assert Pages[int]().row(0) is None


def test_dropping_reads_again():
    source = Numbers(10)
    pages = Pages(source, 10)
    pages.row(0)
    pages.drop()
    pages.row(0)
    assert len(source.calls) == 2


def test_keys_of_a_long_stretch_are_read_in_bulk_past_the_cache():
    source = Numbers(10_000)
    pages = Pages(source, 10_000)
    assert list(pages.keys(10, 5010)) == [-i for i in range(10, 5010)]
    assert len(source.calls) <= 6
    assert list(pages.keys(9_990, 20_000)) == [-i for i in range(9_990, 10_000)]
