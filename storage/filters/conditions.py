"""The SQL of a field term: stages, dates and objections here, numbers, text and own fields by their own rules."""

from __future__ import annotations

from storage.errors import UsageError
from storage.filters import dates
from storage.filters.binding import Asked, Parameters, Stage
from storage.filters.fields import DATE_KINDS, FIELD_BY_NAME, OBJECTION_KINDS, nearest
from storage.filters.terms import Term, Value
from storage.queries.risk import BEGAN

# Of each factor that holds, lead keeps the moment of its newest evidence.
_WARMED = ("people_at", "quick_at", "priced_at", "clicked_at", "second_at")
# When the whole days in the stage first exceed its threshold, by the rule of the flag (flags.py).
_STUCK_AT = f"""CASE WHEN lead.is_open = 1 THEN (
    SELECT lead.stage_entered_at
        + {dates.DAY_MS} * (CAST(MAX(stage.stuck_days, 1.5 * COALESCE(pace.median_days, 0)) AS INTEGER) + 1)
    FROM stage LEFT JOIN stage_pace AS pace ON pace.stage_id = stage.id AND pace.completed_n >= 5
    WHERE stage.id = lead.stage_id) END"""
_MOMENTS = {
    "created": "lead.created_at", "updated": "lead.updated_at", "touched": "lead.last_touch_at",
    "heard": "lead.last_in_at", "entered": "lead.stage_entered_at",
    "closed": "CASE WHEN lead.is_open = 0 THEN lead.stage_entered_at END", "snoozed": "lead.snoozed_until",
    "hot": f"NULLIF(MAX({', '.join(f'COALESCE(lead.{name}, 0)' for name in _WARMED)}), 0)",
    "risk": BEGAN, "stuck": _STUCK_AT,
}  # fmt: skip
_DAYS = {"due": "lead.next_task_on", "deadline": "lead.deadline_on"}
_PARTS = {"before": "<", "after": ">", "on": "on"}
_GROUPS = ("open", "won", "lost", "archived")


def condition(term: Term, asked: Asked, parameters: Parameters) -> str:
    """SQL over `lead` for a field term; it may be NULL where the lead lacks what is compared."""
    kind = FIELD_BY_NAME[term.name].kind
    if term.part and kind not in DATE_KINDS and kind not in ("risk", "objection", "signal", "custom"):
        raise UsageError(f"`{term.name}` has no `.{term.part}`; write `{term.name}{term.operator}…`.")
    if kind == "stage":
        return _stage(term, asked.stages)
    if kind in DATE_KINDS:
        return _dated(term, kind == "future", asked, parameters)
    if kind == "objection":
        return _objection(term, parameters)
    if kind == "signal":
        from storage.filters import signalled

        return signalled.condition(term, parameters)
    if kind == "custom":
        from storage.filters import customs

        return customs.condition(term, asked, parameters)
    if kind == "risk":
        return _dated(term, False, asked, parameters) if term.part else _risk(term, asked, parameters)
    if kind in ("text", "exact", "part"):
        from storage.filters import words

        return words.condition(term, kind, parameters)
    from storage.filters import numbers

    return numbers.condition(term, kind, asked, parameters)


# -- stages ----------------------------------------------------------------------------------------------


def _stage(term: Term, stages: tuple[Stage, ...]) -> str:
    """The stages meant, in a list; comparisons and ranges walk the open stages in pipeline order."""
    wanted: set[int] = set()
    walk = [stage.id for stage in stages if stage.kind == "open"]
    for value in term.values:
        low, dots, high = value.text.partition("..")
        if dots and term.operator in (":", "="):
            first = min(_stages(low, stages)) if low else 0
            last = max(_stages(high, stages)) if high else max(walk, default=0)
            wanted.update(number for number in walk if first <= number <= last)
            continue
        wanted.update(_compared(term.operator, _stages(value.text, stages), walk))
    return f"lead.stage_id IN ({', '.join(str(number) for number in sorted(wanted))})"


def _compared(operator: str, named: list[int], walk: list[int]) -> list[int]:
    """The stages on the asked side of those named; the named ones themselves for `:` and `=`."""
    if operator == ">":
        return [number for number in walk if number > max(named)]
    if operator == ">=":
        return [number for number in walk if number >= min(named)]
    if operator == "<":
        return [number for number in walk if number < min(named)]
    if operator == "<=":
        return [number for number in walk if number <= max(named)]
    return named


def squeezed(name: str) -> str:
    """A stage's name or label without case, spaces and signs: `Follow-up 1` and FOLLOWUP_1 are one."""
    return "".join(character for character in name.casefold() if character.isalnum())


def _stages(text: str, stages: tuple[Stage, ...]) -> list[int]:
    word = squeezed(text)
    if word in _GROUPS or word == "closed":
        found = [stage for stage in stages if stage.kind == word or (word == "closed" and stage.kind != "open")]
        if found:
            return [stage.id for stage in found]
    exact = [stage for stage in stages if word in (squeezed(stage.name), squeezed(stage.label))]
    if exact:
        return [exact[0].id]
    begun = [
        stage for stage in stages
        if word and (squeezed(stage.name).startswith(word) or squeezed(stage.label).startswith(word))
    ]  # fmt: skip
    if len(begun) > 1:
        raise UsageError(f"`{text}` could be {' or '.join(stage.label for stage in begun)}; write a little more of it.")
    if not begun:
        like = nearest(text, [stage.name.casefold() for stage in stages])
        raise UsageError(f"There is no stage `{text}`; did you mean `{like}`?")
    return [begun[0].id]


# -- dates -----------------------------------------------------------------------------------------------


def _dated(term: Term, future: bool, asked: Asked, parameters: Parameters) -> str:
    operator = term.operator
    if term.part:
        if term.part.casefold() not in _PARTS or operator not in (":", "="):
            raise UsageError(f"`{term.name}.{term.part}` is not known; write {term.name}.before:, .after: or .on:.")
        operator = _PARTS[term.part.casefold()]
    if operator not in (":", "=", "on") and len(term.values) > 1:
        raise UsageError(f"`{term.name}` takes one date there.")
    return " OR ".join(f"({_one_date(term.name, operator, value, future, asked, parameters)})" for value in term.values)


def _one_date(
    name: str, operator: str, value: Value, future: bool, asked: Asked, parameters: Parameters
) -> str:  # fmt: skip
    column = _MOMENTS.get(name) or _DAYS[name]
    word = value.text.casefold()
    if operator in (":", "=") and word in ("none", "never", "any"):
        return f"{column} IS {'NOT ' if word == 'any' else ''}NULL"
    if operator in ("<", "<=") and name == "touched":
        column = "lead.silent_since"  # a lead without a touch counts from its creation (definitions.md)
    low, dots, high = value.text.partition("..")
    if dots and operator in (":", "=") and (low or high):
        first = _bounds(name, low, future, asked)[0] if low else None
        last = _bounds(name, high, future, asked)[1] if high else None
    else:
        first, last = _bounds(name, value.text, future, asked, wide=operator == ":")
        first, last = {">": (last, None), ">=": (first, None), "<": (None, first), "<=": (None, last)}.get(
            operator, (first, last)
        )
    ends = [(">=", first), ("<", last)]
    return " AND ".join(f"{column} {sign} {parameters.mark(bound)}" for sign, bound in ends if bound is not None)


_Bound = int | str | None


def _bounds(name: str, text: str, future: bool, asked: Asked, *, wide: bool = False) -> tuple[_Bound, _Bound]:
    """From what on, and up to but not with what; `wide`: a length of time is all of it, created:7d the last week."""
    exact = dates.moment(text, asked.timezone)
    if exact is not None:
        if name in _DAYS:
            raise UsageError(f"`{name}` is a day without an hour; write {name}.after:{text[:10]}.")
        return exact
    found = dates.period(text, asked.today, future=future)
    first, last = found.start, found.end
    if wide and found.relative:
        first, last = min(first, asked.today), max(last, asked.today + (last - first))
    if name in _DAYS:
        return first.isoformat(), last.isoformat()
    return dates.midnight(first, asked.timezone), dates.midnight(last, asked.timezone)


# -- risk ------------------------------------------------------------------------------------------------


def _risk(term: Term, asked: Asked, parameters: Parameters) -> str:
    if term.operator not in (":", "="):
        raise UsageError("`risk` is asked with `risk:`.")
    now = parameters.mark(asked.now)
    return " OR ".join(f"({_one_risk(value.text).replace(':now', now)})" for value in term.values)


def _one_risk(text: str) -> str:
    from storage.queries.risk import AT_RISK, REASONS

    word = squeezed(text)
    if word in ("none", "never", "any"):
        return AT_RISK if word == "any" else f"({AT_RISK}) IS NOT TRUE"
    codes = [code for code in REASONS if word and squeezed(code).startswith(word)]
    if len(codes) != 1:
        like = nearest(text, REASONS)
        raise UsageError(f"There is no risk `{text}`; did you mean `{like}`?")
    return REASONS[codes[0]]


# -- objections -------------------------------------------------------------------------------------------

# A list and not an EXISTS for each lead: with index objection_kind that would read every one of a kind 100,000 times.
_OBJECTED = "lead.id IN (SELECT raised.lead_id FROM objection AS raised WHERE {such}){and_so}"
# While the deal goes on an objection that is not resolved is open; once it is closed, unresolved however it ended.
_STATES: dict[str, tuple[str, str]] = {
    "": ("1", ""),
    "open": ("raised.state <> 'resolved'", " AND lead.is_open = 1"),
    "resolved": ("raised.state = 'resolved'", ""),
    "unresolved": ("raised.state <> 'resolved'", " AND lead.is_open = 0"),
    "lost": ("raised.state = 'lost_with'", ""),
}


def _objection(term: Term, parameters: Parameters) -> str:
    if term.operator not in (":", "="):
        raise UsageError("`objection` is asked with `objection:`.")
    part = term.part.casefold()
    if part not in _STATES:
        raise UsageError(
            f"`objection.{term.part}` is not known; write objection.open:, .resolved:, .unresolved: or .lost:."
        )
    return " OR ".join(f"({_one_objection(value.text.casefold(), part, parameters)})" for value in term.values)


def _one_objection(word: str, state: str, parameters: Parameters) -> str:
    such, and_so = _STATES[state]
    if word in ("none", "never", "any"):
        found = _OBJECTED.format(such=such, and_so=and_so)
        return found if word == "any" else f"NOT ({found})"
    if word and word in _STATES and not state:
        such, and_so = _STATES[word]
        return _OBJECTED.format(such=such, and_so=and_so)
    kinds = [kind for kind in OBJECTION_KINDS if word and kind.casefold().startswith(word)]
    if len(kinds) != 1:
        like = nearest(word, [*(kind.casefold() for kind in OBJECTION_KINDS), *filter(None, _STATES)])
        raise UsageError(f"There is no objection `{word}`; did you mean `{like}`?")
    return _OBJECTED.format(such=f"raised.kind = {parameters.mark(kinds[0])} AND {such}", and_so=and_so)
