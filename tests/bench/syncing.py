"""From a shop's node to the hub over HTTP, hub in a process of its own, against receive() alone."""

from collections.abc import Iterator
from time import perf_counter

from kontuar.app import create_app
from kontuar.core import migrating
from kontuar.core.database import db
from kontuar.core.settings import load
from kontuar.core.times import now
from tests.bench.figures import Figure
from tests.bench.processes import serving
from tests.bench.room import room
from tests.support.nodes import Node, at_hub, invited


def measure(facts: int) -> Iterator[Figure]:
    with room() as hub:
        (hub.folder / "node").mkdir()
        settings = load({}, home=hub.folder / "node")
        migrating.upgrade(settings.database_url, settings.backups, now())
        node = Node(create_app(settings))
        with serving(hub.folder) as server:
            node.joins(invited(hub.chain.gdansk, server.address))
            batches = list(hub.answers(facts))
            began = perf_counter()
            for lines in batches:
                node.takes(hub.tablet, *lines)
            received = facts / (perf_counter() - began)
            began = perf_counter()
            node.syncs()
            synced = facts / (perf_counter() - began)
        db.session.remove()
        assert len(at_hub()) == facts, "not everything arrived"
        yield Figure("receive() at the node", received, "facts/s")
        yield Figure("node to hub, end to end", synced, "facts/s")
        yield Figure("node to hub / receive()", synced / received, least=0.60)
