"""Learned weights on a lead: every point has its reason, and what is not known is worth nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.scoring.learning.weights import (
    KINDS,
    Column,
    Level,
    RuleWeight,
    Weights,
    apply,
    as_rows,
    folded,
    reasons_of,
    weights_of,
)
from hermes_tui.scoring.qualification import Inquiry, qualify
from hermes_tui.scoring.score import Reason, Score

WEIGHTS = Weights(
    (RuleWeight("remote", "", 5, 8, 12, 20), RuleWeight("ideal-customer stack", "python", 5, -2, 3, 9)),
    (
        Column("source", "category", (Level("Referral", 12, 31, 40, ("referral",)), Level("Web", 0, 10, 40, ("web",)))),
        Column("custom.visits", "number", (
            Level("0–4", -6, 9, 60), Level("5–9", 6, 40, 60, (), 5.0), Level("10 or more", 11, 20, 25, (), 10.0),
        )),
        Column("tag", "tag", (Level("price", 4, 8, 10, ("price",)),)),
        Column("description", "given", (Level("given", 3, 50, 80, ("given",)),)),
    ),
)  # fmt: skip


def scored(**fields: object) -> Score:
    inquiry = Inquiry("A lead", "", columns=fields)  # type: ignore[arg-type]
    return apply(Score(0, ()), inquiry, WEIGHTS)


def test_each_column_gives_its_points_with_the_leads_behind_them() -> None:
    inquiry = Inquiry("A lead", "Remote", ("price",), columns={"source": " REFERRAL ", "custom.visits": 7})
    assert apply(qualify(inquiry), inquiry, WEIGHTS) == Score(33, (
        Reason(8, "remote", "Remote"),
        Reason(12, "source: Referral", "31 won of 40"),
        Reason(6, "visits 5–9", "40 won of 60"),
        Reason(4, "tag: price", "8 won of 10"),
        Reason(3, "description: given", "50 won of 80"),
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("visits", "points"), [(-3, -6), (4.9, -6), (5, 6), ("9.5", 6), (10, 11), (10**9, 11), ("many", 0), ("", 0)]
)
def test_a_number_counts_by_the_range_it_falls_in(visits: float | str, points: int) -> None:
    assert scored(**{"custom.visits": visits}).points == points


def test_what_was_never_seen_or_is_missing_is_worth_nothing() -> None:
    assert scored() == scored(source="podcast") == scored(source="web") == Score(0, ())


def test_a_rule_no_closed_lead_met_keeps_its_points_and_one_that_was_changed_since_counts_as_changed() -> None:
    by_rules = Score(62, (
        Reason(50, "remote", "wfh"), Reason(5, "ideal-customer stack", "Python"),
        Reason(5, "ideal-customer stack", "django"), Reason(2, "a new rule", "x"),
    ))  # fmt: skip
    found = apply(by_rules, Inquiry("A lead", ""), WEIGHTS)
    assert [reason.points for reason in found.reasons] == [50, -2, 5, 2]


def test_what_they_are_worth_comes_largest_first_and_without_what_is_worth_nothing() -> None:
    assert [(each.points, each.text) for each in reasons_of(WEIGHTS)] == [
        (12, "source: Referral"), (11, "visits 10 or more"), (8, "remote"), (-6, "visits 0–4"), (6, "visits 5–9"),
        (4, "tag: price"), (3, "description: given"), (-2, "ideal-customer stack: python"),
    ]  # fmt: skip
    assert reasons_of(WEIGHTS)[2].evidence == "12 won of 20, +5 by the rules"


POINTS = st.integers(-200, 200)
COUNTS = st.integers(0, 30_000)
LEVELS = st.builds(
    Level, st.text(), POINTS, COUNTS, COUNTS, st.lists(st.text()).map(tuple),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
)  # fmt: skip
ANY_WEIGHTS = st.builds(
    Weights,
    st.lists(st.builds(RuleWeight, st.text(), st.text(), POINTS, POINTS, COUNTS, COUNTS)).map(tuple),
    st.lists(
        st.builds(Column, st.text(), st.sampled_from(KINDS), st.lists(LEVELS, min_size=1, max_size=4).map(tuple))
    ).map(tuple),
)


@given(ANY_WEIGHTS)
def test_weights_come_back_from_the_file_as_they_were(weights: Weights) -> None:
    back = weights_of(json.dumps({"weights": as_rows(weights)}))
    assert back == weights
    assert repr(back) == repr(weights)
    assert hash(back) == hash(weights)


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", '{"weights": null}', '{"weights": {"format": 2}}',
     '{"weights": {"format": 1, "rules": [[1]], "columns": []}}',
     '{"weights": {"format": 1, "rules": [], "columns": [{"name": "a", "kind": "b", "levels": []}]}}'],
)  # fmt: skip
def test_what_cannot_be_read_is_a_value_error_and_nothing_else(text: str) -> None:
    with pytest.raises(ValueError):
        weights_of(text)


@given(st.text())
def test_a_folded_value_stays_as_it_is_when_folded_again_by_the_file(text: str) -> None:
    assert folded(folded(text)) == folded(text)
