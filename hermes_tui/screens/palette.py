"""What ctrl+p finds: commands that work here with their keys, saved views, leads, themes. Data only as Content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.command_places import show_filter, show_hot, theme_names
from hermes_tui.screens.commands import ask_command
from hermes_tui.screens.keys_here import working_keys

_MOST_LEADS = 20
_NAME_CELLS = 18  # so that what stands behind a command begins in one column
_EDGES = 7  # of the palette: padding and scrollbar
_LONGEST = 60  # characters of a lead's title or words shown
# What stands first: what is called so, then leads, then what only has the letters in this order or says so in its help.
_CALLED, _LEADS, _FAINT = 1000.0, 500.0, 100.0


class _Entry(NamedTuple):
    """Something to choose: its name, what stands before and behind it, and what it does."""

    name: str
    before: str
    behind: str
    run: Callable[[], object]


class HermesPalette(Provider):
    """Everything of the screen that the palette was opened on."""

    async def startup(self) -> None:
        """Collect once what does not depend on what is typed."""
        here = self.screen
        self._entries: list[_Entry] = [] if not isinstance(here, HermesScreen) else [*_entries(here)]

    async def discover(self) -> Hits:
        """Before anything is typed: all of it but leads."""
        for entry in self._entries:
            yield DiscoveryHit(self._display(entry), entry.run, text=entry.name)

    async def search(self, query: str) -> Hits:
        """Commands, views and themes by name or help; leads by any word of theirs, or by number."""
        matcher = self.matcher(query)
        folded = query.casefold()
        for entry in self._entries:
            score, places = matcher.fuzzy_search.match(query, entry.name)
            if folded in entry.name.casefold():
                yield Hit(_CALLED + score, self._display(entry, places), entry.run, text=entry.name)
            elif score:
                yield Hit(min(score, _FAINT - 1), self._display(entry, places), entry.run, text=entry.name)
            elif folded in entry.behind.casefold():
                yield Hit(_FAINT, self._display(entry), entry.run, text=entry.name)
        here = self.screen
        if isinstance(here, HermesScreen):
            for number, entry in enumerate(_leads(here, query)):
                yield Hit(_LEADS - number, self._display(entry), entry.run, text=entry.name)

    def _display(self, entry: _Entry, places: object = ()) -> Content:
        name = Content(entry.name)
        if isinstance(places, (list, tuple)) and self.match_style is not None:
            for place in places:
                name = name.stylize(self.match_style, place, place + 1)
        before = Content.styled(f"{entry.before + ' ':<7}", "bold $accent")
        gap = " " * max(0, _NAME_CELLS - name.cell_length)
        line = Content.assemble(before, name, gap, (f"   {entry.behind}" if entry.behind else "", "not bold dim"))
        return line.truncate(max(20, self.app.size.width - _EDGES), ellipsis=True)  # a second line would part the list


def _entries(here: HermesScreen) -> Iterator[_Entry]:
    from hermes_tui.actions.views import views

    for each in working_keys(here, here.scopes):
        if each.command.where != "list":
            yield _Entry(each.command.label, each.keys[0], each.command.help, each.run)
    if "leads" not in here.scopes:  # there it has a key
        yield _Entry("duplicates", ":dedupe", "Leads that are likely one, side by side", partial(_duplicates, here))
    yield _Entry("own fields", ":fields", "The fields of your own: declare, change, remove", partial(_fields, here))
    yield _Entry("learn", ":learn", "What the leads won and lost teach about scores", partial(_learned, here))
    yield _Entry("report", ":report", "Write the figures as a page of HTML", partial(ask_command, here, "report "))
    yield _Entry("hot leads", ":hot", "The hottest first", partial(show_hot, here))
    for view in views(here.session.database):
        yield _Entry(view.name, "view", view.filter, partial(show_filter, here, view.filter))
    for name in theme_names(here):
        yield _Entry(name, "theme", "", partial(setattr, here.app, "theme", name))


def _fields(here: HermesScreen) -> None:
    from hermes_tui.screens.fields import open_fields

    open_fields(here)


def _duplicates(here: HermesScreen) -> None:
    from hermes_tui.screens.duplicates import open_duplicates

    open_duplicates(here)


def _learned(here: HermesScreen) -> None:
    from hermes_tui.screens.rules.screen import open_rules

    open_rules(here.hermes, learned=True)


def _leads(here: HermesScreen, query: str) -> Iterator[_Entry]:
    """The leads that match best, the one of that number first."""
    from storage.search import search

    database, hermes = here.session.database, here.hermes

    def opened(lead_id: int) -> Callable[[], object]:
        return partial(hermes.exit, lead_id) if hermes.pick else partial(hermes.open_lead, lead_id)

    number = query.removeprefix("#")
    if number.isdecimal() and len(number) < 19:
        row = database.row("SELECT company, title FROM lead WHERE id = ?", (int(number),))
        if row is not None:
            yield _Entry(
                formats.one_line(row[0] or row[1], _LONGEST), "lead", f"{row[1]}  #{number}", opened(int(number))
            )
    for hit in search(database, query, _MOST_LEADS):
        name = formats.one_line(hit.company or hit.title, _LONGEST)
        more = hit.title if hit.company else ""
        if hit.where in ("note", "message"):
            more = f"{hit.where}: {hit.snippet}"
        elif hit.where == "contact":
            more = f"{hit.snippet}  {more}"
        yield _Entry(name, "lead", f"{formats.one_line(more, _LONGEST)}  #{hit.lead_id}", opened(hit.lead_id))
