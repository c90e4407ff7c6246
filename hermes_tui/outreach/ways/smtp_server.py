"""Which mail server a setting names, and how a connection to it is made private."""

from __future__ import annotations

from typing import NamedTuple

from hermes_tui.outreach.ways.faults import SendRefused

_FORM = "smtp://USER@HOST:587 or smtps://USER@HOST:465"
# Submission (RFC 6409) with STARTTLS, submissions (RFC 8314), and a relay on this machine.
_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


class Server(NamedTuple):
    """`kind` is "smtp" (STARTTLS before anything else), "smtps" or "smtp+plain" (this machine only)."""

    kind: str
    host: str
    port: int
    user: str

    @property
    def said(self) -> str:
        """The server as a rep reads it."""
        return f"{self.host}:{self.port}"


def read_server(url: str) -> Server:
    """The server that the setting `smtp` names. Raises SendRefused, which says what is wrong with it."""
    from urllib.parse import unquote, urlsplit

    if not url:
        raise _wrong("names no server")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _wrong("is no address of a server") from None
    if parts.scheme not in _PORTS or not host:
        raise _wrong("is no address of a server")
    if parts.password is not None:
        raise _wrong("holds a password, which belongs where `smtp_secret` says")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise _wrong("has more in it than a user, a server and a port")
    if parts.scheme == "smtp+plain" and not _on_this_machine(host):
        raise _wrong(f"would send mail and password unencrypted to {host}, which is done on this machine only")
    return Server(parts.scheme, host, port or _PORTS[parts.scheme], unquote(parts.username or ""))


def _wrong(how: str) -> SendRefused:
    return SendRefused(f"The setting `smtp` {how}; nothing was sent. It has the form {_FORM}.", stop=True)


def _on_this_machine(host: str) -> bool:
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
