"""Reading of mailboxes: heads of a first sync a second, a repeated one with nothing new, whole letters, an mbox.

Run: python bench/mail_reading.py [MESSAGES]. Beside the heads stands the standard library's `email` on the same
files. They come from the disk's cache; processor seconds are told.
"""

from __future__ import annotations

import email.parser
import email.policy
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hermes_tui.outreach.reading.letters import read_letter
from hermes_tui.outreach.reading.maildir import Maildir
from hermes_tui.outreach.reading.mbox import Mbox
from hermes_tui.outreach.reading.source import State

LEAST_A_SECOND = 1_000
MOST_SECONDS_AGAIN = 1.0  # for 50,000
_WORDS = ("we", "would", "like", "to", "see", "a", "quote", "for", "fifty", "seats", "by", "Friday", "please", "thanks")

_FIELDS = ("Message-ID", "In-Reply-To", "References", "From", "To", "Subject", "Date")


def message(number: int, dice: random.Random) -> bytes:
    """A mail as it arrives: five hops, a signature of the sender's server, an encoded name, a quote of ours."""
    hops = "".join(
        f"Received: from mx{hop}.acme{number % 500}.example (mx{hop} [192.0.2.{hop}])\r\n\tby mx.firm.example with "
        f"ESMTPS id A{number}\r\n\tfor <rep@firm.example>; Wed, 10 Jun 2026 09:{hop:02}:00 +0000\r\n"
        for hop in range(5)
    )
    head = (
        f"Return-Path: <p{number}@acme{number % 500}.example>\r\n{hops}DKIM-Signature: v=1; a=rsa-sha256; s=x;\r\n"
        f"\tbh={'a' * 44};\r\n\tb={'b' * 300}\r\nMIME-Version: 1.0\r\nMessage-ID: <{number}@acme.example>\r\n"
        f"In-Reply-To: <q{number}@firm.example>\r\n"
        f"References: <r{number}@firm.example>\r\n\t<q{number}@firm.example>\r\n"
        f"From: =?utf-8?q?J=C3=BCrgen?= Lee <p{number}@acme{number % 500}.example>\r\n"
        f'To: "Rep, R" <rep@firm.example>, Bob <bob@firm.example>\r\nSubject: Re: =?utf-8?b?R3LDvMOfZQ==?= {number}\r\n'
        "Date: Wed, 10 Jun 2026 09:30:00 +0200\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    lines = [" ".join(dice.choices(_WORDS, k=11)) for _ in range(dice.randint(3, 30))]
    quoted = ["On Tue, 9 Jun 2026 at 10:12, Rep <rep@firm.example> wrote:", *(f"> {line}" for line in lines)]
    return (head + "\r\n".join((*lines, "", *quoted, ""))).encode()


def timed(work: Callable[[], int], wanted: int) -> float:
    began = time.process_time()
    found = work()
    seconds = time.process_time() - began
    assert found == wanted, f"{found} of {wanted}"
    return seconds


def by_email(folder: Path) -> int:
    parser = email.parser.BytesHeaderParser(policy=email.policy.default)
    found = 0
    for entry in os.scandir(folder):
        with open(entry.path, "rb") as file:
            head = parser.parse(file)
        found += all(
            str(head[name]) for name in ("Message-ID", "In-Reply-To", "References", "From", "To", "Subject", "Date")
        )
    return found


def main(messages: int) -> int:
    dice = random.Random(1)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, "Mail")
        for name in ("cur", "new", "tmp"):
            (root / name).mkdir(parents=True)
        with open(Path(place, "inbox"), "wb") as inbox:
            for number in range(messages):
                raw = message(number, dice)
                (root / "cur" / f"{1_700_000_000 + number}.M{number}P1.host,S={len(raw)}:2,S").write_bytes(raw)
                inbox.write(b"From p@acme.example Wed Jun 10 09:30:00 2026\n" + raw.replace(b"\r\n", b"\n") + b"\n")
        maildir = Maildir("work", root)
        known: set[str] = set()
        heads = timed(lambda: len([known.add(piece.key) for piece in maildir.pieces({}) if piece.head]), messages)
        again = timed(lambda: len(list(maildir.pieces({}, known))), 0)
        some = min(messages, 2_000)
        standard = timed(lambda: by_email(root / "cur"), messages) if messages <= 2_000 else None
        raws = [(root / "cur" / name).read_bytes() for name in sorted(os.listdir(root / "cur"))[:some]]
        letters = timed(lambda: sum(read_letter(raw).words != "" for raw in raws), some)
        state: State = {}
        mbox = Mbox("work", Path(place, "inbox"))
        mboxes = timed(lambda: sum(1 for piece in mbox.pieces(state) if piece.head), messages)
    print(f"Maildir heads {messages / heads:,.0f} a second" + (f", {standard / heads:.1f} x email" if standard else ""))
    print(f"Maildir again with nothing new {again * 50_000 / messages:.2f} s for 50,000")
    print(f"whole letters {some / letters:,.0f} a second")
    print(f"mbox heads {messages / mboxes:,.0f} a second")
    good = messages / heads >= LEAST_A_SECOND and again * 50_000 / messages <= MOST_SECONDS_AGAIN
    return 0 if good and messages / mboxes >= LEAST_A_SECOND else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000))
