"""The searchable lists of fields and of filters: what each says for the sample lead, and how it is put into a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.templates.samples import Samples
from widgets.pick_screen import Pick, PickScreen

if TYPE_CHECKING:
    from widgets.code_area import CodeArea

_MOST_SHOWN = 200  # letters of a value; a description may be a page
_BEHIND_BAR = re.compile(r".*\{[{%](?P<field>.*)\|(?P<typed>\s*\w*)$")
_VALUE = re.compile(r"[\w.]+(?:\[[^\]]*\])?(?:\s*\|.*)?$")  # at the end of a tag: `if lead.title`


def offered(area: CodeArea, samples: Samples) -> PickScreen:
    """The list of what fits where the cursor stands: the filters behind a `|`, else the fields."""
    behind = _behind_bar(area)
    return fields_screen(samples) if behind is None else filters_screen(samples, behind["field"])


def insert(area: CodeArea, name: str) -> None:
    """Put what was chosen from that list at the cursor."""
    behind = _behind_bar(area)
    if behind is None:
        insert_field(area, name)
    else:
        _, end = sorted(area.selection)
        area.replace(f" {name}", (end[0], behind.start("typed")), end, maintain_selection_offset=False)


def fields_screen(samples: Samples) -> PickScreen:
    """The list; it gives back the name of a field."""
    from hermes_tui.outreach.templates.fields import fields_of, shown_value

    picks = []
    for field in fields_of(samples.values):
        value = formats.one_line(shown_value(samples.values, field.name), _MOST_SHOWN)
        beside = value or "– nothing for this lead"
        picks.append(Pick(field.name, field.name, beside, field.help, faint=not value))
    return PickScreen(_title("Insert a field", samples), picks, takes="inserts it")


def filters_screen(samples: Samples, before: str) -> PickScreen:
    """The filters, each with what it makes of the value that stands `before` the bar; those that make none last."""
    from hermes_tui.outreach.templates.filter_help import FILTER_HELP
    from hermes_tui.outreach.templates.rendering import render

    value = _VALUE.search(before.strip())
    picks = []
    for written, means in FILTER_HELP.items():
        found = render("", f"{{{{ {value[0]} | {written} }}}}", samples.values) if value is not None else None
        made = "" if found is None or found.faults or found.missing else formats.one_line(found.body, _MOST_SHOWN)
        picks.append(Pick(written, written, made or f"– {means}", means, faint=not made))
    return PickScreen(_title("Change a field", samples), sorted(picks, key=lambda pick: pick.faint), takes="inserts it")


def insert_field(area: CodeArea, name: str) -> None:
    """Put the field at the cursor: in braces, or its bare name where the cursor stands within braces already."""
    before = _before(area)
    within = max(before.rfind("{{"), before.rfind("{%")) > max(before.rfind("}}"), before.rfind("%}"))
    area.replace(name if within else f"{{{{ {name} }}}}", *area.selection, maintain_selection_offset=False)


def _behind_bar(area: CodeArea) -> re.Match[str] | None:
    """The braces that the cursor stands in, where it stands behind a `|` of theirs."""
    found = _BEHIND_BAR.match(_before(area))
    return None if found is None or "}}" in found["field"] or "%}" in found["field"] else found


def _before(area: CodeArea) -> str:
    row, column = min(area.selection)
    return area.document.get_line(row)[:column]


def _title(words: str, samples: Samples) -> Content:
    return Content.assemble(words, (f"   as for {samples.name}" if samples.name else "", "$foreground 60%"))
