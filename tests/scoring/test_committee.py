"""A rep looks at who sits at the table: what is missing there, and what one chair less would mean."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.scoring.committee import CommitteeMap, committee_map
from hermes_tui.scoring.facts import DAY_MS

NOW = 1_800_000_000_000


class Someone(NamedTuple):
    """A person as storage gives one."""

    id: int
    name: str
    role: str | None = None
    sentiment: str | None = None
    is_primary: int = 0
    buys: int = 0
    last_in_at: int | None = None
    last_out_at: int | None = None


def someone(number: int, name: str, heard: float | None = None, **more: object) -> Someone:
    at = None if heard is None else NOW - int(heard * DAY_MS)
    return Someone(number, name, last_in_at=at)._replace(**more)


ANN = someone(1, "Ann Lee", 3, role="CTO", is_primary=1, sentiment="positive")
BOB = someone(2, "Bob Ray", 8, role="Founder", buys=1)
CID = someone(3, "Cid", None, role="Blocker", sentiment="negative")


def codes(found: CommitteeMap) -> list[str]:
    return [gap.code for gap in found.gaps]


def test_a_healthy_committee_lacks_nothing():
    found = committee_map([BOB, ANN], NOW)
    assert codes(found) == []
    assert [(seat.name, seat.silent_days, seat.engaged) for seat in found.seats] == [
        ("Ann Lee", 3, True), ("Bob Ray", 8, True),
    ]  # fmt: skip


def test_nobody_known_is_one_gap_and_no_more():
    assert codes(committee_map([], NOW)) == ["nobody"]


@pytest.mark.parametrize(
    ("people", "code", "words"),
    [
        ([ANN], "single-threaded", "single voice: only Ann Lee is engaged"),
        ([ANN], "no-buyer", "no economic buyer: nobody here has a role that can say yes"),
        ([BOB], "no-champion", "no champion: nobody here carries the deal"),
        ([someone(1, "Ann", 31)], "ghosted", "nobody engaged: nobody heard in 30 days"),
        ([someone(1, "Ann")], "ghosted", "nobody engaged: nobody was heard yet"),
        ([someone(1, "Ann", 15, is_primary=1)], "champion-silent", "champion Ann silent for 15d"),
        ([someone(1, "Ann", is_primary=1)], "champion-silent", "champion Ann was never heard"),
        ([ANN, CID], "blockers-negative", "every blocker is against it: Cid"),
        ([CID], "negative", "only negative moods"),
    ],
)
def test_each_gap_is_named_in_a_sentence(people: list[Someone], code: str, words: str):
    found = committee_map(people, NOW)
    assert next(gap.text for gap in found.gaps if gap.code == code) == words


def test_the_borders_are_those_of_the_definitions():
    """Engaged on the 30th day, silent from the 15th; both are settings."""
    assert committee_map([someone(1, "Ann", 30)], NOW).seats[0].engaged
    assert not committee_map([someone(1, "Ann", 30.001)], NOW).seats[0].engaged
    assert "champion-silent" not in codes(committee_map([someone(1, "Ann", 14.9, is_primary=1)], NOW))
    assert not committee_map([someone(1, "Ann", 8)], NOW, engaged_days=7).seats[0].engaged
    assert "champion-silent" in codes(committee_map([ANN], NOW, champion_silent_days=2))


def test_one_blocker_who_came_round_closes_the_gap():
    assert "blockers-negative" not in codes(committee_map([ANN, CID, CID._replace(id=4, sentiment="neutral")], NOW))


def test_the_weightiest_sit_first():
    people = [
        someone(1, "user", role="End user"), someone(2, "nobody"), someone(3, "coach", role="Coach"),
        someone(4, "tech", role="Technical buyer"), someone(5, "buyer", role="Economic buyer", buys=1),
        someone(6, "champion", role="End user", is_primary=1), someone(7, "against", role="Blocker"),
        someone(8, "heard tech", 5, role="CTO"), someone(9, "assistant", role="Assistant"),
        someone(10, "called champion", role="Champion"), someone(11, "boss", role="Director"),
    ]  # fmt: skip
    assert [seat.name for seat in committee_map(people, NOW).seats] == [
        "champion", "buyer", "called champion", "heard tech", "tech", "against", "coach", "assistant", "boss", "user",
        "nobody",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("people", "leaver", "words"),
    [
        ([ANN], 1, "without Ann Lee: nobody is left"),
        ([ANN, BOB], 1, "without Ann Lee: only Bob Ray engaged, no champion"),
        ([ANN, BOB], 2, "without Bob Ray: only Ann Lee engaged, no buyer"),
        ([ANN._replace(buys=1), CID], 1, "without Ann Lee: nobody engaged, no champion, no buyer, only negative moods"),
        ([ANN, BOB, CID], 3, "without Cid: still 2 engaged"),
        ([ANN, BOB, someone(4, "Dee", 1)], 4, "without Dee: still 2 engaged"),
        ([ANN], 99, ""),
    ],
)
def test_if_this_person_leaves(people: list[Someone], leaver: int, words: str):
    assert committee_map(people, NOW).if_leaves(leaver) == words


_PEOPLE = st.lists(
    st.builds(
        Someone,
        id=st.integers(1, 40),
        name=st.sampled_from(["Ann", "Bob", "Cid [/]"]),
        role=st.sampled_from([None, "", "CTO", "Blocker", "Economic buyer", "End user", "漢字"]),
        sentiment=st.sampled_from([None, "positive", "neutral", "negative"]),
        is_primary=st.integers(0, 1),
        buys=st.integers(0, 1),
        last_in_at=st.none() | st.integers(NOW - 60 * DAY_MS, NOW),
    ),
    max_size=30,
    unique_by=lambda person: person.id,
)


@given(_PEOPLE, st.integers(1, 40))
def test_the_map_without_somebody_is_the_map_of_the_others(people: list[Someone], leaver: int):
    there = committee_map(people, NOW)
    assert there.without(leaver) == committee_map([person for person in people if person.id != leaver], NOW)
    assert sorted(seat.id for seat in there.seats) == sorted(person.id for person in people)
    assert bool(there.if_leaves(leaver)) == any(person.id == leaver for person in people)
