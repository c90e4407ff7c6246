"""The footnotes of a report: what each number means, said once, however many numbers mean it."""

from __future__ import annotations

from html import escape

from hermes_tui.exchange.sheets import Figure, Sheet


class Footnotes:
    """What was explained so far, numbered from 1 in the order it came up."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []

    def mark(self, name: str, definition: str) -> str:
        """The number of a definition as a link to it; nothing where there is none. `name` is what it explains."""
        if not definition:
            return ""
        if definition not in self._numbers:
            self._numbers[definition] = len(self._numbers) + 1
            self._names.append(name)
        number = self._numbers[definition]
        return f'<sup><a href="#note-{number}">{number}</a></sup>'

    def page(self) -> str:
        """All of them as a numbered list."""
        items = (
            f'<li id="note-{number}"><b>{escape(name)}</b>: {escape(text)}</li>'
            for (text, number), name in zip(self._numbers.items(), self._names, strict=True)
        )
        return f"<ol>\n{chr(10).join(items)}\n</ol>" if self._numbers else ""


def shared_definition(sheet: Sheet, place: int) -> str:
    """What all numbers of a column mean, if that is one thing; the names of their rows are taken out of it."""
    kind = (sheet.heads[0].head or "row").casefold()
    found = set()
    for row in sheet.rows:
        cell, name = row[place], row[0]
        if isinstance(cell, Figure) and cell.definition:
            text = cell.definition
            if isinstance(name, str) and len(name) > 2:
                text = text.replace(name, f"the {kind}")
            found.add(text)
    return found.pop() if len(found) == 1 else ""
