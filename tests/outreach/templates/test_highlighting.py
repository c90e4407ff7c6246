"""The colours of a template, half typed or done."""

from __future__ import annotations

from hermes_tui.outreach.templates.checking import check
from hermes_tui.outreach.templates.highlighting import KINDS, pieces


def coloured(text: str) -> list[tuple[str, str]]:
    """Each coloured stretch with its kind."""
    lines = text.split("\n")
    return [(lines[piece.line][piece.start : piece.end], piece.kind) for piece in pieces(text)]


def test_fields_filters_and_texts_are_told_apart() -> None:
    assert coloured("Hi {{ contact.first_name | default('there', 1) }},") == [
        ("{{", "delimiter"), ("contact.first_name", "field"), ("|", "operator"), ("default", "filter"),
        ("(", "operator"), ("'there'", "string"), (",", "operator"), ("1", "number"), (")", "operator"),
        ("}}", "delimiter"),
    ]  # fmt: skip


def test_tags_have_keywords_and_own_names_are_no_fields() -> None:
    assert coloured("{%- for tag in tags -%}") == [
        ("{%-", "delimiter"), ("for", "keyword"), ("tag", "name"), ("in", "keyword"), ("tags", "field"),
        ("-%}", "delimiter"),
    ]  # fmt: skip


def test_a_comment_over_lines_is_coloured_on_each() -> None:
    assert [(piece.line, piece.start, piece.end) for piece in pieces("a {# b\n\nc #} d")] == [(0, 2, 6), (2, 0, 4)]


def test_what_is_raw_has_no_fields() -> None:
    assert coloured("{% raw %}{{ x }}{% endraw %}") == [("{% raw %}", "keyword"), ("{% endraw %}", "keyword")]


def test_braces_not_closed_yet_do_not_swallow_the_next_ones() -> None:
    assert ("lead.title", "field") in coloured("Hi {{ fir\n\n{{ lead.title }}")


def test_faults_come_last_over_what_they_underline() -> None:
    text = "Hi {{ lead.titel }}"
    found = pieces(text, check("", text))
    assert found[-1] == (0, 6, 16, "fault")
    assert {piece.kind for piece in found} <= set(KINDS)
