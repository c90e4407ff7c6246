"""A folder on a real IMAP server on loopback: read only, each message once, and each way to fail a sentence."""

from __future__ import annotations

import imaplib
import json
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from hermes_tui.outreach.reading import imap as reading
from hermes_tui.outreach.reading import imap_server
from hermes_tui.outreach.reading.faults import MailboxFault, Unreadable
from hermes_tui.outreach.reading.imap import Imap
from hermes_tui.outreach.reading.imap_place import folder_name, imap_place
from hermes_tui.outreach.reading.letters import read_letter
from hermes_tui.outreach.reading.mailboxes import source_of
from hermes_tui.outreach.reading.source import State
from storage.errors import UsageError
from tests.outreach.reading.mails import mail

PATIENCE = 20.0  # seconds for the server to come up
FOLDER = "Käufer & mehr"
SECRET = 'pl ain"pass'


class Server:
    """pymap, a server of its own process whose mail is in its memory; filled as any mail program would."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        said = ["--host", "127.0.0.1", "--port", str(self.port), "--no-tls", "dict", "--demo-data",
                "--demo-user", "ann@acme.example", "--demo-password", SECRET]  # fmt: skip
        run = [sys.executable, "-c", "from pymap.main import main; main()", *said]
        self.process = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def client(self) -> imaplib.IMAP4:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                client = imaplib.IMAP4("127.0.0.1", self.port, timeout=PATIENCE)
                client.login('"ann@acme.example"', SECRET)
                return client
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.05)

    def source(self, secret: str = SECRET) -> Imap:
        place = f"imap://ann%40acme.example@127.0.0.1:{self.port}/{FOLDER}"
        found = source_of("work", place, lambda: secret)
        assert isinstance(found, Imap)
        return found


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if find_spec("pymap") is None:
        pytest.skip("no IMAP server here: pymap is in the test extra")
    running = Server()
    yield running
    running.process.terminate()
    running.process.wait(timeout=PATIENCE)


@pytest.fixture
def client(server: Server) -> Iterator[imaplib.IMAP4]:
    """A mail program at the same server, the folder made anew."""
    opened = server.client()
    opened.delete(folder_name(FOLDER))
    assert opened.create(folder_name(FOLDER))[0] == "OK"
    yield opened
    with suppress(imaplib.IMAP4.error, OSError):
        opened.logout()


def put(client: imaplib.IMAP4, *numbers: int, **fields: str) -> None:
    for number in numbers:
        raw = mail(Message_ID=f"<{number}@acme.example>", end="\r\n", **fields)
        assert client.append(folder_name(FOLDER), "", "", raw)[0] == "OK"


def ids(source: Imap, state: State, known: frozenset[str] = frozenset()) -> list[str]:
    return [piece.head.message_id.strip("<>").split("@")[0] for piece in source.pieces(state, known) if piece.head]


def test_messages_are_read_once_and_later_ones_when_they_come(server: Server, client: imaplib.IMAP4) -> None:
    put(client, 1, 2)
    state: State = {}
    pieces = []
    for piece in server.source().pieces(state):
        assert read_letter(piece.raw()).text == "Hello."
        pieces.append(piece)
    assert read_letter(pieces[0].raw()).text == "Hello."  # and after the last was handed out
    assert 0 < pieces[0].share < pieces[1].share == 1
    assert pieces[0].head
    assert pieces[0].head.subject == "Re: Rollout"
    state = json.loads(json.dumps(state))
    assert ids(server.source(), state) == []
    put(client, 3)
    assert ids(server.source(), state) == ["3"]


def test_reading_changes_nothing_at_the_server(server: Server, client: imaplib.IMAP4) -> None:
    put(client, 1)
    for piece in server.source().pieces({}):
        piece.raw()
    client.select(folder_name(FOLDER), readonly=True)
    assert client.search(None, "UNSEEN")[1] == [b"1"]


def test_a_folder_numbered_anew_is_read_again(server: Server, client: imaplib.IMAP4) -> None:
    put(client, 1, 2)
    state: State = {}
    assert ids(server.source(), state) == ["1", "2"]
    client.delete(folder_name(FOLDER))
    client.create(folder_name(FOLDER))
    put(client, 2, 3)
    assert ids(server.source(), state) == ["2", "3"]


def test_batches_and_windows_with_gaps_miss_nothing(
    server: Server, client: imaplib.IMAP4, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_BATCH", 3)
    monkeypatch.setattr(reading, "_WINDOW", 4)
    put(client, *range(1, 14))
    client.select(folder_name(FOLDER))
    client.uid("STORE", ",".join(map(str, range(103, 110))), "+FLAGS", "(\\Deleted)")
    client.expunge()
    left = ids(server.source(), state := {})
    client.select(folder_name(FOLDER), readonly=True)
    assert len(left) == int(client.select(folder_name(FOLDER), readonly=True)[1][0] or 0)
    assert left == sorted(left, key=int)
    assert ids(server.source(), state) == []


def test_a_reading_stopped_in_the_middle_goes_on_there(server: Server, client: imaplib.IMAP4) -> None:
    put(client, 1, 2, 3)
    state: State = {}
    pieces = server.source().pieces(state)
    next(pieces)
    second = next(pieces)
    pieces.close()
    assert ids(server.source(), state, frozenset({second.key})) == ["3"]


def test_a_wrong_secret_a_folder_that_is_not_there_and_a_server_that_is_gone_are_sentences(
    server: Server, client: imaplib.IMAP4
) -> None:
    with pytest.raises(MailboxFault, match=r"refuses ann@acme\.example .*mail_secret"):
        list(server.source("wrong").pieces({}))
    client.delete(folder_name(FOLDER))
    with pytest.raises(MailboxFault, match=f"no folder {FOLDER}"):
        list(server.source().pieces({}))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(MailboxFault, match=r"cannot be reached"):
        list(Imap("work", f"imap://ann@127.0.0.1:{port}", str).pieces({}))


def test_a_server_that_falls_silent_is_a_sentence_and_not_a_hanging_screen() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = f"imap://ann@127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(MailboxFault, match="did not answer within"):
            list(Imap("work", place, str, timeout=0.2).pieces({}))


def test_a_server_that_dies_in_the_middle_keeps_what_was_read() -> None:
    heads = b"From: ann@acme.example\r\nMessage-ID: <1@acme.example>\r\n\r\n"
    answers = {
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n", b"LOGIN": b"",
        b"EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 500] .\r\n",
        b"UID SEARCH": b"* SEARCH 1\r\n",
        b"UID FETCH": b"* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)\r\n" % (len(heads), heads),
    }  # fmt: skip

    def play(listening: socket.socket) -> None:
        talking, _ = listening.accept()
        with talking, talking.makefile("rb") as lines:
            talking.sendall(b"* OK ready\r\n")
            for line in lines:
                tag, said = line.split(b" ", 1)
                found = next((one for one in answers if said.startswith(one)), None)
                if found is None or (found == b"UID FETCH" and b"HEADER" not in said):
                    return
                talking.sendall(answers[found] + tag + b" OK done\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        playing = threading.Thread(target=play, args=(listening,))
        playing.start()
        pieces = Imap("work", f"imap://ann@127.0.0.1:{listening.getsockname()[1]}", str).pieces(state := {})
        piece = next(pieces)
        assert piece.head
        with pytest.raises((MailboxFault, Unreadable), match=r"broke off|cannot be reached"):
            piece.raw()
        with suppress(MailboxFault):
            list(pieces)
        began = time.perf_counter()
        with pytest.raises(MailboxFault):
            piece.raw()  # a dead server is not waited for again
        assert time.perf_counter() - began < 1
        playing.join(PATIENCE)
    assert state["uid"] >= 1


def test_a_server_must_prove_who_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    trustme = pytest.importorskip("trustme")
    authority = trustme.CA()
    proof = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(proof)

    def play(listening: socket.socket) -> None:
        for _ in range(2):
            talking, _ = listening.accept()
            with suppress(OSError), proof.wrap_socket(talking, server_side=True) as sealed:
                sealed.sendall(b"* BYE full\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        playing = threading.Thread(target=play, args=(listening,))
        playing.start()
        source = Imap("work", f"imaps://ann@localhost:{listening.getsockname()[1]}", str)
        with pytest.raises(MailboxFault, match="does not prove that it is localhost"):
            list(source.pieces({}))
        authority.cert_pem.write_to_path(str(tmp_path / "known.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "known.pem"))
        with pytest.raises(MailboxFault, match=r"broke off .*full"):
            list(source.pieces({}))
        playing.join(PATIENCE)


def test_a_password_is_never_sent_unencrypted_over_a_network() -> None:
    place = imap_place("imap://ann@mail.acme.example")
    assert (place.encrypted, place.loopback, place.port) == (False, False, 143)
    assert imap_place("imaps://ann%40acme.example@mail.acme.example/INBOX/Käufer").user == "ann@acme.example"

    class Plain:
        capabilities = ("IMAP4REV1", "AUTH=PLAIN")

        def __init__(self, *_: object, **__: object) -> None:
            self.closed = False

        def shutdown(self) -> None:
            self.closed = True

        def authenticate(self, *_: object) -> None:
            raise AssertionError("the password went out")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(imap_server.imaplib, "IMAP4", type("IMAP4", (Plain,), {"error": imaplib.IMAP4.error}))
        with pytest.raises(MailboxFault, match="no encryption"):
            list(Imap("work", "imap://ann@mail.acme.example", lambda: "secret").pieces({}))


@pytest.mark.parametrize(
    "place", ["imaps://mail.acme.example", "imaps://ann:secret@mail.acme.example", "imap://ann@", "http://ann@x", "imap://a%0Ab@x/",
              "imap://ann@x:port/"],
)  # fmt: skip
def test_an_address_that_is_none_says_how_one_is_written(place: str) -> None:
    with pytest.raises(UsageError):
        imap_place(place)
