"""The line that asks for tags: `+new -old`, completed from the tags there are, the most used beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input

from hermes_tui.screens.many import perform_many
from hermes_tui.screens.styles import DIM
from storage.errors import HermesError

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.errands import Errands
    from storage.queries.tags import TagCount


def ask_tags(screen: Errands, lead_ids: Sequence[int]) -> None:
    """Ask which tags to add to these leads and which to take away; one action does it."""
    from storage.queries.tags import tag_counts

    known = tag_counts(screen.session.database)
    count = f" {len(lead_ids):,} leads" if len(lead_ids) > 1 else ""
    asks = f" tags{count}: +new -old"
    room = screen.size.width // 2 - len(asks) - 6  # a question takes half of the line at most
    label = Content.assemble((asks, "bold"), (_most_used(known, room), DIM), (":", "bold"))
    screen.strip.ask_text(label, "", partial(_answered, screen, list(lead_ids)), validate=wrong_tags)
    screen.strip.query_one(Input).suggester = TagSuggester([each.name for each in known])


def _most_used(known: Sequence[TagCount], room: int) -> str:
    """` (crm 14, hiring 9)`, as many as there is room for."""
    shown = ""
    for tag in known:
        more = f"{shown}, {tag.name} {tag.leads:,}" if shown else f"{tag.name} {tag.leads:,}"
        if Content(more).cell_length > room:
            break
        shown = more
    return f" ({shown})" if shown else ""


def _answered(screen: Errands, lead_ids: list[int], text: str) -> None:
    perform_many(screen, lead_ids, tagging(screen, text))


def tagging(screen: Errands, text: str) -> Callable[[Sequence[int], Callable[[int], None] | None], Outcome]:
    """What typed tags do to leads. Raises UsageError where they make no sense."""
    from hermes_tui.actions.tags import parse_change, tag_leads

    change, session = parse_change(text), screen.session
    return lambda ids, tell: tag_leads(session.database, ids, change, session.now(), tell)


def wrong_tags(text: str) -> str | None:
    """What is wrong with a line of tags, or None."""
    from hermes_tui.actions.tags import parse_change

    try:
        parse_change(text)
    except HermesError as error:
        return str(error).removesuffix("; nothing was changed.")
    return None


class TagSuggester(Suggester):
    """Offers the most used tag that begins as the last word does, its sign kept."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._names = names

    async def get_suggestion(self, value: str) -> str | None:
        """The line completed, or None."""
        before, _, last = value.rpartition("," if "," in value else " ")
        begun = last.lstrip(" +-")
        if not begun:
            return None
        found = next((name for name in self._names if name.startswith(begun.casefold()) and name != begun), None)
        if found is None or (" " in found and "," not in value and before):
            return None  # a tag of two words needs commas round it
        return value + found[len(begun) :]
