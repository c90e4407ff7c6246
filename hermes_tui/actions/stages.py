"""Moving leads through the pipeline, closing and reopening them; each move is a visit in the stage history."""

from __future__ import annotations

from collections.abc import Sequence

from hermes_tui.actions.cadence import RESPONDED, cancel_cadence
from hermes_tui.actions.outcome import Outcome, acting
from storage import records
from storage.database import Database
from storage.errors import UsageError
from storage.queries.stages import StageRow, stages
from storage.settling import settle_objections

# The digits that answer `x`; free text is welcome from the command line.
LOST_REASONS: tuple[str, ...] = ("price", "timing", "competitor", "no need", "no reply", "no decision", "other")


def move(
    database: Database,
    lead_ids: Sequence[int],
    stage: str,
    now: int,
    *,
    reason: str | None = None,
    at: int | None = None,
) -> Outcome:
    """Move leads to the stage of this name or label. Raises UsageError for one that nobody knows, NotFound."""
    pipeline = stages(database)
    target = stage_named(pipeline, stage)
    with acting(database, "stage", lead_ids, now) as doing:
        for lead_id in lead_ids:
            enter(database, lead_id, target, now, reason=reason, at=at)
        doing.say(f"→ {target.label}" + (f" ({reason})" if reason else ""))
    return doing.outcome


def step(database: Database, lead_ids: Sequence[int], by: int, now: int) -> Outcome:
    """Move leads one stage forward (`by` 1) or back (−1), each from where it is.

    Forward ends at Won; back from New stays, and so does what is won, lost or archived (reopen it instead).
    """
    pipeline = stages(database)
    by_id = {stage.id: stage for stage in pipeline}
    last = max(stage.id for stage in pipeline if stage.kind in ("open", "won"))
    with acting(database, "stage", lead_ids, now) as doing:
        said = ""
        for lead_id in lead_ids:
            here = by_id[_stage_of(database, lead_id)]
            target = by_id[min(max(here.id + by, 1), last)] if here.kind == "open" else here
            if target.id == here.id:
                said = said or _cannot_step(here, by)
                continue
            enter(database, lead_id, target, now)
            said = f"{here.label} → {target.label}"
        doing.say(said if len(lead_ids) == 1 else ("one stage forward" if by > 0 else "one stage back"))
    return doing.outcome


def _cannot_step(here: StageRow, by: int) -> str:
    if here.kind != "open":
        return f"is {here.label.lower()}; reopen it first"
    return f"is at the {'end' if by > 0 else 'start'} of the pipeline ({here.label})"


def lose(database: Database, lead_ids: Sequence[int], reason: str, now: int, *, at: int | None = None) -> Outcome:
    """Mark leads lost, for this reason."""
    return move(database, lead_ids, "LOST", now, reason=reason, at=at)


def archive(database: Database, lead_ids: Sequence[int], now: int, *, at: int | None = None) -> Outcome:
    """Put leads away without calling them lost."""
    return move(database, lead_ids, "ARCHIVED", now, at=at)


def reopen(database: Database, lead_ids: Sequence[int], now: int, *, at: int | None = None) -> Outcome:
    """Bring closed leads back to the stage they were closed from (or New)."""
    by_id = {stage.id: stage for stage in stages(database)}
    with acting(database, "reopen", lead_ids, now) as doing:
        said = "was not closed"
        for lead_id in lead_ids:
            if by_id[_stage_of(database, lead_id)].kind == "open":
                continue
            target = by_id[_last_open_stage(database, lead_id, by_id)]
            enter(database, lead_id, target, now, at=at)
            said = f"reopened in {target.label}"
        doing.say(said)
    return doing.outcome


def enter(
    database: Database, lead_id: int, target: StageRow, now: int, *,
    reason: str | None = None, at: int | None = None, cause: str = "rep",
) -> bool:  # fmt: skip
    """Inside an action: end the visit a lead is on and begin one to `target`; False where it is there already.

    A lost deal is lost with its open objections, one that is reopened has them open again. Once they talk with us, or
    the deal is over, the follow-up that was planned is dropped.
    `at` says when it happened (not after `now`, not before the visit began).
    """
    here = _stage_of(database, lead_id)
    if here == target.id:
        return False
    moment = now if at is None else at
    if moment > now:
        raise UsageError("A stage cannot be entered in the future; nothing was moved.")
    current = database.row(
        "SELECT id, at FROM stage_event WHERE lead_id = ? AND left_at IS NULL ORDER BY at DESC, id DESC", (lead_id,)
    )
    if current is not None and at is None:
        moment = max(now, current[1])  # a clock that was set back stands in nobody's way
    if current is not None:
        if moment < current[1]:
            raise UsageError("The lead entered its present stage after that moment; nothing was moved.")
        records.update(database, "stage_event", current[0], left_at=moment)
    records.insert(
        database, "stage_event", lead_id=lead_id, from_stage_id=here, to_stage_id=target.id, at=moment,
        cause=cause, reason=reason,
    )  # fmt: skip
    close_reason = reason if target.kind in ("lost", "archived") else None
    records.update(database, "lead", lead_id, stage_id=target.id, close_reason=close_reason, updated_at=now)
    settle_objections(database.connection(), lead_id)
    if target.kind != "open" or target.id >= RESPONDED:
        cancel_cadence(database, lead_id, now)
    return True


def stage_named(pipeline: Sequence[StageRow], name: str) -> StageRow:
    """The stage of this name or label, or the only one that begins so. Raises UsageError naming the nearest."""
    wanted = name.strip().casefold().replace("-", "_").replace(" ", "_")
    for stage in pipeline:
        if wanted in (stage.name.casefold(), stage.label.casefold().replace("-", "_").replace(" ", "_")):
            return stage
    starting = [stage for stage in pipeline if wanted and stage.name.casefold().startswith(wanted)]
    if len(starting) == 1:
        return starting[0]
    from difflib import get_close_matches

    names = [stage.name for stage in pipeline]
    near = get_close_matches(name.upper(), names, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"the stages are {', '.join(names)}."
    raise UsageError(f"There is no stage `{name}`; {hint}")


def _stage_of(database: Database, lead_id: int) -> int:
    return int(database.value("SELECT stage_id FROM lead WHERE id = ?", (lead_id,)))


def _last_open_stage(database: Database, lead_id: int, by_id: dict[int, StageRow]) -> int:
    rows = database.rows(
        "SELECT from_stage_id FROM stage_event WHERE lead_id = ? ORDER BY at DESC, id DESC", (lead_id,)
    )
    return next((row[0] for row in rows if row[0] is not None and by_id[row[0]].kind == "open"), 1)
