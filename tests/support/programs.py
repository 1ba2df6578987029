"""The program as a process of its own: started, asked, killed in the middle, started again."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from alembic import command
from flask import Flask

from kontuar.core import migrating
from tests.shared import CHECKOUT

COMMAND = [sys.executable, "-c", "from kontuar.commands import main; main()"]
PATIENCE = 240  # seconds for a process to answer, on a machine that has much else to do


def stamp(app: Flask) -> None:
    """Say in a database made from a template which shape it has, as the program wants to know."""
    url = app.config["KONTUAR"].database_url
    command.stamp(migrating.config(url), "head")


def free_port() -> int:
    """A port that nobody has and that no system hands out by itself, so that it is still free after a kill."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as trial, contextlib.suppress(OSError):
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(("127.0.0.1", port))
            return port


class Program:
    """`kontuar serve` over a folder; the same port each time."""

    def __init__(self, home: Path, database_url: str = "") -> None:
        self.home, self.url = home, database_url
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.starts = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        file = self.home / "said.txt"
        return file.read_text() if file.exists() else ""

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Another command of the program over the same folder."""
        return subprocess.run(
            [*COMMAND, *words], cwd=CHECKOUT, env=self._environment(), text=True, capture_output=True, check=check
        )

    def start(self, *, wait: bool = True) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "said.txt").open("ab") as said:
            self.process = subprocess.Popen(
                [*COMMAND, "serve"], cwd=CHECKOUT, env=self._environment(), stdout=said, stderr=said,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        self.starts += 1
        if wait:
            self.wait()

    def wait(self) -> None:
        """Until it answers."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process is None or self.process.poll() is None, self.log
            try:
                with urlopen(self.address + "/api/v1/nothing", timeout=5):
                    return
            except URLError as error:
                if hasattr(error, "code"):
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"no answer: {self.log}")

    def kill(self) -> None:
        """As a power cut does: the server and its worker, without a word."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> int:
        """Ask it to end, and wait; gives its exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self.process = None
        return code

    def _environment(self) -> dict[str, str]:
        ours = {"KONTUAR_HOME": str(self.home), "KONTUAR_PORT": str(self.port), "KONTUAR_HOST": "127.0.0.1"}
        if self.url:
            ours["KONTUAR_DATABASE_URL"] = self.url
        others = {name: value for name, value in os.environ.items() if not name.startswith(("KONTUAR_", "PYTHON"))}
        compiled = (
            Path(tempfile.gettempdir()) / "kontuar-tests-compiled"
        )  # a program started often need not be compiled often
        return others | ours | {"PYTHONPATH": str(CHECKOUT), "PYTHONPYCACHEPREFIX": str(compiled)}
