"""Filing messages: their statuses, threads and identifiers, and the words of the buyer that want an answer."""

from __future__ import annotations

from collections.abc import Callable

from hermes_tui.demo.clock import DAY, iso_date, office
from hermes_tui.demo.copies import Said
from hermes_tui.demo.draws import by_weight
from hermes_tui.demo.endings import Calendar, counts
from hermes_tui.demo.happenings import Mail
from hermes_tui.demo.sheets import Sheets
from hermes_tui.demo.tale import Tale
from hermes_tui.demo.words_out import REP_EMAIL

REP_DOMAIN = REP_EMAIL.partition("@")[2]
_ARRIVED = (("DELIVERED", 5.0), ("READ", 4.0), ("SENT", 1.0))


def file_mails(
    sheets: Sheets,
    tale: Tale,
    lead_id: int,
    contact_ids: list[int],
    moment: Callable[[int], int],
    calendar: Calendar,
    said: list[Said],
) -> list[int]:
    """File every message in order; returns their ids, and adds those that count as touches to `said`."""
    statuses = _statuses(tale)
    found = []
    thread = previous = None
    for place, (mail, status) in enumerate(zip(tale.mails, statuses, strict=True)):
        at = moment(mail.at)
        who = contact_ids[mail.who]
        mark = address = None
        mood = _mood(tale, mail, lead_id + place)
        if mail.channel == "email":
            address = tale.people[mail.who].email
            if status not in ("DRAFT", "SCHEDULED"):
                mark = f"<{lead_id}.{place}@{REP_DOMAIN if mail.direction == 'out' else tale.account.domain}>"
                thread = thread or mark
        send_at = office(calendar.now + DAY) if status == "SCHEDULED" else None
        template = None if mail.template is None else mail.template + 1
        found.append(
            sheets.message.put(
                lead_id, who, template, mail.channel, mail.direction, status, mail.automatic, mail.subject, mail.body,
                mail.quote, at, send_at, mark, previous if mark else None, thread if mark else None, address, at, at,
                mood, None if template is None else 1,
                iso_date(at + (2 + lead_id % 9) * DAY) if mail.automatic == "out_of_office" else None,
            )
        )  # fmt: skip
        previous = mark or previous
        if counts(mail):
            said.append(Said(at, "message", mail.direction, who, mood, mail.quote, True))
    return found


_MOOD_READ = 3  # of every so many answers the rep noted how they felt


def _mood(tale: Tale, mail: Mail, number: int) -> str | None:
    """How an answer reads, where the rep said so; a warm buyer's is friendly."""
    if mail.direction == "out" or mail.automatic is not None or number % _MOOD_READ:
        return None
    return "positive" if tale.warm else "neutral"


def _statuses(tale: Tale) -> list[str]:
    """Each message's status; an answer is credited to the last of ours that arrived before it (definitions.md)."""
    found: list[str] = []
    ours: int | None = None
    for place, mail in enumerate(tale.mails):
        if mail.direction == "in":
            found.append("READ")
            if ours is not None and mail.automatic is None:
                found[ours] = "REPLIED"
                ours = None
        else:
            found.append(mail.status or by_weight(tale.rng, _ARRIVED))
            if counts(mail):
                ours = place
    return found
