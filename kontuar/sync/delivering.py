"""Delivering: one batch after another over the wire, the next made ready while one is under way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from kontuar.core.errors import TooLarge
from kontuar.sync import sending
from kontuar.sync.sending import Answer, Parcel, parcel
from kontuar.sync.upstream import Upstream, problem

Reading = Callable[[], AbstractContextManager[Connection]]


@dataclass(slots=True)
class Delivered:
    """What a delivery came to; `release` is the number the hub's last answer named."""

    facts: int = 0
    batches: int = 0
    release: int = 0


@dataclass(frozen=True, slots=True)
class Courier:
    """Takes facts to one hub. `settle` keeps an answer, durably, before the next is asked for; `now` is the clock."""

    upstream: Upstream
    receipt_key: bytes
    reading: Reading
    settle: Callable[[Parcel, Answer], None]
    now: Callable[[], datetime]
    release: int  # the number in force here, to be told

    def deliver(self, most: int = sending.MOST_LINES) -> Delivered:
        """Send all there is, without a pause. Raises the first problem; what was answered until then is settled."""
        done = Delivered()
        while True:
            try:
                self._deliver(done, most)
                return done
            except TooLarge:
                if most == 1:
                    self._leave_first()
                most = max(1, most // 2)

    def greet(self) -> Delivered:
        """An empty batch: says that we are here, and asks for the number of the release."""
        done = Delivered()
        self._settled(done, *self._post(parcel([]), 0, None))
        return done

    def _deliver(self, done: Delivered, most: int) -> None:
        with self.reading() as connection:
            left, oldest = sending.unsent(connection)
        ready, answered = self._parcels(most), None
        parcel = next(ready, None)
        with ThreadPoolExecutor(1) as wire:
            while parcel or answered:
                left -= len(parcel.keys) if parcel else 0
                sent = wire.submit(self._post, parcel, left, oldest if left > 0 else None) if parcel else None
                if answered:
                    self._settled(done, *answered)
                following = next(ready, None) if parcel else None
                answered = sent.result() if sent else None
                parcel = following

    def _parcels(self, most: int) -> Iterator[Parcel]:
        """What is due again, then everything past the cursors."""
        with self.reading() as connection:
            after = sending.cursors(connection)
            held = sending.held_parcel(connection, self.now(), most)
        if held:
            yield held
        while True:
            with self.reading() as connection:
                parcel = sending.next_parcel(connection, after, most)
            if parcel is None:
                return
            after |= parcel.reach
            yield parcel

    def _post(self, parcel: Parcel, left: int, oldest: datetime | None) -> tuple[Parcel, Answer]:
        since = oldest.isoformat("T", "milliseconds") if oldest else None
        header = parcel.header(self.now(), unsent=max(0, left), oldest=since, release=self.release)
        head = {"Batch": header, "Content-Encoding": "gzip", "Content-Type": "application/x-ndjson"}
        reply = self.upstream.ask("POST", "/api/v1/facts", body=parcel.packed, headers=head)
        if reply.status == 413:
            raise TooLarge(detail=len(parcel.keys))
        if reply.status != 200:
            raise problem(reply)
        return parcel, sending.read_answer(self.receipt_key, parcel, reply.body, reply.headers.get("Receipt", ""))

    def _settled(self, done: Delivered, parcel: Parcel, answer: Answer) -> None:
        if parcel.keys:
            self.settle(parcel, answer)
        done.facts += len(parcel.keys)
        done.batches += 1
        done.release = answer.release

    def _leave_first(self) -> None:
        """A single fact that is too large on the way is held back, so that the others go on."""
        first = next(self._parcels(1), None)
        if first:
            verdict = [sending.Verdict("retry", "too-large")] * len(first.keys)
            self.settle(first, Answer(first.digest, verdict))
