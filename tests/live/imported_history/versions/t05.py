# SPDX-License-Identifier: Apache-2.0
"""Rows that nothing brings back"""
from alembic import op

revision = 't05'
down_revision = 't04'


def upgrade():
    op.execute("UPDATE users SET name = email WHERE name IS NULL")


def downgrade():
    pass
