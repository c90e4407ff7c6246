"""What can be wrong with a mail or a mailbox, each a sentence."""

from __future__ import annotations

from storage.errors import HermesError


class Unreadable(HermesError):
    """One message that cannot be read; the others of its mailbox can."""


class MailboxFault(HermesError):
    """A mailbox that is not there, went away, or refuses; what was read of it before stays read."""
