"""Demo files for the benches: made once for each size and kept in a folder outside the repository.

The folder is HERMES_BENCH_DIR, or `hermes-bench` among the temporary files. A file is made anew where the generator
or the schema has changed since. Only made-up leads live there; it can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from hermes_tui.demo import DEMO_NOW, generate  # noqa: E402
from storage.snapshots.folder import stamp  # noqa: E402

_MADE_BY = ("hermes_tui/demo/*.py", "storage/migrations/*.py", "storage/derived.py", "storage/visits.py")


def bench_folder() -> Path:
    """Where the files are kept; made if need be."""
    named = os.environ.get("HERMES_BENCH_DIR")
    folder = Path(named) if named else Path(tempfile.gettempdir()) / "hermes-bench"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def leads_file(leads: int) -> Path:
    """The demo file of that many leads, as it stands at DEMO_NOW. To be copied, not written to."""
    path = bench_folder() / f"{leads}-{_recipe()}.db"
    if not path.exists():
        sys.stderr.write(f"making {leads:,} leads, once …\n")
        for outdated in path.parent.glob(f"{leads}-*.db"):
            outdated.unlink()
        unfinished = path.with_suffix(f".{os.getpid()}")
        generate(unfinished, leads, DEMO_NOW)
        os.replace(unfinished, path)
        unfinished.with_name(f"{unfinished.name}-journal").unlink(missing_ok=True)
    return path


@contextmanager
def desk(leads: int) -> Iterator[dict[str, str]]:
    """A folder with a copy of such a file; gives the environment in which `hermes` opens it, the clock frozen.

    The day's backup counts as made: it runs behind the screen once a day, and would run here at each start.
    """
    with tempfile.TemporaryDirectory(dir=bench_folder(), prefix="desk-") as name:
        folder = Path(name)
        path = folder / "work.db"
        shutil.copyfile(leads_file(leads), path)
        backups = folder / "work-backups"
        backups.mkdir()
        (backups / f"work-{stamp(DEMO_NOW)}-daily.db").touch()
        foreign = ("HERMES_", "TEXTUAL_", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE")
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
        yield {
            **inherited,
            "HERMES_NOW": "2026-06-22T09:00:00Z",
            "HERMES_DB": str(path),
            "HERMES_CONFIG": str(folder / "hermes.toml"),
            "HERMES_LOG": str(folder / "hermes.log"),
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'bench'}",
            # As installed: pip writes the bytecode, so that no start compiles.
            "PYTHONPYCACHEPREFIX": str(bench_folder() / "bytecode"),
        }


def _recipe() -> str:
    """Eight digits that change with whatever makes these files."""
    digest = hashlib.sha256()
    for pattern in _MADE_BY:
        for source in sorted(ROOT.glob(pattern)):
            digest.update(source.read_bytes())
    return digest.hexdigest()[:8]
