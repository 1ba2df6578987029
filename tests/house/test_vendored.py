"""What others made and we ship as it is lies in `vendor/` folders, each with a list of origin, licence and hash."""

import hashlib
import tomllib
from pathlib import Path

from tests.house.tree import ROOMS, files, short

VENDORED = [path for path in files() if "vendor" in path.parts and short(path).split("/")[0] in ROOMS]
LIST = "vendored.toml"


def listed() -> dict[Path, dict[str, str]]:
    """Every file that a `vendored.toml` names: `["uplot.js"] package, version, licence, sha256`."""
    found = {}
    for path in VENDORED:
        if path.name == LIST:
            for name, said in tomllib.loads(path.read_text("utf-8")).items():
                found[path.parent / name] = said
    return found


def test_every_vendored_file_is_listed_and_every_listed_one_is_there() -> None:
    assert {short(path) for path in VENDORED if path.name != LIST} == {short(path) for path in listed()}


def test_a_vendored_file_is_what_its_maker_shipped() -> None:
    for path, said in listed().items():
        assert set(said) == {"package", "version", "licence", "sha256"}, short(path)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == said["sha256"], short(path)
