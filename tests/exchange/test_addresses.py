"""However a rep types an address or a number, it is stored one way; one that cannot be read is refused or kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.addresses import normal_email, normal_phone, read_phone
from storage.clean import clean
from storage.errors import UsageError


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Ann@Acme.EXAMPLE", "ann@acme.example"),
        (" Ann Lee <ann@acme.example> ", "ann@acme.example"),
        ("mailto:ann+crm@acme.example", "ann+crm@acme.example"),
        ("jörg@müller.de", "jörg@müller.de"),
        ("jorg@xn--mller-kva.de", "jorg@müller.de"),
        ("用户@例子.广告", "用户@例子.广告"),
        ("Jo\u0308rg@x.de", "j\u00f6rg@x.de"),
        ("ann@mail.acme.local", "ann@mail.acme.local"),
        ('"ann lee"@acme.example', '"ann lee"@acme.example'),
        ("", ""),
    ],
)
def test_an_address_is_stored_in_one_way(typed: str, stored: str) -> None:
    assert normal_email(typed) == stored
    assert normal_email(stored) == stored


@pytest.mark.parametrize(
    "typed",
    ["ann", "ann@", "@acme.example", "ann@localhost", "ann@acme", "ann@@acme.example", "a..b@acme.example", "ann@-x.de",
     "ann@acme.example, bob@acme.example", "ann lee@acme.example", "a" * 300 + "@x.de"],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_one_sentence(typed: str) -> None:
    with pytest.raises(UsageError, match="is no e-mail address") as refused:
        normal_email(typed)
    said = str(refused.value)
    assert said.endswith("nothing was changed.")
    assert ". " not in said.replace(typed, "")


@pytest.mark.parametrize("typed", ["ann@x.de\nBcc: all@x.de", "ann@x.de\r\n", "ann\u2028@x.de", "\nann@x.de"])
def test_a_line_break_in_an_address_is_a_header_of_somebody_elses_and_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="line break in it; nothing was changed"):
        normal_email(typed)


@pytest.mark.parametrize(
    ("typed", "region", "stored"),
    [
        ("+49 30 1234567", "", "+49301234567"),
        ("030 / 123 45 67", "DE", "+49301234567"),
        ("0049 30 1234567", "DE", "+49301234567"),
        ("+44 (0)20 7946 0018", "DE", "+442079460018"),
        ("(415) 555-2671 ext. 123", "US", "+14155552671 ext. 123"),
        ("tel:+1-415-555-2671;ext=5", "", "+14155552671 ext. 5"),
        ("٠٣٠١٢٣٤٥٦٧", "DE", "+49301234567"),
        ("+1 555 010 9999", "", "+15550109999"),
    ],
)
def test_a_number_is_stored_as_it_is_dialled_from_anywhere(typed: str, region: str, stored: str) -> None:
    assert read_phone(typed, region) == (stored, True)
    assert normal_phone(stored) == stored


@pytest.mark.parametrize(
    ("typed", "region"),
    [("030 1234567", ""), ("12", "DE"), ("call the front desk", "US"), ("415-555-2671 / 2672", "US"),
     ("+49 30 1234567, +49 171 1234567", "DE"), ("+4930123456789012345678", ""), ("030 1234567", "XX"),
     ("+1 555 0100", "US")],
)  # fmt: skip
def test_a_number_that_cannot_be_read_stays_as_typed(typed: str, region: str) -> None:
    assert read_phone(typed, region) == (typed, False)


@given(st.text(), st.sampled_from(["", "US", "DE"]))
def test_any_text_gives_a_number_or_stays(text: str, region: str) -> None:
    found = read_phone(text, region)
    assert found.known or found.number == clean(text)
    assert normal_phone(found.number, region) == found.number


@given(st.text() | st.emails())
def test_any_text_is_an_address_or_refused_with_a_sentence(text: str) -> None:
    try:
        found = normal_email(text)
    except UsageError:
        return
    assert normal_email(found) == found == clean(found)
