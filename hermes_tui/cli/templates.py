"""Templates from the shell: list, read, write, check, put away; how they fare is in template_figures.py."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import OK, SOME_REJECTED
from hermes_tui.cli.output import as_json, data, say, table
from hermes_tui.cli.session import Session, pairs
from storage.errors import HermesError, UsageError
from storage.queries import templates as queries

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.outreach.templates.checking import Fault
    from storage.database import Database
    from storage.queries.templates import TemplateRow


def opened(session: Session) -> Database:
    """The open file, with the starter templates in it where it never had any template."""
    from hermes_tui.actions.templates import ensure_starters

    database = session.reading()
    if not queries.had_any(database):
        try:
            number = ensure_starters(session.writing(), session.now)
            say(f"{number} starter templates were put into the file; they are yours to change.")
        except HermesError as error:  # a file that can only be read is read
            say(f"The starter templates could not be put into the file: {error}")
    return database


# -- reading ---------------------------------------------------------------------------------------------


def listing(session: Session) -> int:
    """`hermes template list`: every template with how it fares, the surest first."""
    from hermes_tui.cli.template_figures import item, print_templates
    from hermes_tui.metrics.templates import performance

    rows = performance(opened(session), session.now)
    if session.json:
        as_json([item(row) for row in rows])
    elif rows:
        print_templates(rows)
    else:
        say("There is no template: `hermes template add NAME` makes one, `hermes template starters` brings some.")
    return OK


def show(session: Session) -> int:
    """`hermes template show NAME [VERSION]`: its text as `edit` opens it; how it fares on stderr."""
    from hermes_tui.cli.rates import rate_words
    from hermes_tui.cli.template_figures import item
    from hermes_tui.metrics.templates import performance
    from hermes_tui.outreach.templates.text_file import as_text

    database = opened(session)
    name, *version = session.given.words
    row = queries.template_named(database, name)
    row = _version(database, row, version[0]) if version else row
    [fares] = performance(database, session.now, only=[row.id])
    if session.json:
        faults = [fault._asdict() for fault in _faults(row.subject, row.body)]
        as_json({
            **item(fares), "version": row.version, "subject": row.subject, "body": row.body, "faults": faults,
        })  # fmt: skip
        return OK
    data(as_text(_facts(row)).rstrip("\n"))
    replies = rate_words(fares.rate, fares.replied)
    say(f"Template {row.id}, v{row.version}: used {fares.usage:,} times, reply rate {replies}.")
    return OK


def _version(database: Database, row: TemplateRow, word: str) -> TemplateRow:
    """The template as it was in a version. Raises UsageError naming those there are."""
    known = queries.versions(database, row.id)
    for each in known:
        if str(each.version) == word.casefold().removeprefix("v"):
            return row._replace(version=each.version, subject=each.subject, body=each.body)
    there = ", ".join(f"v{each.version}" for each in reversed(known))
    raise UsageError(f"“{row.name}” has no version `{word}`; it has {there}.")


def versions(session: Session) -> int:
    """`hermes template versions NAME [--back N]`: what it said when; or lets it say that again."""
    from hermes_tui.formats import iso

    back = session.given.whole("--back")
    if back is not None:
        from hermes_tui.actions.templates import bring_back

        database = session.writing()
        row = queries.template_named(database, session.given.words[0])
        return _wrote(session, bring_back(database, row.id, back, session.now))
    database = opened(session)
    found = queries.versions(database, queries.template_named(database, session.given.words[0]).id)
    if session.json:
        as_json([{**each._asdict(), "at": iso(each.at)} for each in found])
    else:
        lines = [(f"v{each.version}", iso(each.at) or "", each.subject, each.body) for each in found]
        table(("", "since", "subject", "text"), lines, stretch=(2, 3))
    return OK


def check(session: Session) -> int:
    """`hermes template check FILE`: its faults as `FILE:LINE:COLUMN: words`; exit code 4 where there are any."""
    from hermes_tui.actions.template_fields import template_values
    from hermes_tui.cli.texts import text_of
    from hermes_tui.outreach.templates.text_file import body_line, from_text

    name = session.given.words[0]
    text = text_of(name, "template")
    try:
        given = from_text(text)
        template_values(given)
    except UsageError as wrong:
        found: list[dict[str, Any]] = [{"part": "head", "line": 1, "column": 1, "words": str(wrong)}]
    else:
        first = {"body": (body_line(text), 0), "subject": _subject_place(text)}
        found = [_placed(fault, *first[fault.part]) for fault in _faults(given.get("subject", ""), given["body"])]
    if session.json:
        as_json(found)
    for each in [] if session.json else found:
        data(f"{name}:{each['line']}:{each['column']}: {each['words']}")
    if not found:
        say("No fault.")
    return SOME_REJECTED if found else OK


def _subject_place(text: str) -> tuple[int, int]:
    """The line of a template's text that has the subject, and how many characters stand before it."""
    for number, line in enumerate(text.splitlines(), 1):
        if match := re.match(r"subject\s*:\s*", line, re.IGNORECASE):
            return number, match.end()
    return 1, 0


def _placed(fault: Fault, first_line: int, ahead: int) -> dict[str, Any]:
    """A fault where it stands in the file; what is ahead of the part stands on its first line only."""
    column = fault.column + (ahead if fault.line == 1 else 0)
    return {"part": fault.part, "line": first_line + fault.line - 1, "column": column, "words": fault.words}


def _faults(subject: str, body: str) -> tuple[Fault, ...]:
    from hermes_tui.outreach.templates import checking

    return checking.check(subject, body)


def _facts(row: TemplateRow) -> dict[str, str]:
    return {
        "name": row.name, "kind": row.kind, "channel": row.channel, "active": "yes" if row.active else "no",
        "subject": row.subject, "body": row.body,
    }  # fmt: skip


# -- writing ---------------------------------------------------------------------------------------------


def add(session: Session) -> int:
    """`hermes template add NAME [--kind] [--channel] [--subject] [--body FILE]`: prints the new id."""
    from hermes_tui.actions.templates import add_template
    from hermes_tui.cli.writing import made

    given = session.given
    typed = {
        name: value for name in ("kind", "channel", "subject") if (value := given.value(f"--{name}")) is not None
    }  # fmt: skip
    text = _text(session)
    outcome = add_template(session.writing(create=True), {**text, **typed, "name": given.words[0]}, session.now)
    code = made(session, outcome, outcome.made, {})
    if not text.get("body"):
        say(f"It says nothing yet: `hermes template edit {outcome.made}`.")
    return code


def edit(session: Session) -> int:
    """`hermes template edit NAME [FIELD=VALUE…] [--body FILE]`; with neither in $EDITOR."""
    from hermes_tui.actions.templates import edit_template

    given = {**_text(session), **pairs(session.given.words[1:])}
    database = opened(session)
    session.writing()
    row = queries.template_named(database, session.given.words[0])
    if given:
        return _wrote(session, edit_template(database, row.id, given, session.now))
    return _wrote(session, _edited(session, database, row))


def _edited(session: Session, database: Database, row: TemplateRow) -> Outcome:
    """A template as the rep made it in the editor."""
    from hermes_tui.actions.templates import edit_template
    from hermes_tui.cli.texts import from_editor
    from hermes_tui.outreach.templates.text_file import as_text, from_text

    before = _facts(row)

    def use(text: str) -> Outcome:
        # What was left as it is is not said again: a template that is mended is to be active again.
        changed = {name: value for name, value in from_text(text).items() if value != before[name]}
        return edit_template(database, row.id, changed, session.now)

    return from_editor(as_text(before), f"template-{row.id}.txt", use)


def _text(session: Session) -> dict[str, str]:
    """What --body names: a text, with its facts where it begins with any (as `template show` prints)."""
    from hermes_tui.cli.texts import text_of
    from hermes_tui.outreach.templates.text_file import from_text

    name = session.given.value("--body")
    return {} if name is None else from_text(text_of(name, "template"))


def copy(session: Session) -> int:
    """`hermes template copy NAME`: prints the new id."""
    from hermes_tui.actions.templates import duplicate_template
    from hermes_tui.cli.writing import made

    database = session.writing()
    row = queries.template_named(database, session.given.words[0])
    outcome = duplicate_template(database, row.id, session.now)
    return made(session, outcome, outcome.made, {})


def activate(session: Session) -> int:
    """`hermes template activate NAME…`."""
    return _set_active(session, True)


def deactivate(session: Session) -> int:
    """`hermes template deactivate NAME…`."""
    return _set_active(session, False)


def _set_active(session: Session, active: bool) -> int:
    from hermes_tui.actions.templates import set_active

    database = session.writing()
    numbers = [queries.template_named(database, word).id for word in session.given.words]
    return _wrote(session, set_active(database, numbers, active, session.now))


def delete(session: Session) -> int:
    """`hermes template delete NAME`: one that was used stays, inactive."""
    from hermes_tui.actions.templates import delete_template

    database = session.writing()
    row = queries.template_named(database, session.given.words[0])
    return _wrote(session, delete_template(database, row.id, session.now))


def starters(session: Session) -> int:
    """`hermes template starters`: those whose name no template has."""
    from hermes_tui.actions.templates import add_starters

    return _wrote(session, add_starters(session.writing(create=True), session.now))


def _wrote(session: Session, outcome: Outcome) -> int:
    return session.wrote(outcome, outcome.made)
