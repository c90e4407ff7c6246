"""The parts of a mail (MIME), cut without recursion and without reading what is no text: offsets into its bytes."""

from __future__ import annotations

import binascii
import re
from typing import NamedTuple

from hermes_tui.outreach.reading.charsets import decoded
from hermes_tui.outreach.reading.encoded_words import base64_bytes, header_text
from hermes_tui.outreach.reading.fields import head_end, pairs
from storage.clean import clean

MOST_PARTS = 500
DEEPEST = 60  # a mail program nests four or five
TEXT_CAP = 2_000_000  # bytes of a text that are decoded
_PARAMETER = re.compile(r';\s*([\w*.-]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;\s]*))')
_HEX = re.compile(r"%([0-9A-Fa-f]{2})")


class Part(NamedTuple):
    """A leaf of a mail, its content still as it was sent."""

    kind: str  # text/plain, in lower case
    parameters: dict[str, str]
    encoding: str  # of the content, in lower case
    attached: bool  # Content-Disposition says so
    name: str  # of the file, "" where it has none
    within: tuple[str, ...]  # the kinds of the multiparts it stands in, outermost first
    place: tuple[int, ...]  # its number in each of them
    start: int
    end: int


class Body(NamedTuple):
    """The leaves of a mail in order, and whether more of them was left unread, nested too deep or too many."""

    leaves: tuple[Part, ...]
    cut: bool


def body_of(raw: bytes, start: int = 0) -> Body:
    """The leaves of the message whose head begins at `start` of `raw`.

    A multipart without its boundary is read as plain text; one without its end ends where its outer part does. What
    is nested deeper than DEEPEST, or comes after MOST_PARTS, is left out.
    """
    leaves: list[Part] = []
    cut = False
    waiting: list[tuple[int, int, tuple[str, ...], tuple[int, ...], str]] = [(start, len(raw), (), (), "text/plain")]
    while waiting:
        begin, end, within, place, usual = waiting.pop()
        if len(leaves) >= MOST_PARTS:
            return Body(tuple(leaves), True)
        leaf, boundary = _part(raw, begin, end, within, place, usual)
        inner = _between(raw, leaf.start, end, boundary) if boundary else []
        if not inner:
            leaves.append(leaf if not leaf.kind.startswith("multipart/") else leaf._replace(kind="text/plain"))
        elif len(within) >= DEEPEST:
            cut = True
        else:
            usual = "message/rfc822" if leaf.kind == "multipart/digest" else "text/plain"
            deeper = (*within, leaf.kind)
            waiting += [(a, b, deeper, (*place, n), usual) for n, (a, b) in reversed(list(enumerate(inner)))]
    return Body(tuple(leaves), cut)


def content(raw: bytes, part: Part, most: int = TEXT_CAP) -> bytes:
    """The content of a part, at most `most` bytes of it read, its transfer encoding undone; rubbish is forgiven."""
    sent = raw[part.start : min(part.end, part.start + most)]
    if part.encoding == "base64":
        return base64_bytes(sent)
    if part.encoding == "quoted-printable":
        return binascii.a2b_qp(sent)
    if part.encoding in ("x-uuencode", "uuencode", "x-uue"):
        return _uudecoded(sent)
    return sent


def text(raw: bytes, part: Part) -> str:
    """The content of a text part as text, lines parted by a newline, no NUL in it."""
    found = decoded(content(raw, part), part.parameters.get("charset", ""))
    return found.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _part(
    raw: bytes, begin: int, end: int, within: tuple[str, ...], place: tuple[int, ...], usual: str
) -> tuple[Part, str]:
    """A part as a leaf, and its boundary where it is a multipart."""
    head, body = (min(offset, end) for offset in head_end(raw, begin))
    said: dict[str, str] = {}
    for field, value in pairs(raw[begin:head]):
        said.setdefault(field, value)
    if place and not said and head > begin:
        body = begin  # a part without a head, its text begun at once
    kind, parameters = _parametrized(said.get("content-type", ""))
    disposition, about = _parametrized(said.get("content-disposition", ""))
    if "/" not in kind:
        kind = kind if kind == "text" else usual
        kind = "text/plain" if kind == "text" else kind
    name = clean(about.get("filename") or parameters.get("name") or "")
    leaf = Part(
        kind, parameters, said.get("content-transfer-encoding", "").split(";")[0].strip().lower(),
        disposition == "attachment", name, within, place, body, end,
    )  # fmt: skip
    return leaf, parameters.get("boundary", "").rstrip() if kind.startswith("multipart/") else ""


def _between(raw: bytes, start: int, end: int, boundary: str) -> list[tuple[int, int]]:
    """(begin, end) of each part between the lines of a boundary; none where it never comes."""
    line = b"--" + boundary.encode("latin-1", "replace")
    found: list[tuple[int, int]] = []
    begin = -1
    step = start
    while len(found) < MOST_PARTS and (place := raw.find(line, step, end)) >= 0:
        step = place + len(line)
        if place > start and raw[place - 1] not in b"\r\n":
            continue
        rest = step
        while rest < end and raw[rest] not in b"\r\n":
            rest += 1 if rest - step < 200 else end
        after = raw[step : min(rest, end)]
        last = after[:2] == b"--"
        if (after[2:] if last else after).strip():
            continue  # a longer boundary that begins alike
        if begin >= 0:
            found.append((begin, _without_break(raw, begin, place)))
        begin = min(rest + (2 if raw[rest : rest + 2] == b"\r\n" else 1), end)
        if last:
            return found
    if begin >= 0 and len(found) < MOST_PARTS:
        found.append((begin, end))
    return found


def _without_break(raw: bytes, begin: int, end: int) -> int:
    """The end of a part: the line break before a boundary is the boundary's."""
    if end > begin and raw[end - 1 : end] == b"\n":
        end -= 1
    if end > begin and raw[end - 1 : end] == b"\r":
        end -= 1
    return end


def _parametrized(value: str) -> tuple[str, dict[str, str]]:
    """What a Content-Type or Content-Disposition says, in lower case, and its parameters (RFC 2231 put together)."""
    kind, mark, rest = value.partition(";")
    found: dict[str, str] = {}
    pieces: dict[str, list[str]] = {}
    for name, quoted, plain in _PARAMETER.findall((mark + rest)[:20_000]):
        name = name.lower()
        written = quoted.replace("\\", "") if quoted and name != "filename" else quoted or plain
        base, star, _ = name.partition("*")
        if star:
            pieces.setdefault(base, []).append(written)
        else:
            found.setdefault(name, written if name == "boundary" else header_text(written))
    for base, written_pieces in pieces.items():
        found.setdefault(base, _extended("".join(written_pieces)))
    return kind.strip().lower().strip('"'), found


def _extended(value: str) -> str:
    charset, quote, rest = value.partition("'")
    _, second, said = rest.partition("'")
    if not (quote and second):
        charset, said = "", value
    encoded = _HEX.sub(lambda found: chr(int(found[1], 16)), said).encode("latin-1", "replace")
    return decoded(encoded, charset)


def _uudecoded(sent: bytes) -> bytes:
    found = []
    for line in sent.splitlines():
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue  # begin, end, and what is cut
    return b"".join(found)
