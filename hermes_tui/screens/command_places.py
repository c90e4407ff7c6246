"""The `:` commands that go somewhere, narrow the list, or do something to the program or the whole file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hermes_tui.screens.command_shape import Line, Run, wanted
from hermes_tui.screens.listing import Listing
from hermes_tui.screens.narrowed import Narrowed
from storage.errors import HermesError, NotFound, UsageError

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.actions.views import ViewRow
    from hermes_tui.screens.base import HermesScreen


def show_filter(here: HermesScreen, text: str) -> None:
    """Narrow what is in sight to this filter; where nothing is, go to the list of leads first."""
    if isinstance(here, Narrowed):
        here.set_filter(text)
        return
    show_leads(here, text)


HOT_LIST = "+hot sort:-heat"


def show_hot(here: HermesScreen) -> None:
    """The hot leads, the hottest first, in the list of leads."""
    show_leads(here, HOT_LIST)


def show_leads(here: HermesScreen, text: str) -> None:
    """The list of leads, narrowed to this filter."""
    hermes = here.hermes

    def narrow() -> None:
        there = hermes.here
        if isinstance(there, Listing):
            there.set_filter(text)

    hermes.action_go("leads")
    hermes.call_later(hermes.call_after_refresh, narrow)  # the pages on top of the list go first


def _show(here: HermesScreen, rest: str) -> Run:
    from storage.queries.lead import is_there

    number = wanted(rest, "the number of a lead").removeprefix("#")
    if not number.isdecimal() or len(number) > 18:
        raise UsageError(f"`{rest}` is no lead's number")
    if not is_there(here.session.database, int(number)):
        raise NotFound(f"there is no lead #{number}")
    if here.hermes.pick:
        return lambda: here.hermes.exit(int(number))
    return lambda: here.hermes.open_lead(int(number))


def _import(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.exchange.handoff.folder import may_be_packet
    from hermes_tui.screens.import_file import check_path, start_import

    path = Path(os.path.expanduser(wanted(rest, "which file")))
    if may_be_packet(str(path)):
        from hermes_tui.screens.handoff import take_over

        return lambda: take_over(here, path)
    check_path(path)
    return lambda: start_import(here, path)


def _import_paths(_here: HermesScreen, rest: str) -> Iterable[str]:
    from hermes_tui.screens.import_paths import paths_from

    return paths_from(rest)


def _filter(here: HermesScreen, rest: str) -> Run:
    from storage.filters import compile_filter
    from storage.queries.custom_fields import FieldsOf

    session = here.session
    compile_filter(
        rest, now=session.now(), today=session.today(), stale_days=session.settings.stale_days, timezone=session.zone,
        customs=FieldsOf(session.database),
    )  # fmt: skip
    return lambda: show_filter(here, rest)


def _filter_words(here: HermesScreen, rest: str) -> Iterable[str]:
    from hermes_tui.screens.filter_words import completions

    return completions(here.session.database, rest)


def _view(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.actions import views

    word, _, name = rest.partition(" ")
    database, now = here.session.database, here.session.now
    if word == "save":
        wanted(name.strip(), "a name for the view")
        if not isinstance(here, Narrowed):
            raise UsageError("there is no filter here to save")
        return lambda: _tell(here, lambda: views.save_view(database, name, here.filter_text, now()))
    if word == "rm":
        gone = _known_view(here, name).name
        return lambda: _tell(here, lambda: views.remove_view(database, gone, now()))
    view = _known_view(here, wanted(rest, "the name of a view"))
    return lambda: show_filter(here, view.filter)


def _known_view(here: HermesScreen, name: str) -> ViewRow:
    from hermes_tui.actions.views import views

    saved = views(here.session.database)
    folded = name.strip().casefold()
    exact = [view for view in saved if view.name.casefold() == folded]
    found = exact or [view for view in saved if folded and view.name.casefold().startswith(folded)]
    if len(found) == 1 or exact:
        return found[0]
    names = ", ".join(view.name for view in saved) or "none yet"
    raise NotFound(f"there is no view “{name}” (saved: {names})")


def _view_names(here: HermesScreen, _rest: str) -> Iterable[str]:
    from hermes_tui.actions.views import views

    names = [view.name for view in views(here.session.database)]
    return [*names, "save ", *(f"rm {name}" for name in names)]


def _objections(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.actions.objections import objection_named
    from hermes_tui.screens.objections import open_objections

    kind = objection_named(rest) if rest else ""
    return lambda: open_objections(here.hermes, kind)


def _objection_kinds(_here: HermesScreen, _rest: str) -> Iterable[str]:
    from storage.queries.objections import KINDS

    return [kind.lower() for kind in KINDS]


def _dedupe(here: HermesScreen, _rest: str) -> Run:
    from hermes_tui.screens.duplicates import open_duplicates

    return lambda: open_duplicates(here)


def _rules(here: HermesScreen, _rest: str) -> Run:
    return here.hermes.action_rules


def _learn(here: HermesScreen, _rest: str) -> Run:
    from hermes_tui.screens.rules.screen import open_rules

    return lambda: open_rules(here.hermes, learned=True)


def _rescore(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.screens.rescore import open_rescore, those_meant

    which = those_meant(here, rest)
    return lambda: open_rescore(here, which)


def _fields(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.screens.fields import open_fields

    return lambda: open_fields(here, rest)


def _field_words(here: HermesScreen, _rest: str) -> Iterable[str]:
    from hermes_tui.actions.custom_fields import listed

    return [each.name for each in listed(here.session.database)]


def _mail(here: HermesScreen, _rest: str) -> Run:
    return here.hermes.action_mail


def _sync(here: HermesScreen, rest: str) -> Run:
    if not rest:
        return here.hermes.action_read_mail
    if rest.casefold() != "again":
        raise UsageError(f"`sync {rest}` says nothing; `sync` reads what is new, `sync again` all there is")
    from hermes_tui.screens.mail.reading import read_mail

    return lambda: read_mail(here, again=True)


def _tell(here: HermesScreen, deed: Callable[[], Outcome]) -> None:
    outcome = here.attempt(deed)
    if outcome is not None:
        here.say_done(outcome)


# -- the program and its file ----------------------------------------------------------------------------


def _backup(here: HermesScreen, rest: str) -> Run:
    return lambda: here.run_worker(lambda: _back_up(here, rest), thread=True, exclusive=True, group="backup")


def _back_up(here: HermesScreen, rest: str) -> None:
    """In a thread of its own: a large file takes a moment to copy and check."""
    from hermes_tui.config import backup_folder
    from storage import snapshots

    session, database = here.session, here.session.database
    try:
        if rest:
            made = snapshots.copy(database, Path(os.path.expanduser(rest)))
        else:
            folder = backup_folder(session.settings, Path(database.path))
            made = snapshots.take(database, folder, "manual", session.now())
    except HermesError as error:
        here.app.call_from_thread(here.hermes.say_error, error)
    else:
        here.app.call_from_thread(here.say, f" Backed up to {made}; `hermes restore {made.name}` brings it back")
    finally:
        database.close_thread()


def _theme(here: HermesScreen, rest: str) -> Run:
    name = wanted(rest, "which theme: hermes-dark or hermes-light")
    known = here.app.available_themes
    if name not in known:
        from storage.filters.fields import nearest

        raise UsageError(f"there is no theme `{name}`; did you mean `{nearest(name, known)}`?")
    return lambda: setattr(here.app, "theme", name)


def theme_names(here: HermesScreen, _rest: str = "") -> list[str]:
    """Our own themes, then Textual's."""
    return sorted(here.app.available_themes, key=lambda name: (not name.startswith("hermes"), name))


PLACE_LINES = (
    Line("show", "ID", "Open a lead's page; the number alone does too", _show),
    Line(
        "import",
        "FILE",
        "Bring in leads from a CSV file or a handoff packet, people from vCards",
        _import,
        _import_paths,
    ),
    Line("hot", "", "The hot leads, the hottest first", lambda here, _rest: partial(show_hot, here)),
    Line("filter", "[WORDS]", "Narrow the list; nothing: all of it", _filter, _filter_words),
    Line("view", "[save|rm] NAME", "Go to a saved view, save the filter as one, or remove one", _view, _view_names),
    Line("dedupe", "", "Leads that are likely one, side by side", _dedupe),
    Line("rules", "", "The rules that score leads, and what a change of them would do", _rules),
    Line("rescore", "[FILTER]", "Score by the rules in force: first what would change", _rescore, _filter_words),
    Line("learn", "", "Learn from the leads won and lost, and say what they teach", _learn),
    Line("digest", "", "What waits, and what came since the last time", lambda here, _rest: here.hermes.action_digest),
    Line("fields", "[NAME]", "The fields of your own: declare, change, remove", _fields, _field_words),
    Line("mail", "", "Outbox, drafts, what may have gone out, mail that asks whose it is", _mail),
    Line("sync", "[again]", "Read what is new in the mailboxes, or all anew; while it reads: stop", _sync),
    Line("objections", "[KIND]", "How each kind of objection fares, and what is open", _objections, _objection_kinds),
)
PROGRAM_LINES = (
    Line("backup", "[PATH]", "Write a checked copy of the file", _backup),
    Line("theme", "NAME", "Change the colours until you leave", _theme, theme_names),
    Line("undo", "", "Take back the last action", lambda here, _rest: here.hermes.action_undo),
    Line("redo", "", "Do again what was undone", lambda here, _rest: here.hermes.action_redo),
    Line("help", "", "All keys and commands", lambda here, _rest: here.hermes.action_help),
    Line("q", "", "Leave Hermes", lambda here, _rest: here.hermes.exit),
)
