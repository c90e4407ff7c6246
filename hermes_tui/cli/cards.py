"""The vCards of `hermes import`: read, said, and filed as contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.cli.brought_in import SHOWN, say_result
from hermes_tui.cli.output import say
from hermes_tui.exchange.vcard.files import CardFile, card_file, is_called_cards
from hermes_tui.formats import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hermes_tui.cli.session import Session
    from hermes_tui.exchange.load import ImportResult
    from storage.database import Database


def cards_of(content: bytes, name: str) -> CardFile | None:
    """The vCards that the content is, or None. A file called `.vcf` that holds none is said to be read as a table."""
    found = card_file(content, name)
    if found is None and is_called_cards(name):
        say(f"{name} holds no vCard; it is read as a table.")
    return found


def say_cards(found: CardFile) -> None:
    """How many cards there are, and what had to be assumed."""
    say(f"{found.name}: {count(found.reading.read, 'card')}")
    _say_notes(found.reading.notes)


def _say_notes(notes: Sequence[str]) -> None:
    for note in notes[:SHOWN]:
        say(f"  {note}")
    if len(notes) > SHOWN:
        say(f"  … and {len(notes) - SHOWN:,} more; --json has all")


def import_cards(session: Session, database: Database, found: CardFile) -> ImportResult:
    """File the people of a file, and say what became of each card."""
    from hermes_tui.actions.vcards import file_cards, sentence
    from hermes_tui.cli.session import as_id

    lead = session.given.value("--lead")
    dry_run = session.given.flag("--dry-run")
    result = file_cards(
        database, found.reading, name=found.name, now=session.now, sha256=found.sha256,
        lead_id=as_id(lead) if lead is not None else None, region=session.settings.region, dry_run=dry_run,
    )  # fmt: skip
    if not session.json:
        _say_notes(result.notes[len(found.reading.notes) :])  # the file's own were said before
        say_result(found.name, sentence(result), result, dry_run, rest="--json has all", updated="people filled")
    return result
