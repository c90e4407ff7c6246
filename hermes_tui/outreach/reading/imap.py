"""A folder of an IMAP server, read only: EXAMINE and PEEK, so that not even \\Seen is set; opened when the rep asks."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import partial
from typing import Any

from hermes_tui.outreach.reading.faults import MailboxFault, Unreadable
from hermes_tui.outreach.reading.heads import WANTED, Head, head_of
from hermes_tui.outreach.reading.imap_place import folder_name, imap_place
from hermes_tui.outreach.reading.source import Piece, State

TIMEOUT = 30.0  # seconds for each answer
_BATCH = 200  # messages whose heads are asked for at once
_WINDOW = 20_000  # ids in one search: a server may refuse, and imaplib does, a line of a million characters
_WHOLE_CAP = 2_000_000  # bytes of a message that are fetched: its text comes first
_UID = re.compile(rb"\bUID (\d+)")
_FIELDS = " ".join(sorted(name.upper() for name in WANTED))


class Imap:
    """One folder of a server, `imaps://user@host/FOLDER`, or `imap://` with STARTTLS (without it on loopback only).

    A message's key is its UID under the folder's UIDVALIDITY. `state` holds both: where the server has numbered the
    folder anew, it is read from its start again.
    """

    def __init__(self, name: str, place: str, secret: Callable[[], str], *, timeout: float = TIMEOUT) -> None:
        self.name = name
        self._place = imap_place(place)
        self._secret = secret
        self._timeout = timeout

    def pieces(self, state: State, known: AbstractSet[str] = frozenset()) -> Iterator[Piece]:
        """The messages above the last UID read that are not `known`, in the order of their arrival.

        Raises MailboxFault where the server cannot be reached, refuses, is not who it says, or falls silent.
        """
        server = self._named(self._opened, "")
        try:
            validity, beyond = self._named(lambda: self._examined(server))
            if state.get("validity") != validity:
                state.clear()
                state.update(validity=validity, uid=0)
            first = begin = state["uid"] + 1
            while begin < beyond:
                end = min(begin + _WINDOW, beyond)
                uids = self._named(partial(_found, server, begin, end - 1))
                for at in range(0, len(uids), _BATCH):
                    yield from self._batch(server, uids[at : at + _BATCH], state, known, (first, beyond))
                begin = end
                state["uid"] = max(state["uid"], end - 1)
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                server.logout()

    def _batch(
        self, server: imaplib.IMAP4, uids: list[int], state: State, known: AbstractSet[str], span: tuple[int, int]
    ) -> Iterator[Piece]:
        wanted = [uid for uid in uids if self._key(state, uid) not in known]
        asked = ",".join(map(str, wanted))
        told = f"(UID BODY.PEEK[HEADER.FIELDS ({_FIELDS})])"
        answer = self._named(lambda: _answered(server.uid("FETCH", asked, told))) if wanted else []
        heads = _literals(answer)
        for uid in wanted:
            if uid not in heads:
                continue  # expunged since it was listed
            head: Head | None = None
            fault = ""
            try:
                head = head_of(heads[uid])
            except Unreadable as error:
                fault = str(error)
            share = (uid - span[0] + 1) / (span[1] - span[0])
            yield Piece(self._key(state, uid), head, self._reader(server, uid), fault, share)
            state["uid"] = uid
        if uids:
            state["uid"] = uids[-1]

    def _reader(self, server: imaplib.IMAP4, uid: int) -> Callable[[], bytes]:
        def raw() -> bytes:
            part = f"(UID BODY.PEEK[]<0.{_WHOLE_CAP}>)"
            answer = self._named(lambda: _answered(server.uid("FETCH", str(uid), part)))
            found = _literals(answer).get(uid)
            if found is None:
                raise Unreadable(f"Message {uid} of {self._place.host} went away while the mailbox was read.")
            return found

        return raw

    def _key(self, state: State, uid: int) -> str:
        return f"{state['validity']}/{uid}"

    def _opened(self) -> imaplib.IMAP4:
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
            self._log_in(server)
        except BaseException:
            with suppress(OSError):
                server.shutdown()
            raise
        return server

    def _log_in(self, server: imaplib.IMAP4) -> None:
        secret = self._secret()
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

    def _examined(self, server: imaplib.IMAP4) -> tuple[int, int]:
        """(UIDVALIDITY, the UID after the last) of the folder, opened so that nothing in it can be changed."""
        kind, answer = server.select(folder_name(self._place.folder), readonly=True)
        if kind != "OK":
            raise MailboxFault(f"{self._place.host} has no folder {self._place.folder} to read ({_first(answer)}).")
        validity = _number(server.response("UIDVALIDITY")[1])
        beyond = _number(server.response("UIDNEXT")[1])
        if not beyond:
            last = _found_last(server)
            beyond = last + 1
        return validity, beyond

    def _named(self, work: Callable[[], Any], kept: str = "; what was read before is kept") -> Any:
        """What `work` gives; every way in which a server fails is a MailboxFault that says which."""
        place = self._place
        try:
            return work()
        except ssl.SSLCertVerificationError as error:
            raise MailboxFault(
                f"{place.host} does not prove that it is {place.host} ({error.verify_message})."
            ) from error
        except TimeoutError as error:
            raise MailboxFault(f"{place.host} did not answer within {self._timeout:.0f} s{kept}.") from error
        except imaplib.IMAP4.error as error:
            raise MailboxFault(f"{place.host} broke off ({_words(error)}){kept}.") from error
        except OSError as error:
            raise MailboxFault(f"{place.host} cannot be reached ({error.strerror or error}){kept}.") from error


def _found(server: imaplib.IMAP4, first: int, last: int) -> list[int]:
    """The UIDs from `first` to `last` that are there, ascending."""
    answer = _answered(server.uid("SEARCH", f"UID {first}:{last}"))
    uids = {int(uid) for line in answer if isinstance(line, bytes) for uid in line.split()}
    return sorted(uid for uid in uids if first <= uid <= last)


def _found_last(server: imaplib.IMAP4) -> int:
    answer = _answered(server.uid("SEARCH", "UID *"))
    return max((int(uid) for line in answer if isinstance(line, bytes) for uid in line.split()), default=0)


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
