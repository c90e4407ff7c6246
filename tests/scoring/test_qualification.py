"""The lead score: every rule with its points, its words, and what takes them back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.scoring.money import amounts_in
from hermes_tui.scoring.qualification import DEFAULT_RULES, Inquiry, RedFlag, Rules, qualifies, qualify
from hermes_tui.scoring.score import Reason

TAG = "hiring or buying tag"
BUDGET = "budget mentioned"
STACK = "ideal-customer stack"
LOW = "budget below the minimum"


def ledger(title: str = "", description: str = "", tags: tuple[str, ...] = (), **budget: int) -> list[Reason]:
    return list(qualify(Inquiry(title, description, tags, **budget)).reasons)


@pytest.mark.parametrize(
    ("title", "reasons"),
    [
        ("[Hiring] a developer", [Reason(10, TAG, "Hiring")]),
        ("A developer #hiring", [Reason(10, TAG, "hiring")]),
        ("[Looking to hire]", [Reason(10, TAG, "Looking to hire")]),
        ("[RFP] new intranet", [Reason(10, TAG, "RFP")]),
        ("hiring is hard these days", []),
        ("[For hire] a developer", []),
        ("[not hiring]", []),
        ("our budget is approved", [Reason(10, BUDGET, "budget")]),
        ("budget is not a problem", [Reason(10, BUDGET, "budget")]),
        ("$5,000", [Reason(10, BUDGET, "$5,000")]),
        ("pay $80/hr", [Reason(10, BUDGET, "$80/hr")]),
        ("no budget", []),
        ("we don't have a budget", []),
        ("we don’t have any budget yet", []),
        ("without budget", []),
        ("budget: none", []),
        ("budget is unknown", []),
        ("budgeting software", []),
        ("we raised $5M", []),
        ("Remote ok", [Reason(5, "remote", "Remote")]),
        ("work-from-home", [Reason(5, "remote", "work-from-home")]),
        ("not only remote", [Reason(5, "remote", "remote")]),
        ("No. Remote", [Reason(5, "remote", "Remote")]),
        ("no problem with remote", [Reason(5, "remote", "remote")]),
        ("not remote", []),
        ("non-remote", []),
        ("remote: no", []),
        ("remote is not possible", []),
        ("remoteness", []),
        ("Django, React and django", [Reason(5, STACK, "django"), Reason(5, STACK, "react")]),
        ("next.js on node.js", [Reason(5, STACK, "next.js"), Reason(5, STACK, "node.js")]),
        ("PostgreSQL", [Reason(5, STACK, "postgresql")]),
        ("reactive, cpython, python3", []),
        ("no Python", []),
        ("equity only", [Reason(-20, "equity only", "equity only")]),
        ("equity-only", [Reason(-20, "equity only", "equity-only")]),
        ("not equity only", []),
        ("a free test first", [Reason(-20, "free test", "free test")]),
        ("no unpaid test", []),
        ("scope is unclear", [Reason(-20, "unclear scope", "scope is unclear")]),
        ("not sure what we need", [Reason(-20, "unclear scope", "not sure what we need")]),
        ("Budget 300", [Reason(10, BUDGET, "Budget 300"), Reason(-20, LOW, "Budget 300, minimum 500")]),
        ("budget 2027 plan", [Reason(10, BUDGET, "budget")]),
    ],
)
def test_each_rule_gives_its_points_and_the_words_that_matched(title: str, reasons: list[Reason]) -> None:
    assert ledger(title) == reasons


def test_the_leads_own_fields_count_like_its_words() -> None:
    assert ledger(tags=("hiring", "remote", "python")) == [
        Reason(10, TAG, "hiring"), Reason(5, "remote", "remote"), Reason(5, STACK, "python"),
    ]  # fmt: skip
    assert ledger(budget_min=100_000) == [Reason(10, BUDGET, "budget field 1,000")]
    assert ledger(budget_min=10_000, budget_max=49_999) == [
        Reason(10, BUDGET, "budget field 499.99"), Reason(-20, LOW, "budget field 499.99, minimum 500"),
    ]  # fmt: skip
    assert ledger(budget_max=50_000) == [Reason(10, BUDGET, "budget field 500")]


def test_the_field_is_believed_before_the_words() -> None:
    assert [r.text for r in ledger("a $100 pilot", budget_max=1_000_000)] == [BUDGET]


def test_of_several_amounts_the_largest_bounds_the_budget() -> None:
    assert [r.text for r in ledger("$100 now, $2,000 later")] == [BUDGET]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("$22,700.00", 2_270_000), ("1.234,50 €", 123_450), ("$342.09K", 34_209_000), ("$5k", 500_000),
        ("€ 3.000", 300_000), ("5k USD", 500_000), ("1 500 €", 150_000), ("$5k-10k", 1_000_000), ("£200", 20_000),
        ("$5,000 to $7,500", 750_000),
        ("2 million dollars", 200_000_000), ("budget around 5000", 500_000), ("budget: up to 3 thousand", 300_000),
        ("$1.5", 150), ("50 USD/hour", 0), ("$30 per hour", 0),
    ],
)  # fmt: skip
def test_a_budget_is_read_as_people_spell_it(text: str, minor: int) -> None:
    assert [amount.minor for amount in amounts_in(text)] == [minor]


@pytest.mark.parametrize(
    "text", ["5000 users", "we raised $5M", "revenue of $3,000,000", "series A: $4m", "version 2.0", ""]
)
def test_a_number_that_is_no_budget_is_left_alone(text: str) -> None:
    assert amounts_in(text) == ()


@pytest.mark.parametrize(("tags", "enough"), [(("hiring", "remote"), True), (("hiring",), False), ((), False)])
def test_a_lead_qualifies_at_fifteen(tags: tuple[str, ...], enough: bool) -> None:
    assert qualifies(qualify(Inquiry("", "", tags))) is enough


def test_the_rules_are_data_that_the_rep_may_change() -> None:
    rules = Rules(stack=("C++", "COBOL"), stack_points=7, red_flags=(RedFlag("crypto", ("web3",)),), threshold=7)
    score = qualify(Inquiry("C++ and cobol", "no C here, web3"), rules)
    assert [(r.points, r.text) for r in score.reasons] == [(7, STACK), (7, STACK), (-20, "crypto")]
    assert qualify(Inquiry("python web3", ""), Rules(stack=(), red_flags=(), tag_words=("",))).points == 0
    assert ledger_with_no_minimum() == [BUDGET]


def ledger_with_no_minimum() -> list[str]:
    return [r.text for r in qualify(Inquiry("$1", ""), DEFAULT_RULES._replace(budget_minimum=0)).reasons]


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_words_can_be_scored_and_the_ledger_adds_up(title: str, description: str, tags: list[str]) -> None:
    score = qualify(Inquiry(title, description, tuple(tags)))
    assert score.points == sum(reason.points for reason in score.reasons)
    assert all(reason.evidence for reason in score.reasons)


@pytest.mark.parametrize(
    "piece", ["a", "budget ", "1,000,", "$", "1", "1 ", "[hiring", "no ", " ", "budget is of at ", "#"]
)
def test_a_megabyte_of_anything_is_scored_at_once(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    qualify(Inquiry(text, text, (text,)))
    assert time.perf_counter() - started < 0.5
