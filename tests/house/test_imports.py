"""Imports point down, trades don't know each other, and nothing goes round in a circle."""

import subprocess
import sys

from tests.shared import CHECKOUT


def test_the_rooms_stand_on_each_other_as_the_contracts_say() -> None:
    program = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[done.stdout.find("Contracts") :] + done.stderr
