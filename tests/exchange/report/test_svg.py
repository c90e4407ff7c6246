"""Plots are whole pieces of SVG whatever they are drawn of, and their axes have round numbers."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.report.cells import bar, whisker
from hermes_tui.exchange.report.charts import Series, course, flow, pair_bars, split_bars
from hermes_tui.exchange.report.svg import ticks
from hermes_tui.exchange.sheets import Figure, Share

EVIL = '</title></svg><script>alert("1")</script>&amp;'


@given(st.floats(0, 1e12, allow_nan=False), st.integers(2, 6))
def test_an_axis_reaches_what_it_shows_in_few_equal_steps(largest: float, steps: int) -> None:
    found = ticks(largest, steps)
    assert found[0] == 0
    assert found[-1] >= largest * (1 - 1e-9)
    assert 2 <= len(found) <= steps + 2
    gaps = [later - earlier for earlier, later in pairwise(found)]
    assert max(gaps) == pytest.approx(min(gaps))


_COUNTS = st.integers(0, 10**6).map(float)


@given(st.lists(st.tuples(_COUNTS, _COUNTS, _COUNTS), max_size=30))
def test_plots_are_well_formed_and_draw_nothing_outside(rows: list[tuple[float, float, float]]) -> None:
    labels = [f"{place} {EVIL}" for place in range(len(rows))]
    one, two, three = (
        Series(f"{look} {EVIL}", look, [row[place] for row in rows])
        for place, look in enumerate(("solid", "hatched", "hollow"))
    )
    drawn = [
        flow("x", labels, [one], [two, three], EVIL),
        course(labels, [row[0] or None for row in rows], EVIL),
        split_bars("x", [(label, EVIL) for label in labels], [one, two]),
        pair_bars("x", labels, [one, two], [labels, labels]),
    ]
    for svg in drawn:
        root = ElementTree.fromstring(svg)
        assert "script" not in {each.tag.rpartition("}")[2] for each in root.iter()}
        assert not re.search("nan|inf", " ".join(value for each in root.iter() for value in _numbers(each)))
        height = float(root.get("height", "0"))
        for each in root.iter("{http://www.w3.org/2000/svg}rect"):
            if each.get("y"):
                assert float(each.get("y", "0")) + float(each.get("height", "0")) <= height + 0.1


def _numbers(each: ElementTree.Element) -> list[str]:
    return [each.get(name, "") for name in ("x", "y", "width", "height", "cx", "cy", "x1", "y1", "points")]


def test_a_rate_of_too_few_has_a_hollow_dot_and_one_of_none_no_picture() -> None:
    assert 'class="early dot"' in whisker(1 / 3, Share(3, 0.06, 0.79, True), "33 %")
    assert 'class="dot"' in whisker(0.3, Share(30, 0.17, 0.48), "30 %")
    assert whisker(0.0, Share(0, None, None, True), "–") == ""


def test_a_bar_is_as_long_as_its_share_of_the_longest() -> None:
    wide = [float(re.findall(r'<rect x="0" y="2" width="([\d.]+)"', bar(Figure(n, str(n)), 40))[0]) for n in (40, 10)]
    assert wide[0] == pytest.approx(4 * wide[1])
    assert bar(Figure(0, "0"), 40) == bar(Figure(None, "–"), 40) == bar(Figure(3, "3"), 0) == ""


def _of(svg: str, name: str, **wanted: str) -> list[ElementTree.Element]:
    found = ElementTree.fromstring(svg).iter(f"{{http://www.w3.org/2000/svg}}{name}")
    return [each for each in found if all(each.get(key) == value for key, value in wanted.items())]


def test_the_bars_of_a_pair_are_measured_with_one_measure_and_stay_within_the_picture() -> None:
    svg = pair_bars("x", ["New", "Won"], [Series("then", "solid", [5, 50]), Series("now", "hollow", [25, 0])],
                    [["5", "50"], ["25", ""]])  # fmt: skip
    wide = {each[0].text: float(each.get("width", "0")) for each in _of(svg, "rect", height="9")}
    assert wide["New: 25 now"] == pytest.approx(5 * wide["New: 5 then"])
    assert wide["Won: 50 then"] == pytest.approx(10 * wide["New: 5 then"])
    assert 400 < wide["Won: 50 then"] < 680, "the longest has the room that there is"
    assert all(float(each.get("x", "0")) + float(each.get("width", "0")) < 680 for each in _of(svg, "rect"))


def test_a_course_is_broken_where_there_is_no_value_and_its_last_one_is_written_out() -> None:
    svg = course(["a", "b", "c", "d", "e"], [10, 1_200, None, 900, None], "USD a day")
    lines = [each.get("points", "").split() for each in _of(svg, "polyline")]
    assert [len(points) for points in lines] == [2, 1]
    assert len(_of(svg, "circle")) == 3
    assert "900" in [each.text for each in _of(svg, "text")]
    assert _of(course(["a", "b"], [None, None], "USD a day"), "circle") == []
