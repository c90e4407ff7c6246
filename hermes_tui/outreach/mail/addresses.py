"""E-mail addresses as they go over the wire: the domain in ASCII, nothing in them that a header could trip over."""

from __future__ import annotations

import re

from hermes_tui.outreach.ways.faults import SendRefused
from storage.clean import clean

# RFC 5321, 4.5.3.1: 64 octets before the @ and 255 after it; and then nothing that is longer gets anywhere.
_LONGEST = 320
# RFC 5322, 3.2.3 and 3.2.4, with the letters of RFC 6532 beside those of ASCII.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+"
_LOCAL = re.compile(rf'{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])*"')
_DOMAIN = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*")
_LITERAL = re.compile(r"\[[0-9A-Za-z.:]+\]")


def wire_address(text: str, *, utf8: bool = False) -> str:
    """The address as a mail server wants it: `ann@müller.example` → `ann@xn--mller-kva.example`.

    Raises SendRefused for what is no address, and for letters outside ASCII before the @, unless `utf8` says that the
    way takes them (SMTPUTF8, RFC 6531).
    """
    plain = clean(text)
    if not plain:
        raise SendRefused("There is no address to write to; nothing was sent. Give the contact an e-mail address.")
    local, at, domain = plain.rpartition("@")
    ascii_domain = _ascii_domain(domain) if len(plain) <= _LONGEST else ""
    if not at or not ascii_domain or not _LOCAL.fullmatch(local):
        raise SendRefused(f"`{plain[:100]}` is no e-mail address, which has the form name@domain; nothing was sent.")
    if not local.isascii() and not utf8:
        raise SendRefused(
            f"`{plain}` has letters outside ASCII before the @, and this way out cannot carry them; nothing was sent. "
            "Ask for an address in plain letters."
        )
    return f"{local}@{ascii_domain}"


def _ascii_domain(domain: str) -> str:
    """The domain in ASCII (IDNA 2008, with the folding of UTS 46), "" where it is none."""
    if domain.isascii():
        return domain if _DOMAIN.fullmatch(domain) or _LITERAL.fullmatch(domain) else ""
    import idna

    try:
        found = idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ""
    return found if _DOMAIN.fullmatch(found) else ""
