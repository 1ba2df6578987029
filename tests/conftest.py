"""Fixtures of the whole project; each is written in a module of `tests/support`."""

import subprocess
import sys

import pytest
from flask import Flask
from hypothesis import Phase, settings

from tests.shared import CHECKOUT
from tests.support.compiled import Compiled

pytest_plugins = [
    "tests.support.required",
    "tests.support.databases",
    "tests.support.homes",
    "tests.support.applications",
    "tests.support.servers",
    "tests.support.nodes",
    "tests.support.browsers",
    "tests.support.post_office",
    "tests.support.elsewhere",
]


# The same examples each time, so that a change lands or doesn't by what it changed, not by luck.
settings.register_profile("same", derandomize=True)
# Others each time, for who goes looking for trouble: `--hypothesis-profile=others`.
settings.register_profile("others", derandomize=False)
# For who only wants to know whether an example fails, not the smallest one: `--hypothesis-profile=any-failure`.
settings.register_profile("any-failure", derandomize=True, phases=[Phase.explicit, Phase.generate])
settings.load_profile("same")

# Most tests make an application of their own; its templates needn't be compiled each time.
Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--facts", type=int, default=10_000, help="how many facts are put in another order and rebuilt")


def pytest_configure() -> None:
    """Compile the catalogues where a .po is newer than its .mo, so that tests read today's texts."""
    catalogues = list(CHECKOUT.glob("translations/*/LC_MESSAGES/*.po"))
    compiled = [po.with_suffix(".mo") for po in catalogues]
    if any(
        not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime for po, mo in zip(catalogues, compiled, strict=True)
    ):
        subprocess.run([sys.executable, CHECKOUT / "translations" / "hatch_build.py"], check=True)
