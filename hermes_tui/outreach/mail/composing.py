"""From a letter to an e-mail as RFC 5322, 2045, 2047 and 3676 want it."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from hermes_tui import __version__
from hermes_tui.outreach.mail import body
from hermes_tui.outreach.mail.addresses import wire_address
from hermes_tui.outreach.mail.headers import ids_header, message_ids, person_header, thread_ids, words_header
from hermes_tui.outreach.mail.letter import Letter
from hermes_tui.outreach.ways.faults import SendRefused

if TYPE_CHECKING:
    pass

__all__ = ["Letter", "as_bytes", "new_message_id", "sender_address"]

_NO_DOMAIN = "hermes.invalid"  # RFC 2606: nobody's


def new_message_id(from_address: str, unique: str) -> str:
    """The Message-ID `<…@domain>` of the message that `unique` names: the same words give the same id.

    Nothing of `unique` can be read back from it. `domain` is the sender's, as others have no right to another.
    """
    from base64 import b32encode
    from hashlib import sha256

    mark = b32encode(sha256(f"{from_address}\n{unique}".encode()).digest()[:20]).decode().lower()
    try:
        domain = wire_address(from_address, utf8=True).rpartition("@")[2]
    except SendRefused:
        domain = _NO_DOMAIN
    return f"<hermes.{mark}@{domain}>"


def sender_address(letter: Letter, *, utf8: bool = False) -> str:
    """The rep's own address as a server wants it. Raises SendRefused, with `stop`: no other letter could go either."""
    if not letter.from_address:
        raise SendRefused(
            "Hermes does not know your address; nothing was sent. Tell it once: `hermes config set email YOU@DOMAIN`.",
            stop=True,
        )
    try:
        return wire_address(letter.from_address, utf8=utf8)
    except SendRefused as fault:
        raise SendRefused(f"Your own address cannot be used. {fault}", stop=True) from None


def as_bytes(
    letter: Letter,
    zone: tzinfo,
    *,
    flowed: bool = True,
    utf8: bool = False,
    unsent: bool = False,
    newline: str = "\n",
) -> bytes:
    """The e-mail as it is stored (`newline` "\\n") or sent ("\\r\\n"), its Date in `zone`.

    `flowed`: format=flowed, else wrapped at 72. `utf8`: the way carries addresses outside ASCII (RFC 6531). `unsent`:
    mail programs open it as a draft. Whatever is in the letter, there is one From and one To, no Cc and no Bcc.
    Raises SendRefused for an address that is none and for an id that is none.
    """
    text = body.encoded(body.flowed(letter.body) if flowed else body.wrapped(letter.body))
    style = "; format=flowed; delsp=no" if flowed else ""
    lines = [
        *_head(letter, zone, utf8),
        *(["X-Unsent: 1"] if unsent else []),
        f"User-Agent: Hermes/{__version__}",
        "MIME-Version: 1.0",
        f"Content-Type: text/plain; charset={'us-ascii' if text.encoding == '7bit' else 'utf-8'}{style}",
        f"Content-Transfer-Encoding: {text.encoding}",
    ]
    return ("\n".join(lines) + "\n\n" + text.lines).replace("\n", newline).encode()


def _head(letter: Letter, zone: tzinfo, utf8: bool) -> list[str]:
    from email.utils import format_datetime

    own_id = message_ids(letter.message_id)
    if len(own_id) != 1 or own_id[0] != letter.message_id:
        raise SendRefused("This message has no id of its own, so that it could go out twice; nothing was sent.")
    head = [
        f"Date: {format_datetime(datetime.fromtimestamp(letter.at // 1000, zone))}",
        person_header("From", letter.from_name, sender_address(letter, utf8=utf8)),
        person_header("To", letter.to_name, wire_address(letter.to_address, utf8=utf8)),
        words_header("Subject", letter.subject),
        ids_header("Message-ID", own_id),
    ]
    answered = message_ids(letter.in_reply_to)[-1:]
    thread = thread_ids(letter.in_reply_to, letter.refs)
    head += [ids_header("In-Reply-To", answered)] if answered else []
    head += [ids_header("References", thread)] if thread else []
    return head
