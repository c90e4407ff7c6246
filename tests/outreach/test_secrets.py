"""Where a password comes from, and that no sentence ever holds it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from hermes_tui.outreach import secrets
from hermes_tui.outreach.secrets import SecretMissing, check_secret, secret


def test_out_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "hunter2")
    assert secret("env:MAIL_PASSWORD") == "hunter2"
    assert check_secret("env:MAIL_PASSWORD", "smtp_secret").ok
    assert "hunter2" not in str(check_secret("env:MAIL_PASSWORD", "smtp_secret"))
    monkeypatch.delenv("MAIL_PASSWORD")
    with pytest.raises(SecretMissing, match="in the environment as MAIL_PASSWORD"):
        secret("env:MAIL_PASSWORD")
    assert not check_secret("env:MAIL_PASSWORD", "smtp_secret").ok


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo; echo second line", "printed nothing"),
        ("echo hunter2; echo vault is locked. >&2; exit 3", "failed with 3: vault is locked"),
        ("echo hunter2; sleep 60", "did not end"),
    ],
)
def test_a_command_without_a_password_is_said_without_what_it_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, words: str
) -> None:
    monkeypatch.setattr(secrets, "_SECONDS", 0.5)
    with pytest.raises(SecretMissing, match=words) as caught:
        secret(f"command:sh -c '{script}'")
    assert "hunter2" not in str(caught.value)


def test_the_first_line_of_a_command_is_the_password() -> None:
    assert secret("command:printf 'hunter 2 \\nuser: reva\\n'") == "hunter 2 "
    with pytest.raises(SecretMissing, match="none of that name"):
        secret("command:no-such-password-store show mail")
    assert check_secret("command:printf x", "smtp_secret").ok
    assert not check_secret("command:no-such-password-store show mail", "smtp_secret").ok


def test_the_keyring_is_asked_for_the_password_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    errors = ModuleType("keyring.errors")
    errors.KeyringError = type("KeyringError", (Exception,), {})  # type: ignore[attr-defined]
    ring = ModuleType("keyring")
    ring.errors = errors  # type: ignore[attr-defined]
    ring.get_password = lambda service, user: {("mail", "reva"): "hunter2"}.get((service, user))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert secret("keyring:mail", "reva") == "hunter2"
    with pytest.raises(SecretMissing, match="keyring set mail ann"):
        secret("keyring:mail", "ann")

    def locked(service: str, user: str) -> str:
        raise errors.KeyringError("locked")

    ring.get_password = locked  # type: ignore[attr-defined]
    with pytest.raises(SecretMissing, match="locked"):
        secret("keyring:mail", "reva")


def test_without_the_keyring_package_the_rep_is_told_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(SecretMissing, match=r"hermes-crm\[mail\]"):
        secret("keyring:mail", "reva")


@pytest.mark.parametrize("spec", ["", "hunter2", "env:", "command: ", "file:/home/reva/password", "command:'open"])
def test_a_setting_that_names_no_place_is_said_with_the_forms_it_has(spec: str) -> None:
    with pytest.raises(SecretMissing):
        secret(spec)
    assert not check_secret(spec, "mail_secret").ok
