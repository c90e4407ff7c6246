"""What fills a gap that is the same in every letter: the rep's own settings."""

from __future__ import annotations

from collections.abc import Iterable

_SETTINGS = {
    "me.name": "name", "me.first_name": "name", "me.email": "email", "me.firm": "firm", "me.phone": "phone",
    "me.signature": "signature",
}  # fmt: skip


def remedy(missing: Iterable[str]) -> str:
    """The command that fills those of the missing fields that are about the rep; empty where none is.

    >>> remedy(["contact.role", "me.name", "me.first_name"]), remedy(["me.firm", "me.phone"]), remedy(["lead.value"])
    ('`hermes config set name …`', '`hermes config set firm …`, `hermes config set phone …`', '')
    """
    wanted = dict.fromkeys(_SETTINGS[field] for field in missing if field in _SETTINGS)
    return ", ".join(f"`hermes config set {name} …`" for name in wanted)
