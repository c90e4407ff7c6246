"""Turning vCards into contacts and leads: one file, one action, one undo, every card accounted for."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import nullcontext

from hermes_tui.actions.scores import keep_scores
from hermes_tui.exchange.comparing import Update
from hermes_tui.exchange.load import ImportResult
from hermes_tui.exchange.tables import Rejected
from hermes_tui.exchange.vcard.cards import Reading
from hermes_tui.exchange.vcard.placing import Acquaintance, NewLead, Placed, Someone, place, wanted
from hermes_tui.exchange.vcard.words import Words, odd_emails, words_of
from hermes_tui.formats import count
from hermes_tui.quiet import no_collection
from storage import journal, records
from storage.database import Database
from storage.errors import NotFound
from storage.queries.acquaintance import KnownLead, leads_known, note_texts, people_known, people_of_lead
from storage.queries.inquiries import NEW

SOURCE = "vcard"


@no_collection()
def file_cards(
    database: Database, reading: Reading, *, name: str, now: int, sha256: str | None = None, lead_id: int | None = None,
    region: str = "", dry_run: bool = False,
) -> ImportResult:  # fmt: skip
    """File the people of a read file (`name`) as contacts: of `lead_id`, or where each belongs (see `place`).

    In the result `created` are cards filed as new people, `updated` those that filled blanks of known ones,
    `unchanged` those known already, `duplicates` those that repeat an earlier card. With `dry_run` the same figures,
    and nothing is written. Raises NotFound for a lead that is not there.
    """
    began = time.perf_counter()
    cards = [words_of(card, region) for card in reading.cards]
    with nullcontext() if dry_run else database.transaction():
        known, lead = _acquaintance(database, cards, lead_id)
        placed = place(cards, known, lead=lead)
        result = _reckoning(reading, cards, placed, known, name)
        if not dry_run and (placed.new or placed.filled):
            result = _write(database, placed, result, name, sha256, now)
    return result._replace(seconds=time.perf_counter() - began)


def sentence(result: ImportResult) -> str:
    """`17 read, 9 filed, 2 filled, 5 known, 1 rejected (card 3, line 88: …)`."""
    figures = (
        (result.created, "filed"), (result.updated, "filled"), (result.unchanged, "known"),
        (result.duplicates, "repeated"), (len(result.rejected), "rejected"),
    )  # fmt: skip
    said = ", ".join([f"{result.read:,} read", *(f"{number:,} {word}" for number, word in figures if number)])
    said += f"; {result.qualified:,} qualified" if result.qualified else ""
    first = result.rejected[0] if result.rejected else None
    return f"{said} (line {first.line}: {first.reason})" if first else said


def _acquaintance(
    database: Database, cards: Sequence[Words], lead_id: int | None
) -> tuple[Acquaintance, KnownLead | None]:
    """What is known of the people of the file; and the lead they all go to, where one is named."""
    if lead_id is not None:
        leads = leads_known(database, (), (), [lead_id])
        if not leads:
            raise NotFound(f"There is no lead #{lead_id}; `hermes list` shows those there are. Nothing was imported.")
        people = people_of_lead(database, lead_id)
        return Acquaintance(people, leads, note_texts(database, [each.id for each in people])), leads[0]
    mails, names, companies = wanted(cards)
    people = people_known(database, mails, names)
    leads = leads_known(database, mails, companies, {person.lead_id for person in people})
    return Acquaintance(people, leads, note_texts(database, [each.id for each in people])), None


def _reckoning(
    reading: Reading, cards: Sequence[Words], placed: Placed, known: Acquaintance, name: str
) -> ImportResult:
    fates = placed.fates
    titles = {lead.id: lead.company or lead.title for lead in known.leads}
    updates = (
        Update(each.lead, f"{titles.get(each.lead, '')}: {each.name}", each.fields)
        for each in placed.filled
        if isinstance(each.lead, int)
    )
    rejected = (Rejected(name, card.line, f"card {card.number}: {card.reason}") for card in reading.rejected)
    return ImportResult(
        reading.read, fates.count("filed"), fates.count("filled"), fates.count("known"), fates.count("duplicate"),
        tuple(rejected), len(placed.leads), len(placed.new), 0.0, None, tuple(updates),
        (*reading.notes, *odd_emails(cards)),
    )  # fmt: skip


def _write(
    database: Database, placed: Placed, result: ImportResult, name: str, sha256: str | None, now: int
) -> ImportResult:
    """Write what is new; returns the reckoning with the import's id and how many of its leads qualified."""
    # Before the action, as every import's own row: undoing an import writes it down (storage/replay.py).
    import_id = records.insert(
        database, "import", at=now, name=name, sha256=sha256, created=result.created, updated=result.updated,
        unchanged=result.unchanged, duplicates=result.duplicates, rejected=len(result.rejected),
    )  # fmt: skip
    with journal.action(database, "import", f"imported {name}", now) as recording:
        recording.import_id = import_id
        recording.label = f"imported {name}: {_said(result)}"
        for lead in placed.leads:
            _make_lead(database, lead, import_id, now)
        qualified = keep_scores(database, [lead.id for lead in placed.leads], now).lead_ids
        new, filled = placed.new, placed.filled
        for someone in new:
            someone.id = records.insert(
                database, "contact", lead_id=_lead(someone), **someone.values, import_id=import_id, created_at=now,
                updated_at=now,
            )  # fmt: skip
            _add_note(database, someone, name, import_id, now)
        for someone in filled:
            if someone.values:
                records.update(database, "contact", someone.id, **someone.values, updated_at=now)
            _add_note(database, someone, name, import_id, now)
    return result._replace(import_id=import_id, qualified=len(qualified))


def _said(result: ImportResult) -> str:
    parts: Iterable[tuple[int, str]] = ((result.leads, "lead"), (result.contacts, "contact"))
    said = [count(number, word) for number, word in parts if number]
    return ", ".join([*said, *([f"{result.updated:,} filled"] if result.updated else [])])


def _make_lead(database: Database, lead: NewLead, import_id: int, now: int) -> None:
    lead.id = records.insert(
        database, "lead", title=lead.title, company=lead.company, source=SOURCE, import_id=import_id, created_at=now,
        updated_at=now, stage_entered_at=now, silent_since=now,
    )  # fmt: skip
    records.insert(database, "stage_event", lead_id=lead.id, to_stage_id=NEW, at=now, cause="import")


def _add_note(database: Database, someone: Someone, name: str, import_id: int, now: int) -> None:
    """What the card says beyond the columns, as a SYSTEM note: it is nobody's touch."""
    if someone.lines:
        text = "\n".join((f"{someone.name}, from {name}:", *someone.lines))
        records.insert(
            database, "note", lead_id=_lead(someone), contact_id=someone.id, kind="SYSTEM", text=text, at=now,
            import_id=import_id, created_at=now, updated_at=now,
        )  # fmt: skip


def _lead(someone: Someone) -> int:
    return someone.lead if isinstance(someone.lead, int) else someone.lead.id
