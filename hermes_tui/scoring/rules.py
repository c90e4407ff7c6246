"""The qualification rules as data: the words, points and limits that the settings may change."""

from __future__ import annotations

from typing import NamedTuple


class RedFlag(NamedTuple):
    """A named red flag and the phrases that raise it."""

    name: str
    phrases: tuple[str, ...]


class Rules(NamedTuple):
    """Everything the lead score depends on (definitions.md, "Lead score"); hashable, so that it compiles once.

    Words and phrases match whole words, whatever their case; a space in a phrase also matches a hyphen.
    `budget_minimum` is in integer minor units; 0 turns that red flag off.
    """

    tag_words: tuple[str, ...] = (
        "hiring", "looking to hire", "now hiring", "buying", "looking to buy", "rfp", "rfq", "tender",
        "request for proposal", "request for quotation",
    )  # fmt: skip
    budget_words: tuple[str, ...] = ("budget", "budgeted", "budgets")
    remote_words: tuple[str, ...] = (
        "remote", "remotely", "work from home", "wfh", "work from anywhere", "distributed team",
    )  # fmt: skip
    stack: tuple[str, ...] = (
        "python", "django", "fastapi", "flask", "typescript", "react", "next.js", "node.js", "postgres", "postgresql",
    )  # fmt: skip
    red_flags: tuple[RedFlag, ...] = (
        RedFlag("equity only", (
            "equity only", "only equity", "for equity", "equity instead of pay", "revenue share only",
            "rev share only", "sweat equity",
        )),
        RedFlag("free test", (
            "free test", "free test task", "free trial project", "unpaid test", "unpaid trial", "test for free",
            "free sample", "spec work",
        )),
        RedFlag("unclear scope", (
            "unclear scope", "scope unclear", "scope is unclear", "scope is not clear", "scope tbd",
            "scope to be defined", "not sure what we need", "don't know what we need", "no clear scope",
            "no defined scope",
        )),
    )  # fmt: skip
    tag_points: int = 10
    budget_points: int = 10
    remote_points: int = 5
    stack_points: int = 5
    red_flag_points: int = -20
    threshold: int = 15
    budget_minimum: int = 50_000


DEFAULT_RULES = Rules()
