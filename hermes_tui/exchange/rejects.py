"""Rejected rows as a file to mend: the table's own header and fields, with the reason in front."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import TextIO

from hermes_tui.exchange.tables import Rejected, Table

# In front, because a row with too many fields would push it out of its column; no name that an import knows.
REASON = "rejected because"


def write_rejects(out: TextIO, table: Table, rejected: Sequence[Rejected]) -> int:
    """Write the rows with their reason and line; once mended, the file can be imported as it is. Returns how many."""
    writer = csv.writer(out, delimiter=table.delimiter, lineterminator="\r\n")
    header = table.header[1:] if table.header[0] == REASON else table.header
    writer.writerow((REASON, *header))
    for row in rejected:
        fields = row.fields[1:] if table.header[0] == REASON else row.fields
        writer.writerow((f"line {row.line}: {row.reason}", *fields))
    return len(rejected)
