"""What took place with a buyer, logged, corrected, taken out: calls, mail, meetings, messages, voicemails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.actions.fields import as_flag, mood_named, named_fields
from hermes_tui.actions.moods import forget_mood, record_mood
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.signal_texts import suggest, suggest_again, text_goes
from hermes_tui.actions.when import parse_moment
from hermes_tui.actions.whom import named, one_of
from hermes_tui.scoring.facts import WRITTEN_KINDS
from hermes_tui.scoring.wording import is_auto_reply, wants_answer
from storage import records
from storage.clean import clean
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries import lead as lead_queries
from storage.queries.signals import Text

if TYPE_CHECKING:
    from hermes_tui.actions.cadence import Cadence

# What the rep calls it → (kind, channel, usual direction). LinkedIn is a written channel like any other.
VIAS: dict[str, tuple[str, str | None, str]] = {
    "call": ("call", None, "out"),
    "email": ("email", None, "out"),
    "meeting": ("meeting", None, "both"),
    "linkedin": ("message", "linkedin", "out"),
    "voicemail": ("voicemail", None, "out"),
    "message": ("message", None, "out"),
}

_ALSO = {"mail": "email", "e-mail": "email"}  # as the key `te` is called

NO_WORDS = "(no words kept)"


def log_touch(
    database: Database,
    lead_ids: Sequence[int],
    via: str,
    now: int,
    *,
    inbound: bool = False,
    contact_id: int | None = None,
    text: str = "",
    sentiment: str | None = None,
    at: int | None = None,
    cadence: Cadence | None = None,
    zone: tzinfo = UTC,
) -> Outcome:
    """Log one touch on each lead; `via` is a key of VIAS, `at` (UTC ms, not after `now`) when it took place.

    Without a contact it is the champion's (or the only person's), if there is one. The newest inbound
    word wakes a snoozed lead, an older one logged late does not. A `sentiment` is also how its contact feels,
    unless something newer is known. A written word of theirs answers the last message of ours to them by that channel,
    and moves the lead on to Responded; whatever they say ends the follow-up cadence. A written word of ours was the
    follow-up that was planned, and the next is (`cadence`, `zone` for the day). What a machine answered (out of office)
    is kept and is nobody's word. Raises UsageError, NotFound.
    """
    via = _ALSO.get(via.casefold(), via.casefold())
    kind, channel, direction = _via(via)
    mood = mood_named(sentiment) if sentiment else None
    if inbound:
        direction = "both" if kind == "meeting" else "in"
    moment = now if at is None else at
    if moment > now:
        raise UsageError("A touch cannot have taken place in the future; plan it as a task instead.")
    quote, machine = _quote(kind, direction, text), _machine(kind, direction, text)
    with acting(database, "touch", lead_ids, now) as doing:
        for lead_id in lead_ids:
            who = _contact(database, lead_id, contact_id)
            newest = database.value("SELECT last_touch_at FROM lead WHERE id = ?", (lead_id,)) or 0
            doing.made = records.insert(
                database, "touch", lead_id=lead_id, contact_id=who, kind=kind, channel=channel,
                direction=direction, sentiment=mood, text=text, quote=quote, at=moment, created_at=now,
                automatic=machine,
            )  # fmt: skip
            if who is not None and mood is not None:
                record_mood(database, who, mood, moment, now)
            if machine is not None:
                said = ", a machine's answer"
            elif direction != "out":
                if moment >= newest:
                    _wake(database, lead_id, now)
                said = _answers(database, lead_id, who, kind, channel, moment, now)
                said += _signals(database, Text(f"touch:{doing.made}", lead_id, who, moment, text), direction)
            else:
                said = _follows(database, lead_id, who, kind, moment, now, cadence, zone)
        logged = f"{via} logged" if not inbound else f"{via} from them logged"
        doing.say(logged + said if len(lead_ids) == 1 else logged)
    return doing.outcome


# What of a touch can be corrected, as it is typed.
TOUCH_FIELDS: tuple[str, ...] = ("via", "direction", "contact", "at", "text", "sentiment")
_TOUCH_ALIASES = {"in": "direction", "with": "contact", "when": "at", "message": "text", "mood": "sentiment"}
_DIRECTIONS = ("in", "out", "both")


class _Touch(NamedTuple):
    """A touch as it is stored."""

    lead_id: int
    contact_id: int | None
    kind: str
    channel: str | None
    direction: str
    sentiment: str | None
    text: str
    quote: str | None
    at: int
    automatic: str | None

    @property
    def way(self) -> str:
        """What the rep calls it."""
        return next((via for via, (kind, channel, _) in VIAS.items() if (kind, channel) == self[2:4]), self.kind)


def typed_touch(database: Database, touch_id: int, zone: tzinfo) -> dict[str, str]:
    """The fields of a touch as a rep would type them, by the names of TOUCH_FIELDS. Raises NotFound."""
    touch = _touch(database, touch_id)
    name = database.value("SELECT name FROM contact WHERE id = ?", (touch.contact_id,))
    at = datetime.fromtimestamp(touch.at / 1000, zone)
    return {
        "via": touch.way, "direction": touch.direction, "contact": name or "", "at": f"{at:%Y-%m-%d %H:%M}",
        "text": touch.text, "sentiment": touch.sentiment or "",
    }  # fmt: skip


def edit_touch(database: Database, touch_id: int, given: Mapping[str, str], now: int, zone: tzinfo) -> Outcome:
    """Correct a touch from typed fields (TOUCH_FIELDS; `in=yes` too; `contact` an id, a name, or nothing).

    The contact's counts, last touch and mood follow, and so does what is owed. Raises UsageError, NotFound.
    """
    wanted = named_fields(given, TOUCH_FIELDS, _TOUCH_ALIASES, "touch")
    touch = was = _touch(database, touch_id)
    for name in TOUCH_FIELDS:  # the way first: `in` means both for a meeting
        if name in wanted:
            touch = _corrected(database, touch, name, wanted[name], now, zone)
    if (touch.kind, touch.direction, touch.text) != (was.kind, was.direction, was.text):
        said = (touch.kind, touch.direction, touch.text)
        touch = touch._replace(quote=_quote(*said), automatic=_machine(*said))
    with acting(database, "touch", [was.lead_id], now) as doing:
        changed = {name: value for name, value in touch._asdict().items() if value != getattr(was, name)}
        if changed:
            records.update(database, "touch", touch_id, **changed)
        if {"contact_id", "sentiment", "at"} & set(changed):
            _follow_mood(database, was, touch, now)
        hint = suggest_again(database, f"touch:{touch_id}", was.lead_id) if changed else ""
        doing.made = touch_id
        doing.say(f"{touch.way} corrected" + (f"; {hint}" if hint else "") if changed else f"{touch.way} is so already")
    return doing.outcome


def remove_touch(database: Database, touch_id: int, now: int) -> Outcome:
    """Take out a touch that never was; what it said of a person's mood goes with it. Raises NotFound."""
    touch = _touch(database, touch_id)
    with acting(database, "touch", [touch.lead_id], now) as doing:
        _follow_mood(database, touch, None, now)
        text_goes(database, f"touch:{touch_id}", touch.lead_id)
        records.delete(database, "touch", touch_id)
        doing.say(f"{touch.way} removed")
    return doing.outcome


def _touch(database: Database, touch_id: int) -> _Touch:
    row = database.row(f"SELECT {', '.join(_Touch._fields)} FROM touch WHERE id = ?", (touch_id,))
    if row is None:
        raise NotFound(f"There is no touch {touch_id}; `hermes show LEAD` shows a lead's with their ids.")
    return _Touch._make(row)


def _corrected(database: Database, touch: _Touch, name: str, text: str, now: int, zone: tzinfo) -> _Touch:
    """The touch with one field as typed."""
    if name == "via":
        word = clean(text).casefold()
        kind, channel, usual = _via(_ALSO.get(word, word))
        turned = (kind == "meeting") != (touch.kind == "meeting")
        return touch._replace(kind=kind, channel=channel, direction=usual if turned else touch.direction)
    if name == "direction":
        return touch._replace(direction=_direction(touch.kind, clean(text).casefold()))
    if name == "contact":
        return touch._replace(contact_id=named(database, [touch.lead_id], text) if clean(text) else None)
    if name == "at":
        at = parse_moment(clean(text), now, zone)
        if at > now:
            raise UsageError("A touch cannot have taken place in the future; nothing was changed.")
        return touch._replace(at=at)
    if name == "sentiment":
        return touch._replace(sentiment=mood_named(text) if clean(text) else None)
    return touch._replace(text=clean(text, multiline=True))


def _direction(kind: str, word: str) -> str:
    """`in`, `out`, `both`, or whether it came from them."""
    if word in _DIRECTIONS:
        return word
    if not as_flag(word):
        return "out"
    return "both" if kind == "meeting" else "in"


def _follow_mood(database: Database, was: _Touch, touch: _Touch | None, now: int) -> None:
    """What the touch said of a person's mood is taken back, and what it says now is written down."""
    if was.contact_id is not None and was.sentiment is not None:
        forget_mood(database, was.contact_id, was.sentiment, was.at, now)
    if touch is not None and touch.contact_id is not None and touch.sentiment is not None:
        record_mood(database, touch.contact_id, touch.sentiment, touch.at, now)


_OWED = "SELECT owed_since IS NOT NULL FROM lead WHERE id = ?"


def no_answer_needed(database: Database, lead_ids: Sequence[int], now: int) -> Outcome:
    """Say that the buyer's last words need no answer: the lead leaves the owed part of the queue.

    Leads on which none is owed are left as they are.
    """
    with acting(database, "dismiss", lead_ids, now) as doing:
        owed = [lead_id for lead_id in lead_ids if database.value(_OWED, (lead_id,))]
        for lead_id in owed:
            records.update(database, "lead", lead_id, dismissed_at=now, updated_at=now)
        if not owed:
            doing.say("owes no answer" if len(lead_ids) == 1 else "none of them waits for an answer")
        else:
            doing.say("no answer needed" + (f" on {len(owed)}" if len(owed) < len(lead_ids) else ""))
    return doing.outcome


def _via(via: str) -> tuple[str, str | None, str]:
    found = VIAS.get(via)
    if found is None:
        raise UsageError(f"There is no touch by `{via}`; the ways are {', '.join(VIAS)}.")
    return found


def _quote(kind: str, direction: str, text: str) -> str | None:
    """The buyer's words that want an answer; None where they want none, or are ours, or were not written."""
    asks = wants_answer(text) if direction == "in" and kind in WRITTEN_KINDS else None
    return None if asks is None else asks or NO_WORDS


def _machine(kind: str, direction: str, text: str) -> str | None:
    """What kind of machine's answer this is, None for a person's word; only what was written to us can be one."""
    return "auto_reply" if direction == "in" and kind in WRITTEN_KINDS and is_auto_reply(text) else None


def _contact(database: Database, lead_id: int, contact_id: int | None) -> int | None:
    if contact_id is not None:
        return one_of(database, lead_id, contact_id)
    people = lead_queries.contacts(database, lead_id)
    champion = next((person.id for person in people if person.is_primary), None)
    return champion if champion is not None or len(people) != 1 else people[0].id


def _answers(
    database: Database, lead_id: int, contact_id: int | None, kind: str, channel: str | None, at: int, now: int
) -> str:
    """What follows where they spoke: a message of ours is answered, nothing is chased. Returns the words."""
    from hermes_tui.actions.cadence import cancel_cadence
    from hermes_tui.actions.message_status import answered
    from storage.queries.messages import answered_by, message

    cancel_cadence(database, lead_id, now)
    if kind not in WRITTEN_KINDS:
        return ""
    ours = answered_by(database, lead_id, contact_id, "email" if kind == "email" else channel, at)
    return "" if ours is None else f": {answered(database, message(database, ours), at, now)}"


def _follows(
    database: Database, lead_id: int, contact_id: int | None, kind: str, at: int, now: int, cadence: Cadence | None,
    zone: tzinfo,
) -> str:  # fmt: skip
    """What follows where the rep wrote by other means: it was the follow-up that was planned. Returns the words."""
    from hermes_tui.actions.cadence import Cadence, follow_up_logged

    if kind not in WRITTEN_KINDS:
        return ""
    planned = follow_up_logged(database, lead_id, contact_id, at, now, cadence or Cadence(), zone)
    return f"; {planned}" if planned else ""


def _signals(database: Database, text: Text, direction: str) -> str:
    """Suggest the buying signals in what a buyer said by themselves. Returns the words."""
    said = suggest(database, text._replace(words=clean(text.words, multiline=True))) if direction == "in" else ""
    return f"; {said}" if said else ""


def _wake(database: Database, lead_id: int, now: int) -> None:
    if (database.value("SELECT snoozed_until FROM lead WHERE id = ?", (lead_id,)) or 0) > now:
        records.update(database, "lead", lead_id, snoozed_until=None, updated_at=now)
