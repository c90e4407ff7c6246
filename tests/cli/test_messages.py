"""Writing and sending from the shell: a draft, the outbox, what became of it, and mail for one's own program."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

import pytest

from storage.database import Database
from tests.cli.conftest import Hermes

SENDMAIL = """#!/bin/sh
cat > "{sink}/$(date +%s%N)"
exit {code}
"""


@pytest.fixture
def ann(hermes: Hermes, acme: int) -> int:
    """Ann Lee of Acme, and a rep who has a name and an address."""
    hermes("config", "set", "email", "rep@north.example")
    hermes("config", "set", "name", "Rep Roe")
    return int(hermes("contact", "add", acme, "--name", "Ann Lee", "--email", "ann@acme.example").out)


@pytest.fixture
def hello(hermes: Hermes, ann: int) -> int:
    """A template."""
    made = hermes(
        "template", "add", "Hello", "--kind", "initial_outreach", "--subject", "About {{ lead.title }}",
        "--body", "-", stdin="Hi {{ contact.first_name }},\nshall we talk?",
    )  # fmt: skip
    assert made.code == 0, made.err
    return int(made.out)


@pytest.fixture
def sink(hermes: Hermes, tmp_path: Path) -> Path:
    """Where a sendmail puts what it got."""
    return sendmail(hermes, tmp_path, 0)


def sendmail(hermes: Hermes, folder: Path, code: int) -> Path:
    sink = folder / "sink"
    sink.mkdir(exist_ok=True)
    command = folder / "sendmail"
    command.write_text(SENDMAIL.format(sink=sink, code=code))
    command.chmod(0o755)
    hermes("config", "set", "send_by", "sendmail")
    hermes("config", "set", "sendmail", f"{command} -t")
    return sink


# -- writing -----------------------------------------------------------------------------------------------


def test_a_preview_says_what_a_template_would_say_and_writes_nothing(hermes: Hermes, acme: int, hello: int) -> None:
    found = hermes("preview", "Hello", acme, "--json")
    assert found.json == {"subject": "About ERP rollout", "body": "Hi Ann,\nshall we talk?", "missing": []}
    assert hermes("preview", hello, acme).out == "Subject: About ERP rollout\n\nHi Ann,\nshall we talk?\n"
    assert hermes("message", "list", acme, "--json").json == []


def test_a_preview_lists_what_is_missing(hermes: Hermes, acme: int, hello: int) -> None:
    bob = hermes("contact", "add", acme, "--name", "Bob").out
    hermes("template", "edit", "Hello", "body=You, {{ contact.role }}, by {{ lead.deadline }}")
    found = hermes("preview", "hello", acme, "--contact", bob.strip(), "--json").json
    assert found["missing"] == ["contact.role", "lead.deadline"]
    assert found["body"] == "You, ‹contact.role›, by ‹lead.deadline›"


def test_what_is_missing_of_the_rep_names_the_setting_that_fills_it(hermes: Hermes, acme: int, hello: int) -> None:
    hermes("template", "edit", "Hello", "body=Yours, {{ me.firm }}")
    assert "would not be sent. `hermes config set firm …` fills it in." in hermes("preview", "hello", acme).err
    made = hermes("draft", acme, "-t", "hello")
    refused = hermes("send", made.out.strip())
    assert "lacks me.firm; it was not sent, and its text is kept. `hermes config set firm …` fills" in refused.err


def test_a_draft_prints_its_id_and_is_kept(hermes: Hermes, acme: int, hello: int) -> None:
    made = hermes("draft", acme, "-t", "hello")
    assert (made.code, made.out) == (0, "1\n")
    assert "mail to Ann Lee drafted" in made.err
    shown = hermes("message", "show", 1, "--json").json
    assert (shown["status"], shown["subject"], shown["address"]) == ("DRAFT", "About ERP rollout", "ann@acme.example")
    assert (shown["template"], shown["template_version"]) == ("Hello", 1)
    assert "Hi Ann," in hermes("message", "show", 1).out


def test_a_draft_without_a_template_takes_the_one_suggested(hermes: Hermes, acme: int, hello: int) -> None:
    found = hermes("draft", acme, "--json").json
    assert (found["template"], found["missing"]) == (hello, [])
    assert found["because"]


def test_a_draft_with_gaps_is_kept_and_said(hermes: Hermes, acme: int, hello: int) -> None:
    hermes("template", "edit", "Hello", "body=Dear {{ contact.role }}")
    made = hermes("draft", acme, "-t", "Hello", "--eml")
    assert (made.code, made.out) == (1, "1\n")
    assert "lacks contact.role" in made.err
    assert hermes("send", 1).code == 2
    hermes("message", "edit", 1, "body=Dear CTO")
    assert hermes("message", "show", 1, "--json").json["body"] == "Dear CTO"


def test_a_reply_quotes_their_words(hermes: Hermes, acme: int, ann: int) -> None:
    hermes("touch", acme, "--via", "email", "--in", "-m", "What would it cost?")
    hermes("draft", acme, "--reply")
    assert "> What would it cost?" in hermes("message", "show", 1).out


def test_a_draft_is_finished_in_the_editor(
    hermes: Hermes, acme: int, hello: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i "s/^Subject: .*/Subject: Mine/; s/talk/meet/" "$1"\n')
    editor.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(editor))
    hermes("draft", acme, "-t", "Hello", "--edit")
    found = hermes("message", "show", 1, "--json").json
    assert (found["subject"], found["body"]) == ("Mine", "Hi Ann,\nshall we meet?")


# -- for the rep's own program -------------------------------------------------------------------------------


def test_an_eml_is_a_mail_that_any_program_reads(hermes: Hermes, acme: int, hello: int) -> None:
    made = hermes("draft", acme, "-t", "Hello", "--eml")
    mail = email.message_from_string(made.out, policy=email.policy.default)
    assert (mail["To"], mail["Subject"]) == ("Ann Lee <ann@acme.example>", "About ERP rollout")
    shown = hermes("message", "show", 1, "--json").json
    assert (shown["state"], shown["message_id"]) == ("handed over", mail["Message-ID"])
    hermes("message", "status", 1, "sent")
    assert hermes("show", acme, "--json").json["stage"] == "CONTACTED"


def test_a_mailto_link_opens_a_mail_program(hermes: Hermes, acme: int, hello: int) -> None:
    made = hermes("draft", acme, "-t", "Hello", "--mailto")
    assert made.out.startswith("mailto:ann@acme.example?subject=About%20ERP%20rollout&body=Hi%20Ann")


def test_without_a_way_out_a_message_is_handed_over_as_text(hermes: Hermes, acme: int, hello: int) -> None:
    hermes("draft", acme, "-t", "Hello")
    done = hermes("send", 1)
    assert done.out == "Hi Ann,\nshall we talk?\n"
    assert "message status 1 sent" in done.err
    assert hermes("send").code == 2


# -- sending -----------------------------------------------------------------------------------------------


def test_a_mail_waits_in_the_outbox_where_undo_takes_it_back(
    hermes: Hermes, acme: int, hello: int, sink: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hermes("draft", acme, "-t", "Hello")
    assert "leaves in 30 s" in hermes("send", 1).err
    assert hermes("send").err == "0 sent, 1 waiting.\n"
    assert [each["id"] for each in hermes("outbox", "--json").json["outbox"]] == [1]
    hermes("undo")
    assert hermes("message", "show", 1, "--json").json["status"] == "DRAFT"
    hermes("send", 1)
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:30Z")
    done = hermes("send", "--json")
    assert (done.code, done.json["sent"], done.json["waiting"]) == (0, 1, 0)
    assert done.json["messages"][0]["fate"] == "sent"
    assert len(list(sink.iterdir())) == 1
    assert hermes("send").err == "0 sent.\n"
    assert "cannot be taken back" in hermes("undo").err
    assert len(list(sink.iterdir())) == 1


def test_now_sends_at_once_and_plans_the_follow_up(hermes: Hermes, acme: int, hello: int, sink: Path) -> None:
    hermes("draft", acme, "-t", "Hello")
    done = hermes("send", 1, "--now")
    assert (done.code, done.out.startswith("sent: mail to Ann Lee, Acme Corp (")) == (0, True)
    assert done.err.endswith("1 sent.\n")
    found = hermes("show", acme, "--json").json
    assert (found["stage"], found["next_task"]["title"]) == ("CONTACTED", "Follow-up 1: Ann Lee")
    assert found["next_task"]["due"] == "2026-06-24"


def test_everything_in_the_outbox_can_be_hurried(hermes: Hermes, acme: int, hello: int, sink: Path) -> None:
    for number in (1, 2):
        hermes("draft", acme, "-t", "Hello")
        hermes("send", number, "--at", "fri 14:00")
    assert hermes("send").err == "0 sent, 2 waiting.\n"
    assert hermes("send", "--now").err == "2 sent.\n"


def test_a_dry_run_says_what_would_go_and_what_stands_in_the_way(
    hermes: Hermes, acme: int, hello: int, sink: Path
) -> None:
    hermes("draft", acme, "-t", "Hello")
    hermes("draft", acme, "--reply")
    found = hermes("send", 1, 2, "--dry-run", "--json")
    assert found.code == 4
    assert [bool(each["fault"]) for each in found.json["messages"]] == [False, True]
    assert found.json["way"] == "sendmail"
    assert list(sink.iterdir()) == []
    assert hermes("outbox", "--json").json["outbox"] == []


def test_what_a_server_refuses_is_kept_and_said(hermes: Hermes, acme: int, hello: int, tmp_path: Path) -> None:
    sendmail(hermes, tmp_path, 67)
    hermes("draft", acme, "-t", "Hello")
    done = hermes("send", 1, "--now")
    assert done.code == 1
    assert done.out.startswith("failed: mail to Ann Lee, Acme Corp (")
    assert hermes("outbox", "--json").json["failed"][0]["body"] == "Hi Ann,\nshall we talk?"
    sendmail(hermes, tmp_path, 0)
    assert hermes("send", 1, "--now").code == 0


def test_what_may_have_left_is_settled_by_a_word(hermes: Hermes, acme: int, hello: int, tmp_path: Path) -> None:
    sendmail(hermes, tmp_path, 74)
    hermes("draft", acme, "-t", "Hello")
    done = hermes("send", 1, "--now")
    assert (done.code, done.err.endswith("0 sent, 1 in doubt.\n")) == (1, True)
    told = hermes("outbox")
    assert "in doubt" in told.out
    assert "hermes message status ID sent" in told.err
    assert hermes("send", "--now").err == "0 sent.\n"
    hermes("message", "status", 1, "draft")
    sendmail(hermes, tmp_path, 0)
    assert hermes("send", 1, "--now").code == 0


def test_the_outbox_says_why_nothing_leaves(hermes: Hermes, acme: int, hello: int) -> None:
    hermes("config", "set", "email", "rep@north.example")
    hermes("config", "set", "send_by", "sendmail")
    hermes("config", "set", "sendmail", "/no/such/command")
    hermes("draft", acme, "-t", "Hello")
    assert hermes("send", 1, "--now").code == 1
    assert "Held, next try at " in hermes("outbox").err
    assert "no command `/no/such/command`" in hermes("outbox").err


def test_several_go_into_the_outbox_and_the_one_that_cannot_is_told(
    hermes: Hermes, acme: int, hello: int, sink: Path
) -> None:
    hermes("draft", acme, "-t", "Hello")
    hermes("draft", acme, "--reply")
    done = hermes("send", 1, 2, "--json")
    assert done.code == 4
    assert [bool(each.get("refused")) for each in done.json] == [False, True]


def test_nothing_leaves_a_demo_file(hermes: Hermes, desk: Path, acme: int, hello: int, sink: Path) -> None:
    hermes("draft", acme, "-t", "Hello")
    database = Database.open(desk)
    with database.transaction() as connection:
        connection.execute("INSERT INTO setting VALUES ('demo', '1')")
    database.close()
    done = hermes("send", 1, "--now")
    assert (done.code, list(sink.iterdir())) == (1, [])
    assert "demo file" in done.err


# -- what became of it ---------------------------------------------------------------------------------------


def test_what_became_of_messages_is_said_by_their_numbers(hermes: Hermes, acme: int, hello: int) -> None:
    for _ in range(2):
        hermes("draft", acme, "-t", "Hello")
    done = hermes("message", "status", 1, 2, "sent", "--at", "yesterday 10:00")
    assert "2 messages marked sent" in done.err
    assert [each["at"] for each in hermes("message", "list", acme, "--json").json] == ["2026-06-21T10:00:00Z"] * 2
    hermes("message", "status", 2, "replied")
    assert hermes("show", acme, "--json").json["stage"] == "RESPONDED"
    assert hermes("message", "status", 1, "lost").code == 2
    assert hermes("message", "status", 9, "sent").code == 3


def test_a_message_of_theirs_has_a_mood(hermes: Hermes, desk: Path, acme: int, ann: int) -> None:
    database = Database.open(desk)
    with database.transaction() as connection:
        connection.execute(
            "INSERT INTO message (id, lead_id, contact_id, direction, status, body, at, created_at, updated_at) "
            "VALUES (1, ?, ?, 'in', 'READ', 'Great', 1, 1, 1)",
            (acme, ann),
        )
    database.close()
    assert hermes("message", "edit", 1, "sentiment=positive").code == 0
    assert hermes("message", "show", 1, "--json").json["sentiment"] == "positive"
    assert hermes("show", acme, "--json").json["contacts"][0]["sentiment"] == "positive"
    hermes("undo")
    assert hermes("show", acme, "--json").json["contacts"][0]["sentiment"] is None
    assert hermes("message", "edit", 1, "body=other").code == 2


def test_a_draft_is_dropped_and_brought_back(hermes: Hermes, acme: int, hello: int) -> None:
    hermes("draft", acme, "-t", "Hello")
    hermes("message", "drop", 1)
    assert hermes("message", "list", acme, "--json").json == []
    hermes("undo")
    assert len(hermes("message", "list", acme, "--json").json) == 1


def test_an_empty_outbox_says_how_to_fill_it(hermes: Hermes, acme: int) -> None:
    assert "hermes draft LEAD -t TEMPLATE" in hermes("outbox").err
    assert f"hermes draft {acme} -t TEMPLATE" in hermes("message", "list", acme).err


@pytest.mark.parametrize(("way", "then"), [("clipboard", "give it away yourself"), ("eml", "lets go what is due")])
def test_what_is_to_leave_later_waits_by_any_way(
    hermes: Hermes, acme: int, hello: int, tmp_path: Path, way: str, then: str
) -> None:
    hermes("config", "set", "send_by", way)
    hermes("config", "set", "eml_folder", tmp_path)
    number = hermes("draft", acme, "-t", "Hello").out.strip()
    said = hermes("send", number, "--at", "3d")
    assert (said.code, said.out) == (0, "")
    assert "leaves in 3 d" in said.err
    assert then in said.err
    assert hermes("message", "show", number, "--json").json["status"] == "SCHEDULED"
    assert list(tmp_path.glob("*.eml")) == []


@pytest.mark.parametrize("past", ["yesterday", "today 8:00", "2026-01-05"])
def test_a_moment_that_is_past_lets_nothing_leave(hermes: Hermes, acme: int, hello: int, sink: Path, past: str) -> None:
    number = hermes("draft", acme, "-t", "Hello").out.strip()
    said = hermes("send", number, "--at", past)
    assert said.code == 2
    assert f"`{past}` is past; nothing leaves." in said.err
    assert hermes("message", "show", number, "--json").json["status"] == "DRAFT"
