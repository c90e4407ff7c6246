"""Handing a lead over: its packet gathered as files in memory, and written to a folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hermes_tui import __version__
from hermes_tui.actions.outcome import called
from hermes_tui.actions.packet_fields import kinds_of
from hermes_tui.exchange.handoff.document import current_proposal, document
from hermes_tui.exchange.handoff.folder import slug, write_folder
from hermes_tui.exchange.handoff.gather import lead_content
from hermes_tui.exchange.handoff.packet import DOCUMENT_FILE, FIELDS, LEAD_FILE, lead_text
from hermes_tui.exchange.handoff.told import Told
from hermes_tui.metrics.known import lead_known
from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.metrics.suggestion import suggestion
from hermes_tui.scoring.committee import CommitteeMap, champion, committee_map
from hermes_tui.scoring.completeness import Completeness, completeness, items
from hermes_tui.scoring.facts import LeadFacts
from hermes_tui.scoring.heat import heat
from hermes_tui.scoring.risk import risks
from hermes_tui.scoring.score import ledger_text
from storage.database import Database
from storage.queries import lead as lead_queries
from storage.queries.stages import StageRow, stages

if TYPE_CHECKING:
    from storage.queries.lead import ContactRow, LeadDetail

PEOPLE_FILE, TASKS_FILE = "people.vcf", "tasks.ics"
KEY_BEFORE = "handoff:"  # of the key under which an import keeps where a lead came from
_MARK = "handoff_mark"


class Handoff(NamedTuple):
    """A lead ready to be handed over: what to call its folder, the packet's key, and its files by name."""

    lead_id: int
    folder: str
    key: str
    files: dict[str, str]
    completeness: Completeness

    @property
    def document(self) -> str:
        """What a person reads."""
        return self.files[DOCUMENT_FILE]


class Written(NamedTuple):
    """Where a packet is and what is in it."""

    folder: Path
    files: tuple[str, ...]
    completeness: Completeness


def handoff(database: Database, lead_id: int, now: int, zone: tzinfo, stale_days: int, rep: str = "") -> Handoff:
    """Gather a lead's packet. Raises NotFound. `zone` is the rep's, for the days in the document; `rep` signs it."""
    content = lead_content(database, lead_id)
    told = _told(database, lead_id, now, zone, stale_days)._replace(rep=rep)
    key = packet_key(database, lead_id)
    files = _proposal(database, lead_id, content, told)
    files[DOCUMENT_FILE] = document(content, told, next(iter(files), ""))
    if content["contacts"]:
        files[PEOPLE_FILE] = _cards(content, key)
    calendar = _calendar(database, lead_id, key, now)
    if calendar:
        files[TASKS_FILE] = calendar
    found = told.completeness
    beside = {
        "completeness": {"percent": found.percent, "missing": list(found.missing)},
        FIELDS: kinds_of(database, content["custom"]),
    }
    files[LEAD_FILE] = lead_text(content, key, now, f"hermes {__version__}", tuple(files), beside)
    return Handoff(lead_id, folder_name(database, lead_id), key, files, found)


def folder_name(database: Database, lead_id: int) -> str:
    """What a packet is called where the rep names it nothing else: `acme-corp-142`. Raises NotFound."""
    return f"{slug(called(database, [lead_id]))}-{lead_id}"


def write_handoff(made: Handoff, folder: str, *, force: bool = False) -> Written:
    """Write a packet to `folder`, "" being one under the packet's own name. Raises HermesError."""
    place = write_folder(Path(folder or made.folder), made.files, made.key, force=force)
    return Written(place, tuple(sorted(made.files)), made.completeness)


# -- the key ---------------------------------------------------------------------------------------------


def packet_key(database: Database, lead_id: int) -> str:
    """The key of a lead's packets, the same in every file it comes to.

    That of the packet it came in; else this file's own mark with the lead's number, which is never given again.
    """
    brought = database.value(
        "SELECT key FROM import_row WHERE lead_id = ? AND key LIKE ? ORDER BY id LIMIT 1", (lead_id, f"{KEY_BEFORE}%")
    )
    return str(brought).removeprefix(KEY_BEFORE) if brought else f"{_file_mark(database)}:{lead_id}"


def own_lead(database: Database, key: str) -> int | None:
    """The lead of this file that a key names, where the packet was made here."""
    mark, _, number = key.rpartition(":")
    if not mark or mark != file_mark(database) or not number.isdecimal():
        return None
    return int(number) if len(number) < 16 and lead_queries.is_there(database, int(number)) else None


def file_mark(database: Database) -> str:
    """What names this file in the keys of packets; "" where none was ever made from it."""
    return str(database.value("SELECT value FROM setting WHERE key = ?", (_MARK,)) or "")


def _file_mark(database: Database) -> str:
    """A setting of the file and no action: undo leaves it, and backups carry it."""
    if not file_mark(database):
        import secrets

        with database.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO setting VALUES (?, ?)", (_MARK, secrets.token_hex(8)))
    return file_mark(database)


# -- what the files tell ---------------------------------------------------------------------------------


def _told(database: Database, lead_id: int, now: int, zone: tzinfo, stale_days: int) -> Told:
    pipeline = stages(database)
    detail, facts = lead_queries.detail(database, lead_id), lead_facts(database, lead_id, pipeline)
    known, people = lead_known(database, facts), lead_queries.contacts(database, lead_id)
    committee = committee_map(people, now, facts.engaged_days, facts.champion_silent_days)
    today = datetime.fromtimestamp(now / 1000, zone).date()
    return Told(
        lead_id=lead_id,
        now=now,
        zone=zone,
        stage_labels=_labels(pipeline),
        stage_since=detail.stage_entered_at,
        is_open=bool(detail.is_open),
        heat=_heat(facts, now),
        committee=committee,
        reach={row.id: _reach(row) for row in people},
        warnings=_warnings(facts, committee, now),
        next_step=_next_step(database, facts, now, today, stale_days),
        owed=_owed(detail),
        items=items(known),
        completeness=completeness(known),
    )


def _heat(facts: LeadFacts, now: int) -> str:
    found = heat(facts, now)
    return f"{found.points}: {ledger_text(found)}" if found.reasons else ""


def _labels(pipeline: Sequence[StageRow]) -> dict[str, str]:
    return {stage.name: stage.label for stage in pipeline}


def _reach(row: ContactRow) -> str:
    return " · ".join(part for part in (row.email, row.phone, row.channel and f"prefers {row.channel}") if part)


def _warnings(facts: LeadFacts, committee: CommitteeMap, now: int) -> tuple[str, ...]:
    """The risks, what else the committee lacks, what the champion's leaving would mean; nothing once closed."""
    if facts.stage_kind != "open" or not committee.seats:
        return ()
    found = risks(facts, now)
    told = {risk.code for risk in found}
    lead = champion(facts)
    leaving = committee.if_leaves(lead.id) if lead is not None else ""
    return (*(risk.text for risk in found), *(gap.text for gap in committee.gaps if gap.code not in told),
            *filter(None, (leaving,)))  # fmt: skip


def _next_step(database: Database, facts: LeadFacts, now: int, today: date, stale_days: int) -> str:
    found = suggestion(database, facts, now, today, stale_days)
    return "" if found is None else f"{found.label} ({found.because})"


def _owed(detail: LeadDetail) -> tuple[int, str] | None:
    return None if detail.owed_since is None or not detail.is_open else (detail.owed_since, detail.owed_quote or "")


def _proposal(database: Database, lead_id: int, content: dict[str, Any], told: Told) -> dict[str, str]:
    """The newest offer as a file of its own."""
    current = current_proposal(content)
    if current is None:
        return {}
    from hermes_tui.exchange.proposal_file import paper, render

    number = database.value("SELECT MAX(id) FROM proposal WHERE lead_id = ?", (lead_id,))
    name = f"proposal-{slug(current['title'])}-v{current['version']}.md"
    return {name: render(paper(database, int(number), told.rep, told.now, told.zone), "md")}


def _uid(key: str, what: str) -> str:
    """An id that stays, of what is at one place of the packet: a number of this file is another's in the next one."""
    from uuid import NAMESPACE_URL, uuid5

    return uuid5(NAMESPACE_URL, f"{key}/{what}").urn


def _cards(content: dict[str, Any], key: str) -> str:
    from hermes_tui.exchange.vcard import CardPerson, cards_text
    from hermes_tui.exchange.vcard.contacts import known_emails

    notes: dict[int, list[str]] = {}
    for note in content["notes"]:
        notes.setdefault(note["contact"] or 0, []).append(note["text"])
    return cards_text(
        [
            CardPerson(
                name=person["name"],
                emails=known_emails(person["email"] or person["email_typed"], notes.get(place, ())),
                phones=tuple(filter(None, (person["phone"] or person["phone_typed"],))),
                role=person["role"],
                org=content["company"],
                uid=_uid(key, str(place)),
            )
            for place, person in enumerate(content["contacts"], 1)
        ]
    )


_TASK_IDS = "SELECT id FROM task WHERE lead_id = ? ORDER BY id"


def _calendar(database: Database, lead_id: int, key: str, now: int) -> str:
    from storage.queries.sharing import tasks_out

    coming = tasks_out(database, [lead_id])
    if not coming:
        return ""
    from hermes_tui.exchange.ics import ics_task, tasks_text

    places = {number: place for place, (number,) in enumerate(database.rows(_TASK_IDS, (lead_id,)), 1)}
    tasks = [
        ics_task(row)._replace(uid=_uid(key, f"task/{places[row.id]}"), lead_uid=_uid(key, "lead")) for row in coming
    ]
    return tasks_text(tasks, now)
