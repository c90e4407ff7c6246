"""Regular expressions of the rep's own: good ones are taken at once, bad ones refused in one sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hermes_tui.scoring.expressions import LENGTH_CAP, check, first_match, is_expression

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "phrase",
    [
        "/two (plants|sites)/", r"/\b[a-z]+\s+warehouse\b/", "/(?<!no )erp.{0,40}rollout/", r"/\d{1,3} (seats|users)/",
        r"/[\w.+-]+@[\w-]+\.\w+/", "/^rfp\\b.*$/", r"/(?:\w+ ){0,5}plants?/", "/a/b/", r"/\p{Lu}{2,5}-\d+/",
    ],
)  # fmt: skip
def test_an_expression_that_a_rep_would_write_is_taken(phrase: str) -> None:
    check(phrase)


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("/(/", "no regular expression"), ("/[z-a]/", "no regular expression"), ("//", "between the two slashes"),
        ("/a*/", "every lead would have it"), ("/$|x/", "every lead would have it"),
        (f"/{'a' * (LENGTH_CAP + 1)}/", "may have 300 characters"), ("/a{100000}/", "count to 1,000"),
        ("/((a{1000}){1000}){1000}/", "multiply to 1,000,000,000"), ("/(?R)?a/", "calls itself"),
        ("/(a(?1)?b)/", "calls itself"), ("/(?:foo){e<=3}/", "matches roughly"), ("/(foo){i}/", "matches roughly"),
        ("/(a+)+$/", "explodes"), ("/(x|xx)*y/", "explodes"), (r"/([a-z]+)*\d/", "explodes"),
        (r"/(\w+\s?)+$/", "explodes"), ("/(?=(?=((a+)+)b)a)a/", "explodes"), ("/(.*a){20}b/", "explodes"),
    ],
)  # fmt: skip
def test_one_that_is_wrong_or_explodes_is_refused(phrase: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        check(phrase)


def test_what_is_an_expression_stands_between_slashes() -> None:
    assert [is_expression(each) for each in ("/a/", "//", "and/or", "/", "/etc", "24/7")] == [True, True, *[False] * 4]


def test_the_first_words_that_match_are_told_on_one_line() -> None:
    assert first_match("/two\\s+plants/", "We run\nTwo\n plants.") == "Two plants"
    assert first_match("/^rfp/", "title\nRFP 7") == "RFP"
    assert first_match("/x*/", "yy") == ""


@pytest.mark.parametrize(("phrase", "loaded"), [("warehouse", False), ("/ware ?house/", True)])
def test_the_library_is_loaded_only_where_a_rule_is_an_expression(phrase: str, loaded: bool) -> None:
    program = (
        "import sys\nfrom hermes_tui.scoring.qualification import Inquiry, Rules, qualify\n"
        "from hermes_tui.scoring.rules import WordRule\n"
        f"score = qualify(Inquiry('A warehouse, remote, $5k', ''), Rules(custom=(WordRule('x', ({phrase!r},), 1),)))\n"
        "print(len(score.reasons), 'regex' in sys.modules, 'tomllib' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["3", str(loaded), "False"]


def test_on_a_busy_machine_a_fine_expression_is_not_refused_for_the_time_it_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hours = iter(range(0, 3_600 * 1_000, 3_600))
    monkeypatch.setattr("time.perf_counter", lambda: float(next(hours)))
    monkeypatch.setattr("time.monotonic", lambda: float(next(hours)))
    check("/(four|five) warehouses/")
