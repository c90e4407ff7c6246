"""`hermes field`: the rep's own fields, declared with a kind, changed, ordered and removed."""

from __future__ import annotations

from hermes_tui.cli.main import OK
from hermes_tui.cli.output import as_json, say, table
from hermes_tui.cli.session import Session
from storage.errors import UsageError


def add(session: Session) -> int:
    """`hermes field add NAME --kind KIND`."""
    from hermes_tui.actions.custom_fields import add_field

    given = session.given
    outcome = add_field(
        session.writing(create=True), " ".join(given.words), session.now, kind=given.value("--kind") or "",
        choices=given.value("--choices") or "", force=given.flag("--force"),
    )  # fmt: skip
    return session.wrote(outcome, outcome.made)


def edit(session: Session) -> int:
    """`hermes field edit NAME`."""
    from hermes_tui.actions.custom_fields import edit_field, move_field, named

    given, name = session.given, " ".join(session.given.words)
    place = given.whole("--position")
    asked = {option: given.value(f"--{option}") for option in ("rename", "kind", "choices")}
    changes = any(value is not None for value in asked.values())
    if changes and place is not None:
        raise UsageError("--position goes by itself, so that one undo takes one change back; nothing was changed.")
    if not changes and place is None:
        raise UsageError("What is to be changed? Say --rename, --kind, --choices or --position; nothing was changed.")
    database = session.writing()
    number = named(database, name).id
    if place is not None:
        return session.wrote(move_field(database, name, place, session.now), number)
    outcome = edit_field(
        database, name, session.now, rename=asked["rename"], kind=asked["kind"], choices=asked["choices"],
        force=given.flag("--force"),
    )  # fmt: skip
    return session.wrote(outcome, number)


def remove(session: Session) -> int:
    """`hermes field rm NAME`."""
    from hermes_tui.actions.custom_fields import remove_field
    from storage.queries.custom_fields import custom_fields, declared

    name = " ".join(session.given.words)
    database = session.writing()
    field = declared(custom_fields(database), name.removeprefix("custom."))
    outcome = remove_field(database, name, session.now, with_values=session.given.flag("--values"))
    return session.wrote(outcome, field.id if field else 0)


def listing(session: Session) -> int:
    """`hermes field list`."""
    from hermes_tui.actions.custom_fields import listed

    found = listed(session.reading())
    if session.json:
        as_json(
            [
                {
                    "name": each.name, "kind": each.field.kind if each.field else None,
                    "choices": list(each.field.choices) if each.field else [], "leads": each.leads,
                    "declared": each.field is not None,
                }
                for each in found
            ]
        )  # fmt: skip
    elif found:
        rows = [
            (each.name, each.field.kind if each.field else "–", f"{each.leads:,}",
             ", ".join(each.field.choices) if each.field else "not declared: hermes field add")
            for each in found
        ]  # fmt: skip
        table(("field", "kind", "leads", "choices"), rows, right=(2,), stretch=(3,))
    else:
        say("There is no field of your own yet: `hermes field add seats --kind number`.")
    return OK
