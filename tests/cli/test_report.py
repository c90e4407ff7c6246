"""`hermes report`: the page has every figure of the tables, is whole HTML, and nothing in a name gets out of it."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from hermes_tui.actions.asking import Reckoning, asked_of
from hermes_tui.actions.figures import tables_of
from hermes_tui.metrics.sections import SECTIONS
from hermes_tui.metrics.tables import Number
from storage.database import Database
from tests.cli.conftest import Hermes

_VOID = {"meta"}


class _Whole(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "img", "iframe", "link")
        assert not [name for name, _ in attrs if name.startswith("on") or name == "src"]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag != "script"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check_whole(page: str) -> None:
    """Every tag is closed, every plot is XML, nothing runs."""
    reader = _Whole()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    for svg in re.findall(r"<svg .*?</svg>", page, re.S):
        ElementTree.fromstring(svg)


def section_of(page: str, key: str) -> str:
    """The part of the page that a section is, as words."""
    found = re.search(rf'<section id="{key}".*?</section>' if key != "kpis" else r"<dl .*?</dl>", page, re.S)
    assert found, key
    return html.unescape(re.sub(r"<sup>.*?</sup>", "", found[0]))


def test_the_report_of_the_demo_shows_each_figure_of_each_table_with_its_note(
    hermes: Hermes, demo: None, desk: Path
) -> None:
    page = hermes("report").out
    check_whole(page)
    from datetime import UTC, date

    from hermes_tui.demo import DEMO_NOW

    by = Reckoning(DEMO_NOW, date(2026, 6, 22), UTC, 7, "USD", {})
    database = Database.open(desk)
    asked = asked_of(database, by, period="90d", chosen=False)
    for table in tables_of(database, asked, SECTIONS):
        words = section_of(page, table.key)
        for row in table.rows:
            at = words.index(f">{row[0]}<")
            for cell in row[1:]:
                shown = cell.shown if isinstance(cell, Number) else cell
                assert (at := words.find(shown, at)) >= 0, (table.key, row[0], shown)
                if isinstance(cell, Number) and cell.rate is not None and cell.rate.n:
                    assert cell.note in words
        assert table.rows or table.empty in words
        assert table.note in words
    database.close()


def test_plots_are_drawn_of_what_happened(hermes: Hermes, demo: None) -> None:
    page = hermes("report", "--since", "365").out
    for key, plots in (("funnel", 1), ("stage_times", 1), ("weeks", 2), ("activity", 1)):
        part = re.search(rf'<section id="{key}".*?</section>', page, re.S)
        assert part
        assert part[0].count("<figure><svg") == plots, key


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><svg onload=alert(1)>', "[/]", "=cmd()|'/c'!A1", "−𝔫𝔞𝔦𝔳 ﷽"]
)
def test_a_hostile_name_is_words_on_the_page(hermes: Hermes, acme: int, name: str) -> None:
    words = (f"title={name}", f"company={name}", f"source={name}", "value=5k", "--at", "2026-01-01")
    assert hermes("add", *words).code == 0
    hermes("lose", 1, "--reason", name)
    page = hermes("report", "--since", "all").out
    check_whole(page)
    assert html.escape(name) in page
    assert "<script" not in page


def test_a_report_of_the_past_says_so_and_a_filter_too(hermes: Hermes, demo: None) -> None:
    page = hermes("report", "source:referral", "--as-of", "2026-04-30", "--since", "30").out
    assert "The pipeline as it stood at the end of 30 Apr 2026." in page
    assert "Only leads of the filter source:referral" in page
    assert "conference" not in section_of(page, "sources")
    nobody = hermes("report", "source:nowhere")
    assert nobody.code == 3
    check_whole(nobody.out)


def test_it_goes_to_a_new_file_that_only_its_owner_reads(hermes: Hermes, demo: None, tmp_path: Path) -> None:
    place = tmp_path / "week.html"
    answer = hermes("report", "--into", place)
    assert (answer.code, answer.out) == (0, "")
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.read_text("utf-8") == hermes("report").out
    again = hermes("report", "--into", place)
    assert (again.code, "was left as it is" in again.err) == (1, True)
    assert hermes("report", "--into", tmp_path / "none" / "week.html").code == 1


def test_a_terminal_is_not_flooded_with_html(hermes: Hermes, acme: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hermes_tui.cli.report.is_terminal", lambda: True)
    answer = hermes("report")
    assert (answer.code, answer.out) == (2, "")
    assert "hermes report > week.html" in answer.err
    assert "stats all --json" in hermes("report", "--json").err
