"""Chores: short pieces of work, each at its time; one that fails stops neither itself for good nor the others."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask

from kontuar.core.chores import Chore, Chores, do_all, ring
from kontuar.core.database import writing
from kontuar.core.leases import new_holder, take
from kontuar.core.times import now
from tests.support.databases import on_sqlite

pytestmark = on_sqlite


def sweeping(pieces: int, swept: list[str], name: str = "sweeping") -> Callable[[], bool]:
    """Work that is done after so many pieces."""
    left = [pieces]

    def work() -> bool:
        if left[0]:
            swept.append(name)
            left[0] -= 1
        return bool(left[0])

    return work


def test_a_chore_goes_on_at_once_while_there_is_more_and_rests_when_there_is_not(app: Flask) -> None:
    swept: list[str] = []
    app.extensions["kontuar.chores"] = (Chore("sweeping", 60, sweeping(3, swept)),)
    going = Chores(app)
    pauses = [going.round() for _ in range(4)]
    assert pauses[:2] == [0, 0] and min(pauses[2:]) > 50
    assert len(swept) == 3


def test_chores_take_turns_however_much_one_has_to_do(app: Flask) -> None:
    swept: list[str] = []
    app.extensions["kontuar.chores"] = (
        Chore("many", 60, sweeping(3, swept, "many")),
        Chore("few", 60, sweeping(2, swept, "few")),
    )
    going = Chores(app)
    for _ in range(4):
        going.round()
    assert swept == ["many", "few", "many", "few", "many"]


def test_one_that_fails_is_tried_again_later_and_the_others_go_on(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    swept: list[str] = []

    def broken() -> bool:
        raise RuntimeError("no mail today")

    app.extensions["kontuar.chores"] = (Chore("broken", 1, broken), Chore("sweeping", 60, sweeping(1, swept)))
    pause = Chores(app).round()
    assert swept == ["sweeping"] and 1 < pause <= 2
    assert "the chore broken failed" in caplog.text


def test_what_another_process_does_is_left_to_it(app: Flask) -> None:
    swept: list[str] = []
    app.extensions["kontuar.chores"] = (Chore("sweeping", 60, sweeping(1, swept)),)
    with app.app_context(), writing() as session:
        assert take(session, "chore sweeping", new_holder(), now())
    Chores(app).round()
    assert swept == []


def test_a_bell_brings_the_thread_at_once(app: Flask) -> None:
    came, called = threading.Event(), []

    def work() -> bool:
        called.append(1)
        if len(called) == 2:
            came.set()
        return False

    app.extensions["kontuar.chores"] = (Chore("listening", 3600, work),)
    Chores(app).start()
    while not called:
        threading.Event().wait(0.01)
    with app.app_context():
        ring()
    assert came.wait(10)


def test_a_command_does_all_there_is(app: Flask) -> None:
    swept: list[str] = []
    app.extensions["kontuar.chores"] = (Chore("sweeping", 3600, sweeping(5, swept)),)
    do_all(app)
    assert len(swept) == 5
