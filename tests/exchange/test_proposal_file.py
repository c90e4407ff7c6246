"""What a buyer is handed: a page that says what the proposal says, fetches nothing and runs nothing."""

from __future__ import annotations

from datetime import UTC, date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.proposal_changes import changes
from hermes_tui.exchange.proposal_file import Paper, as_html, as_markdown, file_name, kind_of, paper, write_paper
from hermes_tui.exchange.proposal_words import amount_words, gaps_words, state
from storage.clean import clean
from storage.database import Database
from storage.errors import HermesError, UsageError
from storage.journal import action
from storage.queries.proposals import Offer
from storage.records import insert, update
from storage.thresholds import DAY_MS

TODAY = date(2026, 6, 22)
ALLOWED = frozenset((
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "h4", "dl", "dt", "dd", "main", "p", "ul", "ol",
    "li", "a", "em", "strong", "s", "code", "pre", "blockquote", "hr", "br", "table", "thead", "tbody", "tr", "th",
    "td", "footer", "div",
))  # fmt: skip


class Tags(HTMLParser):
    """Which elements and attributes a page has, and the words a reader sees."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def page_of(title: str = "Offer", body: str = "", terms: str = "", buyer: str = "Acme") -> Paper:
    return Paper(title, buyer, (("Prepared for", buyer),), body, terms, "offer-v1")


@pytest.fixture
def proposal(database: Database, now: int) -> int:
    """A proposal whose every text tries something."""
    with action(database, "add", "", now):
        lead = insert(
            database, "lead", title="ERP <rollout>", company="A&B *Corp* [/]", created_at=now, updated_at=now,
            stage_entered_at=now, silent_since=now,
        )  # fmt: skip
        insert(
            database, "contact", lead_id=lead, name="Ann <i>Lee</i>", role="Champion", is_primary=1, created_at=now,
            updated_at=now,
        )  # fmt: skip
        return insert(
            database, "proposal", lead_id=lead, version=2, title="ERP & <b>more</b>", amount=2_400_050, currency="EUR",
            body="# Price\n\n<script>alert(1)</script> **bold** [link](javascript:alert(1)) ![x](http://spy/p.png)",
            terms="30 days\nno <b>tax</b>", expires_on="2026-07-22", created_at=now, updated_at=now,
        )  # fmt: skip


def test_the_page_says_who_what_and_until_when(database: Database, proposal: int, now: int) -> None:
    words = Tags(as_html(paper(database, proposal, "Rita Rep", now, UTC))).words
    for said in (
        "ERP & <b>more</b>", "Ann <i>Lee</i>, A&B *Corp* [/]", "Rita Rep", "22 June 2026", "22 July 2026",
        "24,000.50 EUR", "Accepted for A&B *Corp* [/]", "no <b>tax</b>", "<script>alert(1)</script>",
    ):  # fmt: skip
        assert said in words
    assert "Champion" not in words


def test_what_was_sent_keeps_the_day_it_was_sent(database: Database, proposal: int, now: int) -> None:
    with action(database, "proposal", "", now):
        update(database, "proposal", proposal, status="SENT", sent_at=now - 3 * DAY_MS)
    assert ("Date", "19 June 2026") in paper(database, proposal, "", now, UTC).facts


def test_nothing_on_the_page_is_fetched_or_run(database: Database, proposal: int, now: int) -> None:
    page = Tags(as_html(paper(database, proposal, "", now, UTC)))
    assert page.names <= ALLOWED
    assert not [value for name, value in page.attributes if name in ("src", "href", "onclick")]
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'") in (
        page.attributes
    )
    assert "[x]" in page.words
    assert "Prepared by" not in page.words


@given(st.text(max_size=200).map(lambda text: clean(text, multiline=True)))
def test_whatever_is_written_no_other_element_comes_of_it(text: str) -> None:
    page = Tags(as_html(page_of(title=text, body=text, terms=text, buyer=text)))
    assert page.names <= ALLOWED
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "src"]


def test_the_title_is_the_only_heading_of_its_rank_and_the_others_keep_their_order() -> None:
    page = as_html(page_of(body="# One\n\n## Two\n\n##### Five"))
    assert page.count("<h1>") == 1
    assert "<h2>One</h2>" in page
    assert "<h3>Two</h3>" in page
    assert "<h4>Five</h4>" in page
    assert "<h2>Two</h2>" in as_html(page_of(body="## Two"))


def test_terms_keep_their_lines_and_tables_are_tables() -> None:
    page = as_html(page_of(body="| a | b |\n|---|---|\n| 1 | 2 |", terms="one\ntwo"))
    assert "one<br>\ntwo" in page.replace("<br />", "<br>")
    assert "<td>1</td>" in page


def test_markdown_has_the_facts_escaped_and_the_words_as_written(database: Database, proposal: int, now: int) -> None:
    text = as_markdown(paper(database, proposal, "Rita", now, UTC))
    assert text.startswith("# ERP & \\<b\\>more\\</b\\>\n\n- **Prepared for:** Ann")
    assert "- **Amount:** 24,000.50 EUR\n" in text
    assert "**bold** [link](javascript:alert(1))" in text
    assert text.endswith("## Terms\n\n30 days\nno <b>tax</b>\n")


def test_a_file_that_is_there_stays_unless_forced(database: Database, proposal: int, now: int, tmp_path: Path) -> None:
    page = paper(database, proposal, "", now, UTC)
    assert file_name(page, "html") == "a-b-corp-erp-b-more-b-v2.html"
    place = write_paper(page, tmp_path, "html")
    assert place == tmp_path / "a-b-corp-erp-b-more-b-v2.html"
    assert place.stat().st_mode & 0o077 == 0
    place.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="exists already and was left as it is"):
        write_paper(page, place, "html")
    assert place.read_text(encoding="utf-8") == "mine"
    write_paper(page, place, "md", force=True)
    assert place.read_text(encoding="utf-8").startswith("# ERP")
    with pytest.raises(HermesError, match="cannot be written"):
        write_paper(page, tmp_path / "no" / "where.html", "html")
    with pytest.raises(HermesError, match="cannot be written"):
        write_paper(page, place / "within-a-file.html", "html")
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []


@pytest.mark.parametrize(("name", "kind"), [("a.HTM", "html"), ("a.html", "html"), ("a.md", "md"), ("-", "md")])
def test_the_files_name_says_its_format(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize("name", ["offer.pdf", "offer.DOCX"])
def test_no_file_is_called_what_it_is_not(name: str) -> None:
    with pytest.raises(UsageError, match="which any browser prints as PDF"):
        kind_of(name)


# -- words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "expires", "replaced", "words", "live"),
    [
        ("DRAFT", "2026-06-01", None, "draft", False),
        ("SENT", None, None, "sent", True),
        ("SENT", "2026-06-23", None, "sent", True),
        ("VIEWED", "2026-06-22", None, "viewed, expires today", True),
        ("VIEWED", "2026-06-21", None, "expired 1d ago", False),
        ("SENT", "2026-06-01", 3, "sent, then v3", False),
        ("ACCEPTED", "2026-06-01", None, "accepted", False),
        ("EXPIRED", "2026-12-01", None, "expired", False),
    ],
)
def test_what_has_become_of_it_is_worked_out_on_the_day(
    status: str, expires: str | None, replaced: int | None, words: str, live: bool
) -> None:
    found = state(status, expires, TODAY, replaced)
    assert (found.words, found.live) == (words, live)


def test_amounts_are_told_to_the_cent_and_gaps_are_counted() -> None:
    told = [amount_words(*each) for each in ((2_400_000, "USD"), (150_005, None), (7, "EUR"), (None, "EUR"))]
    assert told == ["24,000 USD", "1,500.05", "0.07 EUR", ""]
    assert gaps_words([]) == ""
    assert gaps_words(["‹when›"]) == "1 gap still to fill in: ‹when›"


def test_versions_are_compared_in_words() -> None:
    first = Offer(1, 1, 1, "T", "Hello,\n\nwe begin on the first of May and end in June after all tests have passed.",
                  2_400_000, "USD", "Pay in 30 days", "SENT", None, None, None, "2026-06-30", 0, 0)  # fmt: skip
    second = first._replace(
        body=first.body.replace("first of May", "first of June").replace("passed", "been run"), amount=2_200_000,
        terms="Pay in 60 days", expires_on=None,
    )  # fmt: skip
    assert changes(first, first) == []
    assert changes(first, second) == [
        "amount: 24,000 USD → 22,000 USD",
        "valid until: 30 June 2026 → none",
        "terms: Pay in [-30-] {+60+} days",
        "… on the first of [-May-] {+June+} and end in June after all tests have [-passed.-] {+been run.+}",
    ]
