"""Carrying: the same facts on a stick, and their verdicts back, where there is no line.

A file is packed text: a head, one line a fact (or a verdict), and a foot with an HMAC over all before it, made with the key
of the receipts, which the node and its hub share. It is checked whole before anything of it is used.
"""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from kontuar.core.errors import N_, Damaged, Problem
from kontuar.core.ids import parse_id
from kontuar.sync.receiving import Verdict
from kontuar.sync.sending import Item, Key

FORMAT = 1
LONGEST = 400_000  # bytes of a line in a file


class CarriedWrong(Problem):
    code, status = "carried-wrong", 400
    message = N_("This file isn't whole, or wasn't made for this installation. Nothing of it was used.")


class Carried(NamedTuple):
    """A file that has been checked: what it holds (facts, verdicts), whose it is, and its mark."""

    holds: str
    device: UUID
    mark: str
    path: Path


class Judged(NamedTuple):
    """A verdict carried back."""

    key: Key
    hash: str
    verdict: Verdict


def write_facts(path: Path, key: bytes, device: UUID, at: datetime, items: Iterable[Item]) -> int:
    """Write facts into a file; says how many."""
    lines = (b"%s\t%d\t%s" % (str(item.key[0]).encode(), item.key[1], item.line) for item in items)
    return _write(path, key, {"kontuar": "facts", "device": str(device), "at": at.isoformat()}, lines)


def write_verdicts(path: Path, key: bytes, facts: Carried, judged: Iterable[Judged]) -> int:
    """Write what became of a file's facts; says how many."""
    lines = ("\t".join((str(each.key[0]), str(each.key[1]), each.hash, *each.verdict)).encode() for each in judged)
    return _write(path, key, {"kontuar": "verdicts", "device": str(facts.device), "of": facts.mark}, lines)


def check(path: Path, key_of: Callable[[UUID], bytes | None]) -> Carried:
    """Read a file through and make sure of it. `key_of` gives a device's key. Raises CarriedWrong."""
    try:
        with gzip.open(path, "rb") as file:
            return _checked(path, file, key_of)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise CarriedWrong(detail=f"{path.name}: {error}"[:200]) from error


def facts_of(carried: Carried) -> Iterator[Item]:
    for line in _body(carried):
        place, position, fact = line.split(b"\t", 2)
        yield Item((_id(place), int(position)), fact)


def verdicts_of(carried: Carried) -> Iterator[Judged]:
    for line in _body(carried):
        place, position, hash, verdict, why = line.split(b"\t", 4)
        yield Judged((_id(place), int(position)), hash.decode(), Verdict(verdict.decode(), why.decode()))


def hash_of(item: Item) -> str:
    """The hash of a fact's own bytes, in hex: its stamp isn't part of it."""
    return hashlib.sha256(item.line.partition(b"\t")[2]).hexdigest()


def _write(path: Path, key: bytes, head: dict[str, Any], lines: Iterable[bytes]) -> int:
    """Whole or not at all: under another name until the foot is written."""
    seal, count, draft = hmac.new(key, digestmod=hashlib.sha256), 0, path.with_name(path.name + ".part")
    with gzip.open(draft, "wb", compresslevel=1) as file:
        first = json.dumps(head | {"format": FORMAT}, sort_keys=True).encode() + b"\n"
        seal.update(first)
        file.write(first)
        for line in lines:
            seal.update(line + b"\n")
            file.write(line + b"\n")
            count += 1
        file.write(json.dumps({"hmac": seal.hexdigest(), "lines": count}).encode() + b"\n")
    draft.replace(path)
    return count


def _checked(path: Path, file: Any, key_of: Callable[[UUID], bytes | None]) -> Carried:
    first = file.readline(LONGEST)
    head = json.loads(first)
    device = parse_id(head["device"])
    key = key_of(device) if device and head["format"] == FORMAT else None
    if key is None or device is None:
        raise ValueError("unknown device or format")
    seal, last, count = hmac.new(key, first, hashlib.sha256), b"", -1
    while line := file.readline(LONGEST):
        if last:
            seal.update(last)
        last, count = line, count + 1
    foot = json.loads(last)
    if not hmac.compare_digest(str(foot["hmac"]), seal.hexdigest()) or foot["lines"] != count:
        raise ValueError("not as it was written")
    return Carried(str(head["kontuar"]), device, seal.hexdigest(), path)


def _body(carried: Carried) -> Iterator[bytes]:
    """The lines between head and foot."""
    with gzip.open(carried.path, "rb") as file:
        file.readline(LONGEST)
        before = file.readline(LONGEST)
        while line := file.readline(LONGEST):
            yield before.rstrip(b"\n")
            before = line


def _id(text: bytes) -> UUID:
    found = parse_id(text.decode())
    if found is None:
        raise Damaged(detail="place")
    return found
