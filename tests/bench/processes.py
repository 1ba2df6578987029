"""The program as it runs, in a process of its own: `kontuar serve` over a folder."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from tests.shared import CHECKOUT

COMMAND = "from kontuar.commands import main; main(['serve'])"


@dataclass(frozen=True, slots=True)
class Served:
    """A running server."""

    port: int
    process: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> float:
        """MiB that the server and its workers keep to themselves or share (PSS, from /proc)."""
        rollups = self._told("smaps_rollup")
        return (
            sum(float(line.split()[1]) for text in rollups for line in text.splitlines() if line.startswith("Pss:"))
            / 1024
        )

    def worked(self) -> float:
        """Seconds of processor time that the server and its workers have had (from /proc)."""
        ticks = sum(sum(map(int, text.rpartition(")")[2].split()[11:13])) for text in self._told("stat"))
        return ticks / os.sysconf("SC_CLK_TCK")

    def _told(self, about: str) -> Iterator[str]:
        for name in Path("/proc").glob("[0-9]*"):
            try:
                if os.getpgid(int(name.name)) == self.process:
                    yield (name / about).read_text()
            except OSError:
                continue  # it ended meanwhile


def memory_of_this() -> float:
    """MiB that this process holds now, from /proc."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2


@contextmanager
def serving(home: Path, workers: int = 1) -> Iterator[Served]:
    """Serve the installation in `home` on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {"KONTUAR_HOME": str(home), "KONTUAR_PORT": str(port), "KONTUAR_WORKERS": str(workers)}
    server = subprocess.Popen(
        [sys.executable, "-c", COMMAND],
        cwd=CHECKOUT,
        env={**os.environ, **given},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _answering(port, server)
        yield Served(port, server.pid)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _answering(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            Event().wait(0.1)
    raise TimeoutError("the server doesn't answer")
