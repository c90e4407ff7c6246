"""A postbox for the tests: mails as programs write them, in a Maildir of the rep's."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.mail_reckoning import Box
from hermes_tui.actions.replies import own_addresses
from hermes_tui.outreach.reading.incoming import Incoming
from hermes_tui.outreach.reading.letters import read_letter
from hermes_tui.outreach.reading.maildir import Maildir
from storage.database import Database

TODAY = date(2026, 6, 22)
DAY = 86_400_000
ME = "sam@northbeam.example"
OWN = own_addresses(ME, ["Sam@Home.example"])
BOUNCE = """\
This is a MIME-encapsulated message.

--b
Content-Type: text/plain

I could not deliver your mail.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.northbeam.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {reason}

--b
Content-Type: text/rfc822-headers

From: {me}
To: {address}
Subject: Hello
{named}
--b--
"""


def mail(text: str, sender: str, to: str, at: int, number: str, subject: str = "Hello", **heads: str) -> bytes:
    """A mail; `at` UTC ms, `number` the left of its id, further heads with _ for -: `in_reply_to="<1@x>"`."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Date"] = sender, to, subject, formatdate(at / 1000)
    made["Message-ID"] = f"<{number}@x>"
    for name, value in heads.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


def bounce(
    address: str, at: int, number: str, *, of: str = "", status: str = "5.1.1", action: str = "failed",
    reason: str = "550 5.1.1 User unknown",
) -> bytes:  # fmt: skip
    """A server's report that a mail to this address failed; `of` is the id of that mail."""
    named = f"Message-ID: {of}\n" if of else ""
    head = (
        f"From: MAILER-DAEMON@mx.northbeam.example\nTo: {ME}\nSubject: Undelivered Mail Returned to Sender\n"
        f"Date: {formatdate(at / 1000)}\nMessage-ID: <{number}@mx>\nReturn-Path: <>\nAuto-Submitted: auto-replied\n"
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    )
    body = BOUNCE.format(address=address, action=action, status=status, reason=reason, me=ME, named=named)
    return (head + body).encode()


def incoming(*args: object, **heads: object) -> Incoming:
    """A mail read; arguments as of `mail`."""
    return read_letter(mail(*args, **heads))  # type: ignore[arg-type]


def lead_with(database: Database, now: int, company: str, *people: str, stage: str = "CONTACTED", **fields: str) -> int:
    """A lead of a month ago with people (`Ann Lee <ann@acme.example>`)."""
    given = {"title": f"{company} rollout", "company": company, "stage": stage, **fields}
    made = add_lead(database, given, now, TODAY, at=now - 30 * DAY).made
    for person in people:
        name, _, address = person.rstrip(">").partition(" <")
        add_contact(database, made, {"name": name, "email": address}, now, TODAY)
    return made


class Postbox:
    """A Maildir that mails are dropped into."""

    def __init__(self, folder: Path, name: str = "home") -> None:
        self.name = name
        self.folder = folder
        self.dropped = 0
        for part in ("cur", "new", "tmp"):
            (folder / part).mkdir(parents=True)

    def drop(self, content: bytes) -> Path:
        """Put a mail in; returns its file."""
        self.dropped += 1
        file = self.folder / "cur" / f"{1_700_000_000 + self.dropped}.M{self.dropped}.desk:2,S"
        file.write_bytes(content)
        return file

    @property
    def box(self) -> Box:
        """The mailbox as a sync reads it."""
        return Box(self.name, "maildir", str(self.folder), Maildir(self.name, self.folder))
