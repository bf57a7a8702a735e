# SPDX-License-Identifier: Apache-2.0
import sqlalchemy as sa
from alembic import op

revision = "a1"
down_revision = None
branch_labels = "shop"
depends_on = None


def upgrade():
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=True),
        sa.Column("email", sa.String(100), nullable=False),
        sa.Column("name", sa.String(50)),
        sa.UniqueConstraint("email", name="accounts_email_key"),
    )
    op.execute("INSERT INTO accounts (id, email) VALUES (1, 'ann@example.org')")


def downgrade():
    op.drop_table("accounts")
