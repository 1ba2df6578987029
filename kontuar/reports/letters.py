"""Letters on results: what a mail shows, as plain text and as simple HTML, in the language of whoever gets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from kontuar.core.mail.letters import Letter
from kontuar.core.people import Person
from kontuar.reports.words import Stat, verdict_words
from kontuar.web.texts import gettext as _


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that a letter tells of."""

    title: str
    note: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A letter: the finding as subject and head, figures with their intervals, things told of, where to read on, how to leave."""

    subject: str
    headline: str
    url: str
    leave_url: str
    lead: str = ""
    figures: Sequence[Stat] = ()
    entries: Sequence[Entry] = ()

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Figures as lines: name, value, interval with n, change."""
        return [
            (one.name, one.value + one.unit, one.interval, one.words or verdict_words(one.verdict))
            for one in self.figures
        ]


def letter(person: Person, content: Content) -> Letter:
    html = render_template("mail/letter.html", content=content)
    return Letter(person.id, content.subject, _text(content), html, content.leave_url)


def _text(content: Content) -> str:
    parts = [content.headline, content.lead]
    parts += ["\n".join(": ".join((name, ", ".join(filter(None, rest)))) for name, *rest in content.rows)]
    parts += ["\n".join(filter(None, (one.title, one.note, one.url))) for one in content.entries]
    parts += [f"{_('In Kontuar')}: {content.url}", f"{_('No more of these mails')}: {content.leave_url}"]
    return "\n\n".join(filter(None, parts)) + "\n"
