"""A letter: all that a way out needs to know of one message, in words and numbers."""

from __future__ import annotations

from typing import NamedTuple


class Letter(NamedTuple):
    """One message to one person.

    `message_id` is `<…@…>` (see composing.new_message_id) and stays the same however often the letter is tried; `at` is
    its date in UTC ms. `in_reply_to` is the id of the message answered, `refs` the ids of its thread from the oldest
    to the newest, parted by spaces; both "" for a first message. Addresses may be written in readable letters
    (`ann@müller.example`). A letter by another channel than mail has "" or a profile's link for `to_address`.
    """

    message_id: str
    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    body: str
    at: int
    in_reply_to: str = ""
    refs: str = ""
