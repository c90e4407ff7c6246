"""Bytes of mail as text, whatever charset they claim: names that nobody knows, bytes that break it, no name at all."""

from __future__ import annotations

# As browsers do: who says latin-1 means Windows', who says GB2312 or EUC-KR means what came after it.
_MEANT = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252", "l1": "cp1252",
    "windows-1252": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6", "unicode-1-1-utf-7": "utf-7", "utf8mb4": "utf-8", "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman", "unicode": "utf-16", "x-user-defined": "cp1252",
}  # fmt: skip
_UNNAMED = frozenset({"", "us-ascii", "ascii", "unknown", "unknown-8bit", "x-unknown", "default", "default_charset",
                      "8bit"})  # fmt: skip
_ASCII_FIRST = ("utf-8", "cp125", "iso-8859-", "windows-125", "koi8")  # their ASCII bytes are ASCII: no need to look
# Text encodings to Python, not to a mail: slow (punycode is quadratic), or escapes that say what is not there.
_REFUSED = frozenset({"idna", "punycode", "undefined", "unicode_escape", "unicode-escape", "raw_unicode_escape",
                      "raw-unicode-escape"})  # fmt: skip


def decoded(content: bytes, charset: str = "") -> str:
    """The text of `content`; never raises, and loses no ASCII whatever the charset says.

    The charset named is tried, then UTF-8 (which hardly matches by chance), then the one named with `�` for what does
    not fit; Windows-1252 where none is named, or most of what is there does not fit.
    """
    name = charset.strip().strip("\"';").lower()
    named = "" if name in _UNNAMED or name in _REFUSED else _MEANT.get(name, name)
    if content.isascii() and (not named or named.startswith(_ASCII_FIRST)):
        return content.decode("ascii")
    for each in (named, "utf-8"):
        if each:
            try:
                return content.decode(each)
            except (LookupError, UnicodeError, ValueError):
                continue
    try:
        partly = content.decode(named, errors="replace")
    except (LookupError, UnicodeError, ValueError):
        return content.decode("cp1252", errors="replace")
    lost = partly.count("�")
    return content.decode("cp1252", errors="replace") if 2 * lost > sum(not c.isascii() for c in partly) else partly
