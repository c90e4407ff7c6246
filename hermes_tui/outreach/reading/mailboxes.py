"""The mailboxes of the settings, each opened as what it is."""

from __future__ import annotations

import os
from collections.abc import Callable

from hermes_tui.outreach.reading.source import Source


def source_of(name: str, place: str, secret: Callable[[], str]) -> Source:
    """The mailbox at `place`: `imap(s)://…`, a folder (Maildir), or else a file (mbox); nothing is opened yet.

    `secret` is asked for the password of a server when it is connected to, not before. Raises UsageError for an
    address that is none.
    """
    if place.startswith(("imap://", "imaps://")):
        from hermes_tui.outreach.reading.imap import Imap

        return Imap(name, place, secret)
    path = os.path.expanduser(place)
    if os.path.isdir(path) or path.endswith(("/", os.sep)):
        from hermes_tui.outreach.reading.maildir import Maildir

        return Maildir(name, path)
    from hermes_tui.outreach.reading.mbox import Mbox

    return Mbox(name, path)
