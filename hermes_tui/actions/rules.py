"""The rules of scoring in force, and adopting others: the rules and every lead's score change in one action."""

from __future__ import annotations

from typing import NamedTuple

from hermes_tui.scoring.basis import Basis, newest
from hermes_tui.scoring.rules import Rules
from storage.database import Database
from storage.errors import UsageError
from storage.queries.rule_sets import newest_first


class InForce(NamedTuple):
    """What scores are worked out from now.

    `text` is the rules as TOML, as the rep wrote them; `learned` what was learned last as JSON (None: nothing was),
    used or not. `at` (UTC ms) is when this came into force, None for what Hermes comes with. `unread` says that a
    newer row is there which this Hermes cannot read, and why.
    """

    basis: Basis
    text: str
    learned: str | None
    use_learned: bool
    at: int | None
    unread: str = ""

    @property
    def rules(self) -> Rules:
        """The rules alone."""
        return self.basis.rules


def basis_in_force(database: Database) -> Basis:
    """The basis alone, which every action that changes a lead's words asks for; read once for each text."""
    return newest(newest_first(database))[0]


def in_force(database: Database) -> InForce:
    """What is in force, with the words the rep edits; without an adopted set the rules that Hermes comes with."""
    basis, row, unread = newest(newest_first(database))
    if row is None:
        return InForce(basis, _as_text(basis.rules), None, False, None, unread)
    return InForce(basis, row.rules, row.learned, bool(row.use_learned), row.at, unread)


def checked(text: str) -> Rules:
    """The rules that a text describes. Raises UsageError naming the line; the old rules stay in force."""
    from hermes_tui.scoring.rules_text import RuleFault, parse

    try:
        return parse(text)
    except RuleFault as fault:
        raise UsageError(f"{str(fault).removesuffix('.')}; the old rules stay in force.") from fault


def _as_text(rules: Rules) -> str:
    from hermes_tui.scoring.rules_text import as_text

    return as_text(rules)
