"""The rules of scoring from the shell: read, checked, tried, put in force, taken back; and leads scored by them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hermes_tui.scoring.rules import DEFAULT_RULES
from hermes_tui.scoring.rules_text import as_text
from tests.cli.conftest import Hermes

DEARER = as_text(DEFAULT_RULES._replace(remote_points=20))


@pytest.fixture
def leads(hermes: Hermes) -> list[int]:
    """A remote lead, one that is not, one scored by hand."""
    rows = (("One", "remote", ""), ("Two", "on site", ""), ("Three", "remote", "score=7"))
    return [
        int(hermes("add", f"title={title}", f"description={text}", *filter(None, (score,))).out)
        for title, text, score in rows
    ]


@pytest.fixture
def dearer(tmp_path: Path) -> Path:
    """A file of rules in which a remote lead is worth more."""
    file = tmp_path / "dearer.toml"
    file.write_text(DEARER)
    return file


def score(hermes: Hermes, lead: int) -> tuple[int, str]:
    found = hermes("show", lead, "--json").json
    return found["score"], found["stage"]


def test_the_rules_are_shown_as_the_text_that_is_edited(hermes: Hermes, leads: list[int]) -> None:
    shown = hermes("rules", "show")
    assert shown.out == as_text(DEFAULT_RULES)
    assert shown.err == "Rules: those Hermes comes with, 15 points qualify.\n"
    found = hermes("rules", "show", "--json").json
    assert (found["rules"]["threshold"], found["at"], found["leads"]) == (
        15,
        None,
        {"scored": 2, "stale": 0, "manual": 1},
    )
    assert hermes("rules", "history").err.startswith("The rules are those Hermes comes with")


def test_rules_are_tried_then_put_in_force_and_taken_back(hermes: Hermes, leads: list[int], dearer: Path) -> None:
    dry = hermes("rules", "set", dearer, "--dry-run")
    assert dry.code == 0
    assert "Nothing was written" in dry.err
    assert "1 would change (1 up, 0 down), 1 would qualify, 1 set by hand would stay" in dry.err
    assert "qualifies, +20 remote (was +5)" in dry.out
    assert score(hermes, leads[0]) == (5, "NEW")

    done = hermes("rules", "set", dearer)
    assert "rules: remote points 5 → 20; 2 leads scored, 1 changed, 1 qualified. Undo: hermes undo" in done.err
    assert score(hermes, leads[0]) == (20, "QUALIFIED")
    assert score(hermes, leads[2]) == (7, "NEW")
    assert hermes("rules", "show").out == DEARER
    assert "remote points 5 → 20" in hermes("rules", "history").out
    assert hermes("rules", "history", "--json").json[0]["changes"] == ["remote points 5 → 20"]

    hermes("undo")
    assert score(hermes, leads[0]) == (5, "NEW")
    assert hermes("rules", "show").out == as_text(DEFAULT_RULES)


def test_rules_come_from_stdin_and_reset_goes_back_to_those_hermes_comes_with(hermes: Hermes, leads: list[int]) -> None:
    found = hermes("rules", "set", "-", "--json", stdin=DEARER).json
    assert (found["leads"], found["changed"], found["qualified"], found["rows"][0]["becomes"]) == (2, 1, 1, 20)
    assert "remote points 20 → 5" in hermes("rules", "reset").err
    # No lead moves back: it was qualified, and the rep may have gone on with it.
    assert score(hermes, leads[0]) == (5, "QUALIFIED")


def test_a_text_with_a_fault_is_named_with_its_line_and_the_old_rules_stay(
    hermes: Hermes, leads: list[int], tmp_path: Path
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text("threshold = 15\nqualify_new = 3\n")
    checked = hermes("rules", "check", file)
    assert checked.code == 4
    assert checked.out.startswith(f"{file}:2: ")
    assert hermes("rules", "check", file, "--json").json[0]["line"] == 2
    refused = hermes("rules", "set", file)
    assert refused.code == 2
    assert "the old rules stay in force" in refused.err
    assert hermes("rules", "show").out == as_text(DEFAULT_RULES)
    file.write_text(DEARER)
    assert (hermes("rules", "check", file).code, hermes("rules", "check", file).err) == (0, "No fault.\n")


def test_rules_are_edited_in_the_reps_own_editor_and_a_faulty_text_is_not_lost(
    hermes: Hermes, leads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "sed -i 's/^threshold = 15/threshold = 5/'")
    assert "rules: threshold 15 → 5; 2 leads scored, 0 changed, 1 qualified" in hermes("rules", "edit").err
    assert score(hermes, leads[0]) == (5, "QUALIFIED")
    monkeypatch.setenv("EDITOR", "true")
    assert hermes("rules", "edit").err == "Nothing was changed.\n"
    monkeypatch.setenv("EDITOR", "sed -i 's/^threshold = 5/threshold = none/'")
    lost = hermes("rules", "edit")
    assert lost.code == 2
    kept = Path(lost.err.rpartition("What you wrote is in ")[2].strip().rstrip("."))
    assert "threshold = none" in kept.read_text()
    assert "threshold = 5" in hermes("rules", "show").out


def test_rules_that_came_in_force_while_the_editor_was_open_stay(
    hermes: Hermes, leads: list[int], dearer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = f"{sys.executable} -m hermes_tui rules set {dearer}"
    monkeypatch.setenv("EDITOR", f"sh -c '{other} && sed -i s/15/5/ \"$0\"'")
    told = hermes("rules", "edit")
    assert told.code == 2
    assert "Other rules came in force while you wrote, and they stay. What you wrote is in " in told.err
    assert "15 points qualify" in hermes("rules", "show").err
    assert hermes("rules", "history").out.count("remote points 5 → 20") == 1


def test_a_rescore_says_what_it_did_and_looks_again_only_where_it_must(hermes: Hermes, leads: list[int]) -> None:
    found = hermes("rescore", "--json").json
    assert (found["leads"], found["changed"], found["unchanged"], found["looked_at"]) == (2, 0, 2, 0)
    assert hermes("rescore", "--every", "--json").json["looked_at"] == 2
    assert hermes("rescore").err == "2 leads scored, 0 changed; 1 score set by hand stays.\n"
    assert hermes("rescore", f"id:{leads[1]}", "--dry-run", "--json").json["leads"] == 1
    assert hermes("rescore", "source:nowhere").code == 3
    assert "2 by the rules in force, 1 by hand" in hermes("doctor").out


def test_what_was_once_a_setting_says_where_it_is(hermes: Hermes, leads: list[int]) -> None:
    assert "`hermes rules show`" in hermes("config", "get").err
    refused = hermes("config", "set", "qualification.threshold", "5")
    assert refused.code == 2
    assert "`hermes rules edit` changes them" in refused.err


def test_leads_qualify_as_they_come_in_and_the_import_says_how_many(hermes: Hermes, tmp_path: Path) -> None:
    file = tmp_path / "inquiries.csv"
    file.write_text("title,description\nOne,remote python budget 5k USD\nTwo,equity only\n")
    dry = hermes("import", file, "--dry-run", "--json").json
    assert dry["qualified"] == 1
    done = hermes("import", file)
    assert "2 rows read: 2 created; 1 qualified" in done.err
    assert [(each["score"], each["stage"]) for each in hermes("list", "sort:id", "--json").json] == [
        (20, "QUALIFIED"), (-20, "NEW"),
    ]  # fmt: skip
    assert hermes("rescore", "--json").json["looked_at"] == 0
    assert (
        "; qualified: 25 points, 15 needed"
        in hermes("add", "title=Three", "description=remote, django, react, budget").err
    )
    assert (
        hermes("add", "title=Four", "stage=new", "description=remote, django, react, budget").err.count("qualified")
        == 0
    )


def test_a_rescore_that_is_interrupted_leaves_every_score_as_it_was(
    hermes: Hermes, leads: list[int], dearer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("storage.scores.qualify", interrupted)  # after the scores were written
        assert hermes("rules", "set", dearer).code == 130
    assert score(hermes, leads[0]) == (5, "NEW")
    assert hermes("rules", "show").out == as_text(DEFAULT_RULES)
    assert hermes("rules", "set", dearer).code == 0


def test_another_threshold_says_who_would_reach_it_though_no_score_changes(
    hermes: Hermes, leads: list[int], tmp_path: Path
) -> None:
    file = tmp_path / "low.toml"
    file.write_text("threshold = 5\nqualify_new = false\n")
    dry = hermes("rules", "set", file, "--dry-run").err
    assert "0 would change, 1 would reach 5, 0 reach 15 now, 1 set by hand would stay" in dry
    assert "1 would reach 5, 0 reach 15 now" in hermes("rules", "set", file).err


def test_a_rep_whose_money_is_euros_has_built_in_rules_in_euros(hermes: Hermes, desk: Path, tmp_path: Path) -> None:
    (tmp_path / "hermes.toml").write_text('currency = "EUR"\n')
    cheap, fine = (hermes("add", f"title=Site, budget {amount} EUR").out for amount in (300, 3000))
    assert [score(hermes, int(lead))[0] for lead in (cheap, fine)] == [-10, 10]
    shown = hermes("rules", "show")
    assert 'currency = "EUR"' in shown.out
    assert shown.err == "Rules: those Hermes comes with, 15 points qualify.\n"

    few = tmp_path / "few.toml"
    few.write_text("threshold = 10\n")
    assert "2 leads scored, 0 changed, 1 qualified" in hermes("rules", "set", few).err
    assert hermes("rules", "history").out.splitlines()[-1].endswith("threshold 15 → 10")
    assert "threshold 10 → 15" in hermes("rules", "reset").err
    assert 'currency = "EUR"' in hermes("rules", "show").out


def test_a_currency_changed_later_or_known_to_nobody_says_which_scores_are_by_others(
    hermes: Hermes, tmp_path: Path
) -> None:
    lead = int(hermes("add", "title=Site, budget 300 EUR").out)
    assert score(hermes, lead)[0] == 10
    (tmp_path / "hermes.toml").write_text('currency = "EUR"\n')
    assert "1 lead not scored by them yet: hermes rescore" in hermes("rules", "show").err
    assert hermes("rescore").err.startswith("1 lead scored, 1 changed")
    assert score(hermes, lead)[0] == -10
    (tmp_path / "hermes.toml").write_text('currency = "QQQ"\n')
    assert 'currency = "USD"' in hermes("rules", "show").out
