"""Errors: one family, each with a stable code, a sentence for people and a detail for the log."""

from __future__ import annotations

from typing import Any, ClassVar


def N_(text: str) -> str:
    """Marks a sentence for the catalogues; it's translated where it's shown, so that errors need no web framework."""
    return text


class Problem(Exception):
    """Something a person or a machine can be told about. Subclasses set `code`, `status` and `message`."""

    code: ClassVar[str] = "problem"
    status: ClassVar[int] = 400
    message: Any = N_("That didn't work.")

    def __init__(self, message: Any = None, *, detail: Any = None, retry_after: int | None = None) -> None:
        if message is not None:
            self.message = message
        self.detail = detail
        self.retry_after = retry_after  # seconds
        super().__init__(self.code, detail)

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail is not None else self.code


class NotFound(Problem):
    code, status = "not-found", 404
    message = N_("This page isn't here. It may have been moved or taken back.")


class SignInNeeded(Problem):
    code, status = "sign-in-needed", 401
    message = N_("Sign in first.")


class NotAllowed(Problem):
    code, status = "not-allowed", 403
    message = N_("Your role doesn't include this page.")


class DeviceUnknown(Problem):
    code, status = "device-unknown", 401
    message = N_("This device isn't enrolled, or it has been revoked.")


class Invalid(Problem):
    code, status = "invalid", 422
    message = N_("Some of it can't be right.")


class Conflict(Problem):
    code, status = "conflict", 409
    message = N_("Somebody has changed this meanwhile.")


class TooMany(Problem):
    code, status = "too-many", 429
    message = N_("Too many tries. Wait a little.")


class TooLarge(Problem):
    code, status = "too-large", 413
    message = N_("That's too large.")


class Damaged(Problem):
    code, status = "batch-damaged", 400
    message = N_("What arrived isn't what was sent. Send it again.")


class Busy(Problem):
    code, status = "busy", 503
    message = N_("Busy just now. It will work in a moment.")


class Unreachable(Problem):
    code, status = "unreachable", 502
    message = N_("The other side can't be reached.")


class SettingWrong(Problem):
    code = "setting-wrong"
    message = N_("A setting is wrong.")


class SchemaNewer(Problem):
    code = "schema-newer"
    message = N_("The database was written by a newer Kontuar. Use that version, or restore the backup made before it.")


class SchemaOlder(Problem):
    code = "schema-older"
    message = N_(
        "The database was written by an older Kontuar. Bring it up to date by `kontuar migrate`, which keeps a copy."
    )
