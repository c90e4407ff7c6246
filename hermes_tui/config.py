"""The settings file: where it is, what it may say, and the database it names."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from storage.errors import UsageError
from storage.thresholds import Thresholds


class Settings(NamedTuple):
    """What a rep may set. Every name here is a key of the TOML file; `keys` maps action ids to keys."""

    database: str = ""
    stale_days: int = 7
    snooze_days: int = 3
    engaged_days: int = 30
    champion_silent_days: int = 14
    currency: str = "USD"
    region: str = ""  # where phone numbers without a country code are dialled: US, DE
    theme: str = "hermes-dark"
    preset: str = "hermes"
    backups: str = ""
    name: str = ""  # the rep's own, as what is handed to others shows it
    email: str = ""  # the address that mail goes out from
    aliases: Sequence[str] = ()  # the rep's other addresses: mail from them is the rep's own
    firm: str = ""
    phone: str = ""
    signature: str = ""  # may have lines
    send_by: str = ""  # one of WAYS; empty: the clipboard
    sendmail: str = "sendmail -t -i"
    smtp: str = ""  # smtp://user@host:587, smtps://user@host:465
    smtp_secret: str = ""  # env:NAME, keyring:SERVICE, command:pass show mail
    drafts: str = ""  # the Maildir folder that drafts are put into
    eml_folder: str = ""
    send_delay: int = 30  # seconds in the outbox before mail leaves: so long undo takes it back
    mail_text: str = "flowed"  # or wrapped
    mail: Mapping[str, str] = {}  # mailboxes to read: name → a Maildir, an mbox file, imaps://user@host/FOLDER
    mail_secret: str = ""  # as smtp_secret, for IMAP
    followup_days: Sequence[int] = (2, 7)  # after the first message
    followups_at_most: int = 2
    hot_from: int = 30  # the heat from which an open lead is hot
    rates: Mapping[str, str] = {}  # what one unit of another currency is in `currency`: EUR = "1.08"
    keys: Mapping[str, str] = {}

    @property
    def thresholds(self) -> Thresholds:
        """What risk, follow-ups and hot leads are told by, as the file is to keep it."""
        after = next(iter(self.followup_days), Thresholds().followup_after)
        return Thresholds(self.engaged_days, self.champion_silent_days, after, self.followups_at_most, self.hot_from)


PRESETS = ("hermes", "gmail")
WAYS = ("sendmail", "smtp", "maildir", "eml", "mailto", "clipboard")
MAIL_TEXTS = ("flowed", "wrapped")
_DAYS = ("stale_days", "snooze_days", "engaged_days", "champion_silent_days")


def config_path() -> Path:
    """The settings file: HERMES_CONFIG, or the platform's own place."""
    named = os.environ.get("HERMES_CONFIG")
    if named:
        return Path(named).expanduser()
    return _user_folder("XDG_CONFIG_HOME", ".config") / "hermes.toml"


def load(path: Path | None = None) -> Settings:
    """The settings, with the defaults where the file or a key is absent.

    Raises UsageError naming the key and what it wants; a wrong file never falls back in silence.
    """
    file = path or config_path()
    try:
        text = file.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise UsageError(
            f"The settings file {file} cannot be read ({error.strerror}); mend it or move it away."
        ) from None
    import tomllib

    try:
        found = tomllib.loads(text.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            f"The settings file {file} is not TOML ({error}); mend it with `hermes config edit`."
        ) from None
    return checked(found, str(file))


def checked(found: dict[str, Any], where: str) -> Settings:
    """Settings from a parsed file. Raises UsageError for an unknown key or a value of the wrong kind."""
    defaults = Settings()
    for key, value in found.items():
        if key not in Settings._fields:
            from difflib import get_close_matches

            near = get_close_matches(key, Settings._fields, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(Settings._fields)}."
            raise UsageError(f"{where}: there is no setting `{key}`; {hint}")
        if key == "rates" and isinstance(value, dict):  # 1.08 as well as "1.08"
            found = {**found, key: {code: _as_typed(rate) for code, rate in value.items()}}
        _check_kind(key, found[key], getattr(defaults, key), where)
    settings = Settings(**found)
    _check_rates(settings, where)
    for key in _DAYS:
        if not 1 <= getattr(settings, key) <= 3650:
            raise UsageError(f"{where}: the setting `{key}` wants a number of days from 1 to 3650.")
    currency = settings.currency
    if not _is_currency(currency):
        raise UsageError(f"{where}: the setting `currency` wants three capital letters such as USD, not {currency!r}.")
    region = settings.region
    if region and not (len(region) == 2 and region.isascii() and region.isalpha() and region.isupper()):
        raise UsageError(f"{where}: the setting `region` wants two capital letters such as US or DE, not {region!r}.")
    if not 1 <= settings.hot_from <= 65:
        raise UsageError(f"{where}: the setting `hot_from` wants a heat from 1 to 65, not {settings.hot_from}.")
    if settings.preset not in PRESETS:
        raise UsageError(f"{where}: there is no preset `{settings.preset}`; there are {', '.join(PRESETS)}.")
    _check_outreach(settings, where)
    return settings


def _check_kind(key: str, value: object, usual: object, where: str) -> None:
    if isinstance(usual, tuple):
        item = int if key == "followup_days" else str
        right = isinstance(value, list) and all(type(each) is item for each in value)
        wants = "a list of whole numbers, such as [2, 7]" if item is int else "a list of texts"
    elif isinstance(usual, dict):
        right = isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
        wants = "a table of texts"
    else:
        right, wants = type(value) is type(usual), {str: "text", int: "a whole number"}[type(usual)]
    if not right:
        raise UsageError(f"{where}: the setting `{key}` wants {wants}, not {value!r}.")


def _as_typed(rate: object) -> object:
    return str(rate) if type(rate) in (int, float) else rate


_LEAST_RATE = 1e-9  # no two currencies are further apart; beyond it amounts leave what a float can hold


def _check_rates(settings: Settings, where: str) -> None:
    from decimal import Decimal, InvalidOperation

    for code, rate in settings.rates.items():
        try:
            right = Decimal(rate).is_finite() and _LEAST_RATE <= Decimal(rate) <= 1 / _LEAST_RATE
        except InvalidOperation:
            right = False
        if not right or not _is_currency(code) or code == settings.currency:
            raise UsageError(
                f"{where}: the setting `rates` says what one unit of another currency is in {settings.currency}, such "
                f'as {{EUR = "1.08"}}, not {code} = {rate!r}.'
            )


def _is_currency(code: str) -> bool:
    return len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()


def _check_outreach(settings: Settings, where: str) -> None:
    if settings.send_by and settings.send_by not in WAYS:
        raise UsageError(
            f"{where}: there is no way out `{settings.send_by}`; `send_by` is one of {', '.join(WAYS)}, or empty."
        )
    if settings.mail_text not in MAIL_TEXTS:
        raise UsageError(f"{where}: the setting `mail_text` is one of {', '.join(MAIL_TEXTS)}.")
    if not 0 <= settings.send_delay <= 86_400:
        raise UsageError(f"{where}: the setting `send_delay` wants seconds from 0 to 86400 (a day).")
    if not 0 <= settings.followups_at_most <= 20:
        raise UsageError(f"{where}: the setting `followups_at_most` wants a number from 0 to 20.")
    days = list(settings.followup_days)
    if any(not 1 <= day <= 3650 for day in days) or days != sorted(set(days)):
        raise UsageError(
            f"{where}: the setting `followup_days` wants days after the first message, each later than the one "
            "before it, such as [2, 7]."
        )


def database_path(settings: Settings, given: str | None = None) -> Path:
    """The database file: `--db`, else HERMES_DB, else the settings, else the platform's own place."""
    named = given or os.environ.get("HERMES_DB") or settings.database
    if named:
        return Path(named).expanduser()
    return default_database_path()


def default_database_path() -> Path:
    """Where the database lives when nothing names one."""
    return _user_folder("XDG_DATA_HOME", ".local/share") / "hermes.db"


def _user_folder(variable: str, usual: str) -> Path:
    """The platform's folder for our settings or our data.

    On Linux it is what platformdirs says, worked out here: importing it costs half of what `hermes list` may take.
    """
    if sys.platform.startswith("linux"):
        named = os.environ.get(variable, "")
        return (Path(named) if named.startswith("/") else Path.home() / usual) / "hermes"
    import platformdirs

    place = platformdirs.user_config_path if variable == "XDG_CONFIG_HOME" else platformdirs.user_data_path
    return place("hermes", appauthor=False)


def backup_folder(settings: Settings, database: Path) -> Path:
    """Where snapshots of this database are kept: the settings' folder, else `backups` beside it."""
    if settings.backups:
        return Path(settings.backups).expanduser()
    return database.parent / f"{database.stem}-backups"
