"""The rules as TOML text that a rep edits: written with what each part means, read with one sentence for a fault."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from hermes_tui.scoring.expressions import check, is_expression
from hermes_tui.scoring.rule_faults import RuleFault, place_of
from hermes_tui.scoring.rule_values import (
    amount,
    currency,
    phrases,
    points,
    rates,
    red_flags,
    switch,
    threshold,
    word_rules,
)  # fmt: skip
from hermes_tui.scoring.rules import BUILT_IN, DEFAULT_RULES, Rules, built_in, rules_key

__all__ = ["SIZE_CAP", "RuleFault", "Rules", "as_text", "parse", "rules_key"]

SIZE_CAP = 65_536
"""Bytes of UTF-8 that the text of the rules may have."""


class _Key(NamedTuple):
    field: str
    read: Any
    comment: str = ""


_TABLES: dict[str, dict[str, _Key]] = {
    "": {
        "threshold": _Key("threshold", threshold, "points from which a lead is worth your time"),
        "qualify_new": _Key("qualify_new", switch, "a NEW lead that reaches them moves to QUALIFIED"),
        "red_flag_points": _Key(
            "red_flag_points", points, "a red flag without points of its own, and a budget below the minimum"
        ),
        "red_flags": _Key("red_flags", red_flags),
        "words": _Key("custom", word_rules),
    },
    "tag": {
        "points": _Key("tag_points", points),
        "words": _Key("tag_words", phrases),
    },
    "budget": {
        "points": _Key("budget_points", points),
        "words": _Key("budget_words", phrases),
        "currency": _Key("currency", currency, "what is in another is compared by [rates] only"),
        "minimum": _Key("budget_minimum", amount, "less is a red flag; 0: any budget will do"),
        "maximum": _Key("budget_maximum", amount, "more than this is said in the ledger; 0: there is no most"),
        "above_maximum_points": _Key("above_maximum_points", points, "0: said, and costs nothing"),
    },
    "rates": {},
    "remote": {
        "points": _Key("remote_points", points),
        "words": _Key("remote_words", phrases),
    },
    "stack": {
        "points": _Key("stack_points", points),
        "words": _Key("stack", phrases),
    },
    "timeline": {
        "points": _Key("timeline_points", points, "0: off"),
        "words": _Key("timeline_words", phrases),
    },
}  # fmt: skip
_OPENINGS = {
    "tag": "A tag of the lead, or one in its text: [Hiring], #hiring.",
    "budget": "A budget that is named, an amount or these words; not “no budget”, “budget TBD”, “budget airline”.",
    "rates": "What one of another currency is worth in yours, such as EUR = 1.08.",
    "remote": "Work from anywhere.",
    "stack": "What your ideal customer builds with: points for each, once, however it is spelt (React.js, Postgres).",
    "timeline": "When they want it.",
}
_HEAD = """\
# What makes a lead worth your time: points for what
# its title, description, tags and budget say.
# Words match whole words, whatever their case, not
# where the lead takes them back (“not remote”).
# A phrase between slashes is a regular expression:
# '/(two|three) plants/'.
# What you leave out is as Hermes has it; 0 points: off
"""
_FLAGS = """\
# Red flags: each once, however often it is said; with
# `points`, its own, otherwise red_flag_points."""
_WORDS = """\
# Rules of your own: points, once, where any of the
# phrases is said. Take the `#` away to have one:
# [[words]]
# name = "two sites"
# phrases = ["two plants", '/(two|three) sites/']
# points = 5"""
_WIDTH = 53  # what the editor shows without folding, the rules on one side and what they do on the other


def parse(text: str, currency: str = DEFAULT_RULES.currency, *, tried: bool = False) -> Rules:
    """Read the rules; what the text leaves out is as in the built-in ones of a rep's currency. Raises RuleFault.

    Each regular expression is tried against hostile texts, which takes milliseconds; not where it was `tried` before,
    as the rules that a file holds were.
    """
    size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    if size > SIZE_CAP:
        raise RuleFault(f"The rules may have 64 kB of text, and these have {size // 1024:,} kB.")
    text = text.removeprefix("\ufeff")
    found = _toml(text)
    values: dict[str, Any] = {}
    for key, value in found.items():
        if key in _TABLES[""]:
            _take(values, text, "", key, value)
        elif key not in _TABLES or not key:
            raise RuleFault(_unknown(key, ""), place_of(text, "", key))
        elif not isinstance(value, dict):
            raise RuleFault(f"`{key}` is a table: write [{key}], and its keys below.", place_of(text, "", key))
        elif key == "rates":
            values["rates"] = rates(value, text)
        else:
            for inner, given in value.items():
                if inner not in _TABLES[key]:
                    raise RuleFault(_unknown(inner, key), place_of(text, key, inner))
                _take(values, text, key, inner, given)
    rules = built_in(currency)._replace(**values)
    _check_together(rules, text)
    if not tried:
        _try_expressions(rules, text)
    return rules


def as_text(rules: Rules) -> str:
    """The rules as TOML with comments; `parse` reads the same rules out of it."""
    lines = [_HEAD]
    for table, keys in _TABLES.items():
        if table:
            lines += ["", *_comment(_OPENINGS[table]), f"[{table}]"]
        for name, key in keys.items():
            value = getattr(rules, key.field)
            if key.field in ("red_flags", "custom"):
                if not value and value != getattr(Rules(), key.field):
                    lines.append(f"{name} = []  # write [[{name}]] below instead to have one")
                continue
            lines += _line(name, _minor_text(value) if key.read is amount else _literal(value), key.comment)
        if table == "rates":
            lines += [f"{code} = {rate!r}" for code, rate in rules.rates]
    lines += ["", _FLAGS]
    for flag in rules.red_flags:
        lines += ["[[red_flags]]", *_named(flag.name, flag.phrases, flag.points), ""]
    lines.append(_WORDS)
    for rule in rules.custom:
        lines += ["", "[[words]]", *_named(rule.name, rule.phrases, rule.points)]
    return "\n".join(lines) + "\n"


def _toml(text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text, parse_float=Decimal)
    except RecursionError:
        raise RuleFault("The rules are nested too deep to be read.") from None
    except ValueError as error:  # of which TOMLDecodeError is one; a number of 5,000 digits is another
        said = re.fullmatch(r"(.*?)(?: \(at (?:line (\d+), column \d+|end of document)\))?", str(error), re.DOTALL)
        what, line = (said[1], said[2]) if said else (str(error), None)
        if "digits" in what:
            what = "a number is too long"
        raise RuleFault(f"This is not TOML: {what[:1].lower()}{what[1:120]}.", int(line) if line else None) from None


def _take(values: dict[str, Any], text: str, table: str, key: str, value: Any) -> None:
    entry = _TABLES[table][key]
    shown = f"`{key}` of [{table}]" if table else f"`{key}`"
    try:
        values[entry.field] = entry.read(shown, value)
    except RuleFault as fault:
        where, named, at = fault.inside if fault.inside else (table, key, 0)
        raise RuleFault(fault.sentence, fault.line or place_of(text, where, named, at)) from None


def _unknown(key: str, table: str) -> str:
    from difflib import get_close_matches

    what = f"There is no `{key[:60]}`" + (f" in [{table}]" if table else " in the rules")
    homes = [name for name, keys in _TABLES.items() if key in keys and name != table]
    if len(homes) == 1:
        return f"{what}; it belongs {f'below [{homes[0]}]' if homes[0] else 'at the top, above all tables'}."
    known = [name for name in (_TABLES[table] if table else {**_TABLES[""], **_TABLES}) if name]
    near = get_close_matches(key, known, n=1)
    return f"{what}; " + (f"did you mean `{near[0]}`?" if near else f"there are {', '.join(known)}.")


def _check_together(rules: Rules, text: str) -> None:
    """What each value alone cannot say."""
    if 0 < rules.budget_maximum < rules.budget_minimum:
        raise RuleFault(
            "The `minimum` of [budget] is above its `maximum`; no budget would be right.",
            place_of(text, "budget", "minimum") or place_of(text, "budget", "maximum"),
        )
    if any(code == rules.currency for code, _ in rules.rates):
        raise RuleFault(
            f"[rates] says what other currencies are worth in {rules.currency}; take {rules.currency} out of it.",
            place_of(text, "rates", rules.currency),
        )
    taken = dict.fromkeys(BUILT_IN, "what Hermes calls a rule of its own")
    named = [("red_flags", at, flag.name) for at, flag in enumerate(rules.red_flags)]
    named += [("words", at, rule.name) for at, rule in enumerate(rules.custom)]
    for table, at, name in named:
        if name.lower() in taken:
            raise RuleFault(
                f"The name “{name}” is {taken[name.lower()]}; each rule needs a name of its own.",
                place_of(text, table, "name", at),
            )
        taken[name.lower()] = "given twice"


def _try_expressions(rules: Rules, text: str) -> None:
    named = [
        ("tag", "words", 0, rules.tag_words), ("budget", "words", 0, rules.budget_words),
        ("remote", "words", 0, rules.remote_words), ("stack", "words", 0, rules.stack),
        ("timeline", "words", 0, rules.timeline_words),
        *(("red_flags", "phrases", at, flag.phrases) for at, flag in enumerate(rules.red_flags)),
        *(("words", "phrases", at, rule.phrases) for at, rule in enumerate(rules.custom)),
    ]  # fmt: skip
    for table, key, at, texts in named:
        for each in filter(is_expression, texts):
            try:
                check(each)
            except ValueError as error:
                shown = each if len(each) <= 60 else f"{each[:59]}…"
                raise RuleFault(f"{shown}: {error}.", place_of(text, table, key, at)) from None


def _line(name: str, value: str, comment: str = "") -> list[str]:
    """A key with its comment behind it, or above it where the two are too long for one line."""
    line = f"{name} = {value}"
    if not comment:
        return [line]
    both = f"{line}  # {comment}"
    return [both] if len(both) <= _WIDTH else [*_comment(comment), line]


def _comment(text: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ")


def _named(name: str, texts: tuple[str, ...], given: int | None) -> list[str]:
    lines = [f"name = {_quoted(name)}", f"phrases = {_literal(texts)}"]
    return lines if given is None else [*lines, f"points = {given}"]


def _literal(value: bool | int | str | tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    rows, row = [], ""
    for item in map(_quoted, value):
        if row and len(row) + len(item) + 8 > _WIDTH:  # four spaces before, a comma between, one behind
            rows.append(row)
            row = ""
        row += f"{', ' if row else ''}{item}"
    rows.append(row)
    return f"[{row}]" if len(rows) == 1 else "[\n" + "".join(f"    {each},\n" for each in rows) + "]"


def _quoted(text: str) -> str:
    """A TOML string; one with backslashes stands between single quotes, where a backslash is itself."""
    import json

    if "\\" in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _minor_text(minor: int) -> str:
    whole, cents = divmod(minor, 100)
    return f"{whole}.{cents:02d}" if cents else str(whole)
