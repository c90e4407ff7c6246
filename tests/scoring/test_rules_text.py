"""The rules as text that a rep edits: written and read back, and one sentence for whatever is wrong."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.scoring.currency import CURRENCIES
from hermes_tui.scoring.rules import BUILT_IN, DEFAULT_RULES, RedFlag, Rules, WordRule, rules_key
from hermes_tui.scoring.rules_text import SIZE_CAP, RuleFault, as_text, parse


def test_what_the_text_leaves_out_is_as_built_in() -> None:
    assert parse("") == parse(as_text(DEFAULT_RULES)) == DEFAULT_RULES
    assert parse("threshold = 20\n[stack]\npoints = 3") == DEFAULT_RULES._replace(threshold=20, stack_points=3)


def test_a_rep_reads_what_each_part_means() -> None:
    text = as_text(Rules(budget_maximum=1_234_550, rates=(("EUR", 1.08),)))
    for line in (
        "# points from which a lead is worth your time\nthreshold = 15", "maximum = 12345.50\n", "EUR = 1.08",
        "# [[words]]", "[[red_flags]]\nname = \"equity only\"",
    ):  # fmt: skip
        assert line in text


def test_every_part_can_be_said() -> None:
    rules = parse(
        """
        threshold = 12
        qualify_new = false
        red_flag_points = -15
        [budget]
        currency = "eur"
        minimum = 499.99
        maximum = 20_000
        above_maximum_points = -3
        [rates]
        usd = 0.93
        [timeline]
        points = 4
        words = ["before  Easter"]
        [[red_flags]]
        name = "crypto"
        phrases = ["web3", "/nfts?/"]
        points = -50
        [[words]]
        name = "two sites"
        phrases = ['/two (plants|sites)/']
        points = 5
        """
    )
    assert rules == DEFAULT_RULES._replace(
        threshold=12, qualify_new=False, red_flag_points=-15, currency="EUR", budget_minimum=49_999,
        budget_maximum=2_000_000, above_maximum_points=-3, rates=(("USD", 0.93),), timeline_points=4,
        timeline_words=("before Easter",), red_flags=(RedFlag("crypto", ("web3", "/nfts?/"), -50),),
        custom=(WordRule("two sites", ("/two (plants|sites)/",), 5),),
    )  # fmt: skip


_TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12)


def _plain(text: str) -> str:
    import unicodedata

    return " ".join(unicodedata.normalize("NFC", text).split())


_PHRASE = _TEXT.map(_plain).filter(
    lambda text: text.isprintable() and not text.startswith("/") and any(char.isalnum() for char in text)
)
_PHRASES = st.lists(_PHRASE, max_size=3, unique_by=str.lower).map(tuple)
_NAMES = st.lists(_PHRASE.filter(lambda text: text.lower() not in BUILT_IN), max_size=4, unique_by=str.lower)
_POINTS = st.integers(-1_000, 1_000)


@st.composite
def _rules(draw: st.DrawFn) -> Rules:
    names = draw(_NAMES)
    some = _PHRASES.filter(bool)
    cut = draw(st.integers(0, len(names)))
    maximum = draw(st.integers(0, 10**12))
    currency = draw(st.sampled_from(sorted(CURRENCIES)))
    others = st.sampled_from(sorted(CURRENCIES - {currency}))
    rates = draw(st.dictionaries(others, st.floats(1e-9, 1e9), max_size=3))
    return Rules(
        *(draw(_PHRASES) for _ in range(5)),
        tuple(RedFlag(name, draw(some), draw(st.none() | _POINTS)) for name in names[:cut]),
        tuple(WordRule(name, draw(some), draw(_POINTS)) for name in names[cut:]),
        *(draw(_POINTS) for _ in range(7)),
        draw(st.integers(0, 1_000)), draw(st.booleans()), currency,
        draw(st.integers(0, maximum)), maximum, tuple(sorted(rates.items())),
    )  # fmt: skip


@given(_rules())
def test_whatever_is_written_is_read_back(rules: Rules) -> None:
    assert parse(as_text(rules)) == rules


_FAULTS = [
    ("thresold = 1", 1, "there is no `thresold` in the rules; did you mean `threshold`?"),
    ("\nminimum = 5", 2, "there is no `minimum` in the rules; it belongs below [budget]."),
    ("[stack]\npoint = 1", 2, "there is no `point` in [stack]; did you mean `points`?"),
    ("[budgets]", 1, "there is no `budgets` in the rules; did you mean `budget`?"),
    ("a = [", None, "This is not TOML: invalid value."),
    ("threshold = 1\nthreshold 2", 2, "this is not TOML: expected '=' after a key in a key/value pair."),
    ("threshold = -1", 1, "`threshold` cannot be negative: a lead of which nothing is known would qualify."),
    ("threshold = 1001", 1, "`threshold` wants points from -1000 to 1000, not 1001."),
    ("threshold = true", 1, "`threshold` wants a whole number of points, not true."),
    ("[tag]\npoints = 'ten'", 2, "`points` of [tag] wants a whole number of points, not “ten”."),
    ("[tag]\npoints = 1.5", 2, "`points` of [tag] wants a whole number of points, not 1.5."),
    ("qualify_new = 1", 1, "`qualify_new` wants true or false, not 1."),
    ("budget = 3", 1, "`budget` is a table: write [budget], and its keys below."),
    ("words = 3", 1, "`words` are tables: write [[words]] with name, phrases and points below."),
    ("[budget]\nminimum = -1", 2, "`minimum` of [budget] wants an amount of 0 or more, not -1."),
    ("[budget]\nminimum = inf", 2, "`minimum` of [budget] wants an amount of 0 or more, not such a number."),
    ("[budget]\nminimum = 0.001", 2, "`minimum` of [budget] wants two decimals at most, not 0.001."),
    ("[budget]\nmaximum = 1e30", 2, "`maximum` of [budget] is more money than there is."),
    ("[budget]\nmaximum = 3\nminimum = 900", 3,
     "the `minimum` of [budget] is above its `maximum`; no budget would be right."),
    ("[budget]\ncurrency = 'EUU'", 2, "`currency` of [budget] names a currency nobody knows, “EUU”; did you mean EUR?"),
    ("[rates]\nXQQ = 1.1", 2, "`XQQ` of [rates] is a currency nobody knows; give its three letters, such as EUR."),
    ("[rates]\nEUR = nan", 2, "`EUR` of [rates] wants a rate above 0 that can be, not NaN."),
    ("[rates]\nEUR = 0", 2, "`EUR` of [rates] wants a rate above 0 that can be, not 0."),
    ("[rates]\nUSD = 1", 2, "[rates] says what other currencies are worth in USD; take USD out of it."),
    ("[rates]\neur = 1\nEUR = 1", 3, "`EUR` stands twice in [rates]."),
    ("[stack]\nwords = ['a', '']", 2, "`words` of [stack] has an empty text; take it out or write something."),
    ("[stack]\nwords = ['a', 'A']", 2, "`words` of [stack] has “A” twice."),
    ("[stack]\nwords = ['--']", 2, "`words` of [stack] has “--”, in which there is no letter and no digit."),
    ("[stack]\nwords = ['a\\u001b']".replace("'", '"'), 2,
     "`words` of [stack] has a text with characters that cannot be seen; write it anew."),
    ("[[words]]\nname = 'a'\nphrases = ['b']", 2, "the rule “a” has no `points`; say what it is worth."),
    ("[[words]]\nname = 'a'\nphrases = []\npoints = 1", 3, "`phrases` of “a” is empty; nothing would ever match."),
    ("[[words]]\nphrases = []\npoints = 1", 1, "Each of [[words]] wants a `name` in quotes."),
    ("[[words]]\nname = 'Remote'\nphrases = ['b']\npoints = 1", 2,
     "the name “Remote” is what Hermes calls a rule of its own; each rule needs a name of its own."),
    ("[[red_flags]]\nname = 'x'\nphrases = ['a']\n[[words]]\nname = 'X'\nphrases = ['b']\npoints = 1", 5,
     "the name “X” is given twice; each rule needs a name of its own."),
    ("[[red_flags]]\nname = 'q'\nphrases = ['b']\n[[red_flags]]\nname = 'z'\nphrases = [7]", 6,
     "`phrases` of “z” wants a list of phrases in quotes, such as [\"one\", \"two words\"]."),
    ("threshold = " + "9" * 6_000, None, "This is not TOML: a number is too long."),
    ("x = " + "[" * 20_000, None, "The rules are nested too deep to be read."),
    ("# " + "q" * SIZE_CAP, None, "The rules may have 64 kB of text, and these have 64 kB."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "sentence"), _FAULTS)
def test_a_fault_is_one_sentence_with_its_line(text: str, line: int | None, sentence: str) -> None:
    with pytest.raises(RuleFault) as told:
        parse(text)
    assert told.value.line == line
    said = f"Line {line}: {sentence}" if line else sentence
    assert str(told.value).lower() == said.lower()
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("hostile", ["(a+)+$", "(x|xx)*y", r"([a-zA-Z]+)*\d", r"(\w+\s?)+$", "(?=((a+)+)b)a"])
def test_an_expression_that_explodes_is_refused_where_it_stands(hostile: str) -> None:
    text = f"[[words]]\nname = 'slow'\npoints = 5\nphrases = ['warehouse', '/{hostile}/']"
    with pytest.raises(RuleFault, match="explodes") as told:
        parse(text)
    assert told.value.line == 4
    assert parse(text, tried=True).custom[0].phrases[1] == f"/{hostile}/"


@given(st.text(max_size=200))
def test_any_text_is_rules_or_a_fault(text: str) -> None:
    with suppress(RuleFault):
        rules = parse(text)
        assert parse(as_text(rules)) == rules


def test_the_key_of_the_built_in_rules_stands_still() -> None:
    """Where this moves, the rules or the ENGINE did: kept scores are then stale and made anew, which is right after a
    change of rules or matching. Pin the new number. If only the words of a docstring changed, it must not move."""
    assert rules_key(DEFAULT_RULES) == 5228301700665008186


@given(_rules(), _rules())
def test_other_rules_have_another_key(one: Rules, other: Rules) -> None:
    assert (rules_key(one) == rules_key(other)) is (one == other)
    assert 0 <= rules_key(one) < 2**63
