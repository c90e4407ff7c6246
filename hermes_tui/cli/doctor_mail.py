"""`hermes doctor` on mail: whether it can go out and be read, looked at without opening a socket unless asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from hermes_tui.outreach.finding import Finding

if TYPE_CHECKING:
    from datetime import tzinfo

    from hermes_tui.config import Settings

_NEED_NO_ADDRESS = ("mailto", "clipboard")  # the program that the text goes into knows its own


def outreach(settings: Settings, zone: tzinfo, *, connect: bool) -> Iterator[Finding]:
    """The rep's own address, the way out and the mailboxes of the settings; `connect` (`--mail`) asks servers too."""
    from hermes_tui.outreach.ways.choosing import way_of

    way = way_of(settings, zone)
    if settings.email or way.name not in _NEED_NO_ADDRESS:
        yield _own_address(settings.email)
    yield from way.check(connect=connect)
    for name, place in settings.mail.items():
        yield from _mailbox(settings, name, place, connect)


def _own_address(email: str) -> Finding:
    from hermes_tui.outreach.mail.addresses import wire_address
    from hermes_tui.outreach.ways.faults import SendRefused

    mend = "hermes config set email YOU@DOMAIN"
    if not email:
        return Finding("your address", False, "not known, and mail needs one", mend)
    try:
        wire_address(email, utf8=True)
    except SendRefused:
        return Finding("your address", False, f"{email} is no e-mail address", mend)
    return Finding("your address", True, email)


def _mailbox(settings: Settings, name: str, place: str, connect: bool) -> Iterator[Finding]:
    """Whether a mailbox can be read: its first message is looked for, and nothing of it kept."""
    from hermes_tui.outreach.reading.mailboxes import source_of
    from hermes_tui.outreach.secrets import check_secret, secret
    from storage.errors import HermesError

    def password() -> str:
        return secret(settings.mail_secret, unquote(urlsplit(place).username or ""), setting="mail_secret")

    what = f"mailbox {name}"
    try:
        source = source_of(name, place, password)
        if place.startswith(("imap://", "imaps://")) and not connect:
            yield check_secret(settings.mail_secret, "mail_secret")
            yield Finding(what, True, f"{place}, not asked now", "hermes doctor --mail")
            return
        empty = next(source.pieces({}), None) is None
    except HermesError as fault:
        yield Finding(what, False, str(fault).rstrip("."), "hermes config edit")
    else:
        yield Finding(what, True, f"{place} can be read" + (", and is empty" if empty else ""))
