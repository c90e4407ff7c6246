"""Person or machine: a reply of a person is never put aside, and a machine's never moves a lead."""

from __future__ import annotations

from datetime import date

import pytest

from hermes_tui.outreach.reading.letters import read_letter
from tests.outreach.reading.mails import mail, multipart

ANSWERS = {"In_Reply_To": "<r1@firm.example>"}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("I am out of office tomorrow, can we talk on Monday?", ANSWERS),
        ("I'm on vacation until Friday. Send the contract anyway, I will sign it when I am back on 12 June.", ANSWERS),
        ("Ich bin morgen nicht im Büro, passt Freitag?", ANSWERS),
        ("Yes.", ANSWERS | {"Auto_Submitted": "no"}),
        ("Yes.", ANSWERS | {"X_Auto_Response_Suppress": "OOF, AutoReply"}),  # what Exchange adds to people's mail too
        ("We decided on the list: yes.", ANSWERS | {"List_Id": "<sales.firm.example>", "Precedence": "list"}),
        ("Let us talk.", {"Subject": "Out of office hours support: what does it cost?"}),
        ("Do your auto replies work with Outlook?", {"Subject": "Automatic reply feature"}),
        ("I am back, and yes.", {"Subject": "Re: Automatic reply: Rollout"}),
        ("Could you not deliver it earlier?", {"Subject": "Re: Delivery failed last week"}),
        ("Can we talk? I will be away from Monday on.", {"Subject": "Out of office"}),
    ],
    ids=range(11),
)
def test_who_writes_themselves_is_a_person(text: str, fields: dict[str, str]) -> None:
    assert read_letter(mail(text, **fields)).kind == "human"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Automatic reply: Rollout", "I am out of the office until 15 June with limited access to e-mail."),
        ("Out of Office: Rollout", "I am on annual leave and will be back on 15 June 2026."),
        ("Automatische Antwort: Rollout", "Ich bin bis einschließlich 12.06. nicht im Büro."),
        ("Abwesenheitsnotiz: Rollout", "Ich bin im Urlaub und ab dem 15.6. wieder erreichbar."),
        ("Réponse automatique : Rollout", "Je suis en congés, de retour le 15 juin."),
        ("Absence du bureau", "Je suis actuellement absente et serai de retour le lundi 15 juin."),
        ("Respuesta automática: Rollout", "Estoy de vacaciones hasta el domingo 14 de junio."),
        ("Fuera de la oficina: Rollout", "Estoy fuera de la oficina. Regreso el 15 de junio."),
        ("Risposta automatica: Rollout", "Sono in ferie, rientro il 15 giugno."),
        ("Automatisch antwoord: Rollout", "Ik ben afwezig en terug op 15 juni."),
        ("Resposta automática: Rollout", "Estou de férias e estarei de volta em 15 de junho."),
    ],
    ids=range(11),
)
def test_an_out_of_office_in_seven_languages_is_known_and_its_day_of_return(subject: str, text: str) -> None:
    letter = read_letter(mail(text, Subject=subject))
    assert letter.kind == "out_of_office"
    assert letter.return_on == date(2026, 6, 15)


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (vacation); owner-email=x"},
        {"X_Autoreply": "yes"},
        {"X_Autorespond": "Rollout"},
        {"Precedence": "auto_reply"},
        {"Precedence": "bulk", **ANSWERS},
        {"Return_Path": "<>"},
        {"From": "Acme <no-reply@acme.example>"},
    ],
    ids=range(8),
)
def test_a_machine_that_says_so_is_away_or_just_answers(fields: dict[str, str]) -> None:
    away = "Ich bin zurzeit nicht im Büro."
    assert read_letter(mail(away, **fields)).kind == "out_of_office"
    assert read_letter(mail("We have received your message, ticket 4711.", **fields)).kind == "auto_reply"


def test_words_that_the_machine_quotes_do_not_make_it_away() -> None:
    text = "Ticket 4711 is open.\n\nOn Tue, 9 Jun 2026, Rep wrote:\n> I am out of office tomorrow.\n"
    assert read_letter(mail(text, Auto_Submitted="auto-replied")).kind == "auto_reply"


@pytest.mark.parametrize(
    "fields",
    [{"List_Id": "<news.acme.example>"}, {"List_Unsubscribe": "<https://x.example>"}, {"Precedence": "bulk"}],
    ids=range(3),
)
def test_a_newsletter_is_a_list(fields: dict[str, str]) -> None:
    assert read_letter(mail("Our news of June.", Subject="News", **fields)).kind == "list"


def test_a_receipt_that_it_was_read_is_a_machines() -> None:
    raw = multipart(
        "report", ("Content-Type: text/plain", "It was displayed."),
        ("Content-Type: message/disposition-notification", "Disposition: manual-action/MDN-sent-manually; displayed"),
        parameters="; report-type=disposition-notification",
    )  # fmt: skip
    assert read_letter(raw).kind == "auto_reply"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Read: Rollout", "Your message\n\n  To: Ann\n  Subject: Rollout\n\nwas read on Monday, 22 June 2026 11:20."),
        ("Gelesen: Rollout", "Ihre Nachricht\n\n  An: Ann\n\nwurde am Montag, 22. Juni 2026 11:20 gelesen."),
        ("Lu : Rollout", "Votre message\n\n  À : Ann\n\na été lu le lundi 22 juin 2026 11:20."),
        ("Not read: Rollout", "Your message\n\n  To: Ann\n\nwas deleted without being read."),
    ],
)
def test_a_receipt_in_words_is_no_reply(subject: str, text: str) -> None:
    assert read_letter(mail(text, Subject=subject, **ANSWERS)).kind == "auto_reply"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Rollout", "Your message was read by all of us with pleasure."),
        ("Read: the new offer", "I have read your offer. What does it cost?"),
        ("Lu", "Votre offre m'intéresse."),
    ],
)
def test_a_person_who_writes_of_reading_is_a_person(subject: str, text: str) -> None:
    assert read_letter(mail(text, Subject=subject, **ANSWERS)).kind == "human"
