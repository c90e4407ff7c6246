"""The lead that the templates of these tests are filled in for."""

from __future__ import annotations

import pytest

from hermes_tui.outreach.templates.days import Day
from hermes_tui.outreach.templates.fields import Values


@pytest.fixture(scope="session")
def ann() -> Values:
    """A lead with gaps: no role, no source; long texts where people paste them."""
    return {
        "lead": {
            "title": "ERP rollout",
            "company": "Acme",
            "author": "Ann Lee",
            "value": "24,000 USD",
            "value_number": 24000,
            "tags": ["fair", "renewal"] * 100,
            "deadline": Day(2026, 9, 15),
            "description": "a" * 1_000_000,
            "source": "",
        },
        "contact": {"name": "Ann Lee", "first_name": "Ann", "role": None},
        "me": {"name": "Sam Reed", "signature": "Sam Reed\nReed & Co"},
        "custom": {"Seats sold": 40, "region": "North"},
        "today": Day(2026, 6, 22),
    }
