"""`handoff.md`: the deal as its next owner wants to read it, first how it stands, then what there was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from hermes_tui.exchange.handoff.escaping import cell, one, quoted, start
from hermes_tui.exchange.handoff.timeline import timeline, who
from hermes_tui.exchange.handoff.told import Told
from hermes_tui.exchange.handoff.writing import amount, at, day_at, day_at_ms, day_on, minute
from hermes_tui.formats import count
from hermes_tui.scoring.committee import Seat
from hermes_tui.scoring.completeness import FORMULA
from hermes_tui.scoring.facts import whole_days
from storage.queries.objections import standing
from storage.queries.tasks import PENDING

_ANY_KIND, _PRESSING = ("FOLLOWUP", "OTHER"), ("HIGH", "URGENT")


def document(content: dict[str, Any], told: Told, proposal_file: str = "") -> str:
    """The whole document. The newest proposal's words are in `proposal_file`; where that is "", in the document."""
    sections = (
        ("", _head(content, told)),
        ("What they want", quoted(content["description"]) if content["description"] else ""),
        ("People", _people(told)),
        ("Open questions", _listed(_questions(content, told))),
        ("Next steps", _listed(_tasks(content, told)) or "Nothing is planned."),
        ("Objections", _objections(content, told) or "None was raised."),
        ("Proposal", _proposals(content, told, proposal_file) or "There is none yet."),
        ("Timeline", timeline(content, told)),
        ("Completeness", _completeness(told)),
    )
    return "\n\n".join(f"## {title}\n\n{text}" if title else text for title, text in sections if text) + "\n"


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


# -- how it stands ---------------------------------------------------------------------------------------


def _head(content: dict[str, Any], told: Told) -> str:
    title = f"{content['company']}: {content['title']}" if content["company"] else content["title"]
    today = day_at_ms(told.now, told.zone)
    facts = (
        ("Stage", _stage(content, told)),
        ("Value", amount(content, "value")),
        ("Next step", one(told.next_step)),
        ("Complete", f"{told.completeness.percent} %{_lacking(told)}"),
        ("Budget", _budget(content)),
        ("Deadline", day_on(content["deadline"])),
        ("Snoozed until", day_at(content["snoozed_until"], told.zone)),
        ("Score", _score(content)),
        ("Heat", one(told.heat)),
        ("Tags", one(", ".join(content["tags"]))),
        ("Source", one(content["source"])),
        ("Link", one(content["source_url"])),
        ("Author", one(" · ".join(filter(None, (content["author"], content["author_url"]))))),
        ("E-mail", one(content["email"])),
        ("Phone", one(content["phone"])),
        ("Website", one(content["website"])),
        ("Their number", one(content["external_id"])),
        *((one(name), one(str(value))) for name, value in content["custom"].items() if value not in (None, "")),
    )
    lines = "\n".join(f"- **{name}**: {text}" for name, text in facts if text)
    by = f" by {one(told.rep)}" if told.rep else ""
    return f"# {start(title)}\n\nHanded over{by} on {today}; lead #{told.lead_id} in the file it came from.\n\n{lines}"


def _stage(content: dict[str, Any], told: Told) -> str:
    label = told.stage_labels.get(content["stage"], content["stage"])
    days = count(whole_days(told.stage_since, told.now), "day")
    since = day_at_ms(told.stage_since, told.zone)
    reason = f" ({content['close_reason']})" if content["close_reason"] else ""
    return one(f"{label} for {days}, since {since}" if told.is_open else f"{label} {days} ago, on {since}{reason}")


def _budget(content: dict[str, Any]) -> str:
    ends = [amount(content, name) for name in ("budget_min", "budget_max")]
    return " to ".join(filter(None, dict.fromkeys(ends)))


def _score(content: dict[str, Any]) -> str:
    if content["score"] is None:
        return ""
    reasons = ", ".join(f"{each['reason']} {each['points']:+}" for each in content["score_reasons"])
    return one(
        str(content["score"]) + (" (set by hand)" if content["score_manual"] else f": {reasons}" * bool(reasons))
    )


def _lacking(told: Told) -> str:
    return f"; missing: {', '.join(told.completeness.missing)}" if told.completeness.missing else ""


# -- the people ------------------------------------------------------------------------------------------


def _people(told: Told) -> str:
    if not told.committee.seats:
        return "Nobody is known yet."
    rows = "\n".join(_seat(seat, told) for seat in told.committee.seats)
    table = (
        f"| | Person | Role | Mood | Last in | Last out | Silent | Reach |\n|---|---|---|---|---|---|---|---|\n{rows}"
    )
    return f"{table}\n\n★ the champion, ✓ can say yes\n\n{_listed(map(start, told.warnings))}".rstrip()


def _seat(seat: Seat, told: Told) -> str:
    last_in, last_out = (
        day_at_ms(moment, told.zone) if moment is not None else "never"
        for moment in (seat.last_in_at, seat.last_out_at)
    )
    silent = "never heard" if seat.silent_days is None else f"{seat.silent_days}d"
    cells = (
        "★" * seat.is_primary + "✓" * seat.buys or " ", cell(seat.name), cell(seat.role), cell(seat.mood), last_in,
        last_out, silent, cell(told.reach.get(seat.id)),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


# -- what is open ----------------------------------------------------------------------------------------


def _questions(content: dict[str, Any], told: Told) -> Iterator[str]:
    """The words that wait for ours and each open objection first, then what nobody knows yet."""
    if told.owed is not None:
        since, words = told.owed
        asked = day_at_ms(since, told.zone)
        yield f"They have waited for our answer since {asked}" + (f": “{one(words)}”" if words else "")
    for objection in content["objections"]:
        if standing(objection["state"], told.is_open) == "open":
            yield f"{objection['kind'].capitalize()}: what answers “{one(_note(content, objection)['text'])}”?"
    told_already = ("our answer to their last words", "an answer to each objection")
    yield from (item.question for item in told.items if not item.known and item.missing not in told_already)


def _note(content: dict[str, Any], objection: dict[str, Any]) -> dict[str, Any]:
    note: dict[str, Any] = content["notes"][objection["note"] - 1]
    return note


def _tasks(content: dict[str, Any], told: Told) -> Iterator[str]:
    pending = [task for task in content["tasks"] if task["status"] in PENDING]
    for task in sorted(pending, key=lambda task: (task["due"] is None, task["due"], task["due_at"] or "")):
        when = day_on(task["due"]) or "some day"
        if task["due_at"]:
            when += f" {minute(at(task['due_at'], told.zone)).rpartition(' ')[2]}"
        name = who(content, task["contact"])
        with_whom = f" · {name}" if name else ""
        marks = [task["kind"]] * (task["kind"] not in _ANY_KIND) + [task["priority"]] * (task["priority"] in _PRESSING)
        yield f"**{when}**: {one(task['title'])}{with_whom}" + (f" ({', '.join(marks).lower()})" if marks else "")


def _objections(content: dict[str, Any], told: Told) -> str:
    """Open ones first, then the newest."""
    raised = sorted(content["objections"], key=lambda each: each["raised_at"], reverse=True)
    return "\n\n".join(_objection(content, each, told) for each in sorted(raised, key=lambda e: e["state"] != "open"))


def _objection(content: dict[str, Any], objection: dict[str, Any], told: Told) -> str:
    note = _note(content, objection)
    state = standing(objection["state"], told.is_open)
    ended = f" on {day_at(objection['resolved_at'], told.zone)}" if objection["resolved_at"] else ""
    name = who(content, note["contact"])
    raised = f"raised on {day_at(objection['raised_at'], told.zone)}{f' by {name}' if name else ''}"
    line = f"**{objection['kind'].capitalize()}**, {state}{ended}; {raised}"
    answer = f"\n\nAnswered with:\n\n{quoted(objection['resolution'])}" if objection["resolution"] else ""
    return f"{line}\n\n{quoted(note['text'])}{answer}"


# -- what was offered ------------------------------------------------------------------------------------


def current_proposal(content: dict[str, Any]) -> dict[str, Any] | None:
    """The offer that counts: the one written last."""
    offers: Sequence[dict[str, Any]] = content["proposals"]
    return offers[-1] if offers else None


def _proposals(content: dict[str, Any], told: Told, file: str) -> str:
    current = current_proposal(content)
    if current is None:
        return ""
    facts = [_offer(current, told)]
    if current["expires_on"]:
        facts.append(f"Valid until {day_on(current['expires_on'])}.")
    parts = [" ".join(facts)]
    if current["terms"]:
        parts.append(f"Terms:\n\n{quoted(current['terms'])}")
    if file:
        parts.append(f"Its words are in [{file}]({file}).")
    elif current["body"]:
        parts.append(quoted(current["body"]))
    before = _listed(_offer(each, told) for each in reversed(content["proposals"][:-1]))
    return "\n\n".join([*parts, *([f"Before it:\n\n{before}"] if before else [])])


def _offer(offer: dict[str, Any], told: Told) -> str:
    steps = ", ".join(
        f"{step} {day_at(offer[name], told.zone)}"
        for name, step in (("sent_at", "sent"), ("viewed_at", "viewed"), ("decided_at", "decided"))
        if offer[name]
    )
    worth = amount(offer, "amount") or "no amount"
    dates = f" ({steps})" if steps else ""
    return f"**{one(offer['title'])}** v{offer['version']}: {worth}, {offer['status'].lower()}{dates}."


def _completeness(told: Told) -> str:
    rows = "\n".join(f"| {item.weight} | {item.missing} | {'yes' if item.known else '**no**'} |" for item in told.items)
    return f"{told.completeness.percent} %: {FORMULA}.\n\n| Weight | Known | |\n|---:|---|---|\n{rows}"
