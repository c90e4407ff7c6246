"""`hermes abook`: the people of the leads as the address book of a mail program."""

from __future__ import annotations

from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, data, tabbed
from hermes_tui.cli.session import Session
from storage.queries.address_book import address_book


def abook(session: Session) -> int:
    """`hermes abook [QUERY…]`: `address<TAB>name`, a line each; exit code 3 where nobody matches."""
    found = address_book(session.reading(), " ".join(session.given.words))
    if session.json:
        as_json([entry._asdict() for entry in found])
        return OK if found else NOTHING
    mutt = session.given.flag("--mutt")
    if mutt:
        data(f"{len(found)} found")  # mutt shows the first line and takes addresses from the second on
    for entry in found:
        parts = (entry.email, entry.name, entry.about) if mutt else (entry.email, entry.name)
        tabbed(parts)
    return OK if found else NOTHING
