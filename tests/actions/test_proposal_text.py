"""A proposal as one text: what is written there comes back as it was."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.proposal_fields import proposal_values
from hermes_tui.actions.proposal_text import as_text, first_draft, from_text, typed_offer
from hermes_tui.exchange.proposal_words import plain
from storage.clean import clean
from storage.database import Database
from storage.errors import UsageError
from storage.queries.proposals import Offer

TODAY = date(2026, 6, 22)
text = st.text(max_size=60).map(lambda words: clean(words, multiline=True))
drawn = st.text(alphabet=st.sampled_from(list(" \n-#:ab\t")), max_size=30).map(lambda t: clean(t, multiline=True))


@given(
    title=st.text(min_size=1, max_size=40).map(clean).filter(bool),
    amount=st.none() | st.integers(0, 10**12),
    currency=st.sampled_from(["USD", "EUR", "JPY", "GEL"]),
    terms=text | drawn,
    body=text | drawn,
    expires=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_a_proposal_as_text_reads_back_as_the_same_proposal(
    title: str, amount: int | None, currency: str, terms: str, body: str, expires: date | None
) -> None:
    day = expires.isoformat() if expires else None
    row = Offer(1, 1, 1, title, body, amount, currency, terms or None, "DRAFT", None, None, None, day, 0, 0)
    found = proposal_values(from_text(as_text(typed_offer(row))), TODAY)
    wanted = {"title": title, "body": body, "amount": amount, "terms": terms or None, "expires_on": day}
    assert found == (wanted | {"currency": currency} if amount is not None else wanted)


def test_a_comment_is_no_fact_and_a_line_taken_out_is_left_as_it_was() -> None:
    assert from_text("# my own words\ntitle: A\r\n\nprice: 5k\n---\n# Heading\n---\nmore") == {
        "title": "A", "amount": "5k", "body": "# Heading\n---\nmore",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("title: A\nno parting", "put it back"),
        ("tittle: A\n---\n", "Line 1: .*did you mean `title`"),
        ("title: A\n[/] x\n---\n", r"Line 2 is no `field: value`: `\[/\] x`"),
        ("title: A\ntitle: B\n---\n", "Line 2: `title` stands in a line above"),
        ("title: A\nbody: B\n---\n", "Line 2"),
    ],
)
def test_a_line_that_makes_no_sense_is_named(written: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        from_text(written)


def test_names_with_marks_in_them_are_no_markdown() -> None:
    from markdown_it import MarkdownIt

    name = "A*B* _c_ [x](http://y) <i> `d` a_b_c \\ #1 | ~~e~~"
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parseInline(plain(name))
    assert [token.type for token in tokens[0].children or []] == ["text"] * len(tokens[0].children or [])
    assert "".join(token.content for token in tokens[0].children or []) == name


def test_a_first_draft_quotes_the_buyer_and_names_the_deadline(database: Database, now: int) -> None:
    given = {"title": "ERP *now*", "description": "We need\n\nan <b>ERP</b>.", "deadline": "2026-12-03"}
    lead_id = add_lead(database, given, now, TODAY).made
    draft = first_draft(database, lead_id, TODAY, "USD")
    assert draft["amount"] == ""
    assert r"> We need an \<b\>ERP\</b\>." in draft["body"]
    assert "our offer for ERP \\*now\\*." in draft["body"]
    assert "done by 3 December 2026" in draft["body"]
