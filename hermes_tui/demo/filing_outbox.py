"""What the mail screen has to show on any day: mail that failed, that may have left, that somebody must look at."""

from __future__ import annotations

import json
import sqlite3

from hermes_tui.demo.clock import DAY, HOUR, office

LEAST_LEADS = 40  # below, the file is too small for all this

_PEOPLE = """
SELECT lead.id, contact.id, contact.name, contact.email, lead.title FROM lead
JOIN contact ON contact.lead_id = lead.id AND contact.email IS NOT NULL AND contact.bounced_at IS NULL
WHERE lead.is_open = 1 AND lead.stage_id BETWEEN 3 AND 5
GROUP BY lead.id HAVING contact.id = MIN(contact.id) ORDER BY lead.id LIMIT 3
"""
_MESSAGE = """
INSERT INTO message (lead_id, contact_id, template_id, template_version, channel, direction, status, subject, body, at,
    send_at, claimed_at, failure, way, address, created_at, updated_at)
VALUES (?, ?, 4, 1, 'email', 'out', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_QUESTION = """
INSERT INTO mail_question (at, rfc_message_id, from_name, address, subject, body, words, candidates, why, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_NUDGE = "Hi {first},\n\nis {title} still a topic for you this quarter? A one-word answer is fine.\n\nSam"
# Status, hours ago, whether it was in hand, by which way, what went wrong.
_FATES = (
    ("FAILED", 20, False, "smtp", "The server mail.northbeam.example refused the recipient: 550 mailbox full."),
    ("SCHEDULED", 4, True, "smtp", "The connection ended after the text was given: it may have been sent."),
    ("DRAFT", 2, False, "eml", None),
)


def file_outbox(connection: sqlite3.Connection, horizon: int) -> None:
    """Three of our mails that did not simply go out, and one of theirs that nobody asked for.

    `horizon` is now, on the smooth clock.
    """
    people = connection.execute(_PEOPLE).fetchall()
    if len(people) < len(_FATES):
        return
    for (lead_id, contact_id, name, email, title), (status, hours, taken, way, failure) in zip(
        people, _FATES, strict=True
    ):
        at = office(horizon - hours * HOUR)
        body = _NUDGE.format(first=name.split()[0], title=title)
        connection.execute(
            _MESSAGE,
            (lead_id, contact_id, status, f"Re: {title}", body, at, at if status != "DRAFT" else None,
             at if taken else None, failure, way, email, at, at),
        )  # fmt: skip
    lead_id, _, _, email, title = people[0]
    domain = email.partition("@")[2]
    words = f"Hello, a colleague showed me your note about {title}. Who could tell me more about it?"
    at = office(horizon - DAY)
    connection.execute(
        _QUESTION,
        (at, f"<ask.1@{domain}>", "Robin Vale", f"robin.vale@{domain}", title, words, words,
         json.dumps([[lead_id, None, f"writes from {domain}"]]), "Somebody new writes from a firm that you know.", at),
    )  # fmt: skip
