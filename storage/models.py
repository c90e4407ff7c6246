"""The entities as Peewee models: what each row holds, and the builder of every write.

No model object leaves storage. The SQL schema itself is made by the migrations; a test holds the two equal.
"""

from __future__ import annotations

from peewee import AutoField, BigIntegerField, FloatField, ForeignKeyField, Model, SqliteDatabase, TextField

# Only the SQL dialect is taken from it: queries run on storage.database.Database.
_dialect = SqliteDatabase(None)


class Row(Model):
    """What all tables share."""

    id = AutoField()

    class Meta:
        database = _dialect
        legacy_table_names = False


class Stage(Row):
    """A step of the pipeline, in order of id."""

    name = TextField(unique=True)
    label = TextField()
    kind = TextField()
    funnel_group = TextField()
    stuck_days = BigIntegerField(null=True)


class StagePace(Model):
    """Copy: completed visits of a stage and their median days."""

    stage = ForeignKeyField(Stage, primary_key=True)
    completed_n = BigIntegerField()
    median_days = FloatField(null=True)

    class Meta:
        database = _dialect
        legacy_table_names = False


class Import(Row):
    """One file brought in, with its reckoning."""

    at = BigIntegerField()
    name = TextField()
    sha256 = TextField(null=True)
    mapping = TextField(default="{}")
    created = BigIntegerField(default=0)
    updated = BigIntegerField(default=0)
    unchanged = BigIntegerField(default=0)
    duplicates = BigIntegerField(default=0)
    rejected = BigIntegerField(default=0)


class Lead(Row):
    """A deal in the making; the copies at the end are kept by storage/derived.py."""

    title = TextField()
    company = TextField(null=True)
    description = TextField(null=True)
    source = TextField(null=True)
    source_url = TextField(null=True)
    external_id = TextField(null=True)
    author = TextField(null=True)
    author_url = TextField(null=True)
    email = TextField(null=True)
    email_source = TextField(null=True)
    phone = TextField(null=True)
    website = TextField(null=True)
    budget_min = BigIntegerField(null=True)
    budget_max = BigIntegerField(null=True)
    value = BigIntegerField(null=True)
    currency = TextField(null=True)
    deadline_on = TextField(null=True)
    stage = ForeignKeyField(Stage, default=1)
    score = BigIntegerField(null=True)
    score_reasons = TextField(default="[]")
    score_manual = BigIntegerField(default=0)
    close_reason = TextField(null=True)
    snoozed_until = BigIntegerField(null=True)
    dismissed_at = BigIntegerField(null=True)
    engaged_at = BigIntegerField(null=True)
    custom = TextField(default="{}")
    import_ = ForeignKeyField(Import, column_name="import_id", null=True)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()
    is_open = BigIntegerField(default=1)
    in_play = BigIntegerField(default=0)
    stage_entered_at = BigIntegerField()
    last_touch_at = BigIntegerField(null=True)
    last_in_at = BigIntegerField(null=True)
    last_out_at = BigIntegerField(null=True)
    silent_since = BigIntegerField()
    unanswered_out = BigIntegerField(default=0)
    owed_since = BigIntegerField(null=True)
    owed_quote = TextField(null=True)
    next_task_id = BigIntegerField(null=True)
    next_task_on = TextField(null=True)
    heat = BigIntegerField(default=0)
    heat_reasons = TextField(default="[]")
    heard_at = BigIntegerField(null=True)
    second_heard_at = BigIntegerField(null=True)
    champion_id = BigIntegerField(null=True)
    champion_heard_at = BigIntegerField(null=True)
    buyers = BigIntegerField(default=0)
    only_negative = BigIntegerField(default=0)
    risk_from = BigIntegerField(null=True)


class Contact(Row):
    """A person of a lead's buying committee."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    name = TextField()
    email = TextField(null=True)
    email_typed = TextField(null=True)
    phone = TextField(null=True)
    phone_typed = TextField(null=True)
    role = TextField(null=True)
    channel = TextField(null=True)
    sentiment = TextField(null=True)
    is_primary = BigIntegerField(default=0)
    bounced_at = BigIntegerField(null=True)
    import_ = ForeignKeyField(Import, column_name="import_id", null=True)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()
    last_touch_at = BigIntegerField(null=True)
    last_in_at = BigIntegerField(null=True)
    touch_count = BigIntegerField(default=0)
    last_out_at = BigIntegerField(null=True)
    buys = BigIntegerField(default=0)


class Note(Row):
    """Words about a lead: the rep's, a model's or the system's."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    contact = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    kind = TextField(default="MANUAL")
    model = TextField(null=True)
    text = TextField()
    at = BigIntegerField()
    import_ = ForeignKeyField(Import, column_name="import_id", null=True)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()


class Objection(Row):
    """What a note says stands in the way."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    note = ForeignKeyField(Note, on_delete="CASCADE")
    kind = TextField()
    state = TextField(default="open")
    raised_at = BigIntegerField()
    resolved_at = BigIntegerField(null=True)
    resolution = TextField(null=True)


class Template(Row):
    """A message to be written again and again."""

    name = TextField(unique=True)
    kind = TextField(default="CUSTOM")
    channel = TextField(default="email")
    subject = TextField(default="")
    body = TextField(default="")
    active = BigIntegerField(default=1)
    version = BigIntegerField(default=1)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()


class TemplateVersion(Row):
    """What a template said before it was changed."""

    template = ForeignKeyField(Template, on_delete="CASCADE")
    version = BigIntegerField()
    subject = TextField()
    body = TextField()
    at = BigIntegerField()


class Message(Row):
    """A written message, in or out, with its status."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    contact = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    template = ForeignKeyField(Template, null=True, on_delete="SET NULL")
    channel = TextField(default="email")
    direction = TextField()
    status = TextField()
    automatic = TextField(null=True)
    subject = TextField(default="")
    body = TextField(default="")
    quote = TextField(null=True)
    at = BigIntegerField()
    send_at = BigIntegerField(null=True)
    rfc_message_id = TextField(null=True)
    in_reply_to = TextField(null=True)
    thread = TextField(null=True)
    address = TextField(null=True)
    failure = TextField(null=True)
    import_ = ForeignKeyField(Import, column_name="import_id", null=True)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()


class Touch(Row):
    """A call, e-mail, meeting, message or voicemail that took place, logged by the rep."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    contact = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    kind = TextField()
    channel = TextField(null=True)
    direction = TextField()
    sentiment = TextField(null=True)
    text = TextField(default="")
    quote = TextField(null=True)
    at = BigIntegerField()
    import_ = ForeignKeyField(Import, column_name="import_id", null=True)
    created_at = BigIntegerField()


class Task(Row):
    """Something to do, about a lead or not."""

    lead = ForeignKeyField(Lead, null=True, on_delete="CASCADE")
    contact = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    kind = TextField(default="FOLLOWUP")
    title = TextField()
    priority = TextField(default="MEDIUM")
    status = TextField(default="PENDING")
    due_on = TextField(null=True)
    due_at = BigIntegerField(null=True)
    done_at = BigIntegerField(null=True)
    import_ = ForeignKeyField(Import, column_name="import_id", null=True)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()


class Proposal(Row):
    """An offer, one row a version."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    version = BigIntegerField(default=1)
    title = TextField()
    body = TextField(default="")
    amount = BigIntegerField(null=True)
    currency = TextField(null=True)
    terms = TextField(null=True)
    status = TextField(default="DRAFT")
    sent_at = BigIntegerField(null=True)
    viewed_at = BigIntegerField(null=True)
    decided_at = BigIntegerField(null=True)
    expires_on = TextField(null=True)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()


class Signal(Row):
    """A buying signal: suggested from a text, confirmed or refused by the rep."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    contact = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    kind = TextField()
    state = TextField(default="suggested")
    evidence = TextField(default="")
    origin = TextField(null=True)
    at = BigIntegerField()
    decided_at = BigIntegerField(null=True)


class Tag(Row):
    """A word that leads share."""

    name = TextField(unique=True)


class LeadTag(Row):
    """A tag on a lead."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    tag = ForeignKeyField(Tag, on_delete="CASCADE")


class StageEvent(Row):
    """A visit of a lead to a stage; append-only but for its end."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    from_stage = ForeignKeyField(Stage, null=True)
    to_stage = ForeignKeyField(Stage)
    at = BigIntegerField()
    left_at = BigIntegerField(null=True)
    cause = TextField(default="rep")
    reason = TextField(null=True)


class Suggestion(Row):
    """A next best action that the rep accepted or refused."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    kind = TextField()
    verdict = TextField()
    at = BigIntegerField()


class View(Row):
    """A saved filter."""

    name = TextField(unique=True)
    filter_ = TextField(column_name="filter")
    position = BigIntegerField(default=0)


class SentimentEvent(Row):
    """A change of a person's mood; append-only."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    contact = ForeignKeyField(Contact, null=True, on_delete="CASCADE")
    sentiment = TextField(null=True)
    at = BigIntegerField()


class NotDuplicate(Row):
    """Two leads that look like one and are not; lead_a is the smaller id."""

    lead_a = ForeignKeyField(Lead, column_name="lead_a", on_delete="CASCADE")
    lead_b = ForeignKeyField(Lead, column_name="lead_b", on_delete="CASCADE")
    at = BigIntegerField()


class ImportRow(Row):
    """What a file last said of a lead, field by field."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    import_ = ForeignKeyField(Import, column_name="import_id")
    key = TextField()
    digest = TextField()


class Setting(Model):
    """A word the file itself remembers."""

    key = TextField(primary_key=True)
    value = TextField()

    class Meta:
        database = _dialect
        legacy_table_names = False


MODELS: tuple[type[Model], ...] = (
    Stage, StagePace, Import, Lead, Contact, Note, Objection, Template, TemplateVersion, Message, Touch, Task,
    Proposal, Signal, Tag, LeadTag, StageEvent, Suggestion, View, ImportRow, Setting, SentimentEvent, NotDuplicate,
)  # fmt: skip
BY_TABLE: dict[str, type[Model]] = {model._meta.table_name: model for model in MODELS}
