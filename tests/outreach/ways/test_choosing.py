"""The way out of the settings."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from hermes_tui.config import WAYS, Settings
from hermes_tui.outreach.mail.letter import Letter
from hermes_tui.outreach.ways.choosing import way_of
from hermes_tui.outreach.ways.faults import SendRefused
from storage.errors import UsageError


def test_every_way_of_the_settings_is_there() -> None:
    assert [way_of(Settings(send_by=name), UTC).name for name in WAYS] == list(WAYS)


def test_without_a_word_of_it_messages_are_copied() -> None:
    assert way_of(Settings(), UTC).name == "clipboard"


def test_a_channel_that_is_no_mail_names_its_own_way() -> None:
    assert way_of(Settings(send_by="smtp"), UTC, "clipboard").name == "clipboard"


def test_a_way_that_is_not_set_up_is_there_and_refuses(letter: Letter) -> None:
    for name in ("smtp", "maildir", "eml"):
        with way_of(Settings(send_by=name), UTC) as way:
            with pytest.raises(SendRefused) as caught:
                way.send(letter)
            assert caught.value.stop
            assert not all(line.ok for line in way.check())


def test_an_unknown_way_is_said() -> None:
    with pytest.raises(UsageError, match="no way out `pigeon`"):
        way_of(Settings(), UTC, "pigeon")


def test_wrapped_text_has_hard_breaks(tmp_path: Path, letter: Letter) -> None:
    settings = Settings(send_by="eml", eml_folder=str(tmp_path), mail_text="wrapped")
    way_of(settings, UTC).send(letter)
    [file] = tmp_path.iterdir()
    assert b"format=flowed" not in file.read_bytes()
