# SPDX-License-Identifier: Apache-2.0
"""A downgrade that keeps the values"""
import sqlalchemy as sa
from alembic import op

revision = 't14'
down_revision = 't13'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.add_column('users', sa.Column('born', sa.Date()))
        op.execute("UPDATE users SET born = '2000-01-01'")
        op.alter_column('users', 'born', nullable=False)


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("UPDATE users SET name = name || ' ' || born")
        op.drop_column('users', 'born')
