"""An import is taken back whole: nothing of it counts, nothing else is touched, and it can come again."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from kiosk.imports.acts import open_run
from kiosk.imports.bringing import ImportUndone, bring_in
from kiosk.imports.queries import State, imports
from kiosk.imports.rows import Row
from kiosk.imports.undoing import undo, undo_some
from kiosk.responses.models import Response
from kontuar.commands import main
from kontuar.core.chores import do_all
from kontuar.core.database import db, writing
from kontuar.core.deeds import Deed
from kontuar.sync.definitions import Definition
from kontuar.sync.models import Journal
from kontuar.sync.rebuilding import rebuild
from tests.kiosk.test_bringing_in import FILE, bring, row, run, survey
from tests.support.chains import NOON, Chain
from tests.sync.test_any_order import readings
from tests.sync.test_receiving import count, take

__all__ = ["survey"]
ABOUT = ("import", "import_end", "import_undoing", "withdrawn", "journal", "overruled")


def kept(app: Flask) -> dict[str, list[str]]:
    """Every row of every reading, without those that tell of imports."""
    db.session.rollback()  # what others wrote meanwhile is seen
    found = readings(db.session.connection(), app.extensions["kontuar.kinds"])
    return {name: rows for name, rows in found.items() if name not in ABOUT}


def test_what_was_brought_in_is_taken_back_and_nothing_else(app: Flask, chain: Chain, survey: Definition) -> None:
    kinds = app.extensions["kontuar.kinds"]
    with writing() as session:
        tablet = chain.tablet(session)
    take(app, tablet, *(tablet.response(survey.hash.hex(), {"visit": 3, "comment": "tak"}) for _ in range(5)))
    before = kept(app)
    places = (chain.gdansk, chain.krakow)
    rows = [
        row(chain, number, place=places[number % 2], weight=0.5, segments={"hall": "A"},
            answers={"visit": 1 + number % 5, "comment": "no", "reasons": ["price"]})
        for number in range(1_100)
    ]  # fmt: skip
    outcome, _ = bring(app, survey, rows)
    after, facts = kept(app), count(Journal)
    assert after != before
    assert outcome.import_id
    with writing() as session:
        undo(session, kinds, outcome.import_id, None, NOON)
        assert undo_some(session, kinds, NOON) in (50, 500)  # and then the lights go out
    assert imports(db.session())[0].state is State.UNDOING
    do_all(app)
    assert kept(app) == before
    (told,) = imports(db.session())
    assert (told.state, told.facts, told.left) == (State.UNDONE, 1_100, 0)
    assert count(Journal) == facts + 1 + 4  # nothing was deleted: two streams of each place, and the undoing itself
    assert set(db.session.scalars(select(Deed.verb))) >= {"import.begun", "import.undone"}
    rebuild(writing, kinds)
    assert kept(app) == before
    again, _ = bring(app, survey, rows)
    assert (again.added, again.import_id == outcome.import_id) == (1_100, False)
    assert {name: len(rows) for name, rows in kept(app).items()} == {name: len(rows) for name, rows in after.items()}
    assert bring(app, survey, rows)[0].known == 1_100


def test_undoing_stops_an_import_that_is_under_way(app: Flask, chain: Chain, survey: Definition) -> None:
    under_way = run(app, survey)

    def rows() -> Iterator[Row]:
        yield from (row(chain, number) for number in range(500))
        with writing() as session:
            undo(session, app.extensions["kontuar.kinds"], under_way.id, None, NOON)
        yield from (row(chain, number) for number in range(500, 1_000))

    with pytest.raises(ImportUndone):
        bring_in(under_way, rows())
    do_all(app)
    assert (count(Response), imports(db.session())[0].state) == (0, State.UNDONE)


def test_one_import_is_taken_back_and_the_other_stays(app: Flask, chain: Chain, survey: Definition) -> None:
    bring(app, survey, [row(chain, number) for number in range(10)])
    kinds = app.extensions["kontuar.kinds"]
    other = open_run(db.session(), survey, FILE, by=None, writing=writing, kinds=kinds, now=lambda: NOON)
    second = bring_in(other, [row(chain, number) for number in range(5, 20)])
    assert (second.known, second.added) == (5, 10)
    assert second.import_id
    with writing() as session:
        undo(session, kinds, second.import_id, None, NOON)
    do_all(app)
    assert sorted(db.session.scalars(select(Response.import_row)), key=lambda key: int(key or 0)) == [
        str(each) for each in range(10)
    ]


def test_imports_are_listed_and_undone_on_the_command_line(app: Flask, chain: Chain, survey: Definition) -> None:
    outcome, _ = bring(app, survey, [row(chain, 1), row(chain, 2)])

    def say(*words: str) -> str:
        from kiosk.imports.commands import imports as command

        result = CliRunner().invoke(command, words, obj=app.app_context)
        assert result.exit_code == 0, result.output
        return result.output

    assert say("list") == f"{outcome.import_id}\t2026-11-22 12:00\t2018.csv\tairport 1\t2 rows\tin\n"
    assert "2 responses don't count any more." in say("undo", str(outcome.import_id))
    assert say("list").endswith("\tundone\n")
    assert count(Response) == 0
    assert main.get_command(None, "import") is not None  # type: ignore[arg-type]
