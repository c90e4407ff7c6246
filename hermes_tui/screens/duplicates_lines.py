"""How a likely pair, its reasons, both leads field by field, and a past merge are drawn, a line at a time."""

from __future__ import annotations

from datetime import tzinfo

from textual.content import Content

from hermes_tui import formats
from hermes_tui.actions.merge_fields import BOTH, DROP, Field
from hermes_tui.metrics.duplicates.alike import in_words
from hermes_tui.metrics.duplicates.pairs import Pair
from hermes_tui.screens.styles import DIM
from storage.queries.duplicates import MergeLine
from widgets.columns import Column, ColumnLayout

PAIRS = ColumnLayout(
    (
        Column("score", 5, align="right", priority=9),
        Column("leads", None, min_width=24, priority=9),
        Column("because", None, min_width=24, priority=5),
    )
)
MERGES = ColumnLayout((Column("on", 11, priority=5), Column("merge", None, min_width=24, priority=9)))
NO_FIELDS = ColumnLayout((Column("", None),))
# What is taken: the word left of the sign, right of it, or both.
_SIGNS = {DROP: "▶", BOTH: "+"}


def pair_line(pair: Pair, width: int) -> Content:
    """`  82  Acme Corp ~ ACME Corporation   same e-mail ann@x.com`; of one company its deals are told apart."""
    one, other = pair.one, pair.other
    between = Content.styled(" ~ ", DIM)
    if one.company and one.company == other.company:
        deals = Content.assemble(one.title, between, other.title) if one.title != other.title else f"{one.title}, twice"
        leads = Content.assemble(one.company, (": ", DIM), deals)
    else:
        leads = Content.assemble(one.company or one.title, between, other.company or other.title)
    if pair.chain > 2:
        leads += Content.styled(f"  ({pair.chain} leads alike)", DIM)
    because = ", ".join(in_words(reason) for reason in pair.reasons if reason.points > 0)
    return PAIRS.line([Content.styled(str(pair.score), "bold"), leads, Content.styled(because, DIM)], width)


def merge_line(line: MergeLine, zone: tzinfo, now: int, width: int) -> Content:
    """` 3 Jun  Acme Corp: merged with #57 ACME Corporation; 3 touches came along`."""
    style = DIM if line.apart_again else ""
    words = f"apart again · {line.label}" if line.apart_again else line.label
    return MERGES.line([Content.styled(formats.day(line.at, zone, now), DIM), Content.styled(words, style)], width)


def why(pair: Pair, keep: int) -> Content:
    """The score with its reasons, what speaks against it, and who stays."""
    held = ", ".join(f"{in_words(each)} +{each.points}" for each in pair.reasons if each.points > 0)
    against = ", ".join(f"{in_words(each)} −{-each.points}" for each in pair.reasons if each.points < 0)
    stays, goes = (pair.one, pair.other) if pair.one.id == keep else (pair.other, pair.one)
    lines = [
        Content.assemble((f"{pair.score} ", "bold"), held),
        Content.styled(f"against: {against}" if against else "nothing speaks against it", DIM),
        Content.assemble(
            ("stays ", DIM),
            (f"#{stays.id} {stays.company or stays.title}", "bold"),
            ("   goes ", DIM),
            f"#{goes.id} {goes.company or goes.title}",
        ),
    ]
    return Content("\n").join(lines)


def fields_layout(keep: int, drop: int) -> ColumnLayout:
    """The columns of both leads side by side."""
    return ColumnLayout(
        (
            Column("", 1, priority=9),
            Column("field", 13, priority=8),
            Column(f"#{keep} stays", None, min_width=10, priority=9),
            Column("", 1, priority=9),
            Column(f"#{drop} goes", None, min_width=10, priority=9),
        )
    )


def field_line(field: Field, layout: ColumnLayout, width: int) -> Content:
    """One field: `≠` where the two differ, and between them the sign that points from the word that is taken."""
    left = "" if field.choice != DROP else DIM
    right = "" if field.choice in (DROP, BOTH) else DIM
    sign = _SIGNS.get(field.choice, "◀") if field.differs else "="
    cells = [
        Content.styled("≠" if field.differs else " ", "bold $text-warning"),
        Content.styled(field.label, "" if field.differs else DIM),
        Content.styled(formats.one_line(field.kept) or "–", left if field.differs else DIM),
        Content.styled(sign, "bold" if field.differs else DIM),
        Content.styled(formats.one_line(field.dropped) or "–", right if field.differs else DIM),
    ]
    return layout.line(cells, width)
