"""The lead score: every rule with its points, its words, and what takes them back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.scoring import patterns
from hermes_tui.scoring.qualification import DEFAULT_RULES, TEXT_CAP, Inquiry, RedFlag, Rules, qualifies, qualify
from hermes_tui.scoring.rules import BELOW_MINIMUM, BUDGET, REMOTE, STACK, TAG, TIMELINE, WordRule
from hermes_tui.scoring.score import Reason, ledger, to_rows


def told(title: str = "", description: str = "", tags: tuple[str, ...] = (), **budget: int) -> list[Reason]:
    return list(qualify(Inquiry(title, description, tags, **budget)).reasons)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[Hiring] a developer", "Hiring"),
        ("A developer #hiring", "hiring"),
        ("[Looking to hire]", "Looking to hire"),
        ("[RFP] new intranet", "RFP"),
        ("RFP: new intranet", "RFP"),
        ("Hiring | a developer", "Hiring"),
        ("RFP 2026-014: learning platform", "RFP"),
        ("Request for Quotation - pumps", "Request for Quotation"),
    ],
)
def test_an_explicit_tag_says_that_they_buy(text: str, words: str) -> None:
    assert told(text) == [Reason(10, TAG, words)]


@pytest.mark.parametrize(
    "text",
    ["hiring is hard these days", "[For hire] a developer", "[not hiring]", "[Hiring freeze]", "#hiringfreeze"],
)
def test_what_only_speaks_of_hiring_is_no_tag(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "our budget is approved", "budget is not a problem", "budget isn't an issue", "budget won't be a problem",
        "budget is no problem", "the budget has been approved", "budget is not limited", "budget secured for Q3",
        "Budget: yes", "budget 2027 plan",
    ],
)  # fmt: skip
def test_a_budget_that_is_there_counts_without_an_amount(text: str) -> None:
    assert [(reason.points, reason.text, reason.evidence.lower()) for reason in told(text)] == [(10, BUDGET, "budget")]


@pytest.mark.parametrize(
    "text",
    [
        "no budget", "without a budget", "without budget", "we don't have a budget", "we don’t have any budget yet",
        "there is no approved budget", "we have zero budget", "lack of budget", "neither budget nor time",
        "budget TBD", "budget: tbd", "budget (tbc)", "budget - to be discussed", "budget to be determined",
        "kein Budget", "wir haben keinerlei Budget", "pas de budget",
        "budget: none", "budget: n/a", "budget is unknown", "budget unclear", "budget still pending", "budget?",
        "budget: 0", "budget: $0", "$0 budget", "budget nil",
        "budget not yet approved", "budget hasn't been approved", "our budget was cut",
        "the budget has been frozen", "budget is gone", "our budget is too small", "budget cuts everywhere",
        "once we have the budget", "if budget allows", "waiting for budget approval", "need budget first",
        "depends on the budget", "budget for this year is already spent", "budget to follow", "budget 0 for now",
        "low budget", "a shoestring budget", "limited budget, student project", "budget is very tight",
    ],
)  # fmt: skip
def test_a_budget_that_is_not_there_or_not_yet_gives_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "budget airline", "a budget hotel chain", "budget-friendly", "budget conscious", "budget planning software",
        "budgeting software", "we plan budgets for hospitals", "tracking our budget", "budget meeting on Monday",
        "the train budget", "error budget", "over budget", "within budget", "a low-budget film", "on a tight budget",
        "budget code 4431", "the budget holder is away", "how much should we budget for it", "how much to budget",
        "what is your budget?", "fits your budget", "https://budget.example/5000", "sales@budget.com", "budget.com",
    ],
)  # fmt: skip
def test_a_budget_that_is_something_else_or_someone_elses_gives_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Remote ok", "Remote"), ("work-from-home", "work-from-home"), ("WFH", "WFH"), ("remote-first", "remote"),
        ("remote‑only", "remote"), ("fully remote team", "remote"), ("not only remote", "remote"),
        ("remote, not on-site", "remote"), ("remote not onsite", "remote"), ("No. Remote", "Remote"),
        ("no problem with remote", "remote"), ("remote isn't a problem", "remote"), ("remote? yes", "remote"),
        ("We work remotely", "remotely"), ("Remote team across three time zones", "Remote"),
    ],
)  # fmt: skip
def test_remote_work_is_told_in_many_ways(text: str, words: str) -> None:
    assert told(text) == [Reason(5, REMOTE, words)]


@pytest.mark.parametrize(
    "text",
    [
        "not remote", "non-remote", "on-site, no remote", "no remote work", "remote: no", "remote? no",
        "remote is not possible", "remote impossible", "we don't offer remote", "neither remote nor hybrid",
        "can't work remotely", "instead of remote", "remoteness", "remote control", "a remote desktop tool",
        "remote access", "remote monitoring of pumps", "monitor pumps remotely", "remotely interesting",
        "remote candidates will not be considered", "Remote applications will be rejected",
        "remote work is currently not offered",
        "not even remotely", "the most remote village", "remote sites in Norway", "TV remote", "remote.com",
        "12 remote offices", "a remote mining company", "remote learning platform", "remote consultations",
    ],
)  # fmt: skip
def test_what_is_not_remote_work_gives_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Django, React and django", ["Django", "React"]),
        ("next.js on node.js", ["next.js", "node.js"]),
        ("React.js", ["React.js"]), ("ReactJS front end", ["ReactJS"]), ("Built with react", ["react"]),
        ("NEXT JS", ["NEXT JS"]), ("nodejs", ["nodejs"]), ("Node backend", ["Node"]), ("node", ["node"]),
        ("node and React", ["node", "React"]), ("typescript/react/node", ["typescript", "react", "node"]),
        ("Postgres and PostgreSQL", ["Postgres"]), ("PostgreSQL", ["PostgreSQL"]),
        ("python3 scripts", ["python3"]), ("Python 3.11", ["Python"]), ("Python!", ["Python"]),
        ("no, Python is fine", ["Python"]), ("no PHP; Django yes", ["Django"]),
        ("no remote, Python and Django", ["Python", "Django"]),
        ("We wrote it in Python. React is next.", ["Python", "React"]),
    ],
)  # fmt: skip
def test_each_technology_of_the_stack_counts_once_however_it_is_spelt(text: str, words: list[str]) -> None:
    assert [reason for reason in told(text) if reason.text != REMOTE] == [Reason(5, STACK, word) for word in words]


@pytest.mark.parametrize(
    "text",
    [
        "reactive, cpython, mypython", "no Python", "We do not use Python", "instead of Python",
        "moving away from React", "We hate React",
        "no Python, Django or Flask", "without React or Flask", "python snake", "Monty Python", "a thermos flask",
        "we react quickly to orders", "customers react to prices", "React Native", "a node in the cluster",
        "python.org", "https://react.dev", "python@acme.example", "Django Unchained", "fast API integration",
    ],
)  # fmt: skip
def test_a_technology_denied_or_meant_otherwise_gives_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("equity only", "equity only", "equity only"), ("equity-only", "equity only", "equity-only"),
        ("work for equity, no pay", "equity only", "for equity"),
        ("we can't pay, so sweat equity", "equity only", "sweat equity"),
        ("you will be paid in equity", "equity only", "paid in equity"),
        ("equity in lieu of cash", "equity only", "equity in lieu"), ("a free mockup", "free test", "free mockup"),
        ("I'm not sure what I want", "unclear scope", "not sure what I want"),
        ("a free test first", "free test", "free test"), ("an unpaid trial", "free test", "unpaid trial"),
        ("scope is unclear", "unclear scope", "scope is unclear"),
        ("not sure what we need", "unclear scope", "not sure what we need"),
        ("We don’t know what we need", "unclear scope", "don't know what we need"),
    ],
)  # fmt: skip
def test_a_red_flag_costs_twenty_and_shows_its_words(text: str, name: str, words: str) -> None:
    assert told(text) == [Reason(-20, name, words)]


@pytest.mark.parametrize(
    "text",
    [
        "not equity only", "no equity", "private equity only", "software for equity research", "no unpaid test",
        "a gluten-free test", "a free test environment", "free test devices", "scope is not unclear",
        "the scope is clear",
    ],
)  # fmt: skip
def test_what_is_no_red_flag_costs_nothing(text: str) -> None:
    assert told(text) == []


def test_the_leads_own_fields_count_like_its_words() -> None:
    assert told(tags=("hiring", "remote_ok", "python", "node")) == [
        Reason(10, TAG, "hiring"), Reason(5, REMOTE, "remote"), Reason(5, STACK, "python"), Reason(5, STACK, "node"),
    ]  # fmt: skip
    assert told(budget_min=100_000) == [Reason(10, BUDGET, "budget field 1,000")]


def test_the_ledger_keeps_its_order_and_a_rule_counts_once() -> None:
    text = "[Hiring] remote, remotely. Budget 300. Python. Equity only, for equity."
    assert [(reason.points, reason.text) for reason in told(text)] == [
        (10, TAG), (10, BUDGET), (5, REMOTE), (5, STACK), (-20, "equity only"), (-20, BELOW_MINIMUM),
    ]  # fmt: skip


def test_what_stands_behind_an_arrow_was_said_by_someone_else() -> None:
    assert told("Re: site", "Thanks!\n> our budget is $9,000\n  > and we are remote\nWe use Django.") == [
        Reason(5, STACK, "Django")
    ]


def test_a_wrapped_line_goes_on_in_the_next() -> None:
    assert told("", "After the reorganisation in spring we are left with no\nbudget for anything new.") == []


def test_the_timeline_is_off_until_the_rep_gives_it_points() -> None:
    text = "We need it asap"
    assert told(text) == []
    on = DEFAULT_RULES._replace(timeline_points=5)
    assert qualify(Inquiry(text, ""), on).reasons == (Reason(5, TIMELINE, "asap"),)
    for denied in ("there is no deadline", "not urgent", "after the deadline"):
        assert qualify(Inquiry(denied, ""), on).reasons == ()


def test_a_rule_worth_nothing_is_off() -> None:
    off = Rules(tag_points=0, budget_points=0, remote_points=0, stack_points=0, red_flag_points=0)
    assert qualify(Inquiry("[Hiring] remote, Python, $100, equity only", ""), off).reasons == ()


def test_the_rules_are_data_that_the_rep_may_change() -> None:
    rules = Rules(stack=("C++", "COBOL"), stack_points=7, red_flags=(RedFlag("crypto", ("web3",), -7),), threshold=7)
    score = qualify(Inquiry("C++ and cobol", "no C here, web3"), rules)
    assert score.reasons == (Reason(7, STACK, "C++"), Reason(7, STACK, "cobol"), Reason(-7, "crypto", "web3"))
    assert qualify(Inquiry("python web3", ""), Rules(stack=(), red_flags=(), tag_words=("",))).points == 0


@pytest.mark.parametrize(
    ("text", "counts"),
    [("golang service", True), ("written in Go", True), ("Go and Python", True), ("go ahead", False),
     ("we go live", False), ("C developer", True), ("C-level", False), ("spring boot", True), ("this spring", False)],
)  # fmt: skip
def test_a_technology_that_is_also_a_word_counts_beside_software_only(text: str, counts: bool) -> None:
    rules = Rules(stack=("go", "c", "spring"))
    assert bool(qualify(Inquiry(text, ""), rules).points) is counts


def test_a_rule_of_the_reps_own_gives_its_points_once() -> None:
    rules = Rules(custom=(WordRule("plants", ("two plants", "second plant"), 6), WordRule("far", ("overseas",), -3)))
    score = qualify(Inquiry("Two plants, a second plant, not overseas", ""), rules)
    assert score.reasons == (Reason(6, "plants", "Two plants"),)


def test_the_reps_own_words_mean_what_the_rep_means() -> None:
    rules = Rules(custom=(WordRule("corrosion", ("rust",), 5), WordRule("controls", ("remote",), 3)), remote_points=0)
    score = qualify(Inquiry("Rust on the remote control, no budget", ""), rules)
    assert score.reasons == (Reason(5, "corrosion", "Rust"), Reason(3, "controls", "remote"))


def test_words_without_latin_letters_are_found_too() -> None:
    rules = Rules(
        custom=(WordRule("day", ("24/7",), 1), WordRule("far", ("远程",), 2), WordRule("там", ("удалённо",), 4))
    )
    assert qualify(Inquiry("24/7, 支持远程工作, Удалённо", ""), rules).points == 7


def test_an_expression_of_the_reps_own_matches_as_it_is_written() -> None:
    rules = Rules(custom=(WordRule("sites", ("/(two|three) (plants|sites)/",), 5),), stack=(r"/\bperl ?\d/",))
    score = qualify(Inquiry("We run THREE sites", "on Perl 5"), rules)
    assert score.reasons == (Reason(5, STACK, "Perl 5"), Reason(5, "sites", "THREE sites"))


def test_an_expression_that_runs_out_of_time_gives_no_points_and_says_so() -> None:
    rules = Rules(custom=(WordRule("slow", ("/(a+)+$/",), 50), WordRule("plain", ("archive",), 2)))
    score = qualify(Inquiry("archive", "a" * 5_000 + "!"), rules)
    assert score.reasons == (
        Reason(0, "slow", "/(a+)+$/ took too long on this text and was left out"), Reason(2, "plain", "archive"),
    )  # fmt: skip


@pytest.mark.parametrize(("tags", "enough"), [(("hiring", "remote"), True), (("hiring",), False), ((), False)])
def test_a_lead_qualifies_at_fifteen(tags: tuple[str, ...], enough: bool) -> None:
    assert qualifies(qualify(Inquiry("", "", tags))) is enough


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_words_can_be_scored_and_the_ledger_adds_up(title: str, description: str, tags: list[str]) -> None:
    score = qualify(Inquiry(title, description, tuple(tags)))
    assert score.points == sum(reason.points for reason in score.reasons)
    assert all(reason.evidence for reason in score.reasons)
    assert ledger(score) == json.dumps(to_rows(score), ensure_ascii=False)


_WORDS = st.sampled_from([
    "budget", "no", "not", "$5k", "300", "remote", "control", "Python", "React", ".", ",", "\n", ">", "[Hiring]",
    "equity", "only", "10k", "-", "15k", "EUR", "TBD", "is", "or", "for",
])  # fmt: skip


@given(st.lists(_WORDS, max_size=30).map(" ".join))
def test_a_lead_scores_alike_whatever_was_scored_before_it(text: str) -> None:
    first = qualify(Inquiry(text, text))
    qualify(Inquiry("other rules", ""), Rules(threshold=3))
    assert qualify(Inquiry(text, text)) == first


_PIECES = ["a", "budget ", "1,000,", "$", "1", "1 ", "[hiring", "no ", " ", "budget is of at ", "#", "@", "no budget ",
           "remote control ", "$5k raised ", "> ", "www.", "n't a, "]  # fmt: skip


@pytest.mark.parametrize("piece", _PIECES)
def test_of_a_megabyte_only_the_first_pages_are_read(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: the places that are looked at do not grow with the text."""
    looked: list[int] = []
    usual = patterns.taken_back

    def counting(lowered: str, start: int, end: int) -> bool:
        looked.append(len(lowered))
        return usual(lowered, start, end)

    monkeypatch.setattr(patterns, "taken_back", counting)
    text = piece * (1_000_000 // len(piece))
    assert qualify(Inquiry(text, text, (text,))) == qualify(Inquiry(text[:500], text[:TEXT_CAP], (text[:500],)))
    assert len(looked) <= 2 * 5 * patterns.MATCHES_CAP
    assert all(length <= TEXT_CAP + 1_100 for length in looked)
