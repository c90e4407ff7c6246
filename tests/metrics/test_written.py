"""How figures are written."""

from __future__ import annotations

import pytest

from hermes_tui.metrics.intervals import rate
from hermes_tui.metrics.written import certainty, days, percent


@pytest.mark.parametrize(
    ("share", "shown"),
    [(None, "–"), (0, "0 %"), (1, "100 %"), (0.25, "25 %"), (1 / 300, "0.3 %"), (299 / 300, "99.7 %"),
     (1e-6, "< 0.1 %"), (1 - 1e-6, "> 99.9 %")],
)  # fmt: skip
def test_some_are_never_written_as_none_and_most_never_as_all(share: float | None, shown: str) -> None:
    assert percent(share) == shown


@pytest.mark.parametrize(("value", "shown"), [(None, "–"), (0, "0.0"), (12.345, "12.3"), (1_204.4, "1,204")])
def test_days_have_one_place_until_there_are_a_thousand(value: float | None, shown: str) -> None:
    assert days(value) == shown


def test_a_rate_says_of_how_many_it_is_and_when_it_is_too_early() -> None:
    assert certainty(rate(0, 0)) == "n 0"
    assert certainty(rate(1, 3)) == "too early: n 3, 95 %: 6–79 %"
    assert certainty(rate(12, 40)) == "n 40, 95 %: 18–45 %"
