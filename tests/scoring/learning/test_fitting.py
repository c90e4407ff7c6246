"""The fit: it is a minimum, it begins at the rules, and its folds are the same wherever they are made."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.scoring.learning.features import Block, Features
from hermes_tui.scoring.learning.fitting import FOLDS, PENALTIES, fitted, folds_of, held_out


def drawn(seed: int, n: int = 300, features: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    matrix = np.hstack([np.ones((n, 1)), draw.normal(size=(n, features)) * draw.exponential(1, features)])
    truth = draw.normal(size=features + 1)
    won = draw.random(n) < 1 / (1 + np.exp(-matrix @ truth))
    won[:2] = (True, False)
    return matrix, won, draw.normal(size=features + 1) * np.array([0.0] + [1.0] * features)


@given(st.integers(0, 10_000), st.sampled_from(PENALTIES))
def test_no_other_weights_do_better_under_the_prior(seed: int, penalty: float) -> None:
    matrix, won, prior = drawn(seed)
    found = fitted(Features(matrix), won, prior, penalty)
    slope = matrix.T @ (1 / (1 + np.exp(-matrix @ found)) - won)
    slope[1:] += penalty * (found - prior)[1:]
    # the slope that is left would move no weight by more than a hundredth of a point
    spread = (matrix**2).sum(axis=0) / 10 + penalty
    assert np.abs(slope / spread).max() < 0.01


def test_weights_are_those_of_scikit_learn_where_the_prior_is_zero() -> None:
    linear_model = pytest.importorskip("sklearn.linear_model", reason="scikit-learn is of the extra bench")
    matrix, won, prior = drawn(4)
    theirs = linear_model.LogisticRegression(C=1 / 8, tol=1e-8, max_iter=1000).fit(matrix[:, 1:], won)
    ours = fitted(Features(matrix), won, prior * 0, 8.0)
    assert ours == pytest.approx(np.concatenate([theirs.intercept_, theirs.coef_[0]]), abs=2e-3)


def test_a_strong_prior_keeps_the_rules_and_much_data_leaves_them() -> None:
    matrix, won, prior = drawn(5, n=3000)
    assert fitted(Features(matrix), won, prior, 1e9)[1:] == pytest.approx(prior[1:], abs=1e-3)
    free = fitted(Features(matrix), won, prior * 0, 0.01)
    assert fitted(Features(matrix), won, prior, 0.01) == pytest.approx(free, abs=0.01)


def test_perfectly_parted_leads_have_finite_weights() -> None:
    side = np.array([-1.0] * 40 + [1.0] * 40)
    matrix = np.column_stack([np.ones(80), side])
    assert np.isfinite(fitted(Features(matrix), side > 0, np.zeros(2), 0.5)).all()


@given(st.integers(2, 200), st.integers(2, 200), st.integers(0, 10**9))
def test_each_fold_has_its_share_of_won_and_lost(won: int, lost: int, first: int) -> None:
    outcome = np.array([True] * won + [False] * lost)
    folds = folds_of(np.arange(first, first + won + lost), outcome)
    for kind in (True, False):
        counts = np.bincount(folds[outcome == kind], minlength=FOLDS)
        assert counts.max() - counts.min() <= 1


def test_folds_are_the_same_everywhere_and_no_row_of_neighbours() -> None:
    folds = folds_of(np.arange(1, 13), np.array([True, False] * 6))
    assert folds.tolist() == [0, 1, 0, 0, 1, 0, 2, 3, 3, 4, 4, 2]


def test_a_lead_is_judged_by_fits_that_never_saw_it() -> None:
    matrix, won, prior = drawn(6, n=200)
    folds = folds_of(np.arange(200), won)
    before = held_out(Features(matrix), won, prior, folds)
    turned = won.copy()
    turned[np.flatnonzero(folds == 0)[0]] ^= True
    after = held_out(Features(matrix), turned, prior, folds)
    assert after.log_odds[folds == 0] == pytest.approx(before.log_odds[folds == 0], abs=1e-6)
    assert after.log_odds[folds != 0] != pytest.approx(before.log_odds[folds != 0], abs=1e-6)


def places(seed: int, leads: int = 400) -> tuple[Features, np.ndarray]:
    """Leads with columns of some values each as places of tables; and the same written out, every lead's features."""
    draw = np.random.default_rng(seed)
    plain = np.hstack([np.ones((leads, 1)), draw.normal(size=(leads, 2))])
    blocks = []
    for levels in draw.integers(2, 40, 3).tolist():
        table = np.vstack([np.eye(levels) * draw.exponential(), np.zeros(levels)])
        blocks.append(Block(draw.integers(0, levels + 1, leads), table))
    return Features(plain, tuple(blocks)), np.hstack([plain, *(block.table[block.codes] for block in blocks)])


@given(st.integers(0, 10_000))
def test_places_of_a_table_are_as_features_written_out(seed: int) -> None:
    features, matrix = places(seed)
    draw = np.random.default_rng(seed)
    weights, worth, some = (
        draw.normal(size=features.size),
        draw.normal(size=len(matrix)),
        draw.random(len(matrix)) < 0.5,
    )
    assert matrix.shape[1] == features.size
    assert features.times(weights) == pytest.approx(matrix @ weights, abs=1e-9)
    assert features.back(worth) == pytest.approx(matrix.T @ worth, abs=1e-9)
    assert features.of(some).times(weights) == pytest.approx(matrix[some] @ weights, abs=1e-9)


@given(st.integers(0, 10_000), st.sampled_from(PENALTIES))
def test_the_fit_is_the_same_by_places_and_written_out(seed: int, penalty: float) -> None:
    features, matrix = places(seed)
    draw = np.random.default_rng(seed)
    won = draw.random(len(matrix)) < 1 / (1 + np.exp(-matrix @ draw.normal(size=features.size)))
    won[:2] = (True, False)
    prior = np.zeros(features.size)
    by_places, by_matrix = fitted(features, won, prior, penalty), fitted(Features(matrix), won, prior, penalty)
    # a point is 0.07 of log odds
    assert features.times(by_places) == pytest.approx(matrix @ by_matrix, abs=0.01)
