"""What the commands of figures are asked: a period, a day in the past, a filter, and which sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.cli.session import Session
from storage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hermes_tui.metrics.asked import Asked
    from hermes_tui.metrics.sections import Section
    from storage.database import Database

ALL = "all"


def asked(session: Session, filter_text: str, *, usual: str = ALL) -> Asked:
    """What --since, --as-of and a filter ask for; without --since the `usual` period. Raises UsageError."""
    from hermes_tui.actions.asking import Reckoning, asked_of

    given, settings = session.given, session.settings
    for option in ("--since", "--as-of"):
        if given.flag(option) and not str(given.value(option)).strip():
            raise UsageError(f"{option} wants a value; `hermes {given.command.name} --help` shows how.")
    by = Reckoning(
        session.now, session.today, session.zone, settings.stale_days, settings.currency, settings.rates
    )  # fmt: skip
    period = given.value("--since")
    return asked_of(
        session.reading(), by, period=usual if period is None else period, filter_text=filter_text,
        as_of=given.value("--as-of"), chosen=period is not None,
    )  # fmt: skip


def sections_ahead(words: Sequence[str]) -> tuple[list[Section], str]:
    """The sections that the words begin with (`all`: every one), and the filter that the rest is."""
    from hermes_tui.metrics.sections import BY_KEY, SECTIONS

    found: dict[str, Section] = {}
    place = 0
    for place, word in enumerate([*words, ""]):  # noqa: B007 -- where the first word that is none stands
        key = word.casefold().replace("-", "_")
        if key == ALL:
            found |= {section.key: section for section in SECTIONS}
        elif key in BY_KEY:
            found[key] = BY_KEY[key]
        else:
            break
    return list(found.values()), " ".join(words[place:])


def sections_named(names: Sequence[str]) -> list[Section]:
    """The sections of these names. Raises UsageError for one that there is none of, naming the nearest."""
    from hermes_tui.metrics.sections import BY_KEY

    for name in names:
        found, rest = sections_ahead([name])
        if not found or rest:
            near = nearest_section(name)
            hint = f"did you mean `{near}`?" if near else f"there are {', '.join(BY_KEY)}, and all."
            raise UsageError(f"There is no table `{name}`; {hint}")
    return sections_ahead(names)[0]


def nearest_section(word: str) -> str | None:
    """The section whose name is spelt nearly so, None where none is."""
    from difflib import get_close_matches

    from hermes_tui.metrics.sections import BY_KEY

    near = get_close_matches(word.casefold().replace("-", "_"), BY_KEY, n=1)
    return near[0] if near else None


def nobody_matches(database: Database, of: Asked) -> bool:
    """Whether a filter was given that leaves no lead."""
    from storage.queries.leads import Leads

    if not of.text:
        return False
    everyone = Leads(database, now=of.at, where=of.where or "1", params=dict(of.params), order=(("lead.id", True),))
    return not everyone.total()
