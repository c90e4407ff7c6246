"""Figures as CSV and JSON have them: plain, in major units, with what they cannot be read without."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.sheets import Figure, Head, Share, Sheet, flat, records, write_sheet

HEADS = (
    Head("Source", "source", False), Head("Won", "won", True), Head("Win rate", "win_rate", True),
    Head("Avg won", "mean", True),
)  # fmt: skip
FAIR = ("fair", Figure(2, "2", "leads"), Figure(2 / 3, "67 %", "share", share=Share(3, 0.2077, 0.9385, True)),
        Figure(1_234_550, "12,346 USD", "money", "USD"))  # fmt: skip
NONE = ("=cmd()", Figure(0, "0", "leads"), Figure(None, "–", "share", share=Share(0, None, None, True)), "")
SHEET = Sheet("sources", "Sources", HEADS, (FAIR, NONE))


def test_a_rate_stands_with_its_n_and_interval_and_money_beside_its_currency() -> None:
    assert records(SHEET) == [
        {
            "source": "fair", "won": 2, "win_rate": 0.6667, "win_rate_n": 3, "win_rate_low": 0.2077,
            "win_rate_high": 0.9385, "mean": 12345.5, "mean_currency": "USD",
        },
        {
            "source": "=cmd()", "won": 0, "win_rate": None, "win_rate_n": 0, "win_rate_low": None,
            "win_rate_high": None, "mean": None, "mean_currency": None,
        },
    ]  # fmt: skip


def test_no_cell_of_the_csv_runs_as_a_formula() -> None:
    out = io.StringIO(newline="")
    assert write_sheet(out, SHEET) == 2
    rows = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert rows[0][:3] == ["source", "won", "win_rate"]
    assert rows[2][0] == "'=cmd()"
    assert rows[2][2] == ""


def test_a_column_of_several_units_names_them() -> None:
    heads = (Head("", "figure", False), Head("", "value", True))
    sheet = Sheet("kpis", "", heads, (("Stale", Figure(3, "3", "leads")), ("Cycle", Figure(1.23456, "1.2", "days"))))
    assert flat(sheet) == (["figure", "value", "value_unit"], [["Stale", 3, "leads"], ["Cycle", 1.235, "days"]])


def test_a_sheet_without_rows_has_its_columns_still() -> None:
    out = io.StringIO(newline="")
    assert write_sheet(out, SHEET._replace(rows=())) == 0
    assert out.getvalue() == "source,won,win_rate,mean\r\n"


_VALUES = st.none() | st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6, allow_nan=False)
_FIGURES = st.builds(
    Figure, _VALUES, st.text(), st.sampled_from(["", "leads", "days", "share", "money"]),
    st.none() | st.just("USD"), st.none() | st.just(Share(3, 0.1, 0.9)),
)  # fmt: skip


@given(st.lists(st.tuples(st.text(), _FIGURES | st.text()), max_size=6))
def test_every_row_has_every_column_once_and_is_json(rows: list[tuple[str, Figure | str]]) -> None:
    sheet = Sheet("any", "", (Head("a", "a", False), Head("b", "b", True)), tuple(rows))
    names, found = flat(sheet)
    assert len(set(names)) == len(names)
    assert [len(row) for row in found] == [len(names)] * len(rows)
    assert "NaN" not in json.dumps(records(sheet), allow_nan=False)
