"""A mail that was read: what was written, by whom, and whether a person wrote it."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

Kind = Literal["human", "out_of_office", "auto_reply", "bounce", "list"]


class Incoming(NamedTuple):
    """A mail as it may be stored: every text clean, ids as `<left@right>`, addresses in lower case."""

    message_id: str  # its own, or one made of its head, the same at each reading
    in_reply_to: str  # "" where it answers none
    references: tuple[str, ...]  # oldest first
    from_name: str
    from_address: str
    to: tuple[tuple[str, str], ...]  # (name, address), To then Cc
    subject: str
    at: int | None  # UTC ms; None where the mail does not say when
    kind: Kind
    text: str  # all that was written, quotes and signature with it
    words: str  # the writer's own: lines of `text`, without quotes, signature and disclaimers
    return_on: date | None  # of an out-of-office: the first day back, where it is sure
    bounced_ids: tuple[str, ...]  # of a bounce: the ids of the mail that came back
    bounced_addresses: tuple[str, ...]
    bounce_permanent: bool  # False: the address may be good (4.x.x, full, too large, refused as spam)
    bounce_reason: str  # the server's words, on one line
    reply_to: str  # an address, or ""
    attachments: tuple[str, ...]  # names of files, or their kinds
