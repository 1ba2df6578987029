"""Forms of the first start, one a step."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from kontuar.core.times import now
from kontuar.hub.fields import languages_to_tick
from kontuar.hub.people.signing_in import ADDRESS, LONGEST
from kontuar.hub.people.words import NOT_AN_ADDRESS
from kontuar.hub.places.choosing import time_zones, zone_words
from kontuar.web.forms import Form


class CodeForm(Form):
    code = StringField(_l("Code"), [InputRequired(), Length(max=40)])


class YouForm(Form):
    given_name = StringField(_l("Given name"), [InputRequired(), Length(max=80)])
    family_name = StringField(_l("Family name"), [InputRequired(), Length(max=80)])
    email = StringField(
        _l("E-mail address"), [InputRequired(), Length(max=254), Regexp(ADDRESS, message=NOT_AN_ADDRESS)]
    )
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=LONGEST)])


class ShopForm(Form):
    chain = StringField(_l("The chain's name"), [InputRequired(), Length(max=120)])
    shop = StringField(_l("The shop's name"), [InputRequired(), Length(max=120)])
    time_zone = SelectField(_l("Time zone"), [InputRequired()])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        at = now()
        self.time_zone.choices = [(name, zone_words(name, at)) for name in time_zones()]


class LanguageForm(Form):
    language = RadioField(_l("The chain's own language"), [InputRequired()])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.language.choices = languages_to_tick()


class JoinForm(Form):
    link = StringField(_l("Link or code"), [InputRequired(), Length(max=500)])
    address = StringField(_l("Head office's address"), [Length(max=300)])
    name = StringField(_l("This computer's name"), [InputRequired(), Length(max=80)])
