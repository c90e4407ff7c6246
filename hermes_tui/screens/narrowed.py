"""A screen that a filter narrows: typing it, saved views, and the SQL of what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.widgets import Input

from hermes_tui.screens.base import HermesScreen
from hermes_tui.session import Session
from storage.errors import HermesError

if TYPE_CHECKING:
    from storage.filters import Compiled


class Narrowed(HermesScreen):
    """A screen under a filter, `filter_text`. Subclasses give `refilter`."""

    def __init__(self, session: Session, filter_text: str = "") -> None:
        super().__init__(session)
        self.filter_text = filter_text

    def refilter(self) -> None:
        """Show what is left under the new filter, from the first."""
        raise NotImplementedError

    def compile(self, text: str) -> Compiled:
        """A filter as SQL. Raises UsageError."""
        from storage.filters import compile_filter
        from storage.queries.custom_fields import FieldsOf

        return compile_filter(
            text,
            now=self.session.now(),
            today=self.session.today(),
            stale_days=self.session.settings.stale_days,
            timezone=self.session.zone,
            customs=FieldsOf(self.session.database),
        )

    def condition(self) -> tuple[str, dict[str, Any]]:
        """The filter's condition and parameters; no import and no cost where there is none."""
        if not self.filter_text:
            return "1", {}
        found = self.compile(self.filter_text)
        return found.where, found.params

    def action_filter(self) -> None:
        """Type a filter; Enter alone shows everything."""
        from hermes_tui.screens.filter_words import FilterSuggester

        self.strip.ask_text(
            Content.styled(" /", "bold $accent"), self.filter_text, self.set_filter, validate=self._wrong_filter
        )
        self.strip.query_one(Input).suggester = FilterSuggester(self.session.database)

    def _wrong_filter(self, text: str) -> str | None:
        try:
            self.compile(text)
        except HermesError as error:
            return str(error)
        return None

    def set_filter(self, text: str) -> None:
        """Narrow to this filter; a wrong one is said and the old one stays."""
        wrong = self._wrong_filter(text)
        if wrong is not None:
            self.say(Content.styled(wrong, "$text-error"))
            return
        self.filter_text = text.strip()
        self.refilter()

    def action_view(self, by: int) -> None:
        """The next saved view; past the last comes everything, without a filter."""
        from hermes_tui.actions.views import views

        saved = views(self.session.database)
        if not saved:
            self.say(" No saved views yet: ctrl+s in the list of leads, or :view save NAME")
            return
        filters = ["", *(view.filter for view in saved)]
        here = filters.index(self.filter_text) if self.filter_text in filters else 0
        place = (here + by) % len(filters)
        self.set_filter(filters[place])
        self.say(f" View: {saved[place - 1].name}" if place else " No view")
