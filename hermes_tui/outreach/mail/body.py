"""The text of a mail: in lines that flow (RFC 3676) or are wrapped, encoded so that nothing on the way alters it."""

from __future__ import annotations

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterator
from typing import NamedTuple

from storage.clean import clean

_WIDTH = 72  # RFC 3676, 4.2, wants no more than 78, and fewer where the text will be quoted
_LONGEST = 998  # RFC 5322, 2.1.1
_SIGNATURE = "-- "  # RFC 3676, 4.3: the one line whose space at its end is part of it
_QUOTE = re.compile(r"(>+) (?=.)|(>+)$")
_WORDS = re.compile(" *[^ ]+ *")
_LEAVES_STUFFED = (" ", ">", "From ")


class Encoded(NamedTuple):
    """A body ready to stand below its head: ASCII `lines` that end with a newline, and how they were made."""

    lines: str
    encoding: str


def flowed(text: str) -> str:
    """The text in lines of at most 72 letters, each soft break marked by a space before it (RFC 3676, delsp=no).

    A word longer than that, as a link is, stays whole. Whoever shows it puts the lines together again: exactly the
    text, but for spaces at the end of its own lines.
    """
    return "".join(f"{piece}\n" for line in _own_lines(text) for piece in _flowed_line(line))


def wrapped(text: str) -> str:
    """The text with hard breaks at 72 letters; a word longer than that, as a link is, stays whole."""
    return "".join(f"{piece}\n" for line in _own_lines(text) for piece in _wrapped_line(line))


def encoded(lines: str) -> Encoded:
    """The lines as they can go: as they are where they are ASCII and short, else quoted-printable or base64.

    Quoted-printable where most can be read through it, base64 where it would be three times as long (Chinese, Greek).
    A line that programs on the way take for their own (`From ` in an mbox, a lone `.` in SMTP) is quoted too.
    """
    raw = lines.encode()
    own = re.search(r"^(?:From |\.$)", lines, re.MULTILINE) is not None
    if lines.isascii() and not own and all(len(line) <= _LONGEST for line in lines.split("\n")):
        return Encoded(lines, "7bit")
    if len(raw) - len(raw.decode("ascii", "ignore")) > len(raw) // 6:
        return Encoded(encodebytes(raw).decode("ascii"), "base64")
    quoted = b2a_qp(raw, istext=True).decode("ascii")
    quoted = re.sub(r"^F(?=rom )", "=46", quoted, flags=re.MULTILINE)
    # Which made a line of 76, the most there may be (RFC 2045, 6.7 (5)), two longer.
    return Encoded(re.sub(r"^(=46ro)(?=.{72})", r"\1=\n", quoted, flags=re.MULTILINE), "quoted-printable")


def _own_lines(text: str) -> Iterator[str]:
    """The lines as the rep broke them, without spaces at their ends, which would be taken for soft breaks."""
    for line in clean(text, multiline=True).split("\n"):
        yield line if line == _SIGNATURE else line.rstrip(" ")


def _flowed_line(line: str) -> Iterator[str]:
    quote, content = _quoted(line)
    pieces = [content] if content == _SIGNATURE else _broken(content, _WIDTH - len(quote) - 2)
    for piece in pieces:
        stuffing = " " if piece.startswith(_LEAVES_STUFFED) or (quote and piece) else ""
        yield f"{quote}{stuffing}{piece}"


def _wrapped_line(line: str) -> Iterator[str]:
    quote, content = _quoted(line)
    if line == _SIGNATURE:
        yield line
        return
    for piece in _broken(content, _WIDTH - len(quote) - 1):
        yield f"{quote} {piece}".rstrip(" ") if quote else piece.rstrip(" ")


def _quoted(line: str) -> tuple[str, str]:
    """The marks of what is quoted, and the rest without the one space that follows them."""
    match = _QUOTE.match(line)
    if match is None:
        return "", line
    return (match[1] or match[2]), line[match.end() :]


def _broken(content: str, width: int) -> list[str]:
    """The content in pieces that make it whole again; each but the last ends with a space."""
    pieces: list[str] = []
    piece = ""
    for word in _WORDS.findall(content):
        # `-- ` alone on a line is where a signature begins, and `>` at its start a quote: there is no break there.
        fits = len(piece) + len(word.rstrip(" ")) <= width
        if piece and not fits and piece != _SIGNATURE and not word.startswith(">"):
            pieces.append(piece)
            piece = ""
        piece += word
    return [*pieces, piece]
