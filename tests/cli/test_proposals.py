"""Proposals from the shell: drafted, sent, followed, handed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Hermes


@pytest.fixture
def draft(hermes: Hermes, acme: int) -> int:
    """A proposal in draft."""
    return int(hermes("proposal", "add", acme, "title=ERP in steps", "amount=€22.5k", "expires=2026-07-01").out)


def test_a_proposal_goes_from_draft_to_won_and_one_undo_takes_a_step_back(
    hermes: Hermes, acme: int, draft: int
) -> None:
    sent = hermes("proposal", "status", draft, "sent", "--at", "2026-06-20 10:00")
    assert (sent.code, sent.out) == (0, "")
    assert "Acme Corp: proposal v1 sent, 22,500 EUR → Proposal sent. Undo" in sent.err
    assert "3 gaps" not in sent.err
    assert "gaps still to fill in" in sent.err
    lead = hermes("show", acme, "--json").json
    assert (lead["stage"], lead["last_touch_at"]) == ("PROPOSAL_SENT", "2026-06-20T10:00:00Z")
    hermes("proposal", "status", draft, "viewed", "--at", "yesterday")
    assert hermes("show", acme, "--json").json["heat"] == 10
    hermes("proposal", "status", draft, "accepted", "--won", "--value")
    won = hermes("show", acme, "--json").json
    assert (won["stage"], won["value"], won["currency"]) == ("WON", 22500, "EUR")
    hermes("undo")
    back = hermes("show", acme, "--json").json
    assert (back["stage"], back["value"], back["proposals"][0]["status"]) == ("PROPOSAL_SENT", 24000, "VIEWED")


def test_what_was_sent_is_read_again_whole_beside_its_next_version(hermes: Hermes, draft: int, tmp_path: Path) -> None:
    words = tmp_path / "words.md"
    words.write_text("# Cheaper\n\n[/] now", encoding="utf-8")
    hermes("proposal", "status", draft, "sent")
    edited = hermes("proposal", "edit", draft, "amount=20k", "--body", words, "--json").json
    assert (edited["id"], edited["version"]) == (draft + 1, 2)
    shown = hermes("proposal", "show", draft, "v2", "--json").json
    assert (shown["id"], shown["amount"], shown["body"], shown["state"]) == (
        draft + 1, 20000, "# Cheaper\n\n[/] now", "draft",
    )  # fmt: skip
    assert [each["status"] for each in shown["versions"]] == ["DRAFT", "SENT"]
    assert "[/] now" in hermes("proposal", "show", draft + 1).out
    changed = hermes("proposal", "show", draft + 1, "--against", "1").out
    assert "amount: 22,500 EUR → 20,000 EUR\n" in changed
    hermes("proposal", "edit", draft + 1, "--body", "-", stdin="from a pipe")
    assert hermes("proposal", "show", draft + 1, "--json").json["body"] == "from a pipe"


def test_the_list_tells_what_waits_and_what_ran_out(hermes: Hermes, acme: int, draft: int) -> None:
    assert hermes("proposal", "list", "--json").json[0] == {
        "id": draft, "lead": acme, "version": 1, "title": "ERP in steps", "amount": 22500, "currency": "EUR",
        "status": "DRAFT", "state": "draft", "live": False, "expired": False, "sent_at": None, "viewed_at": None,
        "decided_at": None, "expires_on": "2026-07-01", "replaced_by": None,
    }  # fmt: skip
    hermes("proposal", "edit", draft, "expires=2026-06-19")
    hermes("proposal", "status", draft, "sent", "--at", "2026-06-18")
    assert "expired 3d ago" in hermes("proposal", "list").out
    assert hermes("proposal", "list", acme, "--json").json[0]["status"] == "SENT"
    hermes("proposal", "status", draft, "rejected")
    assert "No proposal waits" in hermes("proposal", "list").err
    assert "rejected" in hermes("proposal", "list", "--all").out


def test_a_proposal_is_handed_over_as_a_file(hermes: Hermes, draft: int, tmp_path: Path) -> None:
    place = tmp_path / "offer.html"
    first = hermes("proposal", "export", draft, place)
    assert f"Version 1 written to {place}." in first.err
    assert "config set name" in first.err
    assert "<dd class=amount>22,500 EUR</dd>" in place.read_text(encoding="utf-8")
    again = hermes("proposal", "export", draft, place)
    assert (again.code, again.err.count("\n")) == (2, 1)
    assert "exists already and was left as it is" in again.err
    hermes("config", "set", "name", "Rita Rep")
    assert hermes("proposal", "export", draft, place, "--md", "--force").code == 0
    assert "- **Prepared by:** Rita Rep\n" in place.read_text(encoding="utf-8")
    assert hermes("proposal", "export", draft).out.startswith("# ERP in steps\n\n- **Prepared for:** Acme Corp\n")
    assert hermes("proposal", "export", draft, tmp_path, "--html", "--json").json["path"].endswith("-v1.html")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "1", "title="), 2, "needs a title"),
        (("add", "1", "title=B", "amount=-5"), 2, "less than nothing"),
        (("add", "1", "title=B", "currency=XYZ"), 2, "no currency I know"),
        (("add", "1", "title=ERP in steps"), 2, "already (proposal 1, v1)"),
        (("add", "99"), 3, "no lead #99"),
        (("edit", "1"), 2, "What is to change"),
        (("edit", "1", "body=x", "--body", "-"), 2, "given twice"),
        (("edit", "1", "--body", "/nowhere/x.md"), 1, "cannot be read"),
        (("status", "1", "lost"), 2, "it is sent, viewed"),
        (("status", "1", "draft", "--won"), 2, "Only an accepted"),
        (("status", "1", "sent", "--at", "2026-12-01"), 2, "future"),
        (("show", "1", "v7"), 2, "has no version `v7`; it has v1"),
        (("show", "7"), 3, "no proposal 7"),
        (("export", "1", "--md", "--html"), 2, "which one is meant"),
        (("list", "99"), 3, "no lead #99"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_changes_nothing(
    hermes: Hermes, draft: int, words: tuple[str, ...], code: int, said: str
) -> None:
    before = hermes("proposal", "list", "--all", "--json").json
    answer = hermes("proposal", *words)
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)
    assert said in answer.err
    assert hermes("proposal", "list", "--all", "--json").json == before


def test_a_body_of_a_megabyte_or_of_no_text_is_refused(hermes: Hermes, draft: int) -> None:
    assert "200,000 is the most" in hermes("proposal", "edit", draft, "--body", "-", stdin="x" * 1_000_000).err
    assert "larger than any proposal" in hermes("proposal", "edit", draft, "--body", "-", stdin="x" * 5_000_000).err
    assert "no text in UTF-8" in hermes("proposal", "edit", draft, "--body", "-", stdin=b"\xff\xfe\x00").err


def test_only_a_draft_is_deleted(hermes: Hermes, draft: int) -> None:
    assert "draft v1 of the proposal deleted" in hermes("proposal", "delete", draft).err
    hermes("undo")
    hermes("proposal", "status", draft, "sent")
    assert hermes("proposal", "delete", draft).code == 2
