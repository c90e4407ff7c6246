"""Leads and where they stand: the pipeline, its visits, imports, tags, and pairs of leads that are two."""

from __future__ import annotations

from peewee import BigIntegerField, FloatField, ForeignKeyField, Model, TextField

from storage.models.base import DIALECT, Row


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
        database = DIALECT
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
    heard_at = BigIntegerField(null=True)
    second_heard_at = BigIntegerField(null=True)
    champion_id = BigIntegerField(null=True)
    champion_heard_at = BigIntegerField(null=True)
    buyers = BigIntegerField(default=0)
    only_negative = BigIntegerField(default=0)
    risk_from = BigIntegerField(null=True)
    score_key = BigIntegerField(null=True)
    people_at = BigIntegerField(null=True)
    quick_at = BigIntegerField(null=True)
    priced_at = BigIntegerField(null=True)
    clicked_at = BigIntegerField(null=True)
    second_at = BigIntegerField(null=True)
    cold_from = BigIntegerField(null=True)
    cold = BigIntegerField(default=0)


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


class ImportRow(Row):
    """What a file last said of a lead, field by field."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    import_ = ForeignKeyField(Import, column_name="import_id")
    key = TextField()
    digest = TextField()


class NotDuplicate(Row):
    """Two leads that look like one and are not; lead_a is the smaller id."""

    lead_a = ForeignKeyField(Lead, column_name="lead_a", on_delete="CASCADE")
    lead_b = ForeignKeyField(Lead, column_name="lead_b", on_delete="CASCADE")
    at = BigIntegerField()
