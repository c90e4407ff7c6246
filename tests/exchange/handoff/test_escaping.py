"""A buyer's words in a document of ours, whatever they wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from hermes_tui.exchange.handoff.escaping import cell, one, quoted, start
from storage.clean import clean

READER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
WORDS = st.text(st.sampled_from("#>=+-*_`~[]()!<>|&;:\\/@.0123aX \n\t\u202e\x1b{}$é漢"), max_size=60)


def told(tokens: list[Token]) -> str:
    """What a reader of the rendered document sees, with its line breaks."""
    found = []
    for token in tokens:
        for inner in token.children or ():
            assert inner.type in ("text", "text_special", "hardbreak", "softbreak"), (inner.type, inner.content)
            found.append("\n" if inner.type in ("hardbreak", "softbreak") else inner.content)
        if token.type == "paragraph_close":
            found.append("\n\n")
    return "".join(found)


@given(st.one_of(WORDS, st.text(max_size=80)))
def test_a_quote_says_its_words_and_nothing_else(text: str):
    tokens = READER.parse(f"before\n\n{quoted(text)}\n\nafter")
    assert {token.type for token in tokens} <= {
        "paragraph_open", "paragraph_close", "inline", "blockquote_open", "blockquote_close",
    }  # fmt: skip
    seen = told(tokens).strip().removeprefix("before").removesuffix("after")
    lines = [line.strip() for line in seen.split("\n") if line.strip()]
    assert lines == [line.strip() for line in clean(text, multiline=True).split("\n") if line.strip()]


@given(st.one_of(WORDS, st.text(max_size=80)))
def test_a_cell_stays_a_cell(text: str):
    tokens = READER.parse(f"| a | b |\n|---|---|\n| {cell(text)} | next |\n")
    cells = [token for token in tokens if token.type == "inline"]
    assert [told([each]) for each in cells] == ["a", "b", clean(text) or "–", "next"]


@given(st.one_of(WORDS, st.text(max_size=80)))
def test_a_title_is_one_heading(text: str):
    tokens = READER.parse(f"# {start(text)}\n\n- **Stage**: {one(text)}.\n")
    assert [token.type for token in tokens if token.type.endswith("_open")] == [
        "heading_open", "bullet_list_open", "list_item_open", "paragraph_open",
    ]  # fmt: skip
    assert told([tokens[1]]) == clean(text)


@pytest.mark.parametrize("text", ["see https://x.io/a_b?c=1&d=2", "ann_lee@x.com", "24,000 $ or 20%", "a - b (c)"])
def test_what_is_harmless_is_not_made_ugly(text: str):
    assert quoted(text) == f"> {text}"
