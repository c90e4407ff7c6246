"""The leads that a template is tried on: one at a time, with the values of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.session import Session
from storage.errors import NotFound

if TYPE_CHECKING:
    from hermes_tui.outreach.templates.fields import Values


class Samples:
    """Steps through sample leads and keeps the values of the one in hand; a file without leads has only gaps."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._listed: list[tuple[int, int | None]] = []
        self._place = 0
        self._values: Values | None = None

    def read_again(self) -> None:
        """Leads may have changed; the one in hand stays in hand where it is still a sample."""
        from hermes_tui.outreach.templates.values import samples

        here = self._listed[self._place] if self._listed else None
        self._listed = samples(self._session.database, self._session.now())
        self._place = self._listed.index(here) if here in self._listed else 0
        self._values = None

    def step(self, by: int) -> None:
        """The next lead, or the one before; around the ends."""
        if self._listed:
            self._place = (self._place + by) % len(self._listed)
            self._values = None

    @property
    def values(self) -> Values:
        """The values of all fields for the lead in hand."""
        if self._values is None:
            self._values = self._read()
        return self._values

    def _read(self) -> Values:
        from hermes_tui.outreach.templates.values import Me, template_values

        if not self._listed:
            return {}
        lead_id, contact_id = self._listed[self._place]
        session, said = self._session, self._session.settings
        me = Me(said.name, said.email, said.firm, said.phone, said.signature)
        try:
            return template_values(session.database, lead_id, contact_id, me, session.now(), session.zone)
        except NotFound:  # deleted by another program since the list was read
            return {}

    @property
    def name(self) -> str:
        """What to call the lead in hand: its company, else its title."""
        return self._said("lead.company") or self._said("lead.title")

    @property
    def to(self) -> str:
        """Whom the letter would go to, with the address."""
        name, address = self._said("contact.name"), self._said("contact.email")
        return f"{name} <{address}>" if name and address else name or address

    @property
    def words(self) -> str:
        """`sample 3 of 12: Acme Corp`."""
        if not self._listed:
            return f"no lead to try it on yet; {self._session.keys_of('create')} adds one"
        return f"sample {self._place + 1} of {len(self._listed)}: {self.name}"

    def _said(self, field: str) -> str:
        from hermes_tui.outreach.templates.fields import shown_value

        return shown_value(self.values, field)
