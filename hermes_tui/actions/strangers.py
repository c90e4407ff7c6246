"""Whom a mail from an address that nobody has may be about: by the writer's name, or by their firm's own domain."""

from __future__ import annotations

from collections.abc import Iterable

from hermes_tui.metrics.duplicates.normal import site, words
from hermes_tui.outreach.matching import Candidate
from storage.database import Database
from storage.queries.correspondence import Acquaintance, acquaintances

# What was written longer before a deal began than this is no part of it.
BEFORE_DEAL_MS = 30 * 86_400_000


class Strangers:
    """The names and domains of the open leads, read when the first stranger writes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._names: dict[tuple[str, ...], list[Acquaintance]] | None = None
        self._sites: dict[str, list[Acquaintance]] = {}

    def suspects(self, name: str, address: str, at: int) -> tuple[Candidate, ...]:
        """The leads that this stranger's mail of that moment (UTC ms) may belong to, each once.

        A first name alone says nothing, nor does a domain where anybody may have an address.
        """
        self._read()
        found: dict[int, Candidate] = {}
        called = words(name)
        for each in self._names.get(called, []) if len(called) > 1 and self._names else []:
            if at >= each.since - BEFORE_DEAL_MS:
                found.setdefault(each.lead_id, Candidate(each.lead_id, each.contact_id, f"{each.name} is called so"))
        host = site(address)
        for each in self._sites.get(host, []) if host else []:
            if at >= each.since - BEFORE_DEAL_MS:
                found.setdefault(each.lead_id, Candidate(each.lead_id, None, f"{host} is {_firm(each)}'s"))
        return tuple(found.values())

    @staticmethod
    def is_colleague(address: str, own: Iterable[str]) -> bool:
        """Whether this is an address at the rep's own firm."""
        host = site(address)
        return bool(host) and any(site(each) == host for each in own)

    def may_be_known(self, name: str, address: str) -> bool:
        """Whether `suspects` might find anybody."""
        self._read()
        return site(address) in self._sites or (bool(self._names) and words(name) in (self._names or {}))

    def _read(self) -> None:
        if self._names is not None:
            return
        self._names = {}
        for each in acquaintances(self._database):
            called = words(each.name or "")
            if len(called) > 1:
                self._names.setdefault(called, []).append(each)
            for host in {site(each.email), site(each.website)} - {""}:
                self._sites.setdefault(host, []).append(each)


def _firm(each: Acquaintance) -> str:
    return each.company or each.title
