"""A file's columns become fields of the rep's own: of the kind they show, and never silently short."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hermes_tui.exchange.custom_columns import OwnFields, own_fields
from hermes_tui.exchange.declaring import sentences
from hermes_tui.exchange.export import write_csv
from hermes_tui.exchange.load import ImportResult, load
from hermes_tui.exchange.mapping import complete, dump, from_options, resolve
from hermes_tui.exchange.mapping import load as load_mapping
from hermes_tui.exchange.plan import Plan, plan
from hermes_tui.exchange.tables import read_bytes
from storage import journal, records
from storage.database import Database
from storage.errors import UsageError
from storage.queries.custom_fields import CustomField, custom_fields


def planned(database: Database, text: str, *maps: str, blanks: tuple[str, ...] = (), **said: list[str]) -> Plan:
    mapping = from_options(maps, blanks=blanks, **said)  # type: ignore[arg-type]
    return plan(read_bytes(text.encode(), "deals.csv"), mapping, own=lambda: own_fields(database))


def bring(database: Database, now: int, text: str, *maps: str, blanks: tuple[str, ...] = ()) -> ImportResult:
    return load(database, planned(database, text, *maps, blanks=blanks), now=now)


def customs(database: Database) -> list[dict[str, Any]]:
    return [json.loads(row[0]) for row in database.rows("SELECT custom FROM lead ORDER BY id")]


def kinds(database: Database) -> dict[str, str]:
    return {field.name: field.kind for field in custom_fields(database)}


def column(*cells: str) -> str:
    return "Deal,X\n" + "".join(f'D{n},"{cell}"\n' for n, cell in enumerate(cells))


@pytest.mark.parametrize(
    ("cells", "kind", "first"),
    [
        (["1", "2.5", "", "N/A"], "number", 1),
        (["1.234,5", "7"], "number", 1234.5),
        (["1,234", "7"], "number", 1234),
        (["2026-01-02", "2026-03-04"], "date", "2026-01-02"),
        (["22.06.2026", "13.01.2026"], "date", "2026-06-22"),
        (["gold", "silver"] * 5, "choice", "gold"),
        (["gold", "silver"], "text", "gold"),
        (["Google", "google"] * 9, "text", "Google"),
        (["only"] * 20, "text", "only"),
        (["007", "012"], "text", "007"),
        (["1234567890123456789", "2"], "text", "1234567890123456789"),
        (["5", "five"], "text", "5"),
        (["", ""], "text", None),
    ],
)
def test_a_new_field_has_the_kind_that_its_values_show(
    database: Database, now: int, cells: list[str], kind: str, first: object
) -> None:
    bring(database, now, column(*cells), "title=Deal", "custom.x=X")
    assert kinds(database) == {"x": kind}
    assert customs(database)[0].get("x") == first


def test_a_choice_has_the_words_of_the_file_the_usual_first(database: Database, now: int) -> None:
    result = bring(database, now, column(*["silver"] * 4, *["gold"] * 6), "custom.plan=X")
    assert custom_fields(database)[0].choices == ("gold", "silver")
    assert sentences(result.fields, (), 10) == ["1 new field: custom.plan (choice of 2)"]


def test_undo_takes_the_field_away_with_the_leads_and_redo_brings_both(database: Database, now: int) -> None:
    bring(database, now, column("1", "2"), "custom.x=X")
    journal.undo(database, now)
    assert kinds(database) == {}
    assert customs(database) == []
    journal.redo(database, now)
    assert kinds(database) == {"x": "number"}
    assert customs(database) == [{"x": 1}, {"x": 2}]


def test_what_a_declared_field_cannot_hold_leaves_its_cell_empty_and_is_told(database: Database, now: int) -> None:
    bring(database, now, "Deal,Visits,Seen\nA,5,2026-01-01\n", "custom.visits=Visits", "custom.seen=Seen")
    result = bring(
        database, now, "Deal,Visits,Seen\nB,many,never\nC,7,2026-02-30\n", "custom.visits=Visits", "custom.seen=Seen"
    )
    assert (result.created, len(result.rejected)) == (2, 0)
    assert customs(database)[1:] == [{}, {"visits": 7}]
    assert sentences(result.fields, result.left_empty, 10) == [
        "line 2: custom.seen 'never' is no date; left empty",
        "line 2: custom.visits 'many' is no number; left empty",
        "line 3: custom.seen '2026-02-30' is no date; left empty",
    ]
    assert sentences((), result.left_empty, 1)[1] == "… and 2 more cells left empty"


def test_new_words_are_added_to_the_choices_and_told(database: Database, now: int) -> None:
    bring(database, now, column(*["gold", "silver"] * 5), "custom.plan=X")
    result = bring(database, now, "Deal,X\nE,GOLD\nF,bronze\n", "custom.plan=X")
    assert custom_fields(database)[0].choices == ("gold", "silver", "bronze")
    assert customs(database)[-2:] == [{"plan": "gold"}, {"plan": "bronze"}]
    assert sentences(result.fields, (), 9) == ["custom.plan has new choices: bronze"]


def test_the_same_file_again_changes_nothing(database: Database, now: int) -> None:
    text = "Deal,N,D,C,T\n" + "".join(f'D{n},"{n},5",0{n}.02.2026,{"ab"[n % 2]},t{n}\n' for n in range(1, 10))
    maps = ["custom.n=N", "custom.d=D", "custom.c=C", "custom.t=T"]
    settings_ = from_options(maps, date_formats=["custom.d=dmy"])
    for expected in ("created", "unchanged"):
        table = read_bytes(text.encode(), "deals.csv")
        result = load(database, plan(table, settings_, own=lambda: own_fields(database)), now=now)
        assert getattr(result, expected) == 9
    assert customs(database)[0] == {"n": 1.5, "d": "2026-02-01", "c": "b", "t": "t1"}


def test_a_changed_cell_is_a_changed_lead(database: Database, now: int) -> None:
    maps = ("title=Deal", "external_id=Deal", "custom.x=X")
    bring(database, now, column("1", "2"), *maps)
    result = bring(database, now, column("1", "3"), *maps)
    assert (result.unchanged, [update.fields for update in result.updates]) == (1, [("custom.x",)])
    assert customs(database) == [{"x": 1}, {"x": 3}]


def test_blank_words_say_nothing_in_any_column_and_are_counted(database: Database, now: int) -> None:
    text = "Deal,City,Visits\nA,Select,5\nB,Pune,select\nC,Select,n/a\n"
    found = planned(database, text, "custom.city=City", "custom.visits=Visits", blanks=("Select", "None of these"))
    assert "blank: Select 3 · None of these 0" in found.notes
    load(database, found, now=now)
    assert customs(database) == [{"visits": 5}, {"city": "Pune"}, {}]


def test_every_other_column_becomes_a_field_named_after_it(database: Database, now: int) -> None:
    text = "Deal Name,Company,Total Time Spent on Website,Do Not Email,%%\nA,Acme,12,No,x\n"
    bring(database, now, text, "custom.*=*", "custom.do_not_email=")
    assert customs(database) == [{"total_time_spent_on_website": 12, "column_5": "x"}]
    with pytest.raises(UsageError, match=r"custom\.\*=\*"):
        planned(database, text, "custom.*=Company")


def test_two_columns_of_one_name_stay_two(database: Database, now: int) -> None:
    bring(database, now, "Deal,Score A,score-a\nX,p,q\n", "custom.*=*")
    assert customs(database) == [{"score_a": "p", "score_a_2": "q"}]


def test_a_kind_can_be_said(database: Database, now: int) -> None:
    bring(database, now, column("5", "7"), "custom.x:TEXT=X")
    assert (kinds(database), customs(database)[0]) == ({"x": "text"}, {"x": "5"})


def test_a_kind_said_of_a_field_declared_otherwise_is_not_passed_over(database: Database, now: int) -> None:
    bring(database, now, column("5"), "custom.deal size:number=X")
    (note,) = (each.note for each in planned(database, column("many"), "custom.deal size:text=X").customs)
    assert note.startswith("custom.deal size is a number as you declared it, and was read as one, not as text; ")
    assert "`hermes field edit 'deal size' --kind text`" in note
    assert note in planned(database, column("many"), "custom.deal size:text=X").notes
    assert not planned(database, column("many"), "custom.deal size:number=X").customs[0].note


@pytest.mark.parametrize("other", ["custom.SEATS=Y", "custom.seats:text=Y"])
def test_two_columns_fill_no_one_field(database: Database, other: str) -> None:
    with pytest.raises(UsageError, match=r"Two columns would fill custom\.(seats|SEATS); one can"):
        planned(database, "Deal,X,Y\nA,5,6\n", "custom.seats=X", other)


def test_what_is_no_kind_makes_no_field_of_a_name_that_none_can_have(database: Database, now: int) -> None:
    with pytest.raises(UsageError, match=r"`colour` is no kind of field; custom.x can be text, number, date, choice"):
        planned(database, column("5"), "custom.x:colour=X")
    exported = planned(database, "Deal,custom.x:colour\nA,5\n")  # one that a lead held comes back all the same
    assert set(exported.sources) == {"title", "custom.x:colour"}


def test_a_name_means_the_field_that_is_there(database: Database, now: int) -> None:
    bring(database, now, column("5"), "custom.Total Visits=X")
    bring(database, now, "Deal,Total Visits\nZ,6\n", "custom.*=*")
    bring(database, now, "Deal,X\nY,7\n", "custom.TOTAL VISITS=X")
    assert customs(database) == [{"Total Visits": 5}, {"Total Visits": 6}, {"Total Visits": 7}]


def test_a_name_that_leads_hold_without_a_kind_stays_without_one(database: Database, now: int) -> None:
    with journal.action(database, "add", "by hand", now), database.transaction():
        records.insert(
            database, "lead", title="Old", custom='{"x": "words"}', stage_id=1, created_at=1, updated_at=1,
            stage_entered_at=1, silent_since=1,
        )  # fmt: skip
    bring(database, now, column("5", "five"), "custom.x=X")
    assert kinds(database) == {}
    assert customs(database) == [{"x": "words"}, {"x": 5}, {"x": "five"}]


def test_only_the_rep_can_say_what_an_ambiguous_column_means(database: Database, now: int) -> None:
    found = planned(database, column("03/04/2026", "01/02/2026"), "custom.seen=X")
    assert "--date custom.seen=" in found.questions[0].sentence()
    asked = planned(database, column("03/04/2026"), "custom.seen=X", date_formats=["custom.seen=dmy"])
    assert asked.deals.values["custom.seen"] == ["2026-04-03"]
    thousands = planned(database, column("1.234", "2.500"), "custom.n=X")
    assert "--decimal custom.n=" in thousands.questions[0].sentence()
    said = planned(database, column("1.234", "2.500"), "custom.n=X", decimals=["custom.n=comma"])
    assert said.deals.values["custom.n"] == [1234, 2500]


def test_a_field_declared_otherwise_meanwhile_stops_the_import(database: Database, now: int) -> None:
    found = planned(database, column("5"), "custom.x=X")
    with database.transaction():
        records.insert(database, "custom_field", name="X", kind="date", created_at=now)
    with pytest.raises(UsageError, match="declared as date while the file was read"):
        load(database, found, now=now)
    assert customs(database) == []


def test_a_saved_mapping_has_every_field_and_the_blanks(database: Database, tmp_path: Any) -> None:
    table = read_bytes(b"Deal,Total Visits,City\nA,5,Select\n", "deals.csv")
    written = tmp_path / "m.toml"
    written.write_text(dump(complete(from_options(["custom.*=*"], blanks=["Select"]), table)), "utf-8")
    again = load_mapping(written)
    assert again.fields["custom.total_visits"] == "Total Visits"
    assert again.blanks == ("Select",)
    assert resolve(again, table).keys() == {"title", "custom.total_visits", "custom.city"}


# -- out and in again --------------------------------------------------------------------------------------

NAMES = st.sampled_from(["visits", "Total time", "plan", "seen on", "Größe", "x.y"])
VALUES = {
    "number": st.integers(-10_000, 10_000) | st.floats(-1e6, 1e6, allow_nan=False).map(lambda v: round(v, 4)),
    "date": st.dates().filter(lambda day: 1900 <= day.year <= 2200).map(str),
    "choice": st.sampled_from(["gold", "Silver, big", "0815", "2026-01-01"]),
    "text": st.text("aB1 =-+@,\"'.:", min_size=1, max_size=9).map(lambda text: " ".join(text.split())).filter(bool),
}
FIELD = st.sampled_from(sorted(VALUES)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(st.none() | VALUES[kind], min_size=3, max_size=3))
)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(NAMES, FIELD, min_size=1, max_size=4))
def test_what_was_exported_exactly_comes_back_with_its_values_and_kinds(
    begin_file: Callable[[], Database], fields: dict[str, Any]
) -> None:
    def integral(value: Any) -> Any:
        return int(value) if isinstance(value, float) and value == int(value) else value

    leads = [{name: integral(values[row]) for name, (_, values) in fields.items() if values[row] is not None}
             for row in range(3)]  # fmt: skip
    first, second = (begin_file(), begin_file())
    with first.transaction():
        for place, (name, (kind, _)) in enumerate(fields.items()):
            words = json.dumps(sorted({lead[name] for lead in leads if name in lead})) if kind == "choice" else "[]"
            records.insert(first, "custom_field", name=name, kind=kind, choices=words, position=place, created_at=1)
        for number, custom in enumerate(leads):
            records.insert(
                first, "lead", title=f"T{number}", external_id=f"E-{number}", custom=json.dumps(custom), stage_id=1,
                created_at=1, updated_at=1, stage_entered_at=1, silent_since=1,
            )  # fmt: skip
    out = io.StringIO(newline="")
    write_csv(out, first, exact=True)
    table = read_bytes(out.getvalue().encode(), "leads.csv")
    for expected in ("created", "unchanged"):
        found = plan(table, from_options(), own=lambda: own_fields(second))
        assert not found.questions
        assert getattr(load(second, found, now=10), expected) == 3
    assert customs(second) == leads
    held = {name for lead in leads for name in lead}
    assert kinds(second) == {name: kind for name, (kind, _) in fields.items() if name in held}
    first.close()
    second.close()


def test_a_field_is_spelt_as_it_is_here_already() -> None:
    own = OwnFields((CustomField(1, "Total Visits", "number"),), ("region",))
    assert own.spelt("total_visits") == "Total Visits"
    assert own.spelt("REGION") == "region"
    assert own.spelt("new") == "new"
