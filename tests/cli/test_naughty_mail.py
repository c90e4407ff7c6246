"""Templates, messages, mail and questions of the strings that break programs: kept as words, and none printed raw."""

from __future__ import annotations

import json
import re
import sqlite3
from email.message import EmailMessage
from pathlib import Path

import pytest

from storage.clean import clean
from tests.cli.conftest import Hermes

_DRIVES_A_TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_EVIL = "\x1b]52;c;evil\x07 [/] \x9b31m \u202egnp \x00 \r\n‹b›"
_READS = (
    ("template", "list"), ("template", "show", "1"), ("template", "versions", "1"), ("template", "stats"),
    ("template", "stats", "--by", "stage"), ("template", "compare", "1", "2"), ("preview", "1", "1"), ("outbox",),
    ("message", "list", "1"), *((("message", "show", number)) for number in range(1, 7)), ("mail", "ask"),
    ("show", "1"), ("log", "1"), ("next",), ("next", "1"), ("list",), ("task", "list"), ("contact", "list", "1"),
    ("stats",), ("doctor",), ("draft", "1", "-t", "2", "--eml"), ("draft", "1", "-t", "2", "--mailto"), ("abook", "a"),
    ("handoff", "1", "-"), ("export",), ("send", "--dry-run"), ("template", "edit", "1", "name=2"),
    ("message", "edit", "2", "nothing=1"), ("message", "drop", "5"), ("message", "status", "3", "sent"),
    ("mail", "answer", "1", "1", "--add"), ("undo",), ("redo",), ("template", "delete", "1"), ("contact", "list", "1"),
)  # fmt: skip
_OUT = "INSERT INTO message (lead_id, contact_id, direction, status, at, created_at, updated_at, "


@pytest.fixture
def foreign_file(hermes: Hermes, desk: Path) -> Path:
    """A file that another program wrote controls into, wherever outreach keeps words."""
    hermes("add", "title=ERP", "company=Acme", "email=ann@acme.example")
    hermes("contact", "add", 1, "--name", "Ann", "--email", "ann@acme.example")
    hermes("template", "add", "Plain", "--subject", "Hello", "--body", "-", stdin="Hi {{ contact.first_name }}")
    hermes("template", "add", "Other", "--subject", "Hello", "--body", "-", stdin="Hi {{ lead.title }}")
    with sqlite3.connect(desk) as foreign:
        foreign.execute("UPDATE lead SET title = ?1, company = ?1", (_EVIL,))
        foreign.execute("UPDATE contact SET name = ?1, email = ?1", (_EVIL,))
        foreign.execute("UPDATE template SET name = ?1 || id, subject = ?1, body = ?1 || '{{ lead.titel }}'", (_EVIL,))
        for status, more in (
            ("DRAFT", {}), ("SCHEDULED", {"send_at": 1}), ("SCHEDULED", {"claimed_at": 1, "failure": _EVIL}),
            ("FAILED", {"failure": _EVIL}), ("SENT", {"template_id": 2, "way": _EVIL}),
        ):  # fmt: skip
            more = {"subject": _EVIL, "body": _EVIL, "address": _EVIL, "thread": _EVIL, "template_id": 1, **more}
            marks = ", ".join("?" * len(more))
            foreign.execute(f"{_OUT} {', '.join(more)}) VALUES (1, 1, 'out', ?, 1, 1, 1, {marks})",
                            (status, *more.values()))  # fmt: skip
        foreign.execute(f"{_OUT} body, quote) VALUES (1, 1, 'in', 'READ', 1, 1, 1, ?1, ?1)", (_EVIL,))
        foreign.execute(
            "INSERT INTO mail_question (at, from_name, address, subject, body, words, why, candidates, created_at) "
            "VALUES (1, ?1, ?1, ?1, ?1, ?1, ?1, ?2, 1)", (_EVIL, json.dumps([[1, None, _EVIL], [99, 7, _EVIL]])),
        )  # fmt: skip
    return desk


def test_what_a_foreign_file_says_of_its_mail_cannot_drive_the_terminal(hermes: Hermes, foreign_file: Path) -> None:
    for words in _READS:
        for form in ((), ("--json",)):
            answer = hermes(*words, *form)
            assert answer.code in (0, 1, 2, 3, 4), (words, answer.err)
            assert "Traceback" not in answer.err
            assert "met a bug" not in answer.err, words
            printed = answer.out.replace("\r\n", "\n") if words[0] in ("draft", "export") else answer.out
            assert not _DRIVES_A_TERMINAL.search(printed + answer.err), (words, form, answer)


def test_naughty_strings_become_templates_drafts_and_mail_and_stay_what_they_are(
    hermes: Hermes, shared_data: Path
) -> None:
    strings = [clean(text) for text in json.loads((shared_data / "naughty" / "blns.json").read_text("utf-8"))]
    made = hermes("add", "title=ERP", "company=Acme", "email=ann@acme.example")
    lead = int(made.out)
    for number, text in enumerate(filter(None, strings)):
        if number % 19:
            continue
        added = hermes("template", "add", "--subject", text, "--body", "-", "--", f"{number} {text[:60]}", stdin=text)
        assert added.code in (0, 4), (text, added.err)
        answers = [added, hermes("preview", added.out.strip(), lead), hermes("template", "show", added.out.strip())]
        draft = hermes("draft", lead, "-t", added.out.strip())
        if draft.out.strip():
            edited = hermes(
                "message", "edit", draft.out.strip(), f"subject={text}", f"address={text}", "--body", "-", stdin=text
            )
            answers += [edited, hermes("send", draft.out.strip()), hermes("message", "show", draft.out.strip())]
        answers += [draft, hermes("touch", "--from-mail", "-", stdin=mail(text, number)), hermes("mail", "ask")]
        for answer in answers:
            assert "met a bug" not in answer.err, text
            assert not _DRIVES_A_TERMINAL.search(answer.out + answer.err), text
    heard = hermes("message", "list", lead, "--json").json
    assert sum(row["direction"] == "in" for row in heard) > 20


def mail(text: str, number: int) -> bytes:
    """A mail of Ann's with that text in every part that takes it."""
    letter = EmailMessage()
    letter["From"] = "Ann <ann@acme.example>"
    letter["Message-ID"] = f"<{number}@acme.example>"
    letter["Subject"] = " ".join(text.split())[:200]
    letter.set_content(f"{text}\n", cte="8bit")
    return letter.as_bytes()
