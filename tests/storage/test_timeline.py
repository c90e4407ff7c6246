"""What happened with a lead, in order: a mood stands on the timeline where it turned."""

from __future__ import annotations

from typing import Any

from storage.queries.timeline import timeline, timeline_count

DAY = 86_400_000


def test_a_mood_stands_on_the_timeline_where_it_turned(rep: Any):
    lead = rep.lead()
    ann, bob = rep.add("contact", lead_id=lead), rep.add("contact", lead_id=lead, name="Bob Ray")
    told = (
        (ann, "positive", 9), (bob, "negative", 8), (ann, "positive", 7), (ann, "negative", 6), (ann, None, 5),
        (bob, "negative", 4),
    )  # fmt: skip
    for person, mood, ago in told:
        rep.add("sentiment_event", lead_id=lead, contact_id=person, sentiment=mood, at=rep.now - ago * DAY)
    rows = timeline(rep.database, lead, kinds="mood")
    assert [(row.contact, row.text) for row in rows] == [
        ("Ann Lee", "negative → not known"), ("Ann Lee", "positive → negative"), ("Bob Ray", "negative"),
        ("Ann Lee", "positive"),
    ]  # fmt: skip


def test_the_count_is_that_of_the_rows_whatever_is_let_through(rep: Any):
    lead = rep.lead()
    ann = rep.add("contact", lead_id=lead)
    for ago in range(3):
        rep.add("touch", lead_id=lead, at=rep.now - ago * DAY)
        rep.add("sentiment_event", lead_id=lead, contact_id=ann, sentiment="neutral", at=rep.now - ago * DAY)
    rep.add("note", lead_id=lead)
    for kinds in ("", "mood", "touch mood", "note", "stage task"):
        rows = timeline(rep.database, lead, kinds=kinds)
        assert timeline_count(rep.database, lead, kinds) == len(rows), kinds
        assert not kinds or {row.kind for row in rows} <= set(kinds.split())
    assert [row.at for row in timeline(rep.database, lead)] == sorted(
        (row.at for row in timeline(rep.database, lead)), reverse=True
    )
    assert timeline(rep.database, lead, limit=2, offset=1) == timeline(rep.database, lead)[1:3]


def test_a_message_says_whether_it_was_ever_anybodys_word(rep: Any):
    lead = rep.lead()
    told: tuple[tuple[str, dict[str, Any]], ...] = (
        ("DRAFT", {"status": "DRAFT"}), ("HANDED_OVER", {"status": "DRAFT", "way": "mailto"}),
        ("SCHEDULED", {"status": "SCHEDULED"}), ("SCHEDULED", {"status": "SCHEDULED", "claimed_at": 1}),
        ("IN_DOUBT", {"status": "SCHEDULED", "claimed_at": 1, "failure": "late"}), ("FAILED", {"status": "FAILED"}),
        ("SENT", {"status": "SENT", "way": "smtp"}), ("BOUNCED", {"status": "BOUNCED"}),
        ("READ", {"direction": "in", "status": "READ"}),
        ("OUT_OF_OFFICE", {"direction": "in", "status": "READ", "automatic": "out_of_office"}),
    )  # fmt: skip
    for number, (_, values) in enumerate(told):
        rep.add("message", lead_id=lead, at=rep.now - number, **{"direction": "out", **values})
    rows = timeline(rep.database, lead, kinds="message")
    assert [row.detail for row in rows] == [f"email {fate}" for fate, _ in told]
