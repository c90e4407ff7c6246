"""Guessing which field each column of a table fills, from its name and, where that says nothing, its values."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from hermes_tui.exchange import dates, money
from hermes_tui.exchange.blanks import USUAL, blank_words
from hermes_tui.exchange.fields import Kind, exactly, kind_of
from hermes_tui.exchange.synonyms import LEAD_WORDS, PERSON_WORDS, looks_like_roles, person_field
from hermes_tui.exchange.tables import Table


class Guess(NamedTuple):
    """One column and the field it seems to fill, with the reason: its `name` or its `values`."""

    column: str
    field: str
    because: str


class _Column(NamedTuple):
    place: int
    name: str
    words: str
    cells: list[str]


# Names of ours that others give to a person's columns; ours where the file is plainly one of our exports.
_COMMON = ("title", "email", "phone")
_SAMPLE = 200
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
EMAIL = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[^@\s,;<>()]+$")
_URL = re.compile(r"(?:https?://|www\.)\S+$", re.I)
_DOMAIN = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?$")
_PHONE = re.compile(r"\+?[\d\s().\-/]{7,20}(?:\s*(?:x|ext\.?)\s*\d+)?$", re.I)
_DATE_SHAPE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?!\d)")
_PRODUCT = frozenset(
    ["product", "product name", "products", "item", "service", "produkt", "produit", "producto", "produto"]
)


def words_of(name: str) -> str:
    """`Deal_Name`, `dealName`, `DEAL NAME*` → `deal name`; accents are dropped."""
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", name))
    letters = "".join(character for character in plain if not unicodedata.combining(character)).casefold()
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=\d)", " ", letters)))


def guess(table: Table, taken: Sequence[str] = (), skip: Sequence[str] = (), blanks: Sequence[str] = ()) -> list[Guess]:
    """Guess the field of each column; `taken` are fields already decided, `skip` columns already used,
    `blanks` words that mean "no value".

    No field is given to two columns: the more telling name wins, then the column further left. A name is not
    believed where the values contradict it (an "amount" without a number in it).
    """
    columns = [column for column in _columns(table, blanks) if column.name not in skip]
    claims: list[tuple[int, int, str]] = []
    people = any(_is_person(column.words) for column in columns)
    for column in columns:
        claims.extend((rank, column.place, field) for field, rank in _claims(column, people, columns))
    found: dict[int, Guess] = {}
    used = set(taken)
    for _, index, field in sorted(claims):
        if index not in found and field not in used:
            found[index] = Guess(table.header[index], field, "name")
            used.add(field)
    for column in columns:
        if column.place not in found:
            field = _by_values(column.cells, people)
            if field and field not in used and not _named_otherwise(column.words):
                found[column.place] = Guess(column.name, field, "values")
                used.add(field)
    return [found[index] for index in sorted(found)]


def title_columns(table: Table, guesses: Sequence[Guess]) -> str:
    """A template for the title of a file without one: company and product, else whom the deal is with."""
    by_field = {each.field: each.column for each in guesses}
    product = next((name for name in table.header if words_of(name) in _PRODUCT), None)
    company = by_field.get("company")
    if company or product:
        return " ".join(map(_hole, filter(None, (company, product))))
    if "contact.name" in by_field:
        return _hole(by_field["contact.name"])
    parts = [by_field[field] for field in ("contact.first_name", "contact.last_name") if field in by_field]
    if parts:
        return " ".join(map(_hole, parts))
    other = next((by_field[field] for field in ("contact.email", "email", "description") if field in by_field), None)
    return _hole(other) if other else ""


def _hole(column: str) -> str:
    return "{" + column + "}"


def _columns(table: Table, blanks: Sequence[str]) -> list[_Column]:
    nothing = USUAL | blank_words(blanks)
    step = max(1, len(table.rows) // (5 * _SAMPLE))
    some = list(itertools.islice(table.rows, 0, None, step))
    found = []
    for index, name in enumerate(table.header):
        cells = dict.fromkeys(row[index].strip() for row in some)
        filled = [cell for cell in cells if cell.casefold() not in nothing]
        found.append(_Column(index, name, words_of(name), filled[:_SAMPLE]))
    return found


def _is_person(words: str) -> bool:
    part = person_field(words)
    if part:
        return part[1] in ("name", "first_name", "last_name")
    return PERSON_WORDS.get(words, ("", 0))[0] in ("first_name", "last_name") or words == "full name"


def _is_mail(words: str) -> bool:
    return PERSON_WORDS.get(words, ("", 0))[0] == "email"


def _claims(column: _Column, people: bool, columns: list[_Column]) -> list[tuple[str, int]]:
    """The fields a column's name speaks for, best first, as far as its values do not contradict."""
    words, cells = column.words, column.cells
    claims: list[tuple[str, int]] = []
    person = person_field(words)
    own = exactly(column.name)
    if own and (words not in _COMMON or any("." in other.name and exactly(other.name) for other in columns)):
        claims = [(own, -1)]
    elif words == "name":
        emails = any(_is_mail(other.words) or person_field(other.words) for other in columns)
        claims = [("contact.name", 1), ("title", 90)] if emails else [("title", 80), ("company", 90)]
    elif words == "title" and people and looks_like_roles(cells):
        claims = [("contact.role", 0)]
    elif person:
        number, part = person
        claims = [(f"contact.{part}" if number == 1 else f"contact{number}.{part}", 0)]
    elif words in LEAD_WORDS:
        claims = [LEAD_WORDS[words]]
    elif words in PERSON_WORDS:
        part, rank = PERSON_WORDS[words]
        whole = part in ("email", "phone") and not (people or any(other.words == "name" for other in columns))
        claims = [(part if whole else f"contact.{part}", rank)]
    return [(field, rank) for field, rank in claims if not cells or _believable(kind_of(field), cells)]


def _believable(kind: Kind, cells: list[str]) -> bool:
    test = _TESTS.get(kind)
    if test is None:
        return True
    return sum(map(test, cells)) * 2 >= len(cells)


def _is_date(cell: str) -> bool:
    return any(reader(cell) is not None for reader, _ in dates.FORMATS.values())


def _means_a_date(cell: str) -> bool:
    """Also where it is an impossible one: its row is rejected by name, the column is not passed over."""
    return _is_date(cell) or bool(_DATE_SHAPE.match(cell))


def _means_an_amount(cell: str) -> bool:
    """Also where it is none after all, as `50%` or a number beyond all money."""
    if any(money.read_amount(cell, convention) is not None for convention in money.FORMATS):
        return True
    return sum(map(str.isdigit, cell)) * 2 >= len(cell)


_TESTS: dict[Kind, Callable[[str], bool]] = {
    Kind.EMAIL: lambda cell: "@" in cell,
    Kind.URL: lambda cell: bool(_URL.match(cell) or _DOMAIN.match(cell)),
    Kind.MONEY: _means_an_amount,
    Kind.CURRENCY: lambda cell: money.currency_code(cell) is not None,
    Kind.DAY: _means_a_date,
    Kind.MOMENT: _means_a_date,
    Kind.NUMBER: lambda cell: cell.lstrip("+-").isdigit(),
}


def _by_values(cells: list[str], people: bool) -> str:
    """The field that nearly all values of a nameless column speak for, or an empty text."""
    if not cells:
        return ""
    for field, shape in (
        ("contact.email" if people else "email", EMAIL.match),
        ("value", _is_marked_amount),
        ("contact.phone" if people else "phone", _is_phone),
    ):
        if sum(bool(shape(cell)) for cell in cells) >= 0.9 * len(cells):
            return field
    return ""


def _is_marked_amount(cell: str) -> bool:
    amount = money.read_amount(cell, "dot") or money.read_amount(cell, "comma")
    return amount is not None and amount.currency is not None


def _is_phone(cell: str) -> bool:
    digits = sum(character.isdigit() for character in cell)
    # Bare digits are more often a number of something else.
    return bool(_PHONE.match(cell)) and digits >= 8 and not cell.isdigit() and not _is_date(cell)


def _named_otherwise(words: str) -> bool:
    """A column whose name is known for another field is left alone rather than put where it does not belong."""
    return words in LEAD_WORDS or words in PERSON_WORDS
