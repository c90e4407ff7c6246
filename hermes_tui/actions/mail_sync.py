"""Reading mailboxes: what is new in them is filed, in the order in which it was written, with a reckoning at the end.

A mail is written down as seen in the transaction that files it, so that nothing is lost and nothing filed twice,
whatever ends a sync when.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from hermes_tui.actions.cadence import Cadence
from hermes_tui.actions.mail_desk import Desk, Filed
from hermes_tui.actions.mail_reckoning import KINDS, Away, Box, SyncReckoning, in_words
from hermes_tui.actions.mail_sieve import Sieve, Taken, in_order
from hermes_tui.actions.outcome import acting
from hermes_tui.actions.replies import file_mail
from hermes_tui.outreach.reading.faults import MailboxFault, Unreadable
from hermes_tui.outreach.reading.incoming import Incoming
from hermes_tui.outreach.reading.source import State
from storage.database import Database
from storage.errors import HermesError
from storage.queries import mailboxes as boxes_on_file

WINDOW = 5_000  # so many mails are looked at before those of known people among them are filed, the oldest first
BATCH = 200  # so many are filed in one transaction: another program waits no longer than it takes
_TOLD_EVERY = 25

Progress = Callable[[int, int | None], None]


def sync(
    database: Database, boxes: Sequence[Box], own: frozenset[str], now: int, *, again: bool = False,
    progress: Progress | None = None, cancelled: Callable[[], bool] | None = None, cadence: Cadence | None = None,
    zone: tzinfo = UTC,
) -> SyncReckoning:  # fmt: skip
    """Read what is new in these mailboxes and file it; `own` are the rep's addresses (replies.own_addresses).

    `again` reads all of them anew; what is on file stays as it is. `progress` is told (mails read, about how many
    there are). Each batch is one action and one undo. A mailbox that cannot be read, or goes away meanwhile, is told
    in a sentence, and the others are read. Stopped by `cancelled`, what was not decided is read the next time.
    """
    return _Sync(database, own, now, cadence or Cadence(), zone, progress, cancelled or (lambda: False)).run(
        boxes, again
    )


class _Sync:
    def __init__(
        self, database: Database, own: frozenset[str], now: int, cadence: Cadence, zone: tzinfo,
        progress: Progress | None, cancelled: Callable[[], bool],
    ) -> None:  # fmt: skip
        self._database = database
        self._desk_of = (database, own, now, cadence, zone)
        self._now = now
        self._today = datetime.fromtimestamp(now / 1000, zone).date().isoformat()
        self._progress = progress
        self._cancelled = cancelled
        self._sieve = Sieve(database, own)
        self._counted: Counter[str] = Counter()
        self._faults: list[str] = []
        self._told = _Told([], [], [])
        self._taken = 0  # mails whose head was read, decided upon or not
        self._stopped = False
        self._troubled: set[int] = set()  # mailboxes of which not all could be read

    def run(self, boxes: Sequence[Box], again: bool) -> SyncReckoning:
        """Everything, and its reckoning."""
        window: list[Taken] = []
        orphans: list[Taken] = []
        states: dict[int, State] = {}
        for number, box in enumerate(boxes):
            row = self._row(box)
            states[row.id] = {} if again else row.state
            seen = frozenset() if again else boxes_on_file.seen(self._database, row.id)
            for taken in self._taken_from(box, row.id, states[row.id], seen, number / len(boxes), 1 / len(boxes)):
                window.append(taken)
                if len(window) >= WINDOW:
                    orphans += self._decide(window)
                    window = []
            if self._stopped:
                break
        orphans += self._decide(window)
        self._decide_orphans(orphans)
        if not self._stopped:
            self._keep_states(states)
        if self._progress is not None and not self._stopped:
            self._progress(self._taken, self._taken)
        return self._reckoning()

    def _row(self, box: Box) -> boxes_on_file.MailboxRow:
        with self._database.transaction():
            return boxes_on_file.mailbox(self._database, box.name, box.kind, box.place)

    def _keep_states(self, states: dict[int, State]) -> None:
        """How far each mailbox was read; one of which something could not be read is looked through again."""
        with self._database.transaction():
            for mailbox_id, state in states.items():
                boxes_on_file.keep_state(
                    self._database, mailbox_id, None if mailbox_id in self._troubled else state, self._now
                )

    # -- reading -----------------------------------------------------------------------------------------

    def _taken_from(
        self, box: Box, mailbox_id: int, state: State, seen: AbstractSet[str], before: float, share: float
    ) -> Iterator[Taken]:  # fmt: skip
        """The mails of a mailbox that are new; those that cannot be read are counted. `before` is the part done."""
        try:
            for piece in box.source.pieces(state, seen):
                self._taken += 1
                if self._taken % _TOLD_EVERY == 0:
                    self._tell(before + share * piece.share)
                if self._stopped:
                    return
                if piece.head is None:
                    self._unreadable(mailbox_id, f"{box.name}: {piece.fault}")
                else:
                    yield Taken.of(mailbox_id, box.name, piece.key, piece.head, piece.raw)
        except HermesError as fault:  # the mailbox, or its password, cannot be had
            self._trouble(mailbox_id, f"{box.name}: {fault}")

    def _tell(self, done: float) -> None:
        if self._progress is not None:
            self._progress(self._taken, round(self._taken / done) if done > 0 else None)
        self._stopped = self._stopped or self._cancelled()

    def _unreadable(self, mailbox_id: int, fault: str) -> None:
        self._counted["unreadable"] += 1
        self._trouble(mailbox_id, fault)

    def _trouble(self, mailbox_id: int, fault: str) -> None:
        self._troubled.add(mailbox_id)
        if fault not in self._faults:
            self._faults.append(fault)

    # -- deciding ----------------------------------------------------------------------------------------

    def _decide(self, window: list[Taken]) -> list[Taken]:
        """File what may be somebody's on file, and leave out the rest; what names mail not met yet is returned."""
        if self._stopped or not window:
            return []
        known, ours, others = self._sieve.part(window)
        self._file(ours)
        if self._stopped:
            return []
        self._leave_out(known, "known")
        self._leave_out([each for each in others if not each.names])
        return [each for each in others if each.names]

    def _decide_orphans(self, orphans: list[Taken]) -> None:
        """Mail that names other mail, when all of that was met: what answers mail filed since is of its thread."""
        adopted, others = self._sieve.adopt(orphans)
        self._file(adopted)
        self._leave_out(others)

    def _leave_out(self, others: list[Taken], kind: str = "not_ours") -> None:
        """Write down as seen what is not filed."""
        if self._stopped or not others:
            return
        with self._database.transaction():
            self._mark_seen(others)
        self._counted[kind] += len(others)

    def _mark_seen(self, mails: Iterable[Taken]) -> None:
        keys: dict[int, list[str]] = {}
        for taken in mails:
            keys.setdefault(taken.mailbox_id, []).append(taken.key)
        for mailbox_id, found in keys.items():
            boxes_on_file.mark_seen(self._database, mailbox_id, found)

    # -- filing ------------------------------------------------------------------------------------------

    def _file(self, ours: list[Taken]) -> None:
        """File mails in the order in which they were written, a batch an action."""
        ours = in_order(ours, self._now)
        for start in range(0, len(ours), BATCH):
            self._stopped = self._stopped or self._cancelled()
            if self._stopped:
                return
            letters = list(self._letters(ours[start : start + BATCH]))
            if letters:
                self._file_batch(letters)

    def _letters(self, batch: Sequence[Taken]) -> Iterator[tuple[Taken, Incoming]]:
        from hermes_tui.outreach.reading.letters import read_letter

        for taken in batch:
            try:
                raw = taken.raw()
            except Unreadable as fault:  # it may be had at the next sync
                self._unreadable(taken.mailbox_id, _named(taken, fault))
                continue
            except MailboxFault as fault:
                self._trouble(taken.mailbox_id, f"{taken.mailbox}: {fault}")
                continue
            try:
                yield taken, read_letter(raw)
            except Unreadable as fault:  # it was had whole, and will be the same at every sync: said once
                self._counted["unreadable"] += 1
                self._faults.append(_named(taken, fault))
                with self._database.transaction():
                    self._mark_seen([taken])

    def _file_batch(self, letters: Sequence[tuple[Taken, Incoming]]) -> None:
        counted: Counter[str] = Counter()
        filed: list[Filed] = []
        with acting(self._database, "mail", [], self._now) as doing:
            desk = Desk(*self._desk_of, strangers=self._sieve.strangers)
            for taken, mail in letters:
                filed.append(file_mail(desk, mail, over_list=taken.is_list))
                counted[KINDS[filed[-1].kind]] += 1
            said = desk.after.settle()
            self._mark_seen(taken for taken, _ in letters)
            doing.say(f"mail: {in_words(counted)}")
        self._counted += counted
        self._told.said.extend(said)
        for (_, mail), one in zip(letters, filed, strict=True):
            if one.lead_id is not None:
                self._told.lead_ids.append(one.lead_id)
            if one.return_on is not None and one.lead_id is not None and one.return_on > self._today:
                self._told.away.append(Away(one.lead_id, mail.from_name or mail.from_address, one.return_on))
            if one.kind == "reply":
                self._told.said.extend([one.words] if "`" in one.words else [])

    def _reckoning(self) -> SyncReckoning:
        numbers = {kind: self._counted[kind] for kind in dict.fromkeys(KINDS.values())}
        numbers["unreadable"] = self._counted["unreadable"]
        return SyncReckoning(
            read=sum(numbers.values()), **numbers, faults=tuple(self._faults),
            said=tuple(dict.fromkeys(self._told.said)), away=tuple(dict.fromkeys(self._told.away)),
            lead_ids=tuple(dict.fromkeys(self._told.lead_ids)), stopped=self._stopped,
            troubled=len(self._troubled),
        )  # fmt: skip


def _named(taken: Taken, fault: Unreadable) -> str:
    said = str(fault) if taken.key in str(fault) else f"{taken.key}: {fault}"
    return f"{taken.mailbox}: {said}"


class _Told(NamedTuple):
    """What the rep is told beside the numbers."""

    said: list[str]
    away: list[Away]
    lead_ids: list[int]
