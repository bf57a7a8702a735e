# SPDX-License-Identifier: Apache-2.0
import sqlalchemy as sa
from alembic import op

revision = "x1"
down_revision = None
branch_labels = "audit"
depends_on = None


def upgrade():
    op.create_table(
        "log",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=True),
        sa.Column("entry", sa.Text(), nullable=False),
    )


def downgrade():
    op.drop_table("log")
