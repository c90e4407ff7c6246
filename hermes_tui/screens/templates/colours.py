"""The colours of a template's tags: the themes' own, so that they are legible in light, dark and sixteen colours."""

from __future__ import annotations

from collections.abc import Mapping

# Plainer than DIM: a brace that is missed costs a letter.
_FAINT = "$foreground 70%"

STYLES: Mapping[str, str] = {
    "delimiter": _FAINT, "field": "bold $primary", "name": "$primary", "filter": "italic $secondary",
    "keyword": "bold $accent", "string": "$success", "number": "$success", "operator": _FAINT,
    "comment": f"italic {_FAINT}",
}  # fmt: skip
"""Kind of highlighting.py → style. Weight and slant tell them apart where colour does not."""

WRONG = "bold underline $text-error"
