"""What a person types survives; what drives a terminal, hides text or breaks a line does not."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.clean import MAX_LINE, MAX_TEXT, clean

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
DRIVERS = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff{BIDI}]")
TROUBLE = st.sampled_from(
    [
        *"\x00\x07\x08\t\n\r\x0b\x0c\x1b\x1c\x7f\x85\x9b\x9c\xa0\xad\u0300\u0301\u0327\u1100\u1161\u11a8",
        *"\u200b\u200d\u2028\ufeff\ud800\U000e0041eA… ", *BIDI, "\x1b[", "\x1b]0;", "\x1b\\", "31m",
    ]
)  # fmt: skip
HOSTILE = st.lists(st.one_of(TROUBLE, st.characters(exclude_categories=[])), max_size=40).map("".join)


@given(HOSTILE, st.booleans())
@example("e\x00\u0301", False)
@example("\x1b\x1b[0m[31mred", False)
@example("\u1100\u200b\u1161", True)
@example("a \x00 b", False)
@example("x\t\u0301", True)
def test_cleaning_twice_changes_nothing_more(text: str, multiline: bool) -> None:
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once


@given(HOSTILE, st.booleans())
def test_what_is_stored_is_normal_and_cannot_drive_a_terminal(text: str, multiline: bool) -> None:
    stored = clean(text, multiline=multiline)
    assert unicodedata.is_normalized("NFC", stored)
    assert not DRIVERS.search(stored)
    assert stored == stored.strip()
    stored.encode("utf-8")


@given(HOSTILE)
def test_a_single_line_field_is_one_line_without_runs_of_space(text: str) -> None:
    stored = clean(text)
    assert len(stored.splitlines()) <= 1
    assert "\n" not in stored
    assert "\t" not in stored
    assert "  " not in stored


TYPED = st.text(st.characters(categories=["L", "N", "P", "Sm", "Sc", "So"]), min_size=1, max_size=60)


@given(TYPED, st.booleans())
def test_visible_characters_survive_but_for_normalisation(text: str, multiline: bool) -> None:
    assert clean(text, multiline=multiline) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "typed",
    [
        "👩‍💻 and 👨‍👩‍👧‍👦 and ❤️‍🔥",
        "漢字、かな交じり文 — 한국어",
        "שלום עולם",
        "مرحبا بالعالم",
        "می‌خواهم",  # Persian needs the zero-width non-joiner
        "ශ්‍රී ලංකා",  # Sinhala needs the zero-width joiner
        "Zoë Ångström, naïve café",
        "<b>Acme</b> [/] [red] {{ x }} %s $HOME `id` \\n",
        "'; DROP TABLE lead; --",
        "🏳️‍🌈 ½ ² ™ €",
    ],
)
def test_a_name_of_any_people_or_an_emoji_is_stored_as_typed(typed: str) -> None:
    expected = unicodedata.normalize("NFC", typed)
    assert clean(typed) == expected
    assert clean(typed, multiline=True) == expected


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]52;c;cm0gLXJmIC8=\x07Ann", "Ann"),
        ("\x1b]0;title\x1b\\Ann", "Ann"),
        ("\x9b31mAnn", "Ann"),
        ("abc\u202edcb\u202c", "abcdcb"),
        ("  two   words \n and a line ", "two words and a line"),
        ("Ann\x00Lee", "AnnLee"),
        ("ann@acme.test\u200b", "ann@acme.test"),
        ("\ufeffAnn", "Ann"),
        ("e\u0301", "é"),
        ("\u200b", ""),
        ("\u200d\u200d", ""),
        (" \t\r\n", ""),
    ],
)
def test_a_line_is_stored_without_what_drives_or_hides(typed: str, stored: str) -> None:
    assert clean(typed) == stored


def test_a_note_keeps_its_lines_and_its_indents() -> None:
    assert clean("first\r\nsecond\rthird\u2028fourth\n\tfifth\x0bsixth ", multiline=True) == (
        "first\nsecond\nthird\nfourth\n    fifth\nsixth"
    )


def test_what_is_too_long_is_cut_and_says_so() -> None:
    line, text = clean("é" * (MAX_LINE + 1)), clean("é" * (MAX_TEXT + 1), multiline=True)
    assert len(line) == MAX_LINE
    assert len(text) == MAX_TEXT
    assert line.endswith("é…")
    assert text.endswith("é…")
    assert clean("a" * MAX_LINE) == "a" * MAX_LINE


def test_a_mail_of_nothing_but_broken_escapes_is_cleaned_in_no_time() -> None:
    # Unterminated OSC sequences once made the pattern quadratic: a 200 kB mail held the program for minutes.
    began = time.perf_counter()
    for start in ("\x1b]", "\x1b[", "\x1b[0;", "\x1bP", "\x9b0", "\x1b]\x1b[ "):
        clean(start * 60_000, multiline=True)
    assert time.perf_counter() - began < 3


def test_the_naughty_strings_are_stored_whole_or_not_at_all(shared_data: Path) -> None:
    strings = json.loads((shared_data / "naughty" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) == 515
    for naughty in strings:
        for multiline in (False, True):
            stored = clean(naughty, multiline=multiline)
            assert not DRIVERS.search(stored)
            assert clean(stored, multiline=multiline) == stored
            if "\x1b" not in naughty:  # of an escape sequence nothing stays
                assert _visible(naughty) == _visible(stored), naughty


def _visible(text: str) -> str:
    """Letters, digits, marks, punctuation and signs, in the normal form: what may never be lost."""
    kept = (character for character in text if unicodedata.category(character)[0] in "LMNPS")
    return unicodedata.normalize("NFC", "".join(kept))
