"""What one tap costs: a customer's answer over HTTP, alone and beside nine others, with one server process and with two."""

import http.client
import sqlite3
import statistics
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from kontuar.core.database import writing
from kontuar.core.times import now
from tests.bench.figures import Figure
from tests.bench.processes import Served, serving
from tests.bench.room import Room, room
from tests.support.chains import Tablet, batch_header

TABLETS, EACH, ALONE = 10, 150, 300


def measure(facts: int) -> Iterator[Figure]:
    with room() as here:
        with writing() as session:
            tablets = [here.chain.tablet(session, name=f"Tablet {number}") for number in range(TABLETS)]
        yield Figure("one bare commit to this disk, p50", _bare_commit(here), "ms")
        with serving(here.folder) as server:
            _taps(here, server, tablets[0], 100)
            worked = server.worked()
            times = _taps(here, server, tablets[0], ALONE)
            yield Figure("one response, the server's processor time", 1000 * (server.worked() - worked) / ALONE, "ms")
            yield Figure("one response, p50", statistics.median(times), "ms", most=1.5, quiet=True)
            yield Figure("one response, p99", _p99(times), "ms", most=4, quiet=True)
            yield Figure(
                f"{TABLETS} connections, p99", _p99(_together(here, server, tablets)), "ms", most=25, quiet=True
            )
            yield Figure("memory after that", server.memory(), "MiB", most=120, quiet=True)
        with serving(here.folder, workers=2) as server:
            together = _together(here, server, tablets)
            yield Figure(f"{TABLETS} connections, two processes, p99", _p99(together), "ms", most=25, quiet=True)


def _bare_commit(here: Room) -> float:
    """What a row costs that SQLite has brought safely to the disk: no answer can be quicker."""
    connection = sqlite3.connect(here.folder / "bare.db", isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE tap (answer)"):
        connection.execute(statement)
    times = []
    for answer in range(200):
        began = perf_counter()
        for statement in ("BEGIN IMMEDIATE", f"INSERT INTO tap VALUES ({answer})", "COMMIT"):
            connection.execute(statement)
        times.append((perf_counter() - began) * 1000)
    connection.close()
    return statistics.median(times)


def _together(here: Room, server: Served, tablets: list[Tablet]) -> list[float]:
    with ThreadPoolExecutor(len(tablets)) as pool:
        return [time for times in pool.map(lambda tablet: _taps(here, server, tablet, EACH), tablets) for time in times]


def _taps(here: Room, server: Served, tablet: Tablet, count: int) -> list[float]:
    """Milliseconds that each of `count` answers took, one after the other on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    times = []
    for number in range(count):
        body = (
            tablet.response(here.chain.survey, {"visit": 1 + number % 5, "recommend": number % 11}, moment=now())
            + b"\n"
        )
        header = batch_header(body, sent=now().isoformat())
        headers = {"Authorization": f"Bearer {tablet.token}", "Batch": header}
        began = perf_counter()
        connection.request("POST", "/api/v1/facts", body, headers)
        answer = connection.getresponse()
        said = answer.read()
        times.append((perf_counter() - began) * 1000)
        assert answer.status == 200 and b"created" in said, said[:200]
    connection.close()
    return times


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[-1]
