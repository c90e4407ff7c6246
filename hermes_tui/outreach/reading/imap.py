"""A folder of an IMAP server, read only: EXAMINE and PEEK, so that not even \\Seen is set; opened when the rep asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from hermes_tui.outreach.reading.faults import Unreadable
from hermes_tui.outreach.reading.heads import Head, head_of
from hermes_tui.outreach.reading.imap_place import imap_place
from hermes_tui.outreach.reading.imap_server import ImapFolder
from hermes_tui.outreach.reading.source import Piece, State

TIMEOUT = 30.0  # seconds for each answer
_BATCH = 200  # messages whose heads are asked for at once
_WINDOW = 20_000  # ids in one search: a server may refuse, and imaplib does, a line of a million characters


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

        The connection stays open as long as a piece is held, so that its message can be read later. Raises
        MailboxFault where the server cannot be reached, refuses, is not who it says, or falls silent.
        """
        folder = ImapFolder(self._place, self._secret, self._timeout)
        if state.get("validity") != folder.validity:
            state.clear()
            state.update(validity=folder.validity, uid=0)
        first = begin = state["uid"] + 1
        while begin < folder.beyond:
            end = min(begin + _WINDOW, folder.beyond)
            uids = folder.uids(begin, end - 1)
            for at in range(0, len(uids), _BATCH):
                yield from self._batch(folder, uids[at : at + _BATCH], state, known, first)
            begin = end
            state["uid"] = max(state["uid"], end - 1)

    def _batch(
        self, folder: ImapFolder, uids: Sequence[int], state: State, known: AbstractSet[str], first: int
    ) -> Iterator[Piece]:  # fmt: skip
        keys = {uid: f"{folder.validity}/{uid}" for uid in uids}
        heads = folder.heads([uid for uid, key in keys.items() if key not in known])
        for uid, written in sorted(heads.items()):
            head: Head | None = None
            fault = ""
            try:
                head = head_of(written)
            except Unreadable as error:
                fault = str(error)
            share = (uid - first + 1) / (folder.beyond - first)
            yield Piece(keys[uid], head, self._reader(folder, uid), fault, share)
            state["uid"] = uid
        state["uid"] = uids[-1]

    def _reader(self, folder: ImapFolder, uid: int) -> Callable[[], bytes]:
        def raw() -> bytes:
            found = folder.whole(uid)
            if found is None:
                raise Unreadable(f"Message {uid} of {self._place.host} went away while the mailbox was read.")
            return found

        return raw
