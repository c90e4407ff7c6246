"""Drafts for the rep's own mail program: in a Maildir, as .eml files."""

from __future__ import annotations

import mailbox
import os
from datetime import UTC
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from hermes_tui.outreach.mail.composing import as_bytes
from hermes_tui.outreach.mail.letter import Letter
from hermes_tui.outreach.ways.faults import SendRefused
from hermes_tui.outreach.ways.files import EmlFile, MaildirDraft


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """An empty Maildir."""
    mailbox.Maildir(tmp_path / "Drafts", create=True)
    return tmp_path / "Drafts"


def test_a_draft_is_one_to_any_mail_program(drafts: Path, letter: Letter) -> None:
    way = MaildirDraft(str(drafts), UTC)
    assert way.went(letter) is False
    assert way.send(letter) == f"a draft in {drafts}"
    [found] = mailbox.Maildir(drafts, create=False)
    assert isinstance(found, mailbox.MaildirMessage)
    assert (found.get_subdir(), found.get_flags(), found["Message-ID"]) == ("cur", "DS", letter.message_id)
    [file] = (drafts / "cur").iterdir()
    assert file.read_bytes() == as_bytes(letter, UTC)
    assert file.stat().st_mode & 0o777 == 0o600
    assert way.went(letter) is True
    assert not list((drafts / "tmp").iterdir())


def test_a_retry_puts_no_second_draft_there_even_where_the_mail_program_renamed_it(
    drafts: Path, letter: Letter
) -> None:
    way = MaildirDraft(str(drafts), UTC)
    way.send(letter)
    [file] = (drafts / "cur").iterdir()
    moved = drafts / "cur" / file.name.replace(":2,DS", ",U=17:2,DFS")
    file.rename(moved)
    assert way.went(letter) is True
    way.send(letter._replace(body="mended", at=letter.at + 60_000))
    assert list((drafts / "cur").iterdir()) == [moved]
    assert b"mended" in moved.read_bytes()


def test_two_letters_are_two_drafts(drafts: Path, letter: Letter) -> None:
    way = MaildirDraft(str(drafts), UTC)
    way.send(letter)
    way.send(letter._replace(message_id="<other@rep.example>"))
    assert len(list((drafts / "cur").iterdir())) == 2


def test_what_was_left_half_written_is_no_draft_and_no_hindrance(drafts: Path, letter: Letter) -> None:
    way = MaildirDraft(str(drafts), UTC)
    way.send(letter)
    [file] = (drafts / "cur").iterdir()
    file.rename(drafts / "tmp" / file.name.partition(":")[0])
    assert way.went(letter) is False
    way.send(letter)
    assert len(mailbox.Maildir(drafts, create=False)) == 1


def test_a_folder_that_is_no_maildir_is_refused_and_not_made(tmp_path: Path, letter: Letter) -> None:
    for named in ("", str(tmp_path), str(tmp_path / "Drfats")):
        way = MaildirDraft(named, UTC)
        with pytest.raises(SendRefused, match="Nothing was sent") as caught:
            way.send(letter)
        assert caught.value.stop
        assert not way.check()[0].ok
    assert not list(tmp_path.iterdir())
    assert MaildirDraft(str(tmp_path / "Drfats"), UTC).went(letter) is None


def test_the_doctor_likes_a_maildir(drafts: Path) -> None:
    assert MaildirDraft(str(drafts), UTC).check()[0].ok


def test_an_eml_file_opens_as_a_draft(tmp_path: Path, letter: Letter) -> None:
    folder = tmp_path / "out" / "mail"
    way = EmlFile(str(folder), UTC)
    assert way.went(letter) is False
    words = way.send(letter)
    [file] = folder.iterdir()
    assert words == f"the file {file}"
    assert file.name.startswith("2026-06-22 ann@acme.example ")
    assert file.stat().st_mode & 0o777 == 0o600
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (read["X-Unsent"], read["Subject"]) == ("1", letter.subject)
    assert way.went(letter) is True
    way.send(letter._replace(subject="Mended", at=letter.at + 86_400_000))
    assert list(folder.iterdir()) == [file]


def test_no_address_leads_out_of_the_folder(tmp_path: Path, letter: Letter) -> None:
    folder = tmp_path / "out"
    way = EmlFile(str(folder), UTC)
    for address in (
        "../../x@acme.example",
        '"/etc/x"@acme.example',
        ".hidden@acme.example",
        "x" * 200 + "@acme.example",
    ):
        try:
            way.send(letter._replace(to_address=address, message_id=f"<{len(address)}@rep.example>"))
        except SendRefused:
            continue
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]
    assert all(entry.is_file() and not entry.name.startswith(".") for entry in folder.iterdir())


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, letter: Letter) -> None:
    (tmp_path / "file").write_text("")
    way = EmlFile(str(tmp_path / "file" / "out"), UTC)
    with pytest.raises(SendRefused, match="cannot be written") as caught:
        way.send(letter)
    assert caught.value.stop
    assert not way.check()[0].ok


def test_without_a_folder_nothing_is_written(letter: Letter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    way = EmlFile("", UTC)
    with pytest.raises(SendRefused, match="eml_folder"):
        way.send(letter)
    assert way.went(letter) is None
    assert not way.check()[0].ok
    assert not os.listdir(tmp_path)
