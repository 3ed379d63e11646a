"""A General MIDI bank for the house band, where the system's packages can be had without root.

The band plays without it, on its own synthesisers; so every failure here is only noted.
"""

import os
import shutil
import tempfile
from pathlib import Path

from studio.setup.steps import ROOT, SetupError, call, once, say

PACKAGE = "fluidr3mono-gm-soundfont"  # MIT; 13 MB packed
TIME_LIMIT_S = 60.0


def data_folder() -> Path:
    return Path(os.environ.get("STUDIO_DATA_DIR") or ROOT / "var").resolve()


def bring_bank() -> None:
    """Fetch and unpack the bank into `<data>/soundfonts`, once per data folder, whatever comes of it."""
    folder = data_folder() / "soundfonts"
    once("General MIDI bank", folder / ".tried", PACKAGE, lambda: _try(folder))


def _try(folder: Path) -> None:
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        say("no apt tools here: the band plays its own synthesisers")
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        try:
            call("apt-get", "download", PACKAGE, cwd=Path(scratch), timeout_s=TIME_LIMIT_S)
            archive = next(Path(scratch).glob("*.deb"))
            call("dpkg-deb", "-x", archive, scratch, timeout_s=TIME_LIMIT_S)
        except (SetupError, StopIteration) as failure:
            say(f"no bank ({failure}): the band plays its own synthesisers")
            return
        _keep(Path(scratch), folder)


def _keep(unpacked: Path, folder: Path) -> None:
    for path in unpacked.rglob("*"):
        if path.is_symlink() or not path.is_file():
            continue
        if path.suffix in {".sf2", ".sf3"}:
            shutil.move(path, folder / path.name)
        elif path.name == "copyright":
            shutil.move(path, folder / f"{PACKAGE}.copyright")
