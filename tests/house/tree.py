"""The files of the project, for the rules about them."""

import subprocess
from functools import cache
from pathlib import Path

from tests.shared import CHECKOUT

ROOMS = ("kontuar", "kiosk", "lms")


@cache
def files() -> tuple[Path, ...]:
    """Every file that goes with the project, as Git sees it: not what was made here, nor what is ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(path for name in listed.stdout.split("\0") if name and (path := CHECKOUT / name).is_file())


def named(*suffixes: str, below: tuple[str, ...] = ()) -> list[Path]:
    """Files with one of `suffixes`, below one of the folders; vendored ones are somebody else's."""
    return [
        path
        for path in files()
        if path.suffix in suffixes and "vendor" not in path.parts and (not below or short(path).split("/")[0] in below)
    ]


def short(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()
