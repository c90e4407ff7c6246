"""What may be somebody's is told from heads alone, and put in the order in which it was written."""

from __future__ import annotations

from hermes_tui.actions.mail_sieve import Sieve, Taken, in_order
from hermes_tui.outreach.reading.heads import read_head
from storage.database import Database
from tests.actions.postbox import DAY, ME, OWN, bounce, lead_with, mail


def taken(number: str, at: int | None, *names: str, sender: str = "x@shop.example") -> Taken:
    return Taken(1, "home", number, bytes, f"<{number}>", at, names, "", sender, "", (), False, False)


def keys(mails: list[Taken]) -> list[str]:
    return [each.key for each in mails]


def test_an_answer_comes_after_what_it_answers_whatever_the_clocks_said(now: int) -> None:
    mails = [taken("3", 30, "<2>"), taken("2", 40, "<1>"), taken("1", 50), taken("4", None), taken("0", 5)]
    assert keys(in_order(mails, 100)) == ["0", "1", "2", "3", "4"]


def test_mails_that_answer_each_other_in_a_circle_are_each_there_once(now: int) -> None:
    mails = [taken("1", 1, "<2>"), taken("2", 2, "<3>"), taken("3", 3, "<1>"), taken("4", 4, "<4>")]
    assert sorted(keys(in_order(mails, 100))) == ["1", "2", "3", "4"]
    assert len(in_order([taken("1", 1), taken("1", 2)], 100)) == 2


def test_a_window_is_parted_into_known_perhaps_ours_and_others(database: Database, now: int) -> None:
    lead_with(database, now, "Acme", "Ann Lee <ann@acme.example>")
    contents = {
        "reply": mail("Hi", "ann+x@ACME.example", ME, now - DAY, "1"),
        "answer": mail("Hi", "bob@else.example", ME, now - DAY, "2", references="<0@x> <1@x>"),
        "bobs": mail("Hi", "bob@else.example", ME, now - DAY, "3"),
        "stranger": mail("Hi", "Di <di@acme.example>", ME, now - DAY, "4"),
        "own": mail("Hi", ME, "ann@acme.example", now - DAY, "5"),
        "bounce": bounce("who@else.example", now - DAY, "6"),
        "through": mail("Hi", "form@shop.example", ME, now - DAY, "7", reply_to="ann@acme.example"),
        "shop": mail("Hi", "x@shop.example", ME, now - DAY, "8"),
        "elsewhere": mail("Hi", ME, "mum@home.example", now - DAY, "9"),
        "list": mail("Hi", "Di <di@acme.example>", "all@x.example", now - DAY, "10", list_id="<all>"),
    }
    mails = [Taken.of(1, "home", name, read_head(raw), bytes) for name, raw in contents.items()]
    known, ours, others = Sieve(database, OWN).part(mails)
    assert known == []
    assert set(keys(ours)) == {"reply", "answer", "bobs", "stranger", "own", "bounce", "through", "list"}
    assert keys(others) == ["shop", "elsewhere"]
