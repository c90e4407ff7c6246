"""What the import screen asks on its strip: fields, stages, formats, blanks, templates, and names of files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from textual.content import Content

from hermes_tui.exchange import dates, mapping, money
from hermes_tui.exchange.custom_columns import parted
from hermes_tui.exchange.custom_values import slug
from hermes_tui.exchange.fields import CONTACT_PARTS, LEAD_FIELDS, Kind, field_named, kind_of
from hermes_tui.exchange.plan import Plan
from hermes_tui.exchange.rejects import write_rejects
from hermes_tui.exchange.stage_events import EventFile, columns_said
from hermes_tui.exchange.tables import Rejected
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.import_draft import Draft, to_save
from hermes_tui.screens.import_lines import MapRow, own_kinds, plain_field, word_rows
from storage.clean import clean
from storage.errors import HermesError, UsageError
from widgets.strip_prompt import Choice

_FORMATS = {
    Kind.DAY: ("date", [(name, meaning) for name, (_, meaning) in dates.FORMATS.items()]),
    Kind.MOMENT: ("date", [(name, meaning) for name, (_, meaning) in dates.FORMATS.items()]),
    Kind.MONEY: ("decimal", list(money.FORMATS.items())),
}


class ImportQuestions(HermesScreen):
    """The questions. Subclasses give the draft, the last plan, the row under the cursor, and try what was answered."""

    draft: Draft
    events: tuple[EventFile, ...]
    plan: Plan | None
    path: Path

    @property
    def map_row(self) -> MapRow | None:
        """The line of the mapping under the cursor."""
        raise NotImplementedError

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """The rows that are, or would be, rejected."""
        raise NotImplementedError

    def changed_mapping(self, said: str = "") -> None:
        """The draft is another: show it, try it, and say what was done."""
        raise NotImplementedError

    def _change(self, change: Callable[[], object], said: str = "") -> None:
        try:
            change()
        except HermesError as error:
            self.say(Content.styled(f" {error}", "$text-error"))
        else:
            self.changed_mapping(said)

    # -- fields ----------------------------------------------------------------------------------------

    def ask_field(self, row: MapRow) -> None:
        """Which field this column fills; nothing leaves it out. A field filled otherwise: from what."""
        if row.kind == "made":
            self._ask_template(f"{row.target}={row.name}")
            return
        own = f"custom.{slug(row.name) or row.name}"
        known = [*LEAD_FIELDS, *(f"contact.{part}" for part in CONTACT_PARTS),
                 *(f"contact2.{part}" for part in CONTACT_PARTS), own]  # fmt: skip
        self.strip.ask_text(
            Content.assemble((" “", "bold"), (row.name, "bold"), ("” fills", "bold")),
            row.target.partition(", ")[0],
            lambda text: self._give(row, text.strip()),
            suggestions=known,
            validate=lambda text: _fault(lambda: field_named(text)) if text.strip() else None,
        )

    def _give(self, row: MapRow, field: str) -> None:
        if not field:
            self._change(lambda: self.draft.leave_out(*self.draft.fields_of(row.column)), f"{row.name} is left out")
            return
        try:
            before = self.draft.give(row.column, field)
        except HermesError as error:
            self.say(Content.styled(f" {error}", "$text-error"))
            return
        instead = f", instead of {before}" if before else ""
        self.changed_mapping(f"{row.name} fills {field_named(field)}{instead}")

    def action_leave_out(self) -> None:
        """The column under the cursor is not imported."""
        row = self.map_row
        if row is None or row.kind not in ("column", "made"):
            self.say(" Only a column can be left out")
        elif not row.target:
            self.say(f" {row.name} is left out already")
        else:
            self._change(lambda: self.draft.leave_out(*row.target.split(", ")), f"{row.name} is left out")

    def action_template(self) -> None:
        """Fill a field from several columns, or with one text for all rows."""
        self._ask_template("")

    def _ask_template(self, begun: str) -> None:
        columns = " ".join(f"{{{name}}}" for name in self.draft.table.header[:2])
        self.strip.ask_text(
            Content.styled(" field={column} {column}, or field==words", "bold"),
            begun,
            lambda text: self._change(lambda: self.draft.fill(*_halves(text)), f"{_halves(text)[0]} is filled so"),
            suggestions=[f"title={columns}", "source==", *(f"{field}=" for field in LEAD_FIELDS)],
            validate=lambda text: _fault(lambda: field_named(_halves(text)[0])),
        )

    # -- stages, dates, blanks ---------------------------------------------------------------------------

    def action_stages(self) -> None:
        """What a stage word means: the next that nobody mapped, else the one under the cursor."""
        if self.plan is None or not self.plan.stage_words:
            self.say(" No column fills the stage: Enter on a column gives it one")
            return
        unknown = [row for row in word_rows(self.draft, self.plan) if row.doubt]
        here = self.map_row
        if here is not None and here.kind == "word" and (here.doubt or not unknown):
            self.ask_stage(here)
        elif unknown:
            self.ask_stage(unknown[0])
        else:
            self.say(" Every stage word is mapped; Enter on one changes it")

    def ask_stage(self, row: MapRow) -> None:
        """Which stage of ours this word means; then the next unknown one."""
        from hermes_tui.actions.stages import stage_named
        from storage.queries.stages import stages

        pipeline = stages(self.session.database)

        def mapped(text: str) -> None:
            stage = stage_named(pipeline, text).name
            self._change(lambda: self.draft.map_stage(row.name, stage), f"{row.name} means {stage}")
            words = {} if self.plan is None else self.plan.stage_words
            left = [word for word, known in words.items() if known is None and word not in self.draft.mapping.stages]
            if left:
                self.ask_stage(MapRow("word", left[0], "", "", "", doubt=True))

        self.strip.ask_text(
            Content.assemble((" “", "bold"), (row.name, "bold"), ("” is the stage", "bold")),
            row.target,
            mapped,
            suggestions=[name for stage in pipeline for name in (stage.name, stage.label)],
            validate=lambda text: _fault(lambda: stage_named(pipeline, text)),
        )

    def action_formats(self) -> None:
        """How a column's dates or amounts are read: what is asked first, else the column under the cursor."""
        if self.plan is not None and self.plan.questions:
            question = self.plan.questions[0]
            label = Content.assemble((f" {question.column}: ", "bold"), (f"{question.example} is", "bold"))
            self._ask_format(label, question.field, question.kind, question.choices)
            return
        row = self.map_row
        field = "" if row is None or row.kind == "word" else row.target.partition(", ")[0]
        own = {"date": Kind.DAY, "number": Kind.MONEY}.get(own_kinds(self.plan).get(plain_field(field), ""))
        kind_here = own if own is not None or not field else kind_of(field)
        if kind_here not in _FORMATS:
            self.say(" Every date and amount is clear; on a column of them d changes how it is read")
            return
        kind, choices = _FORMATS[kind_here]
        called = f"custom.{parted(field)[0]}" if own is not None else field
        self._ask_format(Content.styled(f" {called}:", "bold"), called, kind, choices)

    def action_own(self) -> None:
        """Keep every column that is left out as a field of the rep's own, named after the column."""
        left = sum(not self.draft.fields_of(column) for column in range(len(self.draft.table.header)))
        if not left:
            self.say(" Every column is kept already")
            return
        said = "1 column is a field" if left == 1 else f"{left:,} columns are fields"
        self._change(self.draft.keep_every, f"{said} of your own now")

    def _ask_format(
        self, label: Content, field: str, kind: str, choices: tuple[tuple[str, str], ...] | list[tuple[str, str]]
    ) -> None:
        keys = [Choice(str(number), meaning, name) for number, (name, meaning) in enumerate(choices, 1)]
        self.strip.ask_choice(
            label, keys, lambda name: self._change(lambda: self.draft.read_as(field, kind, name), f"{field}: {name}")
        )

    def action_blanks(self) -> None:
        """Words that mean "no value"."""
        self.strip.ask_text(
            Content.styled(" blank words, with commas", "bold"),
            ", ".join(self.draft.mapping.blanks),
            lambda text: self._change(
                lambda: self.draft.call_blank(tuple(filter(None, map(str.strip, text.split(",")))))
            ),
        )

    # -- files -------------------------------------------------------------------------------------------

    def action_save_mapping(self) -> None:
        """Write the mapping as TOML, for the next file of its kind."""
        words = {} if self.plan is None else self.plan.stage_words
        events = columns_said(self.events)
        self._ask_path("save the mapping as", ".mapping.toml", lambda: mapping.dump(to_save(self.draft, words, events)))

    def action_load_mapping(self) -> None:
        """Use a mapping saved before."""
        self.strip.ask_text(
            Content.styled(" mapping file", "bold"),
            _beside(self.path, ".mapping.toml"),
            lambda text: self._change(lambda: self.draft.use(mapping.load(_place(text))), "the saved mapping is used"),
        )

    def action_write_rejected(self) -> None:
        """Write the rejected rows with their reasons, to be mended and imported again."""
        rejected = self.rejected
        if not rejected:
            self.say(" No row is rejected")
            return

        def content() -> str:
            from io import StringIO

            out = StringIO(newline="")
            write_rejects(out, self.draft.table, rejected)
            return out.getvalue()

        count = f"{len(rejected):,} rejected {'row' if len(rejected) == 1 else 'rows'}"
        self._ask_path(f"write the {count} to", "-rejected.csv", content)

    def _ask_path(self, what: str, ending: str, content: Callable[[], str]) -> None:
        def write(text: str) -> None:
            place = _place(text)
            try:
                _write_new(place, content())
            except OSError as error:
                self.say(Content.styled(f" {place} could not be written ({error.strerror})", "$text-error"))
            else:
                self.say(f" {place} written")

        self.strip.ask_text(Content.styled(f" {what}", "bold"), _free(self.path, ending), write, validate=_wrong_place)


def _fault(trial: Callable[[], object]) -> str | None:
    try:
        trial()
    except HermesError as error:
        return str(error)
    return None


def _halves(text: str) -> tuple[str, str]:
    field, sign, source = text.partition("=")
    if not sign or not source.strip():
        raise UsageError("write field={column}, or field==words for all rows")
    return field.strip(), source.strip()


def _place(text: str) -> Path:
    return Path(os.path.expanduser(text.strip()))


def _wrong_place(text: str) -> str | None:
    if not text.strip():
        return "which file?"
    place = _place(text)
    if os.path.lexists(place):
        return "is there already; name another"
    return None if os.path.isdir(place.parent) else "there is no such folder"


def _beside(path: Path, ending: str) -> str:
    """A name beside the file, as it can be typed: without what of its own name drives a terminal or is no text."""
    place = path.with_name((clean(path.stem) or "import") + ending)
    return str(place).encode("utf-8", "replace").decode("utf-8")


def _free(path: Path, ending: str) -> str:
    """Such a name that no file has yet."""
    stem, dot, suffix = ending.partition(".")
    place, number = _beside(path, ending), 2
    while os.path.lexists(place):
        place, number = _beside(path, f"{stem}-{number}{dot}{suffix}"), number + 1
    return place


def _write_new(place: Path, text: str) -> None:
    """Write a file that is not there yet, for its owner's eyes only: it may hold people's names."""
    descriptor = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="") as out:
        out.write(text)
