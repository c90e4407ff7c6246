"""The pane of a lead's facts: what each is called, how it reads, and how Enter edits it in place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date

from textual.content import Content

from hermes_tui import formats
from hermes_tui.actions.custom import CUSTOM, own_texts
from hermes_tui.scoring.facts import whole_days
from hermes_tui.scoring.heat import Factor
from hermes_tui.scoring.place import day_name
from hermes_tui.scoring.score import from_rows, signed
from hermes_tui.screens.lead.fact_edits import Fact, open_fact, set_fact
from hermes_tui.screens.lead.pane import RowsPane, title_style
from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.lead_lines import heat_cell
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from storage.queries.custom_fields import DATE, custom_fields, declared

LABEL_WIDTH = 9
# Lines in their order: the label, the field of LeadDetail, which is what Enter edits too.
_PLAIN = (("e-mail", "email"), ("phone", "phone"), ("website", "website"), ("link", "source_url"))
_LATER = (("author", "author"), ("author at", "author_url"), ("their id", "external_id"))
_NONE = Content.styled("–", "dim")


class FactsPane(RowsPane[Fact]):
    """All facts of a lead; Enter edits one in place."""

    called = "facts"
    keys = (("list.open", "edit this"),)
    nothing = Content("Not here any more")

    def title(self, width: int) -> Content:
        """`Facts`; folded to this line it says what decides."""
        said, page = "", self.scene.page
        if page is not None and self.folded:
            detail = page.detail
            value = formats.money_with(detail.value, detail.currency) if detail.value is not None else ""
            said = "  " + " · ".join(part for part in (page.stage.label, value, f"heat {detail.heat}") if part)
        return Content.assemble(("Facts", title_style(self.lit)), (said, DIM))

    def rows(self, page: LeadPage) -> Sequence[Fact]:
        """Its facts, those that decide first."""
        return fact_rows(self.scene.session, page)

    def draw(self, row: Fact, width: int) -> Content:
        """`label     value`; what cannot be edited is dim."""
        label = Content.styled(row.label, DIM if row.field else "dim")
        room = max(0, width - LABEL_WIDTH - 1)
        value = row.value.truncate(room, ellipsis=True) if row.value.cell_length > room else row.value
        return Content.assemble(label.truncate(LABEL_WIDTH, pad=True), " ", value)

    def open_row(self, row: Fact) -> None:
        """Edit it where it can be edited, else say what sets it."""
        open_fact(self.host, row)

    def remove_row(self, row: Fact) -> bool:
        """A fact is emptied."""
        if not row.field or row.field in ("stage", "title"):
            return False
        set_fact(self.host, row.field, "")
        return True


def fact_rows(session: Session, page: LeadPage) -> list[Fact]:
    """All facts of a lead, those that decide first."""
    return [
        *_deal(session, page),
        *_scores(session, page),
        *_terms(session, page),
        *_reach(page),
        *_origin(session, page),
    ]


def _deal(session: Session, page: LeadPage) -> Iterator[Fact]:
    detail, stage, now = page.detail, page.stage, session.now()
    yield Fact("title", Content.styled(detail.title, "bold"), "title")
    yield Fact("company", _text(detail.company), "company")
    days = whole_days(detail.stage_entered_at, now)
    slow = stage.threshold_days is not None and days > stage.threshold_days
    pace = f", median {stage.median_days:.0f}d" if stage.median_days is not None else ""
    lasting = f"for {days}d{pace}" + (", stuck" if slow else "")
    yield Fact("stage", Content.styled(stage.label, "bold"), "stage")
    yield Fact("", Content.styled(lasting, "$text-warning" if slow else DIM))
    if detail.close_reason:
        yield Fact("because", Content(detail.close_reason))
    if detail.snoozed_until is not None and detail.snoozed_until > now:
        until = formats.weekday(detail.snoozed_until, session.zone)
        yield Fact("snoozed", Content.styled(f"until {until}", "$text-warning"))
    value = formats.money_with(detail.value, detail.currency)
    yield Fact("value", Content.styled(value, "bold") if detail.value is not None else _NONE, "value")
    yield Fact("source", _text(detail.source), "source")


def _scores(session: Session, page: LeadPage) -> Iterator[Fact]:
    detail = page.detail
    by_hand = ("  set by hand", DIM) if detail.score_manual else ""
    score = Content("not scored" if detail.score is None else str(detail.score))
    yield Fact("score", Content.assemble(score, by_hand), "score")
    yield from _ledger(detail.score_reasons)
    hot = bool(detail.is_open) and detail.heat >= session.settings.hot_from
    faded = f"  now {page.heat_now}" if page.heat_now != detail.heat else ""
    yield Fact(
        "heat", Content.assemble(heat_cell(detail.heat, hot=hot), ("  hot" if hot else "", "bold"), (faded, DIM))
    )
    for factor in page.warm:
        yield from _warm(factor, session.now())


def _warm(factor: Factor, now: int) -> Iterator[Fact]:
    """A factor of heat: its points; below, how old its newest evidence is, what it is worth by now, the evidence."""
    reason, old = factor.reason, formats.age(factor.newest_at, now)
    worth = "" if factor.points_now == reason.points else f", now {signed(factor.points_now)}"
    points, evidence = signed(reason.points), formats.one_line(reason.evidence)
    whole = f"{points} {reason.text}: {evidence}. The newest is {old} old, worth {signed(factor.points_now)} now."
    yield Fact(f"{points:>{LABEL_WIDTH}}", Content(reason.text), whole=whole)
    yield Fact("", Content.styled(f"{old}{worth}: {evidence}", DIM), whole=whole)


def _ledger(reasons: str) -> Iterator[Fact]:
    for reason in from_rows(json.loads(reasons)).reasons:
        points = f"{signed(reason.points):>{LABEL_WIDTH}}"
        evidence = f": {formats.one_line(reason.evidence)}" if reason.evidence else ""
        whole = f"{signed(reason.points)} {reason.text}{evidence}"
        yield Fact(points, Content.assemble((reason.text, ""), (evidence, DIM)), whole=whole)


def _terms(session: Session, page: LeadPage) -> Iterator[Fact]:
    detail = page.detail
    ends = [formats.money(end) for end in (detail.budget_min, detail.budget_max) if end is not None]
    budget = f"{'from ' if detail.budget_max is None else ''}{' – '.join(ends)} {detail.currency or ''}".strip()
    yield Fact("budget", Content(budget) if ends else _NONE, "budget")
    yield Fact("deadline", _deadline(detail.deadline_on, session.today()), "deadline")
    yield Fact("tags", _text(", ".join(page.tags)), "tags")


def _deadline(day: str | None, today: date) -> Content:
    if day is None:
        return _NONE
    left = (date.fromisoformat(day) - today).days
    style = "$text-warning" if left < 0 else DIM
    return Content.assemble(day_name(day), (f"  in {left}d" if left >= 0 else f"  {-left}d ago", style))


def _reach(page: LeadPage) -> Iterator[Fact]:
    detail = page.detail
    for label, field in _PLAIN:
        yield Fact(label, _text(getattr(detail, field)), field)
    yield Fact("about", _text(detail.description), "description")


def _origin(session: Session, page: LeadPage) -> Iterator[Fact]:
    detail, now = page.detail, session.now()
    for label, field in _LATER:
        if getattr(detail, field):
            yield Fact(label, _text(getattr(detail, field)), field)
    own = custom_fields(session.database)
    for name, text in own_texts(own, json.loads(detail.custom)).items():
        known = declared(own, name.removeprefix(CUSTOM))
        shown = Content(day_name(text)) if text and known is not None and known.kind == DATE else _text(text)
        yield Fact(formats.one_line(name.removeprefix(CUSTOM), LABEL_WIDTH), shown, name)
    created = formats.day(detail.created_at, session.zone, now).strip()
    brought = f", import {detail.import_id}" if detail.import_id is not None else ""
    yield Fact("created", Content.styled(created + brought, DIM))


def _text(value: str | None) -> Content:
    return Content(formats.one_line(value)) if value else _NONE
