"""Addresses of a mail header: names and addresses, parted before anything in them is decoded."""

from __future__ import annotations

import re

from hermes_tui.outreach.reading.encoded_words import header_text
from storage.clean import clean

_PLAIN = re.compile(r'\s*(?:"([^"\\<>]*)"|([^",;:<>()@\\]*))\s*<\s*([^<>\s,;"()]+@[^<>\s,;"()]+)\s*>\s*\Z')
_ALONE = re.compile(r'\s*([^<>\s,;:"()]+@[^<>\s,;:"()]+)\s*\Z')
_SPOKEN = re.compile(r"(\S+) (?:at|AT) (\S+\.\S+)\Z")  # as list archives write addresses
MOST = 100  # a mail to a whole company is not read to its last address


def addresses(value: str) -> tuple[tuple[str, str], ...]:
    """(name, address) of each mailbox named, in order, at most MOST; addresses in lower case.

    `value` holds one character a byte. Commas in quotes or in an encoded word part nothing: what a name says after
    it is decoded makes no further address.

    >>> addresses('"Lee, Ann" <Ann@Example.com>, bob@example.com (Bob)')
    (('Lee, Ann', 'ann@example.com'), ('Bob', 'bob@example.com'))
    """
    plain = _PLAIN.match(value) if len(value) < 400 else None
    if plain:
        return ((_name(plain[1] or plain[2] or ""), _address(plain[3])),)
    alone = _ALONE.match(value) if len(value) < 400 else None
    if alone:
        return (("", _address(alone[1])),)
    found = (_mailbox(written) for written in _parted(value[:20_000]))
    return tuple(one for one in found if one[1] or one[0])[:MOST]


def _parted(value: str) -> list[tuple[str, str, str]]:
    """(words, in angle brackets, in round brackets) of each mailbox; one pass, nothing nested is followed down."""
    found: list[tuple[str, str, str]] = []
    words: list[str] = []
    inside: list[str] = []
    aside: list[str] = []
    quoted = angled = False
    depth = 0
    step = 0
    while step < len(value) and len(found) < MOST:
        sign = value[step]
        step += 1
        into = aside if depth else inside if angled else words
        if sign == "\\" and (quoted or depth) and step < len(value):
            into.append(value[step])
            step += 1
        elif quoted:
            quoted = sign != '"'
            into.append("" if sign == '"' else sign)
        elif depth or (sign == "(" and not angled):
            depth += (sign == "(") - (sign == ")")
            if depth and aside:
                aside.append(sign)
            elif depth:
                aside.append(" ")
        elif sign == '"':
            quoted = True
        elif sign in "<>":
            angled = sign == "<"
        elif sign in ",;" and not angled:
            found.append(("".join(words), "".join(inside), "".join(aside)))
            words, inside, aside = [], [], []
        elif sign == ":" and not angled and "@" not in words:
            words.clear()  # the name of a group
        else:
            into.append(sign)
    found.append(("".join(words), "".join(inside), "".join(aside)))
    return found


def _mailbox(written: tuple[str, str, str]) -> tuple[str, str]:
    words, inside, aside = written
    if inside:
        return _name(words or aside), _address(inside)
    spoken = _SPOKEN.match(words.strip())
    if spoken:
        return _name(aside), _address(f"{spoken[1]}@{spoken[2]}")
    alone = words.split()
    if len(alone) == 1 and "@" in alone[0]:
        return _name(aside), _address(alone[0])
    found = next((word for word in alone if "@" in word), "")
    return _name(" ".join(word for word in alone if word != found)), _address(found)


def _name(written: str) -> str:
    return clean(header_text(written)).strip("'\" ")


def _address(written: str) -> str:
    text = clean(header_text(written)).strip("'\"<> ").lower()
    return "" if " " in text else text.removeprefix("mailto:").removeprefix("smtp:")
