"""How well a score tells won from lost, against counting pairs and the formula as it was published."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.scoring.learning.judging import Compared, auc, compare, too_few

SCORED = st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.booleans()), min_size=6, max_size=40).filter(
    lambda rows: 2 <= sum(won for *_, won in rows) <= len(rows) - 2
)


def arrays(rows: list[tuple[int, int, bool]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return (
        np.array([row[0] for row in rows], dtype=float), np.array([row[1] for row in rows], dtype=float),
        np.array([row[2] for row in rows]),
    )  # fmt: skip


def pairs(score: np.ndarray, won: np.ndarray) -> np.ndarray:
    """Of every won and lost lead: 1 where the won one scores higher, ½ where they tie."""
    above = score[won][:, None] - score[~won][None, :]
    return (above > 0) + (above == 0) / 2


@given(SCORED)
def test_auc_is_the_share_of_pairs_in_order_ties_counting_half(rows: list[tuple[int, int, bool]]) -> None:
    score, _, won = arrays(rows)
    assert auc(score, won) == pytest.approx(pairs(score, won).mean())


@given(SCORED)
def test_errors_are_those_of_delong_counted_pair_by_pair(rows: list[tuple[int, int, bool]]) -> None:
    first, second, won = arrays(rows)
    by_pairs = [pairs(score, won) for score in (first, second)]
    covariance = np.cov([each.mean(axis=1) for each in by_pairs]) / won.sum()
    covariance += np.cov([each.mean(axis=0) for each in by_pairs]) / (~won).sum()
    found = compare(first, second, won)
    assert found.auc_se == pytest.approx(np.sqrt(covariance[0, 0]), abs=1e-9)
    assert found.difference_se**2 == pytest.approx(
        max(0.0, covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]), abs=1e-9
    )


def test_a_score_does_not_beat_itself_nor_does_a_better_one_that_is_no_better_than_chance() -> None:
    draw = np.random.default_rng(3)
    won = draw.random(2000) < 0.5
    good = won + draw.normal(0, 1, 2000)
    assert not compare(good, good, won).beats
    assert compare(good, np.zeros(2000), won).beats
    assert not compare(draw.normal(size=2000), -good, won).beats


@pytest.mark.parametrize(("auc_found", "beats"), [(0.52, False), (0.528, False), (0.531, True)])
def test_what_the_interval_shown_does_not_part_from_chance_is_not_used(auc_found: float, beats: bool) -> None:
    assert Compared(auc_found, 0.015, 0.5, 0.015).beats is beats


@pytest.mark.parametrize(
    ("won", "lost", "words"),
    [(40, 40, ""), (20, 60, ""), (500, 20, ""), (300, 19, "1 more is needed, at least 1 of them lost"),
     (79, 0, "20 more are needed, at least 20 of them lost"), (0, 0, "at least 20 of them won and 20 of them lost"),
     (40, 39, "1 more is needed")],
)  # fmt: skip
def test_how_many_more_are_needed_is_said(won: int, lost: int, words: str) -> None:
    assert words in too_few(won, lost)
    assert bool(words) == bool(too_few(won, lost))
