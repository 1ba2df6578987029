"""Error answers: a designed page with a code for people, JSON for machines, never a stack trace."""

from __future__ import annotations

import logging
import re
import secrets
from typing import Any
from urllib.parse import quote

from flask import Flask, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.routing import RequestRedirect

from kontuar.core.errors import Busy, NotAllowed, NotFound, Problem, SignInNeeded, TooLarge, TooMany

log = logging.getLogger("kontuar.web")
_FIRST_SENTENCE = re.compile(r"(.+?[.。؟?])\s*(.*)", re.DOTALL)


class FormStale(Problem):
    code, status = "form-stale", 400
    message = _l("This form has waited too long. Go back, load the page again and send it once more.")


class NotUnderstood(Problem):
    code, status = "not-understood", 400
    message = _l("This address or form isn't as it should be. Go back and try again.")


class WayUnknown(Problem):
    code, status = "way-unknown", 405
    message = _l("This can't be done here. Go back and use the page's own buttons.")


class Failed(Problem):
    code, status = "failed", 500
    message = _l("This didn't work. The fault is ours. What was saved before is safe.")


PROBLEMS: dict[int, type[Problem]] = {
    401: SignInNeeded,
    403: NotAllowed,
    404: NotFound,
    405: WayUnknown,
    413: TooLarge,
    429: TooMany,
    500: Failed,
    503: Busy,
}
FACES = {"failed": 2}  # every other page shows the plate in the middle: nothing broke


def install(app: Flask) -> None:
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _unforeseen)


def wants_json() -> bool:
    """Whether a machine is asking."""
    if request.path.startswith("/api/"):
        return True
    accepts = request.accept_mimetypes
    return accepts["application/json"] > accepts["text/html"]


def _problem(problem: Problem) -> ResponseReturnValue:
    if isinstance(problem, SignInNeeded) and request.method == "GET" and not wants_json():
        return redirect(f"/sign-in?next={quote(request.full_path.rstrip('?'))}")
    return answer(problem)


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, RequestRedirect) or error.response is not None:
        return error
    status = error.code or 500
    kind = (
        FormStale if isinstance(error, CSRFError) else PROBLEMS.get(status, Failed if status >= 500 else NotUnderstood)
    )
    return answer(kind(), status, dict(_kept(error)))


def _unforeseen(error: InternalServerError) -> ResponseReturnValue:
    return answer(Failed(detail=repr(error.original_exception or error)))


def _kept(error: HTTPException) -> list[tuple[str, str]]:
    """Headers that belong to the answer, not to werkzeug's own page."""
    return [
        (name, value) for name, value in error.get_headers() if name in {"Allow", "Retry-After", "WWW-Authenticate"}
    ]


def answer(problem: Problem, status: int | None = None, headers: dict[str, str] | None = None) -> ResponseReturnValue:
    """The answer that tells of `problem`; its reference is also in the log, beside the detail."""
    status, reference, headers = status or problem.status, secrets.token_hex(2).upper(), dict(headers or {})
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    level = logging.ERROR if status >= 500 else logging.INFO
    log.log(level, "%s %s %s: %s (%s)", request.method, request.path, problem.code, problem.detail, reference)
    if wants_json():
        detail = None if status == 500 else problem.detail
        told = {"code": problem.code, "message": words(problem), "detail": detail, "reference": reference}
        return jsonify(error={name: value for name, value in told.items() if value is not None}), status, headers
    return _page(problem, status, reference), status, headers


def _page(problem: Problem, status: int, reference: str) -> str:
    title, rest = split(words(problem))
    values: dict[str, Any] = {"title": title, "rest": rest, "code": problem.code.upper(), "reference": reference}
    try:
        return render_template("error.html", face_mark=FACES.get(problem.code, 3), status=status, **values)
    except Exception:  # whatever broke the page may break this one too
        log.exception("The error page failed (%s)", reference)
        return f"<!doctype html><title>{escape(title)}</title><h1>{escape(title)}</h1><p>{values['code']}, {reference}"


def words(problem: Problem) -> str:
    """A problem's sentence in the reader's language."""
    return str(gettext(str(problem.message)))


def split(message: str) -> tuple[str, str]:
    """A message's first sentence, without its full stop, for the head; and the rest."""
    parts = _FIRST_SENTENCE.fullmatch(message)
    first, rest = parts.groups() if parts else (message, "")
    return first.rstrip(".。"), rest
