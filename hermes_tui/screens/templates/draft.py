"""A template while it is written: what it is called and what it says, apart from the one that is stored."""

from __future__ import annotations

from typing import NamedTuple

from hermes_tui.scoring.follow_up import KIND_WORDS
from hermes_tui.screens.templates.lines import channel_name
from storage.queries.templates import TemplateRow

_BEGINNING = "Hi {{ contact.first_name }},\n\n\n\n{{ me.name }}"


class Draft(NamedTuple):
    """All that can be typed of a template."""

    name: str
    kind: str
    channel: str
    subject: str
    body: str

    def changed_from(self, before: Draft) -> dict[str, str]:
        """The fields that read differently from before."""
        return {name: text for name, text in self._asdict().items() if text != getattr(before, name)}

    @property
    def words(self) -> str:
        """`follow-up 1, mail`."""
        return f"{KIND_WORDS.get(self.kind, self.kind)}, {channel_name(self.channel)}"


def draft_of(row: TemplateRow) -> Draft:
    """A stored template."""
    return Draft(row.name, row.kind, row.channel, row.subject, row.body)


def new_draft(name: str, kind: str, channel: str) -> Draft:
    """A template that is to be written."""
    return Draft(name, kind, channel, "", _BEGINNING)


def as_file(draft: Draft) -> str:
    """The draft as one text, for an editor or to be kept; `from_file` reads it back."""
    from hermes_tui.outreach.templates.text_file import as_text

    facts = as_text({**draft._asdict(), "active": ""})
    return facts.replace("\nactive:\n", "\n", 1)  # not for an editor of words to say


def from_file(text: str, before: Draft) -> Draft:
    """What was typed in such a text; what it does not say stays as before. Raises UsageError naming the line."""
    from hermes_tui.outreach.templates.text_file import from_text

    typed = from_text(text)
    return before._replace(**{name: typed[name] for name in Draft._fields if name in typed})
