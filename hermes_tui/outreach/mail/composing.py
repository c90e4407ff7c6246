"""From a letter to an e-mail as RFC 5322, 2045, 2047 and 3676 want it."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from hermes_tui.outreach.mail.letter import Letter

if TYPE_CHECKING:
    from email.message import EmailMessage

__all__ = ["Letter", "as_bytes", "as_email", "new_message_id"]


def new_message_id(from_address: str, unique: str) -> str:
    """The Message-ID `<…@domain>` of the message that `unique` names: the same words give the same id."""
    raise NotImplementedError


def as_email(letter: Letter, zone: tzinfo, *, flowed: bool = True) -> EmailMessage:
    """The e-mail that a letter is; its Date is in `zone`. Raises SendRefused for what no mail may carry."""
    raise NotImplementedError


def as_bytes(letter: Letter, zone: tzinfo, *, flowed: bool = True, newline: str = "\n") -> bytes:
    """The e-mail as it is stored (`newline` "\\n") or sent ("\\r\\n")."""
    raise NotImplementedError
