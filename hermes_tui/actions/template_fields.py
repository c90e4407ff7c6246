"""The fields of a template that a rep may set: how each is typed, checked and stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from hermes_tui.actions.fields import as_flag, named_fields
from storage.clean import clean
from storage.errors import UsageError
from storage.queries.templates import CHANNELS, KINDS

FIELDS = ("name", "kind", "channel", "subject", "body", "active")
_ALIASES = {"type": "kind", "text": "body", "title": "name"}
_CHANNEL_ALIASES = {"mail": "email", "twitter": "x", "text": "sms", "call": "phone"}
_KIND_ALIASES = {"first": "INITIAL_OUTREACH", "firstmessage": "INITIAL_OUTREACH", "breakup": "FOLLOWUP_3",
                 "lastfollowup": "FOLLOWUP_3", "other": "CUSTOM"}  # fmt: skip

MOST_NAME = 80
MOST_SUBJECT = 1_000
MOST_BODY = 100_000  # the engine refuses what is longer than 32 kB; a text being mended is kept all the same


def template_values(given: Mapping[str, str]) -> dict[str, Any]:
    """Column values from what was typed. Raises UsageError naming the nearest field, kind or channel."""
    named = named_fields(given, FIELDS, _ALIASES, "template")
    return {name: _READ[name](text) for name, text in named.items()}


def kind_named(text: str) -> str:
    """The kind that a word means: `followup_1`, `Follow-up 1`, `init`. Raises UsageError naming the nearest."""
    plain = _letters(text)
    known = {_letters(kind): kind for kind in KINDS} | _KIND_ALIASES
    return _known(plain, known, text, "kind of template", KINDS)


def channel_named(text: str) -> str:
    """The channel that a word means. Raises UsageError naming the nearest."""
    known = {channel: channel for channel in CHANNELS} | _CHANNEL_ALIASES
    return _known(_letters(text), known, text, "channel", CHANNELS)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _known(plain: str, known: Mapping[str, str], typed: str, what: str, names: tuple[str, ...]) -> str:
    if plain in known:
        return known[plain]
    begin = {found for word, found in known.items() if plain and word.startswith(plain)}
    if len(begin) == 1:
        return begin.pop()
    near = [] if begin else get_close_matches(plain, list(known), n=1, cutoff=0.5)
    hint = f"did you mean {known[near[0]]}?" if near else f"there are {', '.join(names)}."
    raise UsageError(f"`{clean(typed)}` is no {what}; {hint}")


def _name(text: str) -> str:
    name = clean(text)
    if not name:
        raise UsageError("A template needs a name; nothing was changed.")
    return _bounded(name, MOST_NAME, "name")


def _bounded(text: str, most: int, what: str) -> str:
    if len(text) > most:
        raise UsageError(f"The {what} is {len(text):,} characters long; {most:,} is the most, and nothing was changed.")
    return text


_READ: dict[str, Callable[[str], Any]] = {
    "name": _name,
    "kind": kind_named,
    "channel": channel_named,
    "subject": lambda text: _bounded(clean(text), MOST_SUBJECT, "subject"),
    "body": lambda text: _bounded(clean(text, multiline=True), MOST_BODY, "body"),
    "active": as_flag,
}
