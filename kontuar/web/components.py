"""The page of components: a form and words of customers to show every part of a page in every state."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is new in WTForms 3.3
    BooleanField,
    DecimalField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from kontuar.web import icons
from kontuar.web.forms import Form
from kontuar.web.nav import ShownLink, ShownSection

VOICES = (
    (1, "pl", "Stałam dwadzieścia minut w kolejce z jednym garnkiem. Nikt nie powiedział nawet „przepraszam”."),
    (2, "uk", "Черга рухалась дуже повільно, працювала лише одна каса."),
    (4, "ar", "انتظرت قليلًا، لكن البائعة قالت لي منذ البداية كم سيستغرق الأمر."),
    (5, "zh-Hans", "店员把咖啡机讲得很清楚，没有硬推最贵的。"),
)
PEOPLE = (("AN", "Anna N."), ("BK", "Bartek K."), ("ДМ", "Дарина М."), ("KS", "Kasia S."), ("MT", "Minh T."))

SHOPS = ("Gdańsk, Długi Targ", "Gdynia, Świętojańska")


class ShownForm(Form):
    """Every sort of field; two of them were filled in wrongly."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=60)])
    word = PasswordField(_l("Password"))
    amount = DecimalField(_l("Amount"))
    zone = SelectField(_l("Time zone"), choices=[SelectChoice("Europe/Warsaw"), SelectChoice("Europe/Kyiv")])
    remarks = TextAreaField(_l("Remarks"), [Length(max=500)])
    sort = RadioField(
        _l("Where it stands"),
        choices=[SelectChoice("door", _l("By the door")), SelectChoice("till", _l("By the till"))],
    )
    days = SelectMultipleField(
        _l("Days"),
        choices=[SelectChoice("sat", _l("Saturday")), SelectChoice("sun", _l("Sunday"))],
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    agreed = BooleanField(_l("Send it to all shops"))


def shown_form() -> ShownForm:
    given = MultiDict(
        [("amount", "dwieście"), ("sort", "door"), ("days", "sat"), ("agreed", "y"), ("zone", "Europe/Warsaw")]
    )
    form = ShownForm(formdata=given, meta={"csrf": False})
    form.validate()
    return form


def values() -> dict[str, Any]:
    """What the page of components shows; its sidebar leads nowhere but to its own sections."""
    links = (ShownLink(_l("Forms"), "#forms", "survey", False), ShownLink(_l("Figures"), "#figures", "results", True))
    kiosk = (ShownLink(_l("The counter"), "#counter", "tablet", False), ShownLink(_l("Icons"), "#icons", "star", False))
    return {
        "nav": [ShownSection("", links), ShownSection(_l("Shop"), kiosk)],
        "shown": shown_form(),
        "voices": VOICES,
        "people": PEOPLE,
        "shops": SHOPS,
        "icon_names": icons.names(),
    }
