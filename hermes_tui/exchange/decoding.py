"""From the bytes of a file to its text: encodings are recognised here, and what is no text is refused."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from storage.errors import HermesError


class Decoded(NamedTuple):
    """The text of a file, the encoding it was read in, and sentences about what had to be assumed."""

    text: str
    encoding: str
    notes: tuple[str, ...]


# The longer marks first: a UTF-32 mark begins like a UTF-16 one.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

_MAGIC = (
    (b"PK\x03\x04", "a workbook or zip archive; save the sheet as CSV first"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save the sheet as CSV first"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"SQLite format 3\x00", "a database; import a CSV export of it"),
)

_OPENINGS = (
    (re.compile(r"\s*<(!doctype\s+html|html)\b", re.I), "a web page (a login page, saved in its place?)"),
    (re.compile(r"\s*<\?xml\b", re.I), "an XML document"),
    (re.compile(r"\s*BEGIN:VCARD", re.I), "a file of vCards"),
    (re.compile(r"\s*BEGIN:VCALENDAR", re.I), "a calendar"),
)

_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_STRAY = re.compile("[\udc80-\udcff]")


def decode(content: bytes, name: str) -> Decoded:
    """Return the text of `content`; `name` is the file's name for the sentences.

    Tried in order: byte order marks, UTF-16 without a mark (every second byte is NUL), UTF-8, and Windows-1252.
    Raises HermesError where the bytes are no text of a table (picture, workbook, web page, JSON, empty file).
    """
    if not content.strip():
        raise HermesError(f"{name} is empty; nothing was imported.")
    for magic, what in _MAGIC:
        if content.startswith(magic):
            raise HermesError(f"{name} is not a CSV file but {what}. Nothing was imported.")
    decoded = _decoded(content, name)
    _refuse_other_formats(decoded.text, name)
    return decoded


def _decoded(content: bytes, name: str) -> Decoded:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(_strictly(content, encoding, name), encoding.removesuffix("-sig"), ())
    wide = _utf16_without_mark(content)
    if wide:
        return Decoded(_strictly(content, wide, name), wide, ())
    if b"\x00" in content:
        line = content.count(b"\n", 0, content.index(b"\x00")) + 1
        raise HermesError(f"{name} is no text file: it has a NUL byte in line {line}. Nothing was imported.")
    try:
        return Decoded(content.decode("utf-8"), "utf-8", ())
    except UnicodeDecodeError:
        return _mostly_utf8(content) or _cp1252(content, name)


def _strictly(content: bytes, encoding: str, name: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        said = encoding.removesuffix("-sig").upper()
        raise HermesError(
            f"{name} says it is {said} but is damaged at byte {error.start}. Nothing was imported; export it again."
        ) from error
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise HermesError(f"{name} is no text file: it has a NUL character in line {line}. Nothing was imported.")
    return text


def _utf16_without_mark(content: bytes) -> str:
    """Western text in UTF-16 has a NUL in nearly every second byte; say in which half, or nothing."""
    sample = content[:4096]
    half = len(sample) // 2
    if half < 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _mostly_utf8(content: bytes) -> Decoded | None:
    """UTF-8 with a few bytes of another program pasted in: keep the rest readable, read those as Windows-1252."""
    text = content.decode("utf-8", "surrogateescape")
    stray = len(_STRAY.findall(text))
    good = sum(1 for character in text if character > "\x7f") - stray
    if good <= 2 * stray:
        return None
    lines = [number for number, line in enumerate(text.split("\n"), 1) if _STRAY.search(line)]
    mended = _STRAY.sub(lambda found: bytes([ord(found[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    note = f"{stray} bytes were not UTF-8 and were read as Windows-1252 (first in line {lines[0]})"
    return Decoded(mended, "utf-8", (note,))


def _cp1252(content: bytes, name: str) -> Decoded:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise HermesError(
            f"{name} is no text file in UTF-8, UTF-16 or Windows-1252 (byte {error.start}). Nothing was imported."
        ) from error
    if len(_CONTROLS.findall(text[:65536])) > len(text[:65536]) // 100:
        raise HermesError(f"{name} is no text file: it is full of control characters. Nothing was imported.")
    return Decoded(text, "cp1252", ("the file is not UTF-8; it was read as Windows-1252",))


def _refuse_other_formats(text: str, name: str) -> None:
    if not text.strip():
        raise HermesError(f"{name} is empty; nothing was imported.")
    for opening, what in _OPENINGS:
        if opening.match(text):
            raise HermesError(f"{name} is not a CSV file but {what}. Nothing was imported.")
    if text.lstrip()[0] in "[{" and (_is_json(text) or _is_json(text.lstrip().split("\n", 1)[0])):
        raise HermesError(f"{name} is not a CSV file but JSON. Nothing was imported.")


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), (dict, list))
    except (ValueError, RecursionError):
        return False
