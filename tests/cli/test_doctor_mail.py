"""`hermes doctor` before the first mail goes out."""

from __future__ import annotations

import mailbox
import socket
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Hermes


def found(hermes: Hermes, *words: str) -> dict[str, Any]:
    """The lines about mail, by what was looked at."""
    lines = hermes("doctor", "--json", *words).json
    return {
        line["check"]: line for line in lines if line["check"].startswith(("your", "sending", "password", "mailbox"))
    }


def settings(tmp_path: Path, text: str) -> None:
    (tmp_path / "hermes.toml").write_text(text)


def test_a_rep_who_pastes_needs_nothing(hermes: Hermes, acme: int) -> None:
    lines = found(hermes)
    assert list(lines) == ["sending (clipboard)"]
    assert lines["sending (clipboard)"]["ok"]


def test_drafts_without_an_address_and_without_a_folder_are_found(hermes: Hermes, acme: int, tmp_path: Path) -> None:
    settings(tmp_path, 'send_by = "maildir"\ndrafts = "~/no-such-drafts"\n')
    lines = found(hermes)
    assert [line["ok"] for line in lines.values()] == [False, False]
    assert lines["your address"]["mend"] == "hermes config set email YOU@DOMAIN"
    assert "no Maildir" in lines["sending (maildir)"]["said"]
    assert hermes("doctor").code == 1


def test_an_address_that_is_none_is_found_before_it_is_used(hermes: Hermes, acme: int, tmp_path: Path) -> None:
    settings(tmp_path, f'email = "reva at acme"\nsend_by = "eml"\neml_folder = "{tmp_path}"\n')
    lines = found(hermes)
    assert (lines["your address"]["ok"], lines["sending (eml)"]["ok"]) == (False, True)


def test_the_plain_doctor_opens_no_socket_and_says_how_to_ask(
    hermes: Hermes, acme: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(
        tmp_path,
        'email = "reva@rep.example"\nsend_by = "smtp"\nsmtp = "smtp://reva@mail.rep.example"\n'
        'smtp_secret = "env:MAIL_PASSWORD"\n',
    )
    monkeypatch.setenv("MAIL_PASSWORD", "hunter2")
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("a socket was opened"))
    lines = found(hermes)
    assert all(line["ok"] for line in lines.values())
    assert lines["sending (smtp)"]["mend"] == "hermes doctor --mail"
    assert "hunter2" not in hermes("doctor").out
    monkeypatch.delenv("MAIL_PASSWORD")
    assert not found(hermes)["password (smtp_secret)"]["ok"]


def test_the_doctor_asked_says_that_nobody_answers(hermes: Hermes, acme: int, tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        settings(tmp_path, f'email = "reva@rep.example"\nsend_by = "smtp"\nsmtp = "smtp+plain://127.0.0.1:{port}"\n')
        line = found(hermes, "--mail")["sending (smtp)"]
    assert not line["ok"]
    assert f"nobody answers at 127.0.0.1:{port}" in line["said"]


def test_mailboxes_are_looked_into_and_servers_only_when_asked(
    hermes: Hermes, acme: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.Maildir(tmp_path / "Inbox", create=True)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        far = f"imap://reva@127.0.0.1:{nobody.getsockname()[1]}/INBOX"
        settings(
            tmp_path,
            'mail_secret = "env:MAIL_PASSWORD"\n[mail]\n'
            f'work = "{tmp_path}/Inbox"\nold = "{tmp_path}/no-such-mbox"\nfar = "{far}"\n'
            'wrong = "imaps://[x/INBOX"\n',
        )
        monkeypatch.setenv("MAIL_PASSWORD", "hunter2")
        with monkeypatch.context() as closed:
            closed.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("a socket was opened"))
            lines = found(hermes)
        asked = found(hermes, "--mail")
    assert (lines["mailbox work"]["ok"], lines["mailbox old"]["ok"], lines["mailbox far"]["ok"]) == (True, False, True)
    assert not lines["mailbox wrong"]["ok"]
    assert "empty" in lines["mailbox work"]["said"]
    assert lines["mailbox far"]["mend"] == "hermes doctor --mail"
    assert not asked["mailbox far"]["ok"]
