"""What was learned, as the file keeps it and as it is said."""

from __future__ import annotations

import pytest

from hermes_tui.metrics.learning import Learned, as_text, learned_of
from hermes_tui.scoring.learning.columns import LeftOut
from hermes_tui.scoring.learning.weights import Column, Level, Weights

WEIGHTS = Weights((), (Column("source", "category", (Level("Web", 3, 10, 20, ("web",)),)),))
GOOD = Learned(
    5, 612, 388, 1000, 0.8412, 0.01, 0.8216, 0.8608, 0.55, True, "", (LeftOut("custom.won", "its name"),), ("city",),
    WEIGHTS,
)  # fmt: skip


def test_what_was_learned_comes_back_from_the_file_as_it_was() -> None:
    assert learned_of(as_text(GOOD)) == GOOD
    refused = GOOD._replace(weights=None)
    assert learned_of(as_text(refused)) == refused


@pytest.mark.parametrize("text", ["", "null", "{}", '{"weights": {}}', "[1]"])
def test_what_cannot_be_read_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        learned_of(text)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (GOOD, "Learned from 612 won / 388 lost, AUC 0.84 ± 0.02 against rules 0.55."),
        (GOOD._replace(closed=25_000), "612 won / 388 lost, the newest of 25,000, AUC"),
        (
            GOOD._replace(weights=None),
            "The columns tell no more than the rules do (612 won / 388 lost: AUC 0.84 ± 0.02",
        ),
        (GOOD._replace(weights=None, over_chance=False), "Nothing in these columns tells won from lost (612 won"),
        (
            Learned(5, 30, 12, 42, too_few="it takes 80"),
            "Too few closed leads to learn from (30 won / 12 lost): it takes",
        ),
    ],
)
def test_one_sentence_says_what_came_of_it(found: Learned, words: str) -> None:
    assert words in found.words
    assert found.words.endswith(".")
