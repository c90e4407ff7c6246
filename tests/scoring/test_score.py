"""A score is the sum of its reasons, and survives being stored."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.scoring.score import Reason, from_rows, ledger_text, signed, to_rows, total, turns, turns_in_words

reasons = st.lists(st.builds(Reason, st.integers(-100, 100), st.text(), st.text()))


@given(reasons)
def test_what_is_stored_as_json_comes_back_the_same(ledger: list[Reason]) -> None:
    score = total(ledger)
    assert score.points == sum(reason.points for reason in ledger)
    assert from_rows(json.loads(json.dumps(to_rows(score)))) == score


def test_the_ledger_shows_each_reason_with_its_sign() -> None:
    score = total([Reason(15, "quick response time", "median 3 h"), Reason(-15, "went cold after interest", "")])
    assert ledger_text(score) == "quick response time +15, went cold after interest −15"
    assert signed(0) == "0"


@pytest.mark.parametrize("row", [{}, {"reason": "x"}, {"reason": "x", "points": "5"}, {"points": 5}])
def test_a_row_that_is_no_reason_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a score reason"):
        from_rows([row])


def test_what_becomes_of_each_rule_is_said_once_whether_by_other_points_or_other_words() -> None:
    stack, budget = "ideal-customer stack", "budget mentioned"
    was = (
        Reason(5, stack, "python"),
        Reason(5, stack, "react"),
        Reason(10, budget, "budget 5k"),
        Reason(5, "remote", ""),
    )
    now = (Reason(5, stack, "Python"), Reason(5, stack, "React"), Reason(10, budget, "5k"), Reason(20, "remote", ""))
    found = turns_in_words(turns(now, was))
    assert found == {
        "+20 remote (was +5)": True, f"{stack} in other words ×2": False, f"{budget} in other words": False,
    }  # fmt: skip
    assert next(iter(found)) == "+20 remote (was +5)"
    assert turns_in_words(turns(now[:2], ())) == {f"+5 {stack} ×2": True}
    assert turns_in_words(turns((), was[2:])) == {f"no more {budget}": False, "no more remote": False}
    # Each technology is known again by its own name.
    [turn] = turns([Reason(6, stack, "react")], [Reason(5, stack, "react")])
    assert turn.words == f"+6 {stack} (was +5)"
    both = turns([Reason(6, stack, "react")], [Reason(5, stack, "python"), Reason(5, stack, "react")])
    assert [each.was and each.was.evidence for each in both] == ["react", "python"]
