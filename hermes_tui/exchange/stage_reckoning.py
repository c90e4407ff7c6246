"""The account of stage events that were brought in: every row of their files once, and what they moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from hermes_tui.exchange.plan import CLOSED
from hermes_tui.exchange.stage_events import EventFile
from hermes_tui.exchange.stage_filing import Retold
from hermes_tui.exchange.tables import Rejected


class HistoryResult(NamedTuple):
    """The reckoning: filed + unchanged + repeated + len(rejected) = read, in rows of the files.

    `filed` rows are visits that nobody had told before, `unchanged` ones were there; a `repeated` row enters a stage
    that the deal is in already, or says what another row says. `leads` counts those whose history is another now,
    `moved` those that stand elsewhere by it than before (or than the file of deals says), `closed` those whose closing
    no event tells and the file of deals does. `notes` say so in words. `stands`: deal id → the stage where it stands
    by its events, of those that stood elsewhere or that nobody had given a stage.
    """

    read: int
    filed: int
    unchanged: int
    repeated: int
    rejected: tuple[Rejected, ...]
    leads: int
    moved: int
    closed: int
    notes: tuple[str, ...] = ()
    stands: Mapping[str, str] = MappingProxyType({})

    def sentence(self) -> str:
        """`1,203 stage events read: 1,190 filed, 10 repeated, 3 rejected (line 4: …)`."""
        figures = (
            (self.filed, "filed"),
            (self.unchanged, "unchanged"),
            (self.repeated, "repeated"),
            (len(self.rejected), "rejected"),
        )
        said = ", ".join(f"{number:,} {word}" for number, word in figures if number)
        first = self.rejected[0] if self.rejected else None
        why = f" (line {first.line}: {first.reason})" if first else ""
        return f"{self.read:,} stage {'event' if self.read == 1 else 'events'} read: {said}{why}"


def reckoned(files: Sequence[EventFile], refused: Sequence[Rejected], retold: Iterable[Retold]) -> HistoryResult:
    """Account for every row of the files. `refused` are those of no deal."""
    rows: Counter[str] = Counter()
    moved: list[Retold] = []
    closed: list[Retold] = []
    stands: dict[str, str] = {}
    leads = 0
    for each in retold:
        leads += each.changes
        rows += _rows_of(each)
        last = each.steps[-1]
        if last.stage != each.stage:
            stands[each.key] = last.stage
            moved += [each] if each.stage else []
        if last.cause == "import" and last.stage in CLOSED and last not in each.stored:
            closed.append(each)
    rejected = sorted((*(row for each in files for row in each.rejected), *refused), key=lambda row: row.line)
    rejected.sort(key=lambda row: [each.table.name for each in files].index(row.file))
    return HistoryResult(
        sum(each.read for each in files), rows["filed"], rows["unchanged"], rows["repeated"], tuple(rejected), leads,
        len(moved), len(closed), tuple(_notes(moved, closed)), stands,
    )  # fmt: skip


def _rows_of(each: Retold) -> Counter[str]:
    """How many of a deal's rows are filed, unchanged and repeated."""
    before = {step[:2] for step in each.stored if step.cause != "import"}
    after = {step[:2] for step in each.steps}
    found: Counter[str] = Counter()
    for event in each.told:
        if event[:2] not in after:
            found["repeated"] += len(event.rows)
            continue
        found["unchanged" if event[:2] in before else "filed"] += 1
        found["repeated"] += len(event.rows) - 1
    return found


def _notes(moved: Sequence[Retold], closed: Sequence[Retold]) -> Iterator[str]:
    if moved:
        first = moved[0]
        many = "1 deal stands" if len(moved) == 1 else f"{len(moved):,} deals stand"
        yield (
            f"{many} where the last event says (first: {first.key[:60]}, {first.steps[-1].stage} and not {first.stage})"
        )
    if closed:
        first = closed[0]
        many = "1 deal has" if len(closed) == 1 else f"{len(closed):,} deals have"
        yield f"{many} a closing that no event tells; it was kept (first: {first.key[:60]}, {first.steps[-1].stage})"
