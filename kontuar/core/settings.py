"""Settings: one frozen set of values from `kontuar.toml` in KONTUAR_HOME and from KONTUAR_* variables, read once."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from kontuar.core.errors import SettingWrong

PREFIX = "KONTUAR_"
FOREIGN = {"KONTUAR_REQUIRE", "KONTUAR_TEST_DATABASE_URL", "KONTUAR_SHARED"}  # said to the tests, not to the program
MAIL_SECURITY = ("starttls", "tls", "none")


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
    hidden_below: int = 5  # answers; smaller groups are hidden, and what would give them away
    mail_host: str = ""  # the mail server; without one no mail is sent
    mail_port: int = 0  # 0: the usual one of mail_security
    mail_security: str = "starttls"  # or tls, or none
    mail_user: str = ""
    mail_password: str = field(default="", repr=False)
    mail_password_file: str = ""  # holds the password instead
    mail_from: str = ""
    webhook_local: str = ""  # hosts, by commas, that webhooks may reach by plain http or within one's own network

    @property
    def address(self) -> str:
        """How it is reached: `public_url`, or what host and port say."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.certificate else 'http'}://{host}:{self.port}"

    @property
    def mail_secret(self) -> str:
        """The password for the mail server: as it was told, or the first line of its file."""
        if not self.mail_password_file:
            return self.mail_password
        try:
            return (self.home / self.mail_password_file).read_text("utf-8").split("\n")[0].strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingWrong("The file that mail_password_file names can't be read.", detail=str(error)) from error

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
            values.update(_flat(tomllib.loads(file.read_text("utf-8"))))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingWrong(f"{file.name}: {error}", detail=str(error)) from error
    for name, value in environment.items():
        if name.startswith(PREFIX) and name not in FOREIGN:
            values[name.removeprefix(PREFIX).lower()] = value
    values.update(given)
    values["home"] = home
    known = {one.name: one.type for one in fields(Settings)}
    for name in values:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" Known: {', '.join(sorted(known))}."
            raise SettingWrong(f"Unknown setting {name}.{hint}", detail=name)
    values.setdefault("database_url", f"sqlite:///{home / 'kontuar.db'}")
    typed = {name: _typed(name, value, str(known[name])) for name, value in values.items()}
    return _sound(Settings(**typed))  # type: ignore[arg-type]


def _flat(told: Mapping[str, object]) -> dict[str, object]:
    """The keys of a table `[mail]` as `mail_...`."""
    flat: dict[str, object] = {}
    for name, value in told.items():
        flat.update(
            {f"{name}_{key}": each for key, each in value.items()} if isinstance(value, dict) else {name: value}
        )
    return flat


def _sound(settings: Settings) -> Settings:
    """Raises SettingWrong where settings don't go together."""
    if settings.mail_security not in MAIL_SECURITY:
        raise SettingWrong(f"Setting mail_security must be one of {', '.join(MAIL_SECURITY)}.", detail="mail_security")
    if settings.mail_host and "@" not in settings.mail_from:
        raise SettingWrong("Setting mail_from must be an address, since there is a mail_host.", detail="mail_from")
    if settings.mail_user and settings.mail_security == "none":
        raise SettingWrong(
            "A mail password isn't sent in the clear: set mail_security to starttls or tls.", detail="mail_user"
        )
    return settings


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
