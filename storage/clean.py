"""The gateway for text on its way in: what is stored is NFC, free of control and bidi-override characters."""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls (but tab and newline, which are handled apart), line and paragraph separators, bidi
# embeddings, overrides and isolates, spaces without width and other invisible format characters (but the
# joiners, which emoji and several scripts need), the interlinear annotations, the byte-order mark, tag
# characters (invisible ASCII), noncharacters and lone surrogates: none has a meaning in a sales note, and each
# can drive a terminal, hide text, make two equal addresses differ or break an encoder.
_UNWANTED = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufff9-\ufffb\ufeff"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
_CONTROLS = re.compile(f"[{_UNWANTED}]")
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_ESCAPES = re.compile(  # whole escape sequences, so that "\x1b[31mred" becomes "red" and not "[31mred"
    "\x1b\\[[0-?]*[ -/]*[@-~]|\x1b[\\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)|\x9b[0-?]*[ -/]*[@-~]"
)  # each alternative stops at the next ESC: a mail of nothing but "\x1b]" is cleaned in linear time

MAX_LINE = 2_000
MAX_TEXT = 1_000_000


def clean(value: str, *, multiline: bool = False) -> str:
    """Return `value` as it may be stored.

    NFC; escape sequences, C0/C1 controls, bidi overrides and other invisible drivers removed; outer white
    space stripped; empty where nothing of it could be seen. A single-line text has every run of white space
    folded to one space. Texts are cut at MAX_LINE or MAX_TEXT characters, the cut marked by `…`. Idempotent.
    """
    if not multiline and value.isascii() and value.isprintable() and len(value) <= MAX_LINE:
        stripped = value.strip()
        return _SPACES.sub(" ", stripped) if "  " in stripped else stripped
    text = value
    if "\x1b" in text or "\x9b" in text:
        text = _ESCAPES.sub("", text)
    text = _LINE_BREAKS.sub("\n", text)
    # Twice: removing a character can bring two others together that compose.
    text = unicodedata.normalize("NFC", _CONTROLS.sub("", unicodedata.normalize("NFC", text)))
    if multiline:
        text = text.strip().replace("\t", "    ")
    else:
        text = _SPACES.sub(" ", text).strip()
    if not any(map(_shows, text)):
        return ""  # a name of nothing but joiners would be a row that cannot be seen
    limit = MAX_TEXT if multiline else MAX_LINE
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _shows(character: str) -> bool:
    return unicodedata.category(character) not in ("Cf", "Zs", "Cc")
