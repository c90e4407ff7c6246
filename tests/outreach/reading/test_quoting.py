"""The buyer's own words, out of a mail that quotes ours: nothing of theirs is lost, nothing of ours is theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.outreach.reading.quoting import own_words

SAID = "Thursday works.\nPlease send the terms."

ATTRIBUTIONS = {
    "gmail": "On Tue, Jun 9, 2026 at 10:12 AM Rep Name <rep@firm.example> wrote:",
    "gmail wrapped": "On Tue, Jun 9, 2026 at 10:12 AM Rep Name With A Long Name <\nrep@firm.example> wrote:",
    "gmail german": "Am Di., 9. Juni 2026 um 10:12 Uhr schrieb Rep Name <rep@firm.example>:",
    "gmail french": "Le mar. 9 juin 2026 à 10:12, Rep Name <rep@firm.example> a écrit :",
    "gmail spanish": "El mar, 9 jun 2026 a las 10:12, Rep Name (<rep@firm.example>) escribió:",
    "gmail italian": "Il giorno mar 9 giu 2026 alle ore 10:12 Rep Name <rep@firm.example> ha scritto:",
    "gmail dutch": "Op di 9 jun 2026 om 10:12 schreef Rep Name <rep@firm.example>:",
    "gmail portuguese": "Em ter., 9 de jun. de 2026 às 10:12, Rep Name <rep@firm.example> escreveu:",
    "apple": "On 9 Jun 2026, at 10:12, Rep Name <rep@firm.example> wrote:",
    "apple german": "Am 09.06.2026 um 10:12 schrieb Rep Name <rep@firm.example>:",
    "thunderbird": "On 09/06/2026 10:12, Rep Name wrote:",
    "thunderbird german": "Am 09.06.26 um 10:12 schrieb Rep Name:",
    "mutt": "On Tue, Jun 09, 2026 at 10:12:38AM +0200, Rep Name wrote:",
    "gnus": "Rep Name <rep@firm.example> writes:",
    "yahoo": "On Tuesday, June 9, 2026 at 10:12:00 AM GMT+2, Rep Name <rep@firm.example> wrote:",
    "roundcube": "Rep Name schrieb am 2026-06-09 10:12:",
    "dutch long": "Op 9 jun. 2026 om 10:12 heeft Rep Name <rep@firm.example> het volgende geschreven:",
}
HEADS = {
    "outlook": "From: Rep Name <rep@firm.example>\nSent: Tuesday, June 9, 2026 10:12 AM\nTo: Ann Lee "
    "<ann@acme.example>\nSubject: Rollout",
    "outlook ruled": "________________________________\nFrom: Rep Name <rep@firm.example>\nSent: Tuesday, June 9, "
    "2026 10:12 AM\nTo: Ann\nSubject: Rollout",
    "outlook german": "Von: Rep Name <rep@firm.example>\nGesendet: Dienstag, 9. Juni 2026 10:12\nAn: Ann "
    "Lee\nBetreff: Rollout",
    "outlook french": "De : Rep Name <rep@firm.example>\nEnvoyé : mardi 9 juin 2026 10:12\nÀ : Ann Lee\nObjet : "
    "Rollout",
    "outlook spanish": "De: Rep Name <rep@firm.example>\nEnviado el: martes, 9 de junio de 2026 10:12\nPara: Ann "
    "Lee\nAsunto: Rollout",
    "outlook italian": "Da: Rep Name\nInviato: martedì 9 giugno 2026 10:12\nA: Ann Lee\nOggetto: Rollout",
    "outlook dutch": "Van: Rep Name\nVerzonden: dinsdag 9 juni 2026 10:12\nAan: Ann Lee\nOnderwerp: Rollout",
    "outlook portuguese": "De: Rep Name\nEnviada em: terça-feira, 9 de junho de 2026 10:12\nPara: Ann Lee\nAssunto: "
    "Rollout",
    "outlook bold": "*From:* Rep Name <rep@firm.example>\n*Sent:* Tuesday, June 9, 2026 10:12 AM\n*To:* "
    "Ann\n*Subject:* Rollout",
    "outlook old": "-----Original Message-----\nFrom: Rep Name\nSent: Tuesday, June 9, 2026 10:12 AM\nTo: "
    "Ann\nSubject: Rollout",
    "outlook old german": "-----Ursprüngliche Nachricht-----\nVon: Rep Name\nGesendet: Dienstag\nAn: Ann\nBetreff: "
    "Rollout",
    "android": "-------- Original message --------\nFrom: Rep Name <rep@firm.example>\nDate: 09/06/2026 10:12 "
    "(GMT+01:00)\nTo: ann\nSubject: Rollout",
}  # fmt: skip
OURS = "Would Thursday work for you?\n\nRep Name\nFirm Ltd"


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_what_stands_over_a_quote_goes_with_it(attribution: str) -> None:
    quoted = "\n".join(f"> {line}" for line in OURS.split("\n"))
    assert own_words(f"{SAID}\n\n{attribution}\n{quoted}\n") == SAID
    assert own_words(f"{SAID}\n\n{attribution}\n\n{quoted}\n") == SAID
    assert own_words(f"{attribution}\n{quoted}\n\n{SAID}\n") == SAID
    if "writes:" not in attribution:
        assert own_words(f"{SAID}\n\n{attribution}\n\n{OURS}\n") == SAID


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_the_head_that_outlook_copies_ends_the_buyers_words(head: str) -> None:
    assert own_words(f"{SAID}\n\n{head}\n\n{OURS}\n") == SAID


def test_answers_between_the_lines_of_ours_all_stay() -> None:
    text = (
        "Hi Rep,\n\nOn Tue, 9 Jun 2026, Rep Name wrote:\n> How many seats?\n\n50.\n\n> When?\nIn July.\n> Who signs?\n"
        "\nOur CFO.\n-- \nAnn Lee\nAcme\n"
    )
    assert own_words(text) == "Hi Rep,\n\n50.\n\nIn July.\n\nOur CFO."


def test_a_signature_above_the_quote_does_not_take_the_answer_below_it() -> None:
    text = f"Thanks.\n-- \nAnn Lee\nAcme\n\n{ATTRIBUTIONS['mutt']}\n> How many seats?\n\n50.\n"
    assert own_words(text) == "Thanks.\n\n50."


def test_answers_said_to_stand_below_are_kept_with_all_that_stands_there() -> None:
    text = f"Hi, see my answers in red below.\n\n{HEADS['outlook']}\n\nHow many seats? 50.\n"
    assert own_words(text).endswith("How many seats? 50.")


def test_an_answer_written_under_an_unmarked_copy_of_our_mail_is_not_lost() -> None:
    assert "We take it." in own_words(f"{HEADS['outlook']}\n\n{OURS}\n\nWe take it.\n")


def test_a_mail_that_only_forwards_is_kept_and_one_that_says_something_first_is_what_it_says() -> None:
    forward = (
        "---------- Forwarded message ---------\nFrom: Boss <boss@acme.example>\nDate: Tue\nSubject: Go\nTo: "
        "Ann\n\nGo ahead."
    )
    assert "Go ahead." in own_words(forward)
    assert own_words(f"FYI, see what my boss says.\n\n{forward}") == "FYI, see what my boss says."


def test_a_reply_with_nothing_but_our_words_is_empty() -> None:
    assert own_words("> Shall we?\n> Rep\n") == ""
    assert own_words("On 9 Jun 2026, Rep wrote:\n> Shall we?\n") == ""


@pytest.mark.parametrize(
    "added",
    ["Sent from my iPhone", "Von meinem iPhone gesendet", "Envoyé de mon iPhone", "Enviado desde mi iPhone",
     "Inviato da iPhone", "Verstuurd vanaf mijn iPhone", "Enviado do meu iPhone", "Get Outlook for iOS",
     "Get Outlook for Android (https://aka.ms/ghei36)", "Sent from Yahoo Mail on Android",
     "Gesendet von Mail für Windows"],
)  # fmt: skip
def test_what_a_telephone_adds_is_not_what_the_buyer_said(added: str) -> None:
    assert own_words(f"{SAID}\n\n{added}\n") == SAID


def test_a_legal_notice_is_left_out_and_a_sentence_about_a_confidential_price_is_not() -> None:
    notice = (
        "This e-mail and any attachments are confidential and intended only for the addressee. If you are not\n"
        "the intended recipient, please notify the sender and delete it."
    )
    assert own_words(f"{SAID}\n\n{notice}\n") == SAID
    asked = "This message is about the confidential price you gave us: is it final?"
    assert own_words(asked) == asked


@pytest.mark.parametrize(
    "text",
    [
        "From: Monday on we are three people.\nTo: whom shall I write?",
        "On Monday he wrote: we need it by Friday.",
        "We need:\n\n- 50 seats\n- SSO",
        ">50 seats would be great, what do they cost?",
        "What you wrote:\nis fine with me.",
        "Our plan --\nsee attached.",
        "We spoke on 3 June and I said:\nthe price is fine.",
        "De: acuerdo.",
    ],
)
def test_a_buyers_own_sentence_that_looks_like_a_mark_stays(text: str) -> None:
    assert own_words(text) == text


LINES = st.sampled_from(
    [*SAID.split("\n"), *OURS.split("\n"), "> quoted", ">> deeper", ">50", "", "-- ", "--", "Sent from my iPhone",
     "see below",
     *(line for block in (*ATTRIBUTIONS.values(), *HEADS.values()) for line in block.split("\n"))]
)  # fmt: skip


@given(st.lists(LINES | st.text(max_size=40).map(lambda text: text.replace("\n", " ")), max_size=30))
def test_trimming_only_leaves_lines_out(lines: list[str]) -> None:
    left = iter("\n".join(lines).split("\n"))
    assert all(any(line == one for one in left) for line in own_words("\n".join(lines)).split("\n") if line)
