"""Pages of an ordered query: from the near end, by an inner query that reads an index only."""

from __future__ import annotations

from typing import Any, NamedTuple

from storage.database import Database

DAY_MS = 86_400_000


class Ordered(NamedTuple):
    """Leads under a condition in an order; `order` is a list of (SQL expression, ascending)."""

    where: str
    params: dict[str, Any]
    order: tuple[tuple[str, bool], ...]

    def order_by(self, *, reverse: bool = False) -> str:
        """The ORDER BY list, or its exact reverse."""
        return ", ".join(f"{term} {'ASC' if up is not reverse else 'DESC'}" for term, up in self.order)


def page(
    database: Database, columns: str, joins: str, ordered: Ordered, offset: int, limit: int, total: int | None
) -> list[Any]:
    """Rows `offset` … `offset + limit` as tuples of `columns`.

    The inner query picks ids; only the rows of the page are then looked up. Where the total is known and the
    page lies in the second half, the order is walked from its end, so that the last page costs what the first does.
    """
    reverse = total is not None and offset > total // 2
    if reverse and total is not None:
        limit = max(0, min(limit, total - offset))
        offset = max(0, total - offset - limit)
    sql = f"""
        SELECT {columns} FROM (
            SELECT lead.id FROM lead WHERE {ordered.where} ORDER BY {ordered.order_by(reverse=reverse)}
            LIMIT :page_limit OFFSET :page_offset
        ) AS picked JOIN lead ON lead.id = picked.id {joins}
        ORDER BY {ordered.order_by()}
    """
    return database.rows(sql, {**ordered.params, "page_limit": limit, "page_offset": offset})


def count(database: Database, ordered: Ordered) -> int:
    """How many leads the condition holds for."""
    return int(database.value(f"SELECT COUNT(*) FROM lead WHERE {ordered.where}", ordered.params))


def index_of(database: Database, ordered: Ordered, lead_id: int) -> int | None:
    """How many leads stand before this one in the order; None where the condition does not hold for it.

    Missing values sort first going up, as SQLite sorts NULL.
    """
    terms = [f"({term})" for term, _ in ordered.order]  # `x IS NULL < :y` would be x IS (NULL < :y)
    here = database.row(
        f"SELECT {', '.join(terms)} FROM lead WHERE lead.id = :lead_id AND ({ordered.where})",
        {**ordered.params, "lead_id": lead_id},
    )
    if here is None:
        return None
    params = dict(ordered.params)
    before: list[str] = []
    equal: list[str] = []
    for number, (term, (_, ascending), value) in enumerate(zip(terms, ordered.order, here, strict=True)):
        name = f"here_{number}"
        params[name] = value
        if value is None:
            less = "0" if ascending else f"{term} IS NOT NULL"
        elif ascending:
            less = f"({term} < :{name} OR {term} IS NULL)"
        else:
            less = f"{term} > :{name}"
        before.append("(" + " AND ".join([*equal, less]) + ")")
        equal.append(f"{term} IS :{name}")
    return int(database.value(f"SELECT COUNT(*) FROM lead WHERE ({ordered.where}) AND ({' OR '.join(before)})", params))
