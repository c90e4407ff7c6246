"""The searchable list of fields: what each says for the sample lead, and how it is put into a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.templates.samples import Samples
from widgets.pick_screen import Pick, PickScreen

if TYPE_CHECKING:
    from widgets.code_area import CodeArea

_MOST_SHOWN = 200  # letters of a value; a description may be a page


def fields_screen(samples: Samples) -> PickScreen:
    """The list; it gives back the name of a field."""
    from hermes_tui.outreach.templates.fields import fields_of, shown_value

    picks = []
    for field in fields_of(samples.values):
        value = formats.one_line(shown_value(samples.values, field.name), _MOST_SHOWN)
        beside = value or "– nothing for this lead"
        picks.append(Pick(field.name, field.name, beside, field.help, faint=not value))
    title = Content.assemble("Insert a field", (f"   as for {samples.name}" if samples.name else "", "$foreground 60%"))
    return PickScreen(title, picks, takes="inserts it")


def insert_field(area: CodeArea, name: str) -> None:
    """Put the field at the cursor: in braces, or its bare name where the cursor stands within braces already."""
    row, column = area.selection.start if area.selection.start < area.selection.end else area.selection.end
    before = area.document.get_line(row)[:column]
    within = max(before.rfind("{{"), before.rfind("{%")) > max(before.rfind("}}"), before.rfind("%}"))
    area.replace(name if within else f"{{{{ {name} }}}}", *area.selection, maintain_selection_offset=False)
