"""Which way a letter goes: the one of the settings, or one named for this channel."""

from __future__ import annotations

from datetime import tzinfo

from hermes_tui.config import WAYS, Settings
from hermes_tui.outreach.ways.pretended import PRETENDED, Pretended
from hermes_tui.outreach.ways.way import Way
from storage.errors import UsageError


def way_of(settings: Settings, zone: tzinfo, name: str = "") -> Way:
    """The way called `name`, else the one of the setting `send_by`, else the clipboard; dates are in `zone`.

    Nothing is looked at and nothing opened: what is wrong with the settings of a way is said by its `send` and its
    `check`. Raises UsageError for a name that no way has.
    """
    named = name or settings.send_by or "clipboard"
    flowed = settings.mail_text == "flowed"
    if named == "sendmail":
        from hermes_tui.outreach.ways.sendmail import Sendmail

        return Sendmail(settings.sendmail, zone, flowed=flowed)
    if named == "smtp":
        from hermes_tui.outreach.ways.smtp import Smtp

        return Smtp(settings.smtp, settings.smtp_secret, zone, flowed=flowed)
    if named in ("maildir", "eml"):
        from hermes_tui.outreach.ways.files import EmlFile, MaildirDraft

        if named == "eml":
            return EmlFile(settings.eml_folder, zone, flowed=flowed)
        return MaildirDraft(settings.drafts, zone, flowed=flowed)
    if named in ("mailto", "clipboard"):
        from hermes_tui.outreach.ways.handing import Clipboard, Mailto

        return Mailto() if named == "mailto" else Clipboard()
    if named == PRETENDED:
        return Pretended()
    raise UsageError(f"There is no way out `{named}`; there are {', '.join(WAYS)}.")
