"""Columns in levels: frequent values apart, seldom ones together, numbers in ranges that a rep can read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.scoring.learning.columns import Typed
from hermes_tui.scoring.learning.levels import Coded, coded, range_label


def one(kind: str, values: list[object]) -> Coded:
    found, left = coded([Typed("custom.x", kind, values)], len(values))
    assert left == []
    return found[0]


def why(kind: str, values: list[object]) -> str:
    found, left = coded([Typed("custom.x", kind, values)], len(values))
    assert found == []
    return left[0].why


def test_spellings_are_one_level_and_seldom_values_are_taken_together() -> None:
    found = one(
        "category",
        ["Google"] * 10 + ["google "] * 5 + ["web"] * 10 + ["blog"] * 2 + ["fair", "radio", "list", "call", "post"],
    )
    assert [(part.label, part.values) for part in found.parts] == [
        ("Google", ("google",)), ("web", ("web",)), ("blog", ("blog",)),
        ("other", ("call", "fair", "list", "post", "radio")),
    ]  # fmt: skip
    assert found.shares.tolist() == [15, 10, 2, 5]
    assert not found.known


def test_blanks_mean_something_where_they_are_frequent() -> None:
    assert one("category", ["web"] * 50 + [None] * 50).known
    assert not one("category", ["web"] * 50 + ["fair"] * 49 + [None]).known


def test_a_name_of_every_lead_teaches_nothing() -> None:
    assert why("category", [f"lead {number}" for number in range(200)]) == "hardly a value of it comes twice"


def test_what_is_the_same_in_all_leads_teaches_nothing() -> None:
    assert why("category", ["no"] * 200) == why("number", [1] * 200) == "it is the same in nearly all leads"


@pytest.mark.parametrize("step", [1, -9])
def test_a_running_number_teaches_nothing(step: int) -> None:
    assert why("number", [660_737 + step * at for at in range(100)]) == "it is a running number"


def test_a_tag_that_says_how_it_ended_is_left_out_and_others_stay() -> None:
    tags: list[object] = [("lost-price", "hot"), ("hot",), ()] * 10
    found, left = coded([Typed("tag", "tag", tags)], 30)
    assert [column.parts[0].label for column in found] == ["hot"]
    assert [(each.column, each.why) for each in left] == [("tag lost-price", "it says how it ended")]


def test_a_frequent_number_has_a_range_of_its_own() -> None:
    found = one("number", [0] * 100 + list(range(1, 61)))
    assert found.parts[1].start == 1
    assert found.shares[0] == 100


@given(st.lists(st.integers(-1000, 1000) | st.none() | st.floats(-1e6, 1e6), min_size=40, max_size=200))
def test_every_number_is_in_the_range_that_holds_it_and_no_range_is_too_small(values: list[object]) -> None:
    found, _ = coded([Typed("custom.x", "number", values)], len(values))
    for column in found:
        starts = [-np.inf, *(part.start for part in column.parts[1:]), np.inf]
        for value, code in zip(values, column.codes.tolist(), strict=True):
            assert code == -1 if value is None else starts[code] <= value < starts[code + 1]
        assert len(column.parts) == 1 or column.shares.min() >= 5


def test_a_column_of_names_that_two_leads_share_by_chance_does_not_teach() -> None:
    assert why("category", [f"person {at % 495}" for at in range(500)]) == "hardly a value of it comes twice"


def test_hundreds_of_agents_are_a_level_each() -> None:
    agents: list[object] = [f"agent {at % 300}" for at in range(6000)]
    assert len(one("category", agents).parts) == 300


@given(st.integers(3, 20), st.integers(0, 300))
def test_a_wide_file_keeps_its_features_within_bounds(columns: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    table = [Typed(f"custom.{at}", "category", draw.integers(0, 200, 2000).tolist()) for at in range(columns)]
    found, _ = coded(table, 2000)
    assert sum(len(column.parts) for column in found) <= 1600 + columns


@pytest.mark.parametrize(
    ("start", "end", "whole", "words"),
    [(None, 1, True, "0"), (None, 5, True, "0–4"), (5, 6, True, "5"), (5, 10, True, "5–9"),
     (1825, None, True, "1,825 or more"), (None, 2.5, False, "under 2.5"), (2.5, 4, False, "2.5 to 4"),
     (None, None, True, "any")],
)  # fmt: skip
def test_a_range_reads_as_a_rep_would_say_it(start: float | None, end: float | None, whole: bool, words: str) -> None:
    as_floats = [None if each is None else float(each) for each in (start, end)]
    assert range_label(as_floats[0], as_floats[1], whole, 0.0) == words
