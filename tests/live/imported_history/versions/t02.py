# SPDX-License-Identifier: Apache-2.0
"""A column"""
import sqlalchemy as sa
from alembic import op

revision = 't02'
down_revision = 't01'


def upgrade():
    op.add_column('users', sa.Column('note', sa.String(50), server_default='none'))


def downgrade():
    op.drop_column('users', 'note')
