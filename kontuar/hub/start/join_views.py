"""Joining instead of beginning: an empty installation becomes a shop's node of a chain that exists."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kontuar.core.errors import Problem
from kontuar.hub import permission
from kontuar.hub.fields import text_of
from kontuar.hub.fleet.join import join as join_chain
from kontuar.hub.joining import read
from kontuar.hub.start.forms import JoinForm
from kontuar.hub.start.views import must_be_new
from kontuar.web.access import for_anyone
from kontuar.web.errors import words
from kontuar.web.page import page

joining = Blueprint("start_join", __name__, template_folder="templates")


@joining.route("/start/join", methods=["GET", "POST"])
@for_anyone
def join() -> ResponseReturnValue:
    """By the link, or the address and the code, that head office has given."""
    must_be_new()
    form = JoinForm()
    if form.validate_on_submit():
        try:
            join_chain(read(text_of(form.link), text_of(form.address).strip()), text_of(form.name).strip())
        except Problem as problem:
            form.link.errors = [words(problem)]
        else:
            permission.forget(current_app.config["KONTUAR"].keys)
            flash(_("This shop belongs to the chain now. Sign in as at head office."), "good")
            return redirect("/", 303)
    return page("start/join.html", form=form), 422 if form.errors else 200
