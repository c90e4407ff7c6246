"""The third schema: what sending and reading mail needs, and what a template's performance is read from.

A released migration is frozen: later shapes come in later files. The copies it adds are filled by
storage/derived.py once every step has run (storage/migrations/__init__.py).
"""

from __future__ import annotations

from storage.migrations.m0001_first import split

TABLES = """
-- The mood of what they wrote, as the rep reads it; the References header, ids parted by spaces; the way it went out.
ALTER TABLE message ADD COLUMN sentiment TEXT CHECK (sentiment IN ('positive', 'neutral', 'negative'));
ALTER TABLE message ADD COLUMN refs TEXT;
ALTER TABLE message ADD COLUMN way TEXT;
-- The outbox took it in hand then: until a result is written down it may have left, and is never sent again by itself.
ALTER TABLE message ADD COLUMN claimed_at INTEGER;
ALTER TABLE message ADD COLUMN template_version INTEGER;
ALTER TABLE message ADD COLUMN return_on TEXT;       -- the day an out-of-office says they are back
-- Copies, of one that went out: the first human answer credited to it, whether that was a positive one, and the
-- stage the lead was in, before the move that it caused.
ALTER TABLE message ADD COLUMN answered_at INTEGER;
ALTER TABLE message ADD COLUMN answered_well INTEGER NOT NULL DEFAULT 0 CHECK (answered_well IN (0, 1));
ALTER TABLE message ADD COLUMN stage_id INTEGER;

ALTER TABLE task ADD COLUMN origin TEXT;             -- 'cadence': planned by the follow-up cadence; NULL: by the rep

-- Mail that left cannot be taken back: undo passes over such an action.
ALTER TABLE action ADD COLUMN final INTEGER NOT NULL DEFAULT 0 CHECK (final IN (0, 1));

-- Where mail is read from, and how far it was read: `state` is the reader's own (JSON).
CREATE TABLE mailbox (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE,
    kind      TEXT NOT NULL,                        -- maildir, mbox, imap
    place     TEXT NOT NULL,
    state     TEXT NOT NULL DEFAULT '{}',
    synced_at INTEGER
) STRICT;

CREATE TABLE mail_seen (
    mailbox_id INTEGER NOT NULL REFERENCES mailbox(id) ON DELETE CASCADE,
    key        TEXT NOT NULL,
    PRIMARY KEY (mailbox_id, key)
) STRICT, WITHOUT ROWID;

-- Mail that came in and waits for the rep to say whose it is.
CREATE TABLE mail_question (
    id             INTEGER PRIMARY KEY,
    at             INTEGER NOT NULL,
    rfc_message_id TEXT UNIQUE,
    in_reply_to    TEXT,
    refs           TEXT,
    from_name      TEXT,
    address        TEXT NOT NULL,
    subject        TEXT NOT NULL DEFAULT '',
    body           TEXT NOT NULL DEFAULT '',        -- whole
    words          TEXT NOT NULL DEFAULT '',        -- without what it quotes
    automatic      TEXT,
    return_on      TEXT,
    candidates     TEXT NOT NULL DEFAULT '[]',      -- JSON: [[lead, contact or null, why], …]
    why            TEXT NOT NULL DEFAULT '',        -- what is unsure, in words
    direction      TEXT NOT NULL DEFAULT 'in' CHECK (direction IN ('in', 'out')),
    message_id     INTEGER REFERENCES message(id) ON DELETE CASCADE,  -- filed already; asked is only whose words
    created_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX mail_question_message ON mail_question (message_id) WHERE message_id IS NOT NULL;

-- The performance of templates is read from this index alone, each template's people side by side.
DROP INDEX message_template;
CREATE INDEX message_performance ON message (
    template_id, lead_id, contact_id, address, status, at, answered_at, answered_well, channel, stage_id
) WHERE template_id IS NOT NULL;
CREATE INDEX message_thread  ON message (thread) WHERE thread IS NOT NULL;
-- Addresses are looked up in any case.
CREATE INDEX message_address ON message (lower(address)) WHERE address IS NOT NULL;
CREATE INDEX contact_address ON contact (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX lead_address    ON lead (lower(email)) WHERE email IS NOT NULL;
-- What waits is found among a million that do not. One index each: SQLite sees no `=` in an `IN`. Each has what the
-- counts of the title bar and of the queue ask, so that no row of the table is read for them.
CREATE INDEX message_scheduled ON message (send_at, direction, channel, claimed_at, lead_id) WHERE status = 'SCHEDULED';
CREATE INDEX message_draft     ON message (updated_at, direction, way) WHERE status = 'DRAFT';
CREATE INDEX message_failed    ON message (updated_at, direction) WHERE status = 'FAILED';
CREATE INDEX message_return  ON message (lead_id, return_on) WHERE return_on IS NOT NULL;
"""


def statements() -> list[str]:
    """Every statement of the migration, in order."""
    return split(TABLES)
