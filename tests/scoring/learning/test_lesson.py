"""Learning whole: what tells won from lost is found and explained, and what does not is refused."""

from __future__ import annotations

import numpy as np
import pytest

from hermes_tui.scoring.learning.columns import Case, Open
from hermes_tui.scoring.learning.judging import auc
from hermes_tui.scoring.learning.lesson import Lesson, learn
from hermes_tui.scoring.learning.weights import POINT, apply
from hermes_tui.scoring.qualification import Inquiry, qualify
from hermes_tui.scoring.rules import DEFAULT_RULES
from tests.scoring.learning.made_up import REMOTE, cases, telling, telling_nothing

RULES = DEFAULT_RULES


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return learn(telling(1200, 1), RULES)


def column(lesson: Lesson, name: str) -> dict[str, int]:
    return {level.label: level.points for each in lesson.weights.columns if each.name == name for level in each.levels}


def test_columns_that_tell_beat_the_rules_and_their_points_are_near_the_truth(lesson: Lesson) -> None:
    assert lesson.compared.beats
    assert lesson.compared.auc == pytest.approx(0.76, abs=0.02)
    assert lesson.compared.auc_rules == pytest.approx(0.5, abs=0.05)
    source = column(lesson, "source")
    assert source["referral"] - source["web"] == pytest.approx(2.0 / POINT, abs=6)
    assert column(lesson, "tag")["price"] == pytest.approx(1.1 / POINT, abs=5)
    visits = list(column(lesson, "custom.visits").values())
    assert visits == sorted(visits)
    assert visits[-1] - visits[0] == pytest.approx(0.35 * 10 / POINT, abs=9)


def test_a_column_that_nearly_all_leads_have_is_centred_so_that_the_threshold_keeps_its_meaning(lesson: Lesson) -> None:
    levels = next(each.levels for each in lesson.weights.columns if each.name == "source")
    assert abs(sum(level.points * level.n for level in levels) / sum(level.n for level in levels)) <= 0.5


def test_of_a_lead_with_nothing_known_the_rules_alone_speak(lesson: Lesson) -> None:
    inquiry = Inquiry("A lead", "")
    assert apply(qualify(inquiry), inquiry, lesson.weights).points == 0


def test_every_ledger_adds_up_and_rounding_costs_no_ranking(lesson: Lesson) -> None:
    leads = telling(1200, 1)
    won = np.array([case.won for case in leads])
    scores = [apply(qualify(case.inquiry), case.inquiry, lesson.weights) for case in leads]
    assert all(score.points == sum(reason.points for reason in score.reasons) for score in scores)
    assert all(reason.points and reason.evidence for score in scores for reason in score.reasons if ":" in reason.text)
    fine = telling_fine(leads, lesson)
    assert auc(np.array([float(score.points) for score in scores]), won) == pytest.approx(auc(fine, won), abs=0.005)


def telling_fine(leads: list[Case], lesson: Lesson) -> np.ndarray:
    """The log odds of the same fit before they were rounded."""
    from hermes_tui.scoring.learning.columns import typed
    from hermes_tui.scoring.learning.design import design, rule_features
    from hermes_tui.scoring.learning.fitting import fitted
    from hermes_tui.scoring.learning.levels import coded

    columns, _ = coded(typed(leads, Open(), {})[0], len(leads))
    made = design(rule_features([qualify(case.inquiry) for case in leads]), tuple(columns), len(leads))
    won = np.array([case.won for case in leads])
    return made.features.times(fitted(made.features, won, made.prior, lesson.penalty))


def test_the_same_leads_teach_the_same(lesson: Lesson) -> None:
    assert learn(telling(1200, 1), RULES) == lesson


def test_where_nothing_tells_it_is_refused_in_nine_of_ten() -> None:
    refused = [not learn(telling_nothing(200, seed), RULES).compared.beats for seed in range(40)]
    assert sum(refused) >= 36


def test_few_leads_stay_by_the_rules() -> None:
    found = learn(telling_nothing(90, 3), RULES)
    remote = next(rule for rule in found.weights.rules if rule.text == "remote")
    assert remote.before == 5
    assert abs(remote.points - 5) <= 4


def test_a_rule_that_the_leads_speak_against_turns() -> None:
    draw = np.random.default_rng(2)
    remote = draw.random(2000) < 0.5
    found = learn(
        cases({}, np.where(remote, -1.0, 1.0), 4, texts=[REMOTE if each else "An offer" for each in remote]), RULES
    )
    assert found.compared.beats
    assert found.compared.auc_rules < 0.35
    assert found.weights.rules[0].points == pytest.approx(-2 / POINT, abs=5)


def test_an_id_does_not_teach_and_what_tells_all_is_no_fact_but_the_outcome() -> None:
    draw = np.random.default_rng(5)
    leads = telling(400, 5)
    names = {case.lead_id: ("signed" if case.won else "gone") for case in leads}
    given = [
        case._replace(inquiry=case.inquiry._replace(columns={
            **case.inquiry.columns, "custom.uuid": f"{draw.integers(0, 2**60):x}", "custom.phase": names[case.lead_id],
            "custom.paid": 100.0 if case.won else 0.0, "custom.number": 5000 - case.lead_id,
        }))
        for case in leads
    ]  # fmt: skip
    found = learn(given, RULES)
    assert {left.column: left.why.split(" (")[0] for left in found.left_out} == {
        "custom.uuid": "hardly a value of it comes twice", "custom.number": "it is a running number",
        "custom.phase": "alone it tells won from lost", "custom.paid": "alone it tells won from lost",
    }  # fmt: skip
    assert found.compared.auc < 0.9


def test_a_number_with_a_bend_and_a_long_tail_is_learned_in_ranges() -> None:
    draw = np.random.default_rng(6)
    size = draw.lognormal(3, 1.5, 3000)
    found = learn(
        cases({"custom.size": size.round(1).tolist()}, np.where((size > 10) & (size < 60), 1.2, -1.2), 6), RULES
    )
    assert found.compared.auc > 0.74
    points = list(column(found, "custom.size").values())
    assert max(points) > max(points[0], points[-1]) + 20


def test_progress_ends_at_all_of_it_and_may_stop_it() -> None:
    seen: list[tuple[int, int]] = []
    learn(telling(600, 1), RULES, tick=lambda done, of: seen.append((done, of)))
    assert seen == sorted(seen)
    assert seen[-1] == (1200, 1200)

    def stop(done: int, of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        learn(telling(600, 1), RULES, tick=stop)


def test_won_leads_alone_teach_nothing() -> None:
    with pytest.raises(ValueError):
        learn([case._replace(won=True) for case in telling(100, 1)], RULES)
