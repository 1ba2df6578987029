"""The console: what commands of all rooms share, so that none has to know how the application is put together."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, NoReturn, TypeVar, cast

import click

from kontuar.core.errors import Problem

Command = TypeVar("Command", bound=Callable[..., Any])
Opener = Callable[[], AbstractContextManager[Any]]


def in_app(command: Command) -> Command:
    """Run a command inside the application over KONTUAR_HOME; a problem becomes a sentence and exit code 1."""

    @wraps(command)
    def run(*args: Any, **values: Any) -> Any:
        opener = cast(Opener, click.get_current_context().find_root().obj)
        try:
            with opener():
                return command(*args, **values)
        except Problem as problem:
            stop(problem)

    return cast(Command, run)


def stop(problem: Problem) -> NoReturn:
    """Say what went wrong, on standard error, and leave."""
    detail = f" ({problem.detail})" if problem.detail is not None else ""
    click.echo(f"{problem.message}{detail}", err=True)
    sys.exit(1)


def ask_secret(prompt: str) -> str:
    """A secret typed unseen, or the first line of standard input where that's no terminal."""
    return getpass.getpass(prompt + ": ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
