"""What a lead's page says in its own words: the lines on top, the titles of the panes, what stands below the people."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.lead_reading import LeadPage
from hermes_tui.screens.listing import STRETCH

TABS = ("tasks", "notes", "objections", "proposals", "stages")

Ends = tuple[Content, Content]


def title_style(lit: bool) -> str:
    """How the title of a pane is written; it is lit where the rep is."""
    return "bold $accent" if lit else "bold $text-muted"


def head_lines(page: LeadPage, neighbours: Sequence[int], now: int) -> list[Ends]:
    """Who, and where in the list; what to do next, and how long nothing was said. Left and right ends."""
    detail = page.detail
    name = f"{detail.company}: {detail.title}" if detail.company else detail.title
    place = ""
    # A longer list is known only as far as [ and ] may walk: its place in that stretch would be no place in the list.
    if detail.id in neighbours and 1 < len(neighbours) <= STRETCH:
        place = f" {neighbours.index(detail.id) + 1} of {len(neighbours)} "
    first = Content.assemble((f" {name}", "bold"), (f"  #{detail.id}", "dim"))
    second = Content.styled(" nothing asks to be done now", "$text-muted")
    if page.suggested is not None:
        because = (f"  {page.suggested.because}", "$text-muted")
        second = Content.assemble((" next  ", "bold $accent"), (page.suggested.label, "bold"), because)
    age = formats.age(detail.silent_since, now)
    silent = f" silent {age} " if detail.is_open and age != "now" else ""
    return [(first, Content.styled(place, "$text-muted")), (second, Content.styled(silent, "$text-muted"))]


def gone_lines(lead_id: int) -> list[Ends]:
    """The lines on top of a lead that was deleted."""
    gone = Content.styled(f" Lead #{lead_id} is not here any more", "bold")
    return [(gone, Content("")), (Content(" q goes back, u may bring it back"), Content(""))]


def brief(page: LeadPage, now: int) -> Content:
    """What stands against the deal, the words that wait for an answer, and what it is about."""
    parts: list[Content | str | tuple[str, str]] = [(f"! {risk.text}\n", "$text-warning") for risk in page.risks]
    kinds = dict.fromkeys(found.kind.lower() for found in page.objections if found.state == "open")
    if kinds:
        parts.append((f"! open objection: {', '.join(kinds)}\n", "$text-warning"))
    detail = page.detail
    if detail.owed_since is not None and detail.is_open:
        waited = formats.age(detail.owed_since, now)
        parts += ["\n" if parts else "", (f"They wait for your answer ({waited})\n", "bold $accent")]
        parts.append(f"“{detail.owed_quote or ''}”\n")
    if detail.description:
        parts += ["\n" if parts else "", (detail.description, "$text-muted")]
    return Content.assemble(*parts)


def facts_title(page: LeadPage | None, lit: bool, folded: bool) -> Content:
    """`Facts`; folded to this line it says what decides."""
    said = ""
    if page is not None and folded:
        detail = page.detail
        value = formats.money_with(detail.value, detail.currency) if detail.value is not None else ""
        said = "  " + " · ".join(part for part in (page.stage.label, value, f"heat {detail.heat}") if part)
    return Content.assemble(("Facts", title_style(lit)), (said, "$text-muted"))


def people_title(page: LeadPage | None, lit: bool, folded: bool) -> Content:
    """`People 3`; folded to this line it says the gravest risk."""
    count = f" {len(page.people)}" if page is not None and page.people else ""
    risk = f"  ! {page.risks[0].text}" if page is not None and page.risks and folded else ""
    return Content.assemble(("People", title_style(lit)), (count, "$text-muted"), (risk, "$text-warning"))


def tabs_title(page: LeadPage | None, here: str, lit: bool) -> Content:
    """`Tasks 2   Notes 5   Objections`: the tab in sight is bright; of tasks and objections the open ones count."""
    counts = (0,) * len(TABS)
    if page is not None:
        counts = (page.pending, len(page.notes), page.in_the_way, len(page.proposals), len(page.visits))
    parts: list[tuple[str, str]] = []
    for name, count in zip(TABS, counts, strict=True):
        style = ("bold $accent" if lit else "bold") if name == here else "$text-muted"
        parts += [(name.title(), style), (f" {count}" if count else "", style if name == here else "dim"), ("   ", "")]
    return Content.assemble(*parts)
