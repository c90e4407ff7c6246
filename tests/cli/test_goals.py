"""Goals from the shell."""

from __future__ import annotations

from tests.cli.conftest import Hermes


def test_a_goal_is_set_shown_and_taken_away(hermes: Hermes, acme: int) -> None:
    answer = hermes("goal", "set", "touches", "22")
    assert answer.err == "goal from 2026-06 on: 22 touches a month. Undo: hermes undo\n"
    hermes("touch", acme, "--via", "call", "--at", "2026-06-19 10:00")
    shown = hermes("goal")
    assert "behind by 14; 3 a working day to go" in shown.out
    assert "2026-06: 16 of 22 working days by tonight." in shown.out
    (found,) = hermes("goal", "list", "--json").json
    assert (found["kind"], found["target"], found["done"], found["share"]) == ("touches", 22, 1, 0.0455)
    assert "no goal of touches from 2026-06 on" in hermes("goal", "rm", "touches").err
    assert hermes("goal").code == 3
    hermes("undo")
    assert len(hermes("goal", "--json").json) == 1


def test_money_is_in_major_units_and_its_own_currency(hermes: Hermes, acme: int) -> None:
    hermes("stage", acme, "won")
    made = hermes("goal", "set", "won", "30kUSD", "--month", "june", "--json").json
    assert (made["kind"], made["month"]) == ("won_value", "2026-06")
    (found,) = hermes("goal", "--json").json
    assert (found["target"], found["done"], found["currency"], found["pace"]) == (30_000, 24_000, "USD",
                                                                                "ahead by 2,182 USD")  # fmt: skip
    assert hermes("goal", "--all", "--json").json[0]["amount"] == 30_000
    assert "30,000 USD won" in hermes("goal", "--all").out


def test_as_of_a_month_before_there_was_a_goal_there_is_none(hermes: Hermes, acme: int) -> None:
    hermes("goal", "set", "meetings", 4)
    answer = hermes("goal", "--as-of", "2026-05-31")
    assert answer.code == 3
    assert "No goal is set for 2026-05" in answer.err


def test_slips_are_sentences(hermes: Hermes, acme: int) -> None:
    for words in (("set", "calls", "3"), ("set", "touches", "many"), ("set", "touches", "0"), ("lst",)):
        answer = hermes("goal", *words)
        assert answer.code == 2, words
        assert len(answer.err.strip().splitlines()) == 1
