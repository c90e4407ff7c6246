"""The first schema: every entity of Hermes, its indexes, the full-text tables and the kept totals.

A released migration is frozen: later shapes come in later files, never by editing this one.
Moments are INTEGER UTC milliseconds (`…_at`, `…_since`, `…_until`), dates are TEXT `YYYY-MM-DD` (`…_on`),
money is INTEGER minor units beside a currency. Columns marked *copy* are derived from other rows, kept in
the same transaction by storage/derived.py and rebuilt by `hermes doctor --repair`.
"""

from __future__ import annotations

STAGES: tuple[tuple[str, str, str, str, int | None], ...] = (
    # name, label, kind, funnel group, days after which a deal in it counts as stuck
    ("NEW", "New", "open", "NEW", 7),
    ("QUALIFIED", "Qualified", "open", "QUALIFIED", 7),
    ("CONTACTED", "Contacted", "open", "CONTACTED", 10),
    ("FOLLOWUP_1", "Follow-up 1", "open", "CONTACTED", 10),
    ("FOLLOWUP_2", "Follow-up 2", "open", "CONTACTED", 14),
    ("RESPONDED", "Responded", "open", "RESPONDED", 10),
    ("CALL_SCHEDULED", "Call scheduled", "open", "CALL_SCHEDULED", 10),
    ("CALL_DONE", "Call done", "open", "CALL_DONE", 14),
    ("PROPOSAL_SENT", "Proposal sent", "open", "PROPOSAL_SENT", 21),
    ("NEGOTIATING", "Negotiating", "open", "NEGOTIATING", 21),
    ("WON", "Won", "won", "WON", None),
    ("LOST", "Lost", "lost", "LOST", None),
    ("ARCHIVED", "Archived", "archived", "ARCHIVED", None),
)

TABLES = """
CREATE TABLE stage (
    id           INTEGER PRIMARY KEY,               -- 1 … 13, in pipeline order
    name         TEXT NOT NULL UNIQUE,
    label        TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('open', 'won', 'lost', 'archived')),
    funnel_group TEXT NOT NULL,
    stuck_days   INTEGER CHECK (stuck_days > 0)
) STRICT;

-- Copy: completed visits of a stage and their median length; refreshed after imports and once a day.
CREATE TABLE stage_pace (
    stage_id     INTEGER PRIMARY KEY REFERENCES stage(id),
    completed_n  INTEGER NOT NULL,
    median_days  REAL
) STRICT;

CREATE TABLE import (
    id           INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    name         TEXT NOT NULL,
    sha256       TEXT,
    mapping      TEXT NOT NULL DEFAULT '{}',
    created      INTEGER NOT NULL DEFAULT 0,
    updated      INTEGER NOT NULL DEFAULT 0,
    unchanged    INTEGER NOT NULL DEFAULT 0,
    duplicates   INTEGER NOT NULL DEFAULT 0,
    rejected     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE lead (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given again: the trail of a deleted lead is its own
    title            TEXT NOT NULL CHECK (title <> ''),
    company          TEXT,
    description      TEXT,
    source           TEXT,
    source_url       TEXT,
    external_id      TEXT,
    author           TEXT,
    author_url       TEXT,
    email            TEXT,
    email_source     TEXT,
    phone            TEXT,
    website          TEXT,
    budget_min       INTEGER,
    budget_max       INTEGER,
    value            INTEGER,
    currency         TEXT,
    deadline_on      TEXT,
    stage_id         INTEGER NOT NULL DEFAULT 1 REFERENCES stage(id),
    score            INTEGER,                       -- NULL: not scored yet
    score_reasons    TEXT NOT NULL DEFAULT '[]',
    score_manual     INTEGER NOT NULL DEFAULT 0 CHECK (score_manual IN (0, 1)),
    close_reason     TEXT,
    snoozed_until    INTEGER,
    dismissed_at     INTEGER,                       -- "no answer needed" was said then
    engaged_at       INTEGER,                       -- imported start of the deal, where it is not created_at
    custom           TEXT NOT NULL DEFAULT '{}',
    import_id        INTEGER REFERENCES import(id),
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,
    -- copies
    is_open          INTEGER NOT NULL DEFAULT 1 CHECK (is_open IN (0, 1)),
    in_play          INTEGER NOT NULL DEFAULT 0 CHECK (in_play IN (0, 1)),  -- open, at or past RESPONDED
    stage_entered_at INTEGER NOT NULL,
    last_touch_at    INTEGER,
    last_in_at       INTEGER,
    last_out_at      INTEGER,
    silent_since     INTEGER NOT NULL,              -- last touch, or creation
    unanswered_out   INTEGER NOT NULL DEFAULT 0,    -- outbound touches and messages since the last inbound
    owed_since       INTEGER,                       -- the buyer wrote then and waits for an answer
    owed_quote       TEXT,
    next_task_id     INTEGER,
    next_task_on     TEXT,
    heat             INTEGER NOT NULL DEFAULT 0,
    heat_reasons     TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE contact (
    id             INTEGER PRIMARY KEY,
    lead_id        INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    name           TEXT NOT NULL CHECK (name <> ''),
    email          TEXT,
    email_typed    TEXT,
    phone          TEXT,
    phone_typed    TEXT,
    role           TEXT,
    channel        TEXT,
    sentiment      TEXT CHECK (sentiment IN ('positive', 'neutral', 'negative')),
    is_primary     INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
    bounced_at     INTEGER,
    import_id      INTEGER REFERENCES import(id),
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    -- copies
    last_touch_at  INTEGER,
    last_in_at     INTEGER,
    touch_count    INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE note (
    id         INTEGER PRIMARY KEY,
    lead_id    INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    contact_id INTEGER REFERENCES contact(id) ON DELETE SET NULL,
    kind       TEXT NOT NULL DEFAULT 'MANUAL' CHECK (kind IN ('MANUAL', 'AI_ANALYSIS', 'AI_RESEARCH', 'SYSTEM')),
    model      TEXT,
    text       TEXT NOT NULL,
    at         INTEGER NOT NULL,
    import_id  INTEGER REFERENCES import(id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE objection (
    id          INTEGER PRIMARY KEY,
    lead_id     INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    note_id     INTEGER NOT NULL REFERENCES note(id) ON DELETE CASCADE,
    kind        TEXT NOT NULL CHECK (kind IN ('BUDGET', 'TIMING', 'COMPETITION', 'INTERNAL', 'TRUST', 'SCOPE')),
    state       TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'resolved', 'lost_with')),
    raised_at   INTEGER NOT NULL,
    resolved_at INTEGER,
    resolution  TEXT
) STRICT;

CREATE TABLE template (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL DEFAULT 'CUSTOM' CHECK (kind IN ('INITIAL_OUTREACH', 'FOLLOWUP_1', 'FOLLOWUP_2',
                   'FOLLOWUP_3', 'PROPOSAL', 'CLOSING', 'REJECTION', 'CUSTOM')),
    channel    TEXT NOT NULL DEFAULT 'email',
    subject    TEXT NOT NULL DEFAULT '',
    body       TEXT NOT NULL DEFAULT '',
    active     INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    version    INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE template_version (
    id          INTEGER PRIMARY KEY,
    template_id INTEGER NOT NULL REFERENCES template(id) ON DELETE CASCADE,
    version     INTEGER NOT NULL,
    subject     TEXT NOT NULL,
    body        TEXT NOT NULL,
    at          INTEGER NOT NULL,
    UNIQUE (template_id, version)
) STRICT;

CREATE TABLE message (
    id             INTEGER PRIMARY KEY,
    lead_id        INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    contact_id     INTEGER REFERENCES contact(id) ON DELETE SET NULL,
    template_id    INTEGER REFERENCES template(id) ON DELETE SET NULL,
    channel        TEXT NOT NULL DEFAULT 'email',
    direction      TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    status         TEXT NOT NULL CHECK (status IN ('DRAFT', 'SCHEDULED', 'SENT', 'DELIVERED', 'READ', 'REPLIED',
                       'BOUNCED', 'FAILED')),
    automatic      TEXT CHECK (automatic IN ('out_of_office', 'auto_reply', 'bounce')),
    subject        TEXT NOT NULL DEFAULT '',
    body           TEXT NOT NULL DEFAULT '',
    quote          TEXT,                            -- the words of an inbound one that want an answer
    at             INTEGER NOT NULL,                -- sent or received, for a draft: last edited
    send_at        INTEGER,
    rfc_message_id TEXT,
    in_reply_to    TEXT,
    thread         TEXT,
    address        TEXT,                            -- of the other side
    failure        TEXT,
    import_id      INTEGER REFERENCES import(id),
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL
) STRICT;

CREATE TABLE touch (
    id         INTEGER PRIMARY KEY,
    lead_id    INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    contact_id INTEGER REFERENCES contact(id) ON DELETE SET NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('call', 'email', 'meeting', 'message', 'voicemail')),
    channel    TEXT,                                -- of a 'message': linkedin, sms, …
    direction  TEXT NOT NULL CHECK (direction IN ('in', 'out', 'both')),
    sentiment  TEXT CHECK (sentiment IN ('positive', 'neutral', 'negative')),
    text       TEXT NOT NULL DEFAULT '',
    quote      TEXT,                                -- the words of an inbound one that want an answer
    at         INTEGER NOT NULL,
    import_id  INTEGER REFERENCES import(id),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE task (
    id         INTEGER PRIMARY KEY,
    lead_id    INTEGER REFERENCES lead(id) ON DELETE CASCADE,
    contact_id INTEGER REFERENCES contact(id) ON DELETE SET NULL,
    kind       TEXT NOT NULL DEFAULT 'FOLLOWUP' CHECK (kind IN ('FOLLOWUP', 'CALL', 'EMAIL', 'RESEARCH', 'PROPOSAL', 'OTHER')),
    title      TEXT NOT NULL CHECK (title <> ''),
    priority   TEXT NOT NULL DEFAULT 'MEDIUM' CHECK (priority IN ('LOW', 'MEDIUM', 'HIGH', 'URGENT')),
    status     TEXT NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'IN_PROGRESS', 'DONE', 'CANCELLED')),
    due_on     TEXT,
    due_at     INTEGER,
    done_at    INTEGER,
    import_id  INTEGER REFERENCES import(id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE proposal (
    id         INTEGER PRIMARY KEY,
    lead_id    INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    version    INTEGER NOT NULL DEFAULT 1,
    title      TEXT NOT NULL,
    body       TEXT NOT NULL DEFAULT '',
    amount     INTEGER,
    currency   TEXT,
    terms      TEXT,
    status     TEXT NOT NULL DEFAULT 'DRAFT' CHECK (status IN ('DRAFT', 'SENT', 'VIEWED', 'ACCEPTED', 'REJECTED', 'EXPIRED')),
    sent_at    INTEGER,
    viewed_at  INTEGER,
    decided_at INTEGER,
    expires_on TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (lead_id, title, version)
) STRICT;

CREATE TABLE signal (
    id         INTEGER PRIMARY KEY,
    lead_id    INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    contact_id INTEGER REFERENCES contact(id) ON DELETE SET NULL,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'suggested' CHECK (state IN ('suggested', 'confirmed', 'refused')),
    evidence   TEXT NOT NULL DEFAULT '',
    origin     TEXT,                                -- 'touch:12', 'message:7', 'note:3', 'import:2' or NULL (by hand)
    at         INTEGER NOT NULL,
    decided_at INTEGER
) STRICT;

CREATE TABLE tag (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE lead_tag (
    id      INTEGER PRIMARY KEY,
    lead_id INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    tag_id  INTEGER NOT NULL REFERENCES tag(id) ON DELETE CASCADE,
    UNIQUE (lead_id, tag_id)
) STRICT;

-- Append-only: a visit's row gets its end (left_at) when the next one begins, and nothing else ever changes.
CREATE TABLE stage_event (
    id            INTEGER PRIMARY KEY,
    lead_id       INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    from_stage_id INTEGER REFERENCES stage(id),
    to_stage_id   INTEGER NOT NULL REFERENCES stage(id),
    at            INTEGER NOT NULL,
    left_at       INTEGER,
    cause         TEXT NOT NULL DEFAULT 'rep',      -- rep, import, message, rule
    reason        TEXT
) STRICT;

CREATE TABLE suggestion (                           -- a next best action that was accepted or refused
    id      INTEGER PRIMARY KEY,
    lead_id INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    kind    TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'refused')),
    at      INTEGER NOT NULL
) STRICT;

CREATE TABLE view (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    filter   TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE import_row (                           -- what a file last said of a lead, field by field
    id        INTEGER PRIMARY KEY,
    lead_id   INTEGER NOT NULL REFERENCES lead(id) ON DELETE CASCADE,
    import_id INTEGER NOT NULL REFERENCES import(id),
    key       TEXT NOT NULL,
    digest    TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- The journal. journal_now holds the action whose changes the triggers record; NULL: nothing is recorded.
CREATE TABLE action (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    label      TEXT NOT NULL,
    import_id  INTEGER,
    undone_at  INTEGER,
    redo_order INTEGER                               -- place among the undone that can be redone, the last first; NULL: it cannot
) STRICT;

CREATE TABLE change (
    id         INTEGER PRIMARY KEY,
    action_id  INTEGER NOT NULL REFERENCES action(id) ON DELETE CASCADE,
    table_name TEXT NOT NULL,
    row_id     INTEGER NOT NULL,
    lead_id    INTEGER,
    op         TEXT NOT NULL CHECK (op IN ('insert', 'update', 'delete')),
    before     TEXT,
    after      TEXT
) STRICT;

CREATE TABLE journal_now (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    action_id INTEGER
) STRICT;
INSERT INTO journal_now VALUES (1, NULL);

-- Copy: what a board column's header says, so that no header ever counts rows.
CREATE TABLE stage_total (
    stage_id INTEGER NOT NULL REFERENCES stage(id),
    currency TEXT NOT NULL,
    n        INTEGER NOT NULL,
    value    INTEGER NOT NULL,
    PRIMARY KEY (stage_id, currency)
) STRICT, WITHOUT ROWID;
"""

INDEXES = """
-- The queue's sections, each one range of one index that covers its filters.
CREATE INDEX lead_owed   ON lead (owed_since, snoozed_until) WHERE is_open = 1 AND owed_since IS NOT NULL;
CREATE INDEX lead_due    ON lead (next_task_on, silent_since, snoozed_until, owed_since)
    WHERE is_open = 1 AND next_task_on IS NOT NULL;
CREATE INDEX lead_stale  ON lead (in_play, silent_since, next_task_on, snoozed_until, owed_since) WHERE is_open = 1;
CREATE INDEX lead_snoozed ON lead (snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX lead_board  ON lead (stage_id, silent_since);
CREATE INDEX lead_silent ON lead (silent_since);
CREATE INDEX lead_value  ON lead (value);
CREATE INDEX lead_heat   ON lead (heat);
CREATE INDEX lead_title  ON lead (title COLLATE NOCASE);
CREATE UNIQUE INDEX lead_source_url ON lead (source_url) WHERE source_url IS NOT NULL;
CREATE INDEX lead_external_id ON lead (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX lead_email  ON lead (email) WHERE email IS NOT NULL;
CREATE INDEX lead_import ON lead (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX contact_lead  ON contact (lead_id, last_in_at);
CREATE INDEX contact_email ON contact (email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX contact_champion ON contact (lead_id) WHERE is_primary = 1;
CREATE INDEX note_lead     ON note (lead_id, at);
CREATE INDEX objection_lead ON objection (lead_id, state);
CREATE INDEX objection_note ON objection (note_id);
CREATE INDEX touch_lead    ON touch (lead_id, at);
CREATE INDEX touch_contact ON touch (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX message_lead  ON message (lead_id, at);
CREATE INDEX message_contact ON message (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX message_template ON message (template_id, status) WHERE template_id IS NOT NULL;
CREATE UNIQUE INDEX message_rfc ON message (rfc_message_id) WHERE rfc_message_id IS NOT NULL;
CREATE INDEX note_contact  ON note (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX task_lead     ON task (lead_id, status);
CREATE INDEX task_contact  ON task (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX task_due      ON task (due_on) WHERE status IN ('PENDING', 'IN_PROGRESS');
CREATE INDEX proposal_lead ON proposal (lead_id);
CREATE INDEX signal_lead   ON signal (lead_id, state);
CREATE INDEX signal_contact ON signal (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX lead_tag_tag  ON lead_tag (tag_id);
CREATE INDEX stage_event_lead ON stage_event (lead_id, at);
CREATE INDEX stage_event_visit ON stage_event (to_stage_id, left_at, at);
CREATE INDEX suggestion_lead ON suggestion (lead_id, at);
CREATE INDEX import_row_key  ON import_row (key);
CREATE INDEX import_row_lead ON import_row (lead_id);
CREATE INDEX action_redo   ON action (redo_order) WHERE redo_order IS NOT NULL;
CREATE INDEX change_action ON change (action_id);
CREATE INDEX change_lead   ON change (lead_id, action_id) WHERE lead_id IS NOT NULL;
CREATE INDEX change_row    ON change (table_name, row_id, action_id);
"""

# Full text: external content, so that no text is stored twice; kept by the triggers below.
FULL_TEXT: dict[str, tuple[str, ...]] = {
    "lead": ("title", "company", "description", "author", "email", "source", "website", "phone"),
    "contact": ("name", "email", "role", "phone"),
    "note": ("text",),
    "message": ("subject", "body"),
}


def full_text_sql(table: str, columns: tuple[str, ...]) -> str:
    """SQL that creates the FTS5 table `{table}_fts` over `columns` and the triggers that keep it."""
    names = ", ".join(columns)
    new = ", ".join(f"NEW.{column}" for column in columns)
    old = ", ".join(f"OLD.{column}" for column in columns)
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
    remove = f"INSERT INTO {table}_fts ({table}_fts, rowid, {names}) VALUES ('delete', OLD.id, {old});"
    add = f"INSERT INTO {table}_fts (rowid, {names}) VALUES (NEW.id, {new});"
    return f"""
CREATE VIRTUAL TABLE {table}_fts USING fts5 (
    {names}, content='{table}', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER {table}_fts_insert AFTER INSERT ON {table} BEGIN {add} END;
CREATE TRIGGER {table}_fts_delete AFTER DELETE ON {table} BEGIN {remove} END;
CREATE TRIGGER {table}_fts_update AFTER UPDATE OF {names} ON {table} WHEN {changed} BEGIN {remove} {add} END;
"""


_ADD = """INSERT INTO stage_total VALUES (NEW.stage_id, COALESCE(NEW.currency, ''), 1, COALESCE(NEW.value, 0))
        ON CONFLICT (stage_id, currency) DO UPDATE SET n = n + 1, value = value + excluded.value;"""
_SUBTRACT = """UPDATE stage_total SET n = n - 1, value = value - COALESCE(OLD.value, 0)
        WHERE stage_id = OLD.stage_id AND currency = COALESCE(OLD.currency, '');
    DELETE FROM stage_total WHERE n = 0 AND stage_id = OLD.stage_id AND currency = COALESCE(OLD.currency, '');"""

TOTALS = f"""
CREATE TRIGGER stage_total_insert AFTER INSERT ON lead BEGIN
    {_ADD}
END;
CREATE TRIGGER stage_total_delete AFTER DELETE ON lead BEGIN
    {_SUBTRACT}
END;
CREATE TRIGGER stage_total_update AFTER UPDATE OF stage_id, value, currency ON lead
    WHEN OLD.stage_id <> NEW.stage_id OR OLD.value IS NOT NEW.value OR OLD.currency IS NOT NEW.currency
BEGIN
    {_SUBTRACT}
    {_ADD}
END;
"""


def statements() -> list[str]:
    """Every statement of the migration, in order."""
    scripts = [
        TABLES,
        INDEXES,
        *(full_text_sql(table, columns) for table, columns in FULL_TEXT.items()),
        TOTALS,
    ]
    found = [statement for script in scripts for statement in split(script)]
    for number, (name, label, kind, group, stuck) in enumerate(STAGES, 1):
        days = "NULL" if stuck is None else str(stuck)
        found.append(f"INSERT INTO stage VALUES ({number}, '{name}', '{label}', '{kind}', '{group}', {days})")
    return found


def split(script: str) -> list[str]:
    """Cut a script into statements; a semicolon inside a trigger's body does not end one."""
    import sqlite3

    found: list[str] = []
    pending = ""
    for line in script.splitlines():
        pending += line.split("--", 1)[0].rstrip() + "\n"
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return [statement for statement in found if statement]
