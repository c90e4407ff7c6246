"""Mail that the rep wrote, met in a mailbox: proof that a message of ours left, or one written elsewhere."""

from __future__ import annotations

from hermes_tui.actions.mail_desk import ASKED, Desk, Filed, not_ours, on_file_already, thread_ids
from hermes_tui.actions.message_status import went_out
from hermes_tui.outreach.matching import Known, Unsure, whose
from hermes_tui.outreach.reading.incoming import Incoming
from storage import records
from storage.queries.correspondence import OnFile, handed_over
from storage.queries.messages import message

# So long a draft that the rep's program was given is looked for among what was sent.
_GIVEN_WITHIN = 14 * 86_400_000


def file_copy(desk: Desk, mail: Incoming, known: OnFile) -> Filed:
    """A copy of a message of ours: what was handed over, or is in doubt, has left; it is never a second message."""
    if desk.has_left(known, desk.moment(mail)):
        return _sent(desk, known.lead_id, known.id)
    return on_file_already(desk, known)


def file_own(desk: Desk, mail: Incoming, lead_id: int | None) -> Filed:
    """A mail of the rep's that Hermes did not write: a message sent, on the lead of whom it went to."""
    others = [address for _, address in desk.others(mail)]
    if lead_id is None and (mail.kind != "human" or not others):
        return not_ours(mail, "nobody on file was written to")
    writers = desk.writers(others)
    if lead_id is None and not writers and all(desk.is_colleague(address) for address in others):
        return not_ours(mail, "it stays in your own firm")
    if lead_id is not None:
        parents = [Known(0, lead_id, None)]
    else:
        parents = [Known(each.id, each.lead_id, each.contact_id) for each in desk.parents(mail)]
    found = whose(parents, writers)
    if found is None:
        return not_ours(mail, "nobody on file was written to")
    if isinstance(found, Unsure):
        return ASKED if desk.is_asked(mail) else desk.ask(mail, found, "out")
    there = [one.address for one in writers if (one.lead_id, one.contact_id) == (found.lead_id, found.contact_id)]
    address = (*there, *others, "")[0]
    given = _given(desk, mail, found.lead_id, address)
    if given is not None:
        return _sent(desk, found.lead_id, given)
    made = desk.insert(mail, found.lead_id, found.contact_id, "out", address)
    return Filed("yours", found.lead_id, made, f"{desk.who(found.lead_id)}: your mail to {address or 'them'}")


def _given(desk: Desk, mail: Incoming, lead_id: int, address: str) -> int | None:
    """The message handed over that this is, to which the rep's program gave another id; it is sent now."""
    at = desk.moment(mail)
    given = handed_over(desk.database, lead_id, address, mail.subject, at - _GIVEN_WITHIN, at)
    if given is None:
        return None
    desk.after.on(lead_id)
    row = message(desk.database, given)
    went_out(desk.database, row, at, desk.now, row.way, desk.cadence, desk.zone)
    records.update(desk.database, "message", given, rfc_message_id=mail.message_id, **thread_ids(mail))
    return given


def _sent(desk: Desk, lead_id: int, message_id: int) -> Filed:
    return Filed("yours", lead_id, message_id, f"{desk.who(lead_id)}: the mail handed over to you has been sent")
