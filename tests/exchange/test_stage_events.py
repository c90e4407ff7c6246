"""Files of stage events as other programs write them: read row by row, and put in the order of what happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.mapping import ColumnMap
from hermes_tui.exchange.stage_events import EventFile, read_events
from hermes_tui.exchange.stage_order import Told, by_deal
from hermes_tui.exchange.tables import read_bytes
from storage.errors import UsageError

NOW = 1_782_118_800_000
DAY = 86_400_000


def file_of(text: str, zone: timezone = UTC, **said: object) -> EventFile:
    return read_events(read_bytes(text.encode(), "moves.csv"), ColumnMap(**said), now=NOW, zone=zone)  # type: ignore[arg-type]


def ms(year: int, month: int, day: int, hour: int = 0) -> int:
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    "header",
    ["Deal ID,From,To,When", "opportunity id,old value,new value,created date", "lead,stage from,stage,at",
     "Record ID,Previous stage,Stage entered,Timestamp"],
)  # fmt: skip
def test_the_columns_of_other_programs_are_known_by_name(header: str) -> None:
    found = file_of(f"{header}\nD-1,Contacted,Proposal,2026-01-03\n")
    assert (found.keys, found.stages, found.at) == (["D-1"], ["PROPOSAL_SENT"], [ms(2026, 1, 3)])


def test_a_column_can_be_named_and_one_that_says_nothing_is_asked_for() -> None:
    text = "a,b,c\nD-1,Won,2026-01-03\n"
    with pytest.raises(UsageError, match=r"which deal .a, b, c.; say --map lead=COLUMN"):
        file_of(text)
    found = file_of(text, fields={"lead": "a", "stage": "b", "at": "c"})
    assert found.stages == ["WON"]
    with pytest.raises(UsageError, match="no field 'title'"):
        file_of(text, fields={"title": "a"})


def test_every_row_that_is_no_event_says_why() -> None:
    found = file_of(
        "lead,stage,at\nD-1,Won,2026-01-03\n,Won,2026-01-03\nD-2,,2026-01-03\nD-3,Hmm,2026-01-03\nD-4,Won,\n"
        "D-5,Won,2026-02-30\nD-6,Won,2027-01-01\nD-7,Won,2026-06-23,more\n"
    )
    assert found.read == 8 == len(found.keys) + len(found.rejected)
    assert [(row.line, row.reason) for row in found.rejected] == [
        (3, "it names no deal"),
        (4, "it names no stage"),
        (5, "nobody mapped the stage 'Hmm'; give --stage-map Hmm=STAGE"),
        (6, "it says no moment"),
        (7, "'2026-02-30' in 'at' is no date (year-month-day)"),
        (8, "'2027-01-01' in 'at' lies in the future"),
        (9, "too many fields: 4 where the header has 3"),
    ]


def test_dates_are_read_as_those_of_deals() -> None:
    text = "lead,stage,at\nD-1,New,02/03/2026 10:00\nD-1,Won,04/05/2026\n"
    open_still = file_of(text)
    assert open_still.questions[0].sentence().endswith("--date at=mdy or --date at=dmy; nothing was imported.")
    assert not open_still.rejected
    tokyo = timezone(timedelta(hours=9))
    assert file_of(text, tokyo, dates={"at": "dmy"}).at == [ms(2026, 3, 2, 1), ms(2026, 5, 4)]


def test_stage_words_can_be_mapped() -> None:
    text = "lead,stage,at\nD-1,Hmm,2026-01-03\n"
    assert file_of(text, stages={"hmm": "NEGOTIATING"}).stages == ["NEGOTIATING"]


# -- the order ----------------------------------------------------------------------------------------------------


def order_of(*rows: str, before: str = "") -> str:
    """The stages of deal D in order, by the letters of their words: `(stage day)` rows, other deals' rows before."""
    text = "lead,stage,at\n" + before + "".join(f"D,{row.split()[0]},2026-01-{row.split()[1]}\n" for row in rows)
    return " ".join(each.stage for each in by_deal([file_of(text)])["D"])


def test_events_of_one_day_happened_as_the_file_runs() -> None:
    assert order_of("Contacted 03", "Lost 03", "Qualified 03", "Won 05") == "CONTACTED LOST QUALIFIED WON"


def test_a_file_that_runs_backwards_is_read_backwards() -> None:
    assert order_of("Won 05", "Qualified 03", "Lost 03", "Contacted 03") == "CONTACTED LOST QUALIFIED WON"


def test_a_deal_whose_rows_do_not_tell_goes_by_the_whole_file() -> None:
    backwards = "E,Won,2026-01-09\nE,New,2026-01-02\n"
    assert order_of("Lost 03", "Contacted 03", before=backwards) == "CONTACTED LOST"
    forwards = "E,New,2026-01-02\nE,Won,2026-01-09\n"
    assert order_of("Lost 03", "Contacted 03", before=forwards) == "LOST CONTACTED"


def test_where_rows_run_both_ways_the_pipeline_says_the_order() -> None:
    assert order_of("Proposal 03", "Contacted 03") == "CONTACTED PROPOSAL_SENT"
    assert order_of("Won 05", "New 02", "Proposal 05", "Contacted 03") == "NEW CONTACTED PROPOSAL_SENT WON"


def test_an_event_told_twice_is_one() -> None:
    found = by_deal([file_of("lead,stage,at\nD,New,2026-01-02\nD,New,2026-01-02\n")])
    assert found == {"D": [Told("NEW", ms(2026, 1, 2), ((0, 0), (0, 1)))]}


def test_two_files_are_one_history() -> None:
    early, late = (file_of(f"lead,stage,at\nD,{rows}\n") for rows in ("Contacted,2026-01-03", "Won,2026-01-03"))
    assert [each.stage for each in by_deal([early, late])["D"]] == ["CONTACTED", "WON"]


MOVES = st.lists(st.tuples(st.sampled_from(["New", "Contacted", "Proposal", "Lost"]), st.integers(1, 9)), min_size=2)


@given(MOVES)
def test_a_file_and_the_same_file_upside_down_tell_one_history(moves: list[tuple[str, int]]) -> None:
    moves = sorted(dict.fromkeys(moves), key=lambda move: move[1])
    rows = [f"D,{stage},2026-01-0{day}\n" for stage, day in moves]
    told = [
        [(each.stage, each.at) for each in by_deal([file_of("lead,stage,at\n" + "".join(some))])["D"]]
        for some in (rows, rows[::-1])
    ]
    assert told[0] == told[1]
    assert [at for _, at in told[0]] == sorted(at for _, at in told[0])
