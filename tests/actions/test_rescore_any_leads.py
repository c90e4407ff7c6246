"""Whatever leads, rules and edits there are: one by one, all at once and from scratch the scores are the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hermes_tui.actions.history import redo, undo
from hermes_tui.actions.leads import add_lead, edit_lead
from hermes_tui.actions.rescore import rescore
from hermes_tui.actions.rules import adopt, basis_in_force
from hermes_tui.actions.tags import parse_change, tag_leads
from hermes_tui.actions.what_if import what_if
from hermes_tui.scoring.basis import score
from hermes_tui.scoring.qualification import Inquiry
from hermes_tui.scoring.rules import DEFAULT_RULES, Rules, WordRule
from hermes_tui.scoring.rules_text import as_text
from hermes_tui.scoring.score import ledger
from storage.database import Database

TODAY = date(2026, 6, 22)
NOW = 1_782_118_800_000

_SAID = st.lists(
    st.sampled_from(
        ("remote", "not remote", "python", "React,", "budget: $5k–10k", "no budget", "for equity", "5k USD", "[hiring]",
         "rust", "€200", "scope is unclear", "a CRM for", "acme.com", "’tis")
    ),
    max_size=5,
).map(" ".join)  # fmt: skip
_TAGS = st.sampled_from(("", "hiring", "remote, old", "rfp"))
_BUDGET = st.sampled_from(("", "300", "9000"))
_SCORE = st.sampled_from(("", "", "", "12"))
_LEADS = st.lists(
    st.fixed_dictionaries(
        {"title": st.just("Lead"), "description": _SAID, "tags": _TAGS, "budget_max": _BUDGET, "score": _SCORE}
    ),
    min_size=1, max_size=5,
)  # fmt: skip
_RULES = st.builds(
    DEFAULT_RULES._replace,
    stack=st.sampled_from((DEFAULT_RULES.stack, ("rust",), ())),
    remote_points=st.sampled_from((5, 15, 0, -3)),
    threshold=st.sampled_from((15, 5, 40)),
    budget_minimum=st.sampled_from((0, 50_000)),
    custom=st.sampled_from(((), (WordRule("wants a CRM", ("crm",), 8),))),
    qualify_new=st.booleans(),
)
_EDITS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.one_of(
            st.builds(lambda text: {"description": text}, _SAID),
            st.builds(lambda text: {"budget_max": text}, _BUDGET),
            st.builds(lambda text: {"score": text}, st.sampled_from(("", "7"))),
            st.sampled_from(({"tags": "+hiring"}, {"tags": "-hiring"}, {"title": "Remote python"})),
        ),
    ),
    max_size=4,
)

_OWN = """SELECT id, title, COALESCE(description, ''), budget_min, budget_max, COALESCE(currency, ''), score,
    score_reasons, score_key, stage_id, score_manual FROM lead ORDER BY id"""
_KEPT = "SELECT id, score, score_reasons, score_key, score_manual, stage_id FROM lead ORDER BY id"
_VISITS = "SELECT lead_id, from_stage_id, to_stage_id, cause, left_at IS NULL FROM stage_event ORDER BY lead_id, id"


def kept(database: Database) -> list[Any]:
    return [*database.rows(_KEPT), *database.rows(_VISITS)]


def check_from_scratch(database: Database) -> None:
    """Every score that the rules made is what they say of the lead's words alone, and says so."""
    basis = basis_in_force(database)
    for row in database.rows(_OWN):
        if row[10]:
            continue
        tags = database.rows("SELECT name FROM tag JOIN lead_tag ON tag_id = tag.id WHERE lead_id = ?", (row[0],))
        found = score(Inquiry(row[1], row[2], tuple(sorted(tag for (tag,) in tags)), *row[3:6]), basis)
        assert (row[6], row[7], row[8]) == (found.points, ledger(found), basis.key)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=25)
@given(leads=_LEADS, rules=st.lists(_RULES, max_size=2), edits=_EDITS)
def test_one_by_one_all_at_once_and_from_scratch_are_the_same(
    begin_file: Callable[[], Database], leads: list[dict[str, str]], rules: list[Rules],
    edits: list[tuple[int, dict[str, str]]],
) -> None:  # fmt: skip
    database = begin_file()
    try:
        _live_through(database, leads, rules, edits)
    finally:
        database.close()


def _live_through(
    database: Database, leads: list[dict[str, str]], rules: list[Rules], edits: list[tuple[int, dict[str, str]]]
) -> None:
    ids = [add_lead(database, lead, NOW, TODAY).made for lead in leads]
    check_from_scratch(database)
    for place, each in enumerate(rules):
        before = kept(database)
        basis = basis_in_force(database)._replace(rules=each)
        expected = what_if(database, basis)
        done = adopt(database, as_text(each), NOW)
        assert (done.leads, done.changed, done.qualified) == (expected.leads, expected.changed, expected.qualified)
        check_from_scratch(database)
        if place and done.action_id:
            after = kept(database)
            undo(database, NOW)
            assert kept(database)[: len(ids)] == before[: len(ids)]
            redo(database, NOW)
            assert kept(database) == after
    for place, edit in edits:
        lead = ids[place % len(ids)]
        if "tags" in edit:
            tag_leads(database, [lead], parse_change(edit["tags"]), NOW)
        else:
            edit_lead(database, [lead], edit, NOW, TODAY)
        check_from_scratch(database)
    one_by_one = kept(database)
    assert rescore(database, NOW).looked_at == 0
    every = rescore(database, NOW, every=True)
    assert (every.changed, every.qualified, every.action_id) == (0, 0, 0)
    assert kept(database) == one_by_one
