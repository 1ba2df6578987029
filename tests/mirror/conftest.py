"""Fixtures that run the project's JavaScript modules where they will run: in Chromium."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]


class _Static(SimpleHTTPRequestHandler):
    """The static folders of the checkout, each under its own path; every other address is an empty page."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}  # noqa: RUF012

    def do_GET(self) -> None:
        if "/static/" in self.path and ".." not in self.path:
            super().do_GET()
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>mirror</title>")

    def log_message(self, format: str, *arguments: Any) -> None:
        """Quiet: a test says what it asked for."""


@pytest.fixture(scope="session")
def statics() -> Iterator[str]:
    """The address of a server of the repository's static folders: `{statics}/kiosk/surveys/static/conditions.js`."""
    handler = partial(_Static, directory=str(ROOT))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def in_chromium(browser: Browser, statics: str) -> Iterator[Callable[[str, str, Any], Any]]:
    """`in_chromium(module, script, value)`: what `script`, a function of (module, value), returns in a browser."""
    page = browser.new_page()
    page.goto(f"{statics}/")

    def run(module: str, script: str, value: Any) -> Any:
        call = f"async ([address, value]) => ({script})(await import(address), value)"
        return page.evaluate(call, [f"{statics}/{module}", value])

    yield run
    page.close()
