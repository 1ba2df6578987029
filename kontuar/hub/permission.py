"""Who may start: whoever sits at the machine, or holds the code that the program printed when it began to serve."""

from __future__ import annotations

import hmac
import ipaddress
from pathlib import Path

from flask import current_app, request, session

from kontuar.core.installation import kept_secret
from kontuar.core.settings import Settings
from kontuar.hub.codes import new_code, typed

KEY = "may-start"
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-Ip", "Via")


def setup_code(keys: Path) -> str:
    """The code of this installation's first start; made once, gone when it has begun."""
    return kept_secret(keys / "setup-code", lambda: new_code().encode()).decode()


def forget(keys: Path) -> None:
    (keys / "setup-code").unlink(missing_ok=True)


def may_start() -> bool:
    """Whether this request may begin a chain here."""
    return at_the_machine() or session.get(KEY) is True


def show_code(code: str) -> bool:
    """Show the printed code: whether it's the one."""
    settings: Settings = current_app.config["KONTUAR"]
    right = hmac.compare_digest(typed(code).encode(), setup_code(settings.keys).encode())
    if right:
        session[KEY] = True
    return right


def at_the_machine() -> bool:
    """From a browser on this computer, by its own name: not through a proxy, nor by a name that only points here."""
    return (
        _loopback(request.remote_addr or "")
        and _names_this_computer(request.host)
        and not any(name in request.headers for name in FORWARDED)
    )


def _names_this_computer(host: str) -> bool:
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name == "localhost" or name.endswith(".localhost") or _loopback(name.strip("[]"))


def _loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
