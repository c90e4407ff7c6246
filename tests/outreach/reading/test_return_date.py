"""When an out-of-office says they are back: relative to its own date, and nothing where it is not sure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.outreach.reading.return_date import return_date

SAID_ON = date(2026, 11, 20)  # a Friday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I will be back on 3 December.", "2026-12-03"),
        ("I'll return to the office on Thursday, December 3rd.", "2026-12-03"),
        ("I am out of the office and will be back in the office on 2026-12-03.", "2026-12-03"),
        ("Out of office until December 3.", "2026-12-03"),
        ("I'm away from 23 November to 2 December.", "2026-12-03"),
        ("I am out of office through December 2nd, 2026.", "2026-12-03"),
        ("On leave 1 Dec - 4 Dec.", "2026-12-07"),  # back on the Monday after
        ("I'm on leave until 4 January.", "2027-01-04"),
        ("Returning Monday.", "2026-11-23"),
        ("I will be returning on Monday, 7th December 2026. For urgent matters call before 5 pm.", "2026-12-07"),
        ("I'm back tomorrow.", "2026-11-21"),
        ("Away until 03/12, as of 25/11.", "2026-12-03"),
        ("Ich bin ab dem 3.12. wieder erreichbar.", "2026-12-03"),
        ("Ich bin vom 23.11.2026 bis zum 02.12.2026 nicht im Büro.", "2026-12-03"),
        ("Am Donnerstag, den 3. Dezember bin ich wieder für Sie da.", "2026-12-03"),
        ("Ich bin wieder am 3. Dezember 2026 im Büro.", "2026-12-03"),
        ("Ich bin bis einschließlich 2.12. im Urlaub.", "2026-12-03"),
        ("Je serai de retour le 3 décembre.", "2026-12-03"),
        ("Absent du 23 novembre au 2 décembre inclus.", "2026-12-03"),
        ("Je suis absente jusqu'au mercredi 2 décembre inclus.", "2026-12-03"),
        ("Regresaré el 3 de diciembre.", "2026-12-03"),
        ("Estaré de vuelta el jueves 3 de diciembre de 2026.", "2026-12-03"),
        ("Sarò in ferie e rientrerò il 3 dicembre.", "2026-12-03"),
        ("Rientro il 3 dicembre.", "2026-12-03"),
        ("Ik ben afwezig tot en met 2 december.", "2026-12-03"),
        ("Vanaf 3 december ben ik weer bereikbaar.", "2026-12-03"),
        ("Estarei de volta em 3 de dezembro.", "2026-12-03"),
        ("I am away until 25 November and back at my desk on 26 November.", "2026-11-26"),
    ],
)
def test_the_day_back_is_read(text: str, day: str) -> None:
    assert return_date("", text, SAID_ON) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "I am out of the office.",
        "I am away until further notice.",
        "Back on 3 November.",  # past: an old note left on
        "Until 12/01.",  # 12 January or 1 December
        "Back next week or the week after.",
        "I started here on 3 December.",
        "Call me at 030 12 12 12, or write to 3.12@acme.example.",
        "I will be back on 3 December. My colleague returns on 7 December.",
        "I'm out until the new year.",
        "Back on 31 November.",
        "Version 3.12 is back.",
        "",
    ],
)
def test_what_is_not_sure_is_not_said(text: str) -> None:
    assert return_date("", text, SAID_ON) is None


def test_figures_are_read_by_the_other_dates_of_the_note_or_by_what_is_near() -> None:
    assert return_date("", "Out 11/23 to 12/03. Back on 12/03.", SAID_ON) == date(2026, 12, 3)
    assert return_date("", "Out 23/11 to 03/12. Back on 03/12.", SAID_ON) == date(2026, 12, 3)
    assert return_date("", "Back on 12/03.", SAID_ON) == date(2026, 12, 3)  # nobody is away till 12 March
    assert return_date("", "Back on 12/03.", date(2027, 3, 1)) == date(2027, 3, 12)


def test_a_next_friday_that_may_be_this_weeks_is_not_said() -> None:
    monday = date(2026, 11, 16)
    assert return_date("", "Back next Friday.", monday) is None
    assert return_date("", "Back on Friday.", monday) == date(2026, 11, 20)
    assert return_date("", "Back next Monday.", monday) == date(2026, 11, 23)


@given(
    st.text(alphabet=st.sampled_from("0123456789./- backuntiltoonDecember,morgen20 "), max_size=120),
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
)
def test_a_day_back_is_never_before_the_note_nor_a_year_and_a_half_after(text: str, said_on: date) -> None:
    found = return_date("", text, said_on)
    assert found is None or 0 <= (found - said_on).days <= 410
