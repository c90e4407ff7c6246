"""The parts of a text in TOML: keys, words, numbers, remarks, and the colour of each; it need not be right TOML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

# Plainer than DIM: a bracket that is missed costs a rule.
_FAINT = "$foreground 70%"

STYLES: Mapping[str, str] = {
    "comment": f"italic {_FAINT}", "table": "bold $accent", "key": "$primary", "string": "$success",
    "number": "bold $foreground", "word": "bold $secondary",
}  # fmt: skip
"""Kind → style. Weight and slant tell them apart where colour does not."""

WRONG = "bold underline $text-error"

# One pass over the text. What opens a string and never closes it is coloured to the end of its line, or of the text.
_PARTS = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<table>^[ \t]*\[\[?[^\]\n\#"]*\]?\]?)
  | (?P<key>^[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*(?=[ \t]*=))
  | (?P<string>\"{3}(?:[^\\]|\\.)*?(?:\"{3}|\Z)|'{3}.*?(?:'{3}|\Z)|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?)
  | (?P<inner>(?<=[{,])[ \t]*[\w-]+(?=[ \t]*=))
  | (?P<word>\b(?:true|false)\b)
  | (?P<number>(?<![\w-])[+-]?\d[\d_]*(?:\.\d[\d_]*)?(?!\w))
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def pieces(text: str) -> Iterator[tuple[int, int, int, str]]:
    """(line, start, end, kind) of every part that has a colour, as widgets.code_area wants them; one a line."""
    line, line_began, at = 0, 0, 0
    for found in _PARTS.finditer(text):
        kind = found.lastgroup or ""
        start, end = found.span()
        passed = text.count("\n", at, start)
        if passed:
            line += passed
            line_began = text.rindex("\n", at, start) + 1
        at = start
        for part in text[start:end].split("\n"):
            if part:
                yield line, at - line_began, at - line_began + len(part), "key" if kind == "inner" else kind
            at += len(part) + 1
            line, line_began = line + 1, at
        line, at = line - 1, end
        line_began = text.rfind("\n", 0, end) + 1
