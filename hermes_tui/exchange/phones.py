"""The phone numbers of a whole column, each as `addresses.read_phone` reads it, most at a fraction of its price."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.exchange.addresses import Phone, read_phone

if TYPE_CHECKING:
    from phonenumbers import PhoneMetadata

_ABROAD = re.compile(r"\+[0-9 ()./-]+")
_AT_HOME = re.compile(r"[0-9(][0-9 ()./-]*")
_EXTENDED = re.compile(r"([0-9(+][0-9 ()./-]*[0-9]) ?(?:x|ext\.?) ?([0-9]{1,6})")
_BETWEEN = dict.fromkeys(map(ord, "+ ()./-"))
_PLUS = ("+", "＋")
_LONGEST_CODE = 3
_TYPES = (
    *("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost"),
    *("voip", "personal_number", "pager", "uan", "voicemail"),
)


def read_column(texts: Iterable[str], region: str = "") -> dict[str, Phone]:
    """Every distinct text, cleaned as a line, with the number that it is; `region` is as for `read_phone`.

    Numbers written as they are dialled from abroad, or plainly as within `region`, are read by the library's own
    tables of lengths and patterns; all others, and those that these refuse, by the library itself. It is not even
    imported where no text can be a number.
    """
    found: dict[str, Phone] = {}
    quick: _Quick | None = None
    for text in set(texts):
        if not region and _PLUS[0] not in text and _PLUS[1] not in text:
            found[text] = Phone(text, not text)
            continue
        quick = quick or _Quick(region)
        number = quick.number(text)
        found[text] = read_phone(text, region) if number is None else Phone(number, True)
    return found


class _Abroad(NamedTuple):
    """The numbers behind a country code: how many digits they have, and what only callers within put before them."""

    lengths: tuple[int, ...]
    trunk: re.Pattern[str] | None


class _Home(NamedTuple):
    """The numbers of a region as they are dialled within it; `kinds` are (lengths, pattern) of landlines, mobiles …."""

    code: str
    outward: re.Pattern[str] | None
    trunk: re.Pattern[str] | None
    lengths: tuple[int, ...]
    general: re.Pattern[str]
    kinds: tuple[tuple[tuple[int, ...], re.Pattern[str]], ...]


class _Quick:
    """Reads what can be read without parsing; says None of the rest."""

    def __init__(self, region: str) -> None:
        from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

        self.codes = {str(code): regions[0] for code, regions in COUNTRY_CODE_TO_REGION_CODE.items()}
        self.abroad: dict[str, _Abroad] = {}
        self.home = _home(region) if region else None

    def number(self, text: str) -> str | None:
        """E.164 and any extension as `Phone` has them, or None where only the library can tell."""
        extended = _EXTENDED.fullmatch(text)
        if extended:
            number = self.number(extended[1])
            return number and f"{number} ext. {extended[2]}"
        if _ABROAD.fullmatch(text):
            return self._from_abroad(text.translate(_BETWEEN))
        if self.home is not None and _AT_HOME.fullmatch(text):
            return _within(self.home, text.translate(_BETWEEN))
        return None

    def _from_abroad(self, digits: str) -> str | None:
        code = next((digits[:size] for size in range(1, _LONGEST_CODE + 1) if digits[:size] in self.codes), None)
        if code is None:
            return None
        known = self.abroad.get(code)
        if known is None:
            known = self.abroad[code] = _abroad(code, self.codes[code])
        national = digits[len(code) :]
        # A leading zero, or a prefix of callers within, may or may not be part of the number.
        if len(national) not in known.lengths or national[0] == "0" or (known.trunk and known.trunk.match(national)):
            return None
        return f"+{digits}"


def _abroad(code: str, region: str) -> _Abroad:
    from phonenumbers import PhoneMetadata

    table = PhoneMetadata.metadata_for_region_or_calling_code(int(code), region)
    if table is None or table.general_desc is None:
        return _Abroad((), None)
    return _Abroad(table.general_desc.possible_length, _pattern(table.national_prefix_for_parsing))


def _home(region: str) -> _Home | None:
    """None where a number of this region may be one of a neighbour under the same country code."""
    from phonenumbers import PhoneMetadata, region_code_for_country_code

    table = PhoneMetadata.metadata_for_region(region, None)
    if table is None or table.general_desc is None or table.country_code is None or table.leading_digits is not None:
        return None
    general = _pattern(table.general_desc.national_number_pattern)
    if general is None or region_code_for_country_code(table.country_code) != region:
        return None
    return _Home(
        str(table.country_code), _pattern(table.international_prefix), _pattern(table.national_prefix_for_parsing),
        table.general_desc.possible_length, general, _kinds(table),
    )  # fmt: skip


def _kinds(table: PhoneMetadata) -> tuple[tuple[tuple[int, ...], re.Pattern[str]], ...]:
    found = []
    for name in _TYPES:
        kind = getattr(table, name)
        pattern = _pattern(kind.national_number_pattern) if kind else None
        if pattern is not None:
            found.append((kind.possible_length, pattern))
    return tuple(found)


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return re.compile(text) if text else None


def _within(home: _Home, digits: str) -> str | None:
    """E.164 of what is dialled within a region, where it can be one number only and is a given out one."""
    if home.outward and home.outward.match(digits):
        return None
    coded = digits.startswith(home.code) and not home.general.fullmatch(digits)
    national = digits[len(home.code) :] if coded else digits
    before = home.trunk.match(national) if home.trunk else None
    if before:
        if coded or before.re.groups:
            return None
        national = national[before.end() :]
    size = len(national)
    if size not in home.lengths or national[0] == "0" or not home.general.fullmatch(national):
        return None
    for lengths, pattern in home.kinds:
        if (not lengths or size in lengths) and pattern.fullmatch(national):
            return f"+{home.code}{national}"
    return None
