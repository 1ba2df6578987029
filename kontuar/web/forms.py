"""Form: what every form starts from, so that its messages are our own words in the reader's language."""

from __future__ import annotations

import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField

# WTForms' messages in our words; a message that isn't here is the form's own, already translated.
WORDS: dict[str, Any] = {
    "This field is required.": _l("Fill this in."),
    "Invalid email address.": _l("Write an e-mail address, for example anna@example.com."),
    "Not a valid choice.": _l("Choose one of the list."),
    "Not a valid choice": _l("Choose one of the list."),
    "Invalid Choice: could not coerce.": _l("Choose one of the list."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l("Choose from the list."),
    "Not a valid integer value.": _l("Write a whole number, for example 12."),
    "Not a valid decimal value.": _l("Write a number, for example 12.5."),
    "Not a valid float value.": _l("Write a number, for example 12.5."),
    "Not a valid date value.": _l("Write a date, for example 2026-11-22."),
    "Not a valid datetime value.": _l("Write a date and a time."),
    "Invalid input.": _l("This can't be right."),
    "Invalid URL.": _l("Write an address, for example https://shop.example."),
    "Invalid UUID.": _l("Choose one of the list."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Write %(min)d to %(max)d characters."),
    "Field must be equal to %(other_name)s.": _l("The two aren't the same."),
    "Number must be at least %(min)s.": _l("Write at least %(min)s."),
    "Number must be at most %(max)s.": _l("Write at most %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Write %(min)s to %(max)s."),
    "The CSRF token is missing.": _l("This form has waited too long. Load the page again."),
    "The CSRF tokens do not match.": _l("This form has waited too long. Load the page again."),
}


class Translations:
    """What WTForms asks for a text: its own messages become ours, all others stay as they are."""

    def gettext(self, string: str) -> str:
        return str(WORDS.get(string, string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        if "at least" in singular:
            return str(ngettext("Write at least %(min)d character.", "Write at least %(min)d characters.", n, min=n))
        if "longer than" in singular:
            return str(ngettext("Write at most %(max)d character.", "Write at most %(max)d characters.", n, max=n))
        return singular if n == 1 else plural


def plain(text: Any) -> Any:
    """Words as people write them: composed, without U+0000 and its like, which no database keeps."""
    if not isinstance(text, str):
        return text
    composed = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    return "".join(letter for letter in composed if unicodedata.category(letter) != "Cc" or letter in "\n\t\r")


class Form(FlaskForm):  # type: ignore[misc]
    """A form of a page. Give your own messages to validators where these aren't enough."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, form: Any) -> Translations:
            return Translations()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Every field of words takes them as `plain` leaves them; a secret is taken as it is."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                options["filters"] = [*unbound_field.kwargs.get("filters", ()), plain]
            return unbound_field.bind(form=form, **options)
