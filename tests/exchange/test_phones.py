"""A column of numbers is read as each would be by itself, only faster, and without a library where none is one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.addresses import read_phone
from hermes_tui.exchange.phones import read_column
from storage.clean import clean

REGIONS = (
    "",
    "US",
    "CA",
    "DE",
    "GB",
    "GG",
    "IT",
    "FR",
    "ES",
    "BR",
    "MX",
    "AR",
    "AU",
    "CH",
    "JP",
    "RU",
    "KZ",
    "IN",
    "XX",
)
DIGITS = st.text("0123456789 -./()", max_size=14)
TYPES = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE)


def example(region: str, kind: int, shape: int) -> str:
    number = phonenumbers.example_number_for_type(region, kind)
    return phonenumbers.format_number(number, shape) if number else "12"


EXAMPLES = st.builds(example, st.sampled_from(REGIONS[1:-1]), st.sampled_from(TYPES), st.integers(0, 3))


def mistyped(text: str, place: int, mark: str) -> str:
    """The number with one character more."""
    return text[: place % (len(text) + 1)] + mark + text[place % (len(text) + 1) :]


NUMBERS = (
    EXAMPLES
    | st.builds("{}{}{}".format, EXAMPLES, st.sampled_from([" x", "x", " ext. ", "ext"]), st.integers(0, 10**7))
    | st.builds(mistyped, EXAMPLES, st.integers(0, 20), st.sampled_from("0123456789+ -()/x"))
    | st.builds(
        str.__add__, st.sampled_from(["", "+", "+1", "1", "+49", "0", "00", "(0", "+390", "+44 (0)", "8"]), DIGITS
    )
    | st.text(max_size=12)
)


@given(st.lists(NUMBERS.map(clean), max_size=12), st.sampled_from(REGIONS))
def test_every_number_of_a_column_is_what_it_is_by_itself(texts: list[str], region: str) -> None:
    assert read_column(texts, region) == {text: read_phone(text, region) for text in texts}


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("+1 (415) 555-2671", ""), ("(415) 555-2671", "US"), ("1-415-555-2671", "US"), ("030 / 123 45 67", "DE"),
        ("415.555.2671x12", "US"), ("(415) 555-2671 ext. 12", "US"),
    ],
)  # fmt: skip
def test_numbers_as_most_people_write_them_are_read_without_parsing_each(
    typed: str, region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phonenumbers.parse", None)
    assert read_column([typed], region)[typed].known


def test_no_library_is_loaded_where_no_text_can_be_a_number() -> None:
    script = """if True:
        import sys
        from hermes_tui.exchange.mapping import ColumnMap
        from hermes_tui.exchange.plan import plan
        from hermes_tui.exchange.tables import read_bytes
        plan(read_bytes(b"Deal,Contact Name,Email,Phone\\nERP,Ann,Ann@Acme.co,030 1234567\\n"), ColumnMap())
        print(*{"phonenumbers", "email_validator"} & sys.modules.keys())
    """
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
