"""By a command that takes mail as sendmail does: msmtp, sendmail, a script of the rep's own."""

from __future__ import annotations

import re
from datetime import tzinfo
from pathlib import Path

from hermes_tui.outreach.finding import Finding
from hermes_tui.outreach.mail.addresses import wire_address
from hermes_tui.outreach.mail.composing import as_bytes, sender_address
from hermes_tui.outreach.mail.letter import Letter
from hermes_tui.outreach.running import Ran, command_words, program, run
from hermes_tui.outreach.ways.faults import SendInDoubt, SendRefused
from hermes_tui.outreach.ways.way import Plain

_SECONDS = 120.0
# -t: the recipients are read from the head; sendmail's letters may be joined (-ti).
_READS_RECIPIENTS = re.compile(r"-[itv]*t[itv]*|--read-recipients")
# sysexits.h: the connection broke, or the other side spoke nonsense: perhaps after the letter was taken.
_BROKE_OFF = (74, 76)
_LATER = 75  # sendmail says so of what it has put in its queue; msmtp, which has none, of what it could not send
_MANY_SIGNALS = 128  # a shell's code for a command that a signal ended: 128 and the signal's number


class Sendmail(Plain):
    """Each letter is one run of the command."""

    name = "sendmail"
    hands_over = False

    def __init__(self, command: str, zone: tzinfo, *, flowed: bool = True, seconds: float = _SECONDS) -> None:
        self._command, self._zone, self._flowed, self._seconds = command, zone, flowed, seconds

    def send(self, letter: Letter) -> str:
        """Run the command with the letter on its stdin; it is believed where it ends with 0."""
        content = as_bytes(letter, self._zone, flowed=self._flowed)
        words = self._words(letter)
        try:
            ran = run(words, content, self._seconds)
        except OSError as error:
            raise SendRefused(
                f"The command `{words[0]}` cannot be run ({error.strerror}); nothing was sent. "
                "Mend the setting `sendmail`.",
                stop=True,
            ) from None
        if ran.code:
            self._failed(ran, Path(words[0]).name)
        if ran.code is None:
            raise SendInDoubt(
                f"`{Path(words[0]).name}` was still at it after {self._seconds:.0f} s and was ended: the letter to "
                f"{letter.to_address} may have gone. Look into its log, then say whether it went."
            )
        return f"given to {Path(words[0]).name} for {letter.to_address}"

    def went(self, letter: Letter) -> bool | None:
        """Not known: the command's own log may say."""
        return None

    def check(self, *, connect: bool = False) -> list[Finding]:
        """Whether the command is there."""
        words = command_words(self._command)
        found = program(words[0]) if words else None
        if found is None:
            named = words[0] if words else self._command
            return [
                Finding("sending (sendmail)", False, f"there is no command `{named}`", "hermes config set sendmail")
            ]
        return [Finding("sending (sendmail)", True, f"by {found}; whether it can reach anybody, it alone knows")]

    def _words(self, letter: Letter) -> list[str]:
        """The command with its places filled, and the recipient at its end where nothing else names it."""
        words = command_words(self._command)
        found = program(words[0]) if words else None
        if found is None:
            raise SendRefused(
                f"There is no command `{words[0] if words else self._command}` here; nothing was sent. Install it, or "
                'choose another: `hermes config set sendmail "msmtp -t"`.',
                stop=True,
            )
        own, other = sender_address(letter), wire_address(letter.to_address)
        named = any("{to}" in word or _READS_RECIPIENTS.fullmatch(word) for word in words)
        filled = [word.replace("{from}", own).replace("{to}", other) for word in words[1:]]
        for place, (word, before) in enumerate(zip(filled, words[1:], strict=True)):
            if word.startswith("-") and not before.startswith("-") and "--" not in words[1 : place + 1]:
                raise SendRefused(
                    f"The command would take the address {word} for an option; nothing was sent. "
                    "Write `-- {to}` in the setting `sendmail`.",
                    stop=True,
                )
        return [found, *filled, *([] if named else ["--", other])]

    def _failed(self, ran: Ran, command: str) -> None:
        said = f": {ran.said}" if ran.said else ""
        code = ran.code or 0
        queued = code == _LATER and not command.startswith("msmtp")
        if code < 0 or code > _MANY_SIGNALS or code in _BROKE_OFF or queued:
            how = f"was ended by signal {-code}" if code < 0 else f"ended with {code}"
            raise SendInDoubt(
                f"`{command}` {how}{said}. The letter may have gone: look into its log, then say whether it went."
            )
        raise SendRefused(
            f"`{command}` refused the letter with {code}{said}. Nothing was sent.", again=code in (_LATER, 68, 71)
        )
