"""How the committee is drawn: a line a person, those who weigh most first, and a line for each chair that is empty."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content

from hermes_tui import formats
from hermes_tui.scoring.committee import CommitteeMap, Seat
from hermes_tui.screens.styles import DIM, MOOD_SIGNS
from storage.queries.lead import ContactRow
from widgets.columns import Column, ColumnLayout
from widgets.drawing import fit


class Vacancy(NamedTuple):
    """A chair nobody sits on: what stands there, what to do about it (`{champion}`: the key that marks one), and how
    the form for them begins."""

    code: str
    text: str
    advice: str
    begins: tuple[tuple[str, str], ...] = ()


_CHAMPION = Vacancy(
    "no-champion", "no champion yet", "Who here wants this and will say so? {champion} makes them the champion.",
    (("is_primary", "yes"),),
)  # fmt: skip
_BUYER = Vacancy(
    "no-buyer", "nobody who can say yes",
    "Ask who signs: an owner, a founder, CEO or CFO, whoever holds the budget.",
    (("role", "Economic buyer"),),
)  # fmt: skip
_SECOND = Vacancy(
    "second-voice",
    "no second voice",
    "One voice is a thread: whom do they work with, who will use it, who checks it?",
)


def with_vacancies(people: list[ContactRow], committee: CommitteeMap) -> list[ContactRow | Vacancy]:
    """The people in the order of the map, an empty chair where a champion, a buyer or a second voice would sit."""
    by_id = {person.id: person for person in people}
    rows: list[ContactRow | Vacancy] = [by_id[seat.id] for seat in committee.seats]
    if committee.lacks("no-buyer"):
        rows.insert(0 if committee.lacks("no-champion") else 1, _BUYER)
    if committee.lacks("no-champion"):
        rows.insert(0, _CHAMPION)
    return [*rows, _SECOND] if len(people) == 1 else rows


# -- lines -----------------------------------------------------------------------------------------------

_WIDE_FROM = 60  # from here on the mood is a word, and the role has room
_MOOD_STYLES = {"negative": "bold $text-warning", "neutral": DIM}
# Roles that have a short name of their own, for where there is no room.
_SHORT_ROLES = {
    "economic buyer": "buyer", "decision maker": "decides", "technical buyer": "tech", "legal/procurement": "legal",
    "influencer": "influence", "end user": "user",
}  # fmt: skip


class _Look(NamedTuple):
    """Columns for a width, whether words have room in them, and the cells of the bar of silence."""

    columns: ColumnLayout
    wide: bool
    bar: int


# In a narrow pane mood, age and bar stand in one column, so that no two cells part them: a name needs each.
_NARROW = _Look(
    ColumnLayout(
        (
            Column("", None, min_width=13, priority=9), Column("role", 8, priority=6),
            Column("±  in quiet", 11, priority=8), Column("out", 3, align="right", priority=4),
        )
    ),
    wide=False, bar=5,
)  # fmt: skip
_WIDE = _Look(
    ColumnLayout(
        (
            Column("", None, min_width=20, priority=9), Column("role", 18, priority=6),
            Column("mood       in  quiet", 24, priority=8), Column("out", 5, align="right", priority=4),
        )
    ),
    wide=True, bar=10,
)  # fmt: skip


def heading(title: Content, width: int) -> Content:
    """The pane's first line: its title where the names stand, and what the columns are."""
    look = _WIDE if width >= _WIDE_FROM else _NARROW
    titles = [Content.styled(column.title, DIM) for column in look.columns.columns]
    return look.columns.line([title, *titles[1:]], width)


def draw_vacancy(vacancy: Vacancy, width: int) -> Content:
    """`○ nobody who can say yes`."""
    return fit(Content.assemble(("○ ", "bold $text-warning"), (vacancy.text, "italic")), width)


def draw_seat(seat: Seat, committee: CommitteeMap, now: int, width: int) -> Content:
    """`★ Ann Lee   CTO   +  3d ▮····   1d`: the bar is silence, full where they are no longer engaged; `!` before it
    marks a champion who has been silent for too long."""
    look = _WIDE if width >= _WIDE_FROM else _NARROW
    role = seat.role or "–"
    weight = "bold" if seat.is_primary else "" if seat.engaged else DIM
    cells = [
        Content.assemble(("★ " if seat.is_primary else "  ", "bold $accent"), (seat.name, weight)),
        Content.styled(role if look.wide else _SHORT_ROLES.get(role.casefold(), role), "" if seat.buys else DIM),
        _mood_and_silence(seat, committee, now, look),
        Content.styled("–" if seat.last_out_at is None else formats.age(seat.last_out_at, now), DIM),
    ]
    return look.columns.line(cells, width)


def _mood_and_silence(seat: Seat, committee: CommitteeMap, now: int, look: _Look) -> Content:
    mood = seat.mood or ""
    said = f"{mood or '–':<8} " if look.wide else MOOD_SIGNS.get(mood, "?" if mood else " ")
    late = "!" if seat.is_primary and committee.lacks("champion-silent") else " "
    parts = [(said, _MOOD_STYLES.get(mood, "" if mood else DIM))]
    if seat.last_in_at is None or seat.silent_days is None:
        return Content.assemble(*parts, ("   –", DIM), (late, "bold $text-warning"), ("never", DIM))
    share = seat.silent_days * look.bar // max(1, committee.engaged_days)
    full = min(look.bar - 1, share) if seat.engaged else look.bar
    return Content.assemble(
        *parts, (f"{formats.age(seat.last_in_at, now):>4}", "" if seat.engaged else DIM), (late, "bold $text-warning"),
        ("▮" * full, DIM), ("·" * (look.bar - full), "dim"),
    )  # fmt: skip
