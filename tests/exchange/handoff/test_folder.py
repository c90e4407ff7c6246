"""A packet on disk: never half of one, never in place of something else."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest

from hermes_tui.exchange.handoff import folder as folders
from hermes_tui.exchange.handoff.folder import may_be_packet, read_packet, slug, write_folder
from hermes_tui.exchange.handoff.packet import lead_text
from storage.errors import HermesError

NOW = 1_782_118_800_000


def files(key: str = "abc:1", title: str = "ERP rollout") -> dict[str, str]:
    beside = {"handoff.md": "# ERP\n", "people.vcf": "BEGIN:VCARD\r\nEND:VCARD\r\n"}
    return {**beside, "lead.json": lead_text({"title": title}, key, NOW, "hermes test", list(beside), {})}


def names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


def test_a_packet_is_for_the_owners_eyes_only(tmp_path: Path):
    place = write_folder(tmp_path / "acme-1", files(), "abc:1")
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert {stat.S_IMODE(entry.stat().st_mode) for entry in place.iterdir()} == {0o600}
    assert names(tmp_path) == {"acme-1"}
    assert (place / "people.vcf").read_bytes().count(b"\r\n") == 2
    assert read_packet(place).content == {"title": "ERP rollout"}


def test_the_packet_of_the_same_lead_is_replaced(tmp_path: Path):
    write_folder(tmp_path / "acme-1", {**files(), "lead.json": files()["lead.json"]}, "abc:1")
    write_folder(tmp_path / "acme-1", files(title="ERP, phase two"), "abc:1")
    assert read_packet(tmp_path / "acme-1").content == {"title": "ERP, phase two"}
    assert names(tmp_path) == {"acme-1"}


def test_another_leads_packet_stays_unless_forced(tmp_path: Path):
    write_folder(tmp_path / "deal", files(), "abc:1")
    with pytest.raises(HermesError, match="packet of another lead and was left as it is"):
        write_folder(tmp_path / "deal", files("abc:2"), "abc:2")
    assert read_packet(tmp_path / "deal").key == "abc:1"
    write_folder(tmp_path / "deal", files("abc:2"), "abc:2", force=True)
    assert read_packet(tmp_path / "deal").key == "abc:2"


def test_a_file_that_the_rep_put_beside_stays(tmp_path: Path):
    place = write_folder(tmp_path / "deal", files(), "abc:1")
    (place / "my notes.txt").write_text("call Ann")
    with pytest.raises(HermesError, match=r"holds my notes.txt beside the packet"):
        write_folder(place, files(), "abc:1")
    assert (place / "my notes.txt").read_text() == "call Ann"


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_of_something_else_is_never_replaced(tmp_path: Path, force: bool):
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "taxes.pdf").write_text("x")
    with pytest.raises(HermesError, match="holds something else"):
        write_folder(tmp_path / "desktop", files(), "abc:1", force=force)
    (tmp_path / "taxes").write_text("x")
    with pytest.raises(HermesError, match="is a file"):
        write_folder(tmp_path / "taxes", files(), "abc:1", force=force)
    assert names(tmp_path) == {"desktop", "taxes"}
    assert names(tmp_path / "desktop") == {"taxes.pdf"}


def test_an_empty_folder_may_be_filled(tmp_path: Path):
    (tmp_path / "new").mkdir()
    assert read_packet(write_folder(tmp_path / "new", files(), "abc:1")).key == "abc:1"


def test_a_disk_that_refuses_in_the_middle_leaves_the_old_packet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = write_folder(tmp_path / "acme-1", files(), "abc:1")
    write = folders._write

    def full(path: Path, text: str) -> None:
        if path.name == "people.vcf":
            raise OSError(28, "No space left on device")
        write(path, text)

    monkeypatch.setattr(folders, "_write", full)
    with pytest.raises(HermesError, match=r"cannot be written \(No space left on device\); no packet was made"):
        write_folder(place, files(title="newer"), "abc:1")
    assert read_packet(place).content == {"title": "ERP rollout"}
    assert names(tmp_path) == {"acme-1"}


def test_a_rename_that_fails_brings_the_old_packet_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = write_folder(tmp_path / "acme-1", files(), "abc:1")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(HermesError, match="no packet was made"):
        write_folder(place, files(title="newer"), "abc:1")
    assert read_packet(place).content == {"title": "ERP rollout"}


@pytest.mark.parametrize("name", ["nul\0name", "x" * 300])
def test_an_impossible_name_is_said(tmp_path: Path, name: str):
    with pytest.raises(HermesError, match="no packet was made"):
        write_folder(tmp_path / name, files(), "abc:1")


# -- reading ---------------------------------------------------------------------------------------------


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_a_packet_comes_as_a_folder_a_zip_or_its_lead_alone(tmp_path: Path):
    place = write_folder(tmp_path / "acme-1", files(), "abc:1")
    inside = zipped(tmp_path / "inside.zip", {f"acme-1/{name}": text for name, text in files().items()})
    flat = zipped(tmp_path / "flat.zip", files())
    for path in (place, place / "lead.json", inside, flat):
        assert may_be_packet(str(path))
        assert read_packet(path).key == "abc:1"


def test_a_packet_that_lost_a_file_is_said_and_its_lead_alone_is_whole(tmp_path: Path):
    place = write_folder(tmp_path / "acme-1", files(), "abc:1")
    (place / "people.vcf").unlink()
    with pytest.raises(HermesError, match=r"not whole \(people.vcf is missing\).*lead.json alone"):
        read_packet(place)
    assert read_packet(place / "lead.json").key == "abc:1"
    without = {name: text for name, text in files().items() if name != "people.vcf"}
    with pytest.raises(HermesError, match=r"people\.vcf is missing"):
        read_packet(zipped(tmp_path / "a.zip", without))


def test_what_is_no_packet_is_said(tmp_path: Path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "lead.json").mkdir()
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 no zip")
    os.mkfifo(tmp_path / "pipe.json")
    twice = zipped(tmp_path / "two.zip", {"a/lead.json": "{}", "b/lead.json": "{}"})
    out = zipped(tmp_path / "out.zip", {"../lead.json": files()["lead.json"]})
    for path, said in (
        (tmp_path / "photos", "folder without a lead.json"),
        (tmp_path / "broken.zip", "damaged zip"),
        (tmp_path / "pipe.json", "no file that can be read"),
        (tmp_path / "gone.json", "There is no file"),
        (twice, "more than one lead.json"),
        (zipped(tmp_path / "none.zip", {"a.txt": "x"}), "holds no lead.json"),
        (out, "point outside"),
    ):
        with pytest.raises(HermesError, match=said) as refused:
            read_packet(path)
        assert "nothing was imported" in str(refused.value)


def test_what_is_too_large_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(folders, "MOST_BYTES", 2_000_000)
    huge = tmp_path / "huge.json"
    with huge.open("wb") as out:
        out.truncate(100_000_000)
    bomb = zipped(tmp_path / "bomb.zip", {"lead.json": "0" * 30_000_000})
    for path in (huge, bomb):
        with pytest.raises(HermesError, match="larger than the 2 MB"):
            read_packet(path)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Müller & Söhne: ../ERP", "muller-sohne-erp"),
        ("漢字", "lead"),
        ("../../etc", "etc"),
        ("[/] \x1b[31m", "31m"),
        ("x" * 200, "x" * 40),
    ],
)
def test_a_folder_is_named_so_that_every_disk_takes_it(text: str, name: str):
    assert slug(text) == name
