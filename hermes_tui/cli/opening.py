"""Commands that open the app, which is imported only here."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hermes_tui import keymap
from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, data, progress, say
from hermes_tui.cli.session import Session
from hermes_tui.config import Settings
from storage.errors import UsageError

DEMO_LEADS = 400
DEMO_SEED = 7
_DEMO_DELAY = 10  # seconds: whoever tries it out sees mail leave


def triage(session: Session) -> int:
    """`hermes [triage [FILTER]]`."""
    return _open(session, "queue")


def board(session: Session) -> int:
    """`hermes board [FILTER]`."""
    return _open(session, "board")


def pick(session: Session) -> int:
    """`hermes pick [FILTER]`: the chosen id on stdout, 3 where none was chosen."""
    chosen = _run(session, session.path, "leads", pick=True)
    if chosen is None:
        say("No lead was chosen.")
        return NOTHING
    if session.json:
        as_json({"id": chosen})
    else:
        data(str(chosen))
    return OK


def demo(session: Session) -> int:
    """`hermes demo [--leads N] [--into FILE]`."""
    from tempfile import TemporaryDirectory

    given = session.given
    leads, seed = given.whole("--leads") or DEMO_LEADS, given.whole("--seed") or DEMO_SEED
    into = given.value("--into")
    if into is not None:
        path = Path(into).expanduser()
        _generate(session, path, leads, seed)
        say(f"{leads:,} made-up leads are in {path}. Open them: hermes --db {path}")
        return OK
    _needs_terminal()
    with TemporaryDirectory(prefix="hermes-demo-") as folder:
        path = Path(folder) / "demo.db"
        _generate(session, path, leads, seed)
        session.settings = _as_the_demos_rep(session.settings)
        _run(session, path, "queue", pick=False)
    return OK


def _as_the_demos_rep(settings: Settings) -> Settings:
    """Whoever tries Hermes out need not have said who they are for a template to be filled in; and nothing leaves."""
    from hermes_tui.demo.words_out import REP, REP_EMAIL
    from hermes_tui.outreach.ways.pretended import PRETENDED

    return settings._replace(
        name=settings.name or REP, email=settings.email or REP_EMAIL, mail={},
        send_by=PRETENDED, send_delay=min(settings.send_delay, _DEMO_DELAY),
    )  # fmt: skip


def _generate(session: Session, path: Path, leads: int, seed: int) -> None:
    from hermes_tui.demo import generate

    generate(path, leads, session.now, seed, progress if sys.stderr.isatty() and leads > DEMO_LEADS else None)


def _open(session: Session, start: str) -> int:
    _run(session, session.path, start, pick=False)
    _say_what_waits(session)
    return OK


def _say_what_waits(session: Session) -> None:
    """A mail that was let go a moment before the app was left has not gone: whoever thinks so would never look."""
    from contextlib import suppress

    from storage.errors import HermesError
    from storage.queries.outbox import waiting_count

    with suppress(HermesError):  # the app has said all that there was to say
        waits = waiting_count(session.reading())
        if waits:
            them = "1 mail waits" if waits == 1 else f"{waits:,} mails wait"
            say(f"{them} in the outbox, to leave in time while Hermes is open, or by `hermes send`.")


def _run(session: Session, path: Path, start: str, *, pick: bool) -> int | None:
    """Check what can be checked before the screen is taken, then run the app."""
    text = " ".join(session.given.words)
    if text:
        from storage.queries.stages import stages

        session.compiled(text, stages(session.reading()))
    settings = session.settings
    keymap.overrides(settings.preset, settings.keys)  # a key for no action is said here, not on the screen
    _needs_terminal()
    if not path.exists() and session.first_run:
        session.writing(create=True)
    # Read once, when Textual is imported: its timer of 60 a second is most of the time from key to paint.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    import gc

    from hermes_tui.app import run_app

    gc.freeze()  # what is imported stays: no later collection need look at it
    with _drawn_on_stdout():
        return run_app(path, settings, start=start, filter=text, pick=pick)


@contextmanager
def _drawn_on_stdout() -> Iterator[None]:
    """While the app runs, stdout is the terminal, and afterwards the pipe again, as in `hermes show $(hermes pick)`.

    Textual draws on stderr, but asks stdout how large the window is; and an editor opened from the app draws on it.
    """
    if os.isatty(1):
        yield
        return
    sys.stdout.flush()
    piped = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(piped, 1)
        os.close(piped)


def _needs_terminal() -> None:
    """Textual draws on stderr, so that a pick can be piped. Raises UsageError where nobody could see it."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        raise UsageError(
            "The app needs a terminal; in a pipe or script use `hermes list`, `hermes stale` or `hermes next`."
        )
