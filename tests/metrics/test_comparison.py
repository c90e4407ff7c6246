"""Is one template better than another, or does the rep see faces in the clouds."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hermes_tui.metrics.comparison import compare, enough_sends

COUNTS = some.integers(1, 400).flatmap(lambda n: some.tuples(some.integers(0, n), some.just(n)))


@pytest.mark.parametrize(
    ("first", "second", "points"),
    [((12, 40), (3, 40), (22.5, 5.3, 38.7)), ((4, 100), (2, 100), (2.0, -3.6, 8.0))],
)
def test_the_figures_of_the_definitions(
    first: tuple[int, int], second: tuple[int, int], points: tuple[float, float, float]
) -> None:
    found = compare(*first, *second)
    assert (found.difference, found.low, found.high) == pytest.approx([each / 100 for each in points], abs=0.0005)


def test_newcombes_own_examples() -> None:
    """Statistics in Medicine 17 (1998), table II, method 10: 56/70 − 48/80 and 9/10 − 3/10."""
    wide = compare(56, 70, 48, 80)
    assert (wide.low, wide.high) == pytest.approx((0.0524, 0.3339), abs=0.0001)
    few = compare(9, 10, 3, 10)
    assert (few.low, few.high) == pytest.approx((0.1705, 0.8090), abs=0.0001)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((12, 40, 3, 40), "clearly better"),
        ((3, 40, 12, 40), "clearly worse"),
        ((4, 100, 2, 100), "too close to tell"),
        ((10, 40, 10, 40), "too close to tell"),  # however many more: they are the same
        ((30, 100, 29, 100), "too close to tell"),  # 65,000 sends away
        ((12, 40, 8, 40), "too early: about 550 more sends"),
        ((9, 9, 0, 9), "too early: about 2 more sends"),  # of fewer than ten nothing is clear
        ((0, 0, 3, 40), "too early: about 10 more sends"),
        ((0, 0, 0, 0), "too early: about 20 more sends"),
        ((4, 9, 3, 10), "too early: about 350 more sends"),
    ],
)
def test_what_it_means_in_words(counts: tuple[int, int, int, int], words: str) -> None:
    assert compare(*counts).words == words


@given(COUNTS, COUNTS)
def test_the_other_way_round_it_is_the_same_with_the_sign_turned(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    ahead, behind = compare(*first, *second), compare(*second, *first)
    assert ahead.difference is not None
    assert ahead.low is not None
    assert ahead.high is not None
    assert ahead[:3] == pytest.approx((-behind.difference, -behind.high, -behind.low))  # type: ignore[operator]
    assert -1 <= ahead.low <= ahead.difference <= ahead.high <= 1
    turned = {"clearly better": "clearly worse", "clearly worse": "clearly better"}
    assert behind.words == turned.get(ahead.words, ahead.words)
    assert ahead.more == behind.more


def test_so_many_sends_do_tell_in_four_trials_of_five() -> None:
    draw, told = random.Random(22), 0
    n = enough_sends(0.3, 0.2)
    assert n == 294
    for _ in range(400):
        hits = [sum(draw.random() < share for _ in range(n)) for share in (0.3, 0.2)]
        told += compare(hits[0], n, hits[1], n).words == "clearly better"
    assert 0.74 < told / 400 < 0.87
