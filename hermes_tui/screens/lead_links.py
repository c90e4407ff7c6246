"""A lead as one line to paste, and the links that may be opened from it: http, https, mailto and tel, no others."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from hermes_tui import formats
from storage.clean import clean
from storage.database import Database
from storage.queries import lead as lead_queries
from storage.queries.lead import ContactRow, LeadDetail
from storage.queries.stages import stages

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Link(NamedTuple):
    """Something to open: the key that chooses it, what it is, and its URL."""

    key: str
    label: str
    url: str


def lead_as_line(database: Database, lead_id: int) -> str:
    """`#12 Acme: ERP rollout · Proposal sent · 24,000 USD · ann@acme.example`. Raises NotFound."""
    detail = lead_queries.detail(database, lead_id)
    stage = next(stage.label for stage in stages(database) if stage.id == detail.stage_id)
    name = f"{detail.company}: {detail.title}" if detail.company else detail.title
    value = formats.money_with(detail.value, detail.currency) if detail.value is not None else ""
    address = _address(detail, lead_queries.contacts(database, lead_id))
    return clean(" · ".join(part for part in (f"#{detail.id} {name}", stage, value, address) if part))


def links_of(database: Database, lead_id: int) -> list[Link]:
    """What can be opened from a lead; what is no http, https, mailto or tel link is left out. Raises NotFound."""
    detail = lead_queries.detail(database, lead_id)
    people = lead_queries.contacts(database, lead_id)
    address, phone = _address(detail, people), _phone(detail, people)
    found = (
        ("s", "source", web_url(detail.source_url)),
        ("w", "website", web_url(detail.website)),
        ("a", "author", web_url(detail.author_url)),
        ("m", f"mail {address}", f"mailto:{quote(address, safe='@')}" if _ADDRESS.fullmatch(address) else None),
        ("p", f"phone {phone}", f"tel:{quote(re.sub(r'[^0-9+*#]', '', phone), safe='+*')}" if phone else None),
    )
    return [Link(key, label, url) for key, label, url in found if url is not None]


def web_url(text: str | None) -> str | None:
    """A link as a browser may be given it, or None: `acme.example` is https, other schemes are refused."""
    typed = clean(text or "").replace(" ", "%20")
    if not typed:
        return None
    try:
        parts = urlsplit(typed if _SCHEME.match(typed) and not _is_port(typed) else f"https://{typed}")
    except ValueError:
        return None
    if parts.scheme.casefold() not in ("http", "https") or "." not in (parts.hostname or ""):
        return None
    return parts.geturl()


def _is_port(typed: str) -> bool:
    """Whether the colon of `acme.example:8080/x` is that of a port."""
    return re.match(r"[^/:]+\.[^/:]+:\d+(?:/|$)", typed) is not None


def _address(detail: LeadDetail, people: list[ContactRow]) -> str:
    champion = [person.email for person in people if person.is_primary and person.email]
    others = [person.email for person in people if person.email]
    return next(iter([*champion, *([detail.email] if detail.email else []), *others]), "")


def _phone(detail: LeadDetail, people: list[ContactRow]) -> str:
    champion = [person.phone for person in people if person.is_primary and person.phone]
    return next(iter([*champion, *([detail.phone] if detail.phone else [])]), "")
