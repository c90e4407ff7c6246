"""A whole mail read: which of its parts was written, and that nothing sent to us breaks the reading."""

from __future__ import annotations

import base64
import time

import pytest

from hermes_tui.outreach.reading.faults import Unreadable
from hermes_tui.outreach.reading.letters import read_letter
from tests.outreach.reading.mails import mail, multipart


def test_a_plain_reply_is_its_text_its_own_words_and_whom_it_is_from() -> None:
    letter = read_letter(
        mail("Yes, send it.\n\nOn Tue, 9 Jun 2026, Rep wrote:\n> Shall I send it?\n", In_Reply_To="<r1@firm.example>")
    )
    assert letter.words == "Yes, send it."
    assert "Shall I send it?" in letter.text
    assert (letter.kind, letter.from_address, letter.in_reply_to) == ("human", "ann@acme.example", "<r1@firm.example>")
    assert letter.to == (("Rep", "rep@firm.example"),)


def test_of_plain_and_html_the_plain_one_is_read_and_the_html_where_the_plain_says_nothing() -> None:
    html = ("Content-Type: text/html; charset=utf-8", "<p>Rich <b>words</b></p>")
    plain = ("Content-Type: text/plain; charset=utf-8", "Plain words")
    assert read_letter(multipart("alternative", plain, html)).text == "Plain words"
    assert read_letter(multipart("alternative", ("Content-Type: text/plain", " \n"), html)).text == "Rich words"
    stub = ("Content-Type: text/plain", "Your e-mail client does not support HTML, view this message in a browser.")
    assert (
        read_letter(multipart("alternative", stub, ("Content-Type: text/html", "<p>It says HTML mail.</p>"))).text
        == "It says HTML mail."
    )


def test_an_html_mail_is_read_as_lines_with_its_links_and_its_quote_marked() -> None:
    html = (
        "<html><head><style>p {color:red}</style><title>x</title></head><body><!-- hidden -->"
        '<p>Tom &amp; I agree:&nbsp;see <a href="https://acme.example/plan?a=1&amp;b=2">the plan</a></p>'
        '<div style="display:none">tracker</div><ul><li>one<li>two</ul>line<br>break<script>alert(1)</script>'
        '<div class="gmail_quote">On Tue, 9 Jun 2026 at 10:00, Rep &lt;<a '
        'href="mailto:rep@firm.example">rep@firm.example</a>&gt;'
        " wrote:<br><blockquote>Shall we?</blockquote></div></body></html>"
    )
    letter = read_letter(mail(html, Content_Type="text/html; charset=utf-8"))
    assert letter.words == (
        "Tom & I agree: see the plan (https://acme.example/plan?a=1&b=2)\n\n- one\n- two\n\nline\nbreak"
    )
    assert "> Shall we?" in letter.text
    assert "tracker" not in letter.text
    assert "alert" not in letter.text


def test_a_page_with_broken_quotes_or_something_hidden_that_never_ends_still_says_its_text() -> None:
    page = (
        '<p>a<img alt="x > y" src=z>b</p><p class="x>said "so" </p><div style="display:none">pre'
        "<p>The answer is yes.</p>"
    )
    assert read_letter(mail(page, Content_Type="text/html")).text == 'ab\n\nsaid "so"\n\npre\n\nThe answer is yes.'


def test_flowed_text_is_joined_and_its_quotes_are_kept_apart() -> None:
    body = "This is one \nsentence, flowed.\n> quoted and \n> flowed\n-- \nAnn\n"
    letter = read_letter(mail(body, Content_Type="text/plain; format=flowed"))
    assert letter.text.splitlines()[:2] == ["This is one sentence, flowed.", "> quoted and flowed"]
    assert letter.words == "This is one sentence, flowed."


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/plain; charset=utf-8", "Grüße".encode("latin-1"), "Grüße"),  # says UTF-8 and is not
        ("text/plain; charset=iso-8859-1", b"\x80 90 \x96 ok", "€ 90 – ok"),  # Windows', as it always is
        ("text/plain; charset=no-such-thing", "Grüße".encode(), "Grüße"),
        ("text/plain; charset=unicode_escape", b"\\x41\\u0042", "\\x41\\u0042"),
        ("text/plain; charset=utf-16", "Grüße".encode("utf-16"), "Grüße"),
        ("text/plain; charset=iso-2022-jp", "見積".encode("iso-2022-jp"), "見積"),
        ("text/plain; charset=\"utf-8", b"Hello", "Hello"),
        ("nonsense", b"Hello", "Hello"),
        ("", b"Hello\x00 there\x1b[31m\r\nmixed\rends\n", "Hello there\nmixed\nends"),
    ],
)  # fmt: skip
def test_a_charset_that_is_wrong_or_unknown_loses_nothing_that_can_be_read(kind: str, body: bytes, text: str) -> None:
    assert read_letter(mail(body, Content_Type=kind)).text == text


@pytest.mark.parametrize("rubbish", ["", "!", "\n%%%\n", "="])
def test_base64_with_rubbish_in_it_is_read(rubbish: str) -> None:
    sent = base64.b64encode(b"We would like a quote, please.").decode()
    body = sent[:12] + rubbish + sent[12:] + rubbish
    assert read_letter(mail(body, Content_Transfer_Encoding="BASE64")).text.startswith("We would like a quote, plea")


def test_quoted_printable_is_undone() -> None:
    assert (
        read_letter(mail("Gr=C3=BC=\n=C3=9Fe=20=3D\n", Content_Transfer_Encoding="quoted-printable")).text == "Grüße ="
    )


def test_an_attachment_of_30_megabytes_is_named_and_not_read() -> None:
    large = "QUJD" * 19 + "\n"
    attached = (
        "Content-Type: application/pdf; name*=utf-8''Gr%C3%BC%C3%9Fe.pdf\nContent-Disposition: "
        "attachment\nContent-Transfer-Encoding: base64"
    )
    raw = multipart("mixed", ("Content-Type: text/plain", "See attached."), (attached, large * 400_000))
    began = time.perf_counter()
    letter = read_letter(raw)
    assert (letter.text, letter.attachments) == ("See attached.", ("Grüße.pdf",))
    assert time.perf_counter() - began < 1


def test_two_thousand_parts_within_each_other_are_unreadable_in_a_sentence_and_quickly() -> None:
    raw = mail(
        "".join(f'--b{n}\nContent-Type: multipart/mixed; boundary="b{n + 1}"\n\n' for n in range(2_000))
        + "--b2000\n\nDeep\n",
        Content_Type='multipart/mixed; boundary="b0"',
    )
    began = time.perf_counter()
    with pytest.raises(Unreadable, match="too deep"):
        read_letter(raw)
    assert time.perf_counter() - began < 2


def test_two_thousand_parts_beside_each_other_are_read_to_where_it_makes_sense() -> None:
    letter = read_letter(multipart("mixed", *[("Content-Type: text/plain", f"Part {n}.") for n in range(2_000)]))
    assert letter.text.startswith("Part 0.\n\nPart 1.")


def test_a_multipart_without_its_boundary_its_end_or_its_first_head_still_says_its_text() -> None:
    assert "Hello" in read_letter(mail("Hello\n", Content_Type="multipart/mixed")).text
    assert "Hello" in read_letter(mail("Hello\n", Content_Type='multipart/mixed; boundary="b1"')).text
    unended = mail(
        "--b1\nContent-Type: text/plain\n\nHello\n--b2-is-another\nthere", Content_Type='multipart/mixed; boundary="b1"'
    )
    assert read_letter(unended).text == "Hello\n--b2-is-another\nthere"
    assert read_letter(mail("--b1\n\nHello\n--b1--\n", Content_Type='multipart/mixed; boundary="b1"')).text == "Hello"


def test_a_signed_mail_is_its_text_and_the_seal_is_no_attachment() -> None:
    signed = multipart(
        "signed",
        ("Content-Type: text/plain", "Agreed."),
        ("Content-Type: application/pgp-signature; name=x.asc", "-----BEGIN"),
    )
    assert (read_letter(signed).text, read_letter(signed).attachments) == ("Agreed.", ())
    inline = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nAgreed.\n- -- \nAnn\n-----BEGIN PGP "
        "SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n"
    )
    assert read_letter(mail(inline)).words == "Agreed."


def test_a_sealed_mail_says_that_it_is_one() -> None:
    letter = read_letter(
        mail("MIAGCSqGSIb3", Content_Type="application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m")
    )
    assert (letter.text, letter.attachments) == ("", ("smime.p7m",))


def test_outlooks_winmail_beside_the_text_is_only_named() -> None:
    raw = multipart(
        "mixed", ("Content-Type: text/plain", "Hi"), ("Content-Type: application/ms-tnef; name=winmail.dat", "eJ8+")
    )
    assert (read_letter(raw).text, read_letter(raw).attachments) == ("Hi", ("winmail.dat",))


def test_a_mail_enclosed_in_another_is_an_attachment_not_its_text() -> None:
    raw = multipart(
        "mixed", ("Content-Type: text/plain", "FYI"), ("Content-Type: message/rfc822", "Subject: Old\n\nOld words")
    )
    assert (read_letter(raw).text, read_letter(raw).attachments) == ("FYI", ("message/rfc822",))


@pytest.mark.parametrize(
    "html", ["<a " * 200_000, "<!--" * 200_000, '<a title="' * 100_000, "<a '\"" * 100_000, "<div>" * 100_000,
             "<blockquote>" * 20_000, "&" * 500_000, "<" * 500_000, "<p" + " a='b'" * 100_000 + ">",
             "<a " + '"' * 200_000, "<a " + '"x' * 100_000, "<a " + "\"'" * 100_000,
             "<a x=" + "'" * 200_000 + "<"], ids=range(13),
)  # fmt: skip
def test_a_hostile_page_is_read_in_no_time(html: str) -> None:
    began = time.perf_counter()
    read_letter(mail(html, Content_Type="text/html"))
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize(
    "text", [">" * 500_000, "From: a\n" * 60_000, "On 1 wrote:\n" * 40_000, "-- \n" * 100_000, "a@b " * 100_000,
    "(" * 300_000,
             "On 1, " * 50_000, ("On " + "1 x " * 90 + "\n") * 1_000, "This e-mail message is " * 20_000,
             "5.1.1 " * 90_000,
             "-----BEGIN PGP SIGNED MESSAGE-----\n" * 20_000], ids=range(11),
)  # fmt: skip
def test_a_hostile_text_is_read_in_no_time(text: str) -> None:
    began = time.perf_counter()
    read_letter(mail(text, Auto_Submitted="auto-replied"))
    read_letter(mail(text, Return_Path="<>", From="MAILER-DAEMON@x.example", Subject="Undelivered Mail"))
    assert time.perf_counter() - began < 3


def test_an_invitation_without_a_word_is_told_by_its_kind() -> None:
    raw = mail("BEGIN:VCALENDAR\nEND:VCALENDAR\n", Content_Type="text/calendar; method=REQUEST")
    assert (read_letter(raw).text, read_letter(raw).attachments) == ("", ("text/calendar",))
