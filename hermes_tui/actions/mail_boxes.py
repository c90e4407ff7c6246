"""The mailboxes that the settings name, ready to be read."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import unquote, urlsplit

from hermes_tui.actions.mail_reckoning import Box
from storage.errors import UsageError


def boxes_of(mail: Mapping[str, str], secret_spec: str = "", names: Sequence[str] = ()) -> list[Box]:
    """The mailboxes of the setting `mail` (name → place), or those of these names; nothing is opened yet.

    `secret_spec` says where the password of a server is (the setting `mail_secret`); it is asked for when needed.
    Raises UsageError where none is set, for a name that none has, and for a place that is none.
    """
    from hermes_tui.outreach.reading.mailboxes import source_of
    from hermes_tui.outreach.secrets import secret

    if not mail:
        raise UsageError(
            "There is no mailbox in the settings; name one first: "
            "`hermes config set mail.home ~/Mail` for a Maildir or an mbox file, or imaps://you@host/INBOX."
        )
    unknown = next((name for name in names if name not in mail), None)
    if unknown is not None:
        raise UsageError(f"There is no mailbox `{unknown}` in the settings; there are {', '.join(mail)}.")
    found = []
    for name in dict.fromkeys(names) or mail:
        place = mail[name] if "://" in mail[name] else os.path.abspath(os.path.expanduser(mail[name]))
        source = source_of(name, mail[name], partial(secret, secret_spec, _user(mail[name]), setting="mail_secret"))
        found.append(Box(name, type(source).__name__.lower(), place, source))
    return found


def _user(place: str) -> str:
    """The name that a server's address has before its host."""
    return unquote(urlsplit(place).username or "") if "://" in place else ""
