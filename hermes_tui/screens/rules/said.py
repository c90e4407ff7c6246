"""What a change of the rules would do and by which rules scores stand, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.formats import day
from hermes_tui.scoring.rules import built_in
from hermes_tui.screens.rules.changes import points
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session

if TYPE_CHECKING:
    from hermes_tui.actions.rules import InForce
    from hermes_tui.actions.what_if import WhatIf
    from hermes_tui.screens.base import HermesScreen
    from hermes_tui.screens.rules.work import Done
    from storage.queries.inquiries import Standing

NONE_YET = "No leads yet to try the rules on; what they would do stands here as soon as there are some"


def rules_words(session: Session, now: InForce) -> str:
    """Which rules these are: `the built-in rules`, `rules changed 12 Nov, with what was learned`."""
    rules = "the built-in rules"
    if not _built_in(session, now):
        rules = f"the rules of {_day(session, now)}"
    return f"{rules}, with what was learned" if now.use_learned else rules


def _built_in(session: Session, now: InForce) -> bool:
    return now.rules == built_in(session.settings.currency)


def _day(session: Session, now: InForce) -> str:
    return day(now.at or 0, session.zone, session.now()).strip()


def standing_words(session: Session, now: InForce, counted: Standing) -> Content:
    """By which rules scores stand: ` Rules · built-in · 15 points qualify · 2 scores set by hand · 31 stale`."""
    since = "built-in" if _built_in(session, now) else f"changed {_day(session, now)}"
    parts = [since, f"{points(now.rules.threshold)} points qualify"]
    if now.use_learned:
        parts.append("with what was learned")
    parts.append(f"{counted.manual:,} set by hand" if counted.manual else "none set by hand")
    parts.append(f"{counted.stale:,} stale" if counted.stale else "none stale")
    left = Content.assemble((" Rules", "bold"), (f" · {' · '.join(parts)}", DIM))
    if now.unread:
        left = Content.assemble(left, (f" · {now.unread}", "$text-warning"))
    return left


def change_words(found: WhatIf, now: InForce, *, typed: bool) -> Content:
    """The figures, a line each: how many change, up and down, who would qualify and who falls below."""
    if not found.of:
        return Content.styled(NONE_YET, DIM)
    none = "No score would change" if typed else "Every score is up to date"
    head = f"{found.changed:,} of {found.leads:,} scores would change" if found.changed else none
    lines = [Content.styled(head, "bold")]
    if found.changed:
        lines.append(Content.assemble(("↑ ", "$success"), f"{found.up:,} up   ↓ {found.down:,} down", _other(found)))
    lines.append(_moving(found.qualified, "newly qualified: from New to Qualified", "none newly qualified"))
    lines.append(_reaching(found, now.rules.threshold))
    return Content("\n").join(lines)


def _reaching(found: WhatIf, threshold: int) -> Content:
    """Who falls below the threshold; where that is another one, how many reach it and how many reach that in force."""
    if found.threshold == threshold:
        below = f"fall below {points(threshold)}; no lead moves back"
        return _moving(found.below, below, f"none falls below {points(threshold)}")
    then = sum(leads for score, leads in found.after if score >= found.threshold)
    before = sum(leads for score, leads in found.before if score >= threshold)
    said = f" reach {points(found.threshold)}, {before:,} reach {points(threshold)} now; no lead moves back"
    return Content.assemble((f"{then:,}", "bold"), said)


def _other(found: WhatIf) -> Content:
    same = found.changed - found.up - found.down
    return Content.styled(f"   {same:,} only in their reasons" if same else "", DIM)


def _moving(number: int, words: str, none: str) -> Content:
    return Content.assemble((f"{number:,}", "bold"), f" {words}") if number else Content.styled(none, DIM)


def state_words(found: WhatIf | None, progress: tuple[int, int] | None, fault: str, *, alone: bool) -> Content:
    """Of what the figures are: all leads, the first so many while the rest is scored, or the last right text.

    `alone`: what is wrong in the text stands nowhere else."""
    if fault:
        said = "Of the last text that was right" if found else ""
        more = ": ".join(filter(None, (said, fault))) if alone else said
        return Content.styled(more, "bold $text-warning")
    if found is None:
        return Content.styled("Scoring a sample…", DIM)
    if found.leads >= found.of:
        return Content.styled(f"Of all {found.of:,}" if found.of else "", DIM)
    share = f" {progress[0] * 100 // max(1, progress[1])} %" if progress else ""
    return Content.styled(f"Of {found.leads:,} among {found.of:,}; all of them follow…{share}", DIM)


def figures_on_a_line(found: WhatIf) -> Content:
    """`31 of 412 would change   ↑ 12 up   ↓ 19 down   4 newly qualified   2 fall below 15   3 set by hand`."""
    if not found.changed and not found.qualified:
        return Content.styled(f"0 of {found.leads:,} would change", "bold")
    parts = [
        Content.styled(f"{found.changed:,} of {found.leads:,} would change", "bold"),
        Content.assemble(("↑ ", "$success"), f"{found.up:,} up"),
        Content(f"↓ {found.down:,} down"),
        Content(f"{found.qualified:,} newly qualified") if found.qualified else Content(""),
        Content(f"{found.below:,} fall below {points(found.threshold)}") if found.below else Content(""),
        Content.styled(f"{found.manual:,} set by hand stay", DIM) if found.manual else Content(""),
    ]
    return Content("   ").join([part for part in parts if part])


def say_written(here: HermesScreen, done: Done | None) -> None:
    """Say on this screen what was written, once it shows that too, and how to take it back."""
    if done is not None:
        here.catch_up()
        undo = f".  {here.keys_of('undo')} undo" if done.action_id else ""
        here.say(Content.assemble((f" {done.words.removesuffix('.')}", "$foreground"), (undo, DIM)))
