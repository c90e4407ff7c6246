"""What a subject says about the mail: that it answers, in the words of many languages, and which one."""

from __future__ import annotations

import re

_ANSWERS = re.compile(
    r"(?:(?:re|aw|sv|vs|antw|odp|rif|ref|res|ré|r|回复|答复|回覆)(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)


def answered_subject(subject: str) -> str | None:
    """The subject that this one answers; None where it says of no answer.

    >>> answered_subject("AW: Re: ERP rollout"), answered_subject("ERP rollout")
    ('ERP rollout', None)
    """
    found = _ANSWERS.match(subject.strip())
    return None if found is None else subject.strip()[found.end() :]


def bare_subject(subject: str) -> str:
    """The subject without what says that it answers."""
    answered = answered_subject(subject)
    return subject.strip() if answered is None else answered
