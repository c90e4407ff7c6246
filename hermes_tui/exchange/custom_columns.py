"""From the texts of a column to values of a field of the rep's own: of its declared kind, or of one its values show."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from hermes_tui.exchange import convert, dates
from hermes_tui.exchange import custom_values as values
from hermes_tui.exchange.blanks import says_nothing
from hermes_tui.exchange.convert import Cells, Question, Values
from storage.clean import clean
from storage.database import Database
from storage.errors import UsageError
from storage.queries.custom_fields import (
    CHOICE,
    DATE,
    KINDS,
    NUMBER,
    TEXT,
    CustomField,
    custom_fields,
    declared,
    held_names,
)

PREFIX = "custom."
# A guessed choice has few words and each often; else a later edit would be refused for a word that is merely new.
_MOST_LEVELS = 12
_ROWS_A_LEVEL = 5
_LONGEST_LEVEL = 40
_CODE = re.compile(r"-?0\d")  # `007`, `01067`: codes, which as numbers would lose their zeros
_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_THREE = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")  # 1.234: a thousand to some, less than two to others
_DATED = ("ymd", "mdy", "dmy", "text")


class OwnFields(NamedTuple):
    """The fields a database has: those declared, and the names that leads hold values under besides."""

    fields: tuple[CustomField, ...] = ()
    held: tuple[str, ...] = ()

    def spelt(self, name: str) -> str:
        """The name as it is here already, however its letters are cased; a made one also without signs."""
        known = [*(field.name for field in self.fields), *self.held]
        same = next((each for each in known if each.casefold() == name.casefold()), None)
        if same is None and name == values.slug(name):
            same = next((each for each in known if values.slug(each) == name), None)
        return name if same is None else same


NO_FIELDS = OwnFields()


class CustomColumn(NamedTuple):
    """Values, one a row; texts that are none (text → reason); the field as it will be, None where it has no kind."""

    values: Values
    bad: dict[str, str]
    field: CustomField | None
    question: Question | None = None
    new: bool = False
    added: tuple[str, ...] = ()  # words that the file adds to its choices
    note: str = ""  # that it is not read as the rep asked for


class How(NamedTuple):
    """What the rep said of a column: its kind, how its dates and its decimals are written; `exported`: by Hermes."""

    kind: str = ""
    date: str | None = None
    decimal: str | None = None
    exported: bool = False


def own_fields(database: Database) -> OwnFields:
    """The fields of a database, for `plan`; reads every lead."""
    fields = tuple(custom_fields(database))
    return OwnFields(fields, tuple(name for name in held_names(database) if not declared(fields, name)))


def parted(field: str) -> tuple[str, str]:
    """`custom.visits:number` as its name and the kind it is given, "" where none is."""
    name = field.removeprefix(PREFIX)
    before, colon, kind = name.rpartition(":")
    return (before.strip(), kind.casefold()) if colon and kind.casefold() in KINDS and before.strip() else (name, "")


def read(cells: Cells, own: OwnFields, how: How) -> CustomColumn:
    """The values of a column of `custom.NAME` (`cells.field`): by the declared kind, the one asked for, or a guess.

    A name that leads hold without a kind stays without one. Raises UsageError for `custom.visits:colour`.
    """
    name = cells.field.removeprefix(PREFIX)
    field = declared(own.fields, name)
    if field is not None:
        return _READ[field.kind](cells, field, how)._replace(note=_stays(field, how))
    before, colon, kind = name.rpartition(":")
    if colon and name not in own.held and not how.exported:
        raise UsageError(
            f"`{kind.strip()}` is no kind of field; custom.{before.strip()} can be {', '.join(KINDS)}. "
            "Nothing was imported."
        )
    if name in own.held and not how.kind:
        memo = {text: None if _blank(text, cells) else values.untyped(text) for text in set(cells.texts)}
        return CustomColumn([memo[text] for text in cells.texts], {}, None)
    kind = how.kind or _guessed(cells, how)
    return _READ[kind](cells, CustomField(0, name, kind), how)._replace(new=True)


def _stays(field: CustomField, how: How) -> str:
    """What to say where another kind is asked for than the field was declared with."""
    if how.kind in ("", field.kind):
        return ""
    change = f"`hermes field edit {shlex.quote(field.name)} --kind {how.kind}` before the import changes that"
    return f"custom.{field.name} is a {field.kind} as you declared it, and was read as one, not as {how.kind}; {change}"


def _blank(text: str, cells: Cells) -> bool:
    return text.strip().casefold() in cells.blanks


def _filled(cells: Cells) -> list[str]:
    """The distinct texts that say something, as typed cells go: `N/A` and its like say nothing."""
    return [text for text in dict.fromkeys(cells.texts) if not says_nothing(text, cells.blanks)]


# -- which kind --------------------------------------------------------------------------------------------


def _guessed(cells: Cells, how: How) -> str:
    filled = _filled(cells)
    if not filled:
        return TEXT
    if not any(_CODE.match(text.strip()) for text in filled) and (how.decimal or _numeric(filled)):
        return NUMBER
    if how.date or any(all(map(dates.FORMATS[name][0], filled)) for name in _DATED):
        return DATE
    return CHOICE if _few_words(cells) else TEXT


def _numeric(filled: Sequence[str]) -> bool:
    if all(map(_PLAIN.fullmatch, filled)):
        return True
    return any(all(values.number(text, mark) is not None for text in filled) for mark in ("dot", "comma"))


def _few_words(cells: Cells) -> bool:
    often = Counter(cells.texts)
    if len(often) > 4 * _MOST_LEVELS:
        return False
    levels: Counter[str] = Counter()
    for text, rows in often.items():
        if not _blank(text, cells):
            levels[clean(text)] += rows
    few = 2 <= len(levels) <= _MOST_LEVELS and max(map(len, levels)) <= _LONGEST_LEVEL
    apart = len({level.casefold() for level in levels}) == len(levels)  # a choice would make them one
    return few and apart and sum(levels.values()) >= _ROWS_A_LEVEL * len(levels)


# -- by kind -----------------------------------------------------------------------------------------------


def _text(cells: Cells, field: CustomField, _how: How) -> CustomColumn:
    return CustomColumn(convert.lines(cells).values, {}, field)


def _number(cells: Cells, field: CustomField, how: How) -> CustomColumn:
    filled = _filled(cells)
    mark = how.decimal or _mark_of(filled, how)
    if not mark:
        example = next(text for text in filled if _THREE.fullmatch(text))
        choices = tuple((each, values.as_text(values.number(example, each))) for each in ("dot", "comma"))
        question = Question(cells.field, cells.column, "decimal", example, choices)
        return CustomColumn([None] * len(cells.texts), {}, field, question)
    return _each(cells, field, filled, lambda text: values.number(text, mark), "no number")


def _mark_of(filled: Sequence[str], how: How) -> str:
    """What the decimals follow: `dot` or `comma`, as most texts have it; "" where only the rep can know."""
    if how.exported or all(map(_PLAIN.fullmatch, filled)):
        # Thousands parted by dots look like thousandths; one number with other decimals tells.
        dotted = [] if how.exported else [text for text in filled if "." in text]
        return "" if dotted and all(map(_THREE.fullmatch, dotted)) else "dot"
    fits = {mark: sum(values.number(text, mark) is not None for text in filled) for mark in ("dot", "comma")}
    return "comma" if fits["comma"] > fits["dot"] else "dot"


def _date(cells: Cells, field: CustomField, how: How) -> CustomColumn:
    filled = _filled(cells)
    reading = dates.read_column(filled, how.date)
    if isinstance(reading, dates.Ambiguous):
        question = Question(cells.field, cells.column, "date", reading.example, reading.choices)
        return CustomColumn([None] * len(cells.texts), {}, field, question)
    read = reading.values

    def day(text: str) -> str | None:
        moment = read[text]
        return None if moment is None else dates.to_day(moment).isoformat()

    return _each(cells, field, filled, day, "no date")


def _choice(cells: Cells, field: CustomField, _how: How) -> CustomColumn:
    """Words of a file are added to the choices: a list that grows with later files must reject no row."""
    said = convert.lines(cells).values
    often = Counter(said)
    often.pop(None, None)
    known = dict(values.by_fold(field.choices))
    added = []
    for word, _ in often.most_common():  # of words that differ in case only, the usual spelling
        if known.setdefault(word.casefold(), word) is word:
            added.append(word)
    memo = {word: known[word.casefold()] for word in often}
    grown = field._replace(choices=(*field.choices, *added))
    return CustomColumn([memo.get(word) for word in said], {}, grown, added=tuple(added))


def _each(
    cells: Cells, field: CustomField, filled: Iterable[str], read: Callable[[str], Any], what: str
) -> CustomColumn:  # fmt: skip
    memo: dict[str, Any] = {text: read(text) for text in filled}
    bad = {text: what for text, value in memo.items() if value is None}
    return CustomColumn([memo.get(text) for text in cells.texts], bad, field)


_READ: dict[str, Callable[[Cells, CustomField, How], CustomColumn]] = {
    TEXT: _text, NUMBER: _number, DATE: _date, CHOICE: _choice,
}  # fmt: skip
