"""What a look at the set-up found: one line of `hermes doctor`."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing looked at. `mend`: the command, setting or filter that deals with it, "" where all is well."""

    what: str
    ok: bool
    said: str
    mend: str = ""
