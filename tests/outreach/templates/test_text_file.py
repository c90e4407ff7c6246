"""A template in an editor or a file: what comes back is what went in, and a line that makes no sense is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.outreach.templates.text_file import HEAD, as_text, body_line, from_text
from storage.clean import clean
from storage.errors import UsageError

NUDGE = "name: Nudge\nkind: FOLLOWUP_1\nchannel: email\nactive: yes\nsubject: Re: {{ lead.title }}\n---\nHi,\n\nyes?\n"

lines = st.text(max_size=60).map(clean)
texts = st.text(max_size=200).map(lambda text: text.replace("\r", ""))


@given(st.fixed_dictionaries(dict.fromkeys(HEAD, lines)), texts)
def test_any_template_comes_back_as_it_went_in(head: dict[str, str], body: str) -> None:
    given_all = {**head, "body": body}
    assert from_text(as_text(given_all)) == given_all


@given(st.lists(st.text(alphabet="ab :-#\\", max_size=8), min_size=1).map("\n".join))
def test_a_subject_of_several_lines_comes_back_too(subject: str) -> None:
    plain = clean(subject, multiline=True)
    assert from_text(as_text({"subject": plain}))["subject"] == plain


def test_a_file_is_read_and_its_body_found() -> None:
    found = from_text(NUDGE)
    assert found == {
        "name": "Nudge", "kind": "FOLLOWUP_1", "channel": "email", "active": "yes",
        "subject": "Re: {{ lead.title }}", "body": "Hi,\n\nyes?",
    }  # fmt: skip
    assert NUDGE.split("\n")[body_line(NUDGE) - 1] == "Hi,"
    assert from_text(NUDGE.replace("\n", "\r\n")) == found
    assert from_text(NUDGE.replace("kind", "Type")) == found


def test_a_fact_that_was_taken_out_is_left_as_it_is() -> None:
    assert from_text("subject: Hello\n---\nHi\n") == {"subject": "Hello", "body": "Hi"}


def test_a_text_without_facts_is_all_body() -> None:
    assert from_text("Hi {{ contact.first_name }},\n---\nSam\n") == {"body": "Hi {{ contact.first_name }},\n---\nSam"}
    assert body_line("Hi") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: x\nHi\n", "The line `---` between the facts and the words is gone"),
        ("name: x\nsubjekt: y\n---\n", "Line 2: a template has no `subjekt`; did you mean `subject`?"),
        ("name: x\nHi there\n---\n", "Line 2 is no `field: value`: `Hi there`"),
        ("name: x\nname: y\n---\n", "Line 2: `name` stands in a line above already"),
    ],
)
def test_a_line_that_makes_no_sense_is_named(text: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        from_text(text)
    assert said in str(error.value)
