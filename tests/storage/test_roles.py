"""Which of the roles that people write can say yes to the purchase."""

from __future__ import annotations

import pytest

from storage.roles import can_buy


@pytest.mark.parametrize(
    ("role", "buys"),
    [
        ("Economic buyer", True), ("Decision maker", True), ("decision-maker", True), ("Founder & CEO", True),
        ("CFO", True),
        ("Co-Founder", True), ("Chief Executive Officer", True), ("Chief Financial Officer", True),
        ("Vice-President", False), ("Product-Owner", False), ("Chief Technology Officer", False),
        ("CTO", False), ("Technical buyer", False), ("Finance", False), ("Product owner", False), ("Coach", False),
        ("Vice President of Sales", False), ("President", True), ("", False), (None, False), ("ownership", False),
    ],
)  # fmt: skip
def test_a_buying_role_is_one_that_can_say_yes(role: str | None, buys: bool) -> None:
    assert can_buy(role) is buys
