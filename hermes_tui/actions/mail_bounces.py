"""Mail that came back: which message of ours it was, and whose address is dead."""

from __future__ import annotations

from hermes_tui.actions.mail_desk import Desk, Filed, not_ours
from hermes_tui.outreach.matching import CLOCKS_AGREE, spellings
from hermes_tui.outreach.reading.incoming import Incoming
from storage import records
from storage.queries import correspondence as on_record
from storage.queries.correspondence import OnFile
from storage.queries.messages import message


def file_bounce(desk: Desk, mail: Incoming, lead_id: int | None) -> Filed:
    """A bounce, on the lead of the message that came back: the one it names, else the last to its address.

    That message is marked when the action is settled; a permanent one flags the address.
    """
    ours = _named(desk, mail)
    addresses = [spelling for address in mail.bounced_addresses for spelling in spellings(address)]
    if ours is not None and (sent_to := message(desk.database, ours.id).address):
        addresses.insert(0, sent_to.lower())
    place = _place(desk, ours, addresses, desk.moment(mail))
    if lead_id is not None and (place is None or place[0] != lead_id):
        place = (lead_id, None)
    if place is None:
        return not_ours(mail, "nobody on file was written to")
    if ours is not None:  # it came back, so it had left
        desk.has_left(ours, min(desk.moment(mail), ours.claimed_at or ours.at))
    address = (*addresses, "")[0]
    named = ours.rfc_message_id if ours is not None else (*mail.bounced_ids, mail.in_reply_to)[0] or None
    made = desk.insert(mail, *place, "in", address, automatic="bounce", in_reply_to=named)
    if mail.bounce_permanent:
        flag_dead(desk, address, desk.moment(mail))
    return Filed("bounce", place[0], made, f"{desk.who(place[0])}: mail to {address or 'them'} came back")


def flag_dead(desk: Desk, address: str, at: int) -> None:
    """An address is dead for everybody on file with it, unless somebody wrote from it since."""
    if not address or (on_record.last_from(desk.database, address) or 0) >= at:
        return
    for writer in desk.writers([address]):
        if writer.contact_id is None or writer.address != address:
            continue
        if on_record.bounced_before(desk.database, writer.contact_id, at, or_never=True):
            records.update(desk.database, "contact", writer.contact_id, bounced_at=at, updated_at=desk.now)


def _named(desk: Desk, mail: Incoming) -> OnFile | None:
    found = on_record.on_file(desk.database, mail.bounced_ids)
    return next((found[one] for one in mail.bounced_ids if one in found and found[one].direction == "out"), None)


def _place(desk: Desk, ours: OnFile | None, addresses: list[str], at: int) -> tuple[int, int | None] | None:
    """The lead and the person whose mail came back; None where nobody on file has the address."""
    if ours is not None:
        return ours.lead_id, ours.contact_id
    newest = on_record.newest_out(desk.database, addresses, at)
    newest = newest or on_record.newest_out(desk.database, addresses, at + CLOCKS_AGREE)
    if newest is not None:
        return newest[1:]
    writers = desk.writers(addresses)
    first = next((writer for writer in writers if writer.is_open), writers[0] if writers else None)
    return None if first is None else (first.lead_id, first.contact_id)
