"""Who is sold what: a company, its people and the deal in question, before anything has happened."""

from __future__ import annotations

from random import Random

from hermes_tui.demo.draws import by_weight, one_of, spread
from hermes_tui.demo.names import LANDS, Land, ascii_of, written
from hermes_tui.demo.wares import CHAMPION_ROLES, INDUSTRIES, OTHER_ROLES, SCOPES, SOURCES, WARES
from hermes_tui.demo.words_in import RIVALS

_LANDS = tuple((land, float(land.weight)) for land in LANDS)
_EVEN = tuple((name, float(share)) for name, share, _ in SOURCES)
_WON = tuple((name, share * lift) for name, share, lift in SOURCES)
_LOST = tuple((name, share / lift**0.5) for name, share, lift in SOURCES)
_LEAST, _MOST = 1_000, 120_000


class Someone:
    """A person of the committee; `joined` is when they first appear, on the story's clock."""

    __slots__ = ("bounced", "channel", "email", "first", "is_primary", "joined", "name", "phone", "role", "sentiment")

    def __init__(self, name: str, first: str, email: str, phone: str | None, role: str) -> None:
        self.name = name
        self.first = first
        self.email = email
        self.phone = phone
        self.role = role
        self.channel: str | None = None
        self.sentiment: str | None = None
        self.is_primary = False
        self.joined = 0
        self.bounced: int | None = None


class Account:
    """A company and what it may buy; sums in minor units."""

    __slots__ = (
        "city", "company", "country", "currency", "domain", "heads", "industry", "land", "rival", "source", "spoken",
        "title", "value",
    )  # fmt: skip

    def __init__(self, rng: Random, stage: str) -> None:
        land = by_weight(rng, _LANDS)
        ware = one_of(rng, WARES)
        self.land = land
        self.country = land.country
        self.city = one_of(rng, land.cities)
        self.company, self.domain = _called(rng, land)
        self.industry = one_of(rng, INDUSTRIES)
        self.heads = 5 * round(1 + spread(rng, 8.0, 0.9))
        self.rival = one_of(rng, RIVALS)
        self.title = ware.title if rng.random() < 0.6 else f"{ware.title}, {one_of(rng, SCOPES)}"
        self.spoken = ware.spoken
        self.source = by_weight(rng, {"WON": _WON, "LOST": _LOST}.get(stage, _EVEN))
        self.currency = land.currency if rng.random() < 0.6 else "USD"
        price = min(max(spread(rng, float(ware.price), 0.7), _LEAST), _MOST)
        self.value = round(price / 100) * 10_000

    def someone(self, rng: Random, champion: bool) -> Someone:
        """A new face at this company."""
        land = self.land
        first, last = one_of(rng, land.first), one_of(rng, land.last)
        if ":" in first:
            name = f"{written(last)} {written(first)}"
        else:
            name = f"{first} {last}"
        latin = ascii_of(first)
        shape = rng.random()
        if shape < 0.6:
            local = f"{latin}.{ascii_of(last)}"
        elif shape < 0.85:
            local = f"{latin[0]}{ascii_of(last)}"
        else:
            local = latin
        phone = _phone(rng, land) if rng.random() < 0.55 else None
        found = Someone(
            name, latin.capitalize() if ":" in first else first, f"{local}@{self.domain}", phone,
            one_of(rng, CHAMPION_ROLES if champion else OTHER_ROLES),
        )  # fmt: skip
        found.is_primary = champion
        return found


def _called(rng: Random, land: Land) -> tuple[str, str]:
    """A company's name and its address, which is always in the reserved `.example`."""
    head, tail, family = one_of(rng, land.heads), one_of(rng, land.tails), one_of(rng, land.last)
    pattern = one_of(rng, land.patterns)
    name = pattern.format(h=written(head), t=written(tail), f=written(family))
    parts = [ascii_of(word) for mark, word in (("{h}", head), ("{t}", tail), ("{f}", family)) if mark in pattern]
    return name, f"{'-'.join(parts)}.example"


def _phone(rng: Random, land: Land) -> str:
    """A number from the ranges kept for fiction: 555-01xx in America, 01632 960xxx in Britain and elsewhere."""
    if land.currency == "USD":
        return f"+1 {200 + int(rng.random() * 700)} 555 01{int(rng.random() * 100):02d}"
    return f"+44 1632 960{int(rng.random() * 1000):03d}"
