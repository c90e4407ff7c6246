"""What the rep looks at: a period, a filter, a saved view, a day in the past; each asked for at the bottom."""

from __future__ import annotations

from textual.content import Content

from hermes_tui.screens.dashboard.period import CHOICES, OWN, Question
from hermes_tui.screens.narrowed import Narrowed
from hermes_tui.session import Session
from storage.errors import HermesError
from storage.queries.figures_period import keep_period, kept_period
from widgets.strip_prompt import Choice


class Looking(Narrowed):
    """A screen that asks one `question` of the figures. Subclasses give `refilter`, called when it is another."""

    def __init__(self, session: Session, filter_text: str = "") -> None:
        super().__init__(session, filter_text)
        self.period = kept_period(session.database)
        if self.period is not None and self._wrong(Question(self.period)):  # the clock was set back since
            self.period = None
        self.as_of: str | None = None

    @property
    def question(self) -> Question:
        """What is asked now."""
        return Question(self.period, self.filter_text, self.as_of)

    def action_period(self) -> None:
        """Another period: a key for the usual ones."""
        self.strip.ask_choice(
            Content.styled(" period:", "bold"),
            [Choice(key, label, value) for key, label, value in CHOICES],
            self._chosen,
        )

    def _chosen(self, period: str) -> None:
        if period == OWN:
            self.strip.ask_text(
                Content.styled(" period (14d, monday, 2026-01-01..2026-03-31):", "bold"), "", self.set_period,
                validate=self._wrong_period,
            )  # fmt: skip
        else:
            self.set_period(period)

    def _wrong_period(self, text: str) -> str | None:
        return self._wrong(self.question._replace(period=text)) if text.strip() else "which period?"

    def _wrong(self, question: Question) -> str | None:
        try:
            question.asked(self.session)
        except HermesError as error:
            return str(error)
        return None

    def set_period(self, period: str) -> None:
        """Look at this period, now and the next time; a wrong one is said and the old one stays."""
        period = " ".join(period.split())
        wrong = self._wrong_period(period)
        if wrong is not None:
            self.say(Content.styled(f" {wrong}", "$text-error"))
            return
        self.period = period
        try:
            keep_period(self.session.database, period)
        except HermesError as error:  # it holds until they leave all the same
            self.say(Content.styled(f" {error}", "$text-error"))
        self.refilter()

    def action_as_of(self) -> None:
        """The pipeline as it stood on a day; an empty line is now again."""
        self.strip.ask_text(
            Content.styled(" as of (2026-03-31, monday; empty: now):", "bold"), self.as_of or "", self.set_day,
            validate=self._wrong_day,
        )  # fmt: skip

    def _wrong_day(self, text: str) -> str | None:
        return self._wrong(self.question._replace(as_of=text)) if text.strip() else None

    def set_day(self, text: str) -> None:
        """Look back from the end of this day; nothing: from now."""
        wrong = self._wrong_day(text)
        if wrong is not None:
            self.say(Content.styled(f" {wrong}", "$text-error"))
            return
        self.as_of = text.strip() or None
        self.refilter()

    def action_let_go(self) -> None:
        """Back to now; from now, let go of the filter."""
        if self.as_of is not None:
            self.set_day("")
        elif self.filter_text:
            self.set_filter("")
