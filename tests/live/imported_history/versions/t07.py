# SPDX-License-Identifier: Apache-2.0
"""A new name"""
from alembic import op

revision = 't07'
down_revision = 't06'


def upgrade():
    op.rename_table('settings', 'options')


def downgrade():
    op.rename_table('options', 'settings')
