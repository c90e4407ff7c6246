"""What becomes of each card: who is known already, which lead a new person joins, and what must not be lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from hermes_tui.exchange.vcard.words import Words, noted_emails, sayings
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
    what goes into a note. `mails` are all addresses known to be theirs, in small letters, those in notes too.
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
    mails: set[str] = field(default_factory=set)

    @property
    def fields(self) -> tuple[str, ...]:
        """What is filled or noted, for the reckoning."""
        said = [name for name in self.values if not name.endswith("_typed")]
        return (*said, *(["note"] if self.lines else []))


class News(NamedTuple):
    """What a card adds to a person: columns to set, and lines for a note."""

    values: dict[str, str]
    lines: list[str]


_NOTHING = News({}, [])


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
        self.by_name: dict[tuple[str, str], list[Someone]] = {}
        self.notes = known.notes
        self.titles = {each.id: each for each in known.leads}
        self.made: dict[str, NewLead] = {}
        self.touched: dict[int, Someone] = {}  # by identity: the same person is met again
        for row in known.people:
            someone = Someone(*row[:7], bool(row.is_open))
            self.by_name.setdefault(self._called(someone.name, someone.company), []).append(someone)
            self._reached_at(someone, [*filter(None, [someone.email]), *noted_emails(known.notes.get(row.id, ()))])
        self.lead_of_mail: dict[str, KnownLead] = {}
        self.of_company: dict[str, list[int]] = {}
        for each in sorted(known.leads, key=lambda one: (one.is_open, one.id)):
            if each.email:
                self.lead_of_mail[each.email.casefold()] = each
            if each.company and each.is_open:
                self.of_company.setdefault(_folded(each.company), []).append(each.id)

    def seat(self, words: Words) -> str:
        """Place one card; returns its fate."""
        met = [
            (someone, self._news(someone, words))
            for someone in self._candidates(words)
            if self._is_same(someone, words)
        ]
        if not met:
            self._take(self._new(words), words)
            return "filed"
        someone, news = max(met, key=lambda pair: self._nearness(*pair))
        if someone.id and not any(news):
            return "known"
        self._take(someone, words)
        return "filled" if someone.id else "duplicate"

    def _take(self, someone: Someone, words: Words) -> None:
        """Write down what a card says of a person that is not known of them yet."""
        values, lines = self._news(someone, words)
        self._reached_at(someone, words.emails)
        someone.email = someone.email or values.get("email")
        someone.phone = someone.phone or values.get("phone")
        someone.role = someone.role or values.get("role")
        someone.values.update(values)
        someone.lines.extend(lines)
        self.touched[id(someone)] = someone

    def _reached_at(self, someone: Someone, mails: Iterable[str]) -> None:
        for mail in {each.casefold() for each in mails} - someone.mails:
            someone.mails.add(mail)
            self.by_mail.setdefault(mail, []).append(someone)

    # -- who ---------------------------------------------------------------------------------------------

    def _candidates(self, words: Words) -> Iterator[Someone]:
        for mail in words.emails:
            yield from self.by_mail.get(mail.casefold(), ())
        yield from self.by_name.get(self._called(words.name, words.card.org), ())

    def _called(self, name: str, company: str | None) -> tuple[str, str]:
        """What to look a person up by: within a lead that is named the name is enough."""
        return _folded(name), "" if self.lead is not None else _folded(company)

    def _is_same(self, someone: Someone, words: Words) -> bool:
        if any(mail.casefold() in someone.mails for mail in words.emails):
            # One mailbox may be several people's: info@ is not one person for two names that share no word.
            return someone.name.casefold() in someone.mails or words.is_unnamed or _alike(someone.name, words.name)
        if someone.mails and words.emails:
            return False
        return self._called(someone.name, someone.company) == self._called(words.name, words.card.org)

    def _nearness(self, someone: Someone, news: News) -> tuple[bool, bool, int]:
        """Who knows all of it already comes first (a file read twice changes nothing), then the newest open deal's."""
        return not any(news), someone.is_open, someone.lead if isinstance(someone.lead, int) else 0

    # -- where -------------------------------------------------------------------------------------------

    def _new(self, words: Words) -> Someone:
        lead = self._lead_for(words)
        known = self.titles.get(lead) if isinstance(lead, int) else None
        company = lead.company if isinstance(lead, NewLead) else known.company if known else None
        someone = Someone(0, lead, words.name, None, None, None, company, True, {"name": words.name})
        self.by_name.setdefault(self._called(someone.name, company), []).append(someone)
        return someone

    def _lead_for(self, words: Words) -> int | NewLead:
        if self.lead is not None:
            return self.lead.id
        sharing = [someone for mail in words.emails for someone in self.by_mail.get(mail.casefold(), ())]
        if sharing:
            return max(sharing, key=lambda someone: self._nearness(someone, _NOTHING)).lead
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

    def _news(self, someone: Someone, words: Words) -> News:
        """What a card says of a person that no column and no note about them says; blanks are filled first."""
        values: dict[str, str] = {}
        if someone.email is None and words.emails:
            values.update(email=words.emails[0], email_typed=words.typed_email)
        if someone.phone is None and words.phones:
            values.update(phone=words.phones[0], phone_typed=words.typed_phone)
        if someone.role is None and words.card.role:
            values.update(role=words.card.role)
        lead = someone.lead if isinstance(someone.lead, NewLead) else self.titles.get(someone.lead)
        known = (someone.name, someone.role or values.get("role"), *((lead.title, lead.company) if lead else ()))
        said = {*map(_folded, known), *someone.mails}
        noted = _lines([*self.notes.get(someone.id, ()), *someone.lines])
        email, phone = someone.email or values.get("email"), someone.phone or values.get("phone")
        lines = [
            line for value, line in sayings(words, email, phone)
            if _folded(value) not in said and not (_lines([line]) <= noted or _lines([value]) <= noted)
        ]  # fmt: skip
        return News(values, lines)


def _folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _lines(texts: Iterable[str]) -> set[str]:
    """The lines of notes, also without what they are called: of `Phone (fax): 12` the `12` too."""
    found = {_folded(line) for text in texts for line in text.split("\n")}
    return found | {line.partition(": ")[2] for line in found if ": " in line}


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
