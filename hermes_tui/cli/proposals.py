"""Proposals: list, draft, read, edit, say what became of them, write to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import OK
from hermes_tui.cli.output import as_json, bold, data, dim, key_values, safe, say, styled, table
from hermes_tui.cli.session import Session, as_id, pairs
from hermes_tui.cli.texts import text_of
from hermes_tui.exchange.proposal_words import State, amount_words, gaps, gaps_words, state
from storage.errors import UsageError
from storage.queries import proposals as queries

if TYPE_CHECKING:
    from storage.queries.proposals import Offer, OfferLine


# -- reading ---------------------------------------------------------------------------------------------


def listing(session: Session) -> int:
    """`hermes proposal list [LEAD] [--all]`: of a lead all versions; of all leads what waits."""
    from storage.queries.lead import detail

    database, words = session.reading(), session.given.words
    if words:
        lead_id = as_id(words[0])
        detail(database, lead_id)
        found, none = queries.lead_lines(database, lead_id), f"None yet: `hermes proposal add {lead_id}` drafts one."
    elif session.given.flag("--all"):
        found, none = queries.all_lines(database), "None yet: `hermes proposal add LEAD` drafts one."
    else:
        found, none = queries.waiting_lines(database), "No proposal waits; --all lists those decided too."
    if session.json:
        as_json([_item(session, line) for line in found])
    elif found:
        _print_lines(session, found)
    else:
        say(none)
    return OK


def _print_lines(session: Session, lines: list[OfferLine]) -> None:
    rows = [
        (
            str(line.id), f"#{line.lead_id} {line.company or line.lead_title}", f"v{line.version}", line.title,
            amount_words(line.amount, line.currency) or "–", _state(session, line).words, line.expires_on or "–",
        )
        for line in lines
    ]  # fmt: skip
    table(("id", "lead", "", "proposal", "amount", "state", "valid until"), rows, right=(0, 4), stretch=(1, 3))


def _state(session: Session, line: OfferLine) -> State:
    return state(line.status, line.expires_on, session.today, line.replaced_by)


def _item(session: Session, line: OfferLine) -> dict[str, Any]:
    from hermes_tui.formats import iso, major

    found = _state(session, line)
    return {
        "id": line.id, "lead": line.lead_id, "version": line.version, "title": line.title,
        "amount": major(line.amount), "currency": line.currency, "status": line.status, "state": found.words,
        "live": found.live, "expired": found.expired, "sent_at": iso(line.sent_at), "viewed_at": iso(line.viewed_at),
        "decided_at": iso(line.decided_at), "expires_on": line.expires_on, "replaced_by": line.replaced_by,
    }  # fmt: skip


def show(session: Session) -> int:
    """`hermes proposal show ID [VERSION] [--against VERSION]`: a version whole, or what changed since another."""
    database, given = session.reading(), session.given
    row = queries.offer(database, as_id(given.words[0], "proposal"))
    family = queries.versions(database, row.lead_id, row.title)
    if len(given.words) > 1:
        row = _version(family, given.words[1])
    other = given.value("--against")
    if other is not None:
        return _print_changes(session, _version(family, other), row)
    line = next(line for line in queries.lead_lines(database, row.lead_id) if line.id == row.id)
    if session.json:
        held = [{"id": each.id, "version": each.version, "status": each.status} for each in family]
        as_json({**_item(session, line), "terms": row.terms, "body": row.body, "versions": held})
    else:
        _print_offer(session, line, row, family)
    return OK


def _version(family: list[Offer], word: str) -> Offer:
    number = word.casefold().removeprefix("v")
    for row in family:
        if str(row.version) == number:
            return row
    known = ", ".join(f"v{row.version}" for row in reversed(family))
    raise UsageError(f"“{family[0].title}” has no version `{word}`; it has {known}.")


def _print_offer(session: Session, line: OfferLine, row: Offer, family: list[Offer]) -> None:
    from hermes_tui.formats import iso

    others = ", ".join(f"v{each.version} {each.status.lower()}" for each in family if each.id != row.id)
    styled(bold(safe(row.title)) + dim(f"  v{row.version}, proposal {row.id}"))
    key_values([
        ("lead", f"#{line.lead_id} {line.company or line.lead_title}"),
        ("state", _state(session, line).words),
        ("amount", amount_words(row.amount, row.currency)),
        ("valid until", row.expires_on),
        ("sent", iso(row.sent_at)), ("viewed", iso(row.viewed_at)), ("decided", iso(row.decided_at)),
        ("also", others),
        ("to do", gaps_words(gaps(row.body)) if row.status == "DRAFT" else ""),
    ])  # fmt: skip
    for part in (row.body, row.terms and f"Terms: {row.terms}"):
        if part:
            data(f"\n{part}")


def _print_changes(session: Session, before: Offer, after: Offer) -> int:
    from hermes_tui.exchange.proposal_changes import changes

    found = changes(before, after)
    if session.json:
        as_json({"from": before.version, "to": after.version, "changes": found})
    elif found:
        data("\n".join(found))
    else:
        say(f"Versions {before.version} and {after.version} say the same.")
    return OK


# -- writing ---------------------------------------------------------------------------------------------


def add(session: Session) -> int:
    """`hermes proposal add LEAD [field=value…] [--body FILE]`: prints the new proposal's id."""
    from hermes_tui.actions.proposals import add_proposal
    from hermes_tui.cli.writing import made

    lead_id, given = as_id(session.given.words[0]), _typed(session)
    database = session.writing()
    outcome = add_proposal(
        database, lead_id, given, session.now, session.today, currency=session.settings.currency
    )  # fmt: skip
    code = made(session, outcome, outcome.made, {"lead": lead_id, "version": 1})
    _warn_of_gaps(queries.offer(database, outcome.made).body)
    return code


def edit(session: Session) -> int:
    """`hermes proposal edit ID [field=value…] [--body FILE]`: what was sent stays, and its next version is drafted."""
    from hermes_tui.actions.proposals import edit_proposal

    number, given = as_id(session.given.words[0], "proposal"), _typed(session)
    if not given:
        raise UsageError("What is to change? Say field=value, such as amount='22k EUR', or --body FILE.")
    database = session.writing()
    outcome = edit_proposal(database, number, given, session.now, session.today)
    version = queries.offer(database, outcome.made).version
    return session.wrote(outcome, outcome.made, {"lead": outcome.lead_ids[0], "version": version})


def status(session: Session) -> int:
    """`hermes proposal status ID STATUS [--at WHEN] [--won] [--value]`."""
    from hermes_tui.actions.proposals import mark

    given = session.given
    number, at = as_id(given.words[0], "proposal"), session.at
    database = session.writing()
    outcome = mark(
        database, number, given.words[1], session.now,
        at=at, win=given.flag("--won"), take_value=given.flag("--value"),
    )  # fmt: skip
    if outcome.action_id and given.words[1].casefold() == "sent":
        _warn_of_gaps(queries.offer(database, number).body)
    return session.wrote(outcome, number, {"lead": outcome.lead_ids[0]})


def delete(session: Session) -> int:
    """`hermes proposal delete ID`: drafts only."""
    from hermes_tui.actions.proposals import delete_draft

    number = as_id(session.given.words[0], "proposal")
    outcome = delete_draft(session.writing(), number, session.now)
    return session.wrote(outcome, number, {"lead": outcome.lead_ids[0]})


def export(session: Session) -> int:
    """`hermes proposal export ID [FILE] [--html|--md] [--force]`: without FILE to stdout."""
    from hermes_tui.exchange.proposal_file import kind_of, paper, render, write_paper

    given, database = session.given, session.reading()
    if given.flag("--html") and given.flag("--md"):
        raise UsageError("--html or --md: which one is meant?")
    row = queries.offer(database, as_id(given.words[0], "proposal"))
    name = given.words[1] if len(given.words) > 1 else "-"
    kind = "html" if given.flag("--html") else "md" if given.flag("--md") else kind_of(name)
    page = paper(database, row.id, session.settings.name, session.now, session.zone)
    if name == "-":
        data(render(page, kind).rstrip("\n"))
    else:
        place = write_paper(page, Path(name).expanduser(), kind, force=given.flag("--force"))
        say(f"Version {row.version} written to {place}.")
        if session.json:
            as_json({"id": row.id, "version": row.version, "path": str(place)})
    if not session.settings.name:
        say("It names no one on our side: `hermes config set name 'Your Name'`.")
    _warn_of_gaps(row.body)
    return OK


def _warn_of_gaps(body: str) -> None:
    words = gaps_words(gaps(body))
    if words:
        say(f"It has {words}.")


def _typed(session: Session) -> dict[str, str]:
    given = pairs(session.given.words[1:])
    name = session.given.value("--body")
    if name is None:
        return given
    if "body" in given:
        raise UsageError("The body is given twice, as body= and as --body; which one is meant?")
    return {**given, "body": text_of(name, "proposal")}
