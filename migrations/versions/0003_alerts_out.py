"""Who hears of alerts: people by mail, addresses elsewhere."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "alert_due",
        sa.Column("person_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("alert_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "alert_id", name=op.f("pk_alert_due")),
        info={"sort": "local"},
    )
    op.create_table(
        "alert_reader",
        sa.Column("person_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_alert_reader")),
        info={"sort": "local"},
    )
    op.create_table(
        "webhook",
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("place_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        info={"sort": "local"},
    )
    op.create_table(
        "webhook_due",
        sa.Column("webhook_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("alert_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("webhook_id", "alert_id", name=op.f("pk_webhook_due")),
        info={"sort": "local"},
    )
    with op.batch_alter_table("webhook_due", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webhook_due_due_at"), ["due_at"], unique=False)
