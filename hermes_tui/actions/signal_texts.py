"""Signals suggested from what people write, inside the action that files, corrects, moves or takes out their words.

What waits on a lead is made of the texts that stand and of what was decided, of nothing else: the same whether it was
kept up text by text or worked out anew (`look_again`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hermes_tui.actions.strangers import BEFORE_DEAL_MS
from hermes_tui.scoring.signals import WORDS, Found, found_in, kind_named, same_words
from hermes_tui.scoring.wording import is_auto_reply
from storage import records
from storage.database import Database
from storage.queries import signals as queries
from storage.queries.signals import Mark, Text

# A kind confirmed on a lead is not suggested again of words of the same week: it is the same question still.
SAME_QUESTION_MS = 7 * 86_400_000


def suggest(database: Database, text: Text, found: Iterable[Found] | None = None) -> str:
    """Suggest what a text says that was not decided before; `found` where it was looked through already.

    Returns words for the rep: `pricing question suggested`, or nothing.
    """
    said = list(found_in(text.words) if found is None else found)
    if not said or is_auto_reply(text.words):
        return ""
    known = queries.marks(database, text.lead_id)
    new = [each for each in said if not _is_settled(each, text, known) and not _waits(each, text, known)]
    for each in new:
        records.insert(
            database, "signal", lead_id=text.lead_id, contact_id=text.contact_id, kind=each.kind, state="suggested",
            evidence=each.sentence, origin=text.origin, at=text.at,
        )  # fmt: skip
    return f"{' and '.join(WORDS[each.kind] for each in new)} suggested" if new else ""


def suggest_again(database: Database, origin: str, lead_id: int) -> str:
    """After a text was corrected or moved from this lead: what waits of it follows, and what was decided goes along.

    Suggestions that the text no longer gives, and that nobody decided, go; new ones come. Returns words for the rep.
    """
    text = _text(database, origin)
    rows = [mark for mark in queries.marks(database, lead_id) if mark.origin == origin]
    if text is None:
        for mark in rows:
            if mark.state == "suggested":
                records.delete(database, "signal", mark.id)
        return ""
    found = {} if is_auto_reply(text.words) else {each.kind: each for each in found_in(text.words)}
    for mark in rows:
        if mark.state == "suggested" and mark.kind not in found:
            records.delete(database, "signal", mark.id)
        else:
            evidence = found[mark.kind].sentence if mark.state == "suggested" else mark.evidence
            records.update(
                database, "signal", mark.id, lead_id=text.lead_id, contact_id=text.contact_id, at=text.at,
                evidence=evidence,
            )  # fmt: skip
    said = suggest(database, text, found.values())
    let_go_settled(database, text.lead_id)
    if any(mark.state != "suggested" for mark in rows):  # which others it settles may be others now
        for each in {lead_id, text.lead_id}:
            look_again(database, each)
    return said


def text_goes(database: Database, origin: str, lead_id: int) -> None:
    """Before a text is deleted: what waits of it goes; what was decided stays, by itself, for ids are used again."""
    for mark in queries.marks(database, lead_id):
        if mark.origin == origin and mark.state == "suggested":
            records.delete(database, "signal", mark.id)
        elif mark.origin == origin:
            records.update(database, "signal", mark.id, origin=None)


def let_go_settled(database: Database, lead_id: int) -> None:
    """After something was decided: what waits and is settled by it goes."""
    known = queries.marks(database, lead_id)
    for mark in known:
        if mark.state == "suggested" and _settles(known, mark.kind, mark.at, mark.evidence, mark.origin):
            records.delete(database, "signal", mark.id)


class Looked(NamedTuple):
    """What looking again changed: suggestions that were not there, and those that the texts no longer give."""

    new: int
    gone: int


def look_again(database: Database, lead_id: int) -> Looked:
    """Work out anew what waits on a lead from all its texts."""
    known = queries.marks(database, lead_id)
    wanted: dict[tuple[str | None, str], tuple[Text, Found]] = {}
    for text in queries.texts(database, lead_id, BEFORE_DEAL_MS):
        found = found_in(text.words)
        if found and not is_auto_reply(text.words):
            wanted |= {(text.origin, each.kind): (text, each) for each in found if not _is_settled(each, text, known)}
    gone = 0
    for mark in known:
        if mark.state == "suggested" and wanted.pop((mark.origin, mark.kind), None) is None:
            records.delete(database, "signal", mark.id)
            gone += 1
    for text, each in wanted.values():
        records.insert(
            database, "signal", lead_id=lead_id, contact_id=text.contact_id, kind=each.kind, state="suggested",
            evidence=each.sentence, origin=text.origin, at=text.at,
        )  # fmt: skip
    return Looked(len(wanted), gone)


def whole_text(database: Database, origin: str | None) -> str | None:
    """The words that a signal was read from; None where they are not on file."""
    text = _text(database, origin)
    return None if text is None else text.words


def _text(database: Database, origin: str | None) -> Text | None:
    return queries.text_of(database, origin, BEFORE_DEAL_MS)


# -- what was decided before -------------------------------------------------------------------------------


def _is_settled(found: Found, text: Text, known: Iterable[Mark]) -> bool:
    return _settles(known, found.kind, text.at, found.sentence, text.origin)


def _settles(known: Iterable[Mark], kind: str, at: int, evidence: str, origin: str | None) -> bool:
    """Whether a decision on the lead answers a suggestion: of the same text and kind; refused in the same words; or
    confirmed within a week of it."""
    for mark in known:
        if mark.state == "suggested" or (kind_named(mark.kind) or mark.kind) != kind:
            continue
        if mark.origin is not None and mark.origin == origin:
            return True
        if mark.state == "confirmed" and abs(mark.at - at) <= SAME_QUESTION_MS:
            return True
        if mark.state == "refused" and same_words(mark.evidence) == same_words(evidence):
            return True
    return False


def _waits(found: Found, text: Text, known: Iterable[Mark]) -> bool:
    return any(mark.state == "suggested" and (mark.origin, mark.kind) == (text.origin, found.kind) for mark in known)
