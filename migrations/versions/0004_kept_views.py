"""Kept views, the mails on them, and screens on a wall."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

ID = sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "kept_view",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("endpoint", sa.String(length=40), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_view")),
        info={"sort": "local"},
    )
    with op.batch_alter_table("kept_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_view_person_id"), ["person_id"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("id", ID, nullable=False),
        sa.Column("view_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("view_id", "person_id", name=op.f("uq_subscription_view_id_person_id")),
        info={"sort": "local"},
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subscription_next_at"), ["next_at"], unique=False)
    op.create_table(
        "wall_screen",
        sa.Column("id", ID, nullable=False),
        sa.Column("view_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_screen")),
        sa.UniqueConstraint("hash", name=op.f("uq_wall_screen_hash")),
        info={"sort": "local"},
    )
    with op.batch_alter_table("wall_screen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wall_screen_view_id"), ["view_id"], unique=False)
