"""How much of a deal its next owner gets to know."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.scoring.completeness import Known, completeness, items

EVERYTHING = Known(*(True for _ in Known._fields))
NOTHING = Known(*(False for _ in Known._fields))


def test_the_weights_of_an_open_deal_with_a_proposal_are_percents():
    assert sum(item.weight for item in items(EVERYTHING)) == 100


def test_a_deal_of_which_all_is_known_lacks_nothing():
    assert completeness(EVERYTHING) == (100, ())


def test_what_is_missing_is_named_the_heaviest_first():
    found = completeness(EVERYTHING._replace(buyer=False, moods=False, next_task=False))
    assert found == (75, ("an economic buyer", "a next task with a day", "everybody's mood"))


def test_a_closed_deal_needs_no_next_task_and_an_early_one_no_proposal():
    closed = EVERYTHING._replace(is_open=False, next_task=False, answered=False, objections_met=False)
    assert completeness(closed).percent == 100
    assert completeness(EVERYTHING._replace(wants_proposal=False, proposal=False)).percent == 100
    assert "a proposal" in completeness(EVERYTHING._replace(proposal=False)).missing


def test_of_a_name_alone_nothing_is_known():
    assert completeness(NOTHING).percent == 0


@given(st.tuples(*(st.booleans() for _ in Known._fields)))
def test_100_percent_is_said_only_where_nothing_is_missing(flags: tuple[bool, ...]):
    found = completeness(Known(*flags))
    assert 0 <= found.percent <= 100
    assert (found.percent == 100) == (found.missing == ())


@given(st.tuples(*(st.booleans() for _ in Known._fields)), st.sampled_from(Known._fields))
def test_learning_something_never_makes_a_deal_less_complete(flags: tuple[bool, ...], name: str):
    before = Known(*flags)
    if name not in ("is_open", "wants_proposal"):
        assert completeness(before._replace(**{name: True})).percent >= completeness(before).percent
