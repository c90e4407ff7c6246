"""A file becomes a table, or one sentence says why it is none."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.tables import read_bytes, read_file
from storage.errors import HermesError

CSV = "name,company,value\nÄnn,Acme,5\nBob,Börealis,7\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
def test_every_usual_encoding_reads_alike(encoding: str) -> None:
    table = read_bytes(CSV.encode(encoding))
    assert table.header == ("name", "company", "value")
    assert [list(row) for row in table.rows] == [["Änn", "Acme", "5"], ["Bob", "Börealis", "7"]]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_found_even_beside_the_others(mark: str) -> None:
    text = f'name{mark}company{mark}value\n"Lee, Ann"{mark}"A;B & C"{mark}"1.234,50"\nRay{mark}D{mark}2\n'
    table = read_bytes(text.encode())
    assert table.delimiter == mark
    assert list(table.rows[0]) == ["Lee, Ann", "A;B & C", "1.234,50"]


def test_a_semicolon_file_with_decimal_commas_is_not_taken_for_a_comma_file() -> None:
    table = read_bytes(b"Firma;Betrag\nA;1,50\nB;2,75\nC;3,25\n")
    assert table.delimiter == ";"
    assert list(table.rows[1]) == ["B", "2,75"]


def test_excels_own_line_about_the_delimiter_is_obeyed_and_line_numbers_stay_true() -> None:
    table = read_bytes(b"sep=;\r\na;b\r\n1;2\r\n3\r\n")
    assert table.header == ("a", "b")
    assert [(row.line, row.reason) for row in table.rejected] == [(4, "too few fields: 1 where the header has 2")]


def test_quoted_newlines_stay_inside_their_field_and_lines_are_counted_as_an_editor_counts() -> None:
    table = read_bytes(b'a,b\r\n1,"two\r\nlines"\r\n\r\n3,4\r\n5\r\n')
    assert list(table.rows[0]) == ["1", "two\r\nlines"]
    assert list(table.lines) == [2, 5]
    assert table.rejected[0].line == 6


def test_rows_of_another_width_are_set_aside_and_never_shifted() -> None:
    table = read_bytes(b"a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n1,2,3\n")
    assert [list(row) for row in table.rows] == [["1", "2", "3"], ["1", "2", "3"]]
    assert [(row.line, row.reason) for row in table.rejected] == [
        (2, "too few fields: 2 where the header has 3"),
        (3, "too many fields: 4 where the header has 3"),
    ]
    assert table.read == 4


def test_lines_quoted_whole_are_unwrapped_and_it_is_said() -> None:
    every = read_bytes(b'"name,company,value"\n"Ann,""Acme, Inc"",5"\n')
    assert every.header == ("name", "company", "value")
    assert list(every.rows[0]) == ["Ann", "Acme, Inc", "5"]
    some = read_bytes(b'name,company,value\n"Ann,""Acme, Inc"",5"\nBob,B,7\n')
    assert list(some.rows[0]) == ["Ann", "Acme, Inc", "5"]
    assert "quoted" in every.notes[0]
    assert "quoted" in some.notes[0]


def test_a_quote_that_never_closes_costs_its_own_line_only() -> None:
    rows = "".join(f"{number},x\n" for number in range(100))
    table = read_bytes(f'a,b\n"oops,1\n{rows}'.encode())
    assert len(table.rows) == 100
    assert [(row.line, row.reason) for row in table.rejected] == [(2, "the quote opened in this line is never closed")]


def test_a_stray_quote_inside_a_line_is_read_as_spreadsheets_read_it() -> None:
    table = read_bytes(b'a,b\n"Foo" Inc,1\nx,2\n')
    assert [list(row) for row in table.rows] == [["Foo Inc", "1"], ["x", "2"]]


def test_blank_rows_are_skipped_and_counted() -> None:
    table = read_bytes(b"a,b\n1,2\n,\n  , \n\n3,4\n")
    assert len(table.rows) == 2
    assert table.notes == ("2 blank rows were skipped",)


def test_a_column_name_that_comes_twice_gets_another_name() -> None:
    twice = read_bytes(b"Email,Name,email\na,b,c\n")
    assert twice.header == ("Email", "Name", "email (2)")
    assert "comes twice" in twice.notes[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \r\n\n", "is empty"),
        (b"a,b,c\n", "a header and no rows"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG picture"),
        (b"PK\x03\x04rest of a workbook", "workbook"),
        (b'{"leads": [1, 2]}', "JSON"),
        (b'{"a": 1}\n{"a": 2}\n', "JSON"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"BEGIN:VCARD\nFN:Ann\nEND:VCARD\n", "vCards"),
        (b"a,b\n1,\x002\n", "NUL"),
        (b"\xff\xfea\x00,\x00b", "damaged"),
        (b"ann@example.com,Acme,500\nbob@example.com,B,7\n", "not column names"),
    ],
)
def test_what_is_no_table_is_one_plain_sentence(content: bytes, said: str) -> None:
    with pytest.raises(HermesError) as caught:
        read_bytes(content, "deals.csv")
    sentence = str(caught.value)
    assert said in sentence
    assert "deals.csv" in sentence
    assert "nothing was imported" in sentence.lower()
    assert "\n" not in sentence


def test_a_folder_and_a_missing_file_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(HermesError, match="is a folder"):
        read_file(tmp_path)
    with pytest.raises(HermesError, match="There is no file"):
        read_file(tmp_path / "deals.csv")


def test_one_byte_of_another_encoding_does_not_garble_the_rest() -> None:
    table = read_bytes("name\nJürgen\nÉmile\nŁukasz\n".encode() + b"Ren\xe9\n")
    assert [row[0] for row in table.rows] == ["Jürgen", "Émile", "Łukasz", "René"]
    assert "line 5" in table.notes[0]


def test_csv_spectrum_says_the_same_in_eleven_of_twelve(shared_data: Path) -> None:
    folder = shared_data / "csv_spectrum"
    files = sorted((folder / "csvs").glob("*.csv"))
    equal = []
    for file in files:
        expected = json.loads((folder / "json" / f"{file.stem}.json").read_text("utf-8", "replace"))
        table = read_file(file)
        found = [dict(zip(table.header, row, strict=True)) for row in table.rows]
        if found == expected and not table.rejected:
            equal.append(file.stem)
    assert len(files) == 12
    assert {file.stem for file in files} - set(equal) == {"location_coordinates"}


CELLS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_what_a_csv_writer_writes_is_what_is_read(rows: list[tuple[str, str, str]], mark: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL)
    writer.writerow(("alpha", "beta", "gamma"))
    writer.writerows(rows)
    kept = [list(row) for row in rows if any(cell.strip() for cell in row)]
    if not kept:
        return
    table = read_bytes(out.getvalue().encode())
    assert [list(row) for row in table.rows] == kept
    assert not table.rejected


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_sentence(content: bytes) -> None:
    try:
        table = read_bytes(content, "x.csv")
    except HermesError:
        return  # its sentence is looked at above
    assert all(len(row) == len(table.header) for row in table.rows)
    assert table.read == len(table.lines) + len(table.rejected)


def test_a_whole_mail_thread_in_one_cell_is_read_by_a_program_that_has_read_nothing_before() -> None:
    limit = csv.field_size_limit(131_072)  # Python's own, as it is when Hermes has just started
    try:
        table = read_bytes(b'title,note\nERP,"' + b"x" * 300_000 + b'"\nCRM,short\n')
    finally:
        csv.field_size_limit(max(limit, 131_072))
    assert [len(row[1]) for row in table.rows] == [300_000, 5]


def test_a_file_with_a_stray_quote_in_every_line_is_read_in_a_breath() -> None:
    text = "title,company\n" + "".join(f'"Foo{number}" Inc,Acme\n' for number in range(60_000))
    began = time.process_time()
    assert len(read_bytes(text.encode()).rows) == 60_000
    assert time.process_time() - began < 2  # it took four, and four times that for twice the lines
