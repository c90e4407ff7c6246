"""From the bytes of a file of vCards to its logical lines: encodings, folded lines, soft breaks, blobs passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple


class Line(NamedTuple):
    """A property as it stands in the file, unfolded; `number` is the line it begins in, from 1.

    Undecodable bytes are in `text` as surrogates until the property's own CHARSET is known (`mended`).
    """

    number: int
    text: str


_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_BREAK = re.compile(r"\r{0,2}\n|\r")  # CR CR LF: a file sent as text that had its CRs already
_HEAD = re.compile(r'(?:[\w-]+\.)?([A-Za-z][\w-]*)((?:;(?:[^":;]|"[^"]*")*)*):')
_QUOTED_PRINTABLE = re.compile(r";\s*(?:ENCODING\s*=\s*)?\"?QUOTED-PRINTABLE", re.I)
_BASE64 = re.compile(r";\s*(?:ENCODING\s*=\s*)?\"?(?:BASE64|B)\"?\s*(?:;|$)", re.I)
_BLOB = re.compile(r"[A-Za-z0-9+/=\s]*$")
_FRAME = re.compile(r"\s*(?:BEGIN|END)\s*:", re.I)
# Whatever else stands before a colon may as well be a sentence of a note that nobody folded.
_KNOWN = frozenset({
    "ADR", "AGENT", "ANNIVERSARY", "BDAY", "BEGIN", "BIRTHPLACE", "CALADRURI", "CALURI", "CAPURI", "CATEGORIES",
    "CATEGORY", "CLASS", "CLIENTPIDMAP", "CREATED", "DEATHDATE", "EMAIL", "END", "EXPERTISE", "FBURL", "FN",
    "GENDER", "GEO", "HOBBY", "IMPP", "INTEREST", "KEY", "KIND", "LABEL", "LANG", "LANGUAGE", "LOGO", "MAILER",
    "MEMBER", "N", "NICKNAME", "NOTE", "ORG", "ORG-DIRECTORY", "PHOTO", "PRODID", "PROFILE", "PRONOUNS", "RELATED",
    "REV", "ROLE", "SOCIALPROFILE", "SORT-STRING", "SOUND", "SOURCE", "TEL", "TITLE", "TZ", "UID", "URL", "VERSION",
    "XML"
})  # fmt: skip
PICTURES = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE", "X-MS-OL-DESIGN"})
_TEXTS = frozenset({"NOTE", "N", "FN", "ORG", "TITLE", "ROLE", "ADR", "LABEL", "NICKNAME"})
_FRAMES = frozenset({"BEGIN", "END"})
_MARGIN = re.compile(r"^([ \t]+)BEGIN:VCARD", re.I | re.M)
_ENOUGH = 200  # characters of a picture's line: its head, which tells what it is
_STRAY = re.compile("[\udc80-\udcff]")


def text_of(content: bytes) -> str:
    """The text of the file: by its mark, as UTF-16 where every second byte is NUL, else as UTF-8.

    Bytes that are no UTF-8 stay in it as surrogates, for `mended`. Marks further down, of files put one behind the
    other, are left out: a BEGIN behind one would be none.
    """
    return _decoded(content).replace("\ufeff", "")


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            errors = "surrogateescape" if encoding == "utf-8" else "replace"
            return content[len(mark) :].decode(encoding, errors)
    sample = content[:400]
    if sample[1::2].count(0) > len(sample) // 3:
        return content.decode("utf-16-le", "replace")
    if sample[::2].count(0) > len(sample) // 3:
        return content.decode("utf-16-be", "replace")
    return content.decode("utf-8", "surrogateescape")


def mended(text: str, charset: str | None) -> tuple[str, bool]:
    """The text with its undecodable bytes read by the property's CHARSET, else as Windows-1252; whether guessed."""
    if charset and charset.upper().startswith("ISO-2022"):  # seven bits a byte: never a stray one
        with suppress(UnicodeDecodeError, LookupError):
            return text.encode("utf-8", "surrogateescape").decode(charset), False
    if not _STRAY.search(text):
        return text, False
    content = text.encode("utf-8", "surrogateescape")
    for encoding in filter(None, ("utf-8", charset)):  # whole again, where a fold had cut a character in two
        try:
            return content.decode(encoding), False
        except (UnicodeDecodeError, LookupError):
            continue
    good = sum(1 for character in text if character > "\x7f") - len(_STRAY.findall(text))
    if good > 2 * len(_STRAY.findall(text)):  # UTF-8 but for a few bytes, as where a line was cut within a character
        return _STRAY.sub(lambda stray: _western(bytes([ord(stray[0]) - 0xDC00])), text), True
    return _western(content), True


def _western(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def head_of(text: str) -> re.Match[str] | None:
    """The match of `group.NAME;PARAMETERS:` a line begins with: group 1 the name, group 2 the parameters."""
    found = _HEAD.match(text)
    if found is None and '"' in text:  # a quote never closed: the first colon ends the head
        found = re.match(r"(?:[\w-]+\.)?([A-Za-z][\w-]*)((?:;[^:]*)?):", text)
    return found


def logical_lines(text: str) -> Iterator[Line]:
    """The properties of a file, unfolded, with the BEGIN and END lines around them.

    Blank lines go; a line that is no property belongs to the text before it, as a line of its own (programs that
    write a note's lines as they are). Pictures come without their bytes.
    """
    margin = _MARGIN.search(text)
    indent = margin[1] if margin else ""
    joined = _Joined()
    for number, line in enumerate(_BREAK.split(text), 1):
        plain = line.removeprefix(indent)
        if joined.takes(plain):
            continue
        if joined.parts:
            yield joined.whole()
        joined = _Joined(number, plain)
    if joined.parts:
        yield joined.whole()


class _Joined:
    """The physical lines of one property, as they come."""

    def __init__(self, number: int = 0, line: str = "") -> None:
        head = head_of(line)
        self.number = number
        self.said = head[1] if head else ""
        self.name = self.said.upper()
        parameters = head[2] if head else ""
        self.soft = _QUOTED_PRINTABLE.search(parameters) is not None
        self.picture = self.name in PICTURES
        self.blob = self.picture or (not self.soft and _BASE64.search(parameters) is not None)
        self.parts = ([line[:_ENOUGH] if self.picture else line]) if line.strip() else []

    def takes(self, line: str) -> bool:
        """Whether the line continues this property; it is kept then."""
        if not self.parts or self.name in _FRAMES:
            return not line.strip()
        if self.soft and self.parts[-1].rstrip(" \t").endswith("="):
            return self._soft_break(line)
        if line[:1] in (" ", "\t"):
            self._keep(line[1:])
        elif not line.strip():
            pass
        elif self.blob and _BLOB.match(line):
            self._keep(line.strip())
        elif self._is_text(line):
            self._keep("\n" + line)
        else:
            return False
        return True

    def _soft_break(self, line: str) -> bool:
        if _FRAME.match(line):
            return False
        self.parts[-1] = self.parts[-1].rstrip(" \t")[:-1]
        self.parts.append(line)
        return True

    def _is_text(self, line: str) -> bool:
        """Whether the line is a further line of a text that nobody folded."""
        if self.name not in _TEXTS or _FRAME.match(line):
            return False
        head = head_of(line)
        if head is None:
            return True
        # `Tel: ask for Ann` in a note is no TEL where the card writes its properties in capitals.
        same_case = head[1].isupper() or not self.said.isupper()
        known = head[1].upper() in _KNOWN or head[1].upper().startswith("X-") or "." in head[0].split(":")[0]
        return self.name == "NOTE" and not (known and same_case)

    def _keep(self, part: str) -> None:
        if not self.picture:
            self.parts.append(part)

    def whole(self) -> Line:
        """The property on one line."""
        return Line(self.number, "".join(self.parts))
