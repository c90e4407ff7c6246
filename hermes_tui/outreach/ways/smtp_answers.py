"""What a mail server's answers and silences mean for the rep, each in one sentence."""

from __future__ import annotations

import smtplib
import socket
import ssl

from hermes_tui.outreach.mail.letter import Letter
from hermes_tui.outreach.ways.faults import SendRefused
from hermes_tui.outreach.ways.smtp_server import Server
from storage.clean import clean

_MOST_SAID = 200
_GREYLISTED = (450, 451)


def refusal(server: Server, code: int, said: bytes, letter: Letter, asked: str) -> SendRefused:
    """What a server's no means for the letter."""
    words = reply(code, said)
    to = letter.to_address
    if code in _GREYLISTED and asked == "RCPT":
        return SendRefused(
            f"{server.host} does not take mail for {to} yet ({words}); nothing was sent. "
            "Servers do so to senders they see for the first time: try again in a quarter of an hour.",
            again=True,
        )
    if 400 <= code < 500:
        return SendRefused(
            f"{server.host} puts it off ({words}); nothing was sent to {to}. Try again later.", again=True
        )
    if asked == "RCPT":
        return SendRefused(f"{server.host} refuses {to} ({words}); nothing was sent. Look at the address.")
    if code in (530, 535, 550, 553) and asked == "MAIL":
        return SendRefused(
            f"{server.host} does not let {letter.from_address} send ({words}); nothing was sent. Look at the settings "
            "`email`, `smtp` and `smtp_secret`.",
            stop=True,
        )
    return SendRefused(f"{server.host} refuses the letter to {to} ({words}); nothing was sent.")


def unreachable(server: Server, error: Exception, seconds: float) -> SendRefused:
    """Why there is no conversation with the server."""
    if isinstance(error, ssl.SSLCertVerificationError):
        how = f"the certificate of {server.said} cannot be trusted ({error.verify_message})"
        return SendRefused(f"Nothing was sent: {how}. Whoever runs the server must mend it.", stop=True)
    if isinstance(error, ssl.SSLError):
        how = f"{server.said} does not speak TLS as {server.kind}:// wants it"
        return SendRefused(f"Nothing was sent: {how}. smtp:// goes with 587, smtps:// with 465.", stop=True)
    if isinstance(error, socket.gaierror):
        how, do = f"the server {server.host} cannot be found", "Look at the network and the setting `smtp`"
    elif isinstance(error, ConnectionRefusedError):
        how, do = f"nobody answers at {server.said}", "Look at the setting `smtp`"
    elif isinstance(error, TimeoutError):
        how, do = f"{server.said} did not answer within {seconds:.0f} s", "Try again"
    else:
        how, do = f"{server.said} cannot be reached ({why(error)})", "Try again"
    return SendRefused(f"Nothing was sent: {how}. {do}.", again=True, stop=True)


def why(error: BaseException) -> str:
    """What went wrong, in the server's words or the system's, on one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        return reply(error.smtp_code, error.smtp_error)
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return clean(said)[:_MOST_SAID].lower().rstrip(".") or "no reason given"


def reply(code: int, said: bytes | str) -> str:
    """What the server said, on one line; the line breaks of a long answer become spaces."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {clean(text)}"[:_MOST_SAID].rstrip(" .")
