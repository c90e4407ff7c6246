"""The strings that break programs go through every field, list, page and export, and none reaches the terminal raw."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from storage.clean import clean
from tests.cli.conftest import Hermes

_DRIVES_A_TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_the_naughty_strings_survive_in_one_file(hermes: Hermes, shared_data: Path) -> None:
    strings = json.loads((shared_data / "naughty" / "blns.json").read_text("utf-8"))
    kept = [text for text in strings if clean(text)]
    assert len(strings) == 515
    for text in kept:
        made = hermes("add", f"title={text}", f"company={text}", f"description={text}", f"tags={text}")
        assert made.code == 0, (text, made.err)
        number = int(made.out)
        if number % 8 == 0:
            assert hermes("contact", "add", number, "--name", text).code == 0
            assert hermes("note", number, "-m", text, stdin=text).code == 0
    leads = hermes("list", "--json").json
    assert sorted(lead["title"] for lead in leads) == sorted(clean(text) for text in kept)
    shown = hermes("list", "--all").out + hermes("log", "--limit", 2000).out + hermes("contact", "list", 1).out
    exported = hermes("export", "--exact").out
    lines = hermes("export", "--jsonl").out
    for lead in leads:
        if lead["id"] % 20 == 0:
            shown += hermes("show", lead["id"]).out + hermes("show", lead["id"], "--json").out
    assert not _DRIVES_A_TERMINAL.search(shown)
    assert not _DRIVES_A_TERMINAL.search(exported.replace("\r\n", "\n"))
    assert sorted(row["title"] for row in csv.DictReader(io.StringIO(exported, newline=""))) == sorted(
        lead["title"] for lead in leads
    )
    assert len(lines.splitlines()) == len(leads)


@pytest.mark.parametrize("text", ["[/]", "'; DROP TABLE lead; --", '"', "*", "-", "NEAR(", "%s%n", "٠١٢", "١"])
def test_any_words_can_be_searched_for(hermes: Hermes, acme: int, text: str) -> None:
    assert hermes("count", "--", text).code in (0, 2)
    assert hermes("list", "--", text).code in (0, 2, 3)


def test_what_a_foreign_file_holds_cannot_drive_the_terminal(hermes: Hermes, acme: int, desk: Path) -> None:
    import sqlite3

    with sqlite3.connect(desk) as foreign:
        foreign.execute("UPDATE lead SET title = ?, company = ?", ("\x1b]52;c;evil\x07red\x9b31m", "a\u202eb\nc"))
    hermes("note", acme, "-m", "fine")
    for words in (
        ("list",),
        ("show", acme),
        ("log",),
        ("export",),
        ("list", "--json"),
        ("show", acme, "--json"),
        ("next", acme),
    ):
        answer = hermes(*words)
        assert not _DRIVES_A_TERMINAL.search((answer.out + answer.err).replace("\r\n", "\n")), words
    assert hermes("list", "--json").json[0]["company"] == "a\u202eb\nc"


def test_bytes_that_are_no_text_in_an_argument_are_taken(hermes: Hermes) -> None:
    made = hermes("add", "title=ERP \udcff rollout", "--json")
    assert made.code == 0
    assert hermes("list", "--json").json[0]["title"] == "ERP rollout"
    assert hermes("show", "\udcff\x1b[31m").code == 2
