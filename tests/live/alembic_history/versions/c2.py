# SPDX-License-Identifier: Apache-2.0
import sqlalchemy as sa
from alembic import op

revision = "c2"
down_revision = "c1"
branch_labels = None
depends_on = "b1"


def upgrade():
    op.execute("UPDATE accounts SET phone = 'none' WHERE phone IS NULL")
    op.execute("INSERT INTO tags (id, word) VALUES (3, 'blue')")


def downgrade():
    op.execute("DELETE FROM tags WHERE id = 3")
    op.execute("UPDATE accounts SET phone = NULL WHERE phone = 'none'")
