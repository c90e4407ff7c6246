"""Where a template uses nothing of ours, it says what Jinja2 makes of it; and each filter does what its help says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from hermes_tui.outreach.templates.checking import check
from hermes_tui.outreach.templates.filter_help import FILTER_HELP
from hermes_tui.outreach.templates.filters import FILTERS
from hermes_tui.outreach.templates.rendering import render

VALUES: dict[str, Any] = {
    "lead": {"title": "ERP rollout, phase 2", "company": "Acme & Co", "tags": ["fair", "Renewal", "fair"],
             "value_number": 24000},
    "contact": {"first_name": "Ann", "name": "ann LEE"},
    "me": {"name": "Sam Reed"},
}  # fmt: skip

fields = st.sampled_from(["lead.title", "lead.company", "contact.first_name", "contact.name", "me.name"])
numbers = st.sampled_from(["lead.value_number", "3", "0", "17", "250"])
texts = st.text(alphabet=st.characters(exclude_characters="{}#%\n\r", codec="utf-8"), max_size=12).filter(
    lambda text: text.isprintable()
)
filters = st.sampled_from(
    [
        "upper", "lower", "title", "capitalize", "trim", "replace('e', 'ee')", "truncate(9)", "truncate(6, true, '…')",
        "center(30)", "wordcount", "length", "reverse", "indent(2)", "default('x')", "urlencode", "string", "first",
        "last", "wordwrap(10)", "int", "float", "replace('E', '', 1)",
    ]
)  # fmt: skip


@st.composite
def values(draw: st.DrawFn) -> str:
    """A field through up to two filters, a sum, a choice."""
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return f"({draw(numbers)} {draw(st.sampled_from('+-*'))} {draw(numbers)})"
    if kind == 1:
        return f"({draw(fields)} ~ ' ' ~ {draw(fields)})"
    if kind == 2:
        return f"({draw(fields)} if {draw(conditions())} else {draw(fields)})"
    if kind == 3:
        return f"(lead.tags | {draw(st.sampled_from(['join', 'first', 'last', 'length', 'unique | join']))})"
    return " | ".join([draw(fields), *draw(st.lists(filters.filter(lambda name: name != "length"), max_size=1))])


@st.composite
def conditions(draw: st.DrawFn) -> str:
    """What may stand in an `if`."""
    simple = st.sampled_from(
        ["lead.company", "not me.name", "lead.value_number > 1000", "contact.first_name == 'Ann'", "true",
         "'fair' in lead.tags", "lead.title is defined", "lead.value_number is divisibleby 7", "3 is odd",
         "lead.value_number // 1000 == 24", "'x' not in lead.title"]
    )  # fmt: skip
    return draw(simple) + draw(st.sampled_from(["", " and lead.title", " or 0"]))


templates = st.recursive(
    texts | values().map(lambda value: f"{{{{ {value} }}}}"),
    lambda inner: (
        st.lists(inner, max_size=4).map("".join)
        | st.tuples(conditions(), inner, inner).map(lambda t: f"{{% if {t[0]} %}}{t[1]}{{% else %}}{t[2]}{{% endif %}}")
        | inner.map(lambda text: f"{{% for tag in lead.tags %}}{text}{{{{ loop.index }}}} {{{{ tag }}}};{{% endfor %}}")
        | inner.map(lambda text: f"{{% set own = lead.title | lower %}}{text}{{{{ own }}}}")
        | inner.map(lambda text: f" {{#- a note -#}} {text}{{{{- lead.title -}}}} ")
    ),
    max_leaves=8,
)


@given(templates.map(lambda text: f"<{text}>"))
def test_a_template_of_jinja_says_what_jinja_says(text: str) -> None:
    faults = check("", text)
    if faults:
        assert "loops stand at most" in faults[0].words
        return
    found = render("", text, VALUES)
    if not found.faults:
        assert found.body == Environment().from_string(text).render(VALUES)
    else:
        assert "far more work" in found.faults[0].words


@pytest.mark.parametrize("written", FILTER_HELP)
def test_each_filter_that_is_explained_can_be_used_as_explained(written: str) -> None:
    assert written.partition("(")[0] in FILTERS
    for field in ("lead.title", "lead.tags", "lead.value_number", "today"):
        text = f"{{{{ {field} | {written} }}}}"
        assert check("", text) == ()
        if not render("", text, {**VALUES, "today": "2026-06-22"}).faults:
            break
    else:
        pytest.fail(f"{written} can be used on nothing")
