"""What is left of a text when only what tells leads apart is kept: addresses, numbers, names of firms, titles."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# How a firm is registered says nothing about which one it is.
_LEGAL = _set(
    "inc incorporated llc llp lp ltd limited corp corporation co company plc gmbh mbh ag kg kgaa ohg ug ek eg ev se sa "
    "sas sarl srl spa bv bvba nv vof oy oyj oü ou ab as asa aps ivs kk pte pty pvt sro doo zoo oo kft zrt ltda eurl sl "
    "slu jsc pjsc ооо оао зао пао ао ип тов the and und et y e"
)
_LEGAL_UNPARTED = re.compile(
    r"株式会社|주식회사|有限会社|合同会社|[(（]株[)）]|股份有限公司|有限公司|\bsp\.? ?z ?o\.? ?o\b\.?", re.I
)
# `S.A.`, `z o.o.`, `A/S`: a word each, not a letter each.
_DOTTED = re.compile(r"\b(?:[^\W\d_][./])+[^\W\d_]\b\.?")
# Letters that are no other letter with an accent.
_FOLDED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_ROLES = _set(
    "info sales contact office hello mail support admin team service enquiries inquiries kontakt billing accounts hr "
    "jobs marketing noreply no-reply webmaster post buero reception help"
)
# A mailbox or a page there belongs to anybody.
_ANYBODYS = _set(
    "gmail.com googlemail.com yahoo.com yahoo.co.uk ymail.com hotmail.com outlook.com live.com msn.com icloud.com "
    "me.com mac.com aol.com gmx.de gmx.net gmx.com web.de t-online.de mail.ru yandex.ru yandex.com proton.me "
    "protonmail.com qq.com 163.com 126.com mail.com zoho.com fastmail.com orange.fr free.fr laposte.net "
    "libero.it comcast.net linkedin.com facebook.com instagram.com x.com twitter.com reddit.com github.com youtube.com "
    "medium.com sites.google.com wordpress.com blogspot.com wixsite.com notion.site"
)
_UMLAUT, _LEAST_OF_UMLAUT = re.compile(r"([aou])e"), 5
_WORD = re.compile(r"[^\W_]+")
_EXTENSION = re.compile(r"(?:ext|x|durchwahl|poste|#).*$", re.I)
_LEAST_DIGITS, _TELLING_DIGITS = 7, 9


@lru_cache(maxsize=100_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents and punctuation."""
    plain = text.casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))
        plain = plain.translate(_FOLDED)
    return tuple(_WORD.findall(plain))


@lru_cache(maxsize=100_000)
def firm(name: str | None) -> str:
    """The words of a firm's name that tell it from others: `The Acme Corp.` → `acme`; '' for none."""
    if not name:
        return ""
    plain = _LEGAL_UNPARTED.sub(" ", name.replace("'", "").replace("’", ""))
    found = words(_DOTTED.sub(lambda dotted: re.sub(r"[./]", "", dotted.group()), plain)) or words(name)
    return " ".join(map(_without_umlaut, [word for word in found if word not in _LEGAL] or found))


def _without_umlaut(word: str) -> str:
    """`mueller` is how `Müller` is written where there is no ü; short words are left as they are."""
    return _UMLAUT.sub(r"\1", word) if len(word) >= _LEAST_OF_UMLAUT else word


def title(text: str, firm_name: str | None) -> str:
    """The words of a deal's title beside those of its firm: `Acme Corp: ERP rollout` → `erp rollout`."""
    found = words(text)
    if firm_name:
        theirs = words(firm_name)
        found = tuple(word for word in found if word not in theirs)
    return " ".join(found)


def mail(address: str | None) -> str:
    """An address as its provider reads it: no case, no `+tag`, no dots at Gmail; '' for what is none."""
    if not address or "@" not in address:
        return ""
    box, _, host = address.strip().casefold().rpartition("@")
    box = box.partition("+")[0] or box
    if host in ("gmail.com", "googlemail.com"):
        box, host = box.replace(".", ""), "gmail.com"
    return f"{box}@{host}"


def is_shared_mailbox(address: str) -> bool:
    """Whether several people read it: `info@…`."""
    return address.partition("@")[0] in _ROLES


def phone(number: str | None) -> str:
    """The digits that a number has however it is written: `+49 30 123456-7` and `030 1234567` are one; '' for none."""
    if not number:
        return ""
    digits = "".join(c for c in _EXTENSION.sub("", number) if c.isdecimal())
    digits = digits.lstrip("0")
    return digits[-_TELLING_DIGITS:] if len(digits) >= _LEAST_DIGITS else ""


def site(address: str | None) -> str:
    """The host of a website or of an e-mail address; '' where it is anybody's."""
    if not address:
        return ""
    text = address.strip().casefold()
    if "@" in text and "/" not in text:
        host = text.rpartition("@")[2]
    else:
        try:
            host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
        except ValueError:  # brackets that are no IPv6
            return ""
    host = host.removeprefix("www.").strip(".")
    return host if "." in host and host not in _ANYBODYS else ""


def link(address: str | None) -> str:
    """A page's address without what does not lead elsewhere: scheme, `www.`, campaign words, a last slash."""
    if not address:
        return ""
    try:
        parts = urlsplit(address.strip() if "//" in address else f"//{address.strip()}")
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("old.")
    asked = "&".join(
        sorted(
            part for part in parts.query.split("&") if part and not part.startswith(("utm_", "fbclid", "gclid", "ref="))
        )
    )
    path = parts.path.rstrip("/")
    return f"{host}{path}{'?' + asked if asked else ''}" if host and (path or asked) else ""


def number(external_id: str | None) -> str:
    """An id without case and separators: `OPP-0012` → `opp0012`; '' for none."""
    return "".join(words(external_id)) if external_id else ""


def shape(external_id: str) -> str:
    """How a program writes its ids: letters as `a`, digits as `9`. Two of one shape were counted by one program."""
    return "".join("9" if c.isdecimal() else "a" for c in external_id)


def person(name: str | None) -> str:
    """A person's name in any order of its words; '' where it is one word only, which many are called."""
    if not name or "@" in name:
        return ""
    found = sorted(map(_without_umlaut, words(name)))
    return " ".join(found) if len(found) > 1 else ""
