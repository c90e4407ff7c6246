"""Who a card is: its properties weighed into a name, ways to reach them, a company, a role and the rest in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import unquote

from hermes_tui.exchange.vcard.cards import Card, Reach
from hermes_tui.exchange.vcard.properties import Property
from storage.clean import clean

_ADDRESS = re.compile(r"[^<>]*<\s*([^<>@\s]+@[^<>@\s]+)\s*>$")
_LAST = frozenset({"fax", "pager", "modem", "bbs", "telex", "textphone", "isdn", "video", "pcs"})
_UNSAID = frozenset({"pref", "internet", "voice", "text", "msg", "main", "other", "postal", "parcel", "dom", "intl"})
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_$")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")

# What is kept of the rest, and what it is called.
_MORE: dict[str, str] = {
    "NICKNAME": "Called", "ADR": "Address", "URL": "Web", "IMPP": "Messenger", "BDAY": "Birthday",
    "ANNIVERSARY": "Anniversary", "X-SOCIALPROFILE": "Profile", "SOCIALPROFILE": "Profile", "X-SKYPE": "Skype",
    "X-SKYPE-USERNAME": "Skype", "X-JABBER": "Jabber", "X-AIM": "AIM", "X-MSN": "MSN", "X-ICQ": "ICQ", "X-QQ": "QQ",
    "X-YAHOO": "Yahoo", "X-GTALK": "GTalk", "X-GOOGLE-TALK": "GTalk", "X-MS-IMADDRESS": "Messenger",
    "X-TWITTER": "Twitter", "X-ASSISTANT": "Assistant", "X-MS-ASSISTANT": "Assistant",
    "X-EVOLUTION-ASSISTANT": "Assistant", "X-KADDRESSBOOK-X-ASSISTANTSNAME": "Assistant", "X-MANAGER": "Manager",
    "X-MS-MANAGER": "Manager", "X-EVOLUTION-MANAGER": "Manager", "X-KADDRESSBOOK-X-MANAGERSNAME": "Manager",
    "X-DEPARTMENT": "Department", "X-KADDRESSBOOK-X-DEPARTMENT": "Department", "X-MS-TEL": "Phone",
}  # fmt: skip


def person_of(number: int, line: int, properties: Sequence[Property]) -> Card | str:
    """The person of a card, or why it is none (one clause)."""
    of: dict[str, list[Property]] = {}
    for found in properties:
        of.setdefault(found.name, []).append(found)
    for found in (*of.get("KIND", ()), *of.get("X-ADDRESSBOOKSERVER-KIND", ())):
        if found.text.strip().lower() == "group":
            return "it is a list of people, not a person"
    labels = {found.group: _label(found.text) for found in of.get("X-ABLABEL", ()) if found.group}
    emails = _reaches(of.get("EMAIL", ()), labels, _email)
    phones = _reaches(of.get("TEL", ()), labels, _phone)
    orgs = [parts for found in _best_first(of.get("ORG", ())) if any(parts := [clean(each) for each in found.parts])]
    roles = [
        text for name in ("TITLE", "ROLE") for found in _best_first(of.get(name, ())) if (text := clean(found.text))
    ]
    org = next((part for parts in orgs for part in parts if part), None)
    name = _name(of, emails, phones, org)
    if not name:
        return "it has neither name, e-mail nor phone"
    notes = [text for found in of.get("NOTE", ()) if (text := clean(found.text, multiline=True))]
    uid = next((clean(found.text) for found in of.get("UID", ())), "")
    more = (*_further(orgs, roles), *_rest(properties, labels))
    return Card(
        number, line, name, emails, phones, org, roles[0] if roles else None,
        "\n".join(dict.fromkeys(notes)) or None, uid or None, tuple(dict.fromkeys(more)),
    )  # fmt: skip


def _best_first(found: Iterable[Property]) -> list[Property]:
    return sorted(found, key=lambda each: each.rank)


def _name(of: dict[str, list[Property]], emails: Sequence[Reach], phones: Sequence[Reach], org: str | None) -> str:
    """What to call the person: the formatted name, the name's parts, the nickname, the company, a way to reach them."""
    full = next((text for found in _best_first(of.get("FN", ())) if (text := _unquoted(clean(found.text)))), "")
    apart = next((text for found in of.get("N", ()) if (text := _put_together(found.components))), "")
    if apart and any(full.casefold() == each.value.casefold() for each in emails):
        full = ""  # programs that have no better formatted name write the address there
    nick = next((text for found in of.get("NICKNAME", ()) if (text := clean(" ".join(found.components)))), "")
    reach = next((each.value for each in (*emails, *phones)), "")
    return full or apart or nick or org or reach


def _unquoted(name: str) -> str:
    """The name without the quotes that a mail's sender stood in: `'Ann Lee'` as Thunderbird collects it."""
    return name[1:-1].strip() if len(name) > 2 and name[0] in "'\"" and name[0] == name[-1] else name


def _put_together(parts: Sequence[str]) -> str:
    family, given, middle, before, after = (*parts, "", "", "", "", "")[:5]
    return clean(" ".join(filter(None, (before, given, middle, family, after))))


def _reaches(found: Iterable[Property], labels: dict[str, str], read: Callable[[str], str]) -> tuple[Reach, ...]:
    seen: dict[str, tuple[tuple[bool, int], Reach]] = {}
    for each in found:
        value = clean(read(each.text))
        label = labels.get(each.group, "") if each.group else ""
        kinds = tuple(kind for kind in map(clean, (*each.types, label)) if kind and kind not in _UNSAID)
        if value and value.casefold() not in seen:
            last = bool(_LAST & set(kinds)) or "fax" in label.lower()
            seen[value.casefold()] = (last, each.rank), Reach(value, kinds)
    return tuple(reach for _, reach in sorted(seen.values(), key=lambda pair: pair[0]))


def _label(text: str) -> str:
    """`_$!<HomeFAX>!$_` → `home fax`; a label of the person's own stays."""
    own = clean(text)
    apple = _APPLE_LABEL.match(own)
    return _CAPITAL.sub(" ", apple[1]).lower() if apple else own


def _email(text: str) -> str:
    plain = text.strip()
    if plain[:7].lower() == "mailto:":
        plain = unquote(plain[7:].partition("?")[0])
    angled = _ADDRESS.match(plain)
    return angled[1] if angled else plain


def _phone(text: str) -> str:
    """`tel:+1-418-656-9254;ext=102` → `+1-418-656-9254 ext. 102`."""
    plain = text.strip()
    if plain[:4].lower() not in ("tel:", "sip:", "fax:") and plain[:5].lower() != "voip:":
        return plain
    scheme, _, rest = plain.partition(":")
    if scheme.lower() == "sip":
        return plain
    number, *parameters = rest.split(";")
    extension = next((value for key, _, value in (each.partition("=") for each in parameters) if key == "ext"), "")
    return unquote(number) + (f" ext. {extension}" if extension else "")


def _further(orgs: Sequence[Sequence[str]], roles: Sequence[str]) -> list[tuple[str, str]]:
    """Departments, second companies and second titles."""
    found = []
    for place, parts in enumerate(orgs):
        filled = [part for part in parts if part]
        if place:
            found.append(("Company", ", ".join(filled)))
        elif len(filled) > 1:
            found.append(("Department", ", ".join(filled[1:])))
    return found + [("Role", role) for role in roles[1:] if role != roles[0]]


def _rest(properties: Iterable[Property], labels: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    for each in properties:
        what = _MORE.get(each.name)
        if what is None:
            continue
        words = ", ".join(filter(None, map(clean, each.components))) if each.name in ("ADR", "NICKNAME") else ""
        words = words or clean(each.text)
        kinds = [kind for kind in (*each.types, labels.get(each.group, "") if each.group else "") if kind]
        said = ", ".join(kind for kind in kinds if kind not in _UNSAID)
        if words.strip(" ,;"):
            found.append((f"{what} ({said})" if said else what, words))
    return found
