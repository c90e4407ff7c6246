"""What Jinja2's complaints mean, in the words of someone who writes letters."""

from __future__ import annotations

import re
from typing import NamedTuple

from hermes_tui.outreach.templates.fields import canonical

_TAG = re.compile(r"\{%[-+]?\s*(\w+)")
_CLOSERS = {"for": "endfor", "if": "endif", "elif": "endif", "else": "endif"}
_INNERMOST = re.compile(r"innermost block that needs to be closed is '(\w+)'")
_UNKNOWN_TAG = re.compile(r"[Uu]nknown tag '(\w+)'")
_EXPECTED = re.compile(r"expected token '(.+)', got '(.*)'$", re.S)
_AT_POINT = re.compile(r"'[^'\n]*'?|\"[^\"\n]*\"?|[\w.]+|[-+]?[%}#]\}|\{[{%#]|\S")
_ENDS_WITHIN = "these braces are not closed; close them with `{}`"


class Spot(NamedTuple):
    """A fault at a place of one part: line and column from 1, the length to underline."""

    line: int
    column: int
    length: int
    words: str


def syntax_fault(message: str, source: str, line: int, column: int) -> Spot:
    """Jinja2's complaint at that place (from 1) in plain words; what is not closed is shown where it opens."""
    word = _word_at(source, line, column)
    if "end of comment" in message:
        return _opening(source, "{#", "the comment is not closed; end it with `#}`")
    if "raw directive" in message:
        return _opening(source, "{%", "`{% raw %}` is not closed; add `{% endraw %}`")
    if "got 'end of template'" in message or ("nd of template" in message and "block that" not in message):
        opening = "{{" if source.rfind("{{") > source.rfind("{%") else "{%"
        return _opening(source, opening, _ENDS_WITHIN.format("}}" if opening == "{{" else "%}"))
    innermost = _INNERMOST.search(message)
    if innermost is not None and "nd of template" in message:
        return _unclosed_tag(source, innermost[1])
    return Spot(line, column, max(1, len(word)), _words(message, word, _before(source, line, column)))


def _opening(source: str, braces: str, words: str) -> Spot:
    place = max(0, source.rfind(braces))
    return spot_at(source, place, len(braces), words)


def _unclosed_tag(source: str, tag: str) -> Spot:
    """Where the innermost tag that is not closed stands."""
    words = f"`{{% {tag} %}}` is not closed; add `{{% {_CLOSERS.get(tag, 'end' + tag)} %}}`"
    if tag == "set":
        words = "`{% set %}` wants a name, `=` and a value: `{% set name = value %}`"
    opened: list[re.Match[str]] = []
    for match in _TAG.finditer(source):
        if match[1] in ("if", "for") or match[1] == tag:
            opened.append(match)
        elif match[1] in _CLOSERS.values() and opened:
            opened.pop()
    if not opened:
        return Spot(1, 1, 1, words)
    return spot_at(source, opened[-1].start(), len(opened[-1][0]), words)


def widened(spot: Spot, source: str) -> Spot:
    """The fault with the whole word underlined where only its first letter is."""
    return spot if spot.length > 1 else spot._replace(length=max(1, len(_word_at(source, spot.line, spot.column))))


def spot_at(source: str, place: int, length: int, words: str) -> Spot:
    """A fault at a place of the whole text, from 0."""
    return Spot(source.count("\n", 0, place) + 1, place - source.rfind("\n", 0, place), length, words)


def _before(source: str, line: int, column: int) -> str:
    """What stands before a place, from the braces that it is within."""
    lines = source.split("\n")[:line]
    text = "\n".join([*lines[:-1], lines[-1][: column - 1]])
    place = max(text.rfind("{{"), text.rfind("{%"), 0)
    return text[place - (place > 0 and text[place - 1] == "{") :]


def _words(message: str, word: str, before: str) -> str:
    unknown = _UNKNOWN_TAG.search(message)
    if unknown is not None:
        return _tag_words(unknown[1], message)
    if message.startswith("unexpected char"):
        return f"`{word}` means nothing within braces" + _QUOTE_HINTS.get(word[:1], "")
    expected = _EXPECTED.match(message)
    if before.rstrip().endswith("|"):
        return "the name of a filter is expected behind `|`, such as `upper`"
    if message == "tag name expected":
        return "a tag begins with its name: if, for or set"
    if message == "expected name or number" or (expected is not None and expected[1] == "name"):
        return f"a name is expected here, not `{word}`"
    if word == "}}" and before.startswith("{%"):
        return "a tag ends with `%}`, not with `}}`"
    if word == "%}" and before.startswith("{{"):
        return "a field ends with `}}`, not with `%}`"
    if before.startswith("{{{"):
        return "one brace too many: a field begins with two, `{{`"
    if word.startswith("%") and before == "{{":
        return "one brace too many: a tag begins with `{%`"
    if expected is not None:
        return _expected_words(expected[1], expected[2], word, before)
    if message.startswith("Expected an expression") or "end of print statement" in message:
        return _nothing_words(word, before)
    if word == "}":
        return "one brace is missing: a field ends with `}}`, a tag with `%}`"
    if message.startswith("unexpected '"):
        return f"`{word}` has no partner before it"
    return message[:1].lower() + message[1:].rstrip(".")


def _nothing_words(word: str, before: str) -> str:
    within = before[2:].lstrip("-+").strip()
    if not within:
        return "the braces are empty; name a field between them, such as `{{ contact.first_name }}`"
    if within in ("if", "elif"):
        return f"`{within}` wants a condition, such as `{{% {within} lead.value %}}`"
    return f"something is missing between `{within.split()[-1]}` and `{word}`"


_QUOTE_HINTS = {
    **dict.fromkeys("‘’“”„«»", "; use the straight quotes ' or \""),
    **dict.fromkeys("'\"", "; the text in quotes is not closed"),
}


def _tag_words(tag: str, message: str) -> str:
    if tag == "end":
        innermost = _INNERMOST.search(message)
        closer = _CLOSERS.get(innermost[1]) if innermost is not None else None
        return f"write `{{% {closer} %}}`" if closer else "`{% end %}` is not known; there are endif and endfor"
    if tag.startswith("end") or tag in ("else", "elif"):
        innermost = _INNERMOST.search(message)
        if innermost is not None:
            closer = _CLOSERS.get(innermost[1], "end" + innermost[1])
            return f"`{{% {tag} %}}` comes before `{{% {closer} %}}`, which is missing"
        return f"`{{% {tag} %}}` closes nothing"
    return f"there is no tag `{{% {tag} %}}`; there are if, for and set"


def _expected_words(wanted: str, got: str, word: str, before: str) -> str:
    last = re.search(r"([\w.]+)\s+$", before)
    if last is not None and canonical(f"{last[1]}_{word}") is not None:
        return f"a field has no space in its name; did you mean `{last[1]}_{word}`?"
    if last is not None and last[1] == "else" and word == "if":
        return "write `{% elif … %}` for another condition"
    if got == "=":
        return "one `=` gives a value in `{% set %}` only; two `==` compare"
    if wanted == "end of print statement":
        return f"`{word}` is not expected here; close the field with `}}}}` before it"
    if wanted == "end of statement block":
        return f"`{word}` is not expected here; close the tag with `%}}` before it"
    return f"`{wanted}` is expected here, not `{word}`"


def _word_at(source: str, line: int, column: int) -> str:
    lines = source.split("\n", line)
    text = lines[line - 1][column - 1 :] if 0 < line <= len(lines) else ""
    found = _AT_POINT.match(text)
    return found[0][:40] if found is not None else text[:1]
