"""What every way out can do."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

from hermes_tui.outreach.finding import Finding

if TYPE_CHECKING:
    from hermes_tui.outreach.mail.letter import Letter


class HandOver(NamedTuple):
    """What the rep's own program is to be given: `kind` is "url" (to be opened) or "text" (to be copied)."""

    kind: str
    text: str


class Way(Protocol):
    """A way out. Used as a context (`with way:`) many letters go over one connection; without, each has its own.

    `name` is the word of the setting `send_by`. `hands_over`: the rep's own program sends the letter (a draft, an .eml
    file, a mailto: link, the clipboard), so that "sent?" is asked afterwards.
    """

    @property
    def name(self) -> str: ...

    @property
    def hands_over(self) -> bool: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def send(self, letter: Letter) -> str:
        """Let a letter go; returns where it went, in words. Raises SendRefused (nothing left) or SendInDoubt."""
        ...

    def given(self, letter: Letter) -> HandOver | None:
        """What the screen opens or copies for this letter; None where `send` puts it in its place by itself."""
        ...

    def went(self, letter: Letter) -> bool | None:
        """After a crash: whether this letter left by this way; None where the way cannot know."""
        ...

    def check(self, *, connect: bool = False) -> list[Finding]:
        """What `hermes doctor` says of this way. A socket is opened only where `connect` asks for it."""
        ...


class Plain:
    """A way that has nothing to open or to close."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def given(self, letter: Letter) -> HandOver | None:
        """Nothing: the way puts the letter in its place by itself."""
        return None
