"""Forms about devices: which shop, which name, which survey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from kontuar.core.places import Place
from kontuar.web.forms import Form

Surveys = Sequence[tuple[str, str, int]]


class DeviceForm(Form):
    name = StringField(_l("Name"), [InputRequired(), Length(max=80)])
    survey = SelectField(_l("Survey"))

    def __init__(self, surveys: Surveys, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        named = [
            (key, _("%(title)s, version %(version)s", title=title, version=version)) for key, title, version in surveys
        ]
        self.survey.choices = [*named, ("", _("none yet"))]


class InvitationForm(DeviceForm):
    place = SelectField(_l("Shop"), [InputRequired()])

    def __init__(self, shops: Sequence[Place], surveys: Surveys, *args: Any, **values: Any) -> None:
        super().__init__(surveys, *args, **values)
        self.place.choices = [(str(shop.id), shop.name) for shop in shops]


class NodeForm(Form):
    place = SelectField(_l("Shop"), [InputRequired()])
    name = StringField(_l("Name"), [InputRequired(), Length(max=80)])

    def __init__(self, shops: Sequence[Place], *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.place.choices = [(str(shop.id), shop.name) for shop in shops]
