"""Mail that came back: reports of delivery (RFC 3464) and the letters of servers that write none."""

from __future__ import annotations

import re
from typing import NamedTuple

from hermes_tui.outreach.reading.faults import Unreadable
from hermes_tui.outreach.reading.fields import ids, pairs
from hermes_tui.outreach.reading.heads import Head, head_of
from hermes_tui.outreach.reading.parts import Body, content
from storage.clean import clean

_DAEMONS = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|mailerdaemon|mailadmin|bounces?|mail\.?delivery)\b")
_RETURNED = frozenset({"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers",
                       "text/rfc822", "message/global-headers"})  # fmt: skip
_STATUS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_SUBJECTS = re.compile(
    r"undeliver(?:able|ed)|mail delivery (?:failed|failure|subsystem|system)|delivery (?:status notification|failure"
    r"|has failed|failed|problem|report)|failure (?:notice|delivery)|returned (?:mail|to sender)|message (?:not"
    r"|could not be|undeliver)|mail (?:system )?error|could ?n[o']t be delivered|non[- ]?delivery|delivery unsuccessful"
    r"|rejected message|unzustellbar|nicht zugestellt|zustellung (?:fehlgeschlagen|nicht möglich)|zustellbarkeit"
    r"|non[ -]?remis|échec (?:de la )?(?:remise|distribution)|message non distribu|notification d[’']état de remise"
    r"|no se (?:ha )?(?:podido|puede) entregar|no entregado|error de entrega|devuelto|mancato recapito"
    r"|non recapitabile|impossibile recapitare|consegna (?:non riuscita|fallita)|onbestelbaar|niet bezorgd"
    r"|kan niet worden bezorgd|não (?:foi )?entregue|falha na entrega|devolvid[ao]",
    re.IGNORECASE,
)
_DELAYS = re.compile(
    r"\bdelay(?:ed)?\b|warning: (?:could not|message)|still trying|not yet been delivered|will (?:be retried"
    r"|keep trying"
    r"|continue to (?:try|attempt))|no action is required|you do not need to resend|verzögert|weitere versuche|retardé"
    r"|retrasad|ritardat|vertraagd|atrasad",
    re.IGNORECASE,
)
_FAILURE = re.compile(
    r"(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])|(?<![\d.-])55[0-4][ -]|user unknown|unknown user|no such (?:user"
    r"|recipient)"
    r"|(?:mailbox|address|recipient|user|domain|host) (?:\S+ )?(?:not found|unavailable|rejected|does ?n[o']t exist"
    r"|unknown|is full)|permanent (?:fatal )?error|(?:could not|couldn't|was unable to|can ?not"
    r"|unable to) (?:be )?deliver"
    r"|giving up|not delivered|wasn't delivered|n'a pas pu être|konnte nicht|existiert nicht|quota",
    re.IGNORECASE,
)
_TEMPORARY = re.compile(
    r"(?<![\d.])4\.\d{1,3}\.\d{1,3}(?![\d.])|over ?quota|mailbox (?:is )?full|quota exceeded|timed? ?out|retry", re.I
)
# Statuses that blame the mail, the sender or the moment, not the address (RFC 3463, 3): full, too large, refused.
_NOT_ITS_FAULT = re.compile(r"(?<![\d.])(?:4\.\d{1,3}|5\.2\.[23]|5\.[3567]\.\d{1,3})(?![\d])")
_UNKNOWN = re.compile(
    r"(?:user|recipient|mailbox|address|account) (?:\S+ ){0,2}(?:unknown|not found|does ?n[o']t exist|disabled)"
    r"|(?:unknown|no such|invalid) (?:user|recipient|mailbox|address)|recipientnotfound",
    re.IGNORECASE,
)
_ADDRESS = r"[\w.+=&'/-]+@[\w-]+(?:\.[\w-]+)+"
_NAMED = re.compile(  # on a line of its own, or in the brackets in which the servers that write no report name it
    rf"^[ \t]*(?:<({_ADDRESS})>:?.*|({_ADDRESS})[ \t]*:?(?:[ \t]*\([^)]*\))?[ \t]*|(?:to|final-recipient"
    rf"|original-recipient)"
    rf":[ \t]*(?:rfc822;)?[ \t]*<?({_ADDRESS})>?[ \t]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_COPY = re.compile(
    r"^(?:-{2,}.{0,40}(?:copy|original|returned|header|nachricht|message).{0,60}-{0,}|return-path:|received:)",
    re.I | re.M,
)
_ID_LINE = re.compile(
    r"^[ \t>]*(?:original-)?message-id:[ \t]*\n?[ \t]*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE
)
_READ_CAP = 200_000


class Bounce(NamedTuple):
    """What a server says became of a mail."""

    failed: bool  # False: delayed, relayed or delivered
    ids: tuple[str, ...]  # of the mail
    addresses: tuple[str, ...]  # that failed
    permanent: bool
    reason: str


def may_be_bounce(head: Head) -> bool:
    """Whether the head alone leaves open that it is a bounce: only then is a stranger's letter worth reading."""
    local = head.from_address.partition("@")[0]
    return (
        head.return_path == ""
        or _DAEMONS.match(local) is not None
        or "report" in head.content_type.lower()
        or head.mark("x-failed-recipients") != ""
    )


def bounce_of(raw: bytes, body: Body, head: Head, text: str) -> Bounce | None:
    """What the mail says of another's delivery; None where it says nothing of one.

    A report (RFC 3464) is believed. Without one, a daemon's name or the empty Return-Path, words of failure in the
    subject or the first lines, and something that failed (an address, an id, a status) are all three wanted.
    """
    reported = _reported(raw, body)
    if reported is None and not may_be_bounce(head):
        return None
    returned = _returned_ids(raw, body, text)
    if reported is not None:
        own = _told_ids(raw, body)
        return reported._replace(ids=tuple(dict.fromkeys((*returned, *own))) or _answered(head))
    told = text[:_READ_CAP]
    subject_says = _SUBJECTS.search(head.subject) is not None
    copy = _COPY.search(told)
    notice = told[: copy.start()] if copy and copy.start() > 0 else told
    if not subject_says and not (_SUBJECTS.search(notice[:1500]) or _FAILURE.search(notice[:1500])):
        return None
    addresses = _named_addresses(head, notice)
    if not (addresses or returned or _FAILURE.search(notice)):
        return None
    delayed = _DELAYS.search(f"{head.subject}\n{notice[:1500]}") is not None and not _SAYS_FINAL.search(notice)
    found = _FAILURE.search(notice)
    reason = _reason(notice, found) or head.subject
    return Bounce(not delayed, returned or _answered(head), addresses, _blames_address(notice[:_READ_CAP]), reason)


_SAYS_WHY = re.compile(
    r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])|(?<![\d.-])[45]5[0-4][ -]|unroute?able|quota|mailbox (?:is )?full", re.I
)


def _reason(notice: str, failure: re.Match[str] | None) -> str:
    """The line that says why: with a status, or that knows no such user; else the one that says that it failed."""
    found = _SAYS_WHY.search(notice) or _UNKNOWN.search(notice) or failure
    return _line_of(notice, found.start()).strip() if found else ""


_SAYS_FINAL = re.compile(r"giving up|permanent (?:fatal )?error|(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])", re.I)


def _reported(raw: bytes, body: Body) -> Bounce | None:
    """What the delivery-status part says, of all its recipients."""
    part = next((leaf for leaf in body.leaves if leaf.kind in _STATUS), None)
    if part is None or len(part.place) > 3:
        return None
    failed: list[dict[str, str]] = []
    met = False
    for written in re.split(rb"\r?\n[ \t]*\r?\n", content(raw, part, _READ_CAP).strip()):
        group = dict(reversed(pairs(written)))
        action = group.get("action", "").split(" ")[0].strip().lower()
        status = group.get("status", "").strip()
        if not action and not status:
            continue
        met = True
        if action == "failed" or (not action and status[:1] in ("5", "4")):
            failed.append(group)
    if not met:
        return None
    addresses = (_recipient(group) for group in failed)
    reason = next((said for group in failed if (said := clean(group.get("diagnostic-code", "")))), "")
    permanent = any(
        _blames_address(f"{group.get('status', '')} {group.get('diagnostic-code', '')}") for group in failed
    )
    return Bounce(bool(failed), (), tuple(dict.fromkeys(filter(None, addresses))), permanent, reason[:500])


def _recipient(group: dict[str, str]) -> str:
    """The address as the rep wrote it where the server tells it, else the one that failed."""
    for name in ("original-recipient", "final-recipient"):
        address = clean(group.get(name, "").rpartition(";")[2]).strip("<> ").lower()
        if "@" in address:
            return address
    return ""


def _returned_ids(raw: bytes, body: Body, text: str) -> tuple[str, ...]:
    """The id of the mail that came back: of the copy enclosed, else of a copy in the text."""
    for leaf in body.leaves:
        if leaf.kind in _RETURNED:
            enclosed = content(raw, leaf, _READ_CAP).lstrip(b"\r\n")
            end = re.search(rb"\r?\n\r?\n", enclosed)
            try:
                head = head_of(enclosed[: end.start()] if end else enclosed)
            except Unreadable:
                continue
            if not head.message_id.endswith("@made.invalid>"):
                return (head.message_id,)
    return tuple(dict.fromkeys(clean(found) for found in _ID_LINE.findall(text[:_READ_CAP])))[:3]


def _told_ids(raw: bytes, body: Body) -> tuple[str, ...]:
    """Original-Message-ID, which some servers put among the fields of the report."""
    parts = (leaf for leaf in body.leaves if leaf.kind in _STATUS)
    said = (
        value for leaf in parts for name, value in pairs(content(raw, leaf, _READ_CAP)) if name.endswith("message-id")
    )
    return tuple(one for value in said for one in ids(value))


def _answered(head: Head) -> tuple[str, ...]:
    return (head.in_reply_to,) if head.in_reply_to else head.references[-1:]


def _named_addresses(head: Head, notice: str) -> tuple[str, ...]:
    ours = {address for _, address in head.to} | {head.from_address}
    failed = re.findall(_ADDRESS, head.mark("x-failed-recipients"))
    named = ("".join(found).lower() for found in _NAMED.findall(notice))
    return tuple(dict.fromkeys(one for one in (*failed, *named) if one not in ours))[:20]


def _blames_address(said: str) -> bool:
    """Whether the address is gone, as far as the server says: an unknown status blames it."""
    return _UNKNOWN.search(said) is not None or (
        _NOT_ITS_FAULT.search(said) is None and (_SAYS_FINAL.search(said) is not None or not _TEMPORARY.search(said))
    )


def _line_of(text: str, place: int) -> str:
    begin = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    return clean(text[begin : end if end >= 0 else len(text)])[:500]
