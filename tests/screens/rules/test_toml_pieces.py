"""The rules are coloured as they are typed, right or wrong."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.screens.rules.toml_pieces import STYLES, pieces

TEXT = """# what a lead is worth
qualify_at = 15   # points
[remote]
words = ["remote", 'work # from home', "un\\"closed
points = -5
long = \"\"\"two
lines\"\"\"
custom = [{ name = "crypto", points = 1_000 }, { on = true }]
"""


def said(text: str) -> list[tuple[int, str, str]]:
    lines = text.split("\n")
    return [(line, lines[line][start:end].strip(), kind) for line, start, end, kind in pieces(text)]


def test_keys_words_numbers_and_remarks_are_told_apart() -> None:
    assert said(TEXT) == [
        (0, "# what a lead is worth", "comment"),
        (1, "qualify_at", "key"), (1, "15", "number"), (1, "# points", "comment"),
        (2, "[remote]", "table"),
        (3, "words", "key"), (3, '"remote"', "string"), (3, "'work # from home'", "string"),
        (3, '"un\\"closed', "string"),
        (4, "points", "key"), (4, "-5", "number"),
        (5, "long", "key"), (5, '"""two', "string"), (6, 'lines"""', "string"),
        (7, "custom", "key"), (7, "name", "key"), (7, '"crypto"', "string"), (7, "points", "key"),
        (7, "1_000", "number"), (7, "on", "key"), (7, "true", "word"),
    ]  # fmt: skip


@given(st.text(alphabet="ab =[]{}#\"'\\\n.,0-+_", max_size=200))
def test_whatever_is_typed_every_part_lies_within_its_line(text: str) -> None:
    lines = text.split("\n")
    before = (0, 0)
    for line, start, end, kind in pieces(text):
        assert 0 <= start < end <= len(lines[line])
        assert kind in STYLES
        assert (line, start) >= before
        before = (line, end)


def test_a_hundred_thousand_letters_that_close_nothing_are_coloured_at_once() -> None:
    for text in ('"' * 100_000, "'''" + "a" * 100_000, "a." * 50_000, "[" * 100_000, "\\" * 100_000, "-" * 100_000):
        began = time.perf_counter()
        list(pieces(text))
        assert time.perf_counter() - began < 1.0
