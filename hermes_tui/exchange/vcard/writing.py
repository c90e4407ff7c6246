"""Writing people as vCards 4.0, 3.0 or 2.1 that other address books read: escaped, encoded and folded as each wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from hermes_tui.exchange.vcard.cards import CardPerson
from storage.clean import clean
from storage.errors import UsageError

VERSIONS: tuple[str, ...] = ("4.0", "3.0", "2.1")
_OCTETS = 75  # the most a line may have (RFC 6350, 3.2), without its line break
_SPECIAL = re.compile(r"[\\,;]")
# What may stand as it is in quoted-printable of a 2.1 card; spaces too are encoded, since transports strip them.
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.@,;:/\\()+&'!?*#")


def cards_text(people: Sequence[CardPerson], version: str = "4.0") -> str:
    """The people as a file of vCards, one after the other, lines ending with CR LF, to be stored as UTF-8.

    Reading it back (`read_cards`) gives the same names, e-mails, phones, roles and companies. Raises UsageError
    for a version that does not exist.
    """
    if version not in VERSIONS:
        raise UsageError(f"There is no vCard {version}; the versions are {', '.join(VERSIONS)}. Nothing was written.")
    return "".join(f"{line}\r\n" for person in people for line in _card(person, version))


def _card(person: CardPerson, version: str) -> Iterator[str]:
    name = clean(person.name)
    given, _, family = name.rpartition(" ")
    parts = (family, given) if given else ("", family)
    said = [
        ("N", "", (*parts, "", "", "")),
        ("FN", "", (name,)),
        *_preferred("EMAIL", person.emails, version),
        *_preferred("TEL", person.phones, version),
        ("ORG", "", (clean(person.org or ""),)),
        ("TITLE", "", (clean(person.role or ""),)),
        ("NOTE", "", (clean(person.note or "", multiline=True),)),
        ("UID", "", (clean(person.uid or ""),)),
    ]
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    for head, parameters, values in said:
        if any(values):
            yield from _property(head, parameters, values, version)
    yield "END:VCARD"


def _preferred(name: str, values: Iterable[str], version: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Properties of which the first is the preferred one, said as the version says it."""
    for place, value in enumerate(filter(None, map(clean, values))):
        if version == "4.0":
            parameters = "" if place else ";PREF=1"
        else:
            words = [*(["INTERNET"] if name == "EMAIL" else []), *([] if place else ["PREF"])]
            parameters = "".join(f";{word}" if version == "2.1" else f";TYPE={word}" for word in words)
        yield name, parameters, (value,)


def _property(name: str, parameters: str, values: tuple[str, ...], version: str) -> Iterator[str]:
    value = ";".join(_SPECIAL.sub(r"\\\g<0>", each) for each in values)
    line = f"{name}{parameters}:{value}"
    if version != "2.1":
        yield from _folded(line.replace("\n", "\\n"))
    elif line.isascii() and line.isprintable() and len(line) <= _OCTETS:
        yield line
    else:
        encoded = value.replace("\n", "\r\n").encode()
        yield from _soft_broken(f"{name}{parameters};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:", encoded)


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, no character cut in two, each further one behind a space."""
    begin, octets = 0, 0
    for place, character in enumerate(line):
        size = len(character.encode())
        if octets + size > _OCTETS:
            yield (" " if begin else "") + line[begin:place]
            begin, octets = place, 1
        octets += size
    yield (" " if begin else "") + line[begin:]


def _soft_broken(head: str, content: bytes) -> Iterator[str]:
    """Quoted-printable in lines of at most 76 characters, the last of a broken one being `=`."""
    line = head
    for byte in content:
        piece = chr(byte) if byte in _PLAIN else f"={byte:02X}"
        if len(line) + len(piece) > _OCTETS:
            yield line + "="
            line = ""
        line += piece
    yield line
