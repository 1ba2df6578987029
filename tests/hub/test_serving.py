"""`kontuar serve` begins over an empty folder, refuses what it can't serve, ends when told and leaves nothing behind."""

import os
import signal
import socket
import sqlite3
import stat
import time
from pathlib import Path

import pytest

from kontuar.core.errors import SettingWrong
from kontuar.core.settings import load
from kontuar.serving import serve
from tests.support.programs import Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


@pytest.mark.slow
def test_an_empty_folder_becomes_an_installation_and_ends_when_told(program: Program) -> None:
    try:
        program.start()
        assert "/start#" in program.log and "/kiosk" in program.log and "/results" in program.log
        for file in program.home.rglob("*"):
            if file.name != "said.txt":
                assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, f"others may read {file}"
        assert program.process
        group = program.process.pid
        assert program.stop() == 0
        assert _gone(group)
    finally:
        program.kill()


@pytest.mark.slow
def test_a_worker_doesnt_outlive_its_server(program: Program) -> None:
    program.start()
    assert program.process
    group = program.process.pid
    os.kill(group, signal.SIGKILL)  # the parent alone
    program.process.wait()
    program.process = None
    assert _gone(group, seconds=20)


def test_a_port_that_somebody_has_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SettingWrong) as refused:
        serve(load({}, home=tmp_path, port=taken.getsockname()[1]))
    assert "can't be had" in str(refused.value.message)


@pytest.mark.slow
def test_a_database_of_a_newer_version_isnt_touched(program: Program) -> None:
    program.run("migrate")
    with sqlite3.connect(program.home / "kontuar.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    done = program.run("serve", check=False)
    assert done.returncode == 1
    assert "newer" in done.stderr


def _gone(group: int, seconds: float = 5) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
