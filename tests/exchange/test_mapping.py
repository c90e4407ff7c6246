"""What the rep says about a file is checked at once, remembered in a file, and applied on top of the guesses."""

from __future__ import annotations

from pathlib import Path

import pytest

from hermes_tui.exchange.mapping import ColumnMap, complete, dump, from_options, load, resolve, unused_columns
from hermes_tui.exchange.stage_words import STAGES, read_stages
from hermes_tui.exchange.tables import Table, read_bytes
from storage.errors import HermesError, UsageError


@pytest.fixture
def table() -> Table:
    return read_bytes(b"id,account,product,close_value,region\n1,Acme,Rollout,500,north\n", "deals.csv")


def test_a_column_a_template_a_constant_and_nothing_can_be_mapped(table: Table) -> None:
    said = from_options(["title={account}: {product}", "source==Maven", "value=", "custom.region=region"])
    found = resolve(said, table)
    assert found["title"].pieces == (1, ": ", 2)
    assert found["source"].pieces == ("Maven",)
    assert found["custom.region"].column == 4
    assert "value" not in found
    assert found["company"].guessed == "name"
    assert unused_columns(table, found) == ["close_value"]


def test_columns_are_found_whatever_their_case(table: Table) -> None:
    assert resolve(from_options(["company=ACCOUNT"]), table)["company"].column == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["compani=account"], "did you mean 'company'?"),
        (["company=acount"], "did you mean 'account'?"),
        (["title={account} {produkt}"], "did you mean 'product'?"),
        (["company"], "--map field=column"),
        (["custom.=region"], "needs a name"),
    ],
)
def test_a_slip_of_the_pen_names_the_nearest(table: Table, words: list[str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(from_options(words), table)
    assert said in str(caught.value)


def test_unknown_formats_and_stages_name_the_nearest(table: Table) -> None:
    with pytest.raises(UsageError, match="did you mean 'mdy'"):
        from_options(date_formats=["closed_at=mdyy"])
    with pytest.raises(UsageError, match="did you mean 'NEGOTIATING'"):
        read_stages(["Haggling"], {"Haggling": "NEGOTIATNG"})


def test_a_mapping_is_saved_and_read_back_the_same(table: Table, tmp_path: Path) -> None:
    said = from_options(
        ['title="{account}" – {product}', "custom.Région=region"],
        ["Closed – Won=WON"],
        ["closed_at=dmy"],
        ["value=comma"],
        ["?", "\\N"],
    )
    file = tmp_path / "deals.toml"
    file.write_text(dump(complete(said, table)), "utf-8")
    again = load(file)
    assert again == complete(said, table)
    assert not again.guess
    assert {name: source.pieces for name, source in resolve(again, table).items()} == {
        name: source.pieces for name, source in resolve(said, table).items()
    }


@pytest.mark.parametrize(
    "text", ["fields = 5", "= no toml", "[fields]\ntitle = 5", "felds = {}", "[fields]\nnope = 'x'"]
)
def test_a_broken_mapping_file_is_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "deals.toml"
    file.write_text(text)
    with pytest.raises(HermesError):
        load(file)
    with pytest.raises(HermesError):
        load(tmp_path / "missing.toml")


def test_a_file_nothing_is_known_of_asks_for_a_mapping() -> None:
    with pytest.raises(UsageError, match="--map field=column"):
        resolve(ColumnMap(), read_bytes(b"foo,bar\n1,2\n"))


def test_stages_of_other_programs_are_known_and_the_reps_word_wins() -> None:
    usual = {
        "Closed Won": "WON", "closedlost": "LOST", "Prospecting": "NEW", "Engaging": "CONTACTED",
        "Qualification": "QUALIFIED", "Proposal/Price Quote": "PROPOSAL_SENT", "Negotiation/Review": "NEGOTIATING",
        "Meeting scheduled": "CALL_SCHEDULED",
        "follow-up 1": "FOLLOWUP_1", "NEGOTIATING": "NEGOTIATING", "Gewonnen": "WON", "Haggling": None,
    }  # fmt: skip
    assert read_stages(usual, {}) == usual
    assert read_stages(["Closed Won", "Haggling"], {"haggling": "Proposal sent", "closed won": "archived"}) == {
        "Closed Won": "ARCHIVED",
        "Haggling": "PROPOSAL_SENT",
    }
    assert all(read_stages([name], {})[name] == name for name in STAGES)
