# SPDX-License-Identifier: Apache-2.0
"""Right"""
import sqlalchemy as sa
from alembic import op

revision = 'd01'
down_revision = 'm02'


def upgrade():
    op.add_column('users', sa.Column('score', sa.Integer(), server_default='0', nullable=False))


def downgrade():
    op.drop_column('users', 'score')
