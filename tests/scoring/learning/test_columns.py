"""Which columns may teach: nothing that is known only when a lead is closed."""

from __future__ import annotations

import pytest

from hermes_tui.scoring.learning.columns import Case, Open, filled, names_the_outcome, tells_the_outcome, typed
from hermes_tui.scoring.qualification import Inquiry


def leads(n: int = 40, **columns: object) -> list[Case]:
    return [Case(at, at % 2 == 0, Inquiry("A lead", "", columns=dict(columns))) for at in range(n)]  # type: ignore[arg-type]


def left(cases: list[Case], opens: Open | None = None, **kinds: str) -> dict[str, str]:
    return dict(typed(cases, opens or Open(), {f"custom.{name}": kind for name, kind in kinds.items()})[1])


@pytest.mark.parametrize(
    "name",
    ["Converted", "closed", "close_date", "Won?", "lostReason", "deal outcome", "status", "Lead Status", "leadStatus",
     "result", "sales stage", "Conversion Rate"],
)  # fmt: skip
def test_a_column_called_by_the_outcome_is_left_out(name: str) -> None:
    assert names_the_outcome(f"custom.{name}")
    assert left(leads(**{f"custom.{name}": "x"})) == {f"custom.{name}": "its name says that it holds the outcome"}


@pytest.mark.parametrize(
    "name",
    ["Marital status", "employment_status", "enclosed", "Kowon", "wonder", "Last Activity", "closet size", "visits"],
)
def test_a_column_that_only_sounds_like_it_may_teach(name: str) -> None:
    assert not names_the_outcome(f"custom.{name}")


def test_a_tag_that_says_how_it_ended_is_known_by_its_words() -> None:
    assert tells_the_outcome("lost-price")
    assert tells_the_outcome("Closed by Ann")
    assert not tells_the_outcome("closet")
    assert not tells_the_outcome("price")


def test_stage_value_and_money_of_the_deal_never_teach() -> None:
    found, _ = typed(
        leads(stage="WON", value=100, currency="EUR", score=5, email_source="site", close_reason="price", source="web"),
        Open(), {},
    )  # fmt: skip
    assert [column.name for column in found] == ["source"]


def test_dates_do_not_teach_declared_or_not() -> None:
    assert left(leads(**{"custom.seen": "2026-05-01"})) == {"custom.seen": "dates do not teach"}
    assert left(leads(**{"custom.Seen": 5}), seen="date") == {"custom.Seen": "dates do not teach"}


def test_what_closed_leads_have_and_open_ones_lack_was_filled_in_at_the_close() -> None:
    closed = leads(**{"custom.contract": "signed", "custom.region": "eu"})
    opens = filled([Inquiry("Open", "", columns={"custom.region": "eu"})] * 20)
    assert "filled in at the close" in left(closed, opens)["custom.contract"]
    assert list(left(closed, opens)) == ["custom.contract"]
    few = filled([Inquiry("Open", "", columns={"custom.region": "eu"})] * 19)
    assert left(closed, few) == {}


def test_tags_that_only_closed_leads_have_do_not_teach_either() -> None:
    closed = [Case(at, at % 2 == 0, Inquiry("A lead", "", ("called",))) for at in range(40)]
    assert "filled in at the close" in left(closed, filled([Inquiry("Open", "")] * 30))["tag"]


def test_a_rep_leaves_out_columns_by_either_name() -> None:
    cases = leads(**{"custom.Region": "eu", "source": "web"})
    found, out = typed(cases, Open(), {}, without=["region", "SOURCE"])
    assert found == []
    assert [(each.column, each.why) for each in out] == [
        ("source", "you left it out"), ("custom.Region", "you left it out"),
    ]  # fmt: skip


def test_a_number_is_one_by_its_values_and_a_choice_by_its_declaration() -> None:
    cases = leads(**{"custom.seats": 4, "custom.floor": 2, "custom.typed": "2.5"})
    found, _ = typed(cases, Open(), {"custom.floor": "choice"})
    assert {column.name: column.kind for column in found} == {
        "custom.seats": "number", "custom.floor": "category", "custom.typed": "number",
    }  # fmt: skip
