"""What stands below the people of a lead: the risks, the words that wait for an answer, and what it is about."""

from __future__ import annotations

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.lead.reading import LeadPage


def standing(page: LeadPage, now: int) -> Content:
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
