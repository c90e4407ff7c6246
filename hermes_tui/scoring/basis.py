"""What scores are worked out from: the rules in force and, where they are used, the weights learned; and its key."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from hermes_tui.scoring.qualification import Inquiry, qualify
from hermes_tui.scoring.rules import DEFAULT_RULES, Rules, built_in, rules_key
from hermes_tui.scoring.score import Score, ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hermes_tui.scoring.learning.weights import Weights

__all__ = ["BUILT_IN", "Basis", "Weighed", "basis_of", "newest", "score", "weigh"]


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

    def moves(self, found: Score) -> bool:
        """Whether a lead that came in with this score goes on to QUALIFIED."""
        return self.rules.qualify_new and self.qualifies(found)


BUILT_IN = Basis()
"""What is in force in a file whose rep has adopted no rules and named no currency."""


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


def newest(adopted: Iterable[Row], currency: str = DEFAULT_RULES.currency) -> tuple[Basis, Row | None, str]:
    """The basis of the newest of these that can be read (they come newest first), that one, and what is wrong with a
    newer one, such as a newer Hermes may have written. Where there is none: the built-in rules in the rep's currency,
    and None."""
    unread = ""
    for row in adopted:
        try:
            return basis_of(row.rules, row.learned if row.use_learned else None, currency), row, unread
        except ValueError as fault:
            unread = unread or str(fault)
    return Basis(built_in(currency)), None, unread


@lru_cache(maxsize=8)
def basis_of(text: str, learned: str | None = None, currency: str = DEFAULT_RULES.currency) -> Basis:
    """The basis of rules as TOML text and weights as JSON. Raises ValueError where either cannot be read.

    Expressions were tried when the rules were adopted: on a busy machine one that is fine may run out of time.
    """
    from hermes_tui.scoring.rules_text import parse

    weights = None
    if learned is not None:
        from hermes_tui.scoring.learning.weights import weights_of

        weights = weights_of(learned)
    return Basis(parse(text, currency, tried=True), weights)


# -- what it makes of leads ------------------------------------------------------------------------------


class Lead(Protocol):
    """What a file knows of a lead that scoring reads, and the score it keeps (JSON ledger, key of the basis)."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def budget_min(self) -> int | None: ...
    @property
    def budget_max(self) -> int | None: ...
    @property
    def currency(self) -> str | None: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def columns(self) -> Mapping[str, str | float | tuple[str, ...]]: ...
    @property
    def score(self) -> int | None: ...
    @property
    def score_reasons(self) -> str: ...
    @property
    def score_key(self) -> int | None: ...
    @property
    def may_qualify(self) -> int: ...


class Weighed(NamedTuple):
    """What a basis says of a lead: the score, its ledger as a file keeps it, whether these differ from what the file
    has, whether anything is to be written (the key counts too), and whether the lead leaves NEW by it."""

    lead_id: int
    score: Score
    reasons: str
    changes: bool
    writes: bool
    qualifies: bool


def weigh(leads: Iterable[Lead], basis: Basis) -> Iterator[Weighed]:
    """Score leads as the file knows them, in their order."""
    key = basis.key
    for lead in leads:
        found = score(_inquiry(lead), basis)
        reasons = ledger(found)
        changes = lead.score != found.points or lead.score_reasons != reasons
        writes = changes or lead.score_key != key
        yield Weighed(lead.id, found, reasons, changes, writes, bool(lead.may_qualify) and basis.moves(found))


def _inquiry(lead: Lead) -> Inquiry:
    return Inquiry(
        lead.title, lead.description, lead.tags, lead.budget_min, lead.budget_max, lead.currency or "", lead.columns
    )


@lru_cache(maxsize=16)
def _key(basis: Basis) -> int:
    key = rules_key(basis.rules)
    if basis.weights is None:
        return key
    # Not hash(): that of a text is another in every process.
    from hashlib import blake2b

    digest = blake2b(f"{key} {basis.weights!r}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1
