"""What became of a file brought in, in lines for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.cli.output import say
from hermes_tui.exchange.declaring import sentences
from hermes_tui.formats import count

if TYPE_CHECKING:
    from hermes_tui.exchange.load import ImportResult

SHOWN = 10  # of rejected rows, cards and updates, to a person; the JSON and --rejects have all


def say_result(name: str, sentence: str, result: ImportResult, dry_run: bool, *, rest: str, updated: str) -> None:
    """What was rejected and what was filled, then the `sentence` that reckons it up, and how to take it back.

    `rest` says where to find all that was rejected, `updated` what more than SHOWN updates are.
    """
    for row in result.rejected[:SHOWN]:
        say(f"  {row.file} line {row.line} rejected: {row.reason}")
    if len(result.rejected) > SHOWN:
        say(f"  … and {len(result.rejected) - SHOWN:,} more; {rest}")
    for update in result.updates[:SHOWN]:
        say(f"  #{update.lead_id} {update.title}: {', '.join(update.fields)}")
    if len(result.updates) > SHOWN:
        say(f"  … and {len(result.updates) - SHOWN:,} more {updated}")
    for line in sentences(result.fields, result.left_empty, SHOWN):
        say(f"  {line}")
    ending = " Nothing was written (dry run)." if dry_run else ""
    if result.import_id is not None:
        made = f"{count(result.leads, 'lead')} and {count(result.contacts, 'contact')} made"
        ending = f" {made} in {result.seconds:.1f} s. Undo: hermes undo"
    say(f"{name}: {sentence}.{ending}")
