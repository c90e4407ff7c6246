"""Files of clicks as programs write them: which column is which is guessed, and every row is accounted for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hermes_tui.exchange.clicks import Clicks, clicks_of, mapped_columns
from hermes_tui.exchange.tables import read_bytes
from storage.errors import UsageError

NOON = 1_781_956_800_000  # 2026-06-20 12:00 UTC


def read(text: str, at: int | None = None, date_format: str | None = None, **mapped: str) -> Clicks:
    return clicks_of(read_bytes(text.encode(), "clicks.csv"), mapped, at=at, date_format=date_format)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        # SendGrid's event webhook, HubSpot's e-mail events, Mailchimp's activity, Mailjet's, one of no program
        ("email,timestamp,event,url", "Ann@Acme.example,1781956800,click,https://x.example"),
        (
            "Recipient,Event Type,Event Timestamp,Link URL",
            "ann@acme.example,CLICK,2026-06-20T12:00:00Z,https://x.example",
        ),
        ("Email Address,Action,Timestamp,URL", "ann@acme.example,click,2026-06-20 12:00:00,https://x.example"),
        ("Contact email;Event;Date;Clicked URL", "ann@acme.example;Clicked;20/06/2026 12:00;https://x.example"),
        ("who,Click Time,Destination", "ann@acme.example,20 June 2026 12:00,https://x.example"),
        ("Email,First Name,URL,Click Date/Time", "Ann@acme.example,Ann,https://x.example,06/20/2026 12:00 PM"),
        (
            "processed,event,from,email,url",
            "2026-06-20 12:00:00,click,rep@us.example,ann@acme.example,https://x.example",
        ),
        ("E-Mail-Adresse;Zeitpunkt;Angeklickter Link", "Ann Lee <ANN@acme.example>;20.06.2026 12:00;https://x.example"),
        ("recipient,link,ts", "mailto:ann@acme.example,https://x.example,1781956800"),
    ],
)
def test_columns_are_guessed_by_their_names_else_an_address_by_its_values(header: str, row: str) -> None:
    found = read(f"{header}\n{row}\n")
    (click,) = found.rows
    assert (click.email, click.kind, click.at, click.url) == ("ann@acme.example", "click", NOON, "https://x.example")
    assert (found.read, found.others, found.rejected) == (1, 0, ())


def test_every_row_is_a_click_something_else_or_rejected_with_a_reason() -> None:
    found = read(
        "email,at,event\n"
        "ann@acme.example,2026-06-20 12:00,click\n"
        "ann@acme.example,2026-06-20 12:00,open\n"
        "ann@acme.example,2026-06-20 12:00,Pricing question\n"
        "ann@acme.example,2026-06-20 12:00,sneezed\n"
        "ann@acme.example,,click\n"
        "ann@acme.example,2026-06-31 12:00,click\n"
        ",2026-06-20 12:00,click\n"
        "ann@acme.example,2026-06-20 12:00\n"
    )
    assert [click.kind for click in found.rows] == ["click", "pricing"]
    assert {(each.line, each.reason) for each in found.rejected} == {
        (5, "“sneezed” is no click and no other signal"),
        (6, "it does not say when"),
        (7, "“2026-06-31 12:00” is no date"),
        (8, "it does not say who"),
        (9, "too few fields: 2 where the header has 3"),
    }
    assert len(found.rows) + found.others + len(found.rejected) == found.read == 8


def test_what_no_column_says_is_asked_for_in_one_sentence() -> None:
    with pytest.raises(UsageError, match="says who clicked"):
        read("when,what\n2026-06-20,x\n")
    with pytest.raises(UsageError, match="or --at WHEN"):
        read("email,link\nann@acme.example,x\n")
    assert read("email,link\nann@acme.example,x\n", at=NOON).rows[0].at == NOON
    with pytest.raises(UsageError, match=r"--date dmy"):
        read("email,date\nann@acme.example,03/04/2026\n")
    assert read("email,date\nann@acme.example,03/04/2026\n", date_format="dmy").rows[0].at == round(
        datetime(2026, 4, 3, tzinfo=UTC).timestamp() * 1000
    )


def test_columns_the_rep_names_are_taken_and_wrong_ones_refused() -> None:
    found = read("mail of whom,email,at\nann@acme.example,other@x.example,2026-06-20 12:00\n", email="Mail of whom")
    assert found.rows[0].email == "ann@acme.example"
    assert mapped_columns(["email=A", "At = B"]) == {"email": "A", "at": "B"}
    with pytest.raises(UsageError, match="no field `mail`; did you mean"):
        mapped_columns(["mail=A"])
    with pytest.raises(UsageError, match="says nothing to map"):
        mapped_columns(["email"])
    with pytest.raises(UsageError, match="has no column `emial`; did you mean 'email'"):
        read("email,at\nann@acme.example,2026-06-20\n", email="emial")


def test_a_lead_may_be_named_in_place_of_an_address() -> None:
    (click,) = read("Lead ID,Timestamp,URL\n#12,2026-06-20 12:00,https://x.example\n").rows
    assert (click.lead, click.email) == ("#12", "")
