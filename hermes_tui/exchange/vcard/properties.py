"""One property of a vCard: its name, group, parameters and value, decoded by the rules of the card's version."""

from __future__ import annotations

import binascii
import re
from typing import NamedTuple

from hermes_tui.exchange.vcard.lines import PICTURES, Line, head_of, mended


class Property(NamedTuple):
    """`name` in capitals, `group` as `item1` or empty, `params` by name in capitals, and the value still escaped.

    `guessed` says that its bytes were read as Windows-1252 for want of anything better.
    """

    name: str
    group: str
    params: dict[str, list[str]]
    value: str
    line: int
    guessed: bool = False

    @property
    def text(self) -> str:
        """The value of a property that is one text."""
        return unescaped(self.value)

    @property
    def components(self) -> list[str]:
        """The parts of a value such as `Lee;Ann;;Dr.`, each with its commas read as spaces between words."""
        return [
            " ".join(unescaped(word).strip() for word in _split(part, ",")).strip() for part in _split(self.value, ";")
        ]

    @property
    def parts(self) -> list[str]:
        """The parts of a value such as `Acme, Inc.;Sales`, commas kept."""
        return [unescaped(part) for part in _split(self.value, ";")]

    @property
    def types(self) -> tuple[str, ...]:
        """What TYPE says, in small letters: `work`, `fax`, `pref`."""
        said = (word for value in self.params.get("TYPE", ()) for word in value.split(","))
        return tuple(dict.fromkeys(word.strip().lower() for word in said if word.strip()))

    @property
    def rank(self) -> int:
        """How much the card prefers this one, 1 the most, 101 not at all."""
        for text in self.params.get("PREF", ()):
            if text.strip().isdigit():
                return max(1, min(100, int(text[:9])))
        return 1 if "pref" in self.types or "PREF" in self.params else 101


_PARAMETER = re.compile(r';((?:[^";]|"[^"]*"|"(?=[^"]*$))*)')
_PIECES = {mark: re.compile(rf"(\\.|{mark})", re.S) for mark in ",;"}
_ESCAPE = re.compile(r"\\(.)", re.S)
_CARET = {"^n": "\n", "^^": "^", "^'": '"'}  # RFC 6868
_BARE = {
    **dict.fromkeys(("QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"), "ENCODING"),
    **dict.fromkeys(("URL", "URI", "INLINE", "CID", "CONTENT-ID"), "VALUE"),
}
_CUT = re.compile(rb"=[0-9A-Fa-f]?\s*$")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


def read_property(line: Line) -> Property | None:
    """The property of a line, or None where it is none."""
    head = head_of(line.text)
    if head is None:
        return None
    before = head[0][: head.start(1)] if head.start(1) else ""
    name, params = head[1].upper(), _parameters(head[2])
    value, guessed = ("", False) if name in PICTURES else _value(line.text[head.end() :], params)
    return Property(name, before.removesuffix(".").lower(), params, value, line.number, guessed)


def _parameters(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for match in _PARAMETER.finditer(text):
        name, equals, value = match[1].strip().partition("=")
        if not equals:  # vCard 2.1 writes `TEL;WORK;FAX:`
            name, value = _BARE.get(name.upper(), "TYPE"), name
        value = re.sub(r"\^[n^']", lambda caret: _CARET[caret[0]], value.strip().replace('"', ""))
        if value:
            found.setdefault(name.strip().upper(), []).append(value)
    return found


def _value(raw: str, params: dict[str, list[str]]) -> tuple[str, bool]:
    charset = params["CHARSET"][0] if "CHARSET" in params else None
    encoding = params["ENCODING"][0].upper() if "ENCODING" in params else ""
    text, guessed = mended(raw, charset)
    if encoding == "QUOTED-PRINTABLE":
        content = _HEX.sub(_byte, _CUT.sub(b"", text.encode("utf-8", "replace")))
        return _text_of(content, charset)
    if encoding in ("B", "BASE64"):
        try:
            return _text_of(binascii.a2b_base64(text.encode("ascii", "ignore")), charset)
        except binascii.Error:
            return text, guessed
    return text, guessed


def _byte(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 16)])


def _text_of(content: bytes, charset: str | None) -> tuple[str, bool]:
    """Encoded bytes as text: UTF-8 where they are (whatever the label says), else by the label, else Windows-1252."""
    text, guessed = mended(content.decode("utf-8", "surrogateescape"), charset)
    return text.replace("\r\n", "\n").replace("\r", "\n"), guessed


def unescaped(text: str) -> str:
    r"""The text meant by one escaped as RFC 6350 does, `Acme\, Inc.` or `two\nlines`; a stray backslash stays."""
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def _meant(match: re.Match[str]) -> str:
    if match[1] in "nN":
        return "\n"
    return match[1] if match[1] in "\\,;:\"'" else match[0]


def _split(text: str, mark: str) -> list[str]:
    """The parts between marks that are not escaped, each still escaped."""
    parts: list[list[str]] = [[]]
    for piece in _PIECES[mark].split(text):
        if piece == mark:
            parts.append([])
        else:
            parts[-1].append(piece)
    return ["".join(part) for part in parts]
