"""The settings file, the keys it may change, and where things are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hermes_tui import config
from hermes_tui.cli.main import FAILURE, OK
from hermes_tui.cli.output import as_json, data, say, table
from hermes_tui.cli.session import Session
from storage.errors import HermesError, UsageError

_TEMPLATE = """\
# Hermes settings; every line may be left out. `hermes config set KEY VALUE` writes here too.
# database = "~/work.db"
# stale_days = 7
# snooze_days = 3
# engaged_days = 30        # for so long after speaking a person counts as engaged
# champion_silent_days = 14  # a champion silent for longer is a risk
# currency = "USD"
# region = "US"            # where phone numbers without a country code are dialled
# name = ""                # yours, as proposals, packets and mail show it
# email = "sam@example.com"  # the address that mail goes out from; `aliases = [...]` for your others
# firm = ""                # of use in templates: {{ me.firm }}, {{ me.phone }}
# phone = ""
# signature = ""           # ends what you write; a text in three quotes may have lines
# send_by = "sendmail"     # or smtp, maildir (a draft), eml, mailto, clipboard (the default)
# sendmail = "msmtp -t"
# smtp = "smtp://sam@mail.example.com:587"
# smtp_secret = "command:pass show mail"  # or env:NAME, keyring:SERVICE
# drafts = "~/Mail/Drafts"
# eml_folder = "~/outgoing"
# send_delay = 30          # seconds in the outbox before mail leaves: so long undo takes it back
# mail_text = "flowed"     # or "wrapped"
# mail_secret = "env:IMAP_PASSWORD"
# followup_days = [2, 7]   # a follow-up is due so many days after the first message
# followups_at_most = 2
# hot_from = 30            # the heat from which an open lead is hot
# theme = "hermes-dark"
# preset = "hermes"        # or "gmail": e archives, b snoozes, E edits
# backups = ""             # a folder; else beside the database
# [rates]                  # what one unit of another currency is in yours; without it the two are never added
# EUR = 1.08
# [mail]                   # mailboxes that `hermes mail sync` reads
# inbox = "~/Mail/INBOX"   # a Maildir, an mbox file, or imaps://sam@mail.example.com/INBOX
# [keys]                   # `hermes keys` lists the ids
# "verb.touch" = "t"
"""


def path(session: Session) -> int:
    """`hermes config path`."""
    return _place(session, config.config_path())


def database(session: Session) -> int:
    """`hermes db path`."""
    return _place(session, session.path)


def _place(session: Session, where: Path) -> int:
    if session.json:
        as_json({"path": str(where), "exists": where.exists()})
    else:
        data(str(where))
    return OK


def get(session: Session) -> int:
    """`hermes config get [KEY]`: what holds, set or not."""
    settings = session.settings._asdict()
    if not session.given.words:
        if session.json:
            as_json(settings)
        else:
            table(("setting", "value"), [(name, _shown(value)) for name, value in settings.items()])
            say("The rules of scoring are kept with the leads: `hermes rules show`.")
        return OK
    name, _, action = session.given.words[0].partition(".")
    _check_name(name)
    value = settings[name]
    if action:
        value = _keys_of(session, action) if name == "keys" else _entry(name, value, action)
    if session.json:
        as_json({session.given.words[0]: value})
    elif isinstance(value, dict):
        for action, typed in value.items():
            data(f"{action} = {typed}")
    else:
        data(_shown(value))
    return OK


def _shown(value: Any) -> str:
    """A setting as one line."""
    if isinstance(value, dict):
        return ", ".join(f"{name} = {each}" for name, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _entry(name: str, value: Any, entry: str) -> str:
    """One entry of a setting that is a table. Raises UsageError where there is none."""
    if not isinstance(value, dict) or entry not in value:
        raise UsageError(f"There is no `{entry}` in the setting `{name}`; `hermes config get {name}` shows it.")
    return str(value[entry])


def _keys_of(session: Session, action: str) -> str:
    """The keys that an action has, by the settings, the preset or the registry. Raises UsageError for no action."""
    from hermes_tui import keymap

    settings = session.settings
    return keymap.keys_of(keymap.command_of(action), keymap.overrides(settings.preset, settings.keys))


# Settings that are tables, and what to write where no entry is named.
_TABLES = {
    "keys": "Which action's key? Write keys.verb.touch; `hermes keys` lists the ids.",
    "mail": "Which mailbox? Give it a name: mail.inbox.",
    "rates": "Which currency's? Name it: rates.EUR 1.08 is what one euro is in yours.",
}


def put(session: Session) -> int:
    """`hermes config set KEY VALUE`: comments in the file stay; a wrong value changes nothing."""
    import tomlkit

    key, typed = session.given.words
    name, _, action = key.partition(".")
    _check_name(name)
    file = config.config_path()
    document = tomlkit.parse(_text_of(file))
    if name in _TABLES:
        if not action:
            raise UsageError(_TABLES[name])
        document.setdefault(name, tomlkit.table())[action] = typed
    else:
        document[name] = _value(name, typed)
    settings = config.checked(document.unwrap(), str(file))
    clash = _check_keys(settings)
    _write(file, tomlkit.dumps(document))
    if session.json:
        as_json({key: document.unwrap()[name] if name not in _TABLES else typed})
    else:
        say(f"{key} is now {typed or 'empty'} (in {file}).")
    if clash:
        say(clash)
    return OK


def edit(session: Session) -> int:
    """`hermes config edit`: opens $EDITOR, then says whether the file is right."""
    from hermes_tui.editor import EditorFailed, run_editor

    file, code = config.config_path(), OK
    if not file.exists():
        _write(file, _TEMPLATE)
    try:
        run_editor(file)
    except EditorFailed as error:
        say(str(error))
        code = FAILURE
    clash = _check_keys(config.load(file))
    if clash:
        say(clash)
    return code


def keys(session: Session) -> int:
    """`hermes keys`: the registry of the app, with the rep's own keys."""
    from hermes_tui import keymap

    changed = keymap.overrides(session.settings.preset, session.settings.keys)
    if session.json:
        as_json(
            [
                {"id": command.id, "keys": keymap.keys_of(command, changed).split(","), "label": command.label,
                 "help": command.help, "where": command.where}
                for command in keymap.COMMANDS
            ]
        )  # fmt: skip
        return OK
    for scope, title in keymap.SCOPES.items():
        commands = keymap.in_scope(scope)
        if not commands:
            continue
        data(title)
        for command in commands:
            shown = " ".join(keymap.shown_key(key) for key in keymap.keys_of(command, changed).split(","))
            data(f"  {shown:12} {command.help}  [{command.id}]")
    return OK


_OF_RULES = ("qualification", "rules", "scoring", "score", "threshold")


def _check_name(name: str) -> None:
    if name in _OF_RULES:
        raise UsageError(
            f"`{name}` is no setting: the rules of scoring are kept with the leads; `hermes rules edit` changes them."
        )
    if name not in config.Settings._fields:
        config.checked({name: None}, "hermes config")  # says which there are


def _value(name: str, typed: str) -> Any:
    usual = getattr(config.Settings(), name)
    if isinstance(usual, tuple):
        words = typed.replace(",", " ").split()
        return [_whole(name, word) for word in words] if name == "followup_days" else words
    return _whole(name, typed) if isinstance(usual, int) else typed


def _whole(name: str, typed: str) -> int:
    try:
        return int(typed)
    except ValueError:
        raise UsageError(f"The setting `{name}` wants a whole number, not `{typed}`; nothing was changed.") from None


def _check_keys(settings: config.Settings) -> str:
    """A sentence on a key that now means two things, for the rep to mend; raises UsageError for no action."""
    from hermes_tui import keymap

    return keymap.clash(keymap.overrides(settings.preset, settings.keys))


def _text_of(file: Path) -> str:
    config.load(file)  # says in a sentence what is wrong with it
    return file.read_text("utf-8") if file.exists() else ""


def _write(file: Path, text: str) -> None:
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
        os.replace(part, file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise HermesError(
            f"The settings file {file} cannot be written ({error.strerror}); nothing was changed."
        ) from error
