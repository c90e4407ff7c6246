"""What is wrong with a text of rules, in one sentence, and the line where it stands."""

from __future__ import annotations

import re


class RuleFault(ValueError):
    """A text of rules that cannot be taken; `line` counts from 1, None where it cannot be known.

    `sentence` is the fault without its line; the text of the exception names the line too. `inside` tells the reader
    of the whole which entry of a table is meant, until the line is known.
    """

    def __init__(self, sentence: str, line: int | None = None, inside: tuple[str, str, int] | None = None) -> None:
        super().__init__(f"Line {line}: {sentence[:1].lower() if _eases(sentence) else sentence[:1]}{sentence[1:]}"
                         if line else sentence)  # fmt: skip
        self.sentence, self.line, self.inside = sentence, line, inside


def _eases(sentence: str) -> bool:
    """Whether the first word begins with a small letter once the line stands before it."""
    return sentence.split(" ", 1)[0] in ("The", "This", "There", "A", "An", "Each", "It")


def place_of(text: str, table: str, key: str, at: int = 0) -> int | None:
    """The line that gives `key` in the `at`-th [table] (or [[table]]) of a TOML text, or that table's; else None."""
    inside, seen, opened = not table, -1, None
    wanted = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*(?:=|\.)")
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[{1,2}\s*[\"']?([^\]\"']*?)[\"']?\s*\]{1,2}\s*(?:#.*)?\r?$", line)
        if header:
            named = header[1].strip()
            seen += named == table
            inside = named == table and seen == at
            opened = number if inside and opened is None else opened
            if not table and named == key:
                return number
        elif inside and wanted.match(line):
            return number
        elif not inside and opened is None and table and re.match(rf"\s*{re.escape(table)}\s*[.=]", line):
            opened = number
    return opened
