"""Jinja2's immutable sandbox with everything taken out that a letter does not need; the one place that sets it up."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from hermes_tui.outreach.templates import days
from hermes_tui.outreach.templates.filters import FILTERS, TESTS, Listing
from hermes_tui.outreach.templates.limits import MOST_ITEMS, Refused, bounded

BUDGET = "budget "
EACH, JOINED = "each ", "joined "
"""Names that end in a space, which no template can spell."""
GAP_LEFT, GAP_RIGHT = "‹", "›"
LOOP = frozenset(("index", "index0", "revindex", "first", "last", "length"))
"""What a loop says of itself: `loop.last`."""


class GapText(str):
    """What a missing field prints: its name in ‹ ›; its type tells it from a value that looks the same."""

    __slots__ = ("field",)
    field: str


def _itself(self: Missing, *_: Any) -> Missing:
    return self


def _no(self: Missing, other: Any) -> bool:
    return False


class Missing(Undefined):
    """A field with nothing in it: false, without length, a visible gap where it is printed or reckoned with."""

    __slots__ = ()

    @property
    def field(self) -> str:
        """The field's canonical name."""
        return str(self._undefined_name)

    def __str__(self) -> str:
        found = GapText(f"{GAP_LEFT}{self.field}{GAP_RIGHT}")
        found.field = self.field
        return found

    def __eq__(self, other: object) -> bool:
        return other is None or other == "" or isinstance(other, Missing)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash("")

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __contains__(self, item: object) -> bool:
        return False

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _itself  # type: ignore[assignment]
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _itself  # type: ignore[assignment]
    __neg__ = __pos__ = _itself  # type: ignore[assignment]
    __lt__ = __le__ = __gt__ = __ge__ = _no  # type: ignore[assignment]


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """No globals, no callables, our own filters, and reckoning on numbers and days only."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))
    intercepted_unops = frozenset("+-")

    def __init__(self) -> None:
        super().__init__(undefined=Missing, autoescape=False, optimized=False, cache_size=0, keep_trailing_newline=True)
        self.globals = {}
        self.filters = {name: _guarded(name, function) for name, function in FILTERS.items()}
        self.filters |= {EACH: _each, JOINED: _joined}
        self.tests = {name: self.tests[name] for name in TESTS}
        self.tests |= {"none": _is_none, "number": _is_number}

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing is ever called."""
        return False

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a loop says of itself; fields are plain names by now (tree.py), and nothing else has parts."""
        if type(obj) is LoopContext and attribute in LOOP:
            return getattr(obj, attribute)
        return self.unsafe_undefined(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Never asked for by a template that was checked."""
        return self.unsafe_undefined(obj, str(argument))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Reckon with two values, or refuse in plain words."""
        if isinstance(left, Missing):
            return left
        if isinstance(right, Missing):
            return right
        return _reckoned(operator, left, right)

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:
        """A number's sign."""
        if isinstance(arg, Missing):
            return arg
        if type(arg) not in _NUMBERS:
            raise Refused(f"`{operator}` wants a number, not `{str(arg)[:40]}`")
        return -arg if operator == "-" else arg


_NUMBERS = (int, float)
_LONG = (str, Listing, list, tuple)
_RECKONING: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod,
}  # fmt: skip


def _reckoned(sign: str, left: Any, right: Any) -> Any:
    if type(left) in _NUMBERS and type(right) in _NUMBERS and sign in _RECKONING:
        try:
            found = bounded(_RECKONING[sign](left, right))
        except ZeroDivisionError:
            raise Refused("a number is divided by zero") from None
        # Sums of money print as people write them: 12000, not 12000.0; 0.3, not 0.30000000000000004.
        if type(found) is float:
            found = round(found, 10)
            return int(found) if found.is_integer() else found
        return found
    if sign == "+" and isinstance(left, str) and isinstance(right, str):
        return bounded(left + right)
    if isinstance(left, date):
        if sign == "-" and isinstance(right, date):
            return (left - right).days
        if sign in ("+", "-") and type(right) is int:
            try:
                return days.day_of(left + timedelta(days=right if sign == "+" else -right))
            except OverflowError:
                raise Refused("that day is out of the calendar") from None
    raise Refused(f"`{sign}` cannot be used on `{str(left)[:30]}` and `{str(right)[:30]}`")


def _guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that passes a missing value on, spends from the budget, and returns no more than the limits allow."""
    fills = name in ("default", "d")

    @pass_context
    def call(context: Context, value: Any, *args: Any, **kwargs: Any) -> Any:
        absent = type(value) is Missing
        if absent and not fills:
            return value
        if (args or kwargs) and (absent or not fills):
            for one in (*args, *kwargs.values()):
                if type(one) is Missing:
                    return one
        if absent:
            value = None
        _spend(context, value, *args)
        try:
            return bounded(function(value, *args, **kwargs))
        except Refused:
            raise
        except (TypeError, ValueError, OverflowError, AttributeError):
            raise Refused(f"the filter `{name}` cannot be used on `{str(value)[:40]}`") from None

    return call


def _spend(context: Context, *values: Any) -> None:
    steps = 1
    for value in values:
        if type(value) in _LONG:
            steps += len(value) // 100
    context.parent[BUDGET].spend(steps)


@pass_context
def _each(context: Context, value: Any, weight: int) -> Any:
    """The items of a loop, paid for before it starts: `weight` is what one turn visits."""
    if isinstance(value, Missing):
        return ()
    if not isinstance(value, tuple | list):
        raise Refused(f"`{str(value)[:40]}` is no list, so there is nothing to go through")
    if len(value) > MOST_ITEMS:
        raise Refused(f"a list is longer than {MOST_ITEMS:,}")
    context.parent[BUDGET].spend(len(value) * weight)
    return value


@pass_context
def _joined(context: Context, value: Any, *others: Any) -> Any:
    """`a ~ b`: both as one text; a missing one stays missing."""
    parts = (value, *others)
    for one in parts:
        if isinstance(one, Missing):
            return one
    texts = [str(one) for one in parts]
    _spend(context, *texts)
    return bounded("".join(texts))


def _is_none(value: Any) -> bool:
    return value is None or isinstance(value, Missing)


def _is_number(value: Any) -> bool:
    return type(value) in _NUMBERS
