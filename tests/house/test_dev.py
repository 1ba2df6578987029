"""dev.py and the locks: what a newcomer meets first."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

from tests.shared import CHECKOUT

LOCKS = {name: CHECKOUT / f"requirements{name}.txt" for name in ("", "-dev")}
each_lock = pytest.mark.parametrize("lock", LOCKS.values(), ids=lambda path: path.name)


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", CHECKOUT / "dev.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def told(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "dev.py", *words], cwd=CHECKOUT, capture_output=True, text=True, check=False)


def test_an_old_python_can_read_far_enough_to_be_told() -> None:
    ast.parse((CHECKOUT / "dev.py").read_text("utf-8"), feature_version=(3, 6))


def test_dev_py_needs_nothing_but_python() -> None:
    tree = ast.parse((CHECKOUT / "dev.py").read_text("utf-8"))
    imported = {n.name for node in ast.walk(tree) if isinstance(node, ast.Import) for n in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= set(sys.stdlib_module_names)


def test_help_names_every_command(dev: ModuleType) -> None:
    text = told("--help").stdout
    assert [name for name in [*dev.COMMANDS, "setup"] if f"\n  {name} " not in text] == []


def test_an_unknown_command_is_answered_with_a_sentence() -> None:
    done = told("rnu")
    assert done.returncode == 1
    assert "There is no command rnu" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_network_one_sentence_says_so(dev: ModuleType) -> None:
    failing = (
        "import sys; sys.exit('Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')"
    )
    with pytest.raises(dev.NoNetwork, match="Is there a network"):
        dev.quietly([sys.executable, "-c", failing])


def test_starting_over_deletes_only_what_is_an_installation(dev: ModuleType, tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "to-anna.txt").write_text("Dear Anna")
    with pytest.raises(dev.Stop, match="nothing is deleted"):
        dev.reset(letters, sure=True)
    assert (letters / "to-anna.txt").exists()
    (letters / "kontuar.db").touch()
    dev.reset(letters, sure=True)
    assert not letters.exists()


def test_starting_over_asks_first(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kontuar.db").touch()
    monkeypatch.setattr("builtins.input", lambda question: "no")
    with pytest.raises(dev.Stop, match="Nothing was deleted"):
        dev.reset(tmp_path, sure=False)
    assert (tmp_path / "kontuar.db").exists()


def test_the_environment_is_made_anew_when_a_lock_changes(dev: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("flask==3.1.3")
    before = dev.fingerprint(lock)
    assert dev.fingerprint(lock) == before
    lock.write_text("flask==3.1.4")
    assert dev.fingerprint(lock) != before


@each_lock
def test_a_lock_names_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert not re.search(r"https?:|^\s*-[-\w]*(?:index|find|extra)|@ ?file", text, re.MULTILINE)


@each_lock
def test_everything_in_a_lock_has_a_version_and_a_hash(lock: Path) -> None:
    packages = re.split(r"\n(?=\S)", lock.read_text("utf-8").strip())
    bare = [each.split()[0] for each in packages if "==" not in each.split("\n")[0] or "--hash=sha256:" not in each]
    assert bare == []


def test_the_locks_have_what_the_project_asks_for(dev: ModuleType) -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    build = groups["build"]
    asked = {
        "": [*project["project"]["dependencies"], *build],
        "-dev": [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["hub"], *build]
        + [word for word in groups["dev"] if isinstance(word, str)],
    }
    for name, words in asked.items():
        versions = dict(re.findall(r"^([\w.-]+)==([\w.!+-]+)", LOCKS[name].read_text("utf-8"), re.MULTILINE))
        for word in words:
            wish = Requirement(word)
            locked = versions.get(wish.name.lower())
            assert locked and wish.specifier.contains(locked), (
                f"requirements{name}.txt: {word}. Type: python3 dev.py lock"
            )


def test_both_locks_agree() -> None:
    core, whole = (dict(re.findall(r"^([\w.-]+)==(\S+)", LOCKS[n].read_text("utf-8"), re.MULTILINE)) for n in LOCKS)
    assert {name: version for name, version in core.items() if whole.get(name) != version} == {}
