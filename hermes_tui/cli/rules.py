"""`hermes rules`: what scores are worked out from, as text; changing it says first what that would change."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import OK, SOME_REJECTED
from hermes_tui.cli.output import as_json, data, say, table
from hermes_tui.cli.scoring import print_changes, rescored_json, say_what_if, telling, what_if_json, what_if_words
from hermes_tui.cli.session import Session
from hermes_tui.formats import count, iso
from storage.errors import UsageError

if TYPE_CHECKING:
    from hermes_tui.actions.what_if import WhatIf
    from hermes_tui.scoring.basis import Basis
    from storage.database import Database


def show(session: Session) -> int:
    """`hermes rules show`: the text as `edit` opens it; since when and for how many leads on stderr."""
    from hermes_tui.actions.rules import in_force
    from storage.queries.inquiries import standing

    database = session.reading()
    now = in_force(database)
    leads = standing(database, now.basis.key)
    if session.json:
        as_json({
            "text": now.text, "rules": now.rules._asdict(), "at": iso(now.at), "learned": now.learned is not None,
            "use_learned": now.use_learned, "unread": now.unread or None, "leads": leads._asdict(),
        })  # fmt: skip
        return OK
    data(now.text.rstrip("\n"))
    since = f"in force since {iso(now.at)}" if now.at is not None else "those Hermes comes with"
    said = [since, f"{now.rules.threshold} points qualify"]
    said += ["with learned weights"] if now.use_learned else []
    said += [f"{count(leads.stale, 'lead')} not scored by them yet: hermes rescore"] if leads.stale else []
    say(f"Rules: {', '.join(said)}.")
    if now.unread:
        say(f"Newer rules are in the file that this Hermes cannot read, and do not hold: {now.unread}")
    return OK


def put(session: Session) -> int:
    """`hermes rules set FILE [--dry-run]`."""
    from hermes_tui.cli.texts import text_of

    return _adopt(session, text_of(session.given.words[0], "set of rules"))


def reset(session: Session) -> int:
    """`hermes rules reset [--dry-run]`: those that Hermes comes with."""
    from hermes_tui.scoring.rules import built_in
    from hermes_tui.scoring.rules_text import as_text

    return _adopt(session, as_text(built_in(session.settings.currency)))


def edit(session: Session) -> int:
    """`hermes rules edit [--dry-run]`: in $EDITOR; a text with a fault is kept, and the old rules stay in force."""
    from hermes_tui.actions.rules import in_force
    from hermes_tui.cli.texts import from_editor

    before = in_force(session.reading()).text

    def use(text: str) -> int:
        if text.strip() == before.strip():
            say("Nothing was changed.")
            return OK
        if in_force(session.reading()).text != before:
            raise UsageError("Other rules came in force while you wrote, and they stay.")
        return _adopt(session, text)

    return from_editor(before, "rules.toml", use)


def check(session: Session) -> int:
    """`hermes rules check FILE`: its fault as `FILE:LINE: words`; exit code 4 where there is one."""
    from hermes_tui.cli.texts import text_of
    from hermes_tui.scoring.rules_text import RuleFault, parse

    name = session.given.words[0]
    found: list[dict[str, Any]] = []
    try:
        parse(text_of(name, "set of rules"), session.settings.currency)
    except RuleFault as fault:
        found = [{"line": fault.line, "words": fault.sentence}]
    if session.json:
        as_json(found)
    for each in [] if session.json else found:
        data(f"{name}:{each['line'] or 1}: {each['words']}")
    if not found:
        say("No fault.")
    return SOME_REJECTED if found else OK


def history(session: Session) -> int:
    """`hermes rules history`: what was adopted when, newest first, and how it differed from what was before."""
    from storage.queries.rule_sets import history as rows_of

    rows = rows_of(session.reading())
    lines = []
    for row, older in zip(rows, [*rows[1:], None], strict=False):
        learned = bool(row.use_learned)
        was = older is not None and bool(older.use_learned)
        changes = list(_changes(session, row.rules, older.rules if older is not None else None))
        changes += [] if learned == was else ["learned weights used" if learned else "learned weights not used"]
        lines.append((row.at, learned, changes, row.rules))
    if session.json:
        as_json([
            {"at": iso(at), "use_learned": learned, "changes": changes, "text": text}
            for at, learned, changes, text in lines
        ])  # fmt: skip
    elif lines:
        table(("since", "changed"), [(iso(at) or "", ", ".join(changes) or "–") for at, _, changes, _ in lines],
              stretch=(1,))  # fmt: skip
    else:
        say("The rules are those Hermes comes with; `hermes rules edit` changes them.")
    return OK


def _changes(session: Session, text: str, before: str | None) -> tuple[str, ...]:
    """How rules differ from those before, or from those Hermes comes with."""
    from hermes_tui.scoring.rules import built_in
    from hermes_tui.scoring.rules_changes import rule_changes
    from hermes_tui.scoring.rules_text import RuleFault, parse

    try:
        usual = session.settings.currency
        was = built_in(usual) if before is None else parse(before, usual, tried=True)
        return rule_changes(was, parse(text, usual, tried=True))
    except RuleFault as fault:
        return (f"not to be read: {fault}",)


# -- adopting --------------------------------------------------------------------------------------------


def _adopt(session: Session, text: str) -> int:
    """Say what the rules of a text would change, then put them in force, unless this is a dry run."""
    from hermes_tui.actions.rules import adopt, basis_in_force, checked, proposed

    rules = checked(text, session.settings.currency)
    begun = time.perf_counter()
    if session.given.flag("--dry-run"):
        database = session.reading()
        found = _would(database, proposed(database, rules))
        say_what_if(session, found, time.perf_counter() - begun, basis_in_force(database).rules.threshold)
        return OK
    database = session.writing(create=True)
    found = _would(database, proposed(database, rules))
    if not session.json:
        print_changes(found)
        say(what_if_words(found, basis_in_force(database).rules.threshold))
    done = adopt(database, text, session.now, telling())
    if session.json:
        seconds = time.perf_counter() - begun
        as_json({**what_if_json(found, seconds), **rescored_json(done, seconds)})
    else:
        say(f"{done.words}." + (" Undo: hermes undo" if done.action_id else ""))
    return OK


def _would(database: Database, basis: Basis) -> WhatIf:
    from hermes_tui.actions.what_if import what_if

    return what_if(database, basis, progress=telling())
