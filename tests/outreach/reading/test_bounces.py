"""Mail that comes back: which of ours it was, whose address failed, and whether for good."""

from __future__ import annotations

import pytest

from hermes_tui.outreach.reading.bounces import may_be_bounce
from hermes_tui.outreach.reading.heads import read_head
from hermes_tui.outreach.reading.letters import read_letter
from tests.outreach.reading.mails import mail, multipart

DAEMON = {"From": "Mail Delivery System <MAILER-DAEMON@mx.firm.example>", "Return_Path": "<>", "To": "rep@firm.example",
          "Subject": "Undelivered Mail Returned to Sender", "Message_ID": "<d1@mx.firm.example>"}  # fmt: skip


def report(*groups: str, returned: str = "message/rfc822", **fields: str) -> bytes:
    """A report as Postfix writes it, one group of fields a recipient."""
    status = "Reporting-MTA: dns; mx.firm.example\n\n" + "\n\n".join(groups)
    return multipart(
        "report", ("Content-Type: text/plain", "I'm sorry to have to inform you that your message could not be "
        "delivered."),
        ("Content-Type: message/delivery-status", status),
        (f"Content-Type: {returned}", "From: rep@firm.example\nMessage-ID: <r1@firm.example>\nSubject: "
        "Rollout\n\nHi Ann"),
        parameters="; report-type=delivery-status", **(DAEMON | fields),
    )  # fmt: skip


FAILED = (
    "Final-Recipient: rfc822; Ann@acme.example\nOriginal-Recipient: rfc822;ann@acme.example\nAction: failed\n"
    "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <ann@acme.example>:\n    Recipient address rejected: User unknown"
)


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_tells_the_mail_the_address_and_that_it_is_for_good(returned: str) -> None:
    letter = read_letter(report(FAILED, returned=returned))
    assert letter.kind == "bounce"
    assert letter.bounced_ids == ("<r1@firm.example>",)
    assert letter.bounced_addresses == ("ann@acme.example",)
    assert letter.bounce_permanent
    assert letter.bounce_reason == "smtp; 550 5.1.1 <ann@acme.example>: Recipient address rejected: User unknown"


def test_a_server_that_gave_up_trying_does_not_condemn_the_address() -> None:
    letter = read_letter(report(FAILED.replace("5.1.1", "4.4.7").replace("User unknown", "timed out")))
    assert (letter.kind, letter.bounce_permanent) == ("bounce", False)


@pytest.mark.parametrize("status", ["5.2.2", "5.3.4", "5.7.1", "4.2.2"])
def test_a_mail_refused_for_what_it_was_or_a_mailbox_that_is_full_does_not_condemn_the_address(status: str) -> None:
    refused = FAILED.replace("5.1.1", status).replace("Recipient address rejected: User unknown", "message refused")
    assert not read_letter(report(refused)).bounce_permanent
    assert read_letter(report(FAILED.replace("5.1.1", "5.7.1"))).bounce_permanent  # it says: user unknown


def test_a_delay_is_no_bounce() -> None:
    delayed = FAILED.replace("failed", "delayed").replace("5.1.1", "4.4.1")
    letter = read_letter(report(delayed, Subject="Delayed Mail (still being retried)"))
    assert (letter.kind, letter.bounced_addresses) == ("auto_reply", ())


def test_a_receipt_of_delivery_is_no_bounce() -> None:
    assert read_letter(report(FAILED.replace("failed", "delivered").replace("5.1.1", "2.0.0"))).kind == "auto_reply"


def test_of_two_recipients_only_the_one_that_failed_is_flagged() -> None:
    other = "Final-Recipient: rfc822; bob@acme.example\nAction: relayed\nStatus: 2.0.0"
    assert read_letter(report(other, FAILED)).bounced_addresses == ("ann@acme.example",)


def test_the_address_is_the_one_we_wrote_to_not_the_one_it_was_forwarded_to() -> None:
    forwarded = FAILED.replace("rfc822; Ann@acme.example", "rfc822; ann.private@home.example")
    assert read_letter(report(forwarded)).bounced_addresses == ("ann@acme.example",)


OLD_STYLE = {
    "qmail": (
        "failure notice",
        "Hi. This is the qmail-send program at mx.firm.example.\nI'm afraid I wasn't able to deliver your message "
        "to the "
        "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work "
        "out.\n\n<ann@acme.example>:\n"
        "192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 no such user\n\n--- Below this line is a "
        "copy of the "
        "message.\n\nReturn-Path: <rep@firm.example>\nMessage-ID: <r1@firm.example>\nTo: ann@acme.example, "
        "bob@acme.example\n",
    ),
    "exim": (
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
        "delivered "
        "to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  "
        "ann@acme.example\n"
        "    host mx.acme.example [192.0.2.1]\n    SMTP error from remote mail server after RCPT "
        "TO:<ann@acme.example>:\n"
        "    550 No such user here\n\n------ This is a copy of the message, including all the headers. ------\n\n"
        "Message-ID: <r1@firm.example>\nTo: ann@acme.example\n",
    ),
    "postfix without a report": (
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.firm.example.\n\nI'm sorry to have to inform you that your message "
        "could not\n"
        "be delivered to one or more recipients. It's attached below.\n\n<ann@acme.example>: host mx.acme.example "
        "said: 550 5.1.1\n"
        "    User unknown (in reply to RCPT TO command)\n\nMessage-ID: <r1@firm.example>\n",
    ),
    "exchange german": (
        "Unzustellbar: Rollout",
        "Ihre Nachricht an ann@acme.example konnte nicht zugestellt werden.\n\nann@acme.example\n"
        "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'\n\nOriginal-Message-ID: "
        "<r1@firm.example>\n",
    ),
    "gmail": (
        "Delivery Status Notification (Failure)",
        "** Address not found **\n\nYour message wasn't delivered to ann@acme.example because the address couldn't "
        "be found.\n\n"
        "The response from the remote server was:\n550 5.1.1 user unknown\n\nMessage-ID: <r1@firm.example>\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("subject", "text"), OLD_STYLE.values(), ids=OLD_STYLE)
def test_a_bounce_without_a_report_is_read_from_its_words(subject: str, text: str) -> None:
    failed = {"X_Failed_Recipients": "ann@acme.example"} if "Address not found" in text else {}
    letter = read_letter(mail(text, **(DAEMON | {"Subject": subject} | failed)))
    assert letter.kind == "bounce"
    assert letter.bounced_ids == ("<r1@firm.example>",)
    assert letter.bounced_addresses == ("ann@acme.example",)
    assert letter.bounce_permanent
    assert letter.bounce_reason


def test_a_warning_of_a_delay_without_a_report_is_no_bounce() -> None:
    text = (
        "THIS IS A WARNING MESSAGE ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.\nDelivery to <ann@acme.example> "
        "has been delayed."
    )
    assert (
        read_letter(mail(text, **(DAEMON | {"Subject": "Warning: could not send message for past 4 hours"}))).kind
        == "auto_reply"
    )


def test_a_full_mailbox_fails_but_is_not_gone_for_good() -> None:
    text = "Delivery failed.\n\n<ann@acme.example>: mailbox is full, quota exceeded\n\nMessage-ID: <r1@firm.example>\n"
    letter = read_letter(mail(text, **DAEMON))
    assert (letter.kind, letter.bounce_permanent) == ("bounce", False)


def test_a_person_who_writes_that_a_delivery_failed_is_a_person() -> None:
    text = "Your delivery failed: 5.1.1 of the contract says ann@acme.example gets it. User unknown?"
    assert read_letter(mail(text, Subject="Delivery failed")).kind == "human"


def test_a_person_who_sends_a_bounce_on_as_an_attachment_is_a_person() -> None:
    raw = multipart(
        "mixed",
        ("Content-Type: text/plain", "Your mail to Bob came back, use this address."),
        ("Content-Type: message/rfc822", report(FAILED).decode()),
        boundary="b2",
    )
    assert read_letter(raw).kind == "human"


def test_the_head_alone_tells_which_strangers_letters_to_read() -> None:
    assert may_be_bounce(read_head(report(FAILED)))
    assert may_be_bounce(read_head(mail(From="postmaster@acme.example")))
    assert not may_be_bounce(read_head(mail()))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "A message that you sent could not be delivered to one or more of its\nrecipients. "
            "This is a permanent error.\n\n  ann@acme.example\n    Unrouteable address\n",
            "Unrouteable address",
        ),
        (
            "I wasn't able to deliver your message. This is a permanent error; I've given up.\n\n<ann@acme.example>:\n"
            "Remote host said: 550 5.1.1 User unknown\n",
            "Remote host said: 550 5.1.1 User unknown",
        ),
    ],
)
def test_of_a_letter_without_a_report_the_reason_is_the_line_that_says_why(text: str, reason: str) -> None:
    raw = mail(text, From="MAILER-DAEMON@mx.example", Subject="failure notice", Return_Path="<>")
    assert read_letter(raw).bounce_reason == reason
