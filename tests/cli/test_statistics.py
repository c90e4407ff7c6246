"""The figures in a shell: sections, periods, filters, a day in the past; as tables, JSON and CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from hermes_tui.metrics.sections import SECTIONS
from tests.cli.conftest import Hermes


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_section_is_printed_under_its_title_and_all_prints_each(hermes: Hermes, demo: None) -> None:
    everything = hermes("stats", "all", "--since", "90d")
    assert everything.code == 0
    at = 0
    for section in SECTIONS:
        alone = hermes("stats", section.key, "--since", "90d").out
        assert alone in everything.out[at:], section.key
        at = everything.out.index(alone, at)


def test_a_rate_is_printed_with_its_n_and_interval_and_with_what_was_before(hermes: Hermes, demo: None) -> None:
    win = next(line for line in hermes("stats", "kpis", "--since", "90").out.splitlines() if "Win rate" in line)
    assert " % " in win
    assert "95 %:" in win
    assert "n " in win
    assert "before" in win or "from" in win or "as before" in win
    sources = hermes("stats", "sources").out
    assert " % of " in sources or "too early" in sources


def test_a_filter_narrows_every_section_and_a_section_named_like_a_word_is_one(hermes: Hermes, demo: None) -> None:
    every = hermes("stats", "sources", "--json").json["sources"]
    one = hermes("stats", "sources", "source:referral", "--json").json
    assert [row["source"] for row in one["sources"]] == ["referral"]
    assert one["filter"] == "source:referral"
    assert one["sources"][0] == next(row for row in every if row["source"] == "referral")
    assert hermes("stats", "value>=5k", "-snoozed", "--json").code == 0
    nobody = hermes("stats", "sources", "source:nowhere")
    assert (nobody.code, "No lead is in the filter" in nobody.err) == (3, True)
    assert hermes("stats", "sources", "nosuchfield:x").code == 2
    for misspelt in (("funel",), ("kpis", "funel"), ("stage:won", "funnel")):
        answer = hermes("stats", *misspelt)
        assert (answer.code, answer.err.partition("`. ")[2]) == (
            3, "Is the section `funnel` meant? Sections come first.\n",
        )  # fmt: skip


def test_the_fixed_keys_of_the_json_are_there_and_no_follow_up_counts_twice(hermes: Hermes, demo: None) -> None:
    found = hermes("stats", "--json").json
    stages = {stage["stage"]: stage for stage in found["stages"]}
    assert len(stages) == 13
    assert set(stages["NEW"]) >= {
        "stage", "now", "value", "entered", "entered_skipped", "completed_n", "mean_days", "median_days", "p75_days",
        "now_in", "conversion",
    }  # fmt: skip
    assert set(stages["NEW"]["conversion"]) == {"advanced", "dropped", "open", "rate", "low", "high"}
    assert set(stages["NEW"]["now_in"]) == {"n", "median_days", "oldest_days"}
    nothing = {"advanced": 0, "dropped": 0, "open": 0, "rate": None, "low": None, "high": None}
    for name in ("FOLLOWUP_1", "FOLLOWUP_2"):
        assert (stages[name]["conversion"], stages[name]["counted_in"]) == (nothing, "CONTACTED")
        assert stages["CONTACTED"]["entered"] > stages[name]["entered"] >= stages[name]["now"] > 0
    assert stages["WON"]["conversion"] == stages["LOST"]["conversion"] == nothing
    assert stages["CONTACTED"]["entered"] >= sum(stages[name]["now"] for name in ("FOLLOWUP_1", "FOLLOWUP_2"))
    assert stages["WON"]["now"] == found["win_rate"]["won"] == found["cycle_days"]["n"]
    assert stages["LOST"]["entered"] >= stages["LOST"]["now"] == found["win_rate"]["lost"]
    assert sum(stage["now"] for stage in stages.values()) == sum(row["leads"] for row in found["sources"])
    assert set(found["velocity"]) == {
        "per_day", "open", "win_rate", "mean_won", "cycle_days", "window_days", "currency", "others",
    }  # fmt: skip
    assert set(found["stuck"][0]) >= {"lead", "stage", "days", "threshold", "value", "currency"}
    for section in ("weeks", "activity", "outcomes", "response", "reasons", "goals", "changes", "standing"):
        assert isinstance(found[section], list), section


def test_a_section_asked_for_alone_has_the_shape_it_has_among_all(hermes: Hermes, demo: None) -> None:
    """`stats stuck --json` had a row of all of them first and no lead ids; `stats --json` had neither fault."""
    every = hermes("stats", "--json").json
    keys = [section.key for section in SECTIONS if section.key in every]
    assert len(keys) == len(SECTIONS) - 3, "stages have funnel and stage_times, and the top of it all kpis"
    for key in keys:
        assert hermes("stats", key, "--json").json[key] == every[key], key


def test_stages_go_by_their_codes_and_amounts_stand_beside_their_currency(hermes: Hermes, demo: None) -> None:
    found = hermes("stats", "all", "--json").json
    codes = [stage["stage"] for stage in hermes("stats", "--json").json["stages"]]
    for rows_of in (found["funnel"], found["stage_times"], found["standing"], found["forecast"]["stages"]):
        places = [codes.index(row["stage"]) for row in rows_of]
        assert places == sorted(places)
    outlook = found["forecast"]
    for total in outlook["totals"]:
        mine = [row for row in outlook["stages"] if row["currency"] == total["currency"]]
        assert total["open"] == sum(row["open"] for row in mine)
        assert total["value"] == sum(row["value"] for row in mine)
        assert total["expected"] == pytest.approx(sum(row["value"] * row["win_rate"]["rate"] for row in mine), rel=0.01)
    changed = {row["what"]: row for row in found["changes"]}
    in_open = {"NEW", *(row["stage"] for row in outlook["stages"])}
    assert changed["left"]["n"] == sum(row["leads"] for row in found["standing"] if row["stage"] in in_open)


def test_a_period_and_a_day_in_the_past_are_said_back(hermes: Hermes, demo: None) -> None:
    found = hermes("stats", "kpis", "--since", "30", "--as-of", "2026-04-30", "--json").json
    assert found["as_of"] == "2026-04-30T23:59:59Z"
    assert found["since_days"] == 30
    quarter = hermes("stats", "weeks", "--since", "2026-01-01..2026-03-31", "--json").json
    assert quarter["since"] == "2026-01-01T00:00:00Z", "the first moment that counts"
    assert quarter["weeks"][0]["monday"] == "2025-12-29"
    for wrong in ("ever", "0", "2026-03-31..2026-01-01", "2027-01-01"):
        answer = hermes("stats", "--since", wrong)
        assert (answer.code, answer.out) == (2, ""), wrong
    for option in ("--since", "--as-of"):  # a variable of a script that was never set
        answer = hermes("stats", option, "")
        assert (answer.code, answer.err) == (2, f"{option} wants a value; `hermes stats --help` shows how.\n")


def test_what_a_number_means_and_what_went_into_it_is_printed_when_asked(hermes: Hermes, demo: None) -> None:
    plain, defined = hermes("stats", "velocity").out, hermes("stats", "velocity", "--define").out
    assert defined.startswith(plain)
    assert "÷ mean won cycle" in defined
    assert "average won value" in defined
    assert "(won " in defined


def test_in_a_narrow_terminal_what_stands_beside_a_figure_goes_on_below_and_nothing_is_lost(
    hermes: Hermes, demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = hermes("stats", "kpis", "--since", "90").out
    for module in ("output", "figure_tables"):
        monkeypatch.setattr(f"hermes_tui.cli.{module}.columns_of_terminal", lambda: 80)
    narrow = hermes("stats", "kpis", "--since", "90").out
    assert max(map(len, wide.splitlines())) > 80 >= max(map(len, narrow.splitlines()))
    assert sorted(narrow.split()) == sorted(wide.replace("before\n", "\n", 1).split())


def test_long_sections_say_how_many_rows_were_left_out(hermes: Hermes, demo: None) -> None:
    short = hermes("stats").out
    assert "rows; `hermes stats stuck` prints them." in short
    assert "rows; `hermes stats weeks` prints them." in short
    assert "rows;" not in hermes("stats", "weeks").out


def test_an_empty_file_has_figures_too(hermes: Hermes, acme: int) -> None:
    for words in (("stats",), ("stats", "all"), ("stats", "all", "--since", "2020-01-01..2020-01-02"), ("report",)):
        answer = hermes(*words)
        assert answer.code == 0, words
        assert "nan" not in answer.out.casefold().replace("finance", "")
    assert hermes("stats", "--json").json["velocity"]["per_day"] is None


# -- CSV -------------------------------------------------------------------------------------------------------


def test_a_section_as_csv_has_the_figures_of_its_json(hermes: Hermes, demo: None) -> None:
    printed = rows(hermes("stats", "sources", "--csv").out)
    found = hermes("stats", "sources", "--json").json["sources"]
    assert [row["source"] for row in printed] == [row["source"] for row in found]
    assert [float(row["win_rate"] or -1) for row in printed] == [
        -1 if row["rate"] is None else row["rate"] for row in found
    ]
    for wrong in (("stats", "--csv"), ("stats", "sources", "weeks", "--csv"), ("stats", "sources", "--csv", "--json")):
        assert hermes(*wrong).code == 2


def test_each_table_is_exported_as_a_file_and_none_is_written_over(hermes: Hermes, demo: None, tmp_path: Path) -> None:
    folder = tmp_path / "figures"
    answer = hermes("export", "--table", "all", "--since", "90d", "--into", folder)
    assert answer.code == 0, answer.err
    assert {path.stem for path in folder.iterdir()} == {section.key for section in SECTIONS}
    for path in folder.iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        assert len({len(line) for line in lines}) == 1, path.name
        assert path.stat().st_mode & 0o777 == 0o600
    again = hermes("export", "--table", "funnel", "--table", "weeks", "--into", folder)
    assert (again.code, "exists already; nothing was exported" in again.err) == (1, True)
    one = hermes("export", "--csv", "--table", "funnel", "--since", "90d", "stage:won")
    assert list(rows(one.out)[0])[:2] == ["stage", "entered"]
    assert hermes("export", "--table", "funnel", "--since", "90d").out == (folder / "funnel.csv").read_bytes().decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--table", "funel"), "did you mean `funnel`?"),
        (("--table", "all"), "--into FOLDER"),
        (("--table", "funnel", "--vcf"), "--vcf is for leads"),
        (("--since", "90d"), "--since goes with --table"),
    ],
)
def test_what_cannot_be_exported_is_said(hermes: Hermes, acme: int, words: tuple[str, ...], said: str) -> None:
    answer = hermes("export", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_every_stuck_deal_is_in_what_is_printed_or_exported_by_name(hermes: Hermes, tmp_path: Path) -> None:
    deals = tmp_path / "deals.csv"
    deals.write_text("id,title,created\n" + "".join(f"{n},Deal {n},2026-01-{n % 28 + 1:02}\n" for n in range(60)))
    assert hermes("import", str(deals)).code == 0
    assert len(hermes("stats", "--json").json["stuck"]) == 60
    for printed in (hermes("stats", "stuck", "--csv"), hermes("export", "--table", "stuck", "--csv")):
        assert len(rows(printed.out)) == 61, "all of them first"
        assert "50" not in printed.err
    assert len({row["lead"] for row in hermes("stats", "stuck", "--json").json["stuck"]}) == 60
    assert sum(" New " in line for line in hermes("stats", "stuck").out.splitlines()) == 60
    assert "The 50 that are longest over, of 60." in hermes("stats").out


def test_a_filter_narrows_the_templates_of_the_json_as_it_does_their_table(hermes: Hermes, demo: None) -> None:
    found = hermes("stats", "source:referral", "--json").json["templates"]
    table = rows(hermes("stats", "templates", "source:referral", "--csv").out)
    used = {each["name"]: each["usage"] for each in found if each["usage"]}
    assert used == {row["template"]: int(row["usage"]) for row in table}
    every = hermes("stats", "--json").json["templates"]
    assert 0 < sum(used.values()) < sum(each["usage"] for each in every)


def test_a_deal_that_names_no_currency_is_one_in_the_reps_own_in_the_json_too(hermes: Hermes) -> None:
    euro = ("value=50", "currency=EUR")
    for money in (("value=100",), ("value=300", "currency=USD"), euro, euro, euro):
        lead = hermes("add", "title=Deal", "source=fair", *money, "--json").json["id"]
        assert hermes("stage", str(lead), "WON").code == 0
    assert hermes("edit", "1", "currency=").code == 0
    found = hermes("stats", "--json").json
    own = {"sum": 400, "n": 2, "mean": 200, "currency": "USD"}
    euros = {"sum": 150, "n": 3, "mean": 50, "currency": "EUR"}
    assert found["won_value"] == {**own, "others": [euros]}
    (fair,) = found["sources"]
    assert (fair["mean_won_value"], fair["currency"], fair["others"]) == (200, "USD", [euros])
    won = next(stage for stage in found["stages"] if stage["stage"] == "WON")
    assert (won["value"], won["currency"], won["others"]) == (400, "USD", [euros])


def test_a_goal_of_money_is_exported_in_the_units_it_was_set_in(hermes: Hermes, acme: int) -> None:
    assert hermes("goal", "set", "won_value", "30k EUR").code == 0
    (goal,) = rows(hermes("stats", "goals", "--csv").out)
    assert (goal["target"], goal["target_currency"]) == ("30000", "EUR")
    assert float(goal["expected"]) == round(30_000 * 16 / 22, 2)
    (listed,) = hermes("goal", "--json").json
    (told,) = hermes("stats", "goals", "--json").json["goals"]
    assert (told["target"], told["expected"]) == (listed["target"], listed["expected"])
