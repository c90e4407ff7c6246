"""A letter, and mail servers on this machine: a real one, and one that does what a bad day does."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from hermes_tui.outreach.mail.letter import Letter


@pytest.fixture
def letter() -> Letter:
    """A first message of the rep to a buyer; one of its lines is a lone dot."""
    return Letter(
        "<hermes.abc@rep.example>", "Reva Park", "reva@rep.example", "Ann Lee", "ann@acme.example",
        "Your rollout", "Hello Ann,\n.\n..two dots\nshall we talk?", 1_782_118_800_000,
    )  # fmt: skip


@dataclass
class Post:
    """What a server was given: of each letter (envelope sender, recipients, options of MAIL, content)."""

    port: int = 0
    letters: list[tuple[str, list[str], list[str], bytes]] = field(default_factory=list)
    connections: int = 0
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    # answers by recipient, and to a whole letter
    to: dict[str, str] = field(default_factory=dict)
    to_letter: str = "250 queued as 42"

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, answers: list[str]
    ) -> list[str]:
        if not getattr(session, "counted", False):
            session.counted = True
            self.connections += 1
        session.host_name = hostname
        return answers

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = self.to.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.to_letter.startswith("250"):
            self.letters.append(
                (envelope.mail_from, envelope.rcpt_tos, envelope.mail_options, envelope.original_content)
            )
        return self.to_letter


Serve = Callable[..., Post]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a real SMTP server on loopback; its keywords are those of aiosmtpd."""
    from aiosmtpd.controller import Controller

    running = []

    def start(**keywords: Any) -> Post:
        post = Post(port=free_port())
        controller = Controller(post, hostname="127.0.0.1", port=post.port, **keywords)
        controller.start()
        running.append(controller)
        return post

    yield start
    for controller in running:
        controller.stop()


def free_port() -> int:
    """A port of loopback where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def bad_day() -> Iterator[Callable[..., BadDay]]:
    """Start a server that ends or falls silent at a step of the conversation."""
    running = []

    def start(**keywords: Any) -> BadDay:
        server = BadDay(**keywords)
        running.append(server)
        return server

    yield start
    for server in running:
        server.close()


class BadDay:
    """Answers as a mail server does, until the step `at` ("greeting", "EHLO", …, "text", "dot"), where `then` happens.

    `then`: "die", "silence", or words to answer. `after`: so many letters are taken properly before. `seen` are the
    commands it heard.
    """

    def __init__(self, at: str, then: str, after: int = 0, extra: str = "") -> None:
        self._at, self._then, self._after, self._extra = at, then, after, extra
        self.seen: list[str] = []
        self.taken = 0
        self.connections = 0
        self._silenced = threading.Event()
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # a long letter has to wait
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._silenced.set()
        self._socket.close()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            with contextlib.suppress(_End, OSError), connection, connection.makefile("rb") as lines:
                self._talk(connection, lines)

    def _talk(self, connection: socket.socket, lines: Any) -> None:
        self._answer(connection, "greeting", "220 here")
        for line in lines:
            command = line.split()[0].decode().upper()
            self.seen.append(command)
            usual = {"EHLO": f"250-here\r\n{self._extra}250 OK", "DATA": "354 go on", "QUIT": "221 bye"}.get(
                command, "250 OK"
            )
            self._answer(connection, command, usual)
            if command == "QUIT":
                return
            if command == "DATA":
                self._read_text(connection, lines)

    def _read_text(self, connection: socket.socket, lines: Any) -> None:
        for line in lines:
            if self._at == "text" and self.taken >= self._after:
                self._answer(connection, "text", "")
            if line == b".\r\n":
                self._answer(connection, "dot", "250 taken")
                self.taken += 1
                return

    def _answer(self, connection: socket.socket, step: str, usual: str) -> None:
        if step == self._at and self.taken >= self._after:
            if self._then == "silence":
                self._silenced.wait(20)
                raise _End
            if self._then == "die":
                raise _End
            usual = self._then
        connection.sendall(f"{usual}\r\n".encode())


class _End(Exception):
    """The server ends the connection."""


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate authority made up for the tests: the file of its certificate, and the context of a server."""
    import trustme

    made = trustme.CA()
    path = tmp_path_factory.mktemp("tls") / "ca.pem"
    made.cert_pem.write_to_path(str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.issue_cert("localhost").configure_cert(context)
    return path, context
