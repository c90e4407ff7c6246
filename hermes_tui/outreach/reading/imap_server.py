"""A folder opened at an IMAP server so that nothing in it can change; every way in which that fails is a sentence."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from hermes_tui.outreach.reading.faults import MailboxFault
from hermes_tui.outreach.reading.heads import WANTED
from hermes_tui.outreach.reading.imap_place import ImapPlace, folder_name

_WHOLE_CAP = 2_000_000  # bytes of a message that are fetched: its text comes first
_UID = re.compile(rb"\bUID (\d+)")
_FIELDS = " ".join(sorted(name.upper() for name in WANTED))

_Given = TypeVar("_Given")


class ImapFolder:
    """One folder, examined (RFC 3501, 6.3.2), over a connection that is closed when nobody holds it any more.

    `validity` is its UIDVALIDITY, `beyond` the UID after its last message's. Once the connection has failed, whatever
    is asked of it fails at once with the same sentence: a dead server is not waited for again and again.
    """

    def __init__(self, place: ImapPlace, secret: Callable[[], str], timeout: float) -> None:
        self._place = place
        self._timeout = timeout
        self._failed = ""
        self._server: imaplib.IMAP4 | None = None
        self._server = self._named(lambda: self._opened(secret), "")
        self.validity, self.beyond = self._named(self._examined)

    def __del__(self) -> None:
        if self._server is not None:
            with suppress(OSError):
                self._server.shutdown()

    def uids(self, first: int, last: int) -> list[int]:
        """The UIDs from `first` to `last` that are there, ascending."""
        answer = self._asked("SEARCH", f"UID {first}:{last}")
        found = {int(uid) for line in answer if isinstance(line, bytes) for uid in line.split()}
        return sorted(uid for uid in found if first <= uid <= last)

    def heads(self, uids: Sequence[int]) -> dict[int, bytes]:
        """UID → the fields of its head that heads.py reads; one that was expunged since is not among them."""
        if not uids:
            return {}
        return _literals(self._asked("FETCH", ",".join(map(str, uids)), f"(UID BODY.PEEK[HEADER.FIELDS ({_FIELDS})])"))

    def whole(self, uid: int) -> bytes | None:
        """A message, at most _WHOLE_CAP bytes of it; None where it was expunged since."""
        return _literals(self._asked("FETCH", str(uid), f"(UID BODY.PEEK[]<0.{_WHOLE_CAP}>)")).get(uid)

    def _asked(self, command: str, *words: str) -> list[Any]:
        assert self._server is not None
        server = self._server
        return self._named(lambda: _answered(server.uid(command, *words)))

    def _opened(self, secret: Callable[[], str]) -> imaplib.IMAP4:
        place = self._place
        trusted = ssl.create_default_context()
        server: imaplib.IMAP4
        if place.encrypted:
            server = imaplib.IMAP4_SSL(place.host, place.port, ssl_context=trusted, timeout=self._timeout)
        else:
            server = imaplib.IMAP4(place.host, place.port, timeout=self._timeout)
        try:
            if not (place.encrypted or place.loopback):
                if "STARTTLS" not in server.capabilities:
                    raise MailboxFault(
                        f"{place.host} offers no encryption, so the password was not sent; use imaps:// instead."
                    )
                server.starttls(trusted)
            self._log_in(server, secret())
        except BaseException:
            with suppress(OSError):
                server.shutdown()
            raise
        return server

    def _log_in(self, server: imaplib.IMAP4, secret: str) -> None:
        user = self._place.user
        try:
            if "AUTH=PLAIN" in server.capabilities:
                server.authenticate("PLAIN", lambda _: f"\0{user}\0{secret}".encode())
            else:
                server.login(_quoted(user), secret)
        except imaplib.IMAP4.abort:
            raise
        except (imaplib.IMAP4.error, UnicodeError) as error:
            raise MailboxFault(
                f"{self._place.host} refuses {user} ({_words(error)}); mend mail_secret, some services want a password "
                "made for this program."
            ) from error

    def _examined(self) -> tuple[int, int]:
        server = self._server
        assert server is not None
        kind, answer = server.select(folder_name(self._place.folder), readonly=True)
        if kind != "OK":
            raise MailboxFault(f"{self._place.host} has no folder {self._place.folder} to read ({_first(answer)}).")
        validity = _number(server.response("UIDVALIDITY")[1])
        beyond = _number(server.response("UIDNEXT")[1])
        if not beyond:  # a server need not say it
            last = _answered(server.uid("SEARCH", "UID *"))
            beyond = 1 + max((int(uid) for line in last if isinstance(line, bytes) for uid in line.split()), default=0)
        return validity, beyond

    def _named(self, work: Callable[[], _Given], kept: str = "; what was read before is kept") -> _Given:
        """What `work` gives; every way in which a server fails is a MailboxFault that says which."""
        if self._failed:
            raise MailboxFault(self._failed)
        try:
            return work()
        except (imaplib.IMAP4.error, OSError) as error:
            self._failed = f"{self._place.host} {self._why(error)}{kept}."
            raise MailboxFault(self._failed) from error

    def _why(self, error: Exception) -> str:
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"does not prove that it is {self._place.host} ({error.verify_message})"
        if isinstance(error, TimeoutError):
            return f"did not answer within {self._timeout:.0f} s"
        if isinstance(error, OSError):
            return f"cannot be reached ({error.strerror or error})"
        return f"broke off ({_words(error)})"


def _answered(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, parts = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(_first(parts))
    return parts


def _literals(parts: list[Any]) -> dict[int, bytes]:
    """UID → content, the UID said before it or after it."""
    found: dict[int, bytes] = {}
    for place, part in enumerate(parts):
        if not isinstance(part, tuple):
            continue
        following = parts[place + 1] if place + 1 < len(parts) and isinstance(parts[place + 1], bytes) else b""
        uid = _UID.search(part[0]) or _UID.search(following)
        if uid:
            found[int(uid[1])] = part[1]
    return found


def _number(answer: list[Any]) -> int:
    said = answer[0] if answer else None
    return int(said) if isinstance(said, bytes) and said.isdigit() else 0


def _first(parts: list[Any]) -> str:
    said = parts[0] if parts else b""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said or "no reason given")


def _quoted(user: str) -> str:
    """As imaplib quotes a password, and forgets to quote a user."""
    return '"' + user.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _words(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    return (said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said))[:200] or "no reason given"
