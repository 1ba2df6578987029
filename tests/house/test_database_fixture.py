"""The fixture that gives every test a database of its own does so."""

from sqlalchemy import create_engine, inspect, text


def test_each_test_gets_a_database_nobody_has_written_to(empty_database: str) -> None:
    engine = create_engine(empty_database)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (line varchar(10))"))
        connection.execute(text("INSERT INTO note VALUES ('żółw')"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT line FROM note")) == "żółw"
    assert inspect(engine).get_table_names() == ["note"]
    engine.dispose()


def test_the_next_test_does_not_see_the_last_ones_tables(empty_database: str) -> None:
    engine = create_engine(empty_database)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
