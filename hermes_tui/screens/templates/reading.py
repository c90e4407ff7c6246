"""What a buyer would read: a template filled in for one lead, its gaps marked, painted line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Region

from hermes_tui import formats
from hermes_tui.screens.brief import Brief
from hermes_tui.screens.styles import DIM
from widgets.drawing import one_line

if TYPE_CHECKING:
    from hermes_tui.outreach.templates.rendering import Rendered
    from hermes_tui.screens.templates.samples import Samples

GAP_STYLE = "bold reverse $text-warning"
_MAIL = "email"
_IN_SIGHT = 2  # lines above and below what is written


class Reading(Brief):
    """A letter: each of its lines wrapped as any mail program would, and wrapped again only when it was changed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._wrapped: dict[tuple[object, ...], list[Content]] = {}

    def show(self, content: Content, *, keep_place: bool = False) -> None:
        """Show this text; where it stays at its place, only the lines that differ are painted.

        What lies between two painted lines costs a frame as much as they do: the ends, where ▲ and ▼ stand, are
        left alone where these stay.
        """
        if not (self.size.width and keep_place):
            super().show(content, keep_place=keep_place)
            return
        before, more, top = self._lines, self._signs(), self._top
        self._content, self._wrapped_to = content, 0
        self._wrap()
        self._top = min(top, self._last_top())
        if self._top != top or self._signs() != more:
            self.refresh()
            return
        width, height = self.size
        old, new = (lines[top : top + height] for lines in (before, self._lines))
        blank = Content("")
        for y in range(height):
            was, now = (part[y] if y < len(part) else blank for part in (old, new))
            if was is not now and not was.is_same(now):
                self.refresh(Region(0, y, width, 1))

    def _signs(self) -> tuple[bool, bool]:
        return self._top > 0, self._top < self._last_top()

    def follow(self, share: float) -> None:
        """Have what stands at this share of the whole in sight; while it is, nothing moves."""
        self._wrap()
        height = self.size.height
        place = round(share * (len(self._lines) - 1))
        margin = min(_IN_SIGHT, height // 3)
        if not self._top + margin <= place < self._top + height - margin:
            self.scroll_lines(place - height // 2 - self._top)

    def _wrap(self) -> None:
        width = max(1, self.size.width - 1)  # the last cell is for ▲ and ▼
        if width == self._wrapped_to:
            return
        self._wrapped_to = width
        before, self._wrapped, self._lines = self._wrapped, {}, []
        for line in self._content.split("\n", allow_blank=True):
            key = (width, line.plain, *line.spans)
            lines = before.get(key) or self._wrapped.get(key)
            if lines is None:
                whole = one_line(line)
                lines = [whole] if whole.cell_length <= width else whole.wrap(width)
            self._wrapped[key] = lines
            self._lines += lines


def as_read(rendered: Rendered, samples: Samples, channel: str) -> Content:
    """The letter with its head; a channel other than mail has no subject."""
    parts = [Content.assemble(("to       ", DIM), samples.to or Content.styled("nobody known", "$text-warning"))]
    if channel == _MAIL:
        subject = _marked(rendered, "subject") if rendered.subject else Content.styled("none", "$text-warning")
        parts.append(Content.assemble(("subject  ", DIM), subject.stylize_before("bold")))
    body = _marked(rendered, "body") if rendered.body else Content.styled("Nothing is written yet", DIM)
    return Content("\n").join([*parts, Content(""), body])


def _marked(rendered: Rendered, part: str) -> Content:
    text = Content(rendered.subject if part == "subject" else rendered.body, strip_control_codes=False)
    for gap in rendered.gaps:
        if gap.part == part:
            text = text.stylize(GAP_STYLE, gap.start, gap.end)
    return text


def state_words(rendered: Rendered, samples: Samples) -> Content:
    """`2 gaps: contact.first_name, offer.date · sample 3 of 12: Acme Corp`.

    Where only the settings have gaps: `1 gap: me.name: hermes config set name … · sample 3 of 12: Acme Corp`.
    """
    if rendered.faults:
        first = Content.styled(formats.count(len(rendered.faults), "fault"), "bold $text-error")
    elif rendered.missing:
        from hermes_tui.outreach.templates.remedies import remedy

        count = formats.count(len(rendered.missing), "gap")
        first = Content.assemble((f"{count}: ", "bold $text-warning"), ", ".join(rendered.missing))
        if all(field.startswith("me.") for field in rendered.missing):  # of any lead: it is not the sample's fault
            first = Content.assemble(first, (f": {remedy(rendered.missing).replace('`', '')}", "$text-warning"))
    else:
        first = Content.styled("no gaps", DIM)
    return Content.assemble(" ", first, (f" · {samples.words}", DIM))
