"""The text of a mail arrives as it was written, whoever reads it and whatever carried it."""

from __future__ import annotations

import re
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.outreach.mail.body import encoded, flowed, wrapped
from hermes_tui.outreach.mail.letter import Letter
from storage.clean import clean
from tests.outreach.mail.read_back import as_email

LETTER = Letter("<a@rep.example>", "", "reva@rep.example", "", "ann@acme.example", "Hi", "", 1_782_118_800_000)
PIECES = st.sampled_from([
    "-- ", "--", "-", ">", ">>", "> ", " ", "  ", "\n", "\n\n", "From ", "word ", "https://acme.example/" + "x" * 90,
    "Grüße ", "李" * 30, "\t", "\r", "\r\n", ".", "=", "=20", "a b c d e f g h i j k l m n o p q r s t u v w x y z ",
    "\x00", "\u202e", "\xa0", "\x85", "🎉",
])  # fmt: skip
ANY_TEXT = st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=25).map("".join)


def unflowed(lines: str) -> str:
    """RFC 3676, 4.2 to 4.6, as a mail program reads it."""
    paragraphs: list[str] = []
    open_depth = -1  # of the paragraph that the last line flows on into
    for line in lines.removesuffix("\n").split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        if depth == open_depth and content != "-- ":
            paragraphs[-1] += content
        else:
            paragraphs.append((">" * depth + " " if depth and content else ">" * depth) + content)
        open_depth = depth if content.endswith(" ") and content != "-- " else -1
    return "\n".join(paragraphs)


def meant(text: str) -> str:
    """The text as the rep wrote it, without the spaces at line ends that nobody sees."""
    return "\n".join(line if line == "-- " else line.rstrip(" ") for line in clean(text, multiline=True).split("\n"))


@given(ANY_TEXT)
def test_a_flowed_text_is_put_together_again(text: str) -> None:
    assert unflowed(flowed(text)) == meant(text)


@given(ANY_TEXT)
def test_a_text_is_the_same_after_the_whole_way(text: str) -> None:
    message = as_email(LETTER._replace(body=text), UTC)
    assert unflowed(message.get_content()) == meant(text)


@given(ANY_TEXT)
def test_a_wrapped_text_has_all_its_words(text: str) -> None:
    message = as_email(LETTER._replace(body=text), UTC, flowed=False)
    marks = re.compile(r"^>+", re.MULTILINE)
    assert marks.sub("", message.get_content()).split() == marks.sub("", meant(text)).split()


@given(ANY_TEXT)
def test_no_line_is_longer_than_may_travel_and_none_is_taken_for_a_command(text: str) -> None:
    body, encoding = encoded(wrapped(text))
    assert body.isascii()
    lines = body.split("\n")
    assert all(len(line) <= (998 if encoding == "7bit" else 76) for line in lines)
    assert not any(line.startswith("From ") or line == "." for line in lines)


def test_paragraphs_flow_at_72_and_a_link_stays_whole() -> None:
    link = "https://acme.example/" + "x" * 100
    lines = flowed("We have looked at your rollout and have three questions before we can say what it costs: " + link)
    assert lines.split("\n") == [
        "We have looked at your rollout and have three questions before we can ",
        "say what it costs: ",
        link,
        "",
    ]


def test_a_signature_keeps_the_space_that_makes_it_one() -> None:
    assert flowed("Yours\n\n-- \nReva") == wrapped("Yours\n\n-- \nReva") == "Yours\n\n-- \nReva\n"


def test_lines_that_programs_take_for_their_own_are_stuffed() -> None:
    assert flowed("a\n indented\n>>x\nFrom here") == "a\n  indented\n >>x\n From here\n"


def test_what_is_quoted_stays_quoted_on_each_line() -> None:
    quoted = "> " + "word " * 30
    assert all(line.startswith("> ") for line in flowed(quoted).splitlines())
    assert all(line.startswith("> ") and not line.endswith(" ") for line in wrapped(quoted).splitlines())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("plain", "7bit"),
        ("Grüße aus Köln an alle, die mitlesen", "quoted-printable"),
        ("李明您好,我们星期二谈谈吧", "base64"),
        ("x" * 1200, "quoted-printable"),
    ],
)
def test_the_encoding_is_the_one_that_can_be_read_most_easily(text: str, encoding: str) -> None:
    message = as_email(LETTER._replace(body=text), UTC)
    assert message["Content-Transfer-Encoding"] == encoding
    assert message.get_content() == f"{text}\n"


def test_the_style_is_named_so_that_programs_put_the_lines_together() -> None:
    flowing, hard = as_email(LETTER, UTC), as_email(LETTER, UTC, flowed=False)
    assert flowing["Content-Type"].params == {"charset": "us-ascii", "format": "flowed", "delsp": "no"}
    assert hard["Content-Type"].params == {"charset": "us-ascii"}
