"""Encoded words of mail headers (RFC 2047) as they are met, not as they should be."""

from __future__ import annotations

import binascii
import re

from hermes_tui.outreach.reading.charsets import decoded

_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


def header_text(value: str) -> str:
    """The text of a header's value: encoded words decoded, raw 8-bit read as UTF-8, else as Windows-1252.

    `value` holds one character a byte (latin-1). Words side by side lose the space between them, and a character cut
    in two by them is whole again. What is no proper word stays as it stands.

    >>> header_text("=?utf-8?q?Gr=C3?= =?utf-8?q?=BC=C3=9Fe?= an alle")
    'Grüße an alle'
    """
    if "=?" not in value:
        return _raw(value)
    done: list[str] = []
    run, charset, place = b"", "", 0
    for word in _WORD.finditer(value):
        between = value[place : word.start()]
        if between.strip() or (place == 0 and between) or (run and word[1].lower() != charset):
            done.append(decoded(run, charset))
            run = b""
            if between.strip() or place == 0:
                done.append(_raw(between))
        charset = word[1].lower()
        run += _content(word[2], word[3])
        place = word.end()
    return "".join((*done, decoded(run, charset), _raw(value[place:])))


def _raw(value: str) -> str:
    return value if value.isascii() else decoded(value.encode("latin-1", "replace"))


def _content(encoding: str, written: str) -> bytes:
    if encoding in "qQ":
        return binascii.a2b_qp(written.encode("latin-1", "replace"), header=True)
    return base64_bytes(written.encode("latin-1", "replace"))


def base64_bytes(written: bytes) -> bytes:
    """What base64 says, rubbish between its characters and a missing or early end forgiven."""
    kept = _NOT_BASE64.sub("", written.decode("latin-1"))
    kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
    return binascii.a2b_base64(kept + "=" * (-len(kept) % 4))
