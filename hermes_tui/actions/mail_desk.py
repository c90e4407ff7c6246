"""What filing a mail is made of: whom it names on file, its row, the question where only the rep knows.

What follows from it for the lead is mail_consequences'; several mails of one action are settled together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import tzinfo
from typing import Any, NamedTuple

from hermes_tui.actions.cadence import Cadence
from hermes_tui.actions.mail_consequences import Consequences
from hermes_tui.actions.message_status import went_out
from hermes_tui.actions.outcome import called
from hermes_tui.actions.proposals import CARRIED_WITHIN
from hermes_tui.actions.strangers import BEFORE_DEAL_MS, Strangers
from hermes_tui.actions.touches import NO_WORDS
from hermes_tui.outreach.matching import Unsure, Writer, spellings
from hermes_tui.outreach.reading.incoming import Incoming
from hermes_tui.scoring.staleness import wants_answer
from storage import records
from storage.database import Database
from storage.queries import correspondence as on_record
from storage.queries.correspondence import OnFile
from storage.queries.messages import message

LONGEST_BODY = 100_000  # characters
MACHINES = ("out_of_office", "auto_reply")
_FORWARDED = re.compile(r"^[->\s]*(?:begin forwarded message|-{3,} ?forwarded|weitergeleitete nachricht)", re.I | re.M)


class Filed(NamedTuple):
    """What became of a mail, in words for the rep.

    `kind`: reply, out_of_office, auto_reply, bounce, yours, question, known (on file already), not_ours.
    `message_id` is the row made or found; `return_on` the ISO date an out-of-office names.
    """

    kind: str
    lead_id: int | None
    message_id: int
    words: str
    return_on: str | None = None


class Desk:
    """Where mail is filed inside one action; `own` are the rep's addresses. Call `after.settle()` at the end."""

    def __init__(
        self, database: Database, own: frozenset[str], now: int, cadence: Cadence, zone: tzinfo,
        strangers: Strangers | None = None,
    ) -> None:  # fmt: skip
        self.database = database
        self.own = own
        self.now = now
        self.cadence = cadence
        self.zone = zone
        self.after = Consequences(database, now)
        self.strangers = strangers or Strangers(database)

    # -- what a mail says --------------------------------------------------------------------------------

    def moment(self, mail: Incoming) -> int:
        """When a mail was written (UTC ms), never in the future: a wrong clock must not have the last word."""
        return self.now if mail.at is None else min(mail.at, self.now)

    def others(self, mail: Incoming) -> list[tuple[str, str]]:
        """Whom a mail was written to but the rep: (name, address)."""
        return [(name, address) for name, address in mail.to if address and address not in self.own]

    def is_colleague(self, address: str) -> bool:
        """Whether this is an address at the rep's own firm."""
        return self.strangers.is_colleague(address, self.own)

    def parents(self, mail: Incoming) -> list[OnFile]:
        """The messages on file that a mail answers, the nearest first."""
        named = [one for one in dict.fromkeys((mail.in_reply_to, *reversed(mail.references))) if one]
        found = on_record.on_file(self.database, named) if named else {}
        return [found[one] for one in named if one in found and found[one].automatic != "bounce"]

    def writers(self, addresses: Iterable[str], reply_to: str = "") -> list[Writer]:
        """Who on file has one of these addresses, the nearest spelling first; else who has the one to answer to."""
        wanted = list(dict.fromkeys(each for address in addresses if address for each in spellings(address)))
        found = on_record.correspondents(self.database, wanted) if wanted else []
        if not found and reply_to and reply_to not in self.own:
            return self.writers([reply_to])
        found.sort(key=lambda each: (each.rank, wanted.index(each.address)))
        return [Writer(one.lead_id, one.contact_id, one.name, bool(one.is_open), one.address) for one in found]

    def who(self, lead_id: int) -> str:
        """What to call a lead. Raises NotFound."""
        return called(self.database, [lead_id])

    # -- writing -----------------------------------------------------------------------------------------

    def insert(
        self, mail: Incoming, lead_id: int, contact_id: int | None, direction: str, address: str, *,
        automatic: str | None = None, **also: Any,
    ) -> int:  # fmt: skip
        """Put a mail on file; the touch that the rep logged for it by hand, without a word, gives way to it."""
        at = self.moment(mail)
        if automatic is None:
            self._give_way(lead_id, contact_id, direction, at)
        return self.put(
            lead_id, contact_id, direction, address, at, automatic=automatic, subject=mail.subject, body=_body(mail),
            rfc_message_id=mail.message_id, **{**thread_ids(mail), **also},
        )  # fmt: skip

    def put(self, lead_id: int, contact_id: int | None, direction: str, address: str, at: int, **values: Any) -> int:
        """Insert a message of that moment (UTC ms); returns its id. Whoever writes from an address is alive there."""
        self.after.on(lead_id)
        if direction == "in" and values.get("automatic") is None:
            for writer in self.writers([address]):
                if writer.contact_id is not None and on_record.bounced_before(self.database, writer.contact_id, at):
                    records.update(self.database, "contact", writer.contact_id, bounced_at=None, updated_at=self.now)
            self.after.heard(lead_id, at)
        made = records.insert(
            self.database, "message", lead_id=lead_id, contact_id=contact_id, channel="email", direction=direction,
            status="READ" if direction == "in" else "SENT", at=at, address=address.lower() or None,
            created_at=self.now, updated_at=self.now, **values,
        )  # fmt: skip
        if direction == "in" and values.get("automatic") is None:
            self.after.wrote(made, str(values.get("body") or ""))
        return made

    def _give_way(self, lead_id: int, contact_id: int | None, direction: str, at: int) -> None:
        self.after.on(lead_id)
        touch = on_record.stand_in(self.database, lead_id, contact_id, direction, at, CARRIED_WITHIN)
        if touch is not None:
            records.delete(self.database, "touch", touch)

    def has_left(self, ours: OnFile, at: int) -> bool:
        """There is proof that a message of ours left at that moment: one handed over or in doubt is sent now."""
        if not ours.may_have_left:
            return False
        self.after.on(ours.lead_id)
        row = message(self.database, ours.id)
        went_out(self.database, row, at, self.now, row.way, self.cadence, self.zone)
        return True

    def quote(self, lead_id: int, at: int, words: str) -> str | None:
        """What of a person's words wants an answer; nothing of what was written long before the deal began."""
        begun = self.database.value("SELECT created_at FROM lead WHERE id = ?", (lead_id,)) or 0
        asks = wants_answer(words) if at >= begun - BEFORE_DEAL_MS else None
        return None if asks is None else asks or NO_WORDS

    def is_asked(self, mail: Incoming) -> bool:
        """Whether this mail waits in a question already."""
        return bool(on_record.asked(self.database, [mail.message_id]))

    def ask(self, mail: Incoming, found: Unsure, direction: str, message_id: int | None = None) -> Filed:
        """Write a question down, for the rep to say whose this mail is."""
        name, address = (mail.from_name, mail.from_address) if direction == "in" else (*self.others(mail), ("", ""))[0]
        records.insert(
            self.database, "mail_question", at=self.moment(mail), rfc_message_id=mail.message_id,
            from_name=name, address=address, subject=mail.subject, body=mail.text[:LONGEST_BODY],
            words=own_words(mail), automatic=mail.kind if mail.kind in MACHINES else None,
            candidates=json.dumps([list(each) for each in found.candidates], ensure_ascii=False), why=found.why,
            return_on=back_on(mail), direction=direction, message_id=message_id, created_at=self.now,
            **thread_ids(mail),
        )  # fmt: skip
        whom = f"{name or address} wrote" if direction == "in" else f"you wrote to {name or address}"
        return Filed("question", None, 0, f"{whom}; {found.why}: `hermes mail ask`")


ASKED = Filed("known", None, 0, "that mail waits for you to say whose it is: `hermes mail ask`")


def not_ours(mail: Incoming, why: str = "nobody on file wrote it") -> Filed:
    """A mail that is filed nowhere, and why."""
    who = mail.from_name or mail.from_address or "somebody without an address"
    return Filed("not_ours", None, 0, f"not filed, {why}: a mail of {who}")


def on_file_already(desk: Desk, known: OnFile) -> Filed:
    """A mail that was filed before."""
    return Filed("known", known.lead_id, known.id, f"{desk.who(known.lead_id)}: that mail is on file already")


def thread_ids(mail: Incoming) -> dict[str, str | None]:
    """The columns that say what a mail answers."""
    return {"in_reply_to": mail.in_reply_to or None, "refs": " ".join(mail.references) or None}


def back_on(mail: Incoming) -> str | None:
    """The day an out-of-office names, ISO."""
    return mail.return_on.isoformat() if mail.return_on is not None else None


def own_words(mail: Incoming) -> str:
    """The writer's own words; all that was written where trimming left nothing, or where others' words were sent on."""
    whole = not mail.words or _FORWARDED.search(mail.text[: LONGEST_BODY * 2]) is not None
    return (mail.text if whole else mail.words)[:LONGEST_BODY]


def _body(mail: Incoming) -> str:
    words = own_words(mail)
    if mail.kind == "bounce" and mail.bounce_reason:
        return f"{mail.bounce_reason}\n\n{words}"
    if not words and mail.attachments:
        return f"({', '.join(mail.attachments)})"
    return words
