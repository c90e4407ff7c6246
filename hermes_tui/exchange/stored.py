"""From a file's own words for people's addresses and numbers to what is stored of them."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from hermes_tui.exchange.addresses import normal_email
from hermes_tui.exchange.columns import EMAIL
from hermes_tui.exchange.convert import Values
from hermes_tui.exchange.people import People
from hermes_tui.exchange.phones import read_column
from storage.errors import UsageError


class Unread(NamedTuple):
    """How many phone numbers or e-mails no library can read, and the first of them: its place, its words."""

    number: int
    place: int
    text: str


# Of such addresses, one a line, `normal_email` changes none or refuses it: a whole file of them loads no library.
# Before the @ any letters may be, but in lower case and composed.
_PLAIN = re.compile(r"""(?:[^\x00- "(),:;<>@A-Z\[\\\]\x7f]++@[a-z0-9.-]++(?:\n|$))++""")
_ENCODED = "xn--"


def as_stored(people: People, region: str) -> tuple[People, Unread | None]:
    """People in a file's words, with e-mails and phones as they are stored, the words beside where they differ.

    `region` is where numbers without a country code are dialled. What cannot be read stays in its words.
    """
    unread = None
    if any(people.email):
        emails, typed = _emails(people.email, people.email_typed)
        people = people._replace(email=emails, email_typed=typed)
    if any(people.phone):
        read = read_column(filter(None, people.phone), region)
        phones = [read[text].number if text else None for text in people.phone]
        typed = [text if text != phone else None for text, phone in zip(people.phone, phones, strict=True)]
        unknown = {text for text, phone in read.items() if not phone.known}
        if unknown:
            places = [place for place, text in enumerate(people.phone) if text in unknown]
            unread = Unread(len(places), places[0], people.phone[places[0]])
        people = people._replace(phone=phones, phone_typed=typed)
    return people, unread


def _emails(words: Values, typed: Values) -> tuple[Values, Values]:
    if _is_plain("\n".join(filter(None, words))):
        return words, typed
    memo = {text: stored_email(text) for text in set(words) if text}
    emails = [text and memo[text] for text in words]
    rows = zip(words, emails, typed, strict=True)
    return emails, [written or (text if text != email else None) for text, email, written in rows]


def odd_emails(words: Values) -> Unread | None:
    """The e-mails that are no addresses, which stay in their words; None where all may be some."""
    if _is_plain("\n".join(filter(None, words))):
        return None
    odd = {text for text in set(words) if text and not EMAIL.match(text) and not _is_address(text)}
    places = [place for place, text in enumerate(words) if text in odd]
    return Unread(len(places), places[0], words[places[0]]) if places else None


def _is_address(text: str) -> bool:
    try:
        return bool(normal_email(text))
    except UsageError:
        return False


def stored_email(text: str) -> str:
    """How the e-mail that a file was read to name is stored; what is no address stays as it is."""
    if _is_plain(text) or "@" not in text:
        return text
    try:
        return normal_email(text)
    except UsageError:
        return text


def _is_plain(lines: str) -> bool:
    if _PLAIN.fullmatch(lines) is None or _ENCODED in lines:
        return False
    return lines.isascii() or (lines == lines.lower() and unicodedata.is_normalized("NFC", lines))
