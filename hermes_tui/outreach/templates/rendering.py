"""A template filled in for one person: the text, where it has gaps, and what is missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from hermes_tui.outreach.templates.checking import Fault, check
from hermes_tui.outreach.templates.days import Day, day_of
from hermes_tui.outreach.templates.fields import Value, Values, value_at
from hermes_tui.outreach.templates.limits import MOST_OUTPUT, MOST_VALUE, Budget, Refused

if TYPE_CHECKING:
    from hermes_tui.outreach.templates.compiling import Part


_BEYOND = "this cannot be worked out with the values of this lead"
_COMPARED = (
    "a text cannot be compared with a number; as numbers, money is `lead.value_number`, `proposal.amount_number`"
)


class Gap(NamedTuple):
    """A missing field where it stands in a rendered part, shown as `‹contact.first_name›`."""

    field: str
    part: str
    start: int
    end: int


class Rendered(NamedTuple):
    """What a template says to one person. `missing`: fields, each once, in order; with any of them it is not sent."""

    subject: str
    body: str
    missing: tuple[str, ...]
    gaps: tuple[Gap, ...]
    faults: tuple[Fault, ...]


class _Failed(Exception):
    def __init__(self, line: int, words: str) -> None:
        self.line, self.words = line, words


def render(subject: str, body: str, values: Values) -> Rendered:
    """Fill in a template. Never raises for what it says: with `faults` subject and body are empty."""
    from hermes_tui.outreach.templates.compiling import part

    gaps: list[Gap] = []
    faults: list[Fault] = []
    texts: list[str] = []
    for name, source in (("subject", subject), ("body", body)):
        read = part(source)
        if read.faults:
            return Rendered("", "", (), (), check(subject, body))
        try:
            text, found = _filled(read, values, name)
        except _Failed as error:
            faults.append(_placed(name, source, error))
            continue
        if name == "subject" and text != " ".join(text.split()):
            text, found = _one_line(text, found)
        texts.append(text)
        gaps += found
    if faults:
        return Rendered("", "", (), (), tuple(faults))
    return Rendered(texts[0], texts[1], tuple(dict.fromkeys(gap.field for gap in gaps)), tuple(gaps), ())


def _placed(name: str, source: str, error: _Failed) -> Fault:
    """A fault that shows only with a lead's values: its line is known, so the line is underlined."""
    line = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")[error.line - 1]
    words = line.strip()
    return Fault(name, error.line, line.find(words) + 1, error.words, max(1, len(words)))


def _filled(read: Part, values: Values, name: str) -> tuple[str, list[Gap]]:
    if read.plain is not None:
        return read.plain, []
    from hermes_tui.outreach.templates.environment import BUDGET, GapText, Missing

    given: dict[str, Any] = {BUDGET: Budget()}
    for key, field, group, rest in read.fields:
        value = value_at(values, group, rest)
        if type(value) is not str or len(value) > MOST_VALUE:
            value = _plain(value)
        given[key] = value if value or value == 0 else Missing(name=field)
    gaps: list[Gap] = []
    pieces: list[str] = []
    length = 0
    try:
        context = _context(given)
        for piece in read.root(context):
            if type(piece) is GapText:
                gaps.append(Gap(piece.field, name, length, length + len(piece)))
            length += len(piece)
            if length > MOST_OUTPUT:
                raise Refused("the text grows longer than a letter can be")
            pieces.append(piece)
    except Refused as error:
        raise _Failed(read.line_of(error), str(error)) from None
    except (RecursionError, MemoryError):
        raise _Failed(1, "this is nested too deeply for a letter") from None
    except Exception as error:
        compared = isinstance(error, TypeError) and "not supported between" in str(error)
        raise _Failed(read.line_of(error), _COMPARED if compared else _BEYOND) from None
    return "".join(pieces), gaps


def _context(given: dict[str, Any]) -> Any:
    from hermes_tui.outreach.templates.compiling import environment

    found = environment()
    return found.context_class(found, given, None, {})


def _plain(value: Value) -> Any:
    """A value that is no short text as the sandbox may hold it. Raises TypeError for anything that is not plain."""
    kind = type(value)
    if value is None or kind is int or kind is float or kind is Day:
        return value
    if kind is str:
        return str(value)[: MOST_VALUE - 1] + "…"
    if isinstance(value, date):
        return day_of(value)
    if isinstance(value, list | tuple):
        from hermes_tui.outreach.templates.filters import Listing

        return Listing(str(item) for item in value)
    raise TypeError(f"a field of a template must be plain, not {kind.__name__}")


def _one_line(text: str, gaps: list[Gap]) -> tuple[str, list[Gap]]:
    """A subject on one line, whatever its values and tags left in it; the gaps move with their words."""
    line, moved, position = "", [], 0
    for gap in gaps:
        line = _after(line, text[position : gap.start])
        moved.append(Gap(gap.field, gap.part, len(line), len(line) + gap.end - gap.start))
        line += text[gap.start : gap.end]
        position = gap.end
    return _after(line, text[position:]).rstrip(), moved


def _after(line: str, text: str) -> str:
    folded = " ".join(text.split())
    opening = " " if text[:1].isspace() and line and not line.endswith(" ") else ""
    closing = " " if folded and text[-1:].isspace() else ""
    return line + opening + folded + closing if folded else line + opening
