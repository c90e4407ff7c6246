"""`hermes doctor` on outreach: whether messages can go out, looked at without opening a socket unless asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hermes_tui.outreach.finding import Finding

if TYPE_CHECKING:
    from datetime import tzinfo

    from hermes_tui.config import Settings

_NEED_NO_ADDRESS = ("mailto", "clipboard")  # the program that the text goes into knows its own


def outreach(settings: Settings, zone: tzinfo, *, connect: bool) -> Iterator[Finding]:
    """The rep's own address and the way out of the settings; `connect` (`--mail`) also asks the mail server."""
    from hermes_tui.outreach.ways.choosing import way_of

    way = way_of(settings, zone)
    if settings.email or way.name not in _NEED_NO_ADDRESS:
        yield _own_address(settings.email)
    yield from way.check(connect=connect)


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
