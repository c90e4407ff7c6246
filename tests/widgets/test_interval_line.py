"""A rep sees at a glance whether two rates overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from widgets.interval_line import interval_line, scale_line, scale_to

SHARES = st.floats(0, 1)


def test_an_interval_stands_where_its_ends_are_on_the_scale():
    assert (
        interval_line(0.17, 0.30, 0.48, width=51, top=0.5).plain == " " * 17 + "├" + "─" * 12 + "●" + "─" * 17 + "┤  "
    )


def test_intervals_that_do_not_overlap_share_no_cell():
    better = interval_line(0.30, 0.40, 0.50, width=60).plain
    worse = interval_line(0.05, 0.10, 0.20, width=60).plain
    assert not any(one != " " and other != " " for one, other in zip(better, worse, strict=True))


def test_the_ticks_stand_above_their_places():
    ticks = scale_line(width=61, top=0.6).plain
    assert ticks.startswith("0 %")
    assert [ticks.index(f"{each}0 %") for each in range(1, 6)] == [8, 18, 28, 38, 48]  # two cells to the left
    assert ticks.endswith(" 60 %")


@given(st.tuples(SHARES, SHARES, SHARES).map(sorted), st.integers(0, 80), SHARES)
def test_a_line_is_as_wide_as_it_is_told_whatever_it_shows(shares: list[float], width: int, highest: float):
    top = scale_to(highest)
    assert interval_line(*shares, width=width, top=top).cell_length == width
    assert scale_line(width=width, top=top).cell_length == width
    assert highest <= top + 1e-6
