"""Errands with a lead: the form, the rep's own editor, the clipboard, a link, a command at the end of a pipe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.screens.base import HermesScreen
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome

Deed = Callable[[Sequence[int]], "Outcome"]

_NO_LEAD = " No lead here: c adds one, :import FILE.csv brings many"


class Errands(HermesScreen):
    """What LeadVerbs can do beside the verbs of triage. An heir gives `targets` and `perform`."""

    _last_command = ""  # what was piped to last, to be typed over

    def targets(self) -> list[int]:
        """Ids the next errand is about: the marked leads, else the one under the cursor."""
        raise NotImplementedError

    def perform(self, deed: Deed, *, lead_ids: Sequence[int] | None = None, repeatable: bool = True) -> None:
        """Do one thing to the targets, say so, and go on."""
        raise NotImplementedError

    def _errand_leads(self) -> list[int]:
        from storage.queries.lead import titles

        ids = self.targets()
        there = titles(self.session.database, ids)  # another program may have deleted some meanwhile
        if not there:
            self.say(_NO_LEAD)
        return [lead_id for lead_id in ids if lead_id in there]

    # -- writing to them -------------------------------------------------------------------------------

    def action_follow_up(self) -> None:
        """Review the message suggested next, or the reply that is owed; of several marked, one after the other."""
        ids = self._errand_leads()
        if ids:
            from hermes_tui.screens.letter.opening import follow_up

            follow_up(self, ids)

    def action_choose_template(self) -> None:
        """Choose the template, or one's own words; then review as ever."""
        ids = self._errand_leads()
        if ids:
            from hermes_tui.screens.letter.opening import with_chosen_template

            with_chosen_template(self, ids)

    # -- editing ---------------------------------------------------------------------------------------

    def action_edit(self) -> None:
        """Edit the lead's fields in a form; of several marked, those filled in are set on all."""
        from hermes_tui.screens.lead_form import edit_leads

        edit_leads(self, self._errand_leads())

    def action_editor(self) -> None:
        """Edit the leads as one text in the rep's own editor."""
        ids = self._errand_leads()
        if ids:
            from hermes_tui.screens.lead_editor import edit_as_text

            edit_as_text(self, ids)

    def action_tags(self) -> None:
        """Add and take away tags."""
        ids = self._errand_leads()
        if ids:
            from hermes_tui.screens.tag_prompt import ask_tags

            ask_tags(self, ids)

    # -- out of the program ------------------------------------------------------------------------------

    def action_yank(self) -> None:
        """Copy the leads to the clipboard, a line each."""
        ids = self._errand_leads()
        if not ids:
            return
        from hermes_tui.screens.lead_links import lead_as_line

        lines = [lead_as_line(self.session.database, lead_id) for lead_id in ids]
        self.app.copy_to_clipboard("\n".join(lines))
        self.say(f" Copied: {lines[0]}" if len(lines) == 1 else f" Copied: {len(lines)} leads, a line each")

    def action_open_link(self) -> None:
        """Open the lead's source, its website, or a mail to the champion; asks which where there are several."""
        ids = self._errand_leads()
        if not ids:
            return
        from hermes_tui.screens.lead_links import links_of

        found = links_of(self.session.database, ids[0])
        if not found:
            self.say(" No link, website or mail address here that can be opened; e adds one")
        elif len(found) == 1:
            self._open_link(found[0].url)
        else:
            choices = [Choice(link.key, link.label, link.url) for link in found]
            self.strip.ask_choice(Content.styled(" open:", "bold"), choices, self._open_link)

    def _open_link(self, url: str) -> None:
        self.app.open_url(url)
        self.say(f" Opened {url}")

    def action_pipe(self) -> None:
        """Give the leads as JSON to a command of the shell and show what it prints."""
        ids = self._errand_leads()
        if not ids:
            return
        count = f" {len(ids)} leads" if len(ids) > 1 else ""
        self.strip.ask_text(
            Content.styled(f" pipe{count} as JSON to:", "bold"), self._last_command, self._pipe_to,
            validate=lambda text: None if text.strip() else "which command? such as jq .contacts",
        )  # fmt: skip

    def _pipe_to(self, command: str) -> None:
        from hermes_tui.screens.lead_pipe import pipe_to

        Errands._last_command = command
        pipe_to(self, self.targets(), command)
