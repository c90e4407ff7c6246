"""Where a password comes from: the environment, the system's keyring or a command. It is never stored by Hermes."""

from __future__ import annotations

import os

from hermes_tui.outreach.finding import Finding
from hermes_tui.outreach.running import command_words, program, run
from storage.errors import HermesError

_SECONDS = 60.0  # a password store may ask the rep for its own password meanwhile
_FORMS = "env:NAME, keyring:SERVICE or command:pass show mail"


class SecretMissing(HermesError):
    """A password could not be had; the sentence says from where and why, and never what was found."""


def secret(spec: str, user: str = "", *, setting: str = "smtp_secret") -> str:
    """The password that a setting names: `env:NAME`, `keyring:SERVICE` (that of `user`), `command:…` (its first line).

    Raises SecretMissing.
    """
    kind, _, place = spec.partition(":")
    found = {"env": _from_environment, "keyring": _from_keyring, "command": _from_command}.get(kind)
    if found is None or not place.strip():
        raise SecretMissing(f"The setting `{setting}` says where the password is: {_FORMS}; not `{kind[:30]}`.")
    return found(place.strip(), user)


def check_secret(spec: str, setting: str) -> Finding:
    """What `hermes doctor` says of it, without asking the keyring or the command, which may ask the rep."""
    kind, _, place = spec.partition(":")
    what = f"password ({setting})"
    if kind == "env":
        there = bool(os.environ.get(place.strip()))
        return Finding(what, there, f"{place.strip()} {'is' if there else 'is not'} in the environment")
    if kind == "keyring" and place.strip():
        from importlib.util import find_spec

        there = find_spec("keyring") is not None
        return Finding(what, there, f"in the keyring as {place.strip()}" if there else _NO_KEYRING)
    words = command_words(place) if kind == "command" else []
    if not words:
        return Finding(what, False, "nothing says where it is", f"hermes config set {setting} {_FORMS.split(',')[0]}")
    found = program(words[0])
    return Finding(what, found is not None, f"from {found}" if found else f"there is no command `{words[0]}`")


_NO_KEYRING = "the keyring needs one more package: `pip install hermes-crm[mail]`"


def _from_environment(name: str, user: str) -> str:
    found = os.environ.get(name, "")
    if not found:
        raise SecretMissing(f"The password should be in the environment as {name}, and is not; set it and try again.")
    return found


def _from_keyring(service: str, user: str) -> str:
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise SecretMissing(f"No password: {_NO_KEYRING}.") from None
    try:
        found: str | None = keyring.get_password(service, user)
    except (keyring.errors.KeyringError, OSError, RuntimeError) as error:
        raise SecretMissing(f"The system's keyring did not give the password ({error}); unlock it.") from None
    if not found:
        raise SecretMissing(
            f"The system's keyring has no password of {user or 'nobody'} for {service}; "
            f"put it there with `keyring set {service} {user}`."
        )
    return found


def _from_command(command: str, user: str) -> str:
    words = command_words(command)
    found = program(words[0]) if words else None
    if found is None:
        raise SecretMissing(f"The command for the password, `{command}`, cannot be run: there is none of that name.")
    try:
        ran = run([found, *words[1:]], b"", _SECONDS)
    except OSError as error:
        raise SecretMissing(
            f"The command for the password, `{words[0]}`, cannot be run ({error.strerror}); mend it."
        ) from None
    if ran.code is None:
        raise SecretMissing(f"The command for the password, `{words[0]}`, did not end within {_SECONDS:.0f} s.")
    if ran.code:
        said = f": {ran.said}" if ran.said else ""
        raise SecretMissing(f"The command for the password, `{words[0]}`, failed with {ran.code}{said}.")
    password = ran.output.decode("utf-8", "replace").partition("\n")[0].rstrip("\r")
    if not password:
        raise SecretMissing(f"The command for the password, `{words[0]}`, printed nothing.")
    return password
