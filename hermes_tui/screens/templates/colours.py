"""The colours of a template's tags: the themes' own, so that they are legible in light, dark and sixteen colours."""

from __future__ import annotations

from collections.abc import Mapping

from hermes_tui.screens.styles import DIM

STYLES: Mapping[str, str] = {
    "delimiter": DIM, "field": "bold $primary", "name": "$primary", "filter": "italic $secondary",
    "keyword": "bold $accent", "string": "$success", "number": "$success", "operator": DIM, "comment": f"italic {DIM}",
}  # fmt: skip
"""Kind of highlighting.py → style. Weight and slant tell them apart where colour does not."""

WRONG = "bold underline $text-error"
