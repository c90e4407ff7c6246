"""From a key typed in the template editor to the last byte of what it paints: the text, its faults, the preview.

    python bench/template_preview.py [--times 3]

Limit (issue 4): ≤ 8 ms a keystroke on a template of 30 lines, of which half the keys find the template broken or whole
again, since they are typed within a field. `minimal` is how many times as long as one key of a minimal Textual app in
the same run, which says how much of a miss is the machine's.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from bench_pty import MINIMAL, Painted, Report, Watched, percentile
from leads_file import desk
from walks import moves, opened

from hermes_tui.actions.templates import add_template
from hermes_tui.demo import DEMO_NOW
from storage.database import Database

LIMIT = 8.0
LEADS = 1_000
WORDS = "and so we would begin "
FIELD = "{{ lead.title }} "
"""Typed from the first brace on, the template is broken until the last one, and the preview stays."""
ENTER = "\r"
DOWN, END = "\x1b[B", "\x1b[F"
BODY = """Hi {{ contact.first_name }},

thank you for the call about {{ lead.title }}. This is how we would go about it, step by step.

We begin with a week at {{ lead.company }} in which we look and ask, and then write down
what we saw, what it costs you today, and what of it can be changed first. For that we
need a desk, and somebody who knows where things are and may tell us about them.

{% if lead.value %}
The whole of it would come to {{ lead.value }}, to be paid in three parts of the same size.
{% else %}
What the whole of it would come to we can say after that week, and not before it.
{% endif %}

In the past we did the like for others, and this is what they say of it today:

{% for tag in lead.tags %}
  - {{ tag | capitalize }}: one page on how it went and what it took, from first to last
{% endfor %}

If that is what you have in mind, then we would begin on the first day of {{ next_month }}.
If it is not, then a line on what is missing helps us both, and I will go by it.

Shall we talk about it on the phone next {{ weekday }}? You reach me at any hour of the day.

With kind regards from all of us here, and until then
{{ me.name }}
{{ me.email }}"""
_ABOVE = 14


def main() -> int:
    """Print a line a measurement; 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3, help="times each text is typed")
    wanted = parser.parse_args()
    report = Report()
    with desk(LEADS) as env:
        add_long_template(Path(env["HERMES_DB"]))
        least = minimal_key(env)
        with opened("queue", env) as program:
            to_the_editor(program)
            for what, keys in (("a word", WORDS), ("a field", FIELD), ("a new line", ENTER * 4)):
                tell(report, f"typing {what}", moves(program, keys, wanted.times), least)
    return int(report.broken)


def add_long_template(path: Path) -> None:
    """A template of thirty lines; it is sorted last, since nothing was sent from it."""
    database = Database.open(path)
    add_template(database, {"name": "Zz long", "subject": "About {{ lead.title }}", "body": BODY}, DEMO_NOW)
    database.close()


def to_the_editor(program: Watched) -> None:
    """The templates, the last of them, its editor, the end of the line in its middle."""
    for key in ("4", "G", "\r"):
        program.press(key)
        program.until_quiet(0.5)
    for key in (*[DOWN] * _ABOVE, END):
        program.press(key)
    program.until_quiet()


def minimal_key(env: dict[str, str]) -> float:
    """Milliseconds, p50, of the minimal app's one key, its timer as fast as Hermes sets its own."""
    program = Watched(MINIMAL, {**env, "TEXTUAL_FPS": "120"})
    try:
        program.first_frame()
        program.until_quiet()
        return statistics.median(_ms(moves(program, "j" * 24, 2)))
    finally:
        program.close()


def tell(report: Report, what: str, found: list[Painted], least: float) -> None:
    """p50 against the limit; p95, the processor's part and the bytes for reading."""
    half = statistics.median(_ms(found))
    work = statistics.median(one.processor for one in found) * 1000
    size = statistics.mean(one.size for one in found)
    more = {"p95_ms": percentile(_ms(found), 0.95), "minimal": half / least, "processor_ms": work, "bytes": size}
    report.line(what, "p50_ms", half, LIMIT, **more)


def _ms(found: list[Painted]) -> list[float]:
    return [one.seconds * 1000 for one in found]


if __name__ == "__main__":
    sys.exit(main())
