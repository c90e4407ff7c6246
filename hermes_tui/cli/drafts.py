"""Writing a message from the shell: what a template would say, and a draft of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.cli.main import FAILURE, OK
from hermes_tui.cli.output import as_json, data, say
from hermes_tui.cli.session import Session, as_id
from hermes_tui.outreach.finding import Finding
from hermes_tui.outreach.ways.way import Plain
from storage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from hermes_tui.actions.drafting import Draft
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.outreach.mail.letter import Letter
    from hermes_tui.outreach.ways.way import Way
    from storage.database import Database


def preview(session: Session) -> int:
    """`hermes preview TEMPLATE LEAD [--contact C]`: what the template would say; no message is written."""
    from hermes_tui.actions.composing import previewed
    from hermes_tui.actions.rep import me_of
    from hermes_tui.cli.templates import opened
    from hermes_tui.cli.writing import whom
    from storage.queries.templates import template_named

    *name, lead = session.given.words
    database, lead_id = opened(session), as_id(lead)
    row = template_named(database, " ".join(name))
    who = whom(session, database, [lead_id])
    found = previewed(database, row.id, lead_id, who, me_of(session.settings), session.now, session.zone)
    if session.json:
        as_json({"subject": found.subject, "body": found.body, "missing": list(found.missing)})
        return OK
    if found.subject:
        data(f"Subject: {found.subject}\n")
    data(found.body)
    if found.missing:
        from hermes_tui.outreach.templates.remedies import remedy

        own = remedy(found.missing)
        filled = f" {own} fills it in." if own else ""
        say(f"Missing: {', '.join(found.missing)}; with these gaps it would not be sent.{filled}")
    return OK


def draft(session: Session) -> int:
    """`hermes draft LEAD [-t TEMPLATE|--reply] [--contact C] [--eml|--mailto|--edit]`: prints the draft's id."""
    given = session.given
    if given.flag("--eml") and given.flag("--mailto"):
        raise UsageError("--eml or --mailto: which one is meant?")
    if given.flag("--reply") and given.value("--template") is not None:
        raise UsageError("-t or --reply: a reply is in your own words, without a template.")
    database = session.writing()
    composed = _composed(session, database)
    if given.flag("--edit"):
        composed = _edited(composed)
    from hermes_tui.actions.drafting import save_draft

    outcome = save_draft(database, composed, session.now)
    if composed.missing:
        _tell(session, composed, outcome)
        say(f"It still lacks {', '.join(composed.missing)}; the draft is kept: `hermes message edit {outcome.made}`.")
        return FAILURE
    if given.flag("--eml"):
        printed = _Printed(session)
        return _handed(session, database, composed, outcome, printed, printed.text)
    if given.flag("--mailto"):
        from hermes_tui.outreach.ways.choosing import way_of

        way = way_of(session.settings, session.zone, "mailto")
        return _handed(session, database, composed, outcome, way, lambda letter: _given(way, letter))
    return _tell(session, composed, outcome)


def _composed(session: Session, database: Database) -> Draft:
    from hermes_tui.actions.drafting import BLANK, compose
    from hermes_tui.actions.rep import cadence_of, me_of
    from hermes_tui.actions.templates import ensure_starters
    from hermes_tui.cli.writing import whom
    from storage.queries.templates import template_named

    lead_id, word = as_id(session.given.words[0]), session.given.value("--template")
    ensure_starters(database, session.now)
    template_id = BLANK if session.given.flag("--reply") else None
    if word is not None:
        template_id = template_named(database, word).id
    return compose(
        database, lead_id, me_of(session.settings), session.now, session.zone, template_id=template_id,
        contact_id=whom(session, database, [lead_id]), cadence=cadence_of(session.settings),
    )  # fmt: skip


def _edited(composed: Draft) -> Draft:
    """The draft as the rep left it in the editor; its subject is the first line."""
    from hermes_tui.cli.texts import from_editor

    ahead = f"Subject: {composed.subject}\n\n" if composed.channel == "email" else ""
    return from_editor(ahead + composed.body, "message.txt", lambda text: _read(composed, text))


def _read(composed: Draft, text: str) -> Draft:
    from hermes_tui.actions.drafting import edited

    first, _, rest = text.partition("\n")
    name, colon, subject = first.partition(":")
    if composed.channel != "email" or not colon or name.strip().casefold() != "subject":
        return edited(composed, composed.subject, text)
    return edited(composed, subject.strip(), rest.lstrip("\n"))


def _tell(session: Session, composed: Draft, outcome: Outcome) -> int:
    if not session.json:
        data(str(outcome.made))
        because = f" ({composed.suggestion})" if composed.suggestion else ""
        say(f"{outcome.words}{because}. Send it: hermes send {outcome.made}. Undo: hermes undo")
        return OK
    as_json({
        "id": outcome.made, "lead": composed.lead_id, "contact": composed.contact_id, "to": composed.address,
        "channel": composed.channel, "template": composed.template_id, "subject": composed.subject,
        "body": composed.body, "missing": list(composed.missing), "because": composed.suggestion or None,
        "action_id": outcome.action_id or None, "done": outcome.words,
    })  # fmt: skip
    return OK


# -- for the rep's own program -------------------------------------------------------------------------------


def _handed(
    session: Session, database: Database, composed: Draft, outcome: Outcome, way: Way, shown: Callable[[Letter], str]
) -> int:
    """Print what the rep's own program takes, the message being kept as handed over to it."""
    from hermes_tui.actions.drafting import as_letter
    from hermes_tui.actions.outbox import hand_over
    from hermes_tui.actions.rep import me_of

    me = me_of(session.settings)
    done = hand_over(database, outcome.made, way, me, session.now)
    text = shown(as_letter(database, outcome.made, me, session.now))
    if session.json:
        as_json({
            "id": outcome.made, "lead": composed.lead_id, "way": way.name, "text": text, "missing": [],
            "action_id": done.action_id or None, "done": done.words,
        })  # fmt: skip
        return OK
    data(text)
    say(f"{done.words}. Once it went: hermes message status {outcome.made} sent")
    return OK


def _given(way: Way, letter: Letter) -> str:
    found = way.given(letter)
    return "" if found is None else found.text


class _Printed(Plain):
    """The way of an e-mail that goes to stdout; what becomes of it there is the rep's own."""

    name = "eml"
    hands_over = True

    def __init__(self, session: Session) -> None:
        self._zone, self._flowed = session.zone, session.settings.mail_text == "flowed"

    def text(self, letter: Letter) -> str:
        """The e-mail, as a mail program opens it for the rep to send."""
        from hermes_tui.outreach.mail.composing import as_bytes

        return as_bytes(letter, self._zone, flowed=self._flowed, unsent=True).decode().rstrip("\n")

    def send(self, letter: Letter) -> str:
        """Nothing leaves here. Raises SendRefused for what no mail may carry."""
        self.text(letter)
        return "printed"

    def went(self, letter: Letter) -> bool | None:
        """Not known."""
        return None

    def check(self, *, connect: bool = False) -> list[Finding]:
        """Nothing to look at."""
        return []
