# SPDX-License-Identifier: Apache-2.0
"""Left"""
import sqlalchemy as sa
from alembic import op

revision = 'c01'
down_revision = 'm02'


def upgrade():
    op.add_column('links', sa.Column('weight', sa.Float()))


def downgrade():
    op.drop_column('links', 'weight')
