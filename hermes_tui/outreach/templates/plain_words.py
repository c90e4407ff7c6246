"""What Jinja2's complaints mean, in the words of someone who writes letters."""

from __future__ import annotations

import re

_CLOSERS = {"'for'": "endfor", "'if'": "endif", "'elif'": "endif", "'else'": "endif"}
_INNERMOST = re.compile(r"innermost block that needs to be closed is ('\w+')")
_UNKNOWN_TAG = re.compile(r"[Uu]nknown tag '(\w+)'")
_EXPECTED = re.compile(r"expected token '(.+)', got '(.*)'$", re.S)
_AT_POINT = re.compile(r"'[^'\n]*'?|\"[^\"\n]*\"?|[\w.]+|[-+]?[%}#]\}|\{[{%#]|\S")


def plain_words(message: str, source: str, line: int, column: int) -> tuple[str, int]:
    """The fault in plain words, and how many characters of its line to underline. Line and column from 1."""
    word = _word_at(source, line, column)
    return _words(message, word), max(1, len(word))


def _words(message: str, word: str) -> str:
    if "end of comment" in message:
        return "the comment is not closed; end it with `#}`"
    if "raw directive" in message:
        return "`{% raw %}` is not closed; add `{% endraw %}`"
    if "nd of template" in message and "got" not in message:
        innermost = _INNERMOST.search(message)
        if innermost is not None:
            closer = _CLOSERS.get(innermost[1], "end" + innermost[1].strip("'"))
            return f"`{{% {innermost[1].strip(chr(39))} %}}` is not closed; add `{{% {closer} %}}`"
        return "the text ends within braces; close them with `}}` or `%}`"
    unknown = _UNKNOWN_TAG.search(message)
    if unknown is not None:
        return _tag_words(unknown[1], message)
    if message.startswith("unexpected char"):
        return f"`{word}` means nothing within braces" + _QUOTE_HINTS.get(word[:1], "")
    expected = _EXPECTED.match(message)
    if expected is not None:
        return _expected_words(expected[1], expected[2], word)
    if message.startswith("Expected an expression") or "end of print statement" in message:
        return "the braces are empty; name a field between them, such as `{{ contact.first_name }}`"
    if message.startswith("unexpected '"):
        return f"`{word}` has no partner before it"
    return message[:1].lower() + message[1:].rstrip(".")


_QUOTE_HINTS = {
    **dict.fromkeys("‘’“”„«»", "; use the straight quotes ' or \""),
    **dict.fromkeys("'\"", "; the text in quotes is not closed"),
}


def _tag_words(tag: str, message: str) -> str:
    if tag.startswith("end") or tag in ("else", "elif"):
        innermost = _INNERMOST.search(message)
        if innermost is not None:
            closer = _CLOSERS.get(innermost[1], "end" + innermost[1].strip("'"))
            return f"`{{% {tag} %}}` comes before `{{% {closer} %}}`, which is missing"
        return f"`{{% {tag} %}}` closes nothing"
    return f"there is no tag `{{% {tag} %}}`; there are if, for and set"


def _expected_words(wanted: str, got: str, word: str) -> str:
    if got == "end of template":
        return "the text ends within braces; close them with `}}` or `%}`"
    if wanted == "end of print statement":
        return f"`{word}` is not expected here; close the field with `}}}}` before it"
    if wanted == "end of statement block":
        return f"`{word}` is not expected here; close the tag with `%}}` before it"
    if wanted == "name":
        return f"a name is expected here, not `{word}`"
    return f"`{wanted}` is expected here, not `{word}`"


def _word_at(source: str, line: int, column: int) -> str:
    lines = source.split("\n", line)
    text = lines[line - 1][column - 1 :] if 0 < line <= len(lines) else ""
    found = _AT_POINT.match(text)
    return found[0][:40] if found is not None else text[:1]
