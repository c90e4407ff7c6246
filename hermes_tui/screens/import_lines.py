"""How a file, its mapping and what would become of its rows are drawn, a line at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from textual.content import Content

from hermes_tui.exchange.convert import Question
from hermes_tui.exchange.custom_columns import parted
from hermes_tui.exchange.load import ImportResult
from hermes_tui.exchange.plan import Plan
from hermes_tui.exchange.tables import Table
from hermes_tui.screens.import_draft import Draft
from widgets.columns import Column, ColumnLayout

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_ADVICE = re.compile(r"[;,]? ?(?:give|say (?:which|it) with|say which is which with) --[^;]*")
_UNKNOWN = "which stage is that? s says it"
MUTED = "$foreground 60%"  # a Static paints $text-muted as bright as the rest
_MOST_WORDS = 100  # stage words listed; a column with more is no column of stages


class MapRow(NamedTuple):
    """One line of the mapping: a column, a field filled otherwise, a stage word, or the line that imports.

    `name` is the column, the template or the word; `target` the field or stage, "" for none; `doubt` a question.
    """

    kind: Literal["column", "made", "word", "import"]
    name: str
    target: str
    why: str
    values: str
    column: int = -1
    doubt: bool = False


def map_rows(draft: Draft, plan: Plan | None, says: str) -> list[MapRow]:
    """The whole mapping; `says` is what the last line, which imports, promises."""
    questions = {} if plan is None else {plain_field(question.field): question for question in plan.questions}
    kinds = own_kinds(plan)
    rows = [
        MapRow("made", source.said, field, draft.why(field), "")
        for field, source in draft.sources.items()
        if source.column is None
    ]
    for column, name in enumerate(draft.table.header):
        fields = draft.fields_of(column)
        asked = next((questions[field] for field in map(plain_field, fields) if field in questions), None)
        values = ask_words(asked) if asked else ", ".join(draft.samples(column))
        why = kinds.get(plain_field(fields[0]), draft.why(fields[0])) if fields else "left out"
        rows.append(MapRow("column", name, ", ".join(fields), why, values, column, asked is not None))
        if "stage" in fields and plan is not None:
            rows += word_rows(draft, plan)
    return [*rows, MapRow("import", says, "", "", "")]


def own_kinds(plan: Plan | None) -> dict[str, str]:
    """The kind of each field of the rep's own that the file fills, by the field."""
    fields = [] if plan is None else [each.field for each in plan.customs if each.field is not None]
    return {f"custom.{field.name}".casefold(): field.kind for field in fields}


def plain_field(field: str) -> str:
    """A field as plans call it: one of the rep's own without the kind said behind its name, in any case."""
    return f"custom.{parted(field)[0]}".casefold() if field.startswith("custom.") else field


def word_rows(draft: Draft, plan: Plan) -> list[MapRow]:
    """A line for each stage word of the file, those that nobody mapped first."""
    words = sorted(plan.stage_words.items(), key=lambda pair: pair[1] is not None)
    return [
        MapRow(
            "word", word, stage or "", _stage_why(draft, word, stage), "" if stage else _UNKNOWN, doubt=stage is None
        )
        for word, stage in words[:_MOST_WORDS]
    ]


def _stage_why(draft: Draft, word: str, stage: str | None) -> str:
    if stage is None:
        return "unknown"
    return "yours" if word in draft.mapping.stages else "by name"


def ask_words(question: Question) -> str:
    """`03/04/2021 is 3 April or 4 March: d says which`."""
    return f"{question.example} is {' or '.join(meaning for _, meaning in question.choices)}: d says which"


def map_layout(rows: Sequence[MapRow]) -> ColumnLayout:
    """Columns as wide as the names in them need, within reason."""
    names = [2 * (row.kind == "word") + len(row.name) for row in rows if row.kind != "import"]
    return ColumnLayout(
        (
            Column("column", min(34, max([12, *names])), priority=9),
            Column("field", 20, priority=8),
            Column("how", 9, priority=2),
            Column("values", None, min_width=16, priority=5),
        )
    )


def draw_map_row(row: MapRow, layout: ColumnLayout, width: int) -> Content:
    """`deal_stage    stage    by name    Won, Engaging, Lost`."""
    if row.kind == "import":
        return Content.styled(row.name, "bold $accent")
    name = f"  {row.name}" if row.kind == "word" else row.name
    quiet = "" if row.target else "$text-muted"
    if row.doubt:
        quiet = "$text-warning"
    return layout.line(
        [
            Content.styled(name, quiet or ("$text-muted" if row.kind == "word" else "")),
            Content.styled(row.target or ("?" if row.doubt else "–"), quiet or "bold"),
            Content.styled(row.why, "$text-warning" if row.doubt else "$text-muted"),
            Content.styled(row.values, "$text-warning" if row.doubt else "$text-muted"),
        ],
        width,
    )


def spoken(sentence: str) -> str:
    """A sentence without the command line's advice at its end: here keys do that."""
    return _ADVICE.sub("", sentence)


# -- the file and the figures ------------------------------------------------------------------------------


def file_line(table: Table) -> Content:
    """`sales.csv   8,800 rows · 8 columns · utf-8 · comma`."""
    facts = [
        f"{table.read:,} {'row' if table.read == 1 else 'rows'}",
        f"{len(table.header)} {'column' if len(table.header) == 1 else 'columns'}",
        table.encoding,
        _DELIMITERS.get(table.delimiter, table.delimiter),
    ]
    return Content.assemble((f" {table.name}", "bold"), ("   " + " · ".join(facts), MUTED))


def figures(result: ImportResult) -> Content:
    """`8,800 created   0 updated   …`, what is not nothing bold."""
    counted = (
        (result.created, "created"), (result.updated, "updated"), (result.unchanged, "unchanged"),
        (result.duplicates, "duplicate"), (len(result.rejected), "rejected"),
    )  # fmt: skip
    parts: list[tuple[str, str] | Content] = [(" ", "")]
    for number, word in counted:
        warns = word == "rejected" and number
        parts.append((f"{number:,}", "bold $text-warning" if warns else "bold" if number else MUTED))
        parts.append((f" {word}   ", "" if number else MUTED))
    return Content.assemble(*parts)


def own_fields(result: ImportResult) -> list[str]:
    """`3 new fields of your own`, `2 cells left empty`; nothing where there are none."""
    new, empty = sum(field.new for field in result.fields), len(result.left_empty)
    said = [f"{new:,} new {'field' if new == 1 else 'fields'} of your own"] if new else []
    return said + ([f"{empty:,} {'cell' if empty == 1 else 'cells'} left empty"] if empty else [])


def history(result: ImportResult) -> list[str]:
    """What became of the stage events beside the deals, `7 stage events read: 6 filed, …`; nothing where none came."""
    told = result.history
    return [] if told is None else [told.sentence(), *told.notes]


def makes(result: ImportResult) -> str:
    """`8,800 new leads and 8,810 people, 31 qualify`."""
    people = f"{result.contacts:,} {'person' if result.contacts == 1 else 'people'}"
    qualify = (
        f", {result.qualified:,} {'qualifies' if result.qualified == 1 else 'qualify'}" if result.qualified else ""
    )
    return f"{result.leads:,} new {'lead' if result.leads == 1 else 'leads'} and {people}{qualify}"
