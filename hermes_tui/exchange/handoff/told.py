"""What the document tells beyond the packet's content: how the deal stands at this moment, as plain rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import NamedTuple

from hermes_tui.scoring.committee import CommitteeMap
from hermes_tui.scoring.completeness import Completeness, Item


class Told(NamedTuple):
    """How the deal stands.

    `stage_labels` by name; `stage_since` is UTC ms; `heat` is its points and reasons, "" for none. `reach` is how
    each person can be reached, by the id of their seat; `warnings` are the risks and what the committee lacks, in
    sentences. `next_step` is the suggestion with its because, "" where nothing is asked for; `owed` since when the
    buyer's words wait for ours, and these.
    """

    lead_id: int
    now: int
    zone: tzinfo
    stage_labels: Mapping[str, str]
    stage_since: int
    is_open: bool
    heat: str
    committee: CommitteeMap
    reach: Mapping[int, str]
    warnings: tuple[str, ...]
    next_step: str
    owed: tuple[int, str] | None
    items: tuple[Item, ...]
    completeness: Completeness
    rep: str = ""
