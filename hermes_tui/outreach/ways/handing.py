"""Ways that hand the letter to the rep: a mailto: link for the mail program, the text for the clipboard."""

from __future__ import annotations

import sys

from hermes_tui.outreach.finding import Finding
from hermes_tui.outreach.mail.addresses import wire_address
from hermes_tui.outreach.mail.headers import message_ids
from hermes_tui.outreach.mail.letter import Letter
from hermes_tui.outreach.ways.faults import SendRefused
from hermes_tui.outreach.ways.way import HandOver, Plain
from storage.clean import clean

# What an opener takes for certain: Windows cuts at 2,083; elsewhere browsers with a mail program of their own at 8,192.
LONGEST_LINK = 2_000 if sys.platform == "win32" else 8_000


class Mailto(Plain):
    """A link that the system opens in the rep's mail program, filled in."""

    name = "mailto"
    hands_over = True

    def send(self, letter: Letter) -> str:
        """Nothing leaves here: the screen opens `given`. Raises SendRefused where the letter is too long for a link."""
        mailto_link(letter)
        return f"opened in your mail program, for {letter.to_address}"

    def given(self, letter: Letter) -> HandOver | None:
        """The link. Raises SendRefused as `send` does."""
        return HandOver("url", mailto_link(letter))

    def went(self, letter: Letter) -> bool | None:
        """Not known: only the rep's mail program, and the rep, know."""
        return None

    def check(self, *, connect: bool = False) -> list[Finding]:
        """Nothing to look at: the system finds the program."""
        return [Finding("sending (mailto)", True, "your mail program opens, filled in; you send")]


class Clipboard(Plain):
    """The text to be pasted: LinkedIn, Reddit, Discord, X, a mail program in a browser."""

    name = "clipboard"
    hands_over = True

    def send(self, letter: Letter) -> str:
        """Nothing leaves here: the screen copies `given`."""
        subject = clean(letter.subject)
        return f"copied, to be pasted; its subject: {subject}" if subject else "copied, to be pasted"

    def given(self, letter: Letter) -> HandOver | None:
        """The body, which is what goes into the window of any channel."""
        return HandOver("text", clean(letter.body, multiline=True))

    def went(self, letter: Letter) -> bool | None:
        """Not known: only the rep knows."""
        return None

    def check(self, *, connect: bool = False) -> list[Finding]:
        """Nothing to look at."""
        return [Finding("sending (clipboard)", True, "messages are copied; you paste and send")]


def mailto_link(letter: Letter) -> str:
    """The letter as a mailto: link (RFC 6068). Raises SendRefused for no address, or more text than a link may hold."""
    from urllib.parse import quote

    local, _, domain = wire_address(letter.to_address, utf8=True).rpartition("@")
    fields = [("subject", clean(letter.subject)), ("body", clean(letter.body, multiline=True).replace("\n", "\r\n"))]
    answered = message_ids(letter.in_reply_to)[-1:]
    if answered:
        fields.insert(0, ("In-Reply-To", answered[0]))
    asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields if value)
    link = f"mailto:{quote(local, safe='')}@{quote(domain, safe='')}" + (f"?{asked}" if asked else "")
    if len(link) > LONGEST_LINK:
        raise SendRefused(
            f"The letter is too long for a mailto: link ({len(link):,} of {LONGEST_LINK:,} characters); nothing was "
            "sent. Shorten it, or let it go as a file or by the clipboard."
        )
    return link
