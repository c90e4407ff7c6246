"""Where the global keys lead: from one main screen to another, to the pages and dialogs on top, and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from textual.app import App
from textual.content import Content

from hermes_tui import keymap
from hermes_tui.screens.places import PLACES, leave_pages
from hermes_tui.session import Session

if TYPE_CHECKING:
    from hermes_tui.app import HermesApp
    from hermes_tui.screens.base import HermesScreen


class Going(App[int]):
    """The actions of the keys that work everywhere; HermesApp is its only heir."""

    session: Session

    @property
    def _hermes(self) -> HermesApp:
        return cast("HermesApp", self)

    @property
    def here(self) -> HermesScreen:
        """The main screen that is in sight or nearest below a dialog; there is one while the program `stands`."""
        return next(self._main_screens())

    @property
    def stands(self) -> bool:
        """Whether a main screen is there: as the program ends they go before its clock does."""
        return next(self._main_screens(), None) is not None

    def _main_screens(self) -> Iterator[HermesScreen]:
        from hermes_tui.screens.base import HermesScreen

        return (screen for screen in reversed(self.screen_stack) if isinstance(screen, HermesScreen))

    def key_of(self, command_id: str) -> str:
        """The keys of a command under the rep's keymap."""
        settings = self.session.settings
        return keymap.keys_of(keymap.BY_ID[command_id], keymap.overrides(settings.preset, settings.keys))

    def action_go(self, place: str) -> None:
        """Switch to a main screen; each keeps its own place. From a page opened there, back to the list itself."""
        if place != self.current_mode:
            self.switch_mode(place)
        else:
            self.call_later(leave_pages, self._hermes, down_to=1)

    def action_undo(self) -> None:
        """Take back the last action, also one of yesterday."""
        from hermes_tui.screens.travel import travel

        travel(self.here, redo=False)

    def action_redo(self) -> None:
        """Do again what was undone."""
        from hermes_tui.screens.travel import travel

        travel(self.here, redo=True)

    def action_filter(self) -> None:
        """Type a filter for what is in sight."""
        from hermes_tui.screens.narrowed import Narrowed

        here = self.here
        if isinstance(here, Narrowed):
            here.action_filter()
        else:
            here.say(" There is nothing to filter here")

    def action_command(self) -> None:
        """Type a command."""
        from hermes_tui.screens.commands import ask_command

        ask_command(self.here)

    def action_objections(self) -> None:
        """What stands in the way of deals, and what answered it before."""
        from hermes_tui.screens.objections import open_objections

        open_objections(self._hermes)

    def action_rules(self) -> None:
        """The rules that score leads, and what a change of them would do."""
        from hermes_tui.screens.rules.screen import open_rules

        open_rules(self._hermes)

    def action_digest(self) -> None:
        """What waits, and what came since the last time."""
        from hermes_tui.screens.digest import open_digest

        open_digest(self._hermes)

    def action_mail(self) -> None:
        """The outbox, what may have gone out, drafts, and mail that asks whose it is."""
        from hermes_tui.screens.mail.screen import open_mail

        open_mail(self._hermes)

    def action_read_mail(self) -> None:
        """Read the mailboxes; replies come to their leads."""
        from hermes_tui.screens.mail.reading import read_mail

        read_mail(self.here)

    def action_create(self) -> None:
        """Add a lead by a form."""
        from hermes_tui.screens.lead_form import create_lead

        create_lead(self.here)

    def action_help(self) -> None:
        """All keys that work here, searchable; Enter runs one."""
        from hermes_tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.here))

    def open_lead(self, lead_id: int, neighbours: Sequence[int] = ()) -> None:
        """Put a lead's page on top of the list it came from."""
        from hermes_tui.screens.lead.page import LeadScreen

        self.push_screen(LeadScreen(self.session, lead_id, neighbours))

    async def action_back(self) -> None:
        """Off the top page, or to the queue; never out of the program."""
        if len(self.screen_stack) > 1:
            await leave_pages(self._hermes, down_to=len(self.screen_stack) - 1)
        elif self.current_mode != PLACES[0]:
            self.switch_mode(PLACES[0])
        else:
            self.here.say(Content.assemble(" ", (keymap.shown_key(self.key_of("quit")), "bold"), " leaves Hermes"))
