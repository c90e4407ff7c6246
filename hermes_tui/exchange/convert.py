"""From the texts of one column to the values that are stored; each distinct text is read once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, tzinfo
from itertools import repeat
from typing import Any, NamedTuple

from hermes_tui.exchange import dates, money
from hermes_tui.exchange.blanks import says_nothing
from hermes_tui.exchange.columns import EMAIL
from storage.clean import MAX_LINE, clean

Values = list[Any]


class Question(NamedTuple):
    """A column that can be read in several ways: only the rep knows which is meant.

    `kind` is "date" or "decimal"; each choice is (format, what the example would mean).
    """

    field: str
    column: str
    kind: str
    example: str
    choices: tuple[tuple[str, str], ...]

    def sentence(self) -> str:
        """The question in one plain sentence, with the options that answer it."""
        meanings = " or ".join(f"{meaning} ({name})" for name, meaning in self.choices)
        options = " or ".join(f"--{self.kind} {self.field}={name}" for name, _ in self.choices)
        return (
            f"The column {self.column!r} can be read in more than one way: {self.example!r} is {meanings}. "
            f"Say which with {options}; nothing was imported."
        )


class Cells(NamedTuple):
    """The raw texts of a field, one a row, with the rep's words about it."""

    field: str
    column: str
    texts: Sequence[str]
    blanks: frozenset[str]


class Converted(NamedTuple):
    """Values, one a row (None: says nothing), and why some texts are none: text → reason."""

    values: Values
    bad: dict[str, str]
    question: Question | None = None


_DANGLING = re.compile(r"^[\s\-–—,;/|:·•]+|[\s\-–—,;/|:·•]+$")
_ANGLED = re.compile(r"<([^<>\s]+@[^<>\s]+)>\s*$")
_STRONG, _WEAK = re.compile(r"\s*[;\n|]\s*"), re.compile(r"\s*,\s*")
_TAG_MARKS = re.compile(r"[,;|\n]")
_CODE = re.compile(r"[A-Za-z]{3}$")


def templated(pieces: Sequence[int | str], columns: Sequence[Sequence[str]], rows: int) -> Sequence[str]:
    """Fill a template from a table's columns; a missing part leaves neither its space nor its separator."""
    parts = [columns[piece] if isinstance(piece, int) else repeat(piece, rows) for piece in pieces]
    if len(parts) == 1:
        return list(parts[0])
    joined = list(map("".join, zip(*parts, strict=True)))
    for index in {piece for piece in pieces if isinstance(piece, int)}:
        if "" in columns[index]:
            for row, cell in enumerate(columns[index]):
                if not cell:
                    joined[row] = _DANGLING.sub("", joined[row])
    return joined


def lines(cells: Cells, *, multiline: bool = False) -> Converted:
    """Clean text; only empty cells, and the words the rep named, are blank."""
    texts = cells.texts
    if len(cells.blanks) == 1 and not multiline and _is_clean(texts):
        texts = list(map(str.strip, texts))
        return Converted([text or None for text in texts] if "" in texts else texts, {})
    memo = {text: clean(text, multiline=multiline) or None for text in set(texts)}
    if len(cells.blanks) > 1:
        memo = {text: None if text.strip().casefold() in cells.blanks else value for text, value in memo.items()}
    return Converted([memo[text] for text in texts], {})


def _is_clean(texts: Sequence[str]) -> bool:
    """Whether `clean` would only strip these texts: asked of all of them at once, which costs next to nothing.

    A printable text has no control, format or separator character but the space, and every part of an NFC text
    is NFC.
    """
    whole = "".join(texts)
    printable = whole.isprintable() and "  " not in whole
    return printable and max(map(len, texts), default=0) <= MAX_LINE and unicodedata.is_normalized("NFC", whole)


def each(cells: Cells, read: Callable[[str], Any], what: str) -> Converted:
    """Read every distinct text by itself; None from `read` makes the text a bad one ("'x' is no …")."""
    memo: dict[str, Any] = {}
    bad: dict[str, str] = {}
    for text in set(cells.texts):
        if says_nothing(text, cells.blanks):
            memo[text] = None
            continue
        memo[text] = read(text)
        if memo[text] is None:
            bad[text] = f"{shown(text)} in {cells.column!r} is {what}"
    return Converted([memo[text] for text in cells.texts], bad)


def emails(cells: Cells) -> Converted:
    """E-mail addresses in lower case; what is none is kept as it was typed, for the rep to mend."""
    found = lines(cells)
    whole = "".join(filter(None, found.values))
    if whole == whole.lower() and "<" not in whole and "mailto:" not in whole:
        return found
    memo = {value: email_address(value) for value in set(found.values) if value is not None}
    return Converted([memo.get(value) for value in found.values], {})


def email_address(text: str) -> str:
    """`Ann <Ann@X.com>` → `ann@x.com`; a text that is no address, or several, is returned as it is."""
    if sum("@" in part for part in separate(text)) > 1:
        return text
    found = _ANGLED.search(text)
    address = (found[1] if found else text).removeprefix("mailto:")
    return address.lower() if EMAIL.match(address) else text


def separate(text: str) -> list[str]:
    """The parts of a cell of several addresses; a comma parts only where nothing stronger does (`Lee, Ann <…>`)."""
    if " " in text and all(map(EMAIL.match, text.split())):
        return text.split()
    return [part for part in (_STRONG if _STRONG.search(text) else _WEAK).split(text) if part]


def tags(cells: Cells) -> Converted:
    """A tuple of tags a cell, each once, in lower case."""
    memo: dict[str, tuple[str, ...] | None] = {}
    for text in set(cells.texts):
        names = (clean(part).casefold().removeprefix("#") for part in _TAG_MARKS.split(text))
        blank = text.strip().casefold() in cells.blanks
        memo[text] = None if blank else tuple(dict.fromkeys(name for name in names if name)) or None
    return Converted([memo[text] for text in cells.texts], {})


def numbers(cells: Cells) -> Converted:
    """Whole numbers, `85` or `85.0`."""

    def read(text: str) -> int | None:
        amount = money.read_amount(text, "dot")
        if amount is None or amount.currency or amount.minor % 100 or abs(amount.minor) > 10**11:
            return None
        return amount.minor // 100

    return each(cells, read, "no whole number")


def currencies(cells: Cells) -> Converted:
    """ISO 4217 codes, from codes or marks."""

    def read(text: str) -> str | None:
        word = text.strip()
        return money.currency_code(word) or (word.upper() if _CODE.match(word) else None)

    return each(cells, read, "no currency")


def stages(cells: Cells, known: Mapping[str, str | None]) -> Converted:
    """Our stage of each word; a word nobody mapped is bad, and the reason names the option to give."""
    converted = each(cells, lambda text: known.get(text), "")
    bad = {
        text: f"nobody mapped the stage {shown(text)}; give --stage-map {_quoted(text.strip() + '=STAGE')}"
        for text in converted.bad
    }
    return converted._replace(bad=bad)


def _quoted(word: str) -> str:
    return f"'{word}'" if " " in word else word


def moments(cells: Cells, asked: str | None, zone: tzinfo = UTC) -> Converted:
    """UTC milliseconds, all read in the column's one format."""
    return _dated(cells, asked, lambda moment: dates.to_ms(moment, zone))


def days(cells: Cells, asked: str | None) -> Converted:
    """ISO dates (`YYYY-MM-DD`), all read in the column's one format."""
    return _dated(cells, asked, lambda moment: dates.to_day(moment).isoformat())


def _dated(cells: Cells, asked: str | None, store: Callable[[Any], Any]) -> Converted:
    distinct = dict.fromkeys(cells.texts)
    reading = dates.read_column([text for text in distinct if not says_nothing(text, cells.blanks)], asked)
    if isinstance(reading, dates.Ambiguous):
        question = Question(cells.field, cells.column, "date", reading.example, reading.choices)
        return Converted([None] * len(cells.texts), {}, question)
    called = dates.FORMATS[reading.format][1]
    memo: dict[str, Any] = dict.fromkeys(distinct)
    bad: dict[str, str] = {}
    for text, moment in reading.values.items():
        if moment is None:
            bad[text] = f"{shown(text)} in {cells.column!r} is no date ({called})"
        else:
            memo[text] = store(moment)
    return Converted([memo[text] for text in cells.texts], bad)


# A dollar sign beside a column that says which dollar: the column is right.
_SHARED_MARKS = {
    "USD": frozenset({"USD", "AUD", "CAD", "NZD", "HKD", "SGD", "MXN", "TWD", "ARS", "CLP", "COP", "UYU"}),
    "JPY": frozenset({"JPY", "CNY"}),
}


class Money(NamedTuple):
    """Minor units and currency, one a row; `bad` as in `Converted`, but by (text, currency of the row)."""

    minor: Values
    currency: Values
    bad: dict[tuple[str, str | None], str]
    question: Question | None = None


def amounts(cells: Cells, asked: str | None, currency: Sequence[str | None]) -> Money:
    """Amounts, all read under the column's one decimal convention, in the currency of their row or their mark."""
    rows = len(cells.texts)
    distinct = [text for text in dict.fromkeys(cells.texts) if not says_nothing(text, cells.blanks)]
    reading = money.read_column(distinct, asked)
    if isinstance(reading, money.Ambiguous):
        question = Question(cells.field, cells.column, "decimal", reading.example, reading.choices)
        return Money([None] * rows, [None] * rows, {}, question)
    if not any(currency) and None not in reading.values.values():
        amount_of = dict.fromkeys(set(cells.texts) - reading.values.keys(), (None, None)) | reading.values
        minor, marks = zip(*map(amount_of.__getitem__, cells.texts), strict=True) if rows else ((), ())
        return Money(list(minor), list(marks), {})
    memo: dict[tuple[str, str | None], tuple[int | None, str | None]] = {}
    bad: dict[tuple[str, str | None], str] = {}
    pairs = list(zip(cells.texts, currency, strict=True))
    for pair in set(pairs):
        memo[pair] = (None, None)
        if pair[0] not in reading.values:
            continue
        found = _in_minor_units(reading.values[pair[0]], pair[1])
        if isinstance(found, str):
            bad[pair] = f"{shown(pair[0])} in {cells.column!r} {found}"
        else:
            memo[pair] = found
    read = [memo[pair] for pair in pairs]
    return Money([minor for minor, _ in read], [mark for _, mark in read], bad)


def _in_minor_units(amount: money.Amount | None, currency: str | None) -> tuple[int, str | None] | str:
    """Minor units and currency of one amount, or why there are none."""
    if amount is None:
        return "is no amount"
    mark = amount.currency
    if mark and currency and mark != currency and currency not in _SHARED_MARKS.get(mark, ()):
        return f"is not in {currency}, the currency of its row"
    return amount.minor, currency or mark


def shown(text: str) -> str:
    """A text of a file as a sentence quotes it, no longer than 60 characters."""
    said = clean(text)
    return repr(said if len(said) <= 60 else said[:59] + "…")
