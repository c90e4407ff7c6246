"""The entities as Peewee models: what each row holds, and the builder of every write.

No model object leaves storage. The SQL schema itself is made by the migrations; a test holds the two equal.
"""

from __future__ import annotations

from peewee import Model

from storage.models.deals import Import, ImportRow, Lead, LeadTag, NotDuplicate, Stage, StageEvent, StagePace, Tag
from storage.models.memory import CustomField, Goal, Mailbox, RuleSet, Setting, View
from storage.models.people import Contact, SentimentEvent
from storage.models.plans import Proposal, Suggestion, Task
from storage.models.words import MailQuestion, Message, Note, Objection, Signal, Template, TemplateVersion, Touch

MODELS: tuple[type[Model], ...] = (
    Stage, StagePace, Import, Lead, Contact, Note, Objection, Template, TemplateVersion, Message, Touch, Task,
    Proposal, Signal, Tag, LeadTag, StageEvent, Suggestion, View, ImportRow, Setting, SentimentEvent, NotDuplicate,
    MailQuestion, Mailbox, RuleSet, CustomField, Goal,
)  # fmt: skip
BY_TABLE: dict[str, type[Model]] = {model._meta.table_name: model for model in MODELS}
