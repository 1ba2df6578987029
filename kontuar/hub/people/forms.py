"""Forms about people: what is known of somebody, and the posts somebody holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from kontuar.core.people import Role
from kontuar.hub.fields import languages_to_select
from kontuar.hub.people.signing_in import ADDRESS
from kontuar.hub.people.words import NOT_AN_ADDRESS, ROLES
from kontuar.hub.places.choosing import Branch, named
from kontuar.web.forms import Form


class PersonForm(Form):
    given_name = StringField(_l("Given name"), [InputRequired(), Length(max=80)])
    family_name = StringField(_l("Family name"), [InputRequired(), Length(max=80)])
    email = StringField(_l("E-mail address"), [Optional(), Length(max=254), Regexp(ADDRESS, message=NOT_AN_ADDRESS)])
    language = SelectField(_l("Language"))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.language.choices = languages_to_select()


class PostForm(Form):
    role = SelectField(_l("Role"), [InputRequired()])
    place = SelectField(_l("For which place"), [InputRequired()])

    def __init__(self, *args: Any, roles: Iterable[Role] = (), branches: Sequence[Branch] = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.role.choices = [(role, ROLES[role]) for role in roles]
        self.place.choices = [(str(branch.place.id), named(branch)) for branch in branches]


class NewPersonForm(PersonForm, PostForm):
    """Somebody who begins, with a first post."""
