"""Templates: rendering cached ones × bare Jinja2, and what one key costs in a template of 30 lines.

    python bench/template_render.py [--renders 10000]

Limits (issue 4): 10,000 renderings ≤ 1.2 × those of bare Jinja2 (StrictUndefined, no sandbox, nothing checked); after
one character changed, checking, compiling, rendering and colouring 30 lines take ≤ 6 of the preview's 8 ms. Both parts
of a ratio are measured in turns of one run, by the processor’s clock, which other programs lengthen less.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from jinja2 import Environment, StrictUndefined

from hermes_tui.outreach.templates.checking import check
from hermes_tui.outreach.templates.days import Day
from hermes_tui.outreach.templates.fields import Values
from hermes_tui.outreach.templates.highlighting import pieces
from hermes_tui.outreach.templates.rendering import render
from hermes_tui.outreach.templates.starters import STARTERS

RATIO_LIMIT, KEY_LIMIT_MS = 1.2, 6.0
TURNS = 20
VALUES: Values = {
    "lead": {
        "title": "ERP rollout", "company": "Acme", "value": "24,000 USD", "deadline": "15 September 2026",
        "tags": ["fair", "renewal", "north"],
    },
    "contact": {"name": "Ann Lee", "first_name": "Ann", "role": "CTO"},
    "me": {"name": "Sam Reed", "first_name": "Sam", "firm": "Reed & Co", "phone": "+1 641 555 0184"},
    "proposal": {"title": "ERP rollout", "amount": "24,000 USD", "terms": "30 days net", "expires": "22 July 2026"},
    "today": Day(2026, 6, 22),
}  # fmt: skip
SUBJECT = "{{ lead.title }} at {{ lead.company }}"
LONG = """\
Hi {{ contact.first_name | default('there') }},

thank you for the talk about {{ lead.title }}.
{% if contact.role %}
As {{ contact.role }} of {{ lead.company }} you asked three things.
{% endif %}

1. What does it cost?
   {{ proposal.amount }}, {{ proposal.terms | lower }}.
2. When can it be done?
   Before {{ lead.deadline }}, if we begin by {{ proposal.expires }}.
3. Who does the work?
   {{ me.name }} and one more from {{ me.firm }}.

What we noted about you:
{% for tag in lead.tags %}
- {{ tag | capitalize }}{% if not loop.last %};{% endif %}

{% endfor %}

The next steps for {{ lead.company }} are these:

- you look through the proposal for {{ lead.title }},
- you tell me what is missing,
- {{ me.first_name }} sends the final one to {{ contact.name }}.

A word by mail is enough; I am at {{ me.phone }} too.

{{ me.name }}
{{ me.firm }}"""


def main() -> int:
    """Print a line a measurement; 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--renders", type=int, default=10_000)
    renders = parser.parse_args().renders
    first = STARTERS[0]
    broken = tell_ratio("a starter", first.subject, first.body, renders)
    broken |= tell_ratio("30 lines", SUBJECT, LONG, renders)
    return int(broken | tell_key())


def tell_ratio(what: str, subject: str, body: str, renders: int) -> bool:
    """The time of all renderings against bare Jinja2's; whether the limit is broken."""
    bare = Environment(undefined=StrictUndefined)
    title, letter = bare.from_string(subject), bare.from_string(body)
    turn = max(1, renders // TURNS)
    ours, theirs = [], []
    assert not render(subject, body, VALUES).missing
    for _ in range(TURNS):
        began = process_time()
        for _ in range(turn):
            title.render(VALUES)
            letter.render(VALUES)
        theirs.append(process_time() - began)
        began = process_time()
        for _ in range(turn):
            render(subject, body, VALUES)
        ours.append(process_time() - began)
    ratio = sum(ours) / sum(theirs)
    each = sum(ours) / (turn * TURNS) * 1e6
    print(f"{renders:,} renderings of {what}: {each:.0f} µs each, {ratio:.2f} × bare Jinja2 (≤ {RATIO_LIMIT})")
    return ratio > RATIO_LIMIT


def tell_key() -> bool:
    """A word typed in the middle of the long template, key by key; whether the limit is broken."""
    place = LONG.index("A word by mail")
    steps: dict[str, list[float]] = {"check": [], "render": [], "colour": []}
    for number in range(60):
        text = f"{LONG[:place]}{'x' * number} {LONG[place:]}"
        for step, work in (
            ("check", lambda text=text: check(SUBJECT, text)),
            ("render", lambda text=text: render(SUBJECT, text, VALUES)),
            ("colour", lambda text=text: pieces(text)),
        ):
            began = process_time()
            work()
            steps[step].append((process_time() - began) * 1e3)
    halves = {step: median(times[5:]) for step, times in steps.items()}
    whole = median(map(sum, zip(*(times[5:] for times in steps.values()), strict=True)))
    parts = ", ".join(f"{step} {half:.2f}" for step, half in halves.items())
    print(f"a key in {LONG.count(chr(10)) + 1} lines: {whole:.2f} ms (≤ {KEY_LIMIT_MS}): {parts}")
    return whole > KEY_LIMIT_MS


if __name__ == "__main__":
    sys.exit(main())
