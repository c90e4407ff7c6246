"""`hermes learn`: what the rep's own won and lost leads say about winning, kept and used if it is better."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, data, say, table
from hermes_tui.cli.session import Session
from hermes_tui.formats import count
from storage.errors import UsageError

if TYPE_CHECKING:
    from hermes_tui.actions.learning import Taught
    from hermes_tui.actions.rescore import Rescored
    from hermes_tui.metrics.learning import Learned, Panel

_SHOWN = 30


def learn(session: Session) -> int:
    """`hermes learn [--dry-run] [--without COLUMN…] [--use|--no-use|--show]`."""
    from hermes_tui.actions.learning import learn as learn_now

    given = session.given
    chosen = [option for option in ("--use", "--no-use", "--show", "--dry-run") if given.flag(option)]
    if len(chosen) > 1:
        raise UsageError(f"{chosen[0]} and {chosen[1]} cannot both be; nothing was changed.")
    if chosen and chosen[0] != "--dry-run":
        if given.values("--without"):
            raise UsageError(f"--without is for learning, and {chosen[0]} learns nothing; nothing was changed.")
        return _show(session) if chosen == ["--show"] else _switch(session, chosen == ["--use"])
    dry_run = bool(chosen)
    with _stoppable():
        taught = learn_now(
            session.reading() if dry_run else session.writing(), session.now, without=given.values("--without"),
            dry_run=dry_run, progress=_progress if sys.stderr.isatty() else None,
        )  # fmt: skip
    if session.json:
        as_json({**learned_json(taught.learned, taught.used), **_written(taught)})
    else:
        _print(taught.learned)
        _say_after(taught, dry_run)
    return OK


def learned_json(learned: Learned, used: bool) -> dict[str, Any]:
    """The keys of interface.md, `{won, lost, auc, auc_rules, used, reasons}`, and how sure the figures are."""
    return {
        "won": learned.won, "lost": learned.lost, "auc": _rounded(learned.auc),
        "auc_rules": _rounded(learned.auc_rules), "used": used,
        "reasons": [
            {"reason": each.text, "points": each.points, "evidence": each.evidence} for each in learned.reasons
        ],
        "auc_se": _rounded(learned.auc_se), "low": _rounded(learned.low), "high": _rounded(learned.high),
        "n": learned.won + learned.lost, "closed": learned.closed, "words": learned.words,
        "left_out": [{"column": each.column, "reason": each.why} for each in learned.left_out],
    }  # fmt: skip


def _written(taught: Taught) -> dict[str, Any]:
    done = taught.rescored
    return {"action_id": done.action_id if done else 0, "leads": done.leads if done else 0,
            "changed": done.changed if done else 0, "waiting": done.waiting if done else 0}  # fmt: skip


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Takes the progress away when it ends, and says what Ctrl+C left: everything, for it is all one action."""
    try:
        yield
    except KeyboardInterrupt:
        _clear()
        say("Stopped; nothing was changed.")
        raise
    finally:
        _clear()


def _clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


def _progress(done: int, total: int, what: str) -> None:
    sys.stderr.write(f"\r\x1b[K{what} {100 * done // max(1, total)} %")
    sys.stderr.flush()


# -- in words --------------------------------------------------------------------------------------------


def _print(learned: Learned) -> None:
    data(learned.words)
    reasons = learned.reasons
    if reasons:
        data("")
        table(
            ("points", "for", "because"),
            [(f"{each.points:+}", each.text, each.evidence) for each in reasons[:_SHOWN]], right=(0,), stretch=(1,),
        )  # fmt: skip
        if len(reasons) > _SHOWN:
            data(f"… and {count(len(reasons) - _SHOWN, 'smaller one')}; --json prints all.")
    if learned.auc is not None:
        say(
            "AUC: how often a won lead scores above a lost one (0.50: by chance, 1.00: always), of leads that the "
            "points were not learned from."
        )
    if learned.left_out:
        data("")
        table(("left out", "because"), [tuple(each) for each in learned.left_out], stretch=(1,))


def _say_after(taught: Taught, dry_run: bool) -> None:
    done = taught.rescored
    if done is not None and taught.used:
        undo = "; `hermes undo` takes it back, `hermes learn --no-use` goes by the rules alone"
        say(f"It is used: {count(done.leads, 'lead')} scored, {done.changed:,} changed{undo}.")
        _say_waiting(done)
    elif done is not None and done.changed:
        say(f"The rules count again: {count(done.leads, 'lead')} scored, {done.changed:,} changed.")
    elif dry_run and taught.used:
        say("Nothing was kept; without --dry-run it would be used.")
    elif taught.used:
        say("It is used already: the same was learned before.")


def _say_waiting(done: Rescored) -> None:
    from hermes_tui.actions.learning import waiting_words

    if words := waiting_words(done):
        say(words)


def _switch(session: Session, on: bool) -> int:
    from hermes_tui.actions.learning import use_learned

    with _stoppable():
        done = use_learned(
            session.writing(), on, session.now, progress=_progress if sys.stderr.isatty() else None
        )  # fmt: skip
    by = "by what was learned" if on else "by the rules alone"
    if session.json:
        as_json({"used": on, "leads": done.leads if done else 0, "changed": done.changed if done else 0,
                 "waiting": done.waiting if done else 0, "action_id": done.action_id if done else 0})  # fmt: skip
    elif done is None:
        say(f"Leads are scored {by} already.")
    else:
        say(f"{count(done.leads, 'lead')} scored {by}, {done.changed:,} changed; `hermes undo` takes it back.")
        _say_waiting(done)
    return OK


def _show(session: Session) -> int:
    from hermes_tui.metrics.learning import panel

    found: Panel = panel(session.reading())
    if found.learned is None:
        if session.json:
            as_json(None)
        else:
            say("Nothing was learned yet: `hermes learn`.")
        return NOTHING
    if session.json:
        as_json({**learned_json(found.learned, found.used), "closed_since": found.closed_since})
    else:
        _print(found.learned)
        say("It is used." if found.used else "It is not used.")
        if found.advice:
            say(found.advice)
    return OK
