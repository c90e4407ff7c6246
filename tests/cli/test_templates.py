"""Templates from the shell: written, checked, put away, and how they fare."""

from __future__ import annotations

from pathlib import Path

import pytest

from hermes_tui.outreach.templates.starters import STARTERS
from storage.database import Database
from tests.cli.conftest import Hermes

KEYS = {
    "id", "name", "kind", "channel", "active", "usage", "sent", "replied", "rate", "low", "high", "maturing",
    "positive", "median_days",
}  # fmt: skip


@pytest.fixture
def nudge(hermes: Hermes, acme: int) -> int:
    """A template of the rep's own."""
    words = ("--kind", "followup 1", "--subject", "Re: {{ lead.title }}", "--body", "-")
    return int(hermes("template", "add", "Nudge", *words, stdin="Hi {{ author }},\n\nstill on?\n").out)


def test_a_file_without_templates_gets_the_starters_when_they_are_first_asked_for(hermes: Hermes, acme: int) -> None:
    first = hermes("template", "list", "--json")
    assert [set(each) for each in first.json] == [KEYS] * len(STARTERS)
    assert f"{len(STARTERS)} starter templates were put into the file" in first.err
    assert hermes("template", "list").err == ""
    assert hermes("log", "--json").json[0]["kind"] == "add"  # nothing that undo would take back


def test_a_preview_finds_the_starters_in_a_file_that_never_had_a_template(hermes: Hermes, acme: int) -> None:
    first = hermes("preview", "First mail", acme, "--json")
    assert (set(first.json), first.code) == ({"subject", "body", "missing"}, 0)
    assert f"{len(STARTERS)} starter templates were put into the file" in first.err


def test_a_template_is_written_shown_and_given_back(hermes: Hermes, nudge: int, tmp_path: Path) -> None:
    shown = hermes("template", "show", "nud")
    assert shown.out == (
        "name: Nudge\nkind: FOLLOWUP_1\nchannel: email\nactive: yes\nsubject: Re: {{ lead.title }}\n---\n"
        "Hi {{ author }},\n\nstill on?\n"
    )
    assert f"Template {nudge}, v1: used 0 times, reply rate –." in shown.err
    file = tmp_path / "nudge.txt"
    file.write_text(shown.out, encoding="utf-8")
    copy = int(hermes("template", "add", "Nudge again", "--body", file, "--channel", "linkedin").out)
    there = hermes("template", "show", copy, "--json").json
    assert (there["kind"], there["channel"], there["subject"], there["faults"]) == (
        "FOLLOWUP_1", "linkedin", "Re: {{ lead.title }}", [],
    )  # fmt: skip
    assert hermes("template", "list", "--json").json[0]["name"] == "Nudge"  # and no starters beside one's own


def test_words_that_make_no_sense_name_the_nearest(hermes: Hermes, nudge: int) -> None:
    for words, code, said in (
        (("add", "NUDGE"), 2, "There is a template “Nudge” already"),
        (("add", "B", "--kind", "closng"), 2, "did you mean CLOSING?"),
        (("add", "B", "--body", "missing.txt"), 1, "missing.txt cannot be read"),
        (("edit", "nudge", "subjct=x"), 2, "did you mean `subject`?"),
        (("show", "nudgge"), 3, "did you mean “Nudge”?"),
        (("show", "nudge", "v4"), 2, "“Nudge” has no version `v4`; it has v1."),
        (("compare", "nudge", nudge), 2, "as good as itself"),
        (("stats", "--by", "day"), 2, "--by wants channel, stage or month"),
    ):
        answer = hermes("template", *words)
        assert (answer.code, answer.err.count("\n")) == (code, 1), words
        assert said in answer.err


def test_fields_are_set_and_an_old_version_comes_back(hermes: Hermes, nudge: int, tmp_path: Path) -> None:
    body = tmp_path / "body.txt"
    body.write_text("Hi, a new text", encoding="utf-8")
    assert "“Gentle” v2 saved" in hermes("template", "edit", "nudge", "name=Gentle", "--body", body).err
    kept = hermes("template", "versions", "gentle", "--json").json
    assert [(each["version"], each["body"][:3]) for each in kept] == [(2, "Hi,"), (1, "Hi ")]
    assert "says again what v1 did (v3)" in hermes("template", "versions", "gentle", "--back", 1).err
    assert "{{ author }}" in hermes("template", "show", "gentle").out
    assert "a new text" in hermes("template", "show", "gentle", "v2").out
    hermes("undo")
    assert "a new text" in hermes("template", "show", "gentle").out


def test_the_reps_editor_changes_a_template_and_what_is_refused_is_not_lost(
    hermes: Hermes, nudge: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "sed -i s/still/{{still/")
    broken = hermes("template", "edit", "nudge")
    assert (broken.code, broken.err.count("\n")) == (0, 1)
    assert "“Nudge” v2 saved, inactive until it is mended (line 3: " in broken.err
    monkeypatch.setenv("EDITOR", "sed -i s/{{still/still/")
    assert "“Nudge” v3 saved, active again" in hermes("template", "edit", "nudge").err
    monkeypatch.setenv("EDITOR", "true")
    assert "“Nudge” is so already" in hermes("template", "edit", "nudge").err
    monkeypatch.setenv("EDITOR", "sed -i s/kind/kindness/")
    refused = hermes("template", "edit", "nudge")
    assert refused.code == 2
    kept = Path(refused.err.rsplit("What you wrote is in ", 1)[1].strip().rstrip("."))
    assert "kindness: FOLLOWUP_1" in kept.read_text(encoding="utf-8")
    kept.unlink()
    kept.parent.rmdir()
    for editor, words in (("false", "ended with exit code 1"), ("/no/such/editor", "cannot be run")):
        monkeypatch.setenv("EDITOR", editor)
        assert words in hermes("template", "edit", "nudge").err


def test_check_prints_each_fault_where_it_stands_in_the_file(hermes: Hermes, tmp_path: Path) -> None:
    file = tmp_path / "t.txt"
    file.write_text("name: A\nsubject: Re {{ lead.title\n---\nHi,\n\n  {{ x( }}\n", encoding="utf-8")
    found = hermes("template", "check", file)
    assert found.code == 4
    places = [tuple(map(int, line.removeprefix(f"{file}:").split(":")[:2])) for line in found.out.splitlines()]
    assert [line for line, _ in places] == [2, 6]
    assert places[0][1] >= len("subject: Re {{") - 1
    told = hermes("template", "check", file, "--json")
    assert told.code == 4
    assert [(each["part"], each["line"]) for each in told.json] == [("subject", 2), ("body", 6)]
    good = hermes("template", "check", "-", stdin="Hi {{ contact.first_name }}")
    assert (good.code, good.out, good.err) == (0, "", "No fault.\n")
    wrong = hermes("template", "check", "-", stdin="name: A\nkind: folowup\n---\nHi")
    assert (wrong.code, wrong.out[:6]) == (4, "-:1:1:")


def test_templates_are_put_away_and_deleted_where_nothing_was_written_from_them(hermes: Hermes, nudge: int) -> None:
    assert int(hermes("template", "copy", "nudge").out) == nudge + 1
    assert "2 templates inactive" in hermes("template", "deactivate", nudge, "nudge 2").err
    assert "Nudge (inactive)" in hermes("template", "list").out
    assert "“Nudge” active" in hermes("template", "activate", nudge).err
    assert "“Nudge 2” deleted" in hermes("template", "delete", "nudge 2").err
    assert hermes("template", "delete", "nudge 2").code == 3
    assert f"{len(STARTERS)} starter templates added" in hermes("template", "starters").err


@pytest.mark.usefixtures("demo")
def test_how_they_fare_as_tables_as_json_and_in_stats(hermes: Hermes) -> None:
    listed = hermes("template", "list", "--json").json
    lows = [-1 if each["low"] is None else each["low"] for each in listed]
    assert lows == sorted(lows, reverse=True)
    stats = hermes("stats", "--json").json
    assert stats["templates"] == listed
    assert "First mail, question" in hermes("stats").out
    by_month = hermes("template", "stats", "First mail, question", "--by", "month", "--json").json
    whole = next(each for each in listed if each["name"] == "First mail, question")
    assert {key: sum(each[key] for each in by_month) for key in ("usage", "sent", "replied", "maturing")} == {
        key: whole[key] for key in ("usage", "sent", "replied", "maturing")
    }
    assert [each["group"] for each in by_month] == sorted(each["group"] for each in by_month)
    assert hermes("template", "stats", "--by", "stage").out.startswith("stage ")
    recent = hermes("template", "stats", "--since", 30, "--json").json
    assert 0 < sum(each["usage"] for each in recent) < sum(each["usage"] for each in listed)
    early = hermes("stats", "--as-of", "2026-01-01", "--json").json["templates"]
    assert 0 < sum(each["usage"] for each in early) < sum(each["usage"] for each in listed)


@pytest.mark.usefixtures("demo")
def test_two_are_compared_in_words(hermes: Hermes) -> None:
    said = hermes("template", "compare", "Proposal attached", "Last try")
    assert "“Proposal attached” is clearly better: +" in said.out
    found = hermes("template", "compare", "Last try", "Proposal attached", "--json").json
    assert found["words"] == "clearly worse"
    assert found["high"] < 0


def test_a_name_that_would_drive_a_terminal_is_printed_plain(hermes: Hermes, desk: Path, nudge: int) -> None:
    database = Database(desk)
    database.connection().execute("UPDATE template SET name = ? WHERE id = ?", ("[/] \x1b[31mred\x07", nudge))
    database.close()
    assert "\x1b" not in hermes("template", "list").out + hermes("template", "show", nudge).out
