"""Mails for the tests, written as bytes: what arrives, not what a library would write."""

from __future__ import annotations


def mail(body: str | bytes = "Hello.\n", /, *, end: str = "\n", **fields: str) -> bytes:
    """A mail with these fields (`_` for `-`, one left out by giving ""), its lines parted by `end`."""
    given = {
        "From": "Ann Lee <ann@acme.example>",
        "To": "Rep <rep@firm.example>",
        "Subject": "Re: Rollout",
        "Date": "Wed, 10 Jun 2026 09:30:00 +0200",
        "Message-ID": "<a1@acme.example>",
    }
    for name, value in fields.items():
        given[name.replace("_", "-")] = value
    head = "".join(f"{name}: {value}{end}" for name, value in given.items() if value)
    written = body if isinstance(body, bytes) else body.replace("\n", end).encode()
    return head.encode("utf-8", "surrogateescape") + end.encode() + written


def multipart(kind: str, *parts: tuple[str, str], boundary: str = "b1", parameters: str = "", **fields: str) -> bytes:
    """A mail of parts, each (its head's lines, its body)."""
    body = "".join(f"--{boundary}\n{head}\n\n{content}\n" for head, content in parts) + f"--{boundary}--\n"
    fields.setdefault("Content_Type", f'multipart/{kind}; boundary="{boundary}"{parameters}')
    return mail(body, **fields)
