"""Which rows are one deal: the same external id, the same source URL, or the same e-mail and company."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hermes_tui.exchange.stored import stored_email


class Joined(NamedTuple):
    """Row → deal; per deal its first row and the key that later imports know it by; rows that contradict a key."""

    deal_of: Sequence[int]
    first: Sequence[int]
    keys: list[str]
    refused: dict[int, str]


class Identities(NamedTuple):
    """What identifies a deal, one entry a row each (None: not said); `exact` is the whole row as text."""

    external_id: Sequence[str | None]
    source_url: Sequence[str | None]
    email: Sequence[str | None]
    company: Sequence[str | None]
    title: Sequence[str]
    exact: Sequence[Sequence[str]]
    lines: Sequence[int]


def join(rows: Identities) -> Joined:
    """Join rows into deals. Every row gets a deal but those in `refused`, whose deal is -1.

    A row with an external id is of the deal with that id, else of the one with its URL, else of the one with
    its e-mail and company. A row with none of these is a deal of its own, known by title, company and e-mail
    (and a number where several share them); one that repeats such a row word for word is of the same deal.
    """
    urls = [url for url in rows.source_url if url]
    ids = set(rows.external_id)
    if None not in ids and len(ids) == len(rows.external_id) and len(set(urls)) == len(urls):
        everyone = range(len(rows.external_id))
        return Joined(everyone, everyone, [f"id:{number}" for number in rows.external_id], {})
    return _Joining(rows).all()


class _Joining:
    def __init__(self, rows: Identities) -> None:
        self.rows = rows
        self.by_id: dict[str, int] = {}
        self.by_url: dict[str, int] = {}
        self.by_mail: dict[str, int] = {}
        self.by_words: dict[str, list[int]] = {}
        self.first: list[int] = []
        self.keys: list[str] = []
        self.id_of: list[str | None] = []
        self.refused: dict[int, str] = {}

    def all(self) -> Joined:
        rows = self.rows
        deal_of = [
            self._deal(row, *identity)
            for row, identity in enumerate(
                zip(rows.external_id, rows.source_url, rows.email, rows.company, strict=True)
            )
        ]
        return Joined(deal_of, self.first, self.keys, self.refused)

    def _deal(self, row: int, number: str | None, url: str | None, email: str | None, company: str | None) -> int:
        mail = mail_key(stored_email(email), company) if email and company else None
        deal = self.by_id.get(number) if number else None
        if url:
            by_url = self.by_url.get(url)
            if by_url is not None and deal not in (None, by_url):
                return self._refuse(row, url, by_url)
            if by_url is not None and number and self.id_of[by_url] not in (None, number):
                return self._refuse(row, url, by_url)
            deal = by_url if deal is None else deal
        if deal is None and mail and not number:
            deal = self.by_mail.get(mail)
        if deal is None:
            said = mail_key(email, company) if email and company else ""
            key = f"id:{number}" if number else f"url:{url}" if url else said
            deal = self._known_by_words(row, email, company) if not key else self._new(row, key, number)
        if number:
            self.by_id.setdefault(number, deal)
            self.id_of[deal] = number
        if url:
            self.by_url.setdefault(url, deal)
        if mail:
            self.by_mail.setdefault(mail, deal)
        return deal

    def _new(self, row: int, key: str, number: str | None = None) -> int:
        self.first.append(row)
        self.keys.append(key)
        self.id_of.append(number)
        return len(self.first) - 1

    def _known_by_words(self, row: int, email: str | None, company: str | None) -> int:
        words = "\x1f".join((self.rows.title[row], company or "", email or "")).casefold()
        alike = self.by_words.setdefault(words, [])
        for deal in alike:
            if list(self.rows.exact[self.first[deal]]) == list(self.rows.exact[row]):
                return deal
        deal = self._new(row, f"row:{words}" + (f"#{len(alike) + 1}" if alike else ""))
        alike.append(deal)
        return deal

    def _refuse(self, row: int, url: str, deal: int) -> int:
        line = self.rows.lines[self.first[deal]]
        self.refused[row] = f"its source URL {url[:80]} is that of another deal (line {line})"
        return -1


def mail_key(email: str, company: str) -> str:
    """How a deal without an id is known: by its e-mail and company, whatever their case."""
    return f"mail:{email.casefold()}\x1f{company.casefold()}"
