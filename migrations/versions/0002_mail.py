"""Letters that are to be sent by mail."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "mail_due",
        sa.Column("id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql"), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("leave_url", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("given_up_at", sa.BigInteger(), nullable=True),
        sa.Column("fault", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_due")),
        info={"sort": "local"},
    )
    with op.batch_alter_table("mail_due", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_due_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_mail_due_given_up_at"), ["given_up_at"], unique=False)
