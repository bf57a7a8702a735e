# SPDX-License-Identifier: Apache-2.0
"""Rows and back"""
from alembic import op

revision = 't12'
down_revision = 't11'


def upgrade():
    op.execute("UPDATE options SET key = 'colors' WHERE key = 'theme'")


def downgrade():
    op.execute("UPDATE options SET key = 'theme' WHERE key = 'colors'")
