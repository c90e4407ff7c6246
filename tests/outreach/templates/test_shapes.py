"""A template that is typed around its fields reads as one that was compiled anew, without being compiled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.outreach.templates import compiling, shapes
from hermes_tui.outreach.templates.compiling import environment, part
from hermes_tui.outreach.templates.fields import Values
from hermes_tui.outreach.templates.rendering import render

ANN: Values = {"lead": {"title": "ERP", "value": "24,000 USD", "tags": ["fair", "new"]}, "contact": {"name": "Ann"}}
LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="{}\r"), max_size=12)


def anew(text: str) -> tuple[str, tuple[str, ...]]:
    part.cache_clear()
    shapes._KEPT.clear()
    found = render("", text, ANN)
    return found.body, tuple(fault.words for fault in found.faults)


@given(st.lists(LETTERS, min_size=6, max_size=6), st.lists(LETTERS, min_size=6, max_size=6))
def test_the_letters_around_the_braces_are_those_of_the_text_at_hand(first: list[str], second: list[str]) -> None:
    def text(a: list[str]) -> str:
        return (
            f"{a[0]}{{{{ lead.title }}}}{a[1]}{{% if contact.name %}}{a[2]}{{{{ 'x' }}}}{a[3]}{{% endif %}}{a[4]}"
            f"{{% for tag in lead.tags %}}{{# {a[4].replace('#', '')} #}}{a[5]}{{{{ tag }}}}{{% endfor %}}{a[1]}"
        )

    wanted = anew(text(second))
    anew(text(first))
    part.cache_clear()
    found = render("", text(second), ANN)
    assert (found.body, tuple(fault.words for fault in found.faults)) == wanted


def test_typing_between_the_fields_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    anew("Hi {{ contact.name }},\nabout {{ lead.title }}!")
    monkeypatch.setattr(type(environment()), "compile", lambda *_: pytest.fail("compiled"))
    assert render("", "Hello {{ contact.name }},\n\n\nlet us talk about {{ lead.title }}.", ANN).body == (
        "Hello Ann,\n\n\nlet us talk about ERP."
    )


def test_a_fault_that_only_a_lead_shows_stands_on_its_line_also_where_lines_were_put_above() -> None:
    text = "Hi,\n{# note #}\n{{ lead.title }}\n\n{% if lead.value > 5 %}x{% endif %}"
    anew(text)
    for above in (0, 1, 7):
        [fault] = render("", "\n" * above + text, ANN).faults
        assert (fault.line, fault.column, fault.length) == (5 + above, 1, 35)
        assert fault.words.startswith("a text cannot be compared with a number")


def test_only_so_many_shapes_are_kept() -> None:
    for number in range(3 * shapes._MOST_KEPT):
        assert compiling.Part("{{ lead.title }}" * (number + 1)).root
    assert len(shapes._KEPT) <= shapes._MOST_KEPT
