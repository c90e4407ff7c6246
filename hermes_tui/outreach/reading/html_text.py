"""The text of an HTML mail: paragraphs, lists and quotes as lines, links with their addresses.

Not by html.parser: it looks for the end of each broken tag to the end of the text, so that a megabyte of `<a` takes
it minutes. Here a tag that is not closed before the next `<` is text, and everything is read once.
"""

from __future__ import annotations

import html
import re

# A `>` in quotes ends no tag, unless the quotes are broken. Possessive throughout: what was read is not read again.
_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})"
    r"(?:((?:[^<>\"']++|\"[^\"<]{0,4000}+\"|'[^'<]{0,4000}+'|[\"'])*+)>|([^<>]*+)>)"
)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s"'>]{1,2000}))""", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_UNSEEN = frozenset({"head", "style", "script", "title", "noscript", "template", "object", "svg", "xml"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote", "hr"})
_LINES = frozenset(
    {"div", "tr", "li", "dt", "dd", "section", "article", "header", "footer", "center", "form", "address"}
)
CAP = 1_000_000


def html_text(source: str) -> str:
    """The text that a reader of the mail sees, at most CAP characters of `source` read; quoted lines begin with `> `.

    >>> html_text('<p>Yes, <b>please</b>:</p><a href="https://a.example/x">the plan</a>')
    'Yes, please:\\n\\nthe plan (https://a.example/x)'
    """
    source = _without_asides(source[:CAP])
    page = _read(source, _Page())
    if page.ends_unseen:  # something hidden that is never closed: better too much than nothing
        page = _read(source, _Page(hides=False))
    return page.text()


def _read(source: str, page: _Page) -> _Page:
    place = 0
    for tag in _TAG.finditer(source):
        page.say(source[place : tag.start()])
        page.meet(tag[2].lower(), bool(tag[1]), tag[3] or tag[4] or "")
        place = tag.end()
    page.say(source[place:])
    return page


def _without_asides(source: str) -> str:
    """Without comments, declarations and conditions; a comment that never ends is only its sign."""
    kept = []
    place = 0
    while (begin := source.find("<!", place)) >= 0:
        kept.append(source[place:begin])
        comment = source.startswith("<!--", begin)
        end = source.find("-->" if comment else ">", begin + 2)
        if end < 0:
            return "".join((*kept, source[begin + 2 :].replace("<!", "")))
        place = end + (3 if comment else 1)
    return "".join((*kept, source[place:]))


class _Page:
    """What was read so far: finished lines, the line being written, how deep in quotes, and what is not shown."""

    def __init__(self, *, hides: bool = True) -> None:
        self._hides = hides
        self._lines: list[str] = []
        self._line: list[str] = []
        self._depth = 0
        self._unseen = ""
        self._nested = 0
        self._link = ("", 0)
        self._kept_lines = 0

    def say(self, written: str) -> None:
        if not written or self._unseen:
            return
        said = html.unescape(written).replace("\xa0", " ")
        if self._kept_lines:
            first, *others = said.replace("\r\n", "\n").split("\n")
            self._line.append(first)
            for other in others:
                self._end_line()
                self._line.append(other)
            return
        self._line.append(_SPACES.sub(" ", said))

    def meet(self, name: str, closing: bool, rest: str) -> None:
        if self._unseen:
            if name == self._unseen:
                self._nested += -1 if closing else not rest.endswith("/")
                self._unseen = self._unseen if self._nested > 0 else ""
            return
        if not closing and (name in _UNSEEN or self._is_hidden(rest)) and name not in _VOID:
            if not rest.endswith("/"):
                self._unseen, self._nested = name, 1
            return
        if name == "br":
            self._end_line()
        elif name in _PARAGRAPHS:
            self._end_paragraph()
        elif name in _LINES:
            self._end_line_if_begun()
        if name == "li" and not closing:
            self._line.append("- ")
        elif name in ("td", "th") and closing:
            self._line.append(" ")
        elif name == "a":
            self._meet_link(closing, rest)
        elif name == "pre":
            self._kept_lines = max(0, self._kept_lines + (-1 if closing else 1))
        elif name == "blockquote":
            self._depth = max(0, self._depth + (-1 if closing else 1))

    @property
    def ends_unseen(self) -> bool:
        """Whether what was hidden last is never closed."""
        return self._unseen != "" and self._unseen not in _UNSEEN

    def text(self) -> str:
        self._end_line_if_begun()
        return "\n".join(self._lines).strip("\n")

    def _is_hidden(self, rest: str) -> bool:
        return self._hides and "style" in rest and _HIDDEN.search(rest) is not None

    def _meet_link(self, closing: bool, rest: str) -> None:
        if not closing:
            found = _HREF.search(rest)
            self._link = (html.unescape(next(filter(None, found.groups()))) if found else "", len(self._line))
            return
        target, begun = self._link
        self._link = ("", 0)
        shown = "".join(self._line[begun:]).strip()
        known = target.removeprefix("mailto:").removeprefix("https://").removeprefix("http://").rstrip("/")
        if shown and target.startswith(("http://", "https://", "mailto:")) and known.lower() not in shown.lower():
            self._line.append(f" ({target.removeprefix('mailto:')})")

    def _end_line(self) -> None:
        written = "".join(self._line)
        written = written.rstrip() if self._kept_lines else _SPACES.sub(" ", written).strip()
        self._line = []
        self._link = (self._link[0], 0)
        self._lines.append((">" * self._depth + " " + written).rstrip() if self._depth else written)

    def _end_line_if_begun(self) -> None:
        if "".join(self._line).strip():
            self._end_line()
        else:
            self._line = []
            self._link = (self._link[0], 0)

    def _end_paragraph(self) -> None:
        self._end_line_if_begun()
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(">" * self._depth)


_VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "col", "area", "base", "wbr"})
