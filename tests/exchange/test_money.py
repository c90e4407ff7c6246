"""A column of amounts is read under the one decimal convention that fits it, or is asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.money import Ambiguous, Amount, Reading, read_amount, read_column


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("$22,700.00", 2_270_000, "USD"),
        ("1.234,50 €", 123_450, "EUR"),
        ("$342.09K", 34_209_000, "USD"),
        ("1.2M", 120_000_000, None),
        ("USD 5k", 500_000, "USD"),
        ("(500)", -50_000, None),
        ("-$5", -500, "USD"),
        ("5 -", -500, None),
        ("1054", 105_400, None),
        ("1,234", 123_400, None),
        ("$1,234", 123_400, "USD"),
        ("CHF 1'234.50", 123_450, "CHF"),
        ("1 234,50", 123_450, None),
        ("₹12,34,567.50", 123_456_750, "INR"),
        ("£1.5m", 150_000_000, "GBP"),
        ("1e5", 10_000_000, None),
        (".5", 50, None),
        ("¥5000", 500_000, "JPY"),
    ],
)
def test_the_usual_ways_to_write_an_amount(text: str, minor: int, currency: str | None) -> None:
    found = read_column([text])
    assert isinstance(found, Reading)
    assert found.values[text] == Amount(minor, currency)


@pytest.mark.parametrize(
    "text",
    ["abc", "$", "12 apples", "FOO 5", "5 USD EUR", "(-5)", "1,2,3", "1.2.3,4", "--5", "10%", "nan", "inf", "9" * 40],
)
def test_a_number_that_is_no_number(text: str) -> None:
    found = read_column([text, "5"])
    assert isinstance(found, Reading)
    assert found.values[text] is None


def test_one_value_settles_the_decimals_of_the_whole_column() -> None:
    for column, minor in ((["1.234", "12.5"], 123), (["1.234", "1.234.567"], 123_400), (["1.234", "5,50"], 123_400)):
        found = read_column(column)
        assert isinstance(found, Reading)
        assert found.values["1.234"] == Amount(minor, None)


def test_a_bare_thousand_with_a_dot_is_asked_about() -> None:
    found = read_column(["1.234", "5.678"])
    assert isinstance(found, Ambiguous)
    assert found == Ambiguous("1.234", (("dot", "1.23"), ("comma", "1234")))
    asked = read_column(["1.234"], "comma")
    assert isinstance(asked, Reading)
    assert asked.values["1.234"] == Amount(123_400, None)


def test_a_mixed_column_is_asked_about() -> None:
    assert isinstance(read_column(["1,234.50", "1.234,50"]), Ambiguous)


def grouped(whole: int, group: str) -> str:
    return f"{whole:,}".replace(",", group)


@given(st.integers(0, 10**12), st.sampled_from([("dot", ",", "."), ("comma", ".", ","), ("comma", " ", ",")]))
def test_what_a_convention_writes_it_reads_back(minor: int, way: tuple[str, str, str]) -> None:
    name, group, mark = way
    text = f"{grouped(minor // 100, group)}{mark}{minor % 100:02}"
    found = read_column([text])
    assert isinstance(found, Reading)
    assert found.format == name
    assert found.values[text] == Amount(minor, None)


@given(st.text(max_size=12), st.sampled_from(["dot", "comma"]))
def test_any_text_is_an_amount_or_none(text: str, convention: str) -> None:
    found = read_amount(text, convention)
    assert found is None or abs(found.minor) <= 2**62
