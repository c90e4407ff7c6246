"""Reading files of vCards 2.1, 3.0 and 4.0 as they are in the wild: a broken card is reported, the rest come in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hermes_tui.exchange.vcard.cards import Card, Reading, RejectedCard
from hermes_tui.exchange.vcard.lines import Line, logical_lines, text_of
from hermes_tui.exchange.vcard.people import person_of
from hermes_tui.exchange.vcard.properties import Property, read_property
from storage.clean import clean
from storage.errors import HermesError

_BEGIN = re.compile(r"\s*BEGIN\s*:\s*VCARD\b", re.I)
_OPENING = re.compile(r"^\s*BEGIN\s*:\s*VCARD\b", re.I | re.M)
_END = re.compile(r"\s*END\s*:\s*V?C?A?R?D?\s*$", re.I)
_LOOKED_AT = 2_000_000  # bytes
_SHOWN = 60  # characters of a line quoted in a sentence


def holds_cards(content: bytes, name: str = "") -> bool:
    """Whether the bytes are vCards: they begin as one, or a file called `.vcf` has one further down."""
    text = text_of(content[:_LOOKED_AT])
    if _BEGIN.match(text):
        return True
    return name.lower().endswith((".vcf", ".vcard")) and _OPENING.search(text) is not None


def read_cards(content: bytes, name: str = "the file") -> Reading:
    """Read every card of a file; `name` is the file's, for the sentences.

    A card that names nobody is rejected; one cut short or without its END is kept as far as it goes, and said.
    Raises HermesError where the file holds no card at all.
    """
    text = text_of(content)
    if not _OPENING.search(text):
        raise HermesError(f"{name} holds no vCard (no line says BEGIN:VCARD); nothing was imported.")
    file = _File(cut=not text.endswith(("\n", "\r")))
    for line in logical_lines(text):
        file.take(line)
    return file.read()


class _Open:
    """A card whose END has not come yet."""

    def __init__(self, number: int, line: int) -> None:
        self.number = number
        self.line = line
        self.properties: list[Property] = []

    @property
    def place(self) -> str:
        return f"card {self.number}, line {self.line}"


class _File:
    """The cards of a file as its lines come."""

    def __init__(self, *, cut: bool) -> None:
        self.cut = cut  # the file does not end with a line break: its last line may be half of one
        self.cards: list[Card] = []
        self.rejected: list[RejectedCard] = []
        self.notes: list[str] = []
        self.open: _Open | None = None
        self.nested = 0  # BEGINs within an AGENT, whose card is not this person's
        self.count = 0
        self.guessed: list[int] = []
        self.outside: list[Line] = []

    def take(self, line: Line) -> None:
        """One line of the file."""
        if _BEGIN.match(line.text):
            self._begin(line)
        elif self.open is None:
            self.outside.append(line)
        elif _END.match(line.text):
            if self.nested:
                self.nested -= 1
            else:
                self._end()
        elif not self.nested:
            self._property(self.open, line)

    def _begin(self, line: Line) -> None:
        if self.open is not None and (self.nested or self._is_agent()):
            self.nested += 1
            return
        if self.open is not None:
            self.notes.append(
                f"{self.open.place}: its END:VCARD is missing; what came before line {line.number} was kept"
            )
            self._end()
        self.count += 1
        self.open = _Open(self.count, line.number)

    def _is_agent(self) -> bool:
        last = self.open.properties[-1:] if self.open else []
        return bool(last) and last[0].name == "AGENT" and not last[0].value.strip()

    def _property(self, card: _Open, line: Line) -> None:
        found = read_property(line)
        if found is None:
            self.notes.append(
                f"{card.place}: line {line.number} is no line of a vCard and was left out ({_quoted(line.text)})"
            )
            return
        if found.guessed:
            self.guessed.append(line.number)
        card.properties.append(found)

    def _end(self) -> None:
        card = self.open
        assert card is not None
        self.open, self.nested = None, 0
        person = person_of(card.number, card.line, card.properties)
        if isinstance(person, str):
            self.rejected.append(RejectedCard(card.number, card.line, person))
        else:
            self.cards.append(person)

    def read(self) -> Reading:
        """What was found, once the last line has come."""
        if self.open is not None:
            self._cut_off(self.open)
        return Reading(tuple(self.cards), tuple(self.rejected), tuple(self._said()))

    def _cut_off(self, card: _Open) -> None:
        said = f"{card.place}: the file ends within this card; what is there was kept"
        if self.cut and card.properties and not self.nested:
            # Half an address is a wrong one, and looks like a right one.
            last = card.properties.pop()
            said += f", but for its last line ({_quoted(f'{last.name}:{last.text}')})"
        self.notes.append(said)
        self._end()

    def _said(self) -> Iterator[str]:
        if self.guessed:
            lines = "1 line is" if len(self.guessed) == 1 else f"{len(self.guessed):,} lines are"
            yield f"{lines} not UTF-8 and read as Windows-1252 (first: line {self.guessed[0]})"
        yield from self.notes
        strays = [line for line in self.outside if line.text.strip(" \t\x1a\x00")]
        if strays:
            lines = "1 line" if len(strays) == 1 else f"{len(strays):,} lines"
            yield f"{lines} outside any card left out (first: line {strays[0].number}, {_quoted(strays[0].text)})"


def _quoted(text: str) -> str:
    plain = clean(text.encode("utf-8", "replace").decode("utf-8"))
    return f"“{plain[:_SHOWN]}…”" if len(plain) > _SHOWN else f"“{plain}”"
