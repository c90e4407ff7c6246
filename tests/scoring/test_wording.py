"""Which of the buyer's words want an answer, and which words are quoted."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.scoring import wording
from hermes_tui.scoring.wording import QUOTE_CAP, is_auto_reply, wants_answer


@pytest.mark.parametrize(
    "text",
    [
        "thanks", "Thanks!", "Thank you so much, Bob", "Great, thanks Bob!", "OK", "ok 👍", "👍", "Perfect", "Will do",
        "Thanks for the quick response", "Vielen Dank", "Merci beaucoup !", "Muchas gracias", "Hello!",
        "Hi Bob,\n\nThanks!\n\nBest regards,\nAnn Lee", "Got it, thanks.\nSent from my iPhone",
        "Thanks, I will take a look and get back to you next week.", "Thanks.\n\nHave a nice weekend",
        "Thanks!\n\nOn Mon 3 Dec 2026, Bob <bob@example.com> wrote:\n> what is your budget?",
        "Thanks!\n\nOn Mon 3 Dec 2026, Bob\n<bob@example.com> wrote:\n> what is your budget?",
        "Thanks\n-- \nAnn\nDo you know our new product?",
        "ok\n-----Original Message-----\nFrom: Bob\nShall we talk?",
        "ok\nFrom: Bob\nSent: Monday\nShall we talk?",
    ],
)  # fmt: skip
def test_thanks_and_ok_want_no_answer(text: str) -> None:
    assert wants_answer(text) is None
    assert not is_auto_reply(text)


@pytest.mark.parametrize(
    "text",
    [
        "Automatic reply: Proposal v2", "Re: Out of office", "Out of Office: Ann Lee", "Abwesenheitsnotiz: Ann",
        "Réponse automatique : absente", "Undeliverable: Proposal", "Mail delivery failed: returning message",
        "I am out of the office until Monday. Need urgent help? Contact Bob.", "I'm on annual leave until 3 May.",
        "I’m currently away from my desk with limited access to email.", "Ich bin derzeit nicht im Büro.",
        "We have received your message and will get back to you within 24h.",
    ],
)  # fmt: skip
def test_a_machine_wants_no_answer(text: str) -> None:
    assert is_auto_reply(text)
    assert wants_answer(text) is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Hi Bob,\nWhat would it cost per year? Thanks, Ann", "What would it cost per year?"),
        ("I read it. Can we talk?", "Can we talk?"),
        ("Yes please", "Yes please"),
        ("No thanks", "No thanks"),
        ("Sounds good", "Sounds good"),
        ("Ok, Tuesday works", "Ok, Tuesday works"),
        ("Ok. Tuesday.", "Tuesday."),
        ("OK SEND IT", "OK SEND IT"),
        ("Thanks for the quote but it is too high", "Thanks for the quote but it is too high"),
        ("Sorry, I was out of the office. Please send the price", "Please send the price"),
        ("I'm out of the office until Monday, can we speak Tuesday?",) * 2,
        ("I'm on vacation next week, send the contract to Bob.",) * 2,
        ("价格是多少？", "价格是多少？"),
        ("?", "?"),
        ("see https://example.com/?a=b", "see https://example.com/?a=b"),
        (
            "this is a long line that a mail program has wrapped at about\nseventy columns, what would it be?",
            "this is a long line that a mail program has wrapped at about seventy columns, what would it be?",
        ),
        ("", ""),
        ("> only quoted words", ""),
    ],
)
def test_what_asks_or_answers_is_quoted(text: str, quote: str) -> None:
    assert wants_answer(text) == quote


def test_a_long_sentence_is_cut_to_one_line() -> None:
    quote = wants_answer("word " * 100 + "?")
    assert quote is not None
    assert len(quote) <= QUOTE_CAP
    assert quote.endswith("…")


@given(st.text())
def test_any_text_can_be_read_and_a_quote_is_one_line(text: str) -> None:
    quote = wants_answer(text)
    assert quote is None or (len(quote) <= QUOTE_CAP and "\n" not in quote)


@pytest.mark.parametrize("piece", ["a", "thanks again ", "thanks for the ", "on ", "\n", ". ", "?", "@", "Ann ", "ok "])
def test_a_megabyte_of_anything_is_read_at_once(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    wants_answer(text)
    assert time.perf_counter() - started < 0.5


_PIECES = (
    "I am", "i'm", "We are", "I will be", "currently", "out of office", "out of the office", "away from my desk",
    "away from email", "on leave", "on annual leave", "on vacation", "on PTO", "ON HOLIDAY",
    "limited access to my e-mail", "this mailbox is not monitored", "this inbox is unmonitored",
    "ich bin derzeit nicht im Büro", "nicht im Haus",
    "je suis absente", "Je suis actuellement absent", "estoy fuera de la oficina", "received your e-mail",
    "We RECEIVED YOUR request", "and will get back", "shall reply", ".", ",", "until Monday", "the price", "\n",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=8).map(" ".join))
def test_the_quick_look_for_signs_of_a_machine_misses_none(text: str) -> None:
    """Whatever the slow patterns find has one of the signs that are looked for first."""
    folded = text.casefold()
    if wording._pattern(wording._AWAY).search(text):
        assert any(sign in folded for sign in wording._AWAY_SIGNS)
    if wording._pattern(wording._RECEIVED).search(text):
        assert wording._RECEIVED_SIGN in folded
