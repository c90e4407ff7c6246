"""Full-text search: any text as a valid FTS5 query, and ranked hits over leads, people, notes and messages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from storage.clean import clean

if TYPE_CHECKING:
    from storage.database import Database

MAX_WORDS = 24  # a pasted page is searched by its first words: SQLite bounds how deep an expression may nest
RANKED = 1_000  # ordering every match of a short prefix would cost as much as there are leads (facts.md)
SNIPPET = 80  # characters
_WORD = re.compile(r"[^\W_]+")


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


# Where a match says most about its lead comes first; the whole word before its mere beginning.
_PLACES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("lead", ("title", "company"), True),
    ("lead", ("title", "company"), False),
    ("contact", ("name", "email"), False),
    ("lead", ("author", "email", "website", "phone", "source", "description"), False),
    ("contact", ("role", "phone"), False),
    ("note", ("text",), False),
    ("message", ("subject", "body"), False),
)
_FOUND = """
SELECT lead.id, lead.title, lead.company, {texts}
FROM (SELECT rowid AS id FROM {place}_fts WHERE {place}_fts MATCH :query LIMIT {ranked}) AS hit
    JOIN {place} ON {place}.id = hit.id {join}
ORDER BY lead.silent_since DESC, lead.id LIMIT :limit
"""
_SPREAD = """
SELECT lead.id, lead.title, lead.company FROM lead WHERE {where} ORDER BY lead.silent_since DESC, lead.id LIMIT :limit
"""


def search(database: Database, text: str, limit: int = 50) -> list[Hit]:
    """The leads that match every word of `text`, each once, best first.

    Titles and companies come before people, then the lead's other facts, notes and messages; in each, the lead
    spoken with last. At the end come leads that have the words spread over several of them. Of more matches than
    RANKED in one place only those are put in order. Text without a letter or number finds nothing.
    """
    words = searchable(text)
    found: dict[int, Hit] = {}
    if words:
        for place, columns, whole in _PLACES:
            if len(found) >= limit:
                break
            for hit in _in_place(database, words, place, columns, whole, limit):
                found.setdefault(hit.lead_id, hit)
    if len(words) > 1 and len(found) < limit:
        for hit in _spread_out(database, words, limit):
            found.setdefault(hit.lead_id, hit)
    return list(found.values())[: max(0, limit)]


def _in_place(
    database: Database, words: tuple[str, ...], place: str, columns: tuple[str, ...], whole: bool, limit: int
) -> list[Hit]:
    """Rows of one table that hold all the words in these columns, `whole` or as beginnings."""
    query = " ".join(phrase(word).removesuffix(" *") if whole else phrase(word) for word in words)
    sql = _FOUND.format(
        place=place,
        texts=", ".join(f"{place}.{column}" for column in columns),
        join="" if place == "lead" else f"JOIN lead ON lead.id = {place}.lead_id",
        ranked=RANKED,
    )
    # Twice the limit: several people or notes of one lead may match.
    rows = database.rows(sql, {"query": f"{{{' '.join(columns)}}} : ({query})", "limit": limit * 2})
    return [Hit(row[0], row[1], row[2], place, snippet(row[3:], words)) for row in rows]


def _spread_out(database: Database, words: tuple[str, ...], limit: int) -> list[Hit]:
    where = " AND ".join(anywhere(f":word_{number}") for number in range(len(words)))
    params = {f"word_{number}": phrase(word) for number, word in enumerate(words)}
    rows = database.rows(_SPREAD.format(where=where), {**params, "limit": limit})
    return [Hit(lead_id, title, company, "lead", company or title) for lead_id, title, company in rows]


def snippet(texts: Iterable[str | None], words: Iterable[str]) -> str:
    """The text around the first match of any of the words, on one line, cut ends marked by `…`."""
    wanted = tuple(token for word in words for token in _tokens(_plain(word)))
    there = [text for text in texts if text]
    for text in there:
        for match in _WORD.finditer(text):
            if _plain(match.group()).startswith(wanted):
                return _around(text, match.start())
    return _around(there[0], 0) if there else ""


def _around(text: str, at: int) -> str:
    start = max(0, at - SNIPPET // 3)
    if start:
        start = text.find(" ", start, at) + 1 or start  # at a word's beginning, where there is one
    end = len(text)
    if end - start > SNIPPET:
        end = start + SNIPPET
        space = text.rfind(" ", at, end)
        end = space if space > at else end
    return ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text)


def _plain(text: str) -> str:
    """Without case and accents, as the full-text tables compare."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


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
