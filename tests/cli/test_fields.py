"""A rep's own fields from the shell: declared, filled from a file, filtered, sorted and written out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Hermes

FILE = "Deal,Total Visits,City,Seen\n" + "".join(
    f"D{n},{n},{'Pune' if n % 2 else 'Select'},2026-0{1 + n % 6}-1{n % 9}\n" for n in range(12)
)


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    place = tmp_path / "wide.csv"
    place.write_text(FILE + "D99,many,Thane,2026-01-01\n", "utf-8")
    return place


def test_a_field_is_declared_filled_and_asked_for(hermes: Hermes, acme: int) -> None:
    assert "field seats added: number" in hermes("field", "add", "seats", "--kind", "number").err
    assert hermes("field", "add", "plan", "--choices", "gold,silver").code == 0
    hermes("edit", acme, "custom.Seats=1,200", "custom.plan=GOLD")
    assert hermes("show", acme, "--json").json["custom"] == {"seats": 1200, "plan": "gold"}
    wrong = hermes("edit", acme, "custom.plan=bronze")
    assert (wrong.code, wrong.err) == (2, "custom.plan has no choice `bronze`; there are gold, silver.\n")
    assert hermes("count", "custom.seats>1000 custom.plan:gold").out == "1\n"
    assert hermes("field", "list", "--json").json == [
        {"name": "seats", "kind": "number", "choices": [], "leads": 1, "declared": True},
        {"name": "plan", "kind": "choice", "choices": ["gold", "silver"], "leads": 1, "declared": True},
    ]


def test_a_rename_moves_the_values_and_undo_moves_them_back(hermes: Hermes, acme: int) -> None:
    hermes("edit", acme, "custom.seats=40")
    hermes("field", "add", "seats", "--kind", "number")
    hermes("field", "edit", "seats", "--rename", "Seats sold")
    assert hermes("show", acme, "--json").json["custom"] == {"Seats sold": 40}
    hermes("undo")
    assert hermes("show", acme, "--json").json["custom"] == {"seats": 40}
    hermes("field", "rm", "seats", "--values")
    assert hermes("show", acme, "--json").json["custom"] == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["field", "edit", "seats"], "What is to be changed?"),
        (["field", "edit", "nix", "--kind", "date"], "No field `nix` is declared"),
        (["field", "add", "x", "--kind", "colour"], "there are text, number, date, choice"),
        (["field", "add", "x", "--kind", "choice"], "needs its choices"),
        (["field", "rm", "nix"], "No field `nix` is declared"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(hermes: Hermes, acme: int, words: list[str], said: str) -> None:
    answer = hermes(*words)
    assert answer.code in (1, 2, 3)
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_a_wide_file_comes_in_with_all_its_columns_and_goes_out_the_same(hermes: Hermes, wide: Path) -> None:
    hermes("field", "add", "total_visits", "--kind", "number")
    answer = hermes("import", str(wide), "--map", "custom.*=*", "--blank", "Select")
    assert "  blank: Select 6\n" in answer.err
    assert "  2 new fields: custom.city (text), custom.seen (date)\n" in answer.err
    assert "  line 14: custom.total_visits 'many' is no number; left empty\n" in answer.err
    assert answer.code == 0
    again = hermes("import", str(wide), "--map", "custom.*=*", "--blank", "Select", "--json").json
    assert (again["unchanged"], again["created"], len(again["left_empty"])) == (13, 0, 1)
    assert hermes("count", "custom.seen.before:2026-02-01").out == "3\n"
    first = hermes("list", "sort:-custom.total_visits", "--json").json[0]
    assert first["title"] == "D11"
    out = wide.with_name("out.csv")
    hermes("export", "--csv", "--exact", "--into", str(out))
    assert hermes("import", str(out), "--dry-run", "--json").json["fields"] == []
    hermes("undo")
    assert [field["name"] for field in hermes("field", "list", "--json").json] == ["total_visits"]


def test_a_name_of_wide_letters_stands_in_line(hermes: Hermes, acme: int) -> None:
    hermes("edit", acme, "custom.漢字=six", "custom.seat=seven")
    shown = hermes("show", acme).out
    assert "\n漢字    six\n" in shown
    assert "\nseat    seven\n" in shown
