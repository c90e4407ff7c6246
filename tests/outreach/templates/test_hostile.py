"""A template that wants to hurt is refused or harmless within 50 ms; the same text as a value is printed literally."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.outreach.templates.checking import check
from hermes_tui.outreach.templates.fields import Values
from hermes_tui.outreach.templates.highlighting import pieces
from hermes_tui.outreach.templates.limits import MOST_OUTPUT, MOST_VALUE
from hermes_tui.outreach.templates.rendering import Rendered, render

MOST_SECONDS = 0.05
NO_BRACES = str.maketrans("", "", "{}")
MOST_BYTES = 20_000_000

# name → template; each has made some template engine slow, large or talkative.
WORST = {
    "a text times a billion": "{{ 'a' * 10 * 100000000 }}",
    "a text times a power": "{{ 'a'*10**9 }}",
    "a list times a billion": "{{ ([1] * 1000000000) | length }}",
    "powers of powers": "{{ 9**9**9 }}",
    "a number of 30,000 digits": "{{ " + "9" * 30_000 + " }}",
    "a number with underscores": "{{ " + "1_" * 15_000 + "1 }}",
    "numbers beyond floats": "{{ 1e308 * 1e308 }}{{ 1e400 }}",
    "numbers that square themselves": "{% set a = 9999999 %}" + "{% set a = a * a %}" * 250,
    "wide centering": "{{ 'a' | center(300000000) }}",
    "wide wrapping": "{{ 'a' | wordwrap(-1) }}{{ lead.description | wordwrap(1) }}",
    "wide indenting": "{{ lead.description | indent('" + "x" * 9_000 + "') }}",
    "a format of a billion columns": "{{ '%1000000000d' % 1 }}",
    "a format filter": "{{ '%1000000000d' | format(1) }}",
    "a format string that walks": "{{ '{0.__class__}'.format(1) }}",
    "a number to a million places": "{{ 5 | round(1000000) }}{{ 5 | thousands(1000000) }}",
    "a day a million years away": "{{ today | plus_days(400000000) }}",
    "a day so many workdays away": "{{ today | plus_workdays(1000000000) }}",
    "ranges in ranges": "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
    "loops in loops in loops": "{% for a in tags %}{% for b in tags %}{% for c in tags %}.{% endfor %}{% endfor %}"
    "{% endfor %}",
    "a loop over a long text": "{% for a in lead.description %}{{ a }}{% endfor %}",
    "loops that print long texts": "{% for a in tags %}{% for b in tags %}{{ description }}{% endfor %}{% endfor %}",
    "loops that search long texts": "{% for a in tags %}{% for b in tags %}{% if 'b' in description %}x{% endif %}"
    "{% endfor %}{% endfor %}",
    "loops that change long texts": "{% for a in tags %}{% for b in tags %}"
    "{% set x = description | title | reverse | replace('a', 'bb') %}{% endfor %}{% endfor %}",
    "loops without output": "{% for a in tags %}{% for b in tags %}{% set x = 1 %}{% endfor %}{% endfor %}",
    "a loop that calls itself": "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "a text that doubles": "{% set a = description %}" + "{% set a = a ~ a %}" * 250,
    "a sum of texts that doubles": "{% set a = description %}" + "{% set a = a + a %}" * 250,
    "replacing that multiplies": "{{ description | replace('a', 'bbbbbbbbbb') | replace('b', 'cccccccccc') }}",
    "joining that multiplies": "{{ tags | join('" + "x" * 9_000 + "') }}",
    "long texts often": "{{ description }}" * 600,
    "long texts through many filters": "{{ description" + " | upper | lower" * 11 + " }}",
    "many filters": "{{ title" + "|upper" * 4_000 + " }}",
    "filters without names": "{{ 1" + "|" * 30_000 + " }}",
    "nested parentheses": "{{ " + "(" * 15_000 + ")" * 15_000 + " }}",
    "nested parentheses, fewer": "{{ " + "(" * 1_000 + "1" + ")" * 1_000 + " }}",
    "nested lists": "{{ " + "[" * 400 + "]" * 400 + " }}",
    "nested conditions": "{% if 1 %}" * 400 + "{% endif %}" * 400,
    "nested choices": "{{ " + "1 if 1 else " * 400 + "1 }}",
    "a long sum": "{{ " + "+".join(["1"] * 1_400) + " }}",
    "a long denial": "{{ " + "not " * 1_400 + "1 }}",
    "signs": "{{ " + "-" * 2_900 + "1 }}",
    "a long comparison": "{{ 1" + " < 1" * 700 + " }}",
    "a long list": "{{ [" + "1, " * 700 + "] }}",
    "many fields": "{{title}}" * 3_500,
    "nothing but braces": "{" * 32_000,
    "opening braces": "{{" * 16_000,
    "opening tags": "{%" * 16_000,
    "opening comments": "{#" * 16_000,
    "quotes": "{{ " + "'" * 31_000,
    "backslashes": "{{ '" + "\\" * 31_000,
    "white space": "{{" + " " * 31_000,
    "white space to strip": ("\n" * 100 + " " * 100 + "{%- if 1 -%}") * 150,
    "more than a letter": "a" * 32_001,
    "the inside of a text": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "the inside by index": "{{ lead['__class__'] }}{{ ''['__cla' ~ 'ss__'] }}",
    "the inside by filter": "{{ title | attr('__class__') }}{{ [title] | map(attribute='__class__') | list }}",
    "the inside of the engine": "{{ self }}{{ caller }}{{ varargs }}{{ loop.__class__ }}",
    "the names we give fields": "{% set f__0 = 1 %}{{ title }}{{ f__0 }}",
    "a namespace": "{% set ns = namespace(x=1) %}{% set ns.x = 2 %}",
    "a macro": "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "files": "{% include '/etc/passwd' %}{% import 'os' as os %}{% extends 'x' %}",
    "escapes for the terminal": "{{ '\\x1b]52;c;AAAA\\x07' }}\x1b]0;x\x07\u202e",
    "half a character": "{{ '\\ud800' }}\ud800",
    "letters that look alike": "{{ ｌｅａｄ.title }}{{ ''.＿＿class＿＿ }}",
    "no byte at all": "\x00{{ '\\x00' }}",
}


def quick(text: str, values: Values) -> Rendered:
    """The template checked and rendered; fails where either takes too long or says too much.

    The quicker of three times counts, each of a text not seen before: the garbage of other tests is not its own.
    """
    render("{{ title }}", "", values)  # the engine is imported, as it is where somebody types
    times = []
    for number in range(3):
        fresh = "\n" * number + text
        began = process_time()
        check("", fresh)
        checked = process_time()
        render("", fresh, values)
        times.append((checked - began, process_time() - checked))
    assert min(map(max, times)) < MOST_SECONDS
    faults, found = check("", text), render("", text, values)
    assert not faults or (found.faults == faults and found.body == "")
    assert len(found.body) <= MOST_OUTPUT
    return found


@pytest.mark.parametrize("text", WORST.values(), ids=WORST.keys())
def test_the_worst_templates_are_refused_or_harmless_within_50_ms(text: str, ann: Values) -> None:
    found = quick(text, ann)
    assert "\x1b" not in found.body
    assert "\x00" not in found.body
    assert "class" not in found.body
    found.body.encode()
    pieces(text)


@pytest.mark.parametrize("text", WORST.values(), ids=WORST.keys())
def test_the_worst_templates_take_no_more_memory_than_a_letter_may(text: str, ann: Values) -> None:
    render("", "", ann)
    tracemalloc.start()
    try:
        render("", text + " ", ann)
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("text", WORST.values(), ids=WORST.keys())
def test_the_worst_templates_are_printed_as_they_are_where_they_are_values(text: str) -> None:
    printed = render("", "<{{ lead.title }}>", {"lead": {"title": text[:MOST_VALUE]}})
    assert printed.body == f"<{text[:MOST_VALUE]}>"


def test_payloads_of_the_wild_are_harmless_as_templates_and_literal_as_values(shared_data: Path, ann: Values) -> None:
    payloads = (shared_data / "template_payloads" / "generic.txt").read_text(encoding="utf-8").splitlines()
    assert len(payloads) > 40
    for payload in payloads:
        found = quick(payload, ann)
        assert "class" not in found.body.replace(payload, "")
        assert "root:" not in found.body
        printed = render(payload.translate(NO_BRACES), "{{ lead.title }}", {"lead": {"title": payload}})
        assert (printed.body, printed.faults) == (payload, ())


# -- any text at all -------------------------------------------------------------------------------------

FRAGMENTS = (
    "{{", "}}", "{%", "%}", "{#", "#}", "{{-", "-%}", "lead", ".title", "lead.title", "contact.first_name", "tags",
    "if", "endif", "for", "a", "in", "endfor", "set", "=", "|", "upper", "default", "(", ")", "'x'", "'", '"', "1",
    "99", "*", "~", "+", "/", "-", "not", "and", "is", "defined", "[", "]", ",", "loop", ".last", "{", "}", " ", "\n",
    "raw", "endraw", "macro", "else", "elif", "\\", "‹", "today", "plus_days", "_", "__class__", "é", "😀", "\u202e",
)  # fmt: skip
any_template = st.text(max_size=200) | st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join) | st.lists(
    st.sampled_from(FRAGMENTS), max_size=40
).map(" ".join)  # fmt: skip
any_value = st.text(max_size=100) | st.lists(st.sampled_from(FRAGMENTS), max_size=10).map("".join)


@given(any_template, any_template)
def test_any_text_is_a_template_with_its_faults_or_a_rendering_within_limits(
    ann: Values, subject: str, body: str
) -> None:
    faults = check(subject, body)
    found = render(subject, body, ann)
    if faults:
        assert found == Rendered("", "", (), (), faults)
    for fault in found.faults:
        lines = {"subject": subject, "body": body}[fault.part].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1
        assert fault.length >= 1
        assert fault.words
    assert len(found.body) <= MOST_OUTPUT
    assert "\n" not in found.subject
    assert {gap.field for gap in found.gaps} == set(found.missing)
    for gap in found.gaps:
        text = found.subject if gap.part == "subject" else found.body
        assert text[gap.start : gap.end] == f"‹{gap.field}›"


@given(any_value)
def test_any_value_is_printed_literally(value: str) -> None:
    found = render("", "a{{ lead.title }}b{{ custom.x | trim }}", {"lead": {"title": value}, "custom": {"x": value}})
    if value:
        assert found.body == f"a{value}b{value.strip()}"
    else:
        assert found.missing == ("lead.title", "custom.x")


@given(any_template)
def test_any_text_has_its_colours_within_its_lines(text: str) -> None:
    lines = text.split("\n")
    position = (0, 0)
    for piece in pieces(text):
        assert (piece.line, piece.start) >= position
        assert 0 <= piece.start < piece.end <= len(lines[piece.line])
        position = (piece.line, piece.end)
