"""Veiling: of a language that few answer in, no page shows figures that would tell of persons, nor what gives them away."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from kiosk.responses.queries import Division, taken_by
from kontuar.core.hiding import hidden
from kontuar.reports.filters import Filters, FilterWrong


def unveiled(session: Session, filters: Filters) -> Filters:
    """The filters as they are. Raises FilterWrong where they ask for a language that is hidden in their days."""
    if filters.language is not None:
        spoken = taken_by(session, replace(filters.scope, language=None), Division.LANGUAGE)
        if filters.language in hidden(spoken).groups:
            raise FilterWrong(
                _l("So few answered in this language that figures would tell who. Choose more days, or all languages."),
                detail="language",
            )
    return filters
