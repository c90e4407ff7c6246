"""E-mail addresses and phone numbers as they are stored: checked, and written in one way however they were typed."""

from __future__ import annotations

import re
from typing import NamedTuple

from storage.clean import clean
from storage.errors import UsageError

_LINE_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ANGLED = re.compile(r"[^<>]*<([^<>]*)>$")
_COUNTRY_CODE = re.compile(r"\s*(?:tel:)?\s*[+＋]")
# Names that no mail server on the open net may have, but a company's own may (RFC 6761 and mDNS).
_INNER_NAMES = "special-use"
_STAND_IN = ".example"


class Phone(NamedTuple):
    """`number` is E.164, with ` ext. 12` where it has an extension; as typed where `known` is False."""

    number: str
    known: bool


def normal_email(text: str) -> str:
    """The address that `text` is, in lower case, its domain in readable letters: `Ann <ANN@Acme.COM>` → `ann@acme.com`.

    Empty for an empty text. Syntax is checked, nothing is looked up. Raises UsageError, in one sentence, also for
    a line break within, which would be a header of its own in a mail.
    """
    if _LINE_BREAK.search(text):
        raise UsageError(f"The e-mail address `{clean(text)}` has a line break in it; nothing was changed.")
    plain = clean(text)
    angled = _ANGLED.fullmatch(plain)
    plain = (angled[1] if angled else plain).removeprefix("mailto:").strip()
    if not plain:
        return ""
    from email_validator import EmailNotValidError

    try:
        return clean(_checked(plain).lower())
    except EmailNotValidError as error:
        reason = str(error).rstrip(".").replace(". ", ", ")
        reason = reason[:1].lower() + reason[1:]
        raise UsageError(
            f"`{plain}` is no e-mail address, which has the form name@domain: {reason}; nothing was changed."
        ) from None


def _checked(address: str) -> str:
    from email_validator import EmailSyntaxError, validate_email

    def check(text: str) -> str:
        return validate_email(text, check_deliverability=False, allow_quoted_local=True).normalized

    try:
        return check(address)
    except EmailSyntaxError as error:
        domain = address.rpartition("@")[2]
        if _INNER_NAMES not in str(error) or "." not in domain:
            raise
        return check(address + _STAND_IN).removesuffix(_STAND_IN)


def normal_phone(text: str, region: str = "") -> str:
    """The number that `text` is, as E.164; what no library can read stays as it was typed. Never raises.

    `region` (`US`, `DE`) is where numbers without a country code are dialled; without one they stay as typed.

    >>> normal_phone("(415) 555-2671 ext. 9", "US"), normal_phone("+49 30 1234567"), normal_phone("the front desk")
    ('+14155552671 ext. 9', '+49301234567', 'the front desk')
    """
    return read_phone(text, region).number


def read_phone(text: str, region: str = "") -> Phone:
    """The number that `text` is, and whether it could be read."""
    plain = clean(text)
    if not plain:
        return Phone("", True)
    import phonenumbers

    try:
        number = phonenumbers.parse(plain, region or None)
    except phonenumbers.NumberParseException:
        return Phone(plain, False)
    # A country code says what is meant even in a range that is not given out; a bare `12` may be a desk's extension.
    abroad = _COUNTRY_CODE.match(plain) is not None
    if abroad:
        # Not is_possible_number, which takes +1 555 0100 too: a town's own number, behind a country code.
        reason = phonenumbers.is_possible_number_with_reason(number)
        fits = reason == phonenumbers.ValidationResult.IS_POSSIBLE
    else:
        fits = phonenumbers.is_valid_number(number)
    if not fits:
        return Phone(plain, False)
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(f"{written} ext. {number.extension}" if number.extension else written, True)
