# SPDX-License-Identifier: Apache-2.0
import sqlalchemy as sa
from alembic import op

revision = "m1"
down_revision = ("b2", "c2")
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
