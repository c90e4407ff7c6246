"""What stands below the people of a lead: the risks, the words that wait for an answer, and what it is about."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.styles import DIM

_SAID_BY_NO_RISK = ("blockers-negative",)  # the other gaps are risks, or empty chairs among the people


def standing(page: LeadPage, now: int) -> Content:
    """What stands against the deal, the words that wait for an answer, and what it is about."""
    warnings = Content("\n").join([Content.styled(f"! {words}", "$text-warning") for words in _warnings(page)])
    detail = page.detail
    owed = None
    if detail.owed_since is not None and detail.is_open:
        waited = formats.age(detail.owed_since, now)
        owed = Content.assemble(
            (f"They wait for your answer ({waited})\n", "bold $accent"), f"“{detail.owed_quote or ''}”"
        )
    about = Content.styled(detail.description or "", DIM)
    return Content("\n\n").join([part for part in (warnings, owed, about) if part])


def engaged_words(page: LeadPage) -> Content:
    """`2 of 6 people engaged`; nothing where nobody is known, or where a risk says so already."""
    if not page.people or {"ghosted", "single-threaded"} & {risk.code for risk in page.risks}:
        return Content("")
    people = formats.count(len(page.people), "person", "people")
    return Content.styled(f"{len(page.committee.engaged)} of {people} engaged", DIM)


def _warnings(page: LeadPage) -> Iterator[str]:
    yield from (risk.text for risk in page.risks)
    if page.detail.is_open:
        yield from (gap.text for gap in page.committee.gaps if gap.code in _SAID_BY_NO_RISK)
    kinds = dict.fromkeys(found.kind.lower() for found in page.objections if found.state == "open")
    if kinds:
        yield f"open objection: {', '.join(kinds)}"
