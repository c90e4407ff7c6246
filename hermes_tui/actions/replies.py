"""Filing one mail: a reply, a bounce, an automatic answer, the rep's own; on its lead, or into a question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, tzinfo

from hermes_tui.actions.cadence import Cadence
from hermes_tui.actions.mail_bounces import file_bounce
from hermes_tui.actions.mail_desk import ASKED, MACHINES, Desk, Filed, back_on, not_ours, on_file_already, own_words
from hermes_tui.actions.mail_own import file_copy, file_own
from hermes_tui.actions.outcome import acting
from hermes_tui.outreach.matching import Candidate, Known, Unsure, Whose, spellings, whose
from hermes_tui.outreach.reading.incoming import Incoming
from storage import records
from storage.database import Database
from storage.queries import correspondence as on_record
from storage.queries.correspondence import OnFile

__all__ = ["Filed", "file_letter", "file_mail", "own_addresses"]


def own_addresses(email: str, aliases: Iterable[str] = ()) -> frozenset[str]:
    """The rep's addresses, as mail is compared with them."""
    return frozenset(address.strip().lower() for address in (email, *aliases) if address.strip())


def file_letter(
    database: Database, mail: Incoming, own: frozenset[str], now: int, *, lead_id: int | None = None,
    over_list: bool = False, cadence: Cadence | None = None, zone: tzinfo = UTC,
) -> Filed:  # fmt: skip
    """File one mail as one action; `own` are the rep's addresses (own_addresses), `lead_id` says whose it is.

    `over_list` says that it came over a mailing list. One that is nobody's on file changes nothing. Raises NotFound
    for a lead that is not there.
    """
    with acting(database, "mail", [], now) as doing:
        desk = Desk(database, own, now, cadence or Cadence(), zone)
        filed = file_mail(desk, mail, lead_id, over_list=over_list)
        said = desk.after.settle()
        doing.say(filed.words)
    return filed._replace(words="; ".join((filed.words, *said)))


def file_mail(desk: Desk, mail: Incoming, lead_id: int | None = None, *, over_list: bool = False) -> Filed:
    """Inside an action: file a mail where it belongs, or on this lead; what follows is the desk's to settle."""
    if lead_id is not None:
        desk.who(lead_id)
    known = on_record.on_file(desk.database, [mail.message_id]).get(mail.message_id)
    if known is not None:
        return file_copy(desk, mail, known) if known.direction == "out" else on_file_already(desk, known)
    if lead_id is not None:
        for question_id in on_record.question_ids(desk.database, mail.message_id):
            records.delete(desk.database, "mail_question", question_id)
    if mail.from_address in desk.own:
        return file_own(desk, mail, lead_id)
    if mail.kind == "bounce":
        return file_bounce(desk, mail, lead_id)
    return _theirs(desk, mail, lead_id, over_list or mail.kind == "list")


def _theirs(desk: Desk, mail: Incoming, lead_id: int | None, over_list: bool) -> Filed:
    parents = desk.parents(mail)
    if over_list and lead_id is None and not _answers_us(desk, mail, parents):
        # What known people say to everybody, or to each other on a list, is no reply.
        return not_ours(mail, "it is no answer to you, but of a list, a newsletter or spam")
    writers = desk.writers([mail.from_address], mail.reply_to)
    if lead_id is None and not writers and desk.is_colleague(mail.from_address):
        return not_ours(mail, "it is of your own firm")  # what the rep's boss says in the buyer's thread is no reply
    found: Whose | Unsure | None
    if lead_id is not None:
        found = whose([Known(0, lead_id, None)], writers, name=mail.from_name)
    else:
        known = [Known(each.id, each.lead_id, each.contact_id) for each in parents]
        found = whose(known, writers, _suspects(desk, mail), mail.from_name)
    if isinstance(found, Unsure) and mail.kind in MACHINES:
        found = _last_written_to(desk, mail) or found
    if found is None:
        return not_ours(mail)
    if isinstance(found, Unsure):
        return ASKED if desk.is_asked(mail) else desk.ask(mail, found, "in")
    ours = next((each for each in parents if each.direction == "out" and each.lead_id == found.lead_id), None)
    if ours is not None:  # who answers a message of ours has it: it left
        desk.has_left(ours, min(desk.moment(mail), ours.claimed_at or ours.at))
    if mail.kind in MACHINES:
        return _machine(desk, mail, found)
    return _person(desk, mail, found, ask=lead_id is None)


def _answers_us(desk: Desk, mail: Incoming, parents: Sequence[OnFile]) -> bool:
    """Whether a mail that came over a list answers one of ours; a later one of its thread if it is to the rep too."""
    to_rep = any(address in desk.own for _, address in mail.to)
    return any(each.direction == "out" for each in (parents if to_rep else parents[:1]))


def _machine(desk: Desk, mail: Incoming, found: Whose) -> Filed:
    back = back_on(mail)
    made = desk.insert(
        mail, found.lead_id, found.contact_id, "in", mail.from_address, automatic=mail.kind, return_on=back
    )
    what = "out of office" if mail.kind == "out_of_office" else "automatic reply"
    words = f"{desk.who(found.lead_id)}: {what} of {mail.from_name or mail.from_address}"
    return Filed(mail.kind, found.lead_id, made, words + (f", back on {back}" if back else ""), back)


def _person(desk: Desk, mail: Incoming, found: Whose, *, ask: bool) -> Filed:
    quote = desk.quote(found.lead_id, desk.moment(mail), own_words(mail))
    made = desk.insert(mail, found.lead_id, found.contact_id, "in", mail.from_address, quote=quote)
    words = f"{desk.who(found.lead_id)}: reply from {mail.from_name or mail.from_address}"
    if ask and found.stranger and mail.from_address not in on_record.asked_about(desk.database, found.lead_id):
        person = mail.from_name or mail.from_address
        why = f"nobody there has the address; is {person} new?"
        desk.ask(mail, Unsure((Candidate(found.lead_id, None, "it is in its thread"),), why), "in", made)
        words += ", whom nobody knows there: `hermes mail ask`"
    return Filed("reply", found.lead_id, made, words)


def _last_written_to(desk: Desk, mail: Incoming) -> Whose | None:
    """A machine answers what was written to its address last."""
    found = on_record.newest_out(desk.database, spellings(mail.from_address), desk.moment(mail))
    return None if found is None else Whose(found[1], found[2])


def _suspects(desk: Desk, mail: Incoming) -> tuple[Candidate, ...]:
    """Whom a stranger's mail may be about; asked is only of what a person of another firm wrote to the rep."""
    to_rep = not desk.own or any(address in desk.own for _, address in mail.to)
    if mail.kind != "human" or not to_rep or desk.is_colleague(mail.from_address):
        return ()
    return desk.strangers.suspects(mail.from_name, mail.from_address, desk.moment(mail))
