"""A rate on few deals says how little it knows (the checks of definitions.md)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.metrics.intervals import rate


@pytest.mark.parametrize(("hits", "n", "low", "high"), [(0, 5, 0, 43), (1, 3, 6, 79), (3, 10, 11, 60), (9, 30, 17, 48)])
def test_the_interval_is_wilsons(hits: int, n: int, low: int, high: int) -> None:
    found = rate(hits, n)
    assert found.low is not None
    assert found.high is not None
    assert (round(found.low * 100), round(found.high * 100)) == (low, high)


def test_of_nothing_there_is_no_rate() -> None:
    assert rate(0, 0) == (0, None, None, None)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_rate_lies_in_its_interval_and_the_interval_in_0_to_1(hits_of: tuple[int, int]) -> None:
    found = rate(*hits_of)
    assert found.rate is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.rate <= found.high <= 1
