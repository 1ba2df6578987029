"""Pages about surveys: what is published, one survey in its languages, publishing a file, taking one back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from markupsafe import Markup
from wtforms import SubmitField

from kiosk.surveys import phrasing
from kiosk.surveys.checking import Checked, check
from kiosk.surveys.document import Survey, survey_from
from kiosk.surveys.publishing import NotPublished, known_clauses, may_publish, publish_survey, withdraw_survey
from kiosk.surveys.queries import Edition, ShownOn, editions, published, tablets
from kontuar.core import places
from kontuar.core.database import db, writing
from kontuar.core.documents import LARGEST
from kontuar.core.languages import LANGUAGES, Language, language
from kontuar.core.people import Role
from kontuar.core.times import now
from kontuar.web.access import for_roles, seen_places, the_person
from kontuar.web.forms import Form
from kontuar.web.locale import current_language
from kontuar.web.page import page

surveys = Blueprint("surveys", __name__, template_folder="templates")
READERS = (Role.ADMIN, Role.AUTHOR, Role.ANALYST, Role.MANAGER)
WRITERS = (Role.ADMIN, Role.AUTHOR)


class FileForm(Form):
    """A survey's file, to be checked or published."""

    file = FileField(_l("Survey file"))
    publish = SubmitField()


@dataclass(frozen=True, slots=True)
class Title:
    """A survey's title in the reader's language, or in its source language where it has no other."""

    text: str
    language: Language

    @property
    def bdi(self) -> Markup:
        """As an element that says its language, for where it may be another than the page's."""
        return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(self.language.tag, self.language.direction, self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A published survey as the list shows it."""

    edition: Edition
    title: Title
    shown_on: Sequence[ShownOn]


@surveys.get("/surveys")
@for_roles(*READERS)
def index() -> ResponseReturnValue:
    session = db.session()
    seen, in_force = tablets(session, seen_places()), published(session)
    keys = {edition.survey.key for edition in in_force}
    rows = [
        Row(edition, _title(edition.survey), [each for each in seen if each.device.survey == edition.survey.key])
        for edition in in_force
    ]
    idle = [each for each in seen if each.device.survey not in keys]
    return page("surveys/index.html", rows=rows, idle=idle, may_write=_may_write(), zone=_zone())


@surveys.get("/surveys/<key>")
@for_roles(*READERS)
def one(key: str) -> ResponseReturnValue:
    session = db.session()
    history = editions(session, key)
    if not history:
        raise NotPublished(detail=key)
    survey = history[0].survey
    spoken, source = [each for each in LANGUAGES if each.tag in survey.languages], language(survey.source)
    return page(
        "surveys/one.html",
        edition=history[0],
        survey=survey,
        title=_title(survey),
        history=history,
        shown_on=[each for each in tablets(session, seen_places()) if each.device.survey == key],
        source=source,
        others=[each for each in spoken if each != source],
        beside=_beside(spoken, source),
        phrasing=phrasing,
        clauses=known_clauses(session) or {},
        may_write=_may_write(),
        zone=_zone(),
    )


@surveys.route("/surveys/new", methods=["GET", "POST"])
@for_roles(*WRITERS)
def new() -> ResponseReturnValue:
    form, checked = FileForm(), None
    if form.validate_on_submit():
        checked = _checked(form)
        if checked.survey is not None and form.publish.data:
            with writing() as session:
                definition, changed = publish_survey(session, checked.survey, now(), the_person().id)
            _say_published(checked.survey, definition.version, changed)
            return redirect(url_for(".one", key=definition.key), 303)
    title = _title(checked.survey) if checked is not None and checked.survey is not None else None
    wrong = checked is not None and bool(checked.errors)
    return page(
        "surveys/new.html", form=form, checked=checked, title=title, may_write=_may_write()
    ), 422 if wrong else 200


@surveys.post("/surveys/<key>/withdrawal")
@for_roles(*WRITERS)
def withdrawal(key: str) -> ResponseReturnValue:
    with writing() as session:
        definition = withdraw_survey(session, key, now(), the_person().id)
    title = _title(survey_from(definition.document)).text
    flash(_("“%(title)s” is taken back. What was answered stays.", title=title), "good")
    return redirect(url_for(".index"), 303)


def _checked(form: FileForm) -> Checked:
    """The file that came, checked; an empty one where none came."""
    sent = form.file.data
    raw = sent.read(LARGEST + 1) if sent else b""
    return check(raw, known_clauses(db.session()))


def _say_published(survey: Survey, version: int, changed: bool) -> None:
    title = _title(survey).text
    if changed:
        flash(_("“%(title)s” is published as version %(version)s.", title=title, version=version), "good")
    else:
        flash(_("“%(title)s” was in force already, just so.", title=title), "message")


def _may_write() -> bool:
    return the_person().holds(*WRITERS) and may_publish(db.session())


def _title(survey: Survey) -> Title:
    read = current_language()
    spoken = read if read.tag in survey.languages else language(survey.source)
    return Title(survey.title[spoken.tag], spoken)


def _beside(spoken: Sequence[Language], source: Language) -> Language | None:
    """The language shown beside the source: the one asked for, else the reader's, else the first other."""
    others = [each for each in spoken if each != source]
    wanted = (request.args.get("language"), current_language().tag)
    found = [each for tag in wanted for each in others if each.tag == tag]
    return next(iter(found + others), None)


def _zone() -> tzinfo:
    """The clock that head office's days are told by: the chain's."""
    chain = places.chain(db.session())
    return ZoneInfo(chain.time_zone if chain else "UTC")
