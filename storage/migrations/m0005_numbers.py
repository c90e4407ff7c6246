"""The fifth schema: visits as the figures count them, the rep's goals, and the indexes that figures are read by.

A released migration is frozen: later shapes come in later files. The copies it adds are filled by
storage/derived.py once every step has run (storage/migrations/__init__.py).
"""

from __future__ import annotations

from storage.migrations.m0001_first import split

TABLES = """
-- Copy of stage_event as definitions.md counts ("Pipeline velocity"): moves taken back at once are none, funnel groups
-- that a deal skipped are filled in. Kept by storage/visits.py.
CREATE TABLE visit (
    lead_id        INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    n              INTEGER NOT NULL,                -- in order, from 1
    stage_id       INTEGER NOT NULL REFERENCES stage(id),
    at             INTEGER NOT NULL,
    left_at        INTEGER,                         -- NULL: it stands there
    length         INTEGER,                         -- of a completed visit, ms; NULL where it stands or only passed
    passed         INTEGER NOT NULL CHECK (passed IN (0, 1)),   -- 1: skipped, filled in for the funnel; no visit
    group_id       INTEGER,                         -- the first stage of the funnel group that it enters; NULL: it was in it
    entered_before INTEGER,                         -- when the lead entered that group the time before
    outcome        TEXT CHECK (outcome IN ('advanced', 'dropped')),     -- what came first after it entered
    outcome_at     INTEGER,
    PRIMARY KEY (lead_id, n)
) STRICT, WITHOUT ROWID;

-- What the rep wants of a month; it holds for the months after it, until another is set.
CREATE TABLE goal (
    id         INTEGER PRIMARY KEY,
    month      TEXT NOT NULL CHECK (month LIKE '____-__'),
    kind       TEXT NOT NULL CHECK (kind IN ('touches', 'meetings', 'won_value')),
    amount     INTEGER NOT NULL CHECK (amount >= 0),    -- a count, or minor units; 0: none from then on
    currency   TEXT,                                -- of won_value
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (month, kind)
) STRICT;

DROP INDEX stage_event_visit;                       -- visit_length and visit_entered stand in its place
CREATE INDEX visit_length ON visit (stage_id, length, left_at) WHERE length IS NOT NULL;
CREATE INDEX visit_entered ON visit (group_id, at, entered_before, outcome_at, outcome, passed)
    WHERE group_id IS NOT NULL;
-- Where each lead stands, with what is summed over it: covers the figures of now.
CREATE INDEX lead_standing ON lead (stage_id, stage_entered_at, source, currency, value, engaged_at, created_at);
CREATE INDEX touch_at ON touch (at, kind, direction, automatic, lead_id);
CREATE INDEX message_at ON message (at, direction, status, automatic, channel, lead_id);
CREATE INDEX note_at ON note (at, lead_id) WHERE kind = 'MANUAL';
CREATE INDEX lead_deadline ON lead (deadline_on) WHERE deadline_on IS NOT NULL;
-- What leads were worth, or due, before: storage/queries/as_of.py asks in the same words.
CREATE INDEX change_worth ON change (action_id) WHERE table_name = 'lead' AND op <> 'insert'
    AND (instr(before, '"value":') > 0 OR instr(before, '"currency":') > 0 OR instr(before, '"deadline_on":') > 0);
"""


def statements() -> list[str]:
    """Every statement of the migration, in order."""
    return split(TABLES)
