"""The second wall: what the sandbox refuses even to a template that was never checked."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2.exceptions import SecurityError, TemplateAssertionError

from hermes_tui.outreach.templates.environment import BUDGET, LetterEnvironment, Missing
from hermes_tui.outreach.templates.limits import Budget, Refused


class Row:
    """What must never be given to a template, and could delete itself."""

    gone = False

    def delete(self) -> None:
        """Should not be called."""
        Row.gone = True


def unchecked(text: str, **values: Any) -> str:
    return LetterEnvironment().from_string(text).render({BUDGET: Budget(), **values})


@pytest.mark.parametrize("text", ["{{ row.delete() }}", "{{ row['delete']() }}", "{{ call() }}", "{{ ''.join([]) }}"])
def test_nothing_is_called(text: str) -> None:
    row = Row()
    with pytest.raises((SecurityError, Refused, TypeError)):
        unchecked(text, row=row, call=row.delete)
    assert not Row.gone


@pytest.mark.parametrize(
    "text", ["{{ row.__class__ }}", "{{ row.gone }}", "{{ ''['__class__'] }}", "{{ row['gone'] }}"]
)
def test_nothing_has_parts(text: str) -> None:
    assert unchecked(text, row=Row()) in ("‹__class__›", "‹gone›")


@pytest.mark.parametrize("text", ["{{ x | attr('y') }}", "{{ x | map('upper') }}", "{{ x is callable }}"])
def test_only_our_own_filters_and_tests_are_known(text: str) -> None:
    with pytest.raises(TemplateAssertionError):
        unchecked(text, x="a")


@pytest.mark.parametrize("text", ["{{ 'a' * 9 }}", "{{ '%d' % 9 }}", "{{ 9 ** 9 }}", "{{ [1] * 9 }}", "{{ -'a' }}"])
def test_only_numbers_and_days_are_reckoned_with(text: str) -> None:
    with pytest.raises(Refused):
        unchecked(text)


def test_no_globals() -> None:
    assert LetterEnvironment().globals == {}


def test_a_missing_field_is_false_empty_and_less_than_nothing() -> None:
    gap = Missing(name="contact.role")
    assert not gap
    assert len(gap) == 0
    assert list(gap) == []
    assert gap == ""
    assert gap == Missing(name="lead.title")
    assert gap != "CTO"
    assert not gap < 1
    assert not gap >= 1
    assert "x" not in gap
    assert (gap + 1) is gap
    assert str(gap) == "‹contact.role›"
    assert {gap: 1}[gap] == 1
