"""Braces that a slip left half: outside of any field they would be printed as they are, and a buyer would read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hermes_tui.outreach.templates.fields import GROUPS, canonical
from hermes_tui.outreach.templates.plain_words import Spot, spot_at

_STRAY = re.compile(r"\{ *(?P<name>[A-Za-z][\w.]*) *(?:\|[^{}\n]*)?\}(?!\})|(?P<end>\}\}|%\})")
_LITERAL = " (`{% raw %}` … `{% endraw %}` prints braces)"


def stray_braces(source: str, letters: Iterable[tuple[int, str]]) -> Iterator[Spot]:
    """Where the letters around fields and tags, each given with its place in the source, hold half of one.

    That is the end of a field or tag that did not begin, and a field in one brace: `{first_name}`.
    """
    for start, text in letters:
        if text.startswith("}") and source[max(0, start - 2) : start] == "}}":
            yield spot_at(source, start, 1, f"one brace too many: a field ends with two{_LITERAL}")
            start, text = start + 1, text[1:].replace("}", " ", 1)
        for found in _STRAY.finditer(text) if "}" in text else ():
            name = found["name"]
            if name is not None and canonical(name) is None and name.partition(".")[0] not in GROUPS:
                continue
            yield spot_at(source, start + found.start(), len(found[0]), _words(found["end"], name))


def _words(end: str | None, name: str | None) -> str:
    if end is None:
        return f"a field has two braces on each side: `{{{{ {name} }}}}`"
    kind, begins = ("field", "{{") if end == "}}" else ("tag", "{%")
    return f"`{end}` ends nothing: a {kind} begins with `{begins}`{_LITERAL}"
