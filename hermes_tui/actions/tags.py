"""Tags: adding and taking away on many leads at once, and giving one another name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.scores import keep_scores
from hermes_tui.formats import count
from storage import many, records
from storage.clean import clean
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries import tags as tag_queries

_WORD = re.compile(r'([+-]?)(?:"([^"]*)"|([^\s"]+))')

Progress = Callable[[int], None]
"""called with how many leads are dealt with so far"""


class TagChange(NamedTuple):
    """Tags to add and tags to take away, by their names in normal form."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def of(self, tags: Sequence[str]) -> list[str]:
        """The tags that a lead with these would have, in alphabetical order."""
        return sorted({*tags, *self.added} - set(self.removed))

    def __str__(self) -> str:
        return " ".join([*(f"+{name}" for name in self.added), *(f"-{name}" for name in self.removed)])


def tag_name(text: str) -> str:
    """A tag in normal form: one line, lower case, without commas."""
    return clean(text.replace(",", " ")).casefold()


def parse_change(text: str) -> TagChange:
    """`+new -old` as a change; a word without a sign is added. Tags of two words stand in quotes or between commas.

    Raises UsageError where it names no tag, or the same one twice.
    """
    added: dict[str, None] = {}
    removed: dict[str, None] = {}
    if "," in text:
        found = [(part.strip()[:1], part.strip().lstrip("+-")) for part in text.split(",")]
    else:
        found = [(sign, quoted or plain) for sign, quoted, plain in _WORD.findall(text)]
    for sign, word in found:
        name = tag_name(word.strip().strip('"'))
        if name.strip("+-"):
            (removed if sign == "-" else added)[name] = None
    return change_of(tuple(added), tuple(removed))


def change_of(added: Sequence[str], removed: Sequence[str]) -> TagChange:
    """A change of these tags, those in one word apart by commas.

    Raises UsageError where there is none, or one is both added and taken away.
    """
    change = TagChange(_names(word.lstrip(" +") for word in added), _names(removed))
    if not change.added and not change.removed:
        raise UsageError("Which tags? Say them like +hiring -old; nothing was changed.")
    both = sorted(set(change.added) & set(change.removed))
    if both:
        raise UsageError(f"`{both[0]}` is both added and taken away; nothing was changed.")
    return change


def _names(words: Iterable[str]) -> tuple[str, ...]:
    names = (tag_name(part) for word in words for part in word.split(","))
    return tuple(dict.fromkeys(filter(None, names)))


def tag_leads(
    database: Database, lead_ids: Sequence[int], change: TagChange, now: int, progress: Progress | None = None
) -> Outcome:
    """Add and take away tags on these leads as one action; says on how many that changed anything.

    Raises NotFound for a lead that is not there.
    """
    ids = list(dict.fromkeys(lead_ids))
    with acting(database, "tag", ids, now) as doing:
        gone = tag_queries.missing(database, ids)
        if gone:
            raise NotFound(f"There is no lead #{gone[0]}; nothing was changed.")
        changed: set[int] = set()
        for name in change.added:
            tag = tag_queries.tag_id(database, name) or records.insert(database, "tag", name=name)
            have = tag_queries.tagged(database, tag, ids)
            lacking = [lead_id for lead_id in ids if lead_id not in have]
            many.put_on(database, tag, lacking)
            changed.update(lacking)
        for name in change.removed:
            known = tag_queries.tag_id(database, name)
            have = tag_queries.tagged(database, known, ids) if known is not None else set()
            if known is not None and have:
                many.take_off(database, known, sorted(have))
                changed.update(have)
        words = _changed(database, sorted(changed), now, progress)
        if progress is not None:
            progress(len(ids))
        doing.say("; ".join(filter(None, (_said(change, len(changed), len(ids)), words))))
    return doing.outcome


def _said(change: TagChange, changed: int, among: int) -> str:
    if not changed:
        return f"tagged so already: {change}"
    return f"tags {change}" + (f", {changed:,} of {among:,} changed" if among > 1 else "")


def rename_tag(database: Database, old: str, new: str, now: int) -> Outcome:
    """Give a tag another name; where that is another tag's, the two become one. Raises NotFound, UsageError."""
    before, after = tag_name(old), tag_name(new)
    if not after:
        raise UsageError("A tag needs a name; nothing was changed.")
    tag = tag_queries.tag_id(database, before)
    if tag is None:
        raise _unknown(database, before)
    with acting(database, "tag", [], now) as doing:
        leads = tag_queries.leads_with(database, tag)
        other = tag_queries.tag_id(database, after)
        said = f"tag {before} is now {after}"
        if other is None:
            records.update(database, "tag", tag, name=after)
        elif other != tag:
            have = tag_queries.tagged(database, other, leads)
            many.put_on(database, other, [lead_id for lead_id in leads if lead_id not in have])
            records.delete(database, "tag", tag)
            said = f"tag {before} is one with {after} now"
        if other != tag:
            words = _changed(database, leads, now, None)
            said = "; ".join(filter(None, (f"{said}, on {count(len(leads), 'lead')}", words)))
        doing.say(said)
    return doing.outcome


def _changed(database: Database, lead_ids: Sequence[int], now: int, progress: Progress | None) -> str:
    """Score them anew, for a hiring tag is worth points; says who qualified by it."""
    many.set_columns(database, lead_ids, {"updated_at": now})
    return keep_scores(database, lead_ids, now, progress=progress).words


def _unknown(database: Database, name: str) -> NotFound:
    from difflib import get_close_matches

    near = get_close_matches(name, [each.name for each in tag_queries.tag_counts(database)], n=1)
    hint = f"did you mean `{near[0]}`?" if near else "`hermes tag list` shows those there are."
    return NotFound(f"There is no tag `{name}`; {hint}")
