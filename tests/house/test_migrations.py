"""What the migrations make is what the models say, down to CHECKs and partial indexes, by the engines' own account."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    text,
)

from kontuar.app import models
from kontuar.core import migrating
from kontuar.core.times import now
from tests.house.shapes import shape


def test_migrations_make_what_the_models_say(empty_database: str, tmp_path: Path) -> None:
    migrating.upgrade(empty_database, tmp_path / "backups", now())
    engine = create_engine(empty_database)
    with engine.begin() as connection:
        migrated = shape(connection)
        everything = MetaData()
        everything.reflect(connection)
        everything.drop_all(connection)
        models().create_all(connection)
        declared = shape(connection)
    engine.dispose()
    assert list(migrated) == list(declared), "other tables: write a migration"
    for table, lines in declared.items():
        assert migrated[table] == lines, f"{table}: write a migration"


def test_there_is_one_line_of_migrations() -> None:
    assert migrating.head() is not None
    assert len(ScriptDirectory.from_config(migrating.config("")).get_bases()) == 1


def drawn(change: Callable[[Table], object]) -> MetaData:
    """A shop and its tills, with one thing changed."""
    metadata = MetaData()
    Table("shop", metadata, Column("id", Integer, primary_key=True))
    till = Table(
        "till",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("shop_id", Integer, ForeignKey("shop.id", name="fk_till_shop_id"), nullable=False),
        Column("kind", String(8), nullable=False),
        Column("closed_at", Integer),
    )
    change(till)
    return metadata


ASIDE: dict[str, Callable[[Table], object]] = {
    "nothing": lambda till: None,
    "a check": lambda till: till.append_constraint(CheckConstraint("kind <> 'x'", name="kind")),
    "another check": lambda till: till.append_constraint(CheckConstraint("kind <> 'y'", name="kind")),
    "an index": lambda till: Index("one_open", till.c.shop_id, unique=True),
    "a partial index": lambda till: Index(
        "one_open", till.c.shop_id, unique=True, sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
    "another partial index": lambda till: Index(
        "one_open", till.c.shop_id, unique=True, sqlite_where=text("closed_at > 0"),
        postgresql_where=text("closed_at > 0"),
    ),
    "a column": lambda till: till.append_column(Column("name", String(10))),
    "a longer column": lambda till: till.append_column(Column("name", String(20))),
    "a column that must be there": lambda till: till.append_column(Column("name", String(10), nullable=False)),
    "a default": lambda till: till.append_column(Column("name", String(10), server_default="main")),
}  # fmt: skip


def test_the_comparison_sees_every_difference(empty_database: str) -> None:
    engine = create_engine(empty_database)
    shapes: dict[str, dict[str, list[str]]] = {}
    with engine.begin() as connection:
        for name, change in ASIDE.items():
            metadata = drawn(change)
            metadata.create_all(connection)
            shapes[name] = shape(connection)
            metadata.drop_all(connection)
    engine.dispose()
    alike = [(one, other) for one, other in combinations(ASIDE, 2) if shapes[one] == shapes[other]]
    assert alike == []


def test_every_model_is_known_to_the_application() -> None:
    assert len(models().tables) > 20
