"""Before anything is written: rows of one deal join, people are told apart, and every row is accounted for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hermes_tui.exchange.mapping import from_options
from hermes_tui.exchange.plan import Plan, plan
from hermes_tui.exchange.preview import preview
from hermes_tui.exchange.tables import read_bytes


def planned(text: str, *maps: str, **said: list[str]) -> Plan:
    return plan(read_bytes(text.encode(), "deals.csv"), from_options(maps, **said))  # type: ignore[arg-type]


def reasons(found: Plan) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in found.rejected]


def test_rows_with_one_id_are_one_deal_with_several_people() -> None:
    found = planned(
        "Deal ID,Deal Name,Contact Name,Email,Amount\n"
        "7,ERP,Ann Lee,ann@acme.com,500\n"
        "7,ERP,Bob Ray,bob@acme.com,\n"
        "7,ERP,Ann Lee,ANN@acme.com,\n"
    )
    assert found.deals.keys == ["id:7"]
    assert found.deals.people.name == ["Ann Lee", "Bob Ray"]
    assert found.deals.values["value"] == [50_000]
    assert list(found.adds) == [True, True, False]


def test_rows_with_one_url_or_one_mail_and_company_are_one_deal() -> None:
    by_url = planned("title,source_url\nA,https://x.org/1\nA,https://x.org/1\nB,https://x.org/2\n")
    assert list(by_url.deal_of) == [0, 0, 1]
    by_mail = planned("Deal,Company,Email,Amount\nA,Acme,a@b.co,5\nA,ACME,A@b.co,\nB,Other,a@b.co,7\n")
    assert list(by_mail.deal_of) == [0, 0, 1]


def test_a_cell_of_several_names_makes_several_people() -> None:
    cell = "Ann Lee (Ann@a.co);Bob Ray; Lee, Cy"
    found = planned(f'Deal,Associated Contact\nERP,"{cell}"\nCRM,"Dee, Ann"\n').deals.people
    assert list(zip(found.deal, found.name, found.email, strict=True)) == [
        (0, "Ann Lee", "ann@a.co"), (0, "Bob Ray", None), (0, "Lee, Cy", None), (1, "Dee, Ann", None),
    ]  # fmt: skip


def test_a_title_lost_when_rows_join_is_said() -> None:
    """Two deals with one buyer became one, and the second one's name was nowhere to be read."""
    found = planned("Deal,Company,Email\nWebsite,Acme,a@b.co\nApp,Acme,a@b.co\n,Acme,a@b.co\n")
    assert found.deals.values["title"] == ["Website"]
    assert found.notes == (
        "1 row says something else than the first row of their deal, which was kept (first: line 3, title)",
    )
    made_of_names = planned("Company,Email,Contact Name\nAcme,a@b.co,Ann\nAcme,a@b.co,Bob\n")
    assert not [note for note in made_of_names.notes if "something else" in note]


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Ann <ann@a.co>, Bob Ray <BOB@a.co>", [("Ann", "ann@a.co"), ("Bob Ray", "bob@a.co")]),
        ("Lee, Ann <ann@a.co>; bob@a.co", [("Lee, Ann", "ann@a.co"), ("bob@a.co", "bob@a.co")]),
        ("Lee, Ann <ann@a.co>", [("Lee, Ann", "ann@a.co")]),
        ("<ann@a.co>", [("ann@a.co", "ann@a.co")]),
        ("ann@a.co\nbob@a.co", [("ann@a.co", "ann@a.co"), ("bob@a.co", "bob@a.co")]),
    ],
)
def test_a_cell_of_several_addresses_loses_none_of_them(cell: str, people: list[tuple[str, str]]) -> None:
    """`Ann <…>, Bob <…>` made one contact, Bob, and Ann was gone without a word."""
    found = planned(f'Deal,Contact Email\nERP,"{cell}"\n').deals.people
    assert list(zip(found.name, found.email, strict=True)) == people


def test_deals_without_an_id_are_their_own_unless_repeated_word_for_word() -> None:
    found = planned("Deal,Company,Amount\nA,Acme,5\nA,Acme,7\nA,Acme,5\n")
    assert list(found.deal_of) == [0, 1, 0]
    assert list(found.adds) == [True, True, False]
    assert len(set(found.deals.keys)) == 2


def test_an_id_that_meets_anothers_url_is_rejected_not_merged() -> None:
    found = planned("id,title,source_url\n1,A,https://x.org/1\n2,B,https://x.org/1\n")
    assert reasons(found) == [(3, "its source URL https://x.org/1 is that of another deal (line 2)")]
    assert found.deals.keys == ["id:1"]


def test_several_people_in_columns_and_in_one_cell() -> None:
    found = planned(
        "Company,Contact 1 Name,Contact 1 Email,Contact 2 Name,Contact 2 Email\n"
        "Acme,Ann,ann@a.co,Bob,bob@a.co\n"
        "Dune,Ann; Cy,ann@d.co; cy@d.co,,\n"
        "Elm,,x@e.co,,\n"
    )
    people = found.deals.people
    assert list(zip(people.deal, people.name, people.email, strict=True)) == [
        (0, "Ann", "ann@a.co"),
        (0, "Bob", "bob@a.co"),
        (1, "Ann", "ann@d.co"),
        (1, "Cy", "cy@d.co"),
        (2, "x@e.co", "x@e.co"),
    ]


def test_every_fault_of_a_row_is_named_with_its_line() -> None:
    found = planned("Deal,Amount,Stage,Close Date\nA,five,Haggling,2021-02-30\nB,5,Won,2021-02-03\n")
    assert len(found.rejected) == 1
    line, reason = reasons(found)[0]
    assert line == 2
    assert "'five' in 'Amount' is no amount" in reason
    assert "nobody mapped the stage 'Haggling'; give --stage-map Haggling=STAGE" in reason
    assert "'2021-02-30' in 'Close Date' is no date" in reason
    assert found.deals.values["stage"] == ["WON"]


def test_an_ambiguous_column_is_a_question_with_its_options() -> None:
    found = planned("Deal,Close Date,Amount\nA,01/02/2021,1.234\n")
    assert [question.kind for question in found.questions] == ["date", "decimal"]
    sentence = found.questions[0].sentence()
    assert "2 January 2021 (mdy) or 1 February 2021 (dmy)" in sentence
    assert "--date closed_at=mdy or --date closed_at=dmy" in sentence
    text = "Deal,Close Date,Amount\nA,01/02/2021,1.234\n"
    assert not planned(text, date_formats=["Close Date=dmy"], decimals=["value=dot"]).questions


def test_a_missing_part_of_a_title_leaves_no_gap() -> None:
    found = planned("account,product,id\nAcme,Rollout,1\n,Rollout,2\nAcme,,3\n", "title={account} – {product}")
    assert found.deals.values["title"] == ["Acme – Rollout", "Rollout", "Acme"]


def test_a_deal_without_a_title_is_called_by_whom_it_is_with() -> None:
    found = planned("Deal,Company,Contact Name,Amount\nA,,,1\n,Acme,,1\n,,Ann,1\n,,,1\n")
    assert found.deals.values["title"] == ["A", "Acme", "Ann"]
    assert reasons(found) == [(5, "it has no title, company, contact or id to be called by")]


def test_blank_words_are_blank_in_typed_columns_and_the_reps_words_everywhere() -> None:
    found = planned("Deal,Company,Amount,Close Date\nNone,NULL,n/a,-\nB,zip,zip,zip\n", blanks=["zip"])
    values = found.deals.values
    assert (values["title"], values["company"]) == (["None", "B"], ["NULL", None])
    assert (values["value"], values.get("closed_at")) == ([None, None], [None, None])


def test_the_close_date_of_an_open_deal_is_its_deadline() -> None:
    values = planned("Deal,Stage,Close Date\nA,Proposal,2021-02-03\nB,Won,2021-02-03\n").deals.values
    assert values["deadline"] == ["2021-02-03", None]
    assert values["closed_at"][0] is None
    assert values["closed_at"][1] is not None


def test_a_mark_against_the_rows_currency_is_rejected_but_a_dollar_may_be_any_dollar() -> None:
    found = planned("Deal,Amount,Currency\nA,€5,USD\nB,$5,CAD\nC,5,EUR\n")
    assert found.deals.values["currency"] == ["CAD", "EUR"]
    assert reasons(found) == [(2, "'€5' in 'Amount' is not in USD, the currency of its row")]


def test_columns_nobody_asked_for_are_named() -> None:
    assert "not imported: Sector, Year" in planned("Deal,Sector,Year\nA,b,c\n").notes[0]


def test_what_rows_of_a_deal_contradict_is_said() -> None:
    found = planned("id,Deal,Company\n1,A,Acme\n1,A,Other\n")
    assert found.deals.values["company"] == ["Acme"]
    assert "line 3, company" in found.notes[0]


def test_the_preview_shows_the_first_deals_as_they_will_be() -> None:
    shown = preview(planned("id,Deal,Amount,Created,Contact Name\n1,A,1234.5,2021-01-02,Ann\n2,B,,,\n"), limit=1)
    assert len(shown.rows) == 1
    assert dict(zip(shown.fields, shown.rows[0], strict=True)) == {
        "external_id": "1", "title": "A", "value": "1,234.50", "created_at": "2021-01-02", "people": "Ann",
    }  # fmt: skip


CELL = st.one_of(
    st.sampled_from(
        ["", "1", "2", "Acme", "a@b.co", "$5", "x", "Won", "Haggling", "2021-02-03", "2021-02-30", "01/13/2021"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=6),
)


@settings(max_examples=60)
@given(st.lists(st.lists(CELL, min_size=1, max_size=9), min_size=1, max_size=12))
def test_every_row_of_a_dirty_file_is_accounted_for(rows: list[list[str]]) -> None:
    header = '"id","Deal","Company","Email","Amount","Stage","Close Date","source_url"\n'
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    table = read_bytes((header + "\n".join(quoted) + "\nlast,A,B,,,,,\n").encode())
    found = plan(table, from_options(["external_id=id", "title=Deal", "company=Company", "email=Email", "value=Amount",
                                      "stage=Stage", "closed_at=Close Date", "source_url=source_url"]))  # fmt: skip
    assert len(found.deal_of) == len(found.adds) == len(found.accepted)
    assert len(found.accepted) + len(found.rejected) == found.read
    assert set(found.deal_of) == set(range(len(found.deals.keys)))
    assert len(set(found.deals.keys)) == len(found.deals.keys)
    assert all(len(values) == len(found.deals.keys) for values in found.deals.values.values())
    assert all(row.reason and row.line for row in found.rejected)
    assert None not in found.deals.values["title"]


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_line_ends_of_any_system(newline: str) -> None:
    assert planned(newline.join(["Deal,Amount", "A,5", "B,7", ""])).deals.values["title"] == ["A", "B"]
