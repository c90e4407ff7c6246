"""The rules of scoring in force, and adopting others: the rules and every lead's score change in one action."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.scoring.basis import Basis, newest
from hermes_tui.scoring.rules import Rules, built_in
from hermes_tui.scoring.rules_changes import in_short, rule_changes
from storage import records
from storage.clean import clean
from storage.database import Database
from storage.errors import UsageError
from storage.queries.rule_sets import newest_first
from storage.usual_currency import usual_currency

if TYPE_CHECKING:
    from hermes_tui.actions.rescore import Rescored
    from hermes_tui.actions.scores import Cancelled, Progress


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
    return newest(newest_first(database), usual_currency(database))[0]


def in_force(database: Database) -> InForce:
    """What is in force, with the words the rep edits; without an adopted set the rules that Hermes comes with."""
    basis, row, unread = newest(newest_first(database), usual_currency(database))
    if row is None:
        return InForce(basis, _as_text(basis.rules), None, False, None, unread)
    return InForce(basis, _whole(row.rules), row.learned, bool(row.use_learned), row.at, unread)


def checked(text: str, currency: str) -> Rules:
    """The rules that a text of a rep of this currency describes. Raises UsageError naming the line; the old rules stay
    in force."""
    from hermes_tui.scoring.rules_text import RuleFault, parse

    try:
        return parse(text, currency)
    except RuleFault as fault:
        raise UsageError(f"{str(fault).removesuffix('.')}; the old rules stay in force.") from fault


def proposed(database: Database, rules: Rules) -> Basis:
    """The basis that these rules would be, with what was learned where that is used."""
    return Basis(rules, basis_in_force(database).weights)


def adopt(
    database: Database, text: str, now: int, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Rescored:
    """Put the rules of a text in force and score every lead by them, as one action: undo takes back both.

    What was learned stays, and is used as it was. Raises UsageError for a text with a fault, Stopped; the old rules
    stay in force then.
    """
    before = in_force(database)
    currency = usual_currency(database)
    # Nothing at all is the rules that Hermes comes with, written out: who edits them next needs their names.
    text = _whole(text if text.strip() else _as_text(built_in(currency)))
    rules = checked(text, currency)
    if text == before.text:
        from hermes_tui.actions.rescore import rescore

        found = rescore(database, now, progress=progress, cancelled=cancelled)
        return found._replace(words=f"these rules are in force already; {found.words}")
    said = f"rules: {in_short(rule_changes(before.rules, rules)) or 'worded anew'}"
    adopted = InForce(Basis(rules, before.basis.weights), text, before.learned, before.use_learned, now)
    return put_in_force(database, before, adopted, "rules", said, progress, cancelled)


def put_in_force(
    database: Database, before: InForce, adopted: InForce, kind: str, said: str, progress: Progress | None = None,
    cancelled: Cancelled | None = None, *, moves: bool = True,
) -> Rescored:  # fmt: skip
    """Have `adopted` in force from its `at` on and score every lead by it, as one action of this kind; unless it
    `moves` leads, those in NEW stay there whatever they score.

    Raises Stopped, also where another program has put something else in force since `before` was read: it would go
    unnoticed, for what is put in force is rules and weights together.
    """
    from hermes_tui.actions.rescore import Scoring, Stopped, write_scores

    def first() -> str:
        if in_force(database) != before:
            raise Stopped("Other rules came in force meanwhile, so that nothing was changed: try once more.")
        records.insert(
            database, "rule_set", at=adopted.at, key=adopted.basis.key, rules=adopted.text, learned=adopted.learned,
            use_learned=int(adopted.use_learned),
        )  # fmt: skip
        return said

    found = Scoring(database, adopted.basis, "1", {})
    found.read(progress, cancelled)
    return write_scores(database, found, kind, adopted.at or 0, first, moves=moves)


def _whole(text: str) -> str:
    """The text as it is kept, with the line's end that keeping it takes off."""
    return f"{clean(text, multiline=True)}\n"


def _as_text(rules: Rules) -> str:
    from hermes_tui.scoring.rules_text import as_text

    return as_text(rules)
