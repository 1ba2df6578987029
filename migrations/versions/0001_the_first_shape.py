"""The first shape"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("evidence", sa.String(length=16), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("beside", sa.Float(), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_by", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        info={"sort": "local"},
    )
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_place_id_day"), ["place_id", "day"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_raised_at"), ["raised_at"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("person_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("quiz_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("quiz", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("fraction", sa.Float(precision=53), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "id", "place_id", name=op.f("pk_attempt")),
        info={"sort": "reading"},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_quiz_place_id_day"), ["quiz", "place_id", "day"], unique=False)

    op.create_table(
        "chain_choice_day",
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("marked", sa.SmallInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.Column("satisfied", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "survey", "day", "question", "choice", "language", "version", "marked", name=op.f("pk_chain_choice_day")
        ),
        info={"sort": "local"},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chain_response_day",
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("marked", sa.SmallInteger(), nullable=False),
        sa.Column("complete", sa.Integer(), nullable=False),
        sa.Column("abandoned", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("survey", "day", "language", "version", "marked", name=op.f("pk_chain_response_day")),
        info={"sort": "local"},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chain_score_day",
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("marked", sa.SmallInteger(), nullable=False),
        sa.Column("n0", sa.Integer(), nullable=False),
        sa.Column("n1", sa.Integer(), nullable=False),
        sa.Column("n2", sa.Integer(), nullable=False),
        sa.Column("n3", sa.Integer(), nullable=False),
        sa.Column("n4", sa.Integer(), nullable=False),
        sa.Column("n5", sa.Integer(), nullable=False),
        sa.Column("n6", sa.Integer(), nullable=False),
        sa.Column("n7", sa.Integer(), nullable=False),
        sa.Column("n8", sa.Integer(), nullable=False),
        sa.Column("n9", sa.Integer(), nullable=False),
        sa.Column("n10", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "survey", "day", "question", "language", "version", "marked", name=op.f("pk_chain_score_day")
        ),
        info={"sort": "local"},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "changed_day",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "day", name=op.f("pk_changed_day")),
        info={"sort": "local"},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "changed_month",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "month", name=op.f("pk_changed_month")),
        info={"sort": "local"},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "choice_day",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("marked", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.Column("satisfied", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "place_id",
            "survey",
            "question",
            "choice",
            "day",
            "language",
            "version",
            "marked",
            name=op.f("pk_choice_day"),
        ),
        info={"sort": "reading"},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("choice_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_choice_day_day"), ["day"], unique=False)

    op.create_table(
        "choice_month",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("marked", sa.SmallInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.Column("satisfied", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "place_id",
            "survey",
            "month",
            "question",
            "choice",
            "language",
            "version",
            "marked",
            name=op.f("pk_choice_month"),
        ),
        info={"sort": "local"},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comment",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("response_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "response_id", "question", name=op.f("pk_comment")),
        info={"sort": "reading"},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_place_id_survey_day"), ["place_id", "survey", "day"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_survey_day"), ["survey", "day"], unique=False)

    op.create_table(
        "comment_hiding",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("response_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("by", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "id", name=op.f("pk_comment_hiding")),
        info={"sort": "reading"},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("comment_hiding", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_hiding_place_id_response_id"), ["place_id", "response_id"], unique=False
        )

    op.create_table(
        "deed",
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("device_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed")),
        info={"sort": "local"},
    )
    with op.batch_alter_table("deed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deed_at"), ["at"], unique=False)

    op.create_table(
        "definition",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind in ('survey', 'quiz', 'book')", name=op.f("ck_definition_kind")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_definition")),
        sa.UniqueConstraint("kind", "key", "version", name=op.f("uq_definition_kind_key_version")),
        info={"sort": "definition"},
    )
    op.create_table(
        "device_contact",
        sa.Column("device_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=True),
        sa.Column("unsent", sa.Integer(), nullable=True),
        sa.Column("oldest_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_device_contact")),
        info={"sort": "local"},
    )
    op.create_table(
        "device_token",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("device_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_device_token")),
        info={"sort": "local"},
    )
    with op.batch_alter_table("device_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_token_device_id"), ["device_id"], unique=False)

    op.create_table(
        "event_mark",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("event_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("limits_anew", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("by", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "id", name=op.f("pk_event_mark")),
        info={"sort": "reading"},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("event_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_mark_place_id_event_id"), ["place_id", "event_id"], unique=False)

    op.create_table(
        "held_back",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.BigInteger(), nullable=False),
        sa.Column("again_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "position", name=op.f("pk_held_back")),
        info={"sort": "local"},
    )
    with op.batch_alter_table("held_back", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_back_again_at"), ["again_at"], unique=False)

    op.create_table(
        "hour_month",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("slot", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("marked", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.Column("satisfied", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "survey", "month", "slot", "marked", name=op.f("pk_hour_month")),
        info={"sort": "reading"},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("hour_month", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hour_month_survey_month"), ["survey", "month"], unique=False)

    op.create_table(
        "import",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("device_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("survey_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("by", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "id", name=op.f("pk_import")),
        info={"sort": "reading"},
    )
    op.create_table(
        "import_end",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("import_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("replaced", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "id", name=op.f("pk_import_end")),
        info={"sort": "reading"},
    )
    with op.batch_alter_table("import_end", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_end_place_id_import_id"), ["place_id", "import_id"], unique=False)

    op.create_table(
        "import_undoing",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("import_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("by", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "id", name=op.f("pk_import_undoing")),
        info={"sort": "reading"},
    )
    with op.batch_alter_table("import_undoing", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_undoing_place_id_import_id"), ["place_id", "import_id"], unique=False
        )

    op.create_table(
        "import_work",
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("wanted", sa.String(length=8), nullable=True),
        sa.Column("wanted_at", sa.BigInteger(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("looked_at", sa.BigInteger(), nullable=True),
        sa.Column("tried_at", sa.BigInteger(), nullable=True),
        sa.Column("brought_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_work")),
        info={"sort": "local"},
    )
    op.create_table(
        "installation",
        sa.Column("lone", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("upstream", sa.String(length=300), nullable=True),
        sa.Column("upstream_key", sa.String(length=64), nullable=True),
        sa.Column("upstream_next_key", sa.String(length=64), nullable=True),
        sa.Column("upstream_recovery_key", sa.String(length=64), nullable=True),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('hub', 'node')", name=op.f("ck_installation_kind")),
        sa.CheckConstraint("lone = 1", name=op.f("ck_installation_lone")),
        sa.PrimaryKeyConstraint("lone", name=op.f("pk_installation")),
        info={"sort": "local"},
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=True),
        sa.Column("made_by", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("device_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("hash", name=op.f("uq_invitation_hash")),
        info={"sort": "local"},
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_place_id"), ["place_id"], unique=False)

    op.create_table(
        "item_answer",
        sa.Column("person_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("attempt_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(length=64), nullable=True),
        sa.Column("product", sa.String(length=64), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("fraction", sa.Float(precision=53), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "attempt_id", "place_id", "item", name=op.f("pk_item_answer")),
        info={"sort": "reading"},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "item_latest",
        sa.Column("person_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("attempt_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(length=64), nullable=True),
        sa.Column("product", sa.String(length=64), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("fraction", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "item", name=op.f("pk_item_latest")),
        info={"sort": "reading"},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("item_latest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_latest_clause_place_id"), ["clause", "place_id"], unique=False)

    op.create_table(
        "journal",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("device_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("epoch", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("v", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.Column("stamp_at", sa.BigInteger(), nullable=False),
        sa.Column("stamp_margin", sa.BigInteger(), nullable=False),
        sa.Column("stamp_day", sa.String(length=10), nullable=False),
        sa.Column("stamp_hour", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "position", name=op.f("pk_journal")),
        sa.UniqueConstraint("place_id", "id", name=op.f("uq_journal_place_id_id")),
        info={"sort": "fact"},
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_device_id_epoch_seq"), ["device_id", "epoch", "seq"], unique=False)

    op.create_table(
        "lease",
        sa.Column("work", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=160), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("work", name=op.f("pk_lease")),
        info={"sort": "local"},
    )
    op.create_table(
        "node_invitation",
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("made_by", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("device_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("nonce", sa.LargeBinary(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_node_invitation")),
        sa.UniqueConstraint("hash", name=op.f("uq_node_invitation_hash")),
        info={"sort": "local"},
    )
    with op.batch_alter_table("node_invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_node_invitation_place_id"), ["place_id"], unique=False)

    op.create_table(
        "overruled",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.Column("stamp_at", sa.BigInteger(), nullable=False),
        sa.Column("stamp_margin", sa.BigInteger(), nullable=False),
        sa.Column("stamp_day", sa.String(length=10), nullable=False),
        sa.Column("stamp_hour", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "id", "hash", name=op.f("pk_overruled")),
        info={"sort": "fact"},
    )
    with op.batch_alter_table("overruled", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_overruled_place_id_position"), ["place_id", "position"], unique=False)

    op.create_table(
        "own_stream",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("epoch", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_own_stream")),
        info={"sort": "local"},
    )
    op.create_table(
        "person",
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("given_name", sa.String(length=80), nullable=False),
        sa.Column("family_name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("pin_hash", sa.String(length=200), nullable=True),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        info={"sort": "directory"},
    )
    op.create_table(
        "place",
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("parent_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(kind = 'chain') = (parent_id is null)", name=op.f("ck_place_root")),
        sa.CheckConstraint("kind in ('chain', 'region', 'shop')", name=op.f("ck_place_kind")),
        sa.ForeignKeyConstraint(["parent_id"], ["place.id"], name=op.f("fk_place_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        info={"sort": "directory"},
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "place_head",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("high", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_place_head")),
        info={"sort": "fact"},
    )
    op.create_table(
        "quarantined",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("device_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(line is null) = (position is not null)", name=op.f("ck_quarantined_somewhere")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_quarantined")),
        info={"sort": "fact"},
    )
    with op.batch_alter_table("quarantined", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quarantined_device_id"), ["device_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quarantined_place_id_position"), ["place_id", "position"], unique=False)

    op.create_table(
        "response",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=True),
        sa.Column("segments", sa.Text(), nullable=True),
        sa.Column("import_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("import_row", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("place_id", "id", name=op.f("pk_response")),
        info={"sort": "reading"},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "response_day",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("marked", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("complete", sa.Integer(), nullable=False),
        sa.Column("abandoned", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "place_id", "survey", "day", "language", "version", "marked", name=op.f("pk_response_day")
        ),
        info={"sort": "reading"},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("response_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_day_day"), ["day"], unique=False)

    op.create_table(
        "response_month",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("marked", sa.SmallInteger(), nullable=False),
        sa.Column("complete", sa.Integer(), nullable=False),
        sa.Column("abandoned", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "place_id", "survey", "month", "language", "version", "marked", name=op.f("pk_response_month")
        ),
        info={"sort": "local"},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "revision",
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_revision")),
        info={"sort": "local"},
    )
    op.create_table(
        "score_day",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("marked", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("n0", sa.Integer(), nullable=False),
        sa.Column("n1", sa.Integer(), nullable=False),
        sa.Column("n2", sa.Integer(), nullable=False),
        sa.Column("n3", sa.Integer(), nullable=False),
        sa.Column("n4", sa.Integer(), nullable=False),
        sa.Column("n5", sa.Integer(), nullable=False),
        sa.Column("n6", sa.Integer(), nullable=False),
        sa.Column("n7", sa.Integer(), nullable=False),
        sa.Column("n8", sa.Integer(), nullable=False),
        sa.Column("n9", sa.Integer(), nullable=False),
        sa.Column("n10", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "place_id", "survey", "question", "day", "language", "version", "marked", name=op.f("pk_score_day")
        ),
        info={"sort": "reading"},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("score_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_day_day"), ["day"], unique=False)

    op.create_table(
        "score_month",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("marked", sa.SmallInteger(), nullable=False),
        sa.Column("n0", sa.Integer(), nullable=False),
        sa.Column("n1", sa.Integer(), nullable=False),
        sa.Column("n2", sa.Integer(), nullable=False),
        sa.Column("n3", sa.Integer(), nullable=False),
        sa.Column("n4", sa.Integer(), nullable=False),
        sa.Column("n5", sa.Integer(), nullable=False),
        sa.Column("n6", sa.Integer(), nullable=False),
        sa.Column("n7", sa.Integer(), nullable=False),
        sa.Column("n8", sa.Integer(), nullable=False),
        sa.Column("n9", sa.Integer(), nullable=False),
        sa.Column("n10", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "place_id", "survey", "month", "question", "language", "version", "marked", name=op.f("pk_score_month")
        ),
        info={"sort": "local"},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "segment_day",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("segment", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("marked", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("n0", sa.Integer(), nullable=False),
        sa.Column("n1", sa.Integer(), nullable=False),
        sa.Column("n2", sa.Integer(), nullable=False),
        sa.Column("n3", sa.Integer(), nullable=False),
        sa.Column("n4", sa.Integer(), nullable=False),
        sa.Column("n5", sa.Integer(), nullable=False),
        sa.Column("n6", sa.Integer(), nullable=False),
        sa.Column("n7", sa.Integer(), nullable=False),
        sa.Column("n8", sa.Integer(), nullable=False),
        sa.Column("n9", sa.Integer(), nullable=False),
        sa.Column("n10", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "place_id",
            "survey",
            "question",
            "day",
            "segment",
            "value",
            "version",
            "marked",
            name=op.f("pk_segment_day"),
        ),
        info={"sort": "reading"},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sent_up_to",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_sent_up_to")),
        info={"sort": "local"},
    )
    op.create_table(
        "set_aside",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fact_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "position", name=op.f("pk_set_aside")),
        info={"sort": "local"},
    )
    op.create_table(
        "stream",
        sa.Column("device_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("epoch", sa.String(length=32), nullable=False),
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("high", sa.BigInteger(), nullable=False),
        sa.Column("forked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("device_id", "epoch", name=op.f("pk_stream")),
        info={"sort": "fact"},
    )
    with op.batch_alter_table("stream", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stream_place_id"), ["place_id"], unique=False)

    op.create_table(
        "target",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("set_by", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "survey", "question", name=op.f("pk_target")),
        info={"sort": "local"},
    )
    op.create_table(
        "tries",
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("whose", sa.LargeBinary(32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("what", "whose", name=op.f("pk_tries")),
        info={"sort": "local"},
    )
    op.create_table(
        "upstream_contact",
        sa.Column("lone", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.Column("tried_at", sa.BigInteger(), nullable=True),
        sa.Column("reached_at", sa.BigInteger(), nullable=True),
        sa.Column("failing_since", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.String(length=40), nullable=True),
        sa.Column("detail", sa.String(length=300), nullable=True),
        sa.Column("release", sa.Integer(), nullable=True),
        sa.Column("release_refused", sa.String(length=40), nullable=True),
        sa.CheckConstraint("lone = 1", name=op.f("ck_upstream_contact_lone")),
        sa.PrimaryKeyConstraint("lone", name=op.f("pk_upstream_contact")),
        info={"sort": "local"},
    )
    op.create_table(
        "voided",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("device_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("epoch", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "id", name=op.f("pk_voided")),
        info={"sort": "reading"},
    )
    op.create_table(
        "waiting",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("definition", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "position", "definition", name=op.f("pk_waiting")),
        info={"sort": "fact"},
    )
    with op.batch_alter_table("waiting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiting_definition"), ["definition"], unique=False)

    op.create_table(
        "watched",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_watched")),
        info={"sort": "local"},
    )
    op.create_table(
        "weight_day",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("value", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("marked", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("weights", sa.BigInteger(), nullable=False),
        sa.Column("squares", sa.BigInteger(), nullable=False),
        sa.Column("square_rests", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "place_id",
            "survey",
            "question",
            "value",
            "day",
            "language",
            "version",
            "marked",
            name=op.f("pk_weight_day"),
        ),
        info={"sort": "reading"},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "withdrawn",
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("device_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("epoch", sa.String(length=32), nullable=False),
        sa.Column("fact_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("by", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "id", name=op.f("pk_withdrawn")),
        info={"sort": "reading"},
    )
    with op.batch_alter_table("withdrawn", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_withdrawn_place_id_epoch"), ["place_id", "epoch"], unique=False)

    op.create_table(
        "device",
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=True),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind in ('tablet', 'node')", name=op.f("ck_device_kind")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_device_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        info={"sort": "directory"},
    )
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_place_id"), ["place_id"], unique=False)

    op.create_table(
        "personal_code",
        sa.Column("person_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("purpose in ('pin', 'password')", name=op.f("ck_personal_code_purpose")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_personal_code_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "purpose", name=op.f("pk_personal_code")),
        sa.UniqueConstraint("hash", name=op.f("uq_personal_code_hash")),
        info={"sort": "local"},
    )
    op.create_table(
        "post",
        sa.Column("person_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.CheckConstraint("role in ('admin', 'analyst', 'author', 'manager', 'employee')", name=op.f("ck_post_role")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_post_place_id")),
        sa.PrimaryKeyConstraint("person_id", "role", "place_id", name=op.f("pk_post")),
        info={"sort": "directory"},
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_place_id"), ["place_id"], unique=False)

    op.create_table(
        "publication",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["hash"], ["definition.hash"], name=op.f("fk_publication_hash")),
        sa.PrimaryKeyConstraint("hash", "published_at", name=op.f("pk_publication")),
        info={"sort": "definition"},
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(
            "uq_publication_in_force",
            ["kind", "key"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "visit",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("device_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=True),
        sa.Column("means", sa.String(length=8), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.CheckConstraint("means in ('password', 'pin')", name=op.f("ck_visit_means")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_visit")),
        info={"sort": "local"},
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_person_id"), ["person_id"], unique=False)
