"""A letter by SMTP, to a real server: sent, refused, or nobody can know; and which of these is never in doubt."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from hermes_tui.outreach.mail.composing import as_bytes
from hermes_tui.outreach.mail.letter import Letter
from hermes_tui.outreach.ways.faults import SendInDoubt, SendRefused
from hermes_tui.outreach.ways.smtp import Smtp

Authority = tuple[Path, ssl.SSLContext]


def plain(port: int, **keywords: Any) -> Smtp:
    return Smtp(f"smtp+plain://127.0.0.1:{port}", "", UTC, **keywords)


class Passwords:
    """Lets in one user."""

    def __init__(self, user: str, password: str) -> None:
        self.right = (user.encode(), password.encode())

    def __call__(self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> Any:
        from aiosmtpd.smtp import AuthResult

        return AuthResult(success=(given.login, given.password) == self.right, handled=False)


# -- what goes well --------------------------------------------------------------------------------------


def test_a_letter_arrives_as_it_was_composed(serve: Callable[..., Any], letter: Letter) -> None:
    post = serve()
    assert plain(post.port).send(letter) == "taken by 127.0.0.1 for ann@acme.example"
    [(sender, recipients, _, content)] = post.letters
    assert (sender, recipients) == ("reva@rep.example", ["ann@acme.example"])
    assert content == as_bytes(letter, UTC, newline="\r\n")


def test_a_batch_goes_over_one_connection(serve: Callable[..., Any], letter: Letter) -> None:
    post = serve()
    with plain(post.port) as way:
        for n in range(5):
            way.send(letter._replace(message_id=f"<{n}@rep.example>"))
    assert (len(post.letters), post.connections) == (5, 1)


def test_without_a_batch_each_letter_has_its_own_connection(serve: Callable[..., Any], letter: Letter) -> None:
    post = serve()
    way = plain(post.port)
    way.send(letter)
    way.send(letter)
    assert (len(post.letters), post.connections) == (2, 2)


def test_an_address_outside_ascii_goes_where_the_server_takes_it(serve: Callable[..., Any], letter: Letter) -> None:
    wide = letter._replace(to_address="änn@müller.example")
    post = serve(enable_SMTPUTF8=True)
    plain(post.port).send(wide)
    assert post.letters[0][1] == ["änn@xn--mller-kva.example"]
    assert "SMTPUTF8" in post.letters[0][2]
    with pytest.raises(SendRefused, match="outside ASCII"):
        plain(serve(enable_SMTPUTF8=False).port).send(wide)


@pytest.mark.parametrize("password", ["open sesame", "Öffne dich"])
def test_starttls_and_the_password_of_the_environment_let_the_rep_in(
    serve: Callable[..., Any], authority: Authority, letter: Letter, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    path, context = authority
    post = serve(
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=Passwords("reva@rep.example", password),
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setenv("MAIL_PASSWORD", password)
    Smtp(f"smtp://reva%40rep.example@localhost:{post.port}", "env:MAIL_PASSWORD", UTC).send(letter)
    assert len(post.letters) == 1


def test_tls_from_the_first_byte(
    serve: Callable[..., Any], authority: Authority, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, context = authority
    post = serve(ssl_context=context)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    Smtp(f"smtps://localhost:{post.port}", "", UTC).send(letter)
    assert len(post.letters) == 1


# -- what is refused: nothing left -----------------------------------------------------------------------


def test_one_refused_recipient_does_not_hold_up_the_others(serve: Callable[..., Any], letter: Letter) -> None:
    post = serve()
    post.to["nobody@acme.example"] = "550 5.1.1 No such user here"
    with plain(post.port) as way:
        with pytest.raises(SendRefused, match=r"refuses nobody@acme.example \(550 5.1.1 No such user here\)") as caught:
            way.send(letter._replace(to_address="nobody@acme.example"))
        way.send(letter)
    assert (caught.value.again, caught.value.stop) == (False, False)
    assert (len(post.letters), post.connections) == (1, 1)


def test_a_greylisted_letter_may_be_tried_again(serve: Callable[..., Any], letter: Letter) -> None:
    post = serve()
    post.to["ann@acme.example"] = "450 4.2.0 Greylisted, come back later"
    with pytest.raises(SendRefused, match="quarter of an hour") as caught:
        plain(post.port).send(letter)
    assert (caught.value.again, caught.value.stop) == (True, False)
    assert not post.letters


@pytest.mark.parametrize(("answer", "again"), [("554 5.7.1 Spam", False), ("452 4.3.1 No room", True)])
def test_a_server_that_will_not_have_the_text_says_so(
    serve: Callable[..., Any], letter: Letter, answer: str, again: bool
) -> None:
    post = serve()
    post.to_letter = answer
    with pytest.raises(SendRefused) as caught:
        plain(post.port).send(letter)
    assert caught.value.again is again
    assert answer in str(caught.value)
    assert "nothing was sent" in str(caught.value)


def test_a_wrong_password_stops_the_batch_and_is_not_shown(
    serve: Callable[..., Any], authority: Authority, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, context = authority
    post = serve(tls_context=context, auth_required=True, authenticator=Passwords("reva", "right"))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setenv("MAIL_PASSWORD", "hunter2")
    with pytest.raises(SendRefused, match="does not let reva in") as caught:
        Smtp(f"smtp://reva@localhost:{post.port}", "env:MAIL_PASSWORD", UTC).send(letter)
    assert caught.value.stop
    assert "hunter2" not in str(caught.value)
    assert not post.letters


def test_a_certificate_of_nobody_known_is_not_trusted(
    serve: Callable[..., Any], authority: Authority, letter: Letter
) -> None:
    post = serve(tls_context=authority[1])
    with pytest.raises(SendRefused, match="cannot be trusted") as caught:
        Smtp(f"smtp://localhost:{post.port}", "", UTC).send(letter)
    assert caught.value.stop
    assert not post.letters


def test_a_certificate_of_another_name_is_not_trusted(
    serve: Callable[..., Any], authority: Authority, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = serve(tls_context=authority[1])
    monkeypatch.setenv("SSL_CERT_FILE", str(authority[0]))
    with pytest.raises(SendRefused, match="cannot be trusted"):
        Smtp(f"smtp://127.0.0.1:{post.port}", "", UTC).send(letter)


def test_a_server_without_encryption_never_hears_who_writes(bad_day: Callable[..., Any], letter: Letter) -> None:
    server = bad_day(at="never", then="die", extra="250-AUTH PLAIN\r\n")
    with pytest.raises(SendRefused, match="offers no encryption"):
        Smtp(f"smtp://reva@127.0.0.1:{server.port}", "env:HOME", UTC).send(letter)
    assert server.seen == ["EHLO"]


def test_an_encrypted_conversation_with_a_plain_server_is_said(serve: Callable[..., Any], letter: Letter) -> None:
    post = serve()
    with pytest.raises(SendRefused, match="does not speak TLS"):
        Smtp(f"smtps://127.0.0.1:{post.port}", "", UTC).send(letter)


def test_a_server_that_is_down_or_unknown_is_tried_again_later(
    serve: Callable[..., Any], letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(SendRefused, match=r"nobody answers at 127\.0\.0\.1") as caught:
            plain(nobody.getsockname()[1]).send(letter)
    assert (caught.value.again, caught.value.stop) == (True, True)

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(SendRefused, match=r"smtp\.acme\.example cannot be found"):
        Smtp("smtp://smtp.acme.example", "", UTC).send(letter)


def test_a_name_that_no_server_can_have_is_said(letter: Letter) -> None:
    for host in ("a..b", "x" * 70 + ".ü"):
        with pytest.raises(SendRefused, match="Nothing was sent"):
            Smtp(f"smtp://{host}", "", UTC).send(letter)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "names no server"),
        ("smtp.acme.example", "no address of a server"),
        ("http://acme.example", "no address of a server"),
        ("smtp://acme.example:99999", "no address of a server"),
        ("smtp://reva:secret@acme.example", "holds a password"),
        ("smtp+plain://smtp.acme.example", "this machine only"),
        ("smtp+plain://192.0.2.7", "this machine only"),
        ("smtp://acme.example/INBOX", "more in it"),
    ],
)
def test_a_setting_that_makes_no_sense_opens_no_socket(
    letter: Letter, monkeypatch: pytest.MonkeyPatch, url: str, words: str
) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("a socket was opened"))
    with pytest.raises(SendRefused, match=words) as caught:
        Smtp(url, "", UTC).send(letter)
    assert caught.value.stop
    assert "secret@" not in str(caught.value)


def test_a_letter_that_is_none_leaves_the_connection_for_the_others(serve: Callable[..., Any], letter: Letter) -> None:
    post = serve()
    with plain(post.port) as way:
        way.send(letter)
        with pytest.raises(SendRefused, match="no e-mail address"):
            way.send(letter._replace(to_address="ann"))
        way.send(letter)
    assert (len(post.letters), post.connections) == (2, 1)


# -- bad days: what is known, and what is not ------------------------------------------------------------


@pytest.mark.parametrize("then", ["die", "silence"])
@pytest.mark.parametrize("at", ["greeting", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_server_that_fails_before_the_text_has_nothing(
    bad_day: Callable[..., Any], letter: Letter, at: str, then: str
) -> None:
    server = bad_day(at=at, then=then)
    with pytest.raises(SendRefused, match=r"[Nn]othing was sent") as caught:
        plain(server.port, seconds=0.2, patience=0.2).send(letter)
    assert (caught.value.again, caught.value.stop) == (True, True)
    assert server.taken == 0


def test_a_server_that_dies_in_the_text_has_nothing(bad_day: Callable[..., Any], letter: Letter) -> None:
    # More than fits between two programs, so that the death is met before the end.
    server = bad_day(at="text", then="die")
    with pytest.raises(SendRefused, match="before it took the letter") as caught:
        plain(server.port, seconds=2, patience=2).send(letter._replace(body="🎉" * 900_000))
    assert caught.value.again


@pytest.mark.parametrize("then", ["die", "silence", "hello there", "399 what"])
def test_a_server_that_fails_after_the_text_leaves_it_in_doubt(
    bad_day: Callable[..., Any], letter: Letter, then: str
) -> None:
    server = bad_day(at="dot", then=then)
    with pytest.raises(SendInDoubt, match="may have gone"):
        plain(server.port, seconds=0.3, patience=0.3).send(letter)
    assert server.seen.count("DATA") == 1, "a letter in doubt is not sent again"


def test_a_connection_that_went_stale_between_letters_is_made_anew(bad_day: Callable[..., Any], letter: Letter) -> None:
    server = bad_day(at="MAIL", then="421 4.4.2 idle too long", after=1)
    with plain(server.port) as way:
        way.send(letter)
        with pytest.raises(SendRefused, match=r"421 4\.4\.2 idle too long") as caught:
            way.send(letter._replace(message_id="<2@rep.example>"))
    assert caught.value.again
    assert (server.taken, server.connections) == (1, 2)


def test_after_a_doubt_the_next_letter_has_a_connection_of_its_own(bad_day: Callable[..., Any], letter: Letter) -> None:
    server = bad_day(at="dot", then="die")
    with plain(server.port) as way:
        for n in range(2):
            with pytest.raises(SendInDoubt):
                way.send(letter._replace(message_id=f"<{n}@rep.example>"))
    assert server.connections == 2


def test_a_server_that_thanks_but_never_says_goodbye_has_the_letter(
    bad_day: Callable[..., Any], letter: Letter
) -> None:
    server = bad_day(at="QUIT", then="die")
    assert plain(server.port).send(letter)
    assert server.taken == 1


# -- the doctor ------------------------------------------------------------------------------------------


def test_the_doctor_opens_no_socket_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("a socket was opened"))
    found = Smtp("smtp://reva@smtp.acme.example", "env:HOME", UTC).check()
    assert all(line.ok for line in found)
    assert found[-1].said == "by smtp.acme.example:587, not asked now"
    assert found[-1].mend == "hermes doctor --mail"


def test_the_doctor_asked_knocks_and_sends_nothing(serve: Callable[..., Any]) -> None:
    post = serve()
    assert [line.ok for line in plain(post.port).check(connect=True)] == [True]
    assert (post.connections, post.letters) == (1, [])


def test_the_doctor_says_that_a_server_is_down(bad_day: Callable[..., Any]) -> None:
    server = bad_day(at="greeting", then="554 not today")
    [line] = plain(server.port).check(connect=True)
    assert not line.ok
    assert "554 not today" in line.said
