"""The rates of other currencies, as the settings file says them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hermes_tui.config import load
from storage.errors import UsageError


@pytest.mark.parametrize(
    ("written", "rate"), [('"1.08"', "1.08"), ("1.08", "1.08"), ("2", "2"), ('"0.0000061"', "0.0000061")]
)
def test_a_rate_is_a_number_with_quotes_or_without(tmp_path: Path, written: str, rate: str) -> None:
    file = tmp_path / "hermes.toml"
    file.write_text(f"[rates]\nEUR = {written}\n")
    assert dict(load(file).rates) == {"EUR": rate}


@pytest.mark.parametrize(
    "written",
    ['EUR = "0"', "EUR = -1", 'EUR = "abc"', 'EUR = "1,08"', 'EUR = "nan"', 'EUR = "inf"', 'EUR = "1e400"',
     'EUR = "1e-400"', 'EUR = "1e12"', 'eur = "1.08"', 'EURO = "1.08"', 'USD = "1"', "EUR = true"],
)  # fmt: skip
def test_what_is_no_rate_is_refused_by_name(tmp_path: Path, written: str) -> None:
    """So that no amount at these rates is ever nothing, infinite or beyond what a float can hold."""
    file = tmp_path / "hermes.toml"
    file.write_text(f"[rates]\n{written}\n")
    with pytest.raises(UsageError, match="rates"):
        load(file)
