# SPDX-License-Identifier: Apache-2.0
import sqlalchemy as sa
from alembic import op

revision = "c1"
down_revision = "a1"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=True),
        sa.Column("word", sa.Text(), nullable=False),
    )
    op.execute("INSERT INTO tags (id, word) VALUES (1, 'red'), (2, 'green')")


def downgrade():
    op.drop_table("tags")
