"""A proposal as a file of its own: Markdown, or one HTML page that prints as it should and fetches nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, tzinfo
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.exchange.proposal_words import amount_words, plain, spelled
from storage.errors import HermesError, UsageError
from storage.queries import lead as lead_queries
from storage.queries.proposals import offer

if TYPE_CHECKING:
    from markdown_it.token import Token

    from storage.database import Database

FORMATS = ("md", "html")
_NAME_LENGTH = 60
_NOT_OURS = frozenset({".pdf", ".doc", ".docx", ".odt", ".rtf"})


class Paper(NamedTuple):
    """What a proposal says on paper. `facts` are (label, words), empty ones left out; `slug` begins its file's name."""

    title: str
    buyer: str
    facts: tuple[tuple[str, str], ...]
    body: str
    terms: str
    slug: str


def paper(database: Database, proposal_id: int, rep: str, now: int, zone: tzinfo) -> Paper:
    """A proposal as it goes on paper; `rep` signs it where that is known. Raises NotFound.

    It is dated the day it was sent, before that today, on the rep's clock (`now` UTC ms).
    """
    row = offer(database, proposal_id)
    day = datetime.fromtimestamp((now if row.sent_at is None else row.sent_at) / 1000, zone).date()
    lead = lead_queries.detail(database, row.lead_id)
    people = lead_queries.contacts(database, row.lead_id)
    reader = next((each for each in people if each.is_primary), people[0] if len(people) == 1 else None)
    # A role is left out: Champion or Blocker is what we call them among ourselves.
    person = "" if reader is None else reader.name
    buyer = lead.company or person or lead.title
    facts = (
        ("Prepared for", ", ".join(part for part in (person, lead.company) if part)),
        ("Prepared by", rep),
        ("Date", spelled(day)),
        ("Version", str(row.version)),
        ("Valid until", spelled(date.fromisoformat(row.expires_on)) if row.expires_on else ""),
        ("Amount", amount_words(row.amount, row.currency)),
    )
    return Paper(
        row.title, buyer, tuple(fact for fact in facts if fact[1]), row.body, row.terms or "",
        f"{_slug(lead.company or lead.title)}-{_slug(row.title)}-v{row.version}",
    )  # fmt: skip


def file_name(page: Paper, kind: str) -> str:
    """What to call the file: `acme-corp-erp-rollout-v2.html`."""
    return f"{page.slug}.{kind}"


def kind_of(path: str, default: str = "md") -> str:
    """The format that a file's name asks for: html for .html and .htm, md for .md, else the default.

    Raises UsageError for a name that promises what the file would not be.
    """
    ending = Path(path).suffix.casefold()
    if ending in _NOT_OURS:
        raise UsageError(f"Hermes writes no {ending}; name it .html, which any browser prints as PDF, or .md.")
    return {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md"}.get(ending, default)


def render(page: Paper, kind: str) -> str:
    """The file's text; `kind` is one of FORMATS."""
    return as_html(page) if kind == "html" else as_markdown(page)


# -- Markdown --------------------------------------------------------------------------------------------


def as_markdown(page: Paper) -> str:
    """Title, facts, words, terms. Facts are data and escaped; words and terms are Markdown, as the rep wrote them."""
    parts = [f"# {plain(page.title)}", "\n".join(f"- **{label}:** {plain(words)}" for label, words in page.facts)]
    if page.body:
        parts.append(page.body)
    if page.terms:
        parts += ["## Terms", page.terms]
    return "\n\n".join(parts) + "\n"


# -- HTML ------------------------------------------------------------------------------------------------

_STYLE = """
@page { margin: 22mm 20mm 24mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
* { box-sizing: border-box; }
html { background: #eee; }
body { font: 11pt/1.5 Georgia, "Times New Roman", serif; color: #1a1a1a; background: #fff; max-width: 176mm;
  margin: 10mm auto; padding: 20mm; overflow-wrap: break-word; }
h1, h2, h3, h4, dt, table, footer { font-family: "Helvetica Neue", Helvetica, Arial, sans-serif; }
h1 { font-size: 22pt; line-height: 1.2; margin: 0 0 8mm; }
h2 { font-size: 13pt; margin: 7mm 0 1.5mm; }
h3, h4 { font-size: 11pt; margin: 5mm 0 1mm; }
h1, h2, h3, h4 { break-after: avoid; }
p, li, blockquote { orphans: 3; widows: 3; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 1mm 6mm; margin: 0 0 8mm; padding: 4mm 0;
  border: solid #1a1a1a; border-width: 1px 0; break-inside: avoid; }
dt { color: #555; font-size: 9.5pt; }
dd { margin: 0; }
dd.amount { font-weight: bold; }
blockquote { margin: 3mm 0; padding-left: 4mm; border-left: 2px solid #999; color: #444; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; margin: 3mm 0; font-size: 10pt; }
th, td { border-bottom: 1px solid #bbb; padding: 1.5mm 2mm; text-align: left; vertical-align: top; }
tr, pre { break-inside: avoid; }
pre { white-space: pre-wrap; background: #f4f4f4; padding: 3mm; font-size: 9.5pt; }
hr { border: 0; border-top: 1px solid #bbb; margin: 6mm 0; }
a { color: inherit; }
footer { display: grid; grid-template-columns: 2fr 1fr; gap: 10mm; margin-top: 18mm; font-size: 9.5pt; color: #555;
  break-inside: avoid; break-before: avoid; }
main > :last-child { break-after: avoid; }
footer div { border-top: 1px solid #1a1a1a; padding-top: 1mm; }
@media print { html { background: #fff; } body { margin: 0; padding: 0; max-width: none; } }
@media (max-width: 176mm) { body { margin: 0; padding: 8mm; } }
"""
# Nothing may be fetched or run, whatever a proposal says: the page is read by the buyer.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def as_html(page: Paper) -> str:
    """One self-contained page for screen and paper (A4 and Letter alike: only margins are set, no paper)."""
    facts = "\n".join(
        f"<dt>{escape(label)}</dt><dd{' class=amount' if label == 'Amount' else ''}>{escape(words)}</dd>"
        for label, words in page.facts
    )
    terms = f"<h2>Terms</h2>\n{_html(page.terms, keep_lines=True)}" if page.terms else ""
    signed = f"Accepted for {page.buyer}: name and signature"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(page.title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{escape(page.title)}</h1>
<dl>
{facts}
</dl>
<main>
{_html(page.body)}{terms}</main>
<footer><div>{escape(signed)}</div><div>Date</div></footer>
</body>
</html>
"""


def _html(text: str, *, keep_lines: bool = False) -> str:
    """Markdown as HTML, of which no HTML of its own passes.

    An image is told in words: to fetch it would tell who reads the page, and when. Headings begin at the second rank,
    since the title has the first.
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "breaks": keep_lines}).enable(["table", "strikethrough"])
    reader.add_render_rule("image", _no_image)
    tokens = reader.parse(text)
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(4, 2 + int(token.tag[1]) - highest)}"
    return str(reader.renderer.render(tokens, reader.options, {}))


def _no_image(_self: object, tokens: Sequence[Token], place: int, *_rest: object) -> str:
    return f"[{escape(tokens[place].content or 'image')}]"


# -- to disk ---------------------------------------------------------------------------------------------


def write_paper(page: Paper, path: Path, kind: str, *, force: bool = False) -> Path:
    """Write the file, whole or not at all, readable by its owner only; a folder gets it under its own name.

    Returns where it is. Raises UsageError where a file is there already (unless `force`), HermesError where it
    cannot be written.
    """
    place = path / file_name(page, kind) if path.is_dir() else path
    if place.exists() and not force:
        raise UsageError(f"{place} exists already and was left as it is; name another file, or say --force.")
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as out:
            out.write(render(page, kind))
        part.replace(place)
    except OSError as error:
        raise HermesError(f"{place} cannot be written ({error.strerror}); nothing was written.") from error
    finally:
        with suppress(OSError):  # it became the file, or never was
            part.unlink()
    return place


def _slug(text: str) -> str:
    """A name as part of a file's name, in letters that every disk and mail program takes."""
    from unicodedata import normalize

    ascii_only = normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:_NAME_LENGTH].rstrip("-")
    return words or "proposal"
