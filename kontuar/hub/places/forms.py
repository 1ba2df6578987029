"""Forms about places: what a place is called, where it stands, by which clock it lives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from kontuar.core.places import PlaceKind
from kontuar.core.times import now
from kontuar.hub.places.choosing import Branch, named, time_zones, zone_words
from kontuar.web.forms import Form


class PlaceForm(Form):
    name = StringField(_l("Name"), [InputRequired(), Length(max=120)])
    time_zone = SelectField(_l("Time zone"), [InputRequired()])

    def __init__(self, *args: Any, kept: str = "", **values: Any) -> None:
        super().__init__(*args, **values)
        at = now()
        names = time_zones() if not kept or kept in time_zones() else (kept, *time_zones())
        self.time_zone.choices = [(name, zone_words(name, at)) for name in names]


class NewPlaceForm(PlaceForm):
    kind = RadioField(_l("What it is"), [InputRequired()])
    parent = SelectField(_l("Belongs to"), [InputRequired()])

    def __init__(self, parents: Sequence[Branch], *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.kind.choices = [(PlaceKind.SHOP, _l("a shop")), (PlaceKind.REGION, _l("a region"))]
        self.parent.choices = [(str(branch.place.id), named(branch)) for branch in parents]
