"""The thirteen stages in order, their kind and funnel group; storage seeds its own rows from the same list."""

from __future__ import annotations

from typing import NamedTuple


class Stage(NamedTuple):
    """One stage: its name, its kind (open, won, lost, archived) and the funnel group it counts in."""

    name: str
    kind: str
    group: str


STAGES: tuple[Stage, ...] = (
    Stage("NEW", "open", "NEW"),
    Stage("QUALIFIED", "open", "QUALIFIED"),
    Stage("CONTACTED", "open", "CONTACTED"),
    Stage("FOLLOWUP_1", "open", "CONTACTED"),
    Stage("FOLLOWUP_2", "open", "CONTACTED"),
    Stage("RESPONDED", "open", "RESPONDED"),
    Stage("CALL_SCHEDULED", "open", "CALL_SCHEDULED"),
    Stage("CALL_DONE", "open", "CALL_DONE"),
    Stage("PROPOSAL_SENT", "open", "PROPOSAL_SENT"),
    Stage("NEGOTIATING", "open", "NEGOTIATING"),
    Stage("WON", "won", "WON"),
    Stage("LOST", "lost", "LOST"),
    Stage("ARCHIVED", "archived", "ARCHIVED"),
)

STAGE_NAMES: tuple[str, ...] = tuple(stage.name for stage in STAGES)

_POSITION = {name: index for index, name in enumerate(STAGE_NAMES)}
_NO_PROGRESS = frozenset(stage.name for stage in STAGES if stage.kind in ("lost", "archived"))


def at_or_past(stage: str, mark: str) -> bool:
    """Whether `stage` is `mark` or a later step of the funnel.

    LOST and ARCHIVED are never progress (definitions.md, Conversion), so they are past nothing; neither is a
    stage the rep named. A `mark` that is not one of the thirteen raises KeyError: that is a bug, not data.

    >>> at_or_past("PROPOSAL_SENT", "RESPONDED"), at_or_past("LOST", "RESPONDED")
    (True, False)
    """
    wanted = _POSITION[mark]
    if stage in _NO_PROGRESS:
        return stage == mark
    return _POSITION.get(stage, -1) >= wanted
