"""Learning from won and lost leads, and switching what was learned on and off: each scores all leads in one action.

Neither moves a lead: points that the rep has never seen would send leads by the hundred to QUALIFIED, from where
switching back could not bring them. Leads that come in from then on qualify by what was learned.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from hermes_tui.actions.rescore import Rescored, Stopped
from hermes_tui.actions.rules import InForce, in_force, put_in_force
from hermes_tui.formats import count
from hermes_tui.metrics.learning import Learned, as_text, learn_from, learned_of
from hermes_tui.scoring.basis import Basis
from hermes_tui.scoring.learning.weights import title_of
from storage.database import Database
from storage.errors import UsageError

Progress = Callable[[int, int, str], None]
"""called with how much is done, of how much, and of what: `learning`, `scoring`"""
Cancelled = Callable[[], bool]


class Taught(NamedTuple):
    """What a learning found, whether it is used from now on, and what that changed (None: nothing was written)."""

    learned: Learned
    used: bool
    rescored: Rescored | None

    @property
    def words(self) -> str:
        """What was learned, and what became of it, in a sentence or two."""
        if self.rescored is None:
            return self.learned.words
        return f"{self.learned.words} {_scored(self.rescored)}"


def learn(
    database: Database, now: int, *, without: Sequence[str] = (), dry_run: bool = False,
    progress: Progress | None = None, cancelled: Cancelled | None = None,
) -> Taught:  # fmt: skip
    """Learn from the closed leads, keep it beside the rules, and use it if it is better than they are.

    Keeping, using and the rescore are one action. With too few closed leads nothing is kept, and what was learned
    before stays; where the leads teach nothing, that is kept, and the rules hold again. A dry run keeps nothing, nor
    does learning the same once more. `without` names columns to leave out. Raises Stopped, and UsageError for a
    column that no closed lead has.
    """
    before = in_force(database)

    def tick(done: int, of: int) -> None:
        if progress is not None:
            progress(done, of, "learning")
        if cancelled is not None and cancelled():
            raise Stopped("Learning was stopped; nothing was changed.")

    found = learn_from(database, before.rules, now, without=without, tick=tick)
    if found.too_few:
        return Taught(found, False, None)
    _refuse_unknown(found)
    if dry_run:
        return Taught(found, found.passed, None)
    if before.learned and learned_of(before.learned)._replace(at=now) == found and before.use_learned == found.passed:
        return Taught(found, found.passed, None)  # as it was learned before
    words = f"learned from {found.won:,} won / {found.lost:,} lost"
    words += "" if found.passed else " that the rules' points stay"
    kept = _keep(database, before, as_text(found), found.passed, now, words, progress, cancelled)
    return Taught(found, found.passed, kept)


def use_learned(
    database: Database, on: bool, now: int, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Rescored | None:
    """Score by what was learned last, or by the rules alone; None where it is so already.

    Raises UsageError where nothing was learned that could be used, and Stopped.
    """
    before = in_force(database)
    if before.use_learned == on:
        return None
    found = learned_of(before.learned) if before.learned else None
    if on and (found is None or not found.passed):
        why = found.words if found is not None else "Nothing was learned yet: `hermes learn`."
        raise UsageError(f"There is nothing learned to use. {why}")
    words = "scored by what was learned" if on else "scored by the rules alone"
    return _keep(database, before, before.learned, on, now, words, progress, cancelled)


def _keep(
    database: Database, before: InForce, learned: str | None, use: bool, now: int, words: str,
    progress: Progress | None, cancelled: Cancelled | None,
) -> Rescored:  # fmt: skip
    """Put a new row in force and score all leads by it, as one action. Raises Stopped."""
    weights = learned_of(learned).weights if learned is not None and use else None
    adopted = before._replace(basis=Basis(before.rules, weights), learned=learned, use_learned=use, at=now)
    scoring = None if progress is None else lambda done, of: progress(done, of, "scoring")
    return put_in_force(database, before, adopted, "learn", words, scoring, cancelled, moves=False)


def _refuse_unknown(found: Learned) -> None:
    known = {title_of(each.column).casefold() for each in found.left_out} | {"tags", "tag"}
    for name in found.without:
        if title_of(name).casefold() not in known:
            raise UsageError(f"No closed lead has anything in a column `{name}`; nothing was learned.")


def _scored(rescored: Rescored) -> str:
    anew = f"{rescored.leads:,} leads scored anew, {rescored.changed:,} changed."
    return f"{anew} {waiting_words(rescored)}".rstrip()


def waiting_words(rescored: Rescored) -> str:
    """What is to be known of leads that reach the threshold and stay in NEW; empty where there are none."""
    if not rescored.waiting:
        return ""
    some = count(rescored.waiting, "new lead")
    return (
        f"{some} {'reaches' if rescored.waiting == 1 else 'reach'} the threshold and "
        f"{'stays' if rescored.waiting == 1 else 'stay'} new: `hermes rescore --every` qualifies "
        f"{'it' if rescored.waiting == 1 else 'them'}, with --dry-run it shows them."
    )
