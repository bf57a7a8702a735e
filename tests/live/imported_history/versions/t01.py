# SPDX-License-Identifier: Apache-2.0
"""Users"""
import sqlalchemy as sa
from alembic import op

revision = 't01'
down_revision = None


def upgrade():
    op.create_table(
        'users',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('email', sa.String(320), nullable=False, unique=True),
        sa.Column('name', sa.Text()),
        sa.Column('active', sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.create_index('ix_users_name', 'users', ['name'])


def downgrade():
    op.drop_index('ix_users_name', table_name='users')
    op.drop_table('users')
