# SPDX-License-Identifier: Apache-2.0
"""A line of its own"""
import sqlalchemy as sa
from alembic import op

revision = 'u01'
down_revision = None
branch_labels = 'audit'


def upgrade():
    op.create_table(
        'audit',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('what', sa.Text(), nullable=False),
    )


def downgrade():
    op.drop_table('audit')
