"""Cells stand under their titles whatever they hold, and what matters least goes first when there is no room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from widgets.columns import Column, ColumnLayout
from widgets.drawing import fit, one_line, shaded, shaded_content, side_by_side

LEADS = ColumnLayout(
    [
        Column("age", 4, "right", priority=9),
        Column("company", None, min_width=12, priority=10),
        Column("stage", 14, priority=5),
        Column("value", 8, "right", priority=4),
        Column("why", None, min_width=20, priority=6),
    ]
)

any_text = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=60),
    st.sampled_from(["[/]", "漢字" * 20, "👩‍👩‍👧" * 9]),
    st.sampled_from(["e\u0301" * 30, "\x1b[31m", "\u202egnp", "a\nb\tc", "🇩🇪🇫🇷", "❤️"]),
)


def titles(width: int) -> list[str]:
    return [column.title for column in LEADS.shown(width)]


def test_the_least_important_columns_drop_out_first_when_it_is_narrow():
    assert titles(120) == ["age", "company", "stage", "value", "why"]
    assert titles(60) == ["age", "company", "stage", "why"]
    assert titles(40) == ["age", "company", "why"]
    assert titles(20) == ["age", "company"]
    assert titles(10) == ["company"]


def test_numbers_stand_right_under_their_title():
    cells = [Content("31d"), Content("Acme"), Content("Won"), Content("24,000"), Content("")]
    head, line = LEADS.header(90).plain, LEADS.line(cells, 90).plain
    assert head.index("value") + len("value") == line.index("24,000") + len("24,000")
    assert head.index("stage") == line.index("Won")


def test_muted_text_is_a_shade_and_never_brighter_than_the_rest():
    assert shaded("bold $text-muted") == "bold $foreground 60%"
    content = shaded_content(Content.assemble(("a", "$text-muted"), ("b", "bold")))
    assert [span.style for span in content.spans] == ["$foreground 60%", "bold"]


def test_styles_stay_with_their_cell():
    cells = [Content(""), Content("ab"), Content.styled("Won", "bold"), Content(""), Content("")]
    line = LEADS.line(cells, 90)
    assert [(line.plain[start:end].strip(), style) for start, end, style in line.spans] == [("Won", "bold")]


@given(st.lists(any_text, min_size=5, max_size=5), st.integers(1, 200))
def test_a_line_is_exactly_as_wide_as_asked(cells: list[str], width: int):
    line = LEADS.line([Content(cell) for cell in cells], width)
    assert cell_len(line.plain) == width
    assert LEADS.header(width).cell_length == width


@given(any_text, st.integers(0, 80), st.sampled_from(["left", "right", "center"]))
def test_fitting_a_text_gives_the_cells_asked_for(text: str, width: int, align: str):
    fitted = fit(Content(text), width, align)  # type: ignore[arg-type]
    assert cell_len(fitted.plain) == fitted.cell_length == width


@given(any_text)
def test_no_text_keeps_anything_that_moves_the_terminal(text: str):
    safe = one_line(Content(text)).plain
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202a\u202e\u2066\u2069\u200f" for c in safe)
    assert one_line(Content(safe)).plain == safe


@given(st.lists(any_text, max_size=6))
def test_joined_contents_read_one_after_the_other(texts: list[str]):
    parts = [Content(text) for text in texts]
    assert side_by_side(parts).plain == "".join(part.plain for part in parts)
