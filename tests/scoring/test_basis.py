"""What scores are worked out from: read out of a file without trying its expressions again."""

from __future__ import annotations

import pytest

from hermes_tui.scoring import expressions
from hermes_tui.scoring.basis import basis_of
from hermes_tui.scoring.qualification import Inquiry, qualify


def test_rules_of_a_file_hold_however_busy_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "_TRIAL_LIMIT", 0.0)
    basis = basis_of("[[words]]\nname = 'sites'\nphrases = ['/(two|three) depots/']\npoints = 7")
    assert qualify(Inquiry("three depots", ""), basis.rules).points == 7
