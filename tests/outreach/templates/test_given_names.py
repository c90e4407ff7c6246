"""A person is greeted by the first name only where it can be told: "Hi u/throwaway42" is worse than a gap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.outreach.templates.given_names import first_name, last_name

NAMES = {
    "Ann Lee": ("Ann", "Lee"),
    "Ann": ("Ann", ""),
    "Lee, Ann": ("Ann", "Lee"),
    "Dr. Ann Lee": ("Ann", "Lee"),
    "Prof. Dr. Jean-Luc Picard": ("Jean-Luc", "Picard"),
    "Mr. Bob O'Neill Jr.": ("Bob", "O'Neill"),
    "Ann van der Berg": ("Ann", "van der Berg"),
    "Ann Maria Lee": ("Ann", "Lee"),
    "Robert (Bob) Ray": ("Robert", "Ray"),
    "Ann Lee, PhD": ("Ann", "Lee"),
    "ANN LEE": ("Ann", "LEE"),
    "ann lee": ("Ann", "lee"),
    "Jürgen Müller": ("Jürgen", "Müller"),
    "Éric": ("Éric", ""),
    "李 明": ("李", "明"),
    "Bo Ek": ("Bo", "Ek"),
    "J. Smith": ("", "Smith"),
    "J.R. Smith": ("", "Smith"),
    "Herr Schmidt": ("", "Schmidt"),
    "Mrs. Lee": ("", "Lee"),
    "u/throwaway42": ("", ""),
    "@ann_lee": ("", ""),
    "throwaway": ("", ""),
    "ann.lee": ("", ""),
    "ann@acme.example": ("", ""),
    "Team #7": ("", ""),
    "": ("", ""),
    ",": ("", ""),
    "Dr.": ("", ""),
}


WORDS = ("Dr.", ",", "(", ")", "van", "Ann", "Lee", "jr", '"', "J", "u/x", "Mrs")


@pytest.mark.parametrize("name", NAMES)
def test_first_and_last_names_as_a_letter_uses_them(name: str) -> None:
    assert (first_name(name), last_name(name)) == NAMES[name]


@given(st.text(max_size=40) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_name_has_names_of_its_own_words_or_none(name: str) -> None:
    for found in (first_name(name), last_name(name)):
        assert found.strip() == found
        assert all(word.casefold() in name.casefold() for word in found.split())
