"""The fourth schema: what scores are made of, what is kept of them, and a lead's own fields.

A released migration is frozen: later shapes come in later files. The copies it adds are filled by
storage/derived.py once every step has run (storage/migrations/__init__.py).
"""

from __future__ import annotations

from storage.migrations.m0001_first import split

TABLES = """
-- By which rules (rule_set.key) the score was worked out; NULL: by none, or its evidence changed since.
ALTER TABLE lead ADD COLUMN score_key INTEGER;

-- Copies of what heat is made of: of each factor that holds the moment of its newest evidence, NULL where it does not
-- hold; from when on interest counts as gone cold, if nobody says anything; whether the kept heat counts it so.
ALTER TABLE lead ADD COLUMN people_at INTEGER;      -- two people or more have spoken
ALTER TABLE lead ADD COLUMN quick_at INTEGER;       -- they answer within a day, at the median
ALTER TABLE lead ADD COLUMN priced_at INTEGER;      -- they asked about the price, or for a proposal
ALTER TABLE lead ADD COLUMN clicked_at INTEGER;     -- they looked at a proposal, or followed a link
ALTER TABLE lead ADD COLUMN second_at INTEGER;      -- they wrote twice or more
ALTER TABLE lead ADD COLUMN cold_from INTEGER;
ALTER TABLE lead ADD COLUMN cold INTEGER NOT NULL DEFAULT 0 CHECK (cold IN (0, 1));

-- The reasons for heat are told from the evidence when they are asked for. The journal's triggers name every column;
-- they are made anew once every step has run.
DROP TRIGGER IF EXISTS journal_lead_insert;
DROP TRIGGER IF EXISTS journal_lead_update;
DROP TRIGGER IF EXISTS journal_lead_delete;
ALTER TABLE lead DROP COLUMN heat_reasons;

-- A machine's answer that was logged as a touch is nobody's word.
ALTER TABLE touch ADD COLUMN automatic TEXT CHECK (automatic IN ('out_of_office', 'auto_reply'));

ALTER TABLE signal ADD COLUMN import_id INTEGER REFERENCES import(id);
ALTER TABLE suggestion ADD COLUMN because TEXT;

-- Append-only: the rules in force are those of the newest row; without one, those that Hermes comes with.
CREATE TABLE rule_set (
    id          INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    key         INTEGER NOT NULL,                   -- of the rules and, where they are used, the weights
    rules       TEXT NOT NULL,                      -- TOML, as the rep wrote it
    learned     TEXT,                               -- JSON: the weights learned last, and how good they are
    use_learned INTEGER NOT NULL DEFAULT 0 CHECK (use_learned IN (0, 1))
) STRICT;

-- Fields of the rep's own that have a kind; others are text or a number, as they were typed.
CREATE TABLE custom_field (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (name <> ''),
    kind       TEXT NOT NULL CHECK (kind IN ('text', 'number', 'date', 'choice')),
    choices    TEXT NOT NULL DEFAULT '[]',          -- JSON: of a choice, in the order they are offered
    position   INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX lead_score_key ON lead (score_key, score_manual) WHERE score_manual = 0;  -- both, to cover a count
CREATE INDEX lead_cooling ON lead (cold_from) WHERE cold = 0 AND cold_from IS NOT NULL;
CREATE INDEX lead_cold ON lead (cold_from) WHERE cold = 1;
CREATE INDEX signal_kind ON signal (kind, state, lead_id);
CREATE INDEX signal_suggested ON signal (lead_id) WHERE state = 'suggested';
"""

# Words that only a machine's answer has among those that, by the rule that earlier releases kept `quote` by, want no
# answer of ours; the others are thanks and greetings.
_MACHINES_SAY = (
    "automatic reply", "auto-reply", "auto reply", "autoreply", "auto-response", "auto response", "autoresponse",
    "autoresponder", "automated reply", "automated response", "automated message", "this is an auto", "out of office",
    "out of the office", "away from my ", "away from the office", "away from office", "away from e", "on leave",
    "annual leave", "parental leave", "maternity leave", "paternity leave", "sick leave", "medical leave",
    "on vacation", "on holiday", "on pto", "limited access to ", "not monitored", "unmonitored", "nicht im büro",
    "nicht im haus", "abwesenheitsnotiz", "automatische antwort", "réponse automatique", "suis absent",
    "actuellement absent", "respuesta automática", "fuera de la oficina", "risposta automatica", "received your ",
    "delivery status notification", "undeliver", "mail delivery ", "delivery has failed",
)  # fmt: skip
MACHINES = f"""
UPDATE touch SET automatic = 'auto_reply'
WHERE direction = 'in' AND kind IN ('email', 'message') AND quote IS NULL
    AND ({" OR ".join(f"text LIKE '%{said}%'" for said in _MACHINES_SAY)})
"""
"""Of touches logged before, those that a machine wrote; until now they were told by their text at each reading."""


def statements() -> list[str]:
    """Every statement of the migration, in order."""
    return [*split(TABLES), MACHINES]
