"""What scores are worked out from: the rules in force and, where they are used, the weights learned; and its key."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from hermes_tui.scoring.qualification import Inquiry, qualify
from hermes_tui.scoring.rules import DEFAULT_RULES, Rules
from hermes_tui.scoring.score import Score

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hermes_tui.scoring.learning.weights import Weights

__all__ = ["BUILT_IN", "Basis", "newest", "score"]


class Basis(NamedTuple):
    """Rules, and the weights that stand in for their points (None: unused). Hashable, so that it compiles once."""

    rules: Rules = DEFAULT_RULES
    weights: Weights | None = None

    @property
    def key(self) -> int:
        """A number of 63 bits that is another for another basis: a lead that keeps it was scored by this one."""
        return _key(self)

    @property
    def reads_columns(self) -> bool:
        """Whether scores depend on more of a lead than its words and its budget."""
        return self.weights is not None

    def qualifies(self, found: Score) -> bool:
        """Whether a score reaches the threshold."""
        return found.points >= self.rules.threshold


BUILT_IN = Basis()
"""What is in force in a file whose rep has adopted no rules."""


def score(inquiry: Inquiry, basis: Basis = BUILT_IN) -> Score:
    """The lead score with a reason for every point, by the rules or by what was learned."""
    found = qualify(inquiry, basis.rules)
    if basis.weights is None:
        return found
    from hermes_tui.scoring.learning.weights import apply

    return apply(found, inquiry, basis.weights)


class Adopted(Protocol):
    """Rules as a file keeps them: their TOML text, what was learned last as JSON, and whether that is used."""

    @property
    def rules(self) -> str: ...
    @property
    def learned(self) -> str | None: ...
    @property
    def use_learned(self) -> int: ...


Row = TypeVar("Row", bound=Adopted)


def newest(adopted: Iterable[Row]) -> tuple[Basis, Row | None, str]:
    """The basis of the newest of these that can be read (they come newest first), that one, and what is wrong with a
    newer one, such as a newer Hermes may have written. Where there is none: BUILT_IN, None."""
    unread = ""
    for row in adopted:
        try:
            return basis_of(row.rules, row.learned if row.use_learned else None), row, unread
        except ValueError as fault:
            unread = unread or str(fault)
    return BUILT_IN, None, unread


@lru_cache(maxsize=8)
def basis_of(text: str, learned: str | None = None) -> Basis:
    """The basis of rules as TOML text and weights as JSON. Raises ValueError where either cannot be read."""
    from hermes_tui.scoring.rules_text import parse

    if learned is None:
        return Basis(parse(text))
    from hermes_tui.scoring.learning.weights import weights_of

    return Basis(parse(text), weights_of(learned))


@lru_cache(maxsize=16)
def _key(basis: Basis) -> int:
    # Not hash(): that of a text is another in every process.
    from hashlib import blake2b

    digest = blake2b(repr(tuple(basis)).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1
