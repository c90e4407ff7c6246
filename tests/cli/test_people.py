"""The buying committee from the shell: who is who, how each feels, two rows made one, a touch put right."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Hermes


@pytest.fixture
def committee(hermes: Hermes, acme: int) -> int:
    """Ann, the champion, and Bob, who wrote yesterday."""
    hermes("contact", "add", acme, "--name", "Ann Lee", "--role", "CTO", "--champion")
    hermes("contact", "add", acme, "--name", "Bob Ray", "--email", "Bob@Acme.Example", "--channel", "phone")
    hermes("touch", acme, "--via", "call", "--contact", "bob", "--at", "2026-06-20 09:00")
    hermes("touch", acme, "--in", "--contact", "ray", "-m", "What would it cost?", "--at", "2026-06-21 09:00")
    return acme


def people(hermes: Hermes, lead: int) -> dict[str, dict[str, Any]]:
    return {person["name"]: person for person in hermes("contact", "list", lead, "--json").json}


def test_the_list_says_who_speaks_and_who_is_silent(hermes: Hermes, committee: int) -> None:
    bob = people(hermes, committee)["Bob Ray"]
    assert bob == {
        "id": 2, "name": "Bob Ray", "email": "bob@acme.example", "phone": None, "role": None, "channel": "phone",
        "sentiment": None, "is_primary": False, "touch_count": 2, "last_touch_at": "2026-06-21T09:00:00Z",
        "last_in_at": "2026-06-21T09:00:00Z", "last_out_at": "2026-06-20T09:00:00Z", "bounced_at": None,
        "engaged": True,
    }  # fmt: skip
    lines = hermes("contact", "list", committee).out.splitlines()
    assert lines[0].split() == ["id", "name", "role", "mood", "in", "out", "touches", "engaged", "channel", "email",
                                "phone"]  # fmt: skip
    assert lines[1].split()[:4] == ["1", "*", "Ann", "Lee"]
    assert lines[2].split() == ["2", "Bob", "Ray", "–", "–", "1d", "2d", "2", "engaged", "phone", "bob@acme.example"]


def test_the_champion_is_one_of_a_lead(hermes: Hermes, committee: int) -> None:
    assert "Bob Ray is the champion in place of Ann Lee" in hermes("contact", "champion", 2).err
    assert [name for name, each in people(hermes, committee).items() if each["is_primary"]] == ["Bob Ray"]
    refused = hermes("contact", "champion", 1, 2)
    assert refused.code == 2
    assert refused.err == (
        "Ann Lee and Bob Ray are both of lead #1, and a lead has one champion; nothing was changed.\n"
    )


def test_a_mood_is_said_in_a_word_and_taken_back(hermes: Hermes, committee: int) -> None:
    assert hermes("contact", "mood", 1, "pos").err.startswith("Acme Corp: Ann Lee is positive")
    assert people(hermes, committee)["Ann Lee"]["sentiment"] == "positive"
    assert "of no known mood" in hermes("contact", "mood", 1, "none").err
    assert hermes("contact", "mood", 1, "negative", "--at", "2026-12-01").code == 2
    assert "Ann Lee was negative, and since then of no known mood" in (
        hermes("contact", "mood", 1, "negative", "--at", "yesterday").err
    )
    hermes("undo", 2)
    assert people(hermes, committee)["Ann Lee"]["sentiment"] == "positive"
    assert hermes("contact", "mood", 1, "grim").code == 2


def test_two_rows_of_one_person_are_merged_and_parted_again(hermes: Hermes, committee: int) -> None:
    hermes("contact", "add", committee, "--name", "Robert Ray", "--email", "rob@home.example", "--role", "Finance")
    hermes("touch", committee, "--via", "meeting", "--contact", 3)
    done = hermes("contact", "merge", 2, 3, "--json").json
    assert (done["id"], done["lead"]) == (2, committee)
    merged = people(hermes, committee)
    assert list(merged) == ["Ann Lee", "Bob Ray"]
    assert (merged["Bob Ray"]["touch_count"], merged["Bob Ray"]["role"]) == (3, "Finance")
    assert "rob@home.example" in hermes("show", committee).out
    hermes("undo")
    assert people(hermes, committee)["Robert Ray"]["touch_count"] == 1
    for pair in ((2, 2), (2, 99)):
        refused = hermes("contact", "merge", *pair)
        assert (refused.code in (2, 3), refused.err.count("\n")) == (True, 1)


def test_who_is_removed_leaves_what_they_said(hermes: Hermes, committee: int) -> None:
    assert "Bob Ray removed" in hermes("contact", "rm", 2).err
    shown = hermes("show", committee, "--json").json
    assert [event["contact"] for event in shown["timeline"] if event["kind"] == "touch"] == [None, None]
    assert hermes("contact", "rm", 2).code == 3


@pytest.mark.parametrize("command", ["touch", "note"])
def test_who_is_meant_is_asked_back(hermes: Hermes, committee: int, command: str) -> None:
    hermes("contact", "add", committee, "--name", "Bob Poe")
    other = hermes("add", "title=Another").out.strip()
    hermes("contact", "add", other, "--name", "Cy")
    for whom, said in (
        ("bob", "`bob` may be Bob Ray (2) or Bob Poe (3); say which by id, nothing was changed."),
        ("zoe", "Nobody of Acme Corp is called `zoe`"),
        ("4", "Contact 4 is not one of Acme Corp's people"),
    ):
        refused = hermes(command, committee, "-m", "words", "--contact", whom)
        assert refused.code == 2
        assert refused.err.startswith(said)
        assert refused.err.count("\n") == 1
    assert hermes(command, committee, other, "-m", "words", "--contact", "Cy").code == 2
    assert hermes(command, committee, "-m", "words", "--contact", "poe").code == 0
    assert hermes("show", committee, "--json").json["timeline"][0]["contact"] == "Bob Poe"


def test_a_touch_is_corrected_and_taken_out_by_the_number_that_show_gives_it(hermes: Hermes, committee: int) -> None:
    newest = hermes("show", committee, "--json").json["timeline"][0]
    assert (newest["kind"], newest["id"]) == ("touch", 2)
    assert "#2 ← email     Bob Ray: What would it cost?" in hermes("show", committee).out
    done = hermes("touch", "edit", "#2", "contact=ann", "via=call", "at=2026-06-19 10:00", "--json").json
    assert (done["id"], done["lead"], done["done"]) == (2, committee, "Acme Corp: call corrected")
    known = people(hermes, committee)
    assert (known["Ann Lee"]["touch_count"], known["Bob Ray"]["touch_count"]) == (1, 1)
    assert known["Ann Lee"]["last_in_at"] == "2026-06-19T10:00:00Z"
    assert hermes("show", committee, "--json").json["owed_since"] is None
    assert "call removed" in hermes("touch", "rm", 2).err
    assert people(hermes, committee)["Ann Lee"]["touch_count"] == 0
    assert hermes("touch", "rm", 2).code == 3
    assert hermes("touch", "edit", 1, "colour=red").code == 2


def test_help_of_touch_is_its_own_and_names_its_family(hermes: Hermes) -> None:
    helped = hermes("touch", "--help").out
    assert "--via WAY" in helped
    assert "touch edit" in helped


def test_a_number_is_read_as_the_settings_region_dials_it(hermes: Hermes, acme: int) -> None:
    added = hermes("contact", "add", acme, "--name", "Ann", "--phone", "030 1234567")
    assert "phone kept as typed (no country code, and no `region` is set)" in added.err
    assert hermes("config", "set", "region", "germany").code == 2
    assert hermes("config", "set", "region", "DE").code == 0
    assert hermes("contact", "edit", 1, "phone=030 1234567").code == 0
    assert people(hermes, acme)["Ann"]["phone"] == "+49301234567"


def test_an_address_with_a_line_break_is_one_sentence(hermes: Hermes, acme: int) -> None:
    refused = hermes("contact", "add", acme, "--name", "Ann", "--email", "ann@x.example\nBcc: all@x.example")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "line break" in refused.err
    assert people(hermes, acme) == {}
