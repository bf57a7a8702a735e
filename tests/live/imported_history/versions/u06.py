# SPDX-License-Identifier: Apache-2.0
"""A statement that changes nothing"""
from alembic import op

revision = 'u06'
down_revision = 'u05'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("ANALYZE audit")


def downgrade():
    pass
