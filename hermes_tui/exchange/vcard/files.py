"""A file of vCards told from any other file by what it holds."""

from __future__ import annotations

from typing import NamedTuple

from hermes_tui.exchange.vcard.cards import Reading
from hermes_tui.exchange.vcard.reading import holds_cards, read_cards


class CardFile(NamedTuple):
    """A file of vCards, read; `sha256` is the file's own."""

    name: str
    reading: Reading
    sha256: str


HEAD = 4096  # bytes that tell cards from a table, which may be large


def is_called_cards(name: str) -> bool:
    """Whether a file's name says that it holds vCards."""
    return name.lower().endswith((".vcf", ".vcard"))


def card_file(content: bytes, name: str) -> CardFile | None:
    """The vCards that the content of a file is, or None where it is something else."""
    if not (is_called_cards(name) or holds_cards(content[:HEAD])) or not holds_cards(content, name):
        return None
    from hashlib import sha256

    return CardFile(name, read_cards(content, name), sha256(content).hexdigest())
