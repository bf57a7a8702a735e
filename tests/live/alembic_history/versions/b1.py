# SPDX-License-Identifier: Apache-2.0
import sqlalchemy as sa
from alembic import op

revision = "b1"
down_revision = "a1"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("accounts", sa.Column("phone", sa.String(20)))
    op.create_index("accounts_phone_idx", "accounts", ["phone"])


def downgrade():
    op.drop_index("accounts_phone_idx", table_name="accounts")
    op.drop_column("accounts", "phone")
