"""The command line keeps what it promises: every command it names is there."""

import click
import pytest
from click.testing import CliRunner

from kontuar.commands import ELSEWHERE, main


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_command_that_is_named_is_there_and_says_what_it_does(name: str) -> None:
    done = CliRunner().invoke(main, [name, "--help"])
    assert done.exit_code == 0, done.output
    assert "Usage:" in done.output


def test_every_command_is_in_the_list() -> None:
    told = CliRunner().invoke(main, ["--help"]).output
    assert [name for name in ELSEWHERE if f"  {name} " not in told] == []
    assert isinstance(main, click.Group)
