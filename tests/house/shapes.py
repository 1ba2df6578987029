"""The shape of a database as its engine itself tells it: columns, constraints, indexes, whole."""

import re

from sqlalchemy import Connection, text

COLUMNS = """
    SELECT c.relname, a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || ' ' || a.attidentity::text
        || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
"""
INDEXES = """
    SELECT indrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid WHERE relnamespace = 'public'::regnamespace
"""


def shape(connection: Connection) -> dict[str, list[str]]:
    """For each table everything its engine knows of it, one line each; Alembic's own table left out."""
    found: dict[str, list[str]] = {}
    if connection.dialect.name == "sqlite":
        for table, sql in connection.execute(text("SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")):
            found.setdefault(table, []).extend(_parts(sql))
    else:
        for query in (COLUMNS, CONSTRAINTS, INDEXES):
            for table, line in connection.execute(text(query)):
                found.setdefault(table, []).append(line)
    found.pop("alembic_version", None)
    return {table: sorted(lines) for table, lines in sorted(found.items())}


def _parts(sql: str) -> list[str]:
    """A CREATE TABLE in its parts, whose order says nothing; any other statement as it is."""
    plain = re.sub(r"\s+", " ", re.sub(r"[\"`]", "", sql)).strip()
    if not plain.startswith("CREATE TABLE"):
        return [plain]
    opening, closing = plain.index("("), plain.rindex(")")
    parts, depth, start = [], 0, opening + 1
    for place in range(opening + 1, closing):
        depth += {"(": 1, ")": -1}.get(plain[place], 0)
        if plain[place] == "," and depth == 0:
            parts.append(plain[start:place].strip())
            start = place + 1
    return [*parts, plain[start:closing].strip(), f"CREATE TABLE ... {plain[closing + 1 :].strip()}"]
