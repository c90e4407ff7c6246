"""The stage history that a file's dates speak of: created, engaged, closed, and what came when."""

from __future__ import annotations

from typing import NamedTuple


class Visit(NamedTuple):
    """One visit of a stage, by name; `left_at` is None for the stage the deal is in now."""

    stage: str
    at: int
    left_at: int | None
    cause: str = "import"
    reason: str | None = None


class History(NamedTuple):
    """When a deal began and the stages it is known to have visited, oldest first; at least one."""

    created_at: int
    visits: tuple[Visit, ...]


_BEFORE_CONTACT = ("NEW", "QUALIFIED")


def tell(
    stage: str,
    closed: bool,
    now: int,
    created: int | None,
    engaged: int | None,
    closed_at: int | None,
    touched: int | None,
) -> History:
    """The history of one deal. All moments are UTC milliseconds; `now` stands in where a file names none.

    A deal is NEW from its creation and CONTACTED from when it was engaged. It is in its present stage since it
    closed, or, if it is open, since the last moment known. A closing without a date was at the last moment
    known. Moments out of order (closed before created) move the beginning, never the end.
    """
    if created is None and engaged is None and closed_at is None and touched is None:
        return History(now, (Visit(stage, now, None),))
    known = [moment for moment in (created, engaged, closed_at, touched) if moment is not None]
    begun = min(known)
    if closed:
        last = closed_at if closed_at is not None else max(known)
    else:
        last = engaged if engaged is not None and stage not in _BEFORE_CONTACT else begun
    steps: list[tuple[str, int]] = []
    if created is not None and begun < last:
        steps.append(("NEW", begun))
    if closed and engaged is not None and engaged <= last:
        steps.append(("CONTACTED", engaged))
    steps.append((stage, last))
    ends = [at for _, at in steps[1:]]
    return History(begun, tuple(Visit(name, at, end) for (name, at), end in zip(steps, [*ends, None], strict=True)))
