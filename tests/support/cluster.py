"""A PostgreSQL server for tests: the one KONTUAR_TEST_DATABASE_URL names, or a private one that goes away."""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.pool import NullPool

from tests.support.required import absent

# The tests don't care for a power cut in the middle of them.
SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "autovacuum=off",
    "max_connections=100",
    "shared_buffers=64MB",
)
# The server ends when the pipe from the tests does, so that none is left behind however they end.
KEEPER = """
"$1/initdb" -D "$2/cluster" -U kontuar -A trust -E UTF8 --locale=C --no-sync >"$2/log" || exit
"$1/pg_ctl" -D "$2/cluster" -l "$2/log" -s -w -o "-k '$2' $3" start || exit
echo ready
read -r _
"$1/pg_ctl" -D "$2/cluster" -s -m immediate stop
rm -rf "$2"
"""


class Cluster:
    """A running server on which databases may be made and dropped."""

    def __init__(self, maintenance: URL) -> None:
        self.maintenance = maintenance
        self._prefix = f"kontuar_{secrets.token_hex(4)}"
        self._number = 0
        self._engine = create_engine(maintenance, poolclass=NullPool, isolation_level="AUTOCOMMIT")

    def create(self, template: URL | None = None) -> URL:
        """A new database: empty, or a copy of `template`, which nobody may be using."""
        self._number += 1
        name = f"{self._prefix}_{self._number}"
        like = f"{template.database} STRATEGY WAL_LOG" if template else "template0 ENCODING 'UTF8'"
        self._say(f"CREATE DATABASE {name} TEMPLATE {like}")
        return self.maintenance.set(database=name)

    def drop(self, database: URL) -> None:
        self._say(f"DROP DATABASE IF EXISTS {database.database} WITH (FORCE)")

    def _say(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.exec_driver_sql(statement)


@contextmanager
def running_postgresql() -> Iterator[Cluster]:
    """The server of KONTUAR_TEST_DATABASE_URL, or a private one made from the programs installed here."""
    given = os.environ.get("KONTUAR_TEST_DATABASE_URL")
    if given:
        yield Cluster(make_url(given).set(drivername="postgresql+psycopg"))
        return
    programs = _programs()
    if programs is None:
        absent("postgres", "neither a PostgreSQL server's programs nor KONTUAR_TEST_DATABASE_URL are here")
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="kontuar-pg-"))  # short: a socket's path has 107 bytes at most
    if owner:
        os.chown(folder, owner["user"], owner["group"])
    settings = " ".join(f"-c {setting}" for setting in SETTINGS)
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, "keeper", programs, folder, settings],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd="/",
        start_new_session=True,
        **owner,
    )
    assert keeper.stdout is not None
    try:
        assert keeper.stdout.readline() == b"ready\n", "PostgreSQL did not start"
        yield Cluster(URL.create("postgresql+psycopg", "kontuar", database="postgres", query={"host": str(folder)}))
    finally:
        keeper.communicate()
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """The folder of initdb, where a PostgreSQL server is installed; Debian keeps it off the PATH."""
    if os.name == "nt":
        return None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    program = found[-1] if found else Path(on_path).resolve() if on_path else None
    return program.parent if program else None


def _owner() -> dict[str, Any]:
    """Whom the server runs as: PostgreSQL refuses root, so root lends it somebody else."""
    if os.geteuid() != 0:
        return {}
    import pwd

    accounts = {account.pw_name: account for account in pwd.getpwall()}
    account = accounts.get("postgres") or accounts["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
