"""By SMTP: a conversation with the mail server in which it is always known whether it can have the letter."""

from __future__ import annotations

import re
import smtplib
import ssl
from base64 import b64encode
from datetime import tzinfo
from types import TracebackType
from typing import Self

from hermes_tui.outreach.finding import Finding
from hermes_tui.outreach.mail.addresses import wire_address
from hermes_tui.outreach.mail.composing import as_bytes, sender_address
from hermes_tui.outreach.mail.letter import Letter
from hermes_tui.outreach.secrets import SecretMissing, check_secret, secret
from hermes_tui.outreach.ways.faults import SendInDoubt, SendRefused
from hermes_tui.outreach.ways.smtp_answers import refusal, reply, unreachable, why
from hermes_tui.outreach.ways.smtp_server import Server, read_server
from hermes_tui.outreach.ways.way import HandOver

_SECONDS = 30.0  # for each answer
# RFC 5321, 4.5.3.2.6, would have ten minutes after the letter: a server that reads it for viruses takes its time, and
# whoever gives up early cannot know. Two are what a rep will wait.
_PATIENCE = 120.0
_OWN_NAME = "[127.0.0.1]"  # the name of the rep's machine is nobody's business


class _Gone(Exception):
    """The connection ended before the letter was handed over."""


class Smtp:
    """One connection for as many letters as are sent within the context, made with the first of them."""

    name = "smtp"
    hands_over = False

    def __init__(
        self,
        url: str,
        secret_spec: str,
        zone: tzinfo,
        *,
        flowed: bool = True,
        seconds: float = _SECONDS,
        patience: float = _PATIENCE,
    ) -> None:
        self._url, self._secret_spec, self._zone, self._flowed = url, secret_spec, zone, flowed
        self._seconds, self._patience = seconds, patience
        self._connection: smtplib.SMTP | None = None
        self._held = False
        self._password: str | None = None  # asked for once: a keyring or a command may ask the rep

    def __enter__(self) -> Self:
        self._held = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held = False
        self._part()

    def send(self, letter: Letter) -> str:
        """Give the letter to the server; it has it once it answered so."""
        server = read_server(self._url)
        kept = self._connection is not None
        try:
            try:
                return self._post(server, letter)
            except _Gone:
                if not kept:
                    raise
                # The server may have tired of a connection kept open between letters: once more, over a new one.
                self._drop()
                return self._post(server, letter)
        except _Gone as gone:
            self._drop()
            raise SendRefused(
                f"{server.said} ended the conversation before it took the letter ({gone}); nothing was sent. "
                "It stays where it was.",
                again=True,
                stop=True,
            ) from None
        finally:
            if not self._held:
                self._part()

    def given(self, letter: Letter) -> HandOver | None:
        """Nothing: the server takes the letter."""
        return None

    def went(self, letter: Letter) -> bool | None:
        """Not known: servers are not asked about the past."""
        return None

    def check(self, *, connect: bool = False) -> list[Finding]:
        """Whether the settings make sense; where asked, whether the server lets the rep in. No letter is sent."""
        what = "sending (smtp)"
        try:
            server = read_server(self._url)
        except SendRefused as fault:
            return [Finding(what, False, str(fault).rstrip("."), "hermes config set smtp")]
        own = [check_secret(self._secret_spec, "smtp_secret")] if server.user else []
        if not connect or not all(found.ok for found in own):
            return [*own, Finding(what, True, f"by {server.said}, not asked now", "hermes doctor --mail")]
        try:
            self._reach(server)
        except (SendRefused, _Gone) as fault:
            return [*own, Finding(what, False, str(fault).rstrip("."), "hermes config get smtp")]
        finally:
            self._part()
        return [*own, Finding(what, True, f"{server.said} answers" + (f" and knows {server.user}" * bool(server.user)))]

    # -- the conversation --------------------------------------------------------------------------------

    def _post(self, server: Server, letter: Letter) -> str:
        connection = self._reach(server)
        utf8 = connection.has_extn("smtputf8")
        content = as_bytes(letter, self._zone, flowed=self._flowed, utf8=utf8, newline="\r\n")
        own, other = sender_address(letter, utf8=utf8), wire_address(letter.to_address, utf8=utf8)
        wide = not (own + other).isascii()
        connection.command_encoding = "utf-8" if wide else "ascii"
        self._agreed(connection, server, "MAIL", f"FROM:<{own}>" + (" SMTPUTF8 BODY=8BITMIME" if wide else ""), letter)
        self._agreed(connection, server, "RCPT", f"TO:<{other}>", letter)
        self._agreed(connection, server, "DATA", "", letter)
        try:
            connection.send(re.sub(rb"^\.", b"..", content, flags=re.MULTILINE))
            _wait_for(connection, self._patience)
            connection.send(b".\r\n")
        except (OSError, smtplib.SMTPException) as error:
            # The lone dot that ends a letter never left: without it no server takes one (RFC 5321, 4.1.1.4).
            raise _Gone(why(error)) from None
        return self._handed_over(connection, server, letter)

    def _agreed(self, connection: smtplib.SMTP, server: Server, command: str, words: str, letter: Letter) -> None:
        """Say a command and have the server agree. Raises SendRefused with what it said, or _Gone."""
        try:
            code, said = connection.docmd(command, words)
        except (OSError, smtplib.SMTPException) as error:
            raise _Gone(why(error)) from None
        if code == 354 if command == "DATA" else 200 <= code < 300:
            return
        if code == 421:
            raise _Gone(reply(code, said))
        if command != "MAIL":
            self._forget(connection)
        raise refusal(server, code, said, letter, command)

    def _handed_over(self, connection: smtplib.SMTP, server: Server, letter: Letter) -> str:
        """Hear what became of the letter; from here on nobody but the server knows."""
        try:
            code, said = connection.getreply()
            _wait_for(connection, self._seconds)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise SendInDoubt(
                f"{server.said} was given the letter to {letter.to_address} and never answered ({why(error)}): it "
                "may have gone. Look into your sent mail or ask, then say whether it went."
            ) from None
        if 200 <= code < 300:
            return f"taken by {server.host} for {letter.to_address}"
        if 400 <= code < 600:
            if code == 421:
                self._drop()
            raise refusal(server, code, said, letter, "the letter")
        self._drop()
        raise SendInDoubt(
            f"{server.said} answered the letter to {letter.to_address} with what makes no sense ({reply(code, said)}): "
            "it may have gone. Look into your sent mail, then say whether it went."
        )

    def _forget(self, connection: smtplib.SMTP) -> None:
        """After a refusal, have the server forget the letter, so that the next one starts afresh."""
        try:
            connection.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    # -- the connection ----------------------------------------------------------------------------------

    def _reach(self, server: Server) -> smtplib.SMTP:
        """The connection, greeted, private and known to the server. Raises SendRefused."""
        if self._connection is not None:
            return self._connection
        try:
            self._connection = self._greeted(server)
            if server.user:
                self._log_in(self._connection, server)
        except (OSError, smtplib.SMTPException, UnicodeError) as error:  # UnicodeError: no name of a server
            self._drop()
            raise unreachable(server, error, self._seconds) from None
        except (SendRefused, SecretMissing):
            self._part()
            raise
        return self._connection

    def _greeted(self, server: Server) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if server.kind == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, local_hostname=_OWN_NAME, timeout=self._seconds, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, local_hostname=_OWN_NAME, timeout=self._seconds)
        try:
            connection.ehlo_or_helo_if_needed()
            if server.kind == "smtp":
                if not connection.has_extn("starttls"):
                    raise SendRefused(
                        f"{server.said} offers no encryption (STARTTLS); nothing was sent. Try smtps://{server.host}, "
                        "or ask whoever runs it.",
                        stop=True,
                    )
                connection.starttls(context=context)
                connection.ehlo_or_helo_if_needed()
        except BaseException:
            connection.close()
            raise
        return connection

    def _log_in(self, connection: smtplib.SMTP, server: Server) -> None:
        if self._password is None:
            try:
                self._password = secret(self._secret_spec, server.user)
            except SecretMissing as missing:
                raise SendRefused(f"{missing} Nothing was sent.", stop=True) from None
        try:
            if (server.user + self._password).isascii():
                connection.login(server.user, self._password)
            else:
                _log_in_wide(connection, server.user, self._password)
        except smtplib.SMTPNotSupportedError:
            raise SendRefused(
                f"{server.said} asks for no password; nothing was sent. Leave `{server.user}@` out of the setting "
                "`smtp`.",
                stop=True,
            ) from None
        except smtplib.SMTPAuthenticationError as error:
            self._password = None  # the next try asks for it again
            raise SendRefused(
                f"{server.said} does not let {server.user} in ({reply(error.smtp_code, error.smtp_error)}); nothing "
                "was sent. Look at the password that `smtp_secret` names.",
                again=400 <= error.smtp_code < 500,
                stop=True,
            ) from None

    def _part(self) -> None:
        """Say goodbye; the letters are with the server whether it hears it or not."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _wait_for(connection: smtplib.SMTP, seconds: float) -> None:
    if connection.sock is not None:
        connection.sock.settimeout(seconds)


def _log_in_wide(connection: smtplib.SMTP, user: str, password: str) -> None:
    """AUTH PLAIN with letters outside ASCII (RFC 4616), which smtplib cannot say."""
    words = b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
    code, said = connection.docmd("AUTH", f"PLAIN {words}")
    if not 200 <= code < 300:
        raise smtplib.SMTPAuthenticationError(code, said)
