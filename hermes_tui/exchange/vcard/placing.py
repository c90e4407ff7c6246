"""What becomes of each card: who is known already, which lead a new person joins, and what must not be lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from hermes_tui.exchange.vcard.words import Words, sayings
from storage.queries.acquaintance import KnownLead, KnownPerson


class Acquaintance(NamedTuple):
    """What the database knows of the people of a file; `notes` are the words of the notes about each of them."""

    people: Sequence[KnownPerson]
    leads: Sequence[KnownLead]
    notes: dict[int, list[str]]


@dataclass(slots=True)
class NewLead:
    """A lead to be made for people who belong to none; `id` is set once it has one."""

    title: str
    company: str | None
    id: int = 0


@dataclass(slots=True)
class Someone:
    """A person of the file or the database, and what is to be written about them.

    `id` is 0 for one to be added; `lead` the lead's id or the new one they join. `values` are columns to set, `lines`
    what goes into a note. `card` is the first one that speaks of them.
    """

    id: int
    lead: int | NewLead
    name: str
    email: str | None
    phone: str | None
    role: str | None
    company: str | None
    is_open: bool
    values: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    @property
    def fields(self) -> tuple[str, ...]:
        """What is filled or noted, for the reckoning."""
        said = [name for name in self.values if not name.endswith("_typed")]
        return (*said, *(["note"] if self.lines else []))


class Placed(NamedTuple):
    """Where the cards of a file go: whom each became (`fates`: filed, filled, known or duplicate, card by card)."""

    fates: tuple[str, ...]
    people: tuple[Someone, ...]
    leads: tuple[NewLead, ...]

    @property
    def new(self) -> list[Someone]:
        """Those to be added."""
        return [someone for someone in self.people if not someone.id]

    @property
    def filled(self) -> list[Someone]:
        """Those known, of whom the file says something new."""
        return [someone for someone in self.people if someone.id and (someone.values or someone.lines)]


def place(cards: Iterable[Words], known: Acquaintance, *, lead: KnownLead | None = None) -> Placed:
    """Place every card. Pure: writes nothing.

    With `lead` everybody goes to that one. Else a person known by e-mail, or by name and company where one of the two
    has no e-mail, stays where they are and only blanks are filled; somebody new joins the only open lead of their
    company, or a new lead: one a company, or their own where the card names none.
    """
    table = _Table(known, lead)
    fates = tuple(map(table.seat, cards))
    return Placed(fates, tuple(table.touched.values()), tuple(table.made.values()))


class _Table:
    """Everybody known while the cards are placed one after the other."""

    def __init__(self, known: Acquaintance, lead: KnownLead | None) -> None:
        self.lead = lead
        self.by_mail: dict[str, list[Someone]] = {}
        self.by_name: dict[str, list[Someone]] = {}
        self.notes = known.notes
        self.titles = {each.id: each for each in known.leads}
        self.made: dict[str, NewLead] = {}
        self.touched: dict[int, Someone] = {}  # by identity: the same person is met again
        for row in known.people:
            self._remember(Someone(*row[:7], bool(row.is_open)))
        self.lead_of_mail: dict[str, KnownLead] = {}
        self.of_company: dict[str, list[int]] = {}
        for each in sorted(known.leads, key=lambda one: (one.is_open, one.id)):
            if each.email:
                self.lead_of_mail[each.email.casefold()] = each
            if each.company and each.is_open:
                self.of_company.setdefault(_folded(each.company), []).append(each.id)

    def seat(self, words: Words) -> str:
        """Place one card; returns its fate."""
        someone = self._met(words)
        if someone is None:
            someone = self._new(words)
            self._note(someone, words)
            self.touched[id(someone)] = someone
            return "filed"
        new = not someone.id
        filled = self._fill(someone, words)
        noted = self._note(someone, words)
        if new:
            return "duplicate"
        if filled or noted:
            self.touched[id(someone)] = someone
            return "filled"
        return "known"

    # -- who ---------------------------------------------------------------------------------------------

    def _met(self, words: Words) -> Someone | None:
        """The person a card is of; in an open lead rather than a closed one, in the newest rather than an older."""
        same = [someone for someone in self._candidates(words) if self._is_same(someone, words)]
        return max(same, key=self._nearness, default=None)

    def _candidates(self, words: Words) -> Iterator[Someone]:
        for mail in words.emails:
            yield from self.by_mail.get(mail.casefold(), ())
        yield from self.by_name.get(_folded(words.name), ())

    def _is_same(self, someone: Someone, words: Words) -> bool:
        mine = (someone.email or "").casefold()
        if mine and mine in map(str.casefold, words.emails):
            # One mailbox may be several people's: info@ is not one person for two names that share no word.
            return someone.name.casefold() == mine or words.is_unnamed or _alike(someone.name, words.name)
        if _folded(someone.name) != _folded(words.name) or (mine and words.emails):
            return False
        return self.lead is not None or _folded(someone.company) == _folded(words.card.org)

    def _nearness(self, someone: Someone) -> tuple[bool, int]:
        return someone.is_open, someone.lead if isinstance(someone.lead, int) else 0

    # -- where -------------------------------------------------------------------------------------------

    def _new(self, words: Words) -> Someone:
        lead = self._lead_for(words)
        known = self.titles.get(lead) if isinstance(lead, int) else None
        company = lead.company if isinstance(lead, NewLead) else known.company if known else None
        someone = Someone(0, lead, words.name, None, None, None, company, True, {"name": words.name})
        self._fill(someone, words)
        self._remember(someone)
        return someone

    def _lead_for(self, words: Words) -> int | NewLead:
        if self.lead is not None:
            return self.lead.id
        sharing = [someone for mail in words.emails for someone in self.by_mail.get(mail.casefold(), ())]
        if sharing:
            return max(sharing, key=self._nearness).lead
        for mail in words.emails:
            if mail.casefold() in self.lead_of_mail:
                return self.lead_of_mail[mail.casefold()].id
        org = words.card.org
        if org is None:
            return self._make(f"\x00{len(self.made)}", NewLead(words.name, None))
        there = self.of_company.get(_folded(org), [])
        return there[0] if len(there) == 1 else self._make(_folded(org), NewLead(org, org))

    def _make(self, key: str, lead: NewLead) -> NewLead:
        return self.made.setdefault(key, lead)

    # -- what --------------------------------------------------------------------------------------------

    def _fill(self, someone: Someone, words: Words) -> bool:
        """Set what is blank of the person; whether anything was."""
        before = len(someone.values)
        if someone.email is None and words.emails:
            someone.email = someone.values["email"] = words.emails[0]
            someone.values["email_typed"] = words.typed_email
            self.by_mail.setdefault(someone.email.casefold(), []).append(someone)
        if someone.phone is None and words.phones:
            someone.phone = someone.values["phone"] = words.phones[0]
            someone.values["phone_typed"] = words.typed_phone
        if someone.role is None and words.card.role:
            someone.role = someone.values["role"] = words.card.role
        return len(someone.values) > before

    def _note(self, someone: Someone, words: Words) -> bool:
        """Note what has no column and is in no note yet; whether there was anything."""
        lead = someone.lead
        known = self.titles.get(lead) if isinstance(lead, int) else None
        here = (
            (lead.title, lead.company) if isinstance(lead, NewLead) else (known.title, known.company) if known else ()
        )
        said = {_folded(each) for each in (someone.name, someone.role, *here)}
        texts = [*self.notes.get(someone.id, ()), *someone.lines]
        fresh = [
            line for value, line in sayings(words, someone.email, someone.phone)
            if _folded(value) not in said and not any(value in text for text in texts)
        ]  # fmt: skip
        someone.lines.extend(fresh)
        return bool(fresh)

    def _remember(self, someone: Someone) -> None:
        self.by_name.setdefault(_folded(someone.name), []).append(someone)
        if someone.email and someone not in self.by_mail.get(someone.email.casefold(), ()):
            self.by_mail.setdefault(someone.email.casefold(), []).append(someone)


def _folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: `J. Doe` and `Doe, John` share a word."""
    return _folded(one) == _folded(other) or bool(_name_words(one) & _name_words(other))


def _name_words(name: str) -> set[str]:
    return {word for word in name.casefold().replace(",", " ").replace(".", " ").split() if len(word) > 1}


def wanted(cards: Iterable[Words]) -> tuple[set[str], set[str], set[str]]:
    """What to ask the database for: addresses, names, companies."""
    mails: set[str] = set()
    names: set[str] = set()
    companies: set[str] = set()
    for words in cards:
        mails.update(words.emails)
        names.add(words.name)
        companies.update(filter(None, [words.card.org]))
    return mails, names, companies
