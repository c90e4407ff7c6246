"""While a rep writes, each fault is named in plain words at the place where it stands."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hermes_tui.outreach.templates.checking import Fault, check

# template → (line, column, the text underlined, words)
FAULTS = {
    "Hi {{ lead.titel }}": (1, 7, "lead.titel", "there is no field `lead.titel`; did you mean `lead.title`?"),
    "Hi,\n{{ contact.frist_name }}": (
        2, 4, "contact.frist_name", "there is no field `contact.frist_name`; did you mean `contact.first_name`?",
    ),
    "{{ autor }}": (1, 4, "autor", "there is no field `autor`; did you mean `author`?"),
    "{{ lead.first_name }}": (1, 4, "lead.first_name", "there is no field `lead.first_name`; did you mean "
                              "`contact.first_name`?"),
    "{{ qwertzu }}": (1, 4, "qwertzu", "there is no field `qwertzu`"),
    "{{ contact }}": (1, 4, "contact", "`contact` alone is no field; name one of its parts, such as "
                      "`contact.first_name`"),
    "{{ lead.title": (1, 1, "{{", "these braces are not closed; close them with `}}`"),
    "a\n{{ lead.title }": (2, 15, "}", "one brace is missing: a field ends with `}}`, a tag with `%}`"),
    "{{ }}": (1, 4, "}}", "the braces are empty; name a field between them, such as `{{ contact.first_name }}`"),
    "{{ lead. }}": (1, 10, "}}", "a name is expected here, not `}}`"),
    "{{ lead.title company }}": (1, 15, "company", "`company` is not expected here; close the field with `}}` "
                                 "before it"),
    "{{ title | uper }}": (1, 12, "uper", "there is no filter `uper`; did you mean `upper`?"),
    "{{ title | truncate(1, 2, 3, 4, 5) }}": (
        1, 12, "truncate",
        "the filter `truncate` takes other words: `truncate(length=255, killwords=False, end='...', leeway=5)`",
    ),
    "{{ title | upper(1) }}": (1, 12, "upper", "the filter `upper` takes other words: `upper` alone"),
    "{{ title | default(‘there’) }}": (1, 20, "‘", "`‘` means nothing within braces; use the straight quotes ' or \""),
    "{{ title | default('there) }}": (
        1, 20, "'there) }}", "`'there) }}` means nothing within braces; the text in quotes is not closed",
    ),
    "a\n  {% if title %}\nb": (2, 3, "{% if", "`{% if %}` is not closed; add `{% endif %}`"),
    "{% for tag in tags %}{% if tag %}{% endif %}": (
        1, 1, "{% for", "`{% for %}` is not closed; add `{% endfor %}`",
    ),
    "{% if title %}{% for t in tags %}{% endif %}": (
        1, 37, "endif", "`{% endif %}` comes before `{% endfor %}`, which is missing",
    ),
    "{% endif %}": (1, 4, "endif", "`{% endif %}` closes nothing"),
    "{% unless title %}": (1, 4, "unless", "there is no tag `{% unless %}`; there are if, for and set"),
    "{% if title = 'x' %}{% endif %}": (1, 13, "=", "one `=` gives a value in `{% set %}` only; two `==` compare"),
    "{% set x 1 %}": (1, 10, "1", "`1` is not expected here; close the tag with `%}` before it"),
    "{% set x %}": (1, 1, "{% set", "`{% set %}` wants a name, `=` and a value: `{% set name = value %}`"),
    "{% for tag of tags %}{% endfor %}": (1, 12, "of", "`in` is expected here, not `of`"),
    "{% set company = 1 %}": (1, 8, "company", "`company` is the name of a field; choose another"),
    "{% set Company = 1 %}": (1, 8, "Company", "`Company` is the name of a field; choose another"),
    "{% set Own = 1 %}": (1, 8, "Own", "write `Own` in small letters from a to z"),
    "{{ custom['a›b'] }}": (1, 4, "custom", "a field's name has no line breaks and no ‹ ›"),
    "a {# to do": (1, 3, "{#", "the comment is not closed; end it with `#}`"),
    "{{ today() }}": (1, 9, "(", "nothing can be called in a template; `{{ lead.title | upper }}` is the way to "
                      "change a field"),
    "{{ lead.value_number ** 2 }}": (1, 4, "lead.value_number", "powers are not for letters"),
    "{{ loop.index }}": (1, 4, "loop.index", "`loop.index` is known only within a loop"),
    "{% for t in tags %}{{ loop.nr }}{% endfor %}": (
        1, 23, "loop.nr", "there is no `loop.nr`; there are first, index, index0, last, length, revindex",
    ),
    "{% for t in tags %}{{ t.name }}{% endfor %}": (1, 23, "t.name", "`t` is a plain value; it has no parts"),
    "{{ tags[0] }}": (
        1, 4, "tags", "nothing is cut out with `[ ]`; `| truncate(80)` shortens a text, `| first` takes the first of a "
        "list",
    ),
    "{% include 'x' %}": (1, 4, "include", "a template cannot take in other files"),
    "{% if title }}x{% endif %}": (1, 13, "}}", "a tag ends with `%}`, not with `}}`"),
    "{{ title | }}": (1, 12, "}}", "the name of a filter is expected behind `|`, such as `upper`"),
    "{{ title ~ }}": (1, 12, "}}", "something is missing between `~` and `}}`"),
    "{%if%}": (1, 5, "%}", "`if` wants a condition, such as `{% if lead.value %}`"),
    "{% %}": (1, 4, "%}", "a tag begins with its name: if, for or set"),
    "{% if title %}x{% else if role %}y{% endif %}": (1, 24, "if", "write `{% elif … %}` for another condition"),
    "{% if title %}x{% end %}": (1, 19, "end", "write `{% endif %}`"),
    "{{ first name }}": (1, 10, "name", "a field has no space in its name; did you mean `first_name`?"),
    "{{{ title }}}": (1, 11, "}}", "one brace too many: a field begins with two, `{{`"),
    "{{% if title %}": (1, 3, "%", "one brace too many: a tag begins with `{%`"),
    # Half of a field outside of any: it would be printed, and a buyer would read it.
    "Hi { contact.first_name }},": (
        1, 25, "}}", "`}}` ends nothing: a field begins with `{{` (`{% raw %}` … `{% endraw %}` prints braces)",
    ),
    "{{ title }}\n  Hi {first_name},": (
        2, 6, "{first_name}", "a field has two braces on each side: `{{ first_name }}`",
    ),
    "Hi { lead.title | upper }": (1, 4, "{ lead.title | upper }", "a field has two braces on each side: "
                                  "`{{ lead.title }}`"),
    "{contact.frist_name}": (1, 1, "{contact.frist_name}", "a field has two braces on each side: "
                             "`{{ contact.frist_name }}`"),
    "a { if title %}": (1, 14, "%}", "`%}` ends nothing: a tag begins with `{%` (`{% raw %}` … `{% endraw %}` prints "
                        "braces)"),
    "{% if title %}\n{{ title }}}\n{% endif %}": (
        2, 12, "}", "one brace too many: a field ends with two (`{% raw %}` … `{% endraw %}` prints braces)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_placed_and_in_plain_words(text: str) -> None:
    line, column, underlined, words = FAULTS[text]
    fault = check("", text)[0]
    assert (fault.line, fault.column, fault.words) == (line, column, words)
    assert text.split("\n")[line - 1][column - 1 : column - 1 + fault.length] == underlined


def test_faults_of_the_subject_come_first_and_all_misspelt_fields_are_named_at_once() -> None:
    found = check("{{ titel }}", "{{ lead.titel }}\n{{ titel }} and {{ titel }}")
    assert [(fault.part, fault.line, fault.column) for fault in found] == [
        ("subject", 1, 4), ("body", 1, 4), ("body", 2, 4), ("body", 2, 20),
    ]  # fmt: skip


def test_columns_are_those_of_the_text_as_typed_after_stripped_white_space_and_other_line_ends() -> None:
    assert check("", "a\r\nb   {%- if title -%}   {{ titel }}{% endif %}")[0][:3] == ("body", 2, 27)
    assert check("", "é😀 {{ 'x\ny' }} {{ titel }}")[0][:3] == ("body", 2, 10)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "100 % {of} {things}",
        "{{ lead.title }} {{contact.first_name|default('there')}}",
        "{% set greeting = 'Hi ' ~ first_name %}{{ greeting }}",
        "{% for tag in lead.tags if tag != 'x' %}{{ loop.index }} {{ tag }}{% else %}none{% endfor %}",
        "{% if lead.value_number and lead.value_number > 10000 and 'fair' in tags %}big{% elif budget %}x{% endif %}",
        "{{ 'a' if contact.role is defined else 'b' }}{{ (lead.value_number or 0) * 2 - 1 }}",
        "{% raw %}{{ as it is }}{% endraw %}{# {{ lead.titel }} #}",
        "{% raw %}{first_name} }} %}{% endraw %}{ a: {b} }",
        "{{ custom.seats }} {{ custom['Seats sold'] }} {{ lead.custom.seats }}",
        "{{ today | plus_workdays(2) | weekday }}",
    ],
)
def test_what_a_letter_needs_has_no_fault(text: str) -> None:
    assert check(text, text) == ()


def test_jinja_is_imported_when_a_template_is_checked_and_not_before() -> None:
    code = """
import sys
from hermes_tui.outreach.templates import checking, fields, highlighting, rendering, starters, text_file, values
highlighting.pieces("{{ lead.title }}")
assert "jinja2" not in sys.modules
checking.check("", "{{ lead.title }}")
assert "jinja2" in sys.modules
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_fault_has_its_length_by_default() -> None:
    assert Fault("body", 1, 1, "words").length == 1
