"""Forms at the door: signing in, a password by a code, and one's own password and PIN."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from kontuar.hub.fields import languages_to_select
from kontuar.hub.people.signing_in import LONGEST
from kontuar.web.forms import Form


class SignInForm(Form):
    email = StringField(_l("E-mail address"), [InputRequired(), Length(max=254)])
    password = PasswordField(_l("Password"), [InputRequired()])


class CodeForm(Form):
    """A first password, or a new one, by the code an administrator gave."""

    code = StringField(_l("Code"), [InputRequired(), Length(max=40)])
    password = PasswordField(_l("New password"), [InputRequired(), Length(max=LONGEST)])


class NewPasswordForm(Form):
    current = PasswordField(_l("Password until now"), [InputRequired()])
    password = PasswordField(_l("New password"), [InputRequired(), Length(max=LONGEST)])


class NewPinForm(Form):
    pin = PasswordField(_l("New PIN"), [InputRequired()])


class LanguageForm(Form):
    language = SelectField(_l("Language"))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.language.choices = languages_to_select()
