"""What the menu of a proposal does: its status by one key, its text, its next version, its file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.content import Content

from hermes_tui.exchange.proposal_words import State, amount_words, gaps, gaps_words
from hermes_tui.screens.forms import what_is_wrong
from storage.errors import HermesError
from storage.queries.proposals import OfferLine
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.screens.lead.pane import LeadPane

Deed = Callable[["LeadPane[Any]", OfferLine], None]

_OUT = ("SENT", "VIEWED")


def ask(pane: LeadPane[Any], row: OfferLine, found: State) -> None:
    """One line with a key for all that can be done with this version now."""
    label = Content.assemble((f" v{row.version} {found.words}:", "bold"))
    choices = [Choice(key, words, deed) for key, words, when, deed in _MENU if row.status in when]
    pane.host.strip.ask_choice(label, choices, lambda deed: deed(pane, row))


# -- status ----------------------------------------------------------------------------------------------


def _mark(status: str, pane: LeadPane[Any], row: OfferLine, **follows: bool) -> None:
    from hermes_tui.actions.proposals import mark

    session = pane.scene.session
    pane.do(lambda: mark(session.database, row.id, status, session.now(), **follows))


def _sent(pane: LeadPane[Any], row: OfferLine) -> None:
    """Sent; where it still had gaps that is said, since the buyer has them now."""
    from storage.queries.proposals import offer

    missing = gaps_words(gaps(offer(pane.scene.session.database, row.id).body))
    _mark("SENT", pane, row)
    if missing:
        pane.app.notify(f"Version {row.version} has {missing}.", severity="warning", markup=False)


def _accepted(pane: LeadPane[Any], row: OfferLine) -> None:
    """Accepted; whether the deal is won and takes the amount for its value is the rep's to say."""
    page = pane.scene.page
    if page is None:
        return
    detail, amount = page.detail, amount_words(row.amount, row.currency)
    choices = []
    if page.stage.kind != "won":
        choices.append(Choice("w", "the deal is won", {"win": True}))
    if row.amount is not None and (row.amount, row.currency) != (detail.value, detail.currency):
        was = amount_words(detail.value, detail.currency)
        choices.append(Choice("v", f"its value is {amount}" + (f", was {was}" if was else ""), {"take_value": True}))
    if len(choices) == 2:
        choices.append(Choice("b", "both", {"win": True, "take_value": True}))
    if not choices:
        _mark("ACCEPTED", pane, row)
        return
    choices.append(Choice("enter", "nothing more", {}))
    label = Content.styled(f" accepted{', ' + amount if amount else ''}; and:", "bold")
    pane.host.strip.ask_choice(label, choices, lambda follows: _mark("ACCEPTED", pane, row, **follows))


# -- text and versions -----------------------------------------------------------------------------------


def edit(pane: LeadPane[Any], row: OfferLine, *, in_editor: bool = False) -> None:
    """The text of a draft, or of the next version of what was sent."""
    from hermes_tui.screens.proposal import edit_proposal

    try:
        edit_proposal(pane.host, row.id, in_editor=in_editor)
    except HermesError as error:
        pane.host.say(Content.styled(f" {error}", "$text-error"))


def _next(pane: LeadPane[Any], row: OfferLine) -> None:
    from hermes_tui.actions.proposals import new_version

    session = pane.scene.session
    pane.do(lambda: new_version(session.database, row.id, session.now(), session.today()))


def delete(pane: LeadPane[Any], row: OfferLine) -> None:
    """A draft goes."""
    from hermes_tui.actions.proposals import delete_draft

    session = pane.scene.session
    pane.do(lambda: delete_draft(session.database, row.id, session.now()))


def _read(pane: LeadPane[Any], row: OfferLine) -> None:
    from hermes_tui.screens.lead_reader import ReaderScreen
    from hermes_tui.screens.proposal import as_read
    from storage.queries.proposals import offer

    found = offer(pane.scene.session.database, row.id)
    title = Content(f"Version {row.version}, as they read it")
    pane.app.push_screen(ReaderScreen(title, as_read(found._asdict())))


def _compare(pane: LeadPane[Any], row: OfferLine) -> None:
    """What changed since the version before, in words."""
    from hermes_tui.exchange.proposal_changes import changes
    from hermes_tui.screens.lead_reader import ReaderScreen
    from storage.queries.proposals import offer, versions

    session = pane.scene.session
    found = offer(session.database, row.id)
    family = versions(session.database, found.lead_id, found.title)
    before = next((each for each in family if each.version < found.version), None)
    if before is None:
        pane.host.say(f" Version {found.version} is the first")
        return
    said = changes(before, found) or ["They say the same."]
    title = Content(f"v{before.version} → v{found.version}: [-taken out-] {{+put in+}}")
    pane.app.push_screen(ReaderScreen(title, Content("\n\n".join(said))))


# -- file ------------------------------------------------------------------------------------------------


def _write(pane: LeadPane[Any], row: OfferLine) -> None:
    """Ask where to; a name that ends in .md is written as Markdown, every other as HTML."""
    from hermes_tui.exchange.proposal_file import Paper, file_name, kind_of, paper, write_paper

    session = pane.scene.session
    page: Paper = paper(session.database, row.id, session.settings.name, session.now(), session.zone)

    def there(text: str) -> str | None:
        if not text.strip():
            return "where to?"
        if wrong := what_is_wrong(partial(kind_of, default="html"), text.strip()):
            return wrong
        place = Path(text.strip()).expanduser()
        place = place / file_name(page, "html") if place.is_dir() else place
        return f"{place.name} is there already; another name" if place.exists() else None

    def write(text: str) -> None:
        try:
            place = write_paper(page, Path(text.strip()).expanduser(), kind_of(text, "html"))
        except HermesError as error:
            pane.host.say(Content.styled(f" {error}", "$text-error"))
        else:
            missing = gaps_words(gaps(page.body))
            pane.host.say(f" Written to {place}" + (f"; it has {missing}" if missing else ""))

    begin = str(_free(Path.cwd() / file_name(page, "html")))
    pane.host.strip.ask_text(Content.styled(" write to:", "bold"), begin, write, validate=there)


def _free(place: Path) -> Path:
    """This place, or one beside it with a number where a file has it already."""
    found, number = place, 2
    while found.exists():
        found, number = place.with_stem(f"{place.stem}-{number}"), number + 1
    return found


_ALL = ("DRAFT", *_OUT, "ACCEPTED", "REJECTED", "EXPIRED")
_MENU: tuple[tuple[str, str, tuple[str, ...], Deed], ...] = (
    ("s", "sent", ("DRAFT",), _sent),
    ("v", "viewed", ("DRAFT", "SENT"), partial(_mark, "VIEWED")),
    ("a", "accepted", ("DRAFT", *_OUT, "EXPIRED"), _accepted),
    ("r", "rejected", ("DRAFT", *_OUT, "EXPIRED"), partial(_mark, "REJECTED")),
    ("x", "expired", _OUT, partial(_mark, "EXPIRED")),
    ("e", "edit", _ALL, edit),
    ("E", "$EDITOR", _ALL, partial(edit, in_editor=True)),
    ("n", "new version", _ALL[1:], _next),
    ("w", "file", _ALL, _write),
    ("c", "compare", _ALL, _compare),
    ("d", "delete", ("DRAFT",), delete),
    ("o", "read", _ALL, _read),
)
