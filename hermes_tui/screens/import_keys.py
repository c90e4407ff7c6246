"""The keys of the import screen, as the registry lists them."""

from __future__ import annotations

from hermes_tui.keymap import Command, in_scope

_OWN: tuple[Command, ...] = (
    Command(
        "import.run", "i", "start", "import", "Import the rows as shown; one undo takes it all back", "import", True
    ),
    Command("import.drop", "x", "leave_out", "omit", "Leave this column out", "import", True),
    Command(
        "import.stages", "s", "stages", "stages", "Say what the file's stage words mean, one by one", "import", True
    ),
    Command("import.dates", "d", "formats", "dates", "Say how dates or amounts are to be read", "import", True),
    Command("import.blanks", "b", "blanks", "blanks", "Words that say nothing, in any column: n/a, none", "import"),
    Command("import.template", "t", "template", "template", "Fill a field from several columns, or one text", "import"),
    Command("import.results", "r", "turn", "rejected", "Rows as they will be, changed, rejected", "import", True),
    Command("import.write", "w", "write_rejected", "write rejected", "Write rejected rows to a file to mend", "import"),
    Command("import.save", "m", "save_mapping", "save mapping", "Save the mapping to a file", "import"),
    Command("import.load", "M", "load_mapping", "load mapping", "Use a mapping saved earlier", "import"),
    Command(
        "import.undo", "u,z", "take_back", "undo", "Take the import back; before it, the last change here", "import"
    ),
    Command("import.pane", "tab", "pane", "other list", "Go to the other list", "import"),
    Command(
        "import.leave", "q,escape", "leave", "leave", "Cancel what runs, else leave; once done, to the queue", "import"
    ),
)

IMPORT_KEYS: tuple[Command, ...] = tuple(in_scope("import")) or _OWN
