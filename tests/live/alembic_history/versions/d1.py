# SPDX-License-Identifier: Apache-2.0
import sqlalchemy as sa
from alembic import op

revision = "d1"
down_revision = "m1"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE accounts SET name = 'nobody' WHERE name IS NULL")
    with op.batch_alter_table("accounts") as batch:
        batch.alter_column("name", existing_type=sa.String(50), nullable=False)


def downgrade():
    with op.batch_alter_table("accounts") as batch:
        batch.alter_column("name", existing_type=sa.String(50), nullable=True)
