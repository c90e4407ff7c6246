"""Full-text search: any text as a valid FTS5 query, and ranked hits over leads, people, notes and messages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from storage.clean import clean

if TYPE_CHECKING:
    from storage.database import Database

MAX_WORDS = 24  # a pasted page is searched by its first words: SQLite bounds how deep an expression may nest
RANKED = 1_000  # ranking every match of a short prefix would cost as much as there are leads (facts.md)


class Hit(NamedTuple):
    """A lead that was found: `where` is lead, contact, note or message; `snippet` the words around the match."""

    lead_id: int
    title: str
    company: str | None
    where: str
    snippet: str


def is_searchable(word: str) -> bool:
    """Whether the full-text tables index anything of it: they keep letters, numbers and private-use characters."""
    return any(category[0] in "LN" or category == "Co" for category in map(unicodedata.category, word))


def searchable(words: str | Iterable[str]) -> tuple[str, ...]:
    """The distinct words worth asking for, at most MAX_WORDS, those of only punctuation left out."""
    given = clean(words).split() if isinstance(words, str) else [clean(word) for word in words]
    return tuple(word for word in dict.fromkeys(given) if is_searchable(word))[:MAX_WORDS]


def phrase(word: str) -> str:
    """One word, or several as a phrase, as an FTS5 string whose last word may go on."""
    return '"' + word.replace('"', '""') + '" *'


def match_query(words: str | Iterable[str]) -> str:
    """A valid FTS5 query that wants every word, each as a prefix; '' where no word is left to ask for.

    >>> match_query('acme "pri !!')
    '"acme" * \"""pri" *'
    """
    return " ".join(phrase(word) for word in searchable(words))


# Where a match says most about the lead it belongs to; bm25 is the better the more negative it is.
_PLACES: tuple[tuple[str, float, str], ...] = (
    ("lead", 4.0, "10, 10, 1, 4, 8, 2, 4, 4"),  # the weights of title, company, description, … (m0001_first.FULL_TEXT)
    ("contact", 4.0, "10, 8, 2, 4"),
    ("note", 1.0, "1"),
    ("message", 1.0, "2, 1"),
)
_RANKED = """
SELECT id, rank FROM (
    SELECT rowid AS id, bm25({place}_fts, {weights}) AS rank FROM {place}_fts WHERE {place}_fts MATCH :query
    LIMIT {ranked}
) ORDER BY rank LIMIT :limit
"""
_SHOWN = """
SELECT lead.id, lead.title, lead.company, snippet({place}_fts, -1, '', '', '…', 12)
FROM {place}_fts JOIN {place} ON {place}.id = {place}_fts.rowid {join}
WHERE {place}_fts MATCH :query AND {place}_fts.rowid = :id
"""
_ELSEWHERE = """
SELECT lead.id, lead.title, lead.company FROM lead WHERE {where} ORDER BY lead.silent_since DESC LIMIT :limit
"""


def search(database: Database, text: str, limit: int = 50) -> list[Hit]:
    """The leads that best match every word of `text`, each once, best first.

    Rows that hold all the words themselves come first; then leads that have them spread over title, people,
    notes and messages. Text without a letter or number finds nothing.
    """
    words = searchable(text)
    if not words or limit <= 0:
        return []
    query = match_query(words)
    found: dict[int, Hit] = {}
    for place, row_id in _best_rows(database, query, limit):
        join = "" if place == "lead" else f"JOIN lead ON lead.id = {place}.lead_id"
        row = database.row(_SHOWN.format(place=place, join=join), {"query": query, "id": row_id})
        if row is not None and row[0] not in found:
            found[row[0]] = Hit(row[0], row[1], row[2], place, row[3])
            if len(found) == limit:
                break
    if len(found) < limit and len(words) > 1:
        for hit in _spread_out(database, words, limit):
            found.setdefault(hit.lead_id, hit)
    return list(found.values())[:limit]


def _best_rows(database: Database, query: str, limit: int) -> list[tuple[str, int]]:
    """(place, row id) of the best matches of all places; several rows of one lead may be among them."""
    ranked = [
        (rank * factor, place, row_id)
        for place, factor, weights in _PLACES
        for row_id, rank in database.rows(
            _RANKED.format(place=place, weights=weights, ranked=RANKED), {"query": query, "limit": limit * 4}
        )
    ]
    return [(place, row_id) for _, place, row_id in sorted(ranked)]


def _spread_out(database: Database, words: tuple[str, ...], limit: int) -> list[Hit]:
    where = " AND ".join(anywhere(f":word_{number}") for number in range(len(words)))
    params = {f"word_{number}": phrase(word) for number, word in enumerate(words)}
    rows = database.rows(_ELSEWHERE.format(where=where), {**params, "limit": limit})
    return [Hit(lead_id, title, company, "lead", company or title) for lead_id, title, company in rows]


def anywhere(mark: str) -> str:
    """SQL over `lead`: the FTS5 query behind the parameter `mark` matches it, its people, notes or messages."""
    return (
        f"lead.id IN (SELECT rowid FROM lead_fts WHERE lead_fts MATCH {mark}"
        + "".join(
            f" UNION ALL SELECT lead_id FROM {place} WHERE id IN "
            f"(SELECT rowid FROM {place}_fts WHERE {place}_fts MATCH {mark})"
            for place in ("contact", "note", "message")
        )
        + ")"
    )
