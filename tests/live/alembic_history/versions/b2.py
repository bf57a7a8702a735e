# SPDX-License-Identifier: Apache-2.0
import sqlalchemy as sa
from alembic import op

revision = "b2"
down_revision = "b1"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("total", sa.Numeric(10, 2), nullable=False, server_default=sa.text("0")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="orders_account_id_fkey", ondelete="CASCADE"
        ),
    )
    op.create_index("orders_account_id_idx", "orders", ["account_id"])


def downgrade():
    op.drop_index("orders_account_id_idx", table_name="orders")
    op.drop_table("orders")
