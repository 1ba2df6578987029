"""Preparing an import: the file opened as its mapping says, the survey found or made, the mapping tried against both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from uuid import UUID

import msgspec
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.imports.files.opening import open_file
from kiosk.imports.files.shapes import Opened
from kiosk.imports.mappings.dating import Orders, orders_of
from kiosk.imports.mappings.making import made_survey
from kiosk.imports.mappings.mapping import Mapping
from kiosk.imports.mappings.placing import Shop, Shops
from kiosk.imports.mappings.turning import Around, MappingWrong, Turner
from kiosk.surveys.document import Survey, survey_from
from kontuar.core.documents import Fault, nearest
from kontuar.core.places import Place, PlaceKind
from kontuar.core.sealing import Seal
from kontuar.sync.definitions import Definition

LOOKED_AT = 20_000  # rows whose dates are looked at before anything is brought in


@dataclass(frozen=True, slots=True)
class Prepared:
    """An import that could begin: `survey` has version 0 while it isn't published."""

    opened: Opened
    mapping: Mapping
    survey: Survey
    turner: Turner
    published: bytes | None
    """The hash of the survey's version, where it is published."""


def prepare(
    session: Session, path: Path, mapping: Mapping, seen: Iterable[UUID] | None, today: date, seal: Seal | None = None
) -> Prepared:
    """Read the beginning of a file by a mapping; `seen` are the places one may bring answers to (None: all).

    By its `seal` this installation knows its own responses in an export.
    Raises Unreadable for the file and MappingWrong, with every fault and its line, for the mapping.
    """
    survey, published = survey_of(session, mapping)
    opened = open_file(path, mapping.shape)
    versions = versions_of(session, mapping.survey.key) if mapping.survey.version_column else {}
    around = Around(survey, shops_of(session, seen), today, versions, seal)
    turner = Turner(mapping, opened.names, around, opened.kind != "csv")
    _ask_for_order(mapping, opened)
    return Prepared(opened, mapping, survey, turner, published)


def shops_of(session: Session, seen: Iterable[UUID] | None) -> Shops:
    """The shops that answers may be brought to: closed ones too, since they had customers once."""
    among = None if seen is None else set(seen)
    found = session.scalars(select(Place).where(Place.kind == PlaceKind.SHOP).order_by(Place.name, Place.id))
    return Shops(Shop(place.id, place.name, place.time_zone) for place in found if among is None or place.id in among)


def versions_of(session: Session, key: str) -> dict[int, tuple[Survey, bytes]]:
    """The versions of a survey that were published, with their hashes."""
    found = session.scalars(select(Definition).where(Definition.kind == "survey", Definition.key == key))
    return {each.version: (survey_from(each.document), each.hash) for each in found}


def survey_of(session: Session, mapping: Mapping) -> tuple[Survey, bytes | None]:
    """The survey that a mapping means: a version that is published, or the one that its words make.

    A survey that is made and was made so before, in whatever version, is that version.
    """
    words = mapping.survey
    versions = select(Definition).where(Definition.kind == "survey", Definition.key == words.key)
    known = list(session.scalars(versions.order_by(Definition.version.desc())))
    if words.made:
        made = made_survey(mapping)
        for definition in known:
            there = survey_from(definition.document)
            if msgspec.structs.replace(there, version=0) == made:
                return there, definition.hash
        return made, None
    found = [each for each in known if words.version in (None, each.version)]
    if found:
        return survey_from(found[0].document), found[0].hash
    raise MappingWrong([_no_survey(session, mapping, bool(known))])


def _no_survey(session: Session, mapping: Mapping, other_versions: bool) -> Fault:
    words = mapping.survey
    if other_versions:
        line = mapping.reading.mark_of(("survey", "version"))
        message = _("The survey “%(key)s” has no version %(version)s.", key=words.key, version=words.version)
        return Fault(*line, "no-version", message)
    keys = list(session.scalars(select(Definition.key).where(Definition.kind == "survey").distinct()))
    near = nearest(words.key, keys) or ", ".join(sorted(keys)) or "-"
    message = _(
        "There is no survey “%(key)s” (near is: %(near)s). Give it a title here, and it is made.",
        key=words.key,
        near=near,
    )
    return Fault(*mapping.reading.mark_of(("survey", "key")), "unknown-survey", message)


def orders_in(mapping: Mapping, opened: Opened) -> Orders | None:
    """In which orders of day and month the dates of a file can be read; None where that needn't be asked.

    Raises UnknownColumn.
    """
    when = mapping.when
    if when.column is None or when.formats:
        return None
    place = opened.names.find(when.column)
    texts: dict[str, None] = {}
    for line in islice(opened.lines(), LOOKED_AT):
        if line.fault is None and isinstance(line.cells[place], str):
            texts[str(line.cells[place])] = None
    found = orders_of(texts)
    return found if any(each != "YYYY-MM-DD" for each in found.some) else None


def _ask_for_order(mapping: Mapping, opened: Opened) -> None:
    """Dates that are neither ISO 8601 nor of a format that was said are asked about, before a row is brought in."""
    found = orders_in(mapping, opened)
    if found is None:
        return
    orders = found.all or [each for each in found.some if each != "YYYY-MM-DD"]
    example, choice = found.example, " / ".join(f'format = "{each}"' for each in orders)
    if found.mixed:
        message = _(
            "The dates are written in different orders (%(example)s). Say which counts: %(choice)s",
            example=example,
            choice=choice,
        )
    elif found.ambiguous:
        message = _("“%(example)s” can be read in two ways. Say which: %(choice)s", example=example, choice=choice)
    else:
        message = _("Say how the dates are written: %(choice)s", choice=choice)
    raise MappingWrong([Fault(*mapping.reading.mark_of(("date", "column")), "which-order", message)])
