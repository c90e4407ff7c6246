"""A rep drafts an offer, sends it, hears that it was read, and what became of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hermes_tui.actions import history
from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead, edit_lead
from hermes_tui.actions.proposals import STATUSES, add_proposal, delete_draft, edit_proposal, mark, new_version
from hermes_tui.actions.stages import move
from hermes_tui.actions.touches import log_touch
from storage.database import Database
from storage.errors import HermesError, NotFound, UsageError
from storage.queries.lead import contacts, detail, visits
from storage.queries.proposals import Offer, offer, versions, waiting_lines

TODAY = date(2026, 6, 22)
DAY = 86_400_000
HOUR = 3_600_000
PROPOSAL_SENT = 9


@pytest.fixture
def acme(database: Database, now: int) -> int:
    """A lead of last month, in Responded for ten days, with one person."""
    given = {"title": "ERP rollout", "company": "Acme Corp", "value": "24k", "currency": "EUR"}
    lead_id = add_lead(database, given, now, TODAY, at=now - 30 * DAY).made
    move(database, [lead_id], "RESPONDED", now, at=now - 10 * DAY)
    add_contact(database, lead_id, {"name": "Ann Lee"}, now, TODAY)
    return lead_id


@pytest.fixture
def draft(database: Database, acme: int, now: int) -> int:
    """Its proposal, in draft."""
    return add_proposal(database, acme, {"title": "ERP in three steps"}, now, TODAY).made


def touches(database: Database) -> list[tuple[object, ...]]:
    return database.rows("SELECT kind, direction, contact_id, at FROM touch ORDER BY id")


def everything(database: Database) -> list[list[tuple[object, ...]]]:
    names = ("lead", "proposal", "touch", "stage_event", "contact", "signal")
    return [database.rows(f"SELECT * FROM {name} ORDER BY id") for name in names]


# -- drafting --------------------------------------------------------------------------------------------


def test_a_first_draft_is_filled_from_what_is_known_of_the_lead(database: Database, acme: int, now: int) -> None:
    outcome = add_proposal(database, acme, {}, now, TODAY)
    made = offer(database, outcome.made)
    assert outcome.words == "Acme Corp: proposal drafted, 24,000 EUR"
    assert (made.title, made.version, made.status) == ("ERP rollout", 1, "DRAFT")
    assert (made.amount, made.currency, made.expires_on) == (2_400_000, "EUR", "2026-07-22")
    assert "Ann Lee" in made.body
    assert "‹when›" in made.body


def test_a_lead_valued_in_no_currency_of_this_world_can_still_be_offered_something(
    database: Database, acme: int, now: int
) -> None:
    edit_lead(database, [acme], {"currency": "XBT"}, now, TODAY)
    assert offer(database, add_proposal(database, acme, {}, now, TODAY).made).amount is None
    made = offer(database, add_proposal(database, acme, {"title": "B", "amount": "5k"}, now, TODAY).made)
    assert (made.amount, made.currency) == (500_000, "USD")


def test_a_draft_touches_nothing_and_moves_nothing(database: Database, acme: int, draft: int) -> None:
    assert touches(database) == []
    assert detail(database, acme).stage_id == 6


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": "  "}, "needs a title"),
        ({"title": "x" * 201}, "200 is the most"),
        ({"amount": "-5"}, "less than nothing"),
        ({"amount": "much"}, "no amount"),
        ({"amount": "5 XYZ"}, "no currency I know"),
        ({"amount": "€5 USD"}, "two currencies"),
        ({"amount": "5 USD", "currency": "EUR"}, "USD or EUR"),
        ({"currency": "EURO"}, "did you mean EUR"),
        ({"expires": "someday"}, "no day I know"),
        ({"body": "x" * 1_000_000}, "200,000 is the most"),
        ({"terms": "x" * 20_001}, "20,000 is the most"),
        ({"titel": "x"}, "did you mean `title`"),
    ],
)
def test_what_an_offer_cannot_say_is_refused_in_one_sentence(
    database: Database, acme: int, draft: int, now: int, given: dict[str, str], words: str
) -> None:
    before = everything(database)
    for attempt in (
        lambda: add_proposal(database, acme, {"title": "Another", **given}, now, TODAY),
        lambda: edit_proposal(database, draft, given, now, TODAY),
    ):
        with pytest.raises(UsageError, match=words) as refused:
            attempt()
        assert str(refused.value).count("\n") == 0
    assert everything(database) == before


def test_markup_and_control_characters_in_an_offer_are_data(database: Database, acme: int, now: int) -> None:
    given = {"title": "[/] \x1b[31mred\x00", "body": "[/]\x07\u202e **b**", "terms": "\x9b1m net 30"}
    made = offer(database, add_proposal(database, acme, given, now, TODAY).made)
    assert (made.title, made.body, made.terms) == ("[/] red", "[/] **b**", "net 30")


def test_two_offers_of_one_title_would_be_one(database: Database, acme: int, draft: int, now: int) -> None:
    with pytest.raises(UsageError, match=f"proposal {draft}, v1"):
        add_proposal(database, acme, {"title": "ERP in three steps"}, now, TODAY)
    assert add_proposal(database, acme, {"title": "Support only"}, now, TODAY).made


# -- sending ---------------------------------------------------------------------------------------------


def test_sending_moves_the_lead_forward_and_touches_it(database: Database, acme: int, draft: int, now: int) -> None:
    before = everything(database)
    outcome = mark(database, draft, "sent", now)
    assert outcome.words == "Acme Corp: proposal v1 sent, 24,000 EUR → Proposal sent"
    lead = detail(database, acme)
    assert (lead.stage_id, lead.stage_entered_at, lead.last_touch_at) == (PROPOSAL_SENT, now, now)
    assert lead.unanswered_out == 1
    ann = contacts(database, acme)[0]
    assert touches(database) == [("email", "out", ann.id, now)]
    assert ann.touch_count == 1
    history.undo(database, now)
    assert everything(database) == before


@pytest.mark.parametrize("minutes", [-59, 0, 59])
def test_a_proposal_whose_mail_was_logged_is_one_touch_not_two(
    database: Database, acme: int, draft: int, now: int, minutes: int
) -> None:
    log_touch(database, [acme], "email", now, at=now - 2 * HOUR + minutes * 60_000)
    mark(database, draft, "SENT", now, at=now - 2 * HOUR)
    assert len(touches(database)) == 1
    assert detail(database, acme).unanswered_out == 1


@pytest.mark.parametrize(("via", "inbound", "hours"), [("email", False, 2), ("call", False, 0), ("email", True, 0)])
def test_another_mail_a_call_or_their_word_did_not_carry_it(
    database: Database, acme: int, draft: int, now: int, via: str, inbound: bool, hours: int
) -> None:
    log_touch(database, [acme], via, now, inbound=inbound, at=now - hours * HOUR)
    mark(database, draft, "SENT", now)
    assert len(touches(database)) == 2


@pytest.mark.parametrize("stage", ["NEGOTIATING", "WON", "LOST", "ARCHIVED"])
def test_sending_never_moves_a_lead_back_or_opens_one(
    database: Database, acme: int, draft: int, now: int, stage: str
) -> None:
    move(database, [acme], stage, now, reason="price" if stage == "LOST" else None)
    was = detail(database, acme).stage_id
    assert mark(database, draft, "sent", now).words == "Acme Corp: proposal v1 sent, 24,000 EUR"
    assert detail(database, acme).stage_id == was


def test_a_sending_logged_late_begins_no_visit_before_the_one_it_ends(
    database: Database, acme: int, draft: int, now: int
) -> None:
    mark(database, draft, "sent", now, at=now - 20 * DAY)
    assert offer(database, draft).sent_at == now - 20 * DAY
    assert touches(database)[0][3] == now - 20 * DAY
    assert [visit.entered_at for visit in visits(database, acme)] == [now - 30 * DAY, now - 10 * DAY, now - 10 * DAY]


# -- read, and decided -----------------------------------------------------------------------------------


def test_a_view_is_heat_in_the_same_undo(database: Database, acme: int, draft: int, now: int) -> None:
    mark(database, draft, "sent", now, at=now - DAY)
    before = everything(database)
    mark(database, draft, "viewed", now)
    assert detail(database, acme).heat == 10
    history.undo(database, now)
    assert everything(database) == before


def test_what_was_viewed_had_been_sent(database: Database, acme: int, draft: int, now: int) -> None:
    assert mark(database, draft, "viewed", now).words.endswith("proposal v1 viewed, 24,000 EUR → Proposal sent")
    row = offer(database, draft)
    assert (row.sent_at, row.viewed_at) == (now, now)
    assert len(touches(database)) == 1


def test_acceptance_alone_closes_nothing(database: Database, acme: int, draft: int, now: int) -> None:
    mark(database, draft, "accepted", now)
    lead = detail(database, acme)
    assert (lead.stage_id, lead.value) == (PROPOSAL_SENT, 2_400_000)
    assert offer(database, draft).decided_at == now


def test_acceptance_wins_the_lead_and_sets_its_value_where_the_rep_says_so(
    database: Database, acme: int, draft: int, now: int
) -> None:
    edit_proposal(database, draft, {"amount": "22.5k CHF"}, now, TODAY)
    mark(database, draft, "sent", now, at=now - 2 * DAY)
    before = everything(database)
    outcome = mark(database, draft, "accepted", now, at=now - DAY, win=True, take_value=True)
    assert outcome.words == "Acme Corp: proposal v1 accepted, 22,500 CHF, the lead's value follows → Won"
    lead = detail(database, acme)
    assert (lead.value, lead.currency, lead.is_open, lead.stage_entered_at) == (2_250_000, "CHF", 0, now - DAY)
    history.undo(database, now)
    assert everything(database) == before


def test_a_lead_can_be_won_later_by_what_was_accepted(database: Database, acme: int, draft: int, now: int) -> None:
    mark(database, draft, "accepted", now)
    assert mark(database, draft, "accepted", now).action_id == 0
    mark(database, draft, "accepted", now, win=True)
    assert not detail(database, acme).is_open


def test_a_lead_that_was_won_is_not_said_to_be_won_again(database: Database, acme: int, draft: int, now: int) -> None:
    move(database, [acme], "won", now)
    assert "→" not in mark(database, draft, "accepted", now, win=True).words


def test_only_an_accepted_offer_with_an_amount_gives_a_value(database: Database, draft: int, now: int) -> None:
    with pytest.raises(UsageError, match="Only an accepted"):
        mark(database, draft, "sent", now, win=True)
    edit_proposal(database, draft, {"amount": ""}, now, TODAY)
    with pytest.raises(UsageError, match="no amount"):
        mark(database, draft, "accepted", now, take_value=True)
    assert offer(database, draft).status == "DRAFT"


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ("sent", "draft", "cannot be draft again"),
        ("viewed", "sent", "cannot be sent again"),
        ("accepted", "sent", "is accepted"),
        ("accepted", "rejected", "is accepted"),
        ("rejected", "viewed", "is rejected"),
        ("sent", "lost", "it is sent, viewed"),
    ],
)
def test_a_status_never_goes_back(database: Database, draft: int, now: int, first: str, then: str, words: str) -> None:
    mark(database, draft, first, now)
    before = everything(database)
    with pytest.raises(UsageError, match=words):
        mark(database, draft, then, now)
    assert everything(database) == before


def test_what_expired_may_still_be_accepted_and_what_was_never_sent_cannot_expire(
    database: Database, draft: int, now: int
) -> None:
    with pytest.raises(UsageError, match="never sent"):
        mark(database, draft, "expired", now)
    mark(database, draft, "sent", now)
    mark(database, draft, "expired", now)
    mark(database, draft, "accepted", now)
    assert offer(database, draft).status == "ACCEPTED"


def test_what_became_of_it_happens_in_order(database: Database, draft: int, now: int) -> None:
    with pytest.raises(UsageError, match="future"):
        mark(database, draft, "sent", now, at=now + 1)
    mark(database, draft, "sent", now, at=now - DAY)
    with pytest.raises(UsageError, match="was sent at 2026-06-21"):
        mark(database, draft, "viewed", now, at=now - 2 * DAY)


# -- versions --------------------------------------------------------------------------------------------


def content(row: Offer) -> tuple[object, ...]:
    return (row.version, row.status, row.amount, row.body)


def test_a_draft_is_edited_in_place(database: Database, draft: int, now: int) -> None:
    outcome = edit_proposal(database, draft, {"amount": "20k", "title": "ERP in two steps"}, now, TODAY)
    assert (outcome.made, outcome.words) == (draft, "Acme Corp: proposal v1 changed")
    row = offer(database, draft)
    assert (row.version, row.amount, row.currency, row.title) == (1, 2_000_000, "EUR", "ERP in two steps")
    assert edit_proposal(database, draft, {"amount": "20000"}, now, TODAY).action_id == 0


def test_what_went_out_is_kept_and_editing_it_makes_the_next_version(
    database: Database, acme: int, draft: int, now: int
) -> None:
    mark(database, draft, "sent", now)
    first = offer(database, draft)
    outcome = edit_proposal(database, draft, {"amount": "20k", "body": "cheaper"}, now, TODAY)
    assert outcome.words == "Acme Corp: proposal v2 drafted from v1, 20,000 EUR"
    assert offer(database, draft) == first
    assert content(offer(database, outcome.made)) == (2, "DRAFT", 2_000_000, "cheaper")
    with pytest.raises(UsageError, match=f"Version 2 is a draft already .proposal {outcome.made}"):
        edit_proposal(database, draft, {"amount": "19k"}, now, TODAY)
    with pytest.raises(UsageError, match="draft already"):
        new_version(database, outcome.made, now, TODAY)
    mark(database, outcome.made, "sent", now)
    assert new_version(database, draft, now, TODAY).words.startswith("Acme Corp: proposal v3 drafted from v1")
    assert [row.version for row in versions(database, acme, first.title)] == [3, 2, 1]


def test_the_title_holds_the_versions_together(database: Database, draft: int, now: int) -> None:
    mark(database, draft, "sent", now)
    with pytest.raises(UsageError, match="holds its versions together"):
        edit_proposal(database, draft, {"title": "Other"}, now, TODAY)


def test_no_version_is_born_expired(database: Database, draft: int, now: int) -> None:
    edit_proposal(database, draft, {"expires": "2026-06-01"}, now, TODAY)
    mark(database, draft, "sent", now, at=now - 30 * DAY)
    made = new_version(database, draft, now, TODAY).made
    assert offer(database, made).expires_on == "2026-07-22"


def test_only_a_draft_is_deleted_and_undo_brings_it_back(database: Database, draft: int, now: int) -> None:
    kept = offer(database, draft)
    delete_draft(database, draft, now)
    with pytest.raises(NotFound, match="no proposal"):
        offer(database, draft)
    history.undo(database, now)
    assert offer(database, draft) == kept
    mark(database, draft, "sent", now)
    with pytest.raises(UsageError, match="gone out"):
        delete_draft(database, draft, now)


def test_of_an_offer_only_the_version_that_counts_waits(database: Database, acme: int, draft: int, now: int) -> None:
    mark(database, draft, "sent", now)
    second = new_version(database, draft, now, TODAY).made
    assert [(line.id, line.replaced_by) for line in waiting_lines(database)] == [(draft, None), (second, None)]
    mark(database, second, "sent", now)
    assert [line.id for line in waiting_lines(database)] == [second]


# -- whatever is done ------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(st.sampled_from([*STATUSES, "edit", "next", "delete", "won"]), st.integers(0, 3), st.integers(0, 72)),
    max_size=12,
)


def words_of_sent(database: Database) -> dict[int, tuple[object, ...]]:
    rows = database.rows("SELECT id, title, body, amount, currency, terms, expires_on, sent_at FROM proposal"
                         " WHERE status <> 'DRAFT'")  # fmt: skip
    return {row[0]: row[1:] for row in rows}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_done_what_went_out_stays_counts_once_and_is_undone_whole(
    database: Database, acme: int, draft: int, now: int, steps: list[tuple[str, int, int]]
) -> None:
    before = everything(database)
    done = 0
    for what, which, hours in steps:
        rows = database.rows("SELECT id FROM proposal ORDER BY id")
        if not rows:
            break
        number = rows[which % len(rows)][0]
        sent = words_of_sent(database)
        try:
            if what == "edit":
                outcome = edit_proposal(database, number, {"amount": str(hours)}, now, TODAY)
            elif what == "next":
                outcome = new_version(database, number, now, TODAY)
            elif what == "delete":
                outcome = delete_draft(database, number, now)
            elif what == "won":
                outcome = mark(database, number, "accepted", now, win=True, take_value=True)
            else:
                outcome = mark(database, number, what, now, at=now - hours * HOUR)
        except HermesError:
            continue
        done += bool(outcome.action_id)
        assert words_of_sent(database).items() >= sent.items()
        sendings = database.value("SELECT COUNT(*) FROM proposal WHERE sent_at IS NOT NULL")
        assert len(touches(database)) <= sendings
        assert detail(database, acme).unanswered_out == len(touches(database))
        drafts = "SELECT COUNT(*) FROM proposal WHERE status = 'DRAFT' GROUP BY lead_id, title"
        assert (database.value(drafts) or 0) <= 1
    for _ in range(done):
        history.undo(database, now)
    assert everything(database) == before
