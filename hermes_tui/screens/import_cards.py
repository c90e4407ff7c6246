"""`:import people.vcf`: what would become of the cards in one line, one question, and the reckoning."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui import keymap
from hermes_tui.exchange.load import ImportResult
from hermes_tui.exchange.vcard import holds_cards
from hermes_tui.exchange.vcard.files import HEAD, CardFile, card_file, is_called_cards
from hermes_tui.formats import count
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.styles import DIM
from storage.clean import clean
from storage.errors import HermesError
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.app import HermesApp


def cards_in(path: Path) -> CardFile | None:
    """The vCards of a file, or None where it holds none. Raises HermesError where it cannot be read."""
    name = clean(path.name.encode("utf-8", "replace").decode("utf-8")) or "the file"
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            if not is_called_cards(name) and not holds_cards(head):
                return None
            content = head + file.read()
    except OSError as error:
        raise HermesError(f"{path} cannot be read ({error.strerror}); nothing was imported.") from error
    return card_file(content, name)


def offer_cards(hermes: HermesApp, here: HermesScreen, cards: CardFile) -> None:
    """In a thread: work out what would become of the cards, and ask."""
    try:
        result = _file(here, cards, dry_run=True)
    finally:
        here.session.database.close_thread()
    hermes.call_from_thread(_ask, hermes, here, cards, result)


def _ask(hermes: HermesApp, here: HermesScreen, cards: CardFile, result: ImportResult) -> None:
    from hermes_tui.actions.vcards import sentence

    here.strip.settle()
    said = f"{cards.name}: {sentence(result)}"
    if not (result.created or result.updated):
        here.say(f" {said}; nothing to import")
        return
    pairs = ((result.leads, "new lead"), (result.contacts, "new contact"))
    parts = [said, *(count(number, word) for number, word in pairs if number), *result.notes[:1]]
    prompt = Content.styled(f" {'; '.join(parts)}:", "bold")

    def answered(key: str) -> None:
        if key == "y":
            here.say(f" Importing {cards.name}…")
            here.run_worker(partial(_import, hermes, here, cards), thread=True, exclusive=True, group="import")
        else:
            here.say(" Nothing was imported")

    here.strip.ask_choice(prompt, [Choice("y", "import", "y"), Choice("n", "leave", "n")], answered)


def _import(hermes: HermesApp, here: HermesScreen, cards: CardFile) -> None:
    """In a thread: back the file up, import, say the reckoning."""
    from hermes_tui.actions.vcards import sentence
    from hermes_tui.config import backup_folder
    from storage import snapshots

    session, database = here.session, here.session.database
    try:
        folder = backup_folder(session.settings, Path(database.path))
        snapshots.take(database, folder, "before-import", session.now())
        result = _file(here, cards, dry_run=False)
    except HermesError as error:
        hermes.call_from_thread(here.say, Content.styled(f" {error}", "$text-error"))
    else:
        hermes.call_from_thread(_imported, hermes, here, f"{cards.name}: {sentence(result)}")
    finally:
        database.close_thread()


def _imported(hermes: HermesApp, here: HermesScreen, words: str) -> None:
    hermes.changed()
    here.catch_up()
    undo = keymap.shown_key(hermes.key_of("undo"))
    here.say(Content.assemble((f" {words}", "$foreground"), (f".  {undo} undo", DIM)))


def _file(here: HermesScreen, cards: CardFile, *, dry_run: bool) -> ImportResult:
    from hermes_tui.actions.vcards import file_cards

    session = here.session
    return file_cards(
        session.database, cards.reading, name=cards.name, now=session.now(), sha256=cards.sha256,
        region=session.settings.region, dry_run=dry_run,
    )  # fmt: skip
