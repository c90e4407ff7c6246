"""Bringing in a file of clicks: each row finds its person, one action, one undo, every row accounted for."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import nullcontext
from typing import NamedTuple

from hermes_tui.exchange.clicks import Click, Clicks
from hermes_tui.exchange.tables import Rejected
from hermes_tui.formats import count, one_line
from hermes_tui.quiet import no_collection
from storage import journal, records
from storage.clean import clean
from storage.database import Database
from storage.queries import signals as queries
from storage.queries.correspondence import Correspondent, correspondents
from storage.queries.signals import Addressee

LONGEST_URL = 500


class ClickResult(NamedTuple):
    """The reckoning: recorded + already + others + len(rejected) = read, in rows of the file.

    `import_id` is None where nothing was written; `leads` are those on which something was recorded.
    """

    read: int
    recorded: int
    already: int
    others: int
    rejected: tuple[Rejected, ...]
    leads: tuple[int, ...]
    seconds: float
    import_id: int | None
    notes: tuple[str, ...]

    def sentence(self) -> str:
        """`612 read, 598 recorded, 10 already there, 4 rejected (line 88: …)`."""
        figures = (
            (self.recorded, "recorded"), (self.already, "already there"), (self.others, "of another kind"),
            (len(self.rejected), "rejected"),
        )  # fmt: skip
        said = ", ".join([f"{self.read:,} read", *(f"{number:,} {word}" for number, word in figures if number)])
        first = self.rejected[0] if self.rejected else None
        return f"{said} (line {first.line}: {first.reason})" if first else said


class _Row(NamedTuple):
    """A signal to be written."""

    lead_id: int
    contact_id: int | None
    kind: str
    at: int
    evidence: str


@no_collection()
def import_clicks(
    database: Database, clicks: Clicks, *, name: str, now: int, sha256: str | None = None, dry_run: bool = False
) -> ClickResult:
    """Record the clicks of a file (`name`) as confirmed signals of the people whose addresses they have.

    The same file again changes nothing; nor does a click that the rep refused come back. With `dry_run` the same
    figures, and nothing is written.
    """
    began = time.perf_counter()
    with nullcontext() if dry_run else database.transaction():
        new, already, refused = _placed(database, clicks, name, now)
        rejected = tuple(sorted((*clicks.rejected, *refused), key=lambda each: each.line))
        leads = tuple(dict.fromkeys(row.lead_id for row in new))
        result = ClickResult(clicks.read, len(new), already, clicks.others, rejected, leads, 0.0, None, clicks.notes)
        if not dry_run and new:
            result = result._replace(import_id=_write(database, new, result, name, sha256, now))
    return result._replace(seconds=time.perf_counter() - began)


def _placed(database: Database, clicks: Clicks, name: str, now: int) -> tuple[list[_Row], int, list[Rejected]]:
    """(what is new, how many are there already, rows that cannot be placed)."""
    whose = _Whose(database, clicks.rows)
    there = {
        kind: queries.recorded(database, whose.leads, kind) for kind in dict.fromkeys(row.kind for row in clicks.rows)
    }
    new: list[_Row] = []
    refused: list[Rejected] = []
    already = 0
    for click in clicks.rows:
        candidates = whose.of(click)
        evidence = clean(click.url, multiline=True)[:LONGEST_URL]
        if click.at > now:
            refused.append(Rejected(name, click.line, "it is in the future", click.fields))
        elif not candidates:
            refused.append(Rejected(name, click.line, _nobody(click), click.fields))
        # On any of their leads: which one is chosen may be another one since.
        elif any((each.lead_id, click.at, evidence) in there[click.kind] for each in candidates):
            already += 1
        else:
            chosen = candidates[0]
            there[click.kind].add((chosen.lead_id, click.at, evidence))
            new.append(_Row(chosen.lead_id, chosen.contact_id, click.kind, click.at, evidence))
    return new, already, refused


def _nobody(click: Click) -> str:
    if click.email:
        return f"nobody here has the address {one_line(click.email, 60)}"
    return f"there is no lead {one_line(click.lead, 40)}"


class _Whose:
    """Whose clicks these are: of the lead that a row names, and of its people who have the address."""

    def __init__(self, database: Database, rows: Iterable[Click]) -> None:
        self._database = database
        self._by_address: dict[str, list[Correspondent]] = {}
        addresses = {row.email for row in rows if row.email}
        for each in correspondents(database, addresses):
            self._by_address.setdefault(each.address, []).append(each)
        self._named: dict[str, Addressee | None] = {}
        for row in rows:
            if row.lead and row.lead not in self._named:
                self._named[row.lead] = self._lead(row.lead)
        self.leads = {each.lead_id for found in self._by_address.values() for each in found}
        self.leads |= {each.lead_id for each in self._named.values() if each is not None}
        self._heard = queries.heard_at(database, self.leads)

    def _lead(self, word: str) -> Addressee | None:
        """The lead that another program calls so, else the one with that number."""
        found = queries.lead_by_external_id(self._database, word)
        digits = word.removeprefix("#")
        if found is None and digits.isascii() and digits.isdigit() and len(digits) < 16:
            return queries.lead_by_number(self._database, int(digits))
        return found

    def of(self, click: Click) -> list[Addressee]:
        """The leads that a click may be of, the likeliest first: the one named, open ones, the last one touched."""
        found = self._by_address.get(click.email, [])
        named = self._named.get(click.lead)
        if named is not None:
            who = next((each.contact_id for each in found if each.lead_id == named.lead_id), None)
            return [named._replace(contact_id=who)]
        best = sorted(found, key=lambda each: each.rank)
        people = {each.lead_id: each for each in reversed(best)}
        known = [
            Addressee(lead_id, each.contact_id, each.is_open, self._heard.get(lead_id, 0))
            for lead_id, each in people.items()
        ]
        return sorted(known, key=lambda each: (-each.is_open, -each.heard_at, -each.lead_id))


def _write(database: Database, new: list[_Row], result: ClickResult, name: str, sha256: str | None, now: int) -> int:
    # Before the action, as every import's own row: undoing an import writes it down (storage/replay.py).
    import_id = records.insert(
        database, "import", at=now, name=name, sha256=sha256, created=result.recorded, unchanged=result.already,
        rejected=len(result.rejected),
    )  # fmt: skip
    with journal.action(database, "import", f"imported {name}", now) as recording:
        recording.import_id = import_id
        many = f"{count(len(new), 'signal')} of {count(len(result.leads), 'lead')}"
        recording.label = f"imported {name}: {many}"
        database.connection().executemany(
            """INSERT INTO signal (lead_id, contact_id, kind, state, evidence, origin, at, decided_at, import_id)
               VALUES (?, ?, ?, 'confirmed', ?, ?, ?, ?, ?)""",
            [
                (row.lead_id, row.contact_id, row.kind, row.evidence, f"import:{import_id}", row.at, now, import_id)
                for row in new
            ],
        )
    return import_id
