"""How many have which number, before and after: every one is counted once, and the picture reads without colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from widgets.histogram import COMES, GOES, STAYS, Bin, Histogram, bar, bins

COUNTS = st.dictionaries(st.integers(-2_000, 2_000), st.integers(0, 10_000), max_size=20)


@given(before=COUNTS, after=COUNTS, mark=st.integers(-100, 100), most=st.integers(2, 12))
def test_everything_is_counted_once_and_the_mark_parts_two_steps(
    before: dict[int, int], after: dict[int, int], mark: int, most: int
) -> None:
    found = bins(before, after, mark=mark, most=most)
    assert len(found) <= most
    for counts, place in ((before, 2), (after, 3)):
        assert sum(each[place] for each in found) == sum(counts.values())
        for each in found:
            assert each[place] == sum(n for number, n in counts.items() if each.low <= number <= each.high)
    for each in found:
        assert not each.low < mark <= each.high
    assert [each.low for each in found[:-1]] == [each.high + 1 for each in found[1:]]


def test_steps_are_round_and_no_wider_than_they_must_be() -> None:
    counts = {-20: 3, 0: 40, 10: 5, 35: 2}
    assert [(each.low, each.high) for each in bins(counts, counts, mark=15, most=12)][:2] == [(35, 39), (30, 34)]
    assert bins(counts, counts, mark=15, most=2) == (Bin(15, 64, 2, 2), Bin(-35, 14, 48, 48))
    assert bins({}, {5: 0}, mark=15, most=9) == ()


def test_a_bar_is_what_stays_then_what_comes_or_goes() -> None:
    assert bar(Bin(0, 4, 10, 20), 20, 10).plain == STAYS * 5 + COMES * 5
    assert bar(Bin(0, 4, 20, 10), 20, 10).plain == STAYS * 5 + GOES * 5
    assert bar(Bin(0, 4, 1, 0), 1_000, 10).plain == GOES  # the last of its kind is seen to go
    assert bar(Bin(0, 4, 0, 0), 0, 10).plain == ""


class Shown(App[None]):
    """The pane alone."""

    def compose(self) -> ComposeResult:
        yield Histogram(marked="qualify")


async def test_the_line_of_the_mark_stands_between_those_above_and_those_below() -> None:
    async with Shown().run_test(size=(60, 20)) as pilot:
        pane = pilot.app.query_one(Histogram)
        pane.show({0: 100, 15: 10, -20: 3}, {0: 80, 15: 10, 20: 20}, 15)
        await pilot.pause()
        lines = [pane.render_line(y).text.strip() for y in range(6)]
    assert [line.split()[0] for line in lines] == ["15…24", "15", "5…14", "−5…4", "−15…−6", "−25…−16"]
    assert lines[0].endswith("30     +20")
    assert lines[1].startswith("15 ─ qualify ───")
    assert [line.split()[-2:] for line in lines[2:]] == [["5…14", "0"], ["80", "−20"], ["−15…−6", "0"], ["0", "−3"]]


@pytest.mark.parametrize(("counts", "first"), [({0: 5}, True), ({40: 5}, False)])
async def test_where_all_are_on_one_side_the_mark_is_still_seen(counts: dict[int, int], first: bool) -> None:
    async with Shown().run_test(size=(60, 20)) as pilot:
        pane = pilot.app.query_one(Histogram)
        pane.show(counts, counts, 15)
        await pilot.pause()
        lines = [pane.render_line(y).text.strip() for y in range(3)]
    assert ["15 ─ qualify" in line for line in lines] == [first, not first, False]


async def test_without_anything_to_count_it_stays_empty() -> None:
    async with Shown().run_test(size=(60, 20)) as pilot:
        pane = pilot.app.query_one(Histogram)
        pane.show({}, {}, 15)
        await pilot.pause()
        assert not pane.render_line(0).text.strip()
