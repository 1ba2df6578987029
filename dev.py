#!/usr/bin/env python3
"""Run, test and check Kontuar: `python3 dev.py run | test | ...`, with nothing but Python beforehand.

commands:
  run      make what is needed and start Kontuar here; the addresses are printed
             --demo          a chain of shops with customers and learners, in a folder of its own
             --reset         start over: everything of this installation is deleted (it asks; --yes doesn't)
             --host HOST     listen there (127.0.0.1)        --port PORT     (8322)
  setup    only make the environment: .venv/bin/kontuar is then the command line
  test     bring what the tests need and run them, all on all cores; whatever follows goes to pytest (-k word, -x, a file)
  lint     what machines can see: style, types, which room imports which, templates
  bench    measure, as ratios in one run; whatever follows names the benches
  texts    take the texts out of pages and tablet into the catalogues of translations/
  lock     choose the versions of all packages anew (--upgrade: the newest)
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from ctypes.util import find_library
from pathlib import Path

if sys.version_info < (3, 11):  # said before anything that an older Python couldn't read
    here = ".".join(str(part) for part in sys.version_info[:2])
    sys.exit("Kontuar needs Python 3.11 or newer; this is Python " + here + ". Start dev.py with a newer one.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(PROGRAMS / ("python.exe" if os.name == "nt" else "python"))
STAMP = VENV / "made-from.json"
LOCKS = {"core": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
NO_NETWORK = re.compile(
    r"name resolution|not resolve|unreachable|NewConnectionError|dns error|connection (refused|reset)|connect timeout|"
    r"timed out|error sending request",
    re.IGNORECASE,
)


class Stop(Exception):
    """A sentence for whoever typed the command; nothing more can be done."""


class NoNetwork(Stop):
    """What is needed can't be fetched now."""


# --- the environment ---------------------------------------------------------------------------------------------


def setup(lock: str = "core") -> None:
    """Make .venv from a lock, or do nothing when it was made from just that."""
    made = json.loads(STAMP.read_text()) if STAMP.exists() and Path(PYTHON).exists() else {}
    where = f"{ROOT} {sys.version}"  # a moved folder and another Python want another environment
    wanted = {name: fingerprint(file) for name, file in LOCKS.items()}
    if made.get("where") == where and (made.get("dev") == wanted["dev"] or made.get(lock) == wanted[lock]):
        return
    if not os.access(ROOT, os.W_OK):
        raise Stop(f"The folder {ROOT} can't be written to. Put Kontuar where you may write, and try again there.")
    print("Making the environment in .venv ...", flush=True)
    if made.get("where") != where:
        bring_venv()
        quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])
    STAMP.unlink(missing_ok=True)
    install(LOCKS[lock])
    STAMP.write_text(json.dumps({"where": where, lock: wanted[lock]}))


def fingerprint(lock: Path) -> str:
    """What an environment made from `lock` depends on, in one number."""
    parts = (lock, ROOT / "pyproject.toml", ROOT / "translations" / "hatch_build.py")
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def install(lock: Path) -> None:
    """Install a lock by its hashes, then Kontuar itself: with uv, which is far quicker, or with pip where uv fails."""
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input", "--retries", "1"]
    own = ["--no-build-isolation", "--no-deps", "-e", str(ROOT)]
    try:
        with tempfile.TemporaryDirectory() as folder:
            only_uv = Path(folder, "uv.txt")
            only_uv.write_text(locked(lock, "uv"))
            quietly([*pip, "--only-binary", ":all:", "--require-hashes", "-r", str(only_uv)])
    except NoNetwork:
        raise
    except Stop:
        print("(uv can't be had for this machine; pip takes a little longer.)", flush=True)
    else:
        try:
            uv = [PYTHON, "-m", "uv", "--no-config", "--system-certs", "-q", "pip", "install", "-p", PYTHON]
            quietly([*uv, "--require-hashes", "-r", str(lock)])
            quietly([*uv, *own])
            return
        except Stop:  # pip may know a proxy or a mirror that uv does not
            print("(uv could not finish; pip goes on.)", flush=True)
    quietly([*pip, "--require-hashes", "-r", str(lock)])
    quietly([*pip, *own])


def locked(lock: Path, package: str) -> str:
    """The lines of one package in a lock: its version and its hashes."""
    text = lock.read_text()
    start = text.index(f"\n{package}==") + 1
    end = re.compile(r"^\S", re.MULTILINE).search(text, start + 1)
    return text[start : end.start() if end else len(text)]


def bring_venv() -> None:
    """Debian keeps what `venv` needs in a package of its own."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not apt([package]):
            raise Stop(f"Python's venv is missing. Type: sudo apt install {package}") from None


def quietly(command: list[str]) -> None:
    """Run a command; its output is shown only when it fails."""
    done = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        said = "\n".join(done.stdout.strip().splitlines()[-12:])
        if NO_NETWORK.search(said):
            raise NoNetwork(f"{said}\n\nSomething couldn't be fetched. Is there a network? Try again when it is back.")
        raise Stop(said or f"{command[0]} failed.")


def compile_texts() -> None:
    """Compile the catalogues whose .po is newer than its .mo."""
    for po in ROOT.glob("translations/*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            quietly([PYTHON, "translations/hatch_build.py"])
            return


# --- what the tests need of the machine --------------------------------------------------------------------------

NEEDS: dict[str, Callable[[], object]] = {  # Debian's package: a sign that it, or the same from elsewhere, is here
    "chromium": lambda: shutil.which("chromium"),
    "fonts-noto-core": lambda: list(Path("/usr/share/fonts").glob("**/NotoSansArabic*")),
    "fonts-noto-cjk": lambda: list(Path("/usr/share/fonts").glob("**/NotoSansCJK*")),
    "libpangoft2-1.0-0": lambda: find_library("pangoft2-1.0"),
    "poppler-utils": lambda: shutil.which("pdftotext"),
    "postgresql": lambda: (
        os.environ.get("KONTUAR_TEST_DATABASE_URL")
        or shutil.which("initdb")
        or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    ),
}


def bring_what_tests_need() -> None:
    """Install what is missing where we may, else say the one command that does."""
    missing = [package for package, is_here in NEEDS.items() if not is_here()]
    if missing and not apt(missing):
        if shutil.which("apt-get"):
            print(f"Some tests will be skipped. To run them all, type: sudo apt install {' '.join(missing)}\n")
        else:
            print(f"Some tests will be skipped: they need {', '.join(missing)} (Debian's names).\n")


def apt(packages: list[str]) -> bool:
    """Install Debian packages, where we may; False where we may not. Raises Stop when it fails."""
    if os.name == "nt" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {', '.join(packages)} ...", flush=True)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    quietly(["apt-get", "update", "-q"])
    quietly(["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages])
    return True


# --- commands ----------------------------------------------------------------------------------------------------


def run(words: list[str]) -> None:
    import argparse

    parser = argparse.ArgumentParser(prog="dev.py run")
    for flag in ("--demo", "--reset", "--yes"):
        parser.add_argument(flag, action="store_true")
    parser.add_argument("--host", default=os.environ.get("KONTUAR_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("KONTUAR_PORT", "8322")))
    wish = parser.parse_args(words)
    home = Path(os.environ.get("KONTUAR_HOME") or ROOT / ("var-demo" if wish.demo else "var")).resolve()
    os.environ.update(KONTUAR_HOME=str(home), KONTUAR_HOST=wish.host, KONTUAR_PORT=str(wish.port))
    setup()
    compile_texts()
    if wish.reset:
        reset(home, wish.yes)
    if wish.demo:
        demo(home)
    become("kontuar", "serve", "--migrate")


def demo(home: Path) -> None:
    """Make the demo chain beside its folder and put it there once it's whole; say how to sign in, each time."""
    told = home / "sign-ins.txt"
    if not told.exists():
        print("Making a demo chain: 12 shops, 90 days. This takes a minute.", flush=True)
        making = home.with_name(f"{home.name}.making")
        shutil.rmtree(making, ignore_errors=True)
        os.environ["KONTUAR_HOME"] = str(making)
        step("kontuar", "migrate")
        done = subprocess.run([str(PROGRAMS / "kontuar"), "demo"], stdout=subprocess.PIPE, text=True)
        if done.returncode:
            raise Stop("The demo chain could not be made.")
        (making / "sign-ins.txt").write_text(done.stdout)
        making.rename(home)
        os.environ["KONTUAR_HOME"] = str(home)
    print(told.read_text(), flush=True)


def reset(home: Path, sure: bool) -> None:
    """Delete an installation's folder, once whoever asks for it is sure."""
    if os.environ.get("KONTUAR_DATABASE_URL"):
        raise Stop("KONTUAR_DATABASE_URL points outside the folder: empty that database yourself.")
    if not home.exists():
        return
    if not (home / "kontuar.db").exists() and any(home.iterdir()):
        raise Stop(f"{home} holds no Kontuar installation: nothing is deleted.")
    if not sure and input(f"Delete everything in {home}? Type yes: ").strip().lower() != "yes":
        raise Stop("Nothing was deleted.")
    shutil.rmtree(home)


def test(words: list[str]) -> None:
    setup("dev")
    compile_texts()
    bring_what_tests_need()
    become("python", "-m", "pytest", *side_by_side(words), *words)


def side_by_side(words: list[str]) -> list[str]:
    """The whole suite goes on all cores; for some of it, starting workers would take longer than it saves."""
    cores = min(8, os.cpu_count() or 1)
    return ["-n", str(cores), "--dist", "worksteal"] if not words and cores > 1 else []


def lint(_: list[str]) -> None:
    setup("dev")
    failed = []
    for check in (
        "ruff check .",
        "ruff format --check -q .",
        "mypy",
        "lint-imports --no-cache",
        "djlint --lint --quiet .",
    ):
        print(f"-- {check}", flush=True)
        program, *words = check.split()
        if subprocess.call([str(PROGRAMS / program), *words], cwd=ROOT):
            failed.append(check)
    if failed:
        raise Stop(f"Look at what {' and '.join(failed)} said above.")


def bench(words: list[str]) -> None:
    setup("dev")
    compile_texts()
    become("python", "-m", "tests.bench", *words)


def texts(words: list[str]) -> None:
    setup("dev")
    become("python", "translations/extract.py", *words)


def lock(words: list[str]) -> None:
    setup("dev")
    for name in [name for name in os.environ if name.startswith(("UV_", "PIP_"))]:
        del os.environ[name]  # this machine's ways stay out of the locks
    compiled = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
    of = {"core": ["--group", "build"], "dev": ["--extra", "hub", "--group", "dev"]}
    for name, file in LOCKS.items():
        uv = ["--no-config", "--system-certs", "-q", "pip", "compile", "pyproject.toml", "-o", file.name]
        step("uv", *uv, *compiled, *of[name], *words)


def step(program: str, *words: str) -> None:
    """Run a program of the environment; stop where it fails."""
    code = subprocess.call([str(PROGRAMS / program), *words], cwd=ROOT)
    if code:
        sys.exit(code)


def become(program: str, *words: str) -> None:
    """Go on as a program of the environment, so that signals reach it."""
    command = [str(PROGRAMS / program), *words]
    os.chdir(ROOT)
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    sys.stdout.flush()
    os.execv(command[0], command)


COMMANDS = {"run": run, "test": test, "lint": lint, "bench": bench, "texts": texts, "lock": lock}


def main(words: list[str]) -> None:
    if not words or words[0] in ("-h", "--help", "help"):
        print(__doc__)
    elif words[0] == "setup":
        setup(*words[1:2])
        compile_texts()
    elif words[0] in COMMANDS:
        COMMANDS[words[0]](words[1:])
    else:
        raise Stop(f"There is no command {words[0]}. Type: python3 dev.py --help")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Stop as stop:
        sys.exit(f"\n{stop}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
