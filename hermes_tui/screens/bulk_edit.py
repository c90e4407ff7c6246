"""Editing several leads: the form, then what it would change on each of them, then the writing as one action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from hermes_tui.actions.bulk_edit import Edit, LeadEdit, Tally, compared, edit_leads, read_edit, tally
from hermes_tui.actions.outcome import called
from hermes_tui.formats import count, one_line
from hermes_tui.screens.forms import DAYS_HELP, Typed, what_is_wrong
from hermes_tui.screens.many import AT_ONCE, perform_many
from hermes_tui.screens.own_fields import form_fields
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from storage.database import Database
from storage.errors import HermesError
from storage.queries.edits import custom_names
from storage.queries.stages import stages
from widgets.columns import Column, ColumnLayout
from widgets.form import Field, FormScreen
from widgets.paged_list import PagedList

if TYPE_CHECKING:
    from hermes_tui.screens.errands import Errands

EMPTIES = "-"  # typed into a field of the form: nothing shall stand there
_OWN = "another field"
_LABELS = {
    "source_url": "source link", "external_id": "external id", "budget_min": "budget from", "budget_max": "budget to",
    "author_url": "author link",
}  # fmt: skip
_FIELDS: tuple[str, ...] = (
    "company", "value", "currency", "stage", "source", "tags", "deadline", "score", "budget_min", "budget_max", "email",
    "phone", "website", "author", "author_url", "external_id", "title", "description",
)  # fmt: skip
_HELP = {
    "tags": "+new -old adds and takes away; plain words replace them",
    "deadline": DAYS_HELP,
    "score": "set by hand; - lets the rules decide",
}
_COLUMNS = ColumnLayout(
    (
        Column("lead", 26, priority=9), Column("field", 14, priority=7), Column("was", None, min_width=12, priority=8),
        Column("becomes", None, min_width=12, priority=9),
    )
)  # fmt: skip
_SKIPPED = ColumnLayout((Column("lead", 26, priority=9), Column("why", None, priority=8)))


# -- the form ----------------------------------------------------------------------------------------------


def edit_several(screen: Errands, lead_ids: Sequence[int], kept: Mapping[str, str] | None = None) -> None:
    """Ask what to set on these leads (`kept`: as typed before), show what that would change, and do it on Enter."""
    session, ids, before = screen.session, list(lead_ids), dict(kept or {})
    fields = [_field(session, name, before.get(name, "")) for name in _FIELDS]
    fields += _own_fields(session, ids, before)
    fields.append(
        Field(
            _OWN, _OWN, before.get(_OWN, ""), check=partial(_wrong_own, session), help="NAME=value, of your own making"
        )
    )

    def answered(changes: Typed | None) -> None:
        if changes is None:
            return
        typed = {**before, **changes}
        try:
            edit = read_edit(session.database, given_by(typed), session.today())
        except HermesError as error:
            screen.hermes.say_error(error)
            edit_several(screen, ids, typed)
            return
        if not edit.fields:
            screen.say(" Nothing was filled in, nothing changed")
            return
        back = partial(edit_several, screen, ids, typed)
        write = partial(_write, screen, ids, edit)
        screen.app.push_screen(EditPreview(session.database, edit, ids), lambda sure: write() if sure else back())

    title = f"{called(session.database, ids)}: what you fill in is set on all, {EMPTIES} empties"
    screen.app.push_screen(FormScreen(title, fields), answered)


def given_by(typed: Mapping[str, str]) -> dict[str, str]:
    """The fields that a filled form sets: what was left empty is left as it is, a lone `-` empties it."""
    given = {name: "" if text.strip() == EMPTIES else text for name, text in typed.items() if text.strip()}
    name, sign, value = given.pop(_OWN, "").partition("=")
    if sign:
        given[f"custom.{name.strip()}"] = value.strip()
    return given


def _field(session: Session, name: str, value: str) -> Field:
    label = _LABELS.get(name, name)
    if name == "stage":
        choices = [("", "as it is"), *((stage.name, stage.label) for stage in stages(session.database))]
        return Field(name, label, value, "choice", choices=choices)
    if name == "description":
        return Field(name, label, value, "multiline")
    return _checked(session, name, value)


def _own_fields(session: Session, lead_ids: Sequence[int], before: Mapping[str, str]) -> Iterator[Field]:
    """The fields of the rep's own: those declared, then what else any of these leads has."""
    held = {f"custom.{name}": "" for name in custom_names(session.database, lead_ids)}
    for field in form_fields(session, held):
        value = before.get(field.name, "")
        if field.kind == "choice":
            choices = [("", "as it is"), *field.choices[1:], (EMPTIES, "none")]
            yield field._replace(value=value, choices=choices)
        else:
            yield _checked(session, field.name, value)._replace(label=field.label, help=field.help)


def _checked(session: Session, name: str, value: str) -> Field:
    def wrong(text: str) -> str | None:
        def read(typed: str) -> object:
            return read_edit(session.database, given_by({name: typed}), session.today())

        return what_is_wrong(read, text) if text.strip() else None

    return Field(name, _LABELS.get(name, name), value, check=wrong, help=_HELP.get(name, ""))


def _wrong_own(session: Session, text: str) -> str | None:
    if not text.strip():
        return None
    name, sign, _ = text.partition("=")
    if not sign or not name.strip():
        return "write it as NAME=value: region=north"
    return what_is_wrong(lambda typed: read_edit(session.database, given_by({_OWN: typed}), session.today()), text)


def _write(screen: Errands, lead_ids: list[int], edit: Edit) -> None:
    session = screen.session
    perform_many(screen, lead_ids, lambda ids, tell: edit_leads(session.database, ids, edit, session.now(), tell))


# -- the preview -------------------------------------------------------------------------------------------


class _Pages:
    """Leads under an edit, compared a page at a time."""

    def __init__(self, database: Database, edit: Edit, lead_ids: Sequence[int]) -> None:
        self._database = database
        self._edit = edit
        self._ids = lead_ids

    def page(self, offset: int, limit: int) -> Sequence[LeadEdit]:
        return list(compared(self._database, self._edit, self._ids[offset : offset + limit]))

    def key(self, row: LeadEdit) -> int:
        return row.lead_id


class _EditList(PagedList[LeadEdit]):
    """Leads with a line a field."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is marked here."""
        return action not in ("mark", "range") and super().check_action(action, parameters)


class EditPreview(ModalScreen[bool]):
    """What an edit would change, lead by lead: first those it skips, then those it changes, then those it keeps.

    Dismisses with True where it shall be written, with False to go back to the form.
    """

    DEFAULT_CSS = """
    EditPreview { layout: vertical; background: $background; }
    EditPreview > Vertical { height: 1fr; }
    EditPreview .edit-preview--tally { height: 2; padding: 0 1; border-bottom: solid $panel; }
    EditPreview .edit-preview--keys { height: 1; padding: 0 1; background: $panel; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "Write", id="preview.write", priority=True, tooltip="Write it as one action"),
        Binding("escape,q", "back", "Back", id="preview.back", priority=True, tooltip="Back to the form"),
    ]

    def __init__(self, database: Database, edit: Edit, lead_ids: Sequence[int]) -> None:
        super().__init__()
        self._database = database
        self._edit = edit
        self._ids = lead_ids
        self.found: Tally | None = None  # once all were compared

    def compose(self) -> ComposeResult:
        """A line that counts, the leads, the keys."""
        lines = max(1, len(self._edit.fields))
        with Vertical():
            yield Static(classes="edit-preview--tally")
            yield _EditList(_draw, header=_COLUMNS.header, row_height=lines, empty=Content("Comparing…"), id="edits")
            yield Static(classes="edit-preview--keys")

    def on_mount(self) -> None:
        """Compare all: at once where that is not felt, else in a thread."""
        self.query_one(_EditList).focus()
        self._say()
        if len(self._ids) <= AT_ONCE:
            self._show(tally(self._database, self._edit, self._ids))
        else:
            self.run_worker(self._compare, thread=True, exit_on_error=False)

    def _compare(self) -> None:
        try:
            found = tally(self._database, self._edit, self._ids)
        finally:
            self._database.close_thread()
        self.app.call_from_thread(self._show, found)

    def _show(self, found: Tally) -> None:
        self.found = found
        ids = [*found.skipped, *found.changed, *found.kept]
        self.query_one(_EditList).show(_Pages(self._database, self._edit, ids), len(ids))
        self._say()

    def _say(self) -> None:
        found = self.found
        if found is None:
            words = Content.assemble((f"Comparing {len(self._ids):,} leads…", "bold"))
            keys = Content.assemble(("Esc", "bold $accent"), (" back to the form", DIM))
        else:
            n = len(found.changed)
            words = Content.assemble(
                (f"{count(n, 'lead')} would change", "bold"),
                (f" · {len(found.kept):,} so already", DIM),
                (f" · {len(found.skipped):,} skipped", "$text-warning" if found.skipped else DIM),
                (f"   {', '.join(self._edit.fields)}", DIM),
            )
            write = [("Enter", "bold $accent"), (f" writes {count(n, 'lead')}   ", DIM)] if n else []
            keys = Content.assemble(*write, ("Esc", "bold $accent"), (" back to the form", DIM))
        self.query_one(".edit-preview--tally", Static).update(words)
        self.query_one(".edit-preview--keys", Static).update(keys)

    def action_write(self) -> None:
        """Write what is shown, once all was compared and where there is anything to write."""
        if self.found is not None and self.found.changed:
            self.dismiss(True)

    def action_back(self) -> None:
        """To the form, with what was typed."""
        self.dismiss(False)


def _draw(row: LeadEdit, width: int) -> list[Content]:
    """A line for each field; what is kept is dim, who is skipped says why."""
    who = Content.styled(one_line(row.called), "bold" if row.changes else DIM)
    if row.skipped:
        why = Content.assemble(("skipped: ", "$text-warning"), one_line(row.skipped))
        return [_SKIPPED.line([who, why], width)]
    lines = []
    for number, field in enumerate(row.fields):
        becomes = one_line(field.becomes) if field.changes else "as it is"
        cells = [
            who if number == 0 else Content(""),
            Content.styled(field.field, DIM),
            Content.styled(one_line(field.was), "" if field.changes else DIM),
            Content.styled(f"→ {becomes}" if field.changes else becomes, "" if field.changes else DIM),
        ]
        lines.append(_COLUMNS.line(cells, width))
    return lines
