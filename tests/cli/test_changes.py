"""A rep asks in the shell what has changed since a day."""

from __future__ import annotations

from tests.cli.conftest import Hermes


def _week(hermes: Hermes) -> tuple[int, int]:
    old = int(hermes("add", "title=Old", "company=Acme", "value=1000", "currency=USD", "--at", "30d").out)
    new = int(hermes("add", "title=New", "company=Bolt", "value=500", "currency=USD", "--at", "2d").out)
    hermes("stage", old, "negotiating", "--at", "20d")
    hermes("stage", old, "won", "--at", "1d")
    return old, new


def test_the_last_week_is_told_by_sums_and_by_name(hermes: Hermes) -> None:
    old, new = _week(hermes)
    told = hermes("changes")
    assert "What changed since Mon 15 Jun" in told.err
    lines = [line.split() for line in told.out.splitlines()]
    assert ["Open", "at", "the", "start", "1", "1,000", "USD"] in lines
    assert ["Open", "at", "the", "end", "1", "500", "USD"] in lines
    assert [str(old), "Acme", "won", "Negotiating", "→", "Won", "1,000", "USD"] in lines
    assert [str(new), "Bolt", "created", "New", "500", "USD"] in lines


def test_json_names_every_deal_of_a_change(hermes: Hermes) -> None:
    old, new = _week(hermes)
    found = hermes("changes", "--since", "7d", "--json").json
    assert found["since"] == "2026-06-15T09:00:00Z"
    assert found["won"] == {
        "n": 1, "values": [{"currency": "USD", "sum": 1000, "n": 1}],
        "leads": [{"id": old, "from": "Negotiating", "to": "Won", "value": 1000, "currency": "USD"}],
    }  # fmt: skip
    assert [lead["id"] for lead in found["created"]["leads"]] == [new]
    assert found["gone"] == []
    assert hermes("changes", "--as-of", "2026-06-20", "--json").json["won"]["n"] == 0


def test_a_filter_narrows_it_and_one_that_matches_nobody_says_so(hermes: Hermes) -> None:
    _week(hermes)
    assert hermes("changes", "bolt", "--json").json["won"]["n"] == 0
    assert hermes("changes", "nobody").code == 3
    assert hermes("changes", "--since", "whenever").code == 2
