"""The pictures in screenshots/ are what the program paints: a change of look is seen in the diff, and meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screenshots.scenes import SCENES, THEMES, Scene, draw, file_of, frozen, make_demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The demo file, made once."""
    return make_demo(tmp_path_factory.mktemp("demo")).read_bytes()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_a_screen_looks_as_its_pictures(scene: Scene, demo: bytes, tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    path.write_bytes(demo)
    with frozen(tmp_path):
        drawn = await draw(scene, path)
    assert list(drawn) == list(THEMES)
    for theme, painted in drawn.items():
        golden = file_of(scene, theme)
        if painted != golden.read_text(encoding="utf-8"):
            seen = tmp_path / golden.name
            seen.write_text(painted, encoding="utf-8")
            pytest.fail(f"{golden.name} differs from what is painted now ({seen}); `make screenshots` draws it anew")


def test_no_picture_is_left_over_or_fetches_from_the_network() -> None:
    wanted = {file_of(scene, theme).name for scene in SCENES for theme in THEMES}
    found = {path.name for path in file_of(SCENES[0], "dark").parent.glob("*.svg")}
    assert found == wanted
    for path in file_of(SCENES[0], "dark").parent.glob("*.svg"):
        assert "url(" not in path.read_text(encoding="utf-8").replace("url(#", "")
