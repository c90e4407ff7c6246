"""What a deal's history becomes by the stage events of a file, rule by rule and on any history."""

from __future__ import annotations

from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.stage_history import HISTORY, Step, merged
from hermes_tui.exchange.stage_order import Told

_NAMES = {
    "n": "NEW", "q": "QUALIFIED", "c": "CONTACTED", "p": "PROPOSAL_SENT", "g": "NEGOTIATING", "w": "WON", "l": "LOST",
}  # fmt: skip
_BY = {"i": "import", "r": "rep", "h": HISTORY, "u": "rule"}


def stored(text: str) -> list[Step]:
    """`n1i w5r`: NEW on day 1 by an import, WON on day 5 by the rep."""
    return [
        Step(_NAMES[word[0]], int(word[1:-1]), _BY[word[-1]], None, number)
        for number, word in enumerate(text.split(), 1)
    ]


def told(text: str) -> list[Told]:
    """`c2 p4`: the events of a file."""
    return [Told(_NAMES[word[0]], int(word[1:]), ((0, number),)) for number, word in enumerate(text.split())]


def said(steps: list[Step]) -> str:
    letters, causes = ({name: letter for letter, name in each.items()} for each in (_NAMES, _BY))
    return " ".join(f"{letters[step.stage]}{step.at}{causes[step.cause]}" for step in steps)


def after(before: str, events: str) -> str:
    return said(merged(stored(before), told(events)))


def test_events_stand_in_the_place_of_what_a_deals_dates_made() -> None:
    assert after("c3i", "q2 p5") == "q2h p5h"
    assert after("n1i c3i w9i", "q2 p5 w9") == "n1i q2h p5h w9h"


def test_a_deal_that_was_here_before_its_first_event_was_new_until_then() -> None:
    assert after("n1i", "c3") == "n1i c3h"
    assert after("n4i", "c3") == "c3h"
    assert after("g1i", "c3") == "n1i c3h"
    assert after("n1i", "n2 c3") == "n2h c3h"
    assert after("n4r", "c3") == "c3h"  # typed into Hermes after it had begun elsewhere


def test_the_last_event_says_where_an_open_deal_stands() -> None:
    assert after("g3i", "c3 p5") == "c3h p5h"
    assert after("g9i", "c3 l5") == "c3h l5h"


def test_a_closing_that_no_event_tells_stays() -> None:
    assert after("w9i", "c3 p5") == "c3h p5h w9i"
    assert after("w2i", "c3 p5") == "c3h p5h w5i"  # never before the last thing that happened
    assert after("l9i", "c3 l4 p5") == "c3h l4h p5h l9i"


def test_a_deal_that_was_opened_again_is_open() -> None:
    assert after("l4i", "c3 l4 p5") == "c3h l4h p5h"
    assert after("w4i", "c3 w4 g6 w8") == "c3h w4h g6h w8h"


def test_what_the_rep_did_stays_in_its_place() -> None:
    assert after("n1i p6r", "c3 q5") == "n1i c3h q5h p6r"
    assert after("n1i p4r", "c3 g6") == "n1i c3h p4r g6h"
    assert after("n1i w4i g7r", "c3") == "n1i c3h w4i g7r"


def test_a_stage_is_not_entered_twice_in_a_row() -> None:
    assert after("n1i p6r", "c3 p5") == "n1i c3h p5h"
    assert after("", "c3 c4 p5") == "c3h p5h"


def test_why_a_deal_was_lost_is_not_forgotten() -> None:
    lost = Step("LOST", 6, "rep", "price", 2)
    found = merged([*stored("n1i"), lost], told("c3 l5"))
    assert (said(found), found[-1].reason) == ("n1i c3h l5h", "price")


def test_qualified_by_its_words_gives_way_unless_the_events_leave_it_new() -> None:
    assert after("n5i q5u", "c2 p3") == "c2h p3h"
    assert after("n5i q5u", "n2") == "n2h q5u"


def test_a_later_file_goes_on_and_a_corrected_one_corrects() -> None:
    first = "n1i c3h p5h"
    assert after(first, "g7 w9") == "n1i c3h p5h g7h w9h"
    assert after(first, "c4 g5") == "n1i c3h g5h"
    assert after(first, "c2 p5") == "n1i c2h p5h"
    assert after(first, "c3 q4 p5") == "n1i c3h q4h p5h"


def test_where_a_later_file_of_deals_had_moved_it_on_it_stays() -> None:
    assert after("c3h p5h g9i", "c3 p5") == "c3h p5h g9i"


STAGES = st.sampled_from(sorted(_NAMES.values()))
ONWARDS = STAGES.filter(lambda stage: stage != "NEW")  # a rep begins in NEW, and moves on
ROWS = st.lists(
    st.tuples(STAGES, st.integers(1, 12), st.sampled_from(["import", HISTORY]))
    | st.tuples(ONWARDS, st.integers(1, 12), st.just("rep")),
    max_size=6,
)
BEGUN = st.sampled_from(
    [[], [("NEW", 0, "import")], [("NEW", 0, "rep")], [("NEW", 0, "import"), ("QUALIFIED", 1, "rule")]]
)


def history_of(parts: tuple[list[tuple[str, int, str]], list[tuple[str, int, str]]]) -> list[Step]:
    """A history as files and reps make them: in order, no stage entered from itself."""
    begun, rows = parts
    steps = [Step(*row) for row in dict.fromkeys([*begun, *sorted(rows, key=lambda row: row[1])])]
    entered = [next(group) for _, group in groupby(steps, key=lambda step: step.stage)]
    return [step._replace(id=number) for number, step in enumerate(entered, 1)]


STORED = st.tuples(BEGUN, ROWS).map(history_of)
TOLD = st.lists(st.tuples(STAGES, st.integers(1, 12)), min_size=1, max_size=6, unique=True).map(
    lambda rows: [Told(*row, ((0, n),)) for n, row in enumerate(sorted(rows, key=lambda row: row[1]))]
)


def as_read_back(steps: list[Step]) -> list[Step]:
    """The steps as they are read once they are written: new rows get the next ids, and order is by moment and id."""
    free = max((step.id or 0 for step in steps), default=0)
    numbered = []
    for step in steps:
        free += step.id is None
        numbered.append(step._replace(id=free if step.id is None else step.id))
    return sorted(numbered, key=lambda step: (step.at, step.id))


@given(STORED, TOLD)
def test_any_history_comes_out_in_order_and_the_same_file_again_changes_nothing(
    before: list[Step], events: list[Told]
) -> None:
    once = merged(before, events)
    assert [step.at for step in once] == sorted(step.at for step in once)
    assert all(one.stage != other.stage for one, other in pairwise(once))
    ids = [step.id for step in once if step.id is not None]
    assert len(set(ids)) == len(ids)
    read = as_read_back(once)
    assert [step[:3] for step in read] == [step[:3] for step in once]
    assert [step[:3] for step in merged(read, events)] == [step[:3] for step in once]


@given(STORED, TOLD)
def test_no_move_of_the_rep_is_lost_and_every_event_is_told_or_repeats(before: list[Step], events: list[Told]) -> None:
    after = merged(before, events)

    def stood(stage: str, at: int) -> bool:
        """Whether the deal stands in the stage at that moment, by a step that began then or earlier."""
        until = [*(step.at for step in after[1:]), 99]
        return any(step.stage == stage and step.at <= at <= end for step, end in zip(after, until, strict=True))

    for step in before[1:]:  # the first may be the beginning of a deal that had begun elsewhere
        if step.cause == "rep":
            assert stood(step.stage, step.at)
    for event in events:
        assert stood(event.stage, event.at)
