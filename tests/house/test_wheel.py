"""The wheel holds the program and all it needs at run time, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import ROOMS, named, short
from tests.shared import CHECKOUT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel made from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    with zipfile.ZipFile(made) as archive:
        return set(archive.namelist())


def test_every_file_of_every_room_is_in_it(wheel: set[str]) -> None:
    rooms = [path for path in CHECKOUT.glob("*/**/*") if path.is_file() and short(path).split("/")[0] in ROOMS]
    expected = {short(path) for path in rooms if "__pycache__" not in path.parts}
    assert expected - wheel == set()


def test_migrations_and_translations_lie_inside(wheel: set[str]) -> None:
    assert {f"kontuar/{short(path)}" for path in named(".py", ".mako", below=("migrations",))} <= wheel
    catalogues = [Path(short(path)) for path in named(".po", below=("translations",))]
    assert {f"kontuar/{path.with_suffix('.mo').as_posix()}" for path in catalogues} <= wheel


def test_nothing_else_is_in_it(wheel: set[str]) -> None:
    assert {name.split("/")[0] for name in wheel if ".dist-info/" not in name} == set(ROOMS)
    assert [name for name in wheel if name.endswith((".po", ".pyc", ".db"))] == []


def test_licence_and_command_go_with_it(wheel: set[str]) -> None:
    endings = ("licenses/LICENSE", "entry_points.txt", "METADATA")
    assert [ending for ending in endings if not any(name.endswith(ending) for name in wheel)] == []
