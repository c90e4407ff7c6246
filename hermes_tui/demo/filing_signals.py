"""Filing buying signals: those of the tale, and what the buyers' own words give away, decided on or still waiting."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hermes_tui.demo.clock import DAY
from hermes_tui.demo.endings import Calendar
from hermes_tui.demo.happenings import Hint, Mail
from hermes_tui.demo.sheets import Sheets
from hermes_tui.demo.tale import Tale
from hermes_tui.scoring.signals import found_in

_UNDECIDED = 16 * DAY  # the rep decides sooner or later
_SAME_QUESTION = 7 * DAY  # a kind confirmed is not suggested again of words of the same week
_REFUSED = 4  # one of so many was none


def file_signals(
    sheets: Sheets, tale: Tale, lead_id: int, contact_ids: Sequence[int], mail_ids: Sequence[int],
    moment: Callable[[int], int], calendar: Calendar, *, is_open: bool,
) -> None:  # fmt: skip
    """File every signal of a lead in the order of its mails; the tale's own verdict where it has one."""
    told = {(hint.mail, hint.kind): hint for hint in tale.hints}
    confirmed: dict[str, int] = {}
    for place, mail in enumerate(tale.mails):
        at = moment(mail.at)
        for kind, sentence in _signals(mail, [told.pop(key) for key in list(told) if key[0] == place]).items():
            if kind in confirmed and at - confirmed[kind] <= _SAME_QUESTION:
                continue
            hint = next((hint for hint in tale.hints if (hint.mail, hint.kind) == (place, kind)), None)
            state = hint.state if hint else _verdict(lead_id + place, calendar.now - at, is_open=is_open)
            if state == "confirmed":
                confirmed[kind] = at
            decided = None if state == "suggested" else at
            who, origin = contact_ids[mail.who], f"message:{mail_ids[place]}"
            sheets.signal.put(lead_id, who, kind, state, sentence, origin, at, decided)
    for hint in told.values():
        at = moment(hint.at)
        somebody = None if hint.who is None else contact_ids[hint.who]
        decided = None if hint.state == "suggested" else at
        sheets.signal.put(lead_id, somebody, hint.kind, hint.state, hint.evidence, None, at, decided)


def _signals(mail: Mail, hints: Sequence[Hint]) -> dict[str, str]:
    """Kind → the words that give it away; what the rep alone heard in them is decided, or nobody would know of it."""
    heard = mail.direction == "in" and mail.automatic is None
    given = {each.kind: each.sentence for each in found_in(mail.body)} if heard else {}
    return given | {hint.kind: hint.evidence for hint in hints if hint.kind in given or hint.state != "suggested"}


def _verdict(number: int, age: int, *, is_open: bool) -> str:
    if is_open and age < _UNDECIDED:
        return "suggested"
    return "refused" if number % _REFUSED == 0 else "confirmed"
