"""vCards 2.1, 3.0 and 4.0, in and out: `read_cards`, `cards_text`, and the rows they deal in."""

from hermes_tui.exchange.vcard.cards import Card, CardPerson, Reach, Reading, RejectedCard
from hermes_tui.exchange.vcard.reading import holds_cards, read_cards
from hermes_tui.exchange.vcard.writing import VERSIONS, cards_text

__all__ = [
    "VERSIONS",
    "Card",
    "CardPerson",
    "Reach",
    "Reading",
    "RejectedCard",
    "cards_text",
    "holds_cards",
    "read_cards",
]
