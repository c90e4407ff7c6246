"""A whole mail read: its text chosen among its parts, what kind it is, the writer's own words."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hermes_tui.outreach.reading.bounces import bounce_of
from hermes_tui.outreach.reading.classify import kind_of
from hermes_tui.outreach.reading.faults import Unreadable
from hermes_tui.outreach.reading.flowed import unflowed
from hermes_tui.outreach.reading.heads import read_head
from hermes_tui.outreach.reading.html_text import html_text
from hermes_tui.outreach.reading.incoming import Incoming
from hermes_tui.outreach.reading.parts import Body, Part, body_of, text
from hermes_tui.outreach.reading.quoting import own_words
from hermes_tui.outreach.reading.return_date import return_date
from storage.clean import clean

_SEALS = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
                    "application/pgp-encrypted", "message/delivery-status"})  # fmt: skip
# Parts that are read, or say no more than those that are; any other is told by its name.
_WRITTEN = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext", "text/x-amp-html", "text/watch-html",
                      "text/rfc822-headers"})  # fmt: skip
_PLAIN, _HTML, _ALTERNATIVE = "text/plain", "text/html", "multipart/alternative"
# The plain part of programs that write HTML only.
_STUB_CAP = 300
_STUB = re.compile(r"\bhtml\b.{0,60}\b(?:view|viewer|support|client|display|version|compatible|e-?mail)", re.I | re.S)

# A text signed in itself (OpenPGP, RFC 9580, 7): its lines that begin with a dash have `- ` before them.
_SIGNED, _SEAL, _SEAL_END = (
    f"-----{words}-----" for words in ("BEGIN PGP SIGNED MESSAGE", "BEGIN PGP SIGNATURE", "END PGP SIGNATURE")
)


def read_letter(raw: bytes) -> Incoming:
    """The mail that `raw` holds, read whole but for its attachments.

    Raises Unreadable, and nothing else, where no mail is there or its parts are nested beyond sense.
    """
    try:
        return _read(raw)
    except Unreadable:
        raise
    except RecursionError as error:
        raise Unreadable("Its parts are nested too deep to be read.") from error


def _read(raw: bytes) -> Incoming:
    head = read_head(raw)
    start = len(raw) - len(raw.lstrip(b"\r\n"))
    body = body_of(raw, start)
    written = _text(raw, body)
    if body.cut and not written:
        raise Unreadable("Its parts are nested too deep to be read.")
    bounce = bounce_of(raw, body, head, written)
    kind = "bounce" if bounce and bounce.failed else kind_of(head, body, written)
    day = datetime.fromtimestamp(head.at / 1000, UTC).date() if head.at is not None else None
    failed = bounce if kind == "bounce" else None
    return Incoming(
        message_id=head.message_id,
        in_reply_to=head.in_reply_to,
        references=head.references,
        from_name=head.from_name,
        from_address=head.from_address,
        to=head.to,
        subject=head.subject,
        at=head.at,
        kind=kind,
        text=written,
        words=clean(own_words(written), multiline=True),
        return_on=return_date(head.subject, written, day) if kind == "out_of_office" and day else None,
        bounced_ids=failed.ids if failed else (),
        bounced_addresses=failed.addresses if failed else (),
        bounce_permanent=failed.permanent if failed else False,
        bounce_reason=failed.reason if failed else "",
        reply_to=head.reply_to,
        attachments=_attachments(body),
    )


def _text(raw: bytes, body: Body) -> str:
    """What was written, of the parts that say it: of alternatives the plain one unless it says nothing."""
    offers: list[list[Part]] = []
    of_group: dict[tuple[int, ...], list[Part]] = {}
    for part in body.leaves:
        if part.kind not in (_PLAIN, _HTML) or _is_attachment(part):
            continue
        group = part.place[: part.within.index(_ALTERNATIVE)] if _ALTERNATIVE in part.within else None
        if group is not None and group in of_group:
            of_group[group].append(part)
            continue
        offers.append([part])
        if group is not None:
            of_group[group] = offers[-1]
    return clean("\n\n".join(filter(None, (_chosen(raw, parts) for parts in offers))), multiline=True)


def _chosen(raw: bytes, parts: list[Part]) -> str:
    plain = [part for part in parts if part.kind == _PLAIN]
    rich = [part for part in parts if part.kind == _HTML]
    said = "\n\n".join(_shown(raw, part) for part in plain).strip()
    if rich and (not said or (len(said) < _STUB_CAP and _STUB.search(said))):
        return "\n\n".join(_shown(raw, part) for part in rich).strip() or said
    return said


def _shown(raw: bytes, part: Part) -> str:
    written = text(raw, part)
    if part.kind == _HTML:
        return html_text(written)
    if _SIGNED in written:
        written = _unsealed(written)
    if part.parameters.get("format", "").lower() == "flowed":
        return unflowed(written, delsp=part.parameters.get("delsp", "").lower() == "yes")
    return written


def _unsealed(written: str) -> str:
    """A text without the seal around it and the fields above it; as it is where the seal is not whole."""
    begin = written.find(_SIGNED)
    said = written.find("\n\n", begin) + 2
    end = written.find(f"\n{_SEAL}", said)
    if said < 2 or end < 0:
        return written
    after = written.find(_SEAL_END, end)
    lines = (line.removeprefix("- ") for line in written[said:end].split("\n"))
    return "\n".join((written[:begin], *lines, written[after + len(_SEAL_END) :] if after >= 0 else ""))


def _is_attachment(part: Part) -> bool:
    return part.attached or (part.name != "" and part.kind not in _SEALS) or part.kind not in _WRITTEN


def _attachments(body: Body) -> tuple[str, ...]:
    found = (part for part in body.leaves if _is_attachment(part) and part.kind not in _SEALS)
    return tuple(part.name or part.kind for part in found)
