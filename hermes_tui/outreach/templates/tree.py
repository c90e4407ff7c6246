"""A parsed template read against the list of what a letter may do, its fields made plain names, its faults placed."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from inspect import Signature, signature
from typing import Any

from jinja2 import nodes

from hermes_tui.outreach.templates import fields
from hermes_tui.outreach.templates.environment import EACH, JOINED, LOOP
from hermes_tui.outreach.templates.filters import FILTERS, TESTS
from hermes_tui.outreach.templates.limits import MOST_DEPTH, MOST_LOOPS, MOST_NUMBER
from hermes_tui.outreach.templates.plain_words import Spot
from storage.clean import clean

_FIT_FOR_A_GAP = re.compile(r"[^‹›\n]+")
_SIGNATURES: dict[str, Signature] = {}
_PARTS = "only fields have parts, such as `lead.title`"
_CUT = "nothing is cut out with `[ ]`; `| truncate(80)` shortens a text, `| first` takes the first of a list"
_CALLS = "nothing can be called in a template; `{{ lead.title | upper }}` is the way to change a field"


class Tree:
    """The reading of one part.

    `fields` says for each plain name left in the tree which field (canonical) it stands for; where there are `faults`
    the tree must not be compiled.
    """

    def __init__(self, root: nodes.Template) -> None:
        self.fields: dict[str, str] = {}
        self.faults: list[Spot] = []
        self._keys: dict[str, str] = {}
        self._own: set[str] = set()
        self._loops = 0
        self._weight = 0
        self.root = root
        root.body = self._all(root.body, 1)

    # -- walking ------------------------------------------------------------------------------------

    def _all(self, found: list[Any], depth: int) -> list[Any]:
        return [self._read(node, depth) for node in found]

    def _read(self, node: Any, depth: int) -> Any:
        kind = type(node)
        if depth > MOST_DEPTH:
            self._fault(node, "this is nested too deeply for a letter")
            return node
        self._weight += 1
        rule = _RULES.get(kind)
        if rule is None:
            self._fault(node, _REFUSED.get(kind) or f"a template cannot use {kind.__name__.lower()} here")
            return node
        return rule(self, node, depth)

    def _children(self, node: Any, depth: int) -> Any:
        for name in node.fields:
            value = getattr(node, name)
            if isinstance(value, nodes.Node):
                setattr(node, name, self._read(value, depth + 1))
            elif isinstance(value, list):
                setattr(node, name, self._all(value, depth + 1))
        return node

    def _fault(self, node: Any, words: str, length: int = 1) -> None:
        line = getattr(node, "lineno", 1) or 1
        self.faults.append(Spot(int(line), getattr(line, "column", 1), length, words))

    # -- text and constants -------------------------------------------------------------------------

    def _text(self, node: nodes.TemplateData, depth: int) -> nodes.TemplateData:
        return node  # compiling.py puts the letters in its place

    def _constant(self, node: nodes.Const, depth: int) -> nodes.Const:
        value = node.value
        if isinstance(value, str):
            node.value = visible(value)
        elif isinstance(value, int | float) and not abs(value) <= MOST_NUMBER:
            self._fault(node, "this number is beyond all measure")
        return node

    # -- fields -------------------------------------------------------------------------------------

    def _name(self, node: nodes.Name, depth: int) -> Any:
        if node.ctx != "load":
            return node
        if node.name in self._own:
            return node
        if node.name == "loop":
            self._fault(node, "`loop` has parts, such as `loop.index` and `loop.last`, within a loop", 4)
            return node
        return self._field(node, node.name, node)

    def _part(self, node: nodes.Getattr | nodes.Getitem, depth: int) -> Any:
        path = _path(node)
        if path is None:
            self._fault(_innermost(node), _CUT if isinstance(node, nodes.Getitem) else _PARTS)
            return node
        base, spelled = path
        if base.name == "loop":
            if self._loops == 0:
                self._fault(base, f"`{spelled}` is known only within a loop", len(spelled))
            elif spelled.removeprefix("loop.") not in LOOP:
                self._fault(base, f"there is no `{spelled}`; there are {', '.join(sorted(LOOP))}", len(spelled))
            return node
        if base.name in self._own:
            self._fault(base, f"`{base.name}` is a plain value; it has no parts", len(spelled))
            return node
        return self._field(node, spelled, base)

    def _field(self, node: Any, spelled: str, place: nodes.Name) -> Any:
        field = fields.canonical(spelled)
        if field is None:
            self._fault(place, _unknown(spelled, self._own), len(spelled))
            return node
        if not _FIT_FOR_A_GAP.fullmatch(field):
            self._fault(place, "a field's name has no line breaks and no ‹ ›", len(place.name))
            return node
        key = self._keys.get(field)
        if key is None:
            key = self._keys[field] = f"f__{len(self._keys)}"
            self.fields[key] = field
        return nodes.Name(key, "load", lineno=node.lineno)

    # -- filters, tests -----------------------------------------------------------------------------

    def _filter(self, node: nodes.Filter, depth: int) -> Any:
        if node.name not in FILTERS:
            near = get_close_matches(node.name, FILTERS, n=1)
            hint = f"; did you mean `{near[0]}`?" if near else ""
            self._fault(node, f"there is no filter `{node.name}`{hint}", len(node.name))
        elif node.node is None or node.dyn_args is not None or node.dyn_kwargs is not None:
            self._fault(node, f"the filter `{node.name}` must stand behind a field", len(node.name))
        elif not _fits(node):
            self._fault(node, f"the filter `{node.name}` takes other words: {_usage(node.name)}", len(node.name))
        return self._children(node, depth)

    def _test(self, node: nodes.Test, depth: int) -> Any:
        if node.name not in TESTS:
            self._fault(node, f"there is no test `is {node.name}`; there are {', '.join(TESTS)}", len(node.name))
        elif node.dyn_args is not None or node.dyn_kwargs is not None or len(node.args) + len(node.kwargs) > 1:
            self._fault(node, f"`is {node.name}` takes other words")
        return self._children(node, depth)

    def _concat(self, node: nodes.Concat, depth: int) -> Any:
        first, *rest = self._all(node.nodes, depth + 1)
        return nodes.Filter(first, JOINED, rest, [], None, None, lineno=node.lineno)

    def _compare(self, node: nodes.Compare, depth: int) -> Any:
        self._weight += 50 * sum(one.op in ("in", "notin") for one in node.ops)  # a search in up to a long text
        return self._children(node, depth)

    # -- tags ---------------------------------------------------------------------------------------

    def _for(self, node: nodes.For, depth: int) -> Any:
        if node.recursive:
            self._fault(node, "a loop cannot call itself")
        if self._loops >= MOST_LOOPS:
            self._fault(node, f"loops stand at most {MOST_LOOPS} deep in each other")
        node.iter = self._read(node.iter, depth + 1)
        self._target(node.target)
        before, self._weight = self._weight, 1
        self._loops += 1
        if node.test is not None:
            node.test = self._read(node.test, depth + 1)
        node.body = self._all(node.body, depth + 1)
        self._loops -= 1
        weight, self._weight = self._weight, before + self._weight
        node.else_ = self._all(node.else_, depth + 1)
        node.iter = nodes.Filter(
            node.iter, EACH, [nodes.Const(weight, lineno=node.lineno)], [], None, None, lineno=node.lineno
        )
        return node

    def _assign(self, node: nodes.Assign, depth: int) -> Any:
        node.node = self._read(node.node, depth + 1)
        self._target(node.target)
        return node

    def _target(self, target: Any) -> None:
        if not isinstance(target, nodes.Name):
            self._fault(target, "one plain name is wanted here")
            return
        name = target.name
        if name in fields.GROUPS or name == "loop" or "__" in name or fields.canonical(name) is not None:
            self._fault(target, f"`{name}` is the name of a field; choose another", len(name))
        elif name != name.lower() or not name.isascii():
            self._fault(target, f"write `{name}` in small letters from a to z", len(name))
        self._own.add(name)


def visible(text: str) -> str:
    """The text without what must not reach a terminal or a mail, its outer white space kept."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return clean(f"|{text}|", multiline=True)[1:-1]


def _path(node: Any) -> tuple[nodes.Name, str] | None:
    """`lead.title`, `custom['Seats sold']` as the name it begins with and the whole as it is spelt with dots."""
    parts: list[str] = []
    while not isinstance(node, nodes.Name):
        if isinstance(node, nodes.Getattr):
            parts.append(node.attr)
        elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            parts.append(node.arg.value)
        else:
            return None
        if len(parts) > 3:
            return None
        node = node.node
    return node, ".".join([node.name, *reversed(parts)])


def _innermost(node: Any) -> Any:
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node


def _unknown(spelled: str, own: set[str]) -> str:
    if spelled in fields.GROUPS:
        return f"`{spelled}` alone is no field; name one of its parts, such as `{_part_of(spelled)}`"
    near = fields.nearest(spelled) or next(iter(get_close_matches(spelled, own, n=1)), None)
    return f"there is no field `{spelled}`" + (f"; did you mean `{near}`?" if near else "")


def _part_of(group: str) -> str:
    return next((field.name for field in fields.FIELDS if field.name.startswith(f"{group}.")), f"{group}.name")


def _fits(node: nodes.Filter) -> bool:
    found = _SIGNATURES.get(node.name)
    if found is None:
        found = _SIGNATURES[node.name] = signature(FILTERS[node.name])
    try:
        found.bind(None, *node.args, **{str(pair.key): pair.value for pair in node.kwargs})
    except TypeError:
        return False
    return True


def _usage(name: str) -> str:
    taken = [str(one.replace(annotation=one.empty)) for one in signature(FILTERS[name]).parameters.values()][1:]
    return f"`{name}({', '.join(taken)})`" if taken else f"`{name}` alone"


_REFUSED: dict[type[nodes.Node], str] = {
    nodes.Call: _CALLS,
    nodes.CallBlock: _CALLS,
    nodes.Pow: "powers are not for letters",
    nodes.Macro: "a template cannot make macros",
    nodes.Include: "a template cannot take in other files",
    nodes.Import: "a template cannot take in other files",
    nodes.FromImport: "a template cannot take in other files",
    nodes.Extends: "a template cannot take in other files",
    nodes.Block: "a template has no blocks; if, for and set are there",
    nodes.FilterBlock: "write the filter behind the field: `{{ lead.title | upper }}`",
    nodes.AssignBlock: "write `{% set name = value %}` in one tag",
    nodes.With: "use `{% set name = value %}`",
    nodes.Slice: _CUT,
    nodes.Dict: "a template has no dictionaries",
    nodes.Scope: "a template has no autoescape; a letter is plain text",
}
_Rule = Callable[[Tree, Any, int], Any]
_INNER: _Rule = Tree._children
_RULES: dict[type[nodes.Node], _Rule] = {
    **dict.fromkeys(
        (
            nodes.If, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not, nodes.Operand, nodes.Add, nodes.Sub, nodes.Mul,
            nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos, nodes.List, nodes.Tuple, nodes.Keyword,
            nodes.Output,
        ),
        _INNER,
    ),
    nodes.TemplateData: Tree._text,
    nodes.Const: Tree._constant,
    nodes.Name: Tree._name,
    nodes.Getattr: Tree._part,
    nodes.Getitem: Tree._part,
    nodes.Filter: Tree._filter,
    nodes.Test: Tree._test,
    nodes.Concat: Tree._concat,
    nodes.Compare: Tree._compare,
    nodes.For: Tree._for,
    nodes.Assign: Tree._assign,
}  # fmt: skip
