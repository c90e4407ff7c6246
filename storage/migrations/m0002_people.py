"""The second schema: what a deal's people make of its risk, their changes of mood, and pairs that are no duplicates.

A released migration is frozen: later shapes come in later files. The copies it adds are filled by
storage/derived.py once every step has run (storage/migrations/__init__.py).
"""

from __future__ import annotations

from storage.migrations.m0001_first import split

TABLES = """
-- Copies: whether the role can say yes to the purchase; the last word to this person.
ALTER TABLE contact ADD COLUMN last_out_at INTEGER;
ALTER TABLE contact ADD COLUMN buys INTEGER NOT NULL DEFAULT 0 CHECK (buys IN (0, 1));

-- Copies of what risk is made of: when the two people heard from most lately spoke, the champion and when they did,
-- how many can buy, whether every mood is bad; and the moment from which an open lead is at risk (NULL: never).
ALTER TABLE lead ADD COLUMN heard_at INTEGER;
ALTER TABLE lead ADD COLUMN second_heard_at INTEGER;
ALTER TABLE lead ADD COLUMN champion_id INTEGER;
ALTER TABLE lead ADD COLUMN champion_heard_at INTEGER;
ALTER TABLE lead ADD COLUMN buyers INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lead ADD COLUMN only_negative INTEGER NOT NULL DEFAULT 0 CHECK (only_negative IN (0, 1));
ALTER TABLE lead ADD COLUMN risk_from INTEGER;

-- Append-only: each time a person's mood was set to another; NULL is "not known any more".
CREATE TABLE sentiment_event (
    id         INTEGER PRIMARY KEY,
    lead_id    INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    contact_id INTEGER REFERENCES contact(id) ON DELETE CASCADE,
    sentiment  TEXT CHECK (sentiment IN ('positive', 'neutral', 'negative')),
    at         INTEGER NOT NULL
) STRICT;

-- Pairs that look like one lead and were said to be two.
CREATE TABLE not_duplicate (
    id     INTEGER PRIMARY KEY,
    lead_a INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    lead_b INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    at     INTEGER NOT NULL,
    CHECK (lead_a < lead_b),
    UNIQUE (lead_a, lead_b)
) STRICT;

CREATE INDEX sentiment_event_lead ON sentiment_event (lead_id, at);
CREATE INDEX sentiment_event_contact ON sentiment_event (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX not_duplicate_b ON not_duplicate (lead_b);
CREATE INDEX objection_kind ON objection (kind, state);
CREATE INDEX contact_phone ON contact (phone) WHERE phone IS NOT NULL;

-- The queue parts deals at risk from the others, by the index alone.
DROP INDEX lead_stale;
CREATE INDEX lead_stale ON lead (in_play, silent_since, next_task_on, snoozed_until, owed_since, risk_from)
    WHERE is_open = 1;
CREATE INDEX lead_risk ON lead (risk_from) WHERE is_open = 1 AND risk_from IS NOT NULL;
"""


def statements() -> list[str]:
    """Every statement of the migration, in order."""
    return split(TABLES)
