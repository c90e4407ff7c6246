"""lead.json: whole or refused, in one sentence, whoever damaged or made it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.handoff.packet import checksum, lead_text, read_text
from storage.errors import HermesError

NOW = 1_782_118_800_000
CONTENT: dict[str, Any] = {"title": "ERP “rollout” 漢", "value": 1500.5, "notes": [{"text": "a\nb"}], "custom": {}}
WHOLE = lead_text(CONTENT, "abc:1", NOW, "hermes test", ["people.vcf"], {})


def changed(**parts: Any) -> bytes:
    return json.dumps({**json.loads(WHOLE), **parts}).encode()


def json_or_none(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def test_what_was_written_is_read():
    packet = read_text(WHOLE.encode(), "acme-1")
    assert (packet.key, packet.made_at, packet.content) == ("abc:1", NOW, CONTENT)
    assert packet.files == ("lead.json", "people.vcf")


def test_spacing_and_the_order_of_keys_are_nobodys_damage():
    again = json.dumps(json.loads(WHOLE), sort_keys=True, ensure_ascii=True)
    assert read_text(b"\xef\xbb\xbf" + again.encode(), "acme-1").content == CONTENT


@given(st.integers(min_value=0, max_value=len(WHOLE.encode()) - 3))
def test_a_packet_cut_anywhere_is_refused(length: int):
    with pytest.raises(HermesError, match="nothing was imported"):
        read_text(WHOLE.encode()[:length], "acme-1")


@given(st.data())
def test_a_character_changed_in_the_content_is_noticed(data: st.DataObject):
    start = WHOLE.index('"lead": {')
    place = data.draw(st.integers(start, len(WHOLE) - 2))
    other = data.draw(st.sampled_from("aZ9{}[],:\"'\\ "))
    hurt = WHOLE[:place] + other + WHOLE[place + 1 :]
    if json_or_none(hurt) == json.loads(WHOLE):
        return  # white space for white space
    with pytest.raises(HermesError, match="nothing was imported"):
        read_text(hurt.encode(), "acme-1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "no handoff packet"),
        (b"[]", "no handoff packet"),
        (b"title,company\nERP,Acme\n", "no handoff packet"),
        (b"\xff\xfe\x00", "no handoff packet"),
        (b"[" * 100_000, "no handoff packet"),
        (b'{"hermes_handoff": true}', "no handoff packet"),
        (b'{"hermes_handoff": 1}', "is not whole .it lacks parts"),
        (b'{"hermes_handoff": 1, "lead": NaN}', "is not whole"),
        (changed(hermes_handoff=2), "a newer Hermes .format 2, this one reads 1.*upgrade"),
        (changed(hermes_handoff=0), "no Hermes ever wrote"),
        (changed(key="x"), "is not whole .its checksum"),
        (changed(key="\u202e"), "lacks parts"),
        (changed(checksum="sha256:0"), "is not whole .its checksum"),
        (changed(made_at="yesterday"), "when it was made"),
        (changed(made_at="2026-06-22T09:00:00"), "when it was made"),
        (changed(lead=[]), "lacks parts"),
        (changed(files=["../../etc/passwd"]), "points outside of it"),
        (changed(files=["/etc/passwd"]), "points outside of it"),
        (changed(files=["..\\boot.ini"]), "points outside of it"),
        (changed(files=["a\x1b[31m"]), "points outside of it"),
        (changed(files="lead.json"), "points outside of it"),
    ],
)
def test_what_is_no_whole_packet_is_refused_in_a_sentence(text: bytes, said: str):
    with pytest.raises(HermesError, match=said) as refused:
        read_text(text, "acme-1")
    assert "nothing was imported" in str(refused.value)
    assert len(str(refused.value)) < 200


def test_the_checksum_is_of_the_lead_and_not_of_the_day():
    later = lead_text(CONTENT, "abc:1", NOW + 86_400_000, "hermes later", [], {"completeness": {"percent": 1}})
    assert read_text(later.encode(), "b").checksum == read_text(WHOLE.encode(), "a").checksum
    assert checksum("abc:2", CONTENT) != checksum("abc:1", CONTENT)
