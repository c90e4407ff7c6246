"""The stage history that a file's dates speak of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.history import Visit, tell

NOW = 1000


def test_a_won_deal_was_new_then_contacted_then_won() -> None:
    assert tell("WON", True, NOW, 10, 20, 50, None).visits == (
        Visit("NEW", 10, 20),
        Visit("CONTACTED", 20, 50),
        Visit("WON", 50, None),
    )


def test_an_open_deal_is_in_its_stage_since_the_last_moment_known() -> None:
    assert tell("PROPOSAL_SENT", False, NOW, 10, 20, None, 90).visits == (
        Visit("NEW", 10, 20),
        Visit("PROPOSAL_SENT", 20, None),
    )
    assert tell("NEW", False, NOW, 10, None, None, None).visits == (Visit("NEW", 10, None),)


def test_a_deal_without_dates_begins_now() -> None:
    assert tell("LOST", True, NOW, None, None, None, None) == (NOW, (Visit("LOST", NOW, None),))


def test_a_deal_closed_before_it_was_created_began_when_it_closed() -> None:
    assert tell("LOST", True, NOW, 50, None, 10, None) == (10, (Visit("LOST", 10, None),))


MOMENT = st.none() | st.integers(0, NOW)


@given(st.sampled_from(["NEW", "CONTACTED", "PROPOSAL_SENT", "WON", "LOST"]), MOMENT, MOMENT, MOMENT, MOMENT)
def test_visits_follow_each_other_without_a_gap(
    stage: str, created: int | None, engaged: int | None, closed: int | None, touched: int | None
) -> None:
    found = tell(stage, stage in ("WON", "LOST"), NOW, created, engaged, closed, touched)
    assert found.visits[-1].stage == stage
    assert found.visits[-1].left_at is None
    assert found.created_at <= found.visits[0].at
    for one, other in zip(found.visits, found.visits[1:], strict=False):
        assert one.at <= other.at
        assert one.left_at == other.at
