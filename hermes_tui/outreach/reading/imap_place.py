"""Where an IMAP folder is: the URL of the settings taken apart, and the folder's name as servers write it."""

from __future__ import annotations

import binascii
import ipaddress
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from storage.errors import UsageError


class ImapPlace(NamedTuple):
    """A folder on a server."""

    host: str
    port: int
    user: str
    folder: str
    encrypted: bool  # TLS from the first byte
    loopback: bool


def imap_place(url: str) -> ImapPlace:
    """The parts of `imaps://user@host[:port]/FOLDER`; INBOX where no folder is named, %40 for an @ in the user.

    Raises UsageError where a part is missing or a password stands in it.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UsageError(f"{url!r} is no address of a mailbox; imaps://you%40firm.example@host/INBOX is one.") from None
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise UsageError("A mailbox on a server is written imaps://you%40firm.example@host/INBOX.")
    if parts.password is not None:
        raise UsageError("A password does not belong in the address of a mailbox; mail_secret says where it is kept.")
    encrypted = parts.scheme == "imaps"
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if any(sign < " " or sign == "\x7f" for sign in folder + unquote(parts.username)):
        raise UsageError("The address of a mailbox has a control character in it.")
    return ImapPlace(
        parts.hostname, port or (993 if encrypted else 143), unquote(parts.username), folder, encrypted,
        _is_loopback(parts.hostname),
    )  # fmt: skip


def folder_name(folder: str) -> str:
    """A folder's name as a quoted string in the server's own UTF-7 (RFC 3501, 5.1.3).

    >>> folder_name("Entwürfe & mehr")
    '"Entw&APw-rfe &- mehr"'
    """
    done: list[str] = []
    odd: list[str] = []
    for sign in (*folder, ""):
        if sign and not " " <= sign <= "~":
            odd.append(sign)
            continue
        if odd:
            encoded = binascii.b2a_base64("".join(odd).encode("utf-16-be"), newline=False).rstrip(b"=\n")
            done.append(f"&{encoded.decode().replace('/', ',')}-")
            odd = []
        done.append("&-" if sign == "&" else f"\\{sign}" if sign in '"\\' and sign else sign)
    return f'"{"".join(done)}"'


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
