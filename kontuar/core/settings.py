"""Settings: one frozen set of values from `kontuar.toml` in KONTUAR_HOME and from KONTUAR_* variables, read once."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from kontuar.core.errors import SettingWrong

PREFIX = "KONTUAR_"
FOREIGN = {"KONTUAR_REQUIRE", "KONTUAR_TEST_DATABASE_URL", "KONTUAR_SHARED"}  # said to the tests, not to the program


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation can be told. `home` is the one folder it owns: database, media, keys, logs."""

    home: Path
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8322
    public_url: str = ""  # how tablets and nodes reach it, where that differs from host and port
    workers: int = 1
    threads: int = 4
    proxies: int = 0  # how many reverse proxies stand in front
    certificate: str = ""  # PEM files, where this program itself speaks TLS
    certificate_key: str = ""
    too_few_below: int = 10  # answers; fewer aren't told in figures

    @property
    def address(self) -> str:
        """How it is reached: `public_url`, or what host and port say."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.certificate else 'http'}://{host}:{self.port}"

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def backups(self) -> Path:
        return self.home / "backups"


def load(environment: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Settings from `given`, then the environment, then the TOML file. Raises SettingWrong for an unknown or wrong value."""
    environment = os.environ if environment is None else environment
    home = Path(str(given.get("home") or environment.get("KONTUAR_HOME") or "var")).resolve()
    values: dict[str, object] = {}
    file = home / "kontuar.toml"
    if file.is_file():
        try:
            values.update(tomllib.loads(file.read_text("utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingWrong(f"{file.name}: {error}", detail=str(error)) from error
    for name, value in environment.items():
        if name.startswith(PREFIX) and name not in FOREIGN:
            values[name.removeprefix(PREFIX).lower()] = value
    values.update(given)
    values["home"] = home
    known = {field.name: field.type for field in fields(Settings)}
    for name in values:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" Known: {', '.join(sorted(known))}."
            raise SettingWrong(f"Unknown setting {name}.{hint}", detail=name)
    values.setdefault("database_url", f"sqlite:///{home / 'kontuar.db'}")
    typed = {name: _typed(name, value, str(known[name])) for name, value in values.items()}
    return Settings(**typed)  # type: ignore[arg-type]


def _typed(name: str, value: object, kind: str) -> object:
    if kind == "int":
        try:
            number = int(str(value))
        except ValueError as error:
            raise SettingWrong(f"Setting {name} must be a whole number, not {value}.", detail=name) from error
        if number < 0 or (name == "port" and number > 65535):
            raise SettingWrong(f"Setting {name} can't be {number}.", detail=name)
        return number
    if name == "database_url":
        text = str(value)
        if text.startswith(("postgres://", "postgresql://")):
            text = "postgresql+psycopg://" + text.split("://", 1)[1]
        return text
    return value if isinstance(value, Path) else str(value)
