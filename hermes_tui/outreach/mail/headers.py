"""Lines of a mail's head: words, people and message ids, folded, and never more than the one header they are.

Not left to email.policy: in Python 3.11 a subject `=?utf-8?q?=0d=0aBcc:_x?=` is decoded while it is set and comes out
as a Bcc of its own, and two encoded words in a row in a name are parted by a space that was not there.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence

from storage.clean import clean

_FOLD_AT = 78  # RFC 5322, 2.1.1
_LONGEST_WORD = 60
_WORD_ROOM = 75  # RFC 2047, 2: an encoded word with its delimiters
_LONGEST_ID = 900  # of 998 in a line: an id is never folded
# The ids of a thread that are kept: the first, which names it, and the newest, which mail programs hang an answer on.
_NEWEST_IDS = 20
_TOKEN = re.compile(r"<?[^<>\s]+>?")
_ID = re.compile(r"<[!-;=?-~]+>|[!-;=?-~]+")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_PLAIN_IN_Q = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/")


def words_header(name: str, text: str) -> str:
    """A header of free words such as Subject; what is not plain ASCII in it as encoded words (RFC 2047)."""
    plain = clean(text)
    return _folded(name, plain.split(" ") if _is_plain(plain) else list(_encoded_words(plain, len(name) + 2)))


def person_header(name: str, person: str, address: str) -> str:
    """A header of one person: `Ann, Lee` stays one name, in quotes; `address` is as wire_address gives it."""
    plain = clean(person)
    if not plain:
        return _folded(name, [address])
    if not _is_plain(plain):
        phrase = list(_encoded_words(plain, len(name) + 2))
    elif _ATOMS.fullmatch(plain):
        phrase = plain.split(" ")
    else:
        phrase = ('"' + re.sub(r'(["\\])', r"\\\1", plain) + '"').split(" ")
    return _folded(name, [*phrase, f"<{address}>"])


def ids_header(name: str, ids: Sequence[str]) -> str:
    """A header of message ids, each on a line of its own where they do not fit."""
    return _folded(name, ids)


def thread_ids(in_reply_to: str, refs: str) -> list[str]:
    """The References of an answer: the thread's ids, each once, the one answered last; the middle of many left out.

    What is no message id (RFC 5322, 3.6.4) is left out: a header is built of these.
    """
    ids = list(dict.fromkeys([*message_ids(refs), *message_ids(in_reply_to)]))
    for answered in message_ids(in_reply_to)[-1:]:
        ids.remove(answered)
        ids.append(answered)
    return ids if len(ids) <= _NEWEST_IDS + 1 else [ids[0], *ids[-_NEWEST_IDS:]]


def message_ids(text: str) -> list[str]:
    """The message ids in a text, in angle brackets."""
    found = [token for token in _TOKEN.findall(text) if _ID.fullmatch(token) and (token[0] == "<" or "@" in token)]
    marks = [token if token[0] == "<" else f"<{token}>" for token in found]
    return [mark for mark in marks if len(mark) <= _LONGEST_ID]


def _is_plain(text: str) -> bool:
    """Whether a text may stand as it is: ASCII, no word too long to fold, nothing that reads as an encoded word."""
    if not text.isascii() or "=?" in text:
        return False
    return all(len(word) + word.count('"') + word.count("\\") <= _LONGEST_WORD for word in text.split(" "))


def _folded(name: str, tokens: Sequence[str]) -> str:
    """A header of tokens parted by one space each, which is where its lines may end."""
    lines, line = [], f"{name}:"
    for place, token in enumerate(tokens):
        if place and len(line) + 1 + len(token) > _FOLD_AT:
            lines.append(line)
            line = ""
        line += f" {token}"
    return "\n".join([*lines, line])


def _encoded_words(text: str, before: int) -> Iterator[str]:
    """The text as encoded words; the space between two of them means nothing. `before`: room taken on the first line.

    Q where most of it is ASCII, so that it can still be read in a raw mail, else B.
    """
    letters = sum(byte in _PLAIN_IN_Q or byte == 0x20 for byte in text.encode())
    quoted = letters * 2 > len(text.encode())
    head = "=?utf-8?q?" if quoted else "=?utf-8?b?"
    room = min(_WORD_ROOM, _FOLD_AT - before) - len(head) - 2
    taken: list[str] = []
    used = 0
    for character in text:
        cost = len(_q(character)) if quoted else len(character.encode())
        if taken and (used + cost > room if quoted else (used + cost + 2) // 3 * 4 > room):
            yield _encoded_word(head, "".join(taken), quoted)
            taken, used, room = [], 0, _WORD_ROOM - len(head) - 2
        taken.append(character)
        used += cost
    yield _encoded_word(head, "".join(taken), quoted)


def _encoded_word(head: str, text: str, quoted: bool) -> str:
    return f"{head}{_q(text) if quoted else b64encode(text.encode()).decode()}?="


def _q(text: str) -> str:
    """Q encoding as names want it, which have fewer letters to use than subjects (RFC 2047, 5 (3))."""
    return "".join(
        chr(byte) if byte in _PLAIN_IN_Q else "_" if byte == 0x20 else f"={byte:02X}" for byte in text.encode()
    )
