"""The filter language, the same in `/`, the command line and saved views: text in, SQL over `lead` out."""

from __future__ import annotations

from storage.filters.binding import Customs, Stage
from storage.filters.compiling import Compiled, compile_filter
from storage.filters.completion import complete
from storage.filters.fields import FIELDS, FLAGS, SORT_KEYS, Field, Flag

__all__ = [
    "FIELDS",
    "FLAGS",
    "SORT_KEYS",
    "Compiled",
    "Customs",
    "Field",
    "Flag",
    "Stage",
    "compile_filter",
    "complete",
]
