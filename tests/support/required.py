"""What a test needs from the machine: absent, the test skips and says so, or fails where KONTUAR_REQUIRE demands it."""

import os
from collections import Counter
from typing import NoReturn

import pytest

EXCUSED = "sample file"  # how a skip begins that is no fault of the machine: see tests/shared.py


def absent(name: str, why: str) -> NoReturn:
    """Skip for want of `name` (postgres, chromium, libreoffice); fail when KONTUAR_REQUIRE lists it."""
    if name in required():
        pytest.fail(f"{name} is required here, but {why}", pytrace=False)
    pytest.skip(f"needs {name}: {why}")


def required() -> list[str]:
    """What no test may be skipped for."""
    return [word.strip() for word in os.environ.get("KONTUAR_REQUIRE", "").split(",") if word.strip()]


def skips(config: pytest.Config) -> Counter[str]:
    """Why tests were skipped, and how many."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    return Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in reports)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where something is required, a skip for anything but a sample file is a failure."""
    if required() and any(not why.startswith(EXCUSED) for why in skips(session.config)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was skipped, and why."""
    for why, count in sorted(skips(config).items()):
        failed = required() and not why.startswith(EXCUSED)
        terminalreporter.write_line(f"{count} skipped{', which fails here' if failed else ''}: {why}")
