"""A letter as any program reads the mail that it makes."""

from __future__ import annotations

from datetime import tzinfo
from email import message_from_bytes, policy
from email.message import EmailMessage

from hermes_tui.outreach.mail.composing import as_bytes
from hermes_tui.outreach.mail.letter import Letter


def as_email(letter: Letter, zone: tzinfo, *, flowed: bool = True) -> EmailMessage:
    """The mail, read by the standard library."""
    return message_from_bytes(as_bytes(letter, zone, flowed=flowed), policy=policy.default.clone(refold_source="none"))
