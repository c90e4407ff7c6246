"""What a person's role says about the purchase; the one rule behind the column `contact.buys`."""

from __future__ import annotations

import re
from functools import cache, lru_cache

BUYING_ROLES: tuple[str, ...] = (
    "economic buyer", "decision maker", "budget holder", "budget owner", "founder", "cofounder", "owner",
    "ceo", "chief executive", "cfo", "chief financial", "president", "managing director",
)  # fmt: skip
"""Roles and titles that can say yes. Technical buyers, finance staff and procurement shape a deal but do not decide
it alone: the queue sketch of screens.md calls a committee of a CTO and Finance one without an economic buyer."""

_NOT_BUYING = ("product owner", "process owner", "vice president")


@lru_cache(maxsize=4096)
def can_buy(role: str | None) -> bool:
    """Whether a free-text role is one that can say yes to the purchase.

    >>> can_buy("Co-founder & CEO"), can_buy("Technical buyer"), can_buy("Product-owner")
    (True, False, False)
    """
    if not role:
        return False
    said = " ".join(role[:200].lower().replace("-", " ").split())
    for lesser in _NOT_BUYING:
        said = said.replace(lesser, " ")
    return _buying().search(said) is not None


@cache
def _buying() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, BUYING_ROLES))})\b")
