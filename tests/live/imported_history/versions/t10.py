# SPDX-License-Identifier: Apache-2.0
"""A schema"""
import sqlalchemy as sa
from alembic import op

revision = 't10'
down_revision = 't09'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("CREATE SCHEMA reports")
        op.create_table('daily', sa.Column('day', sa.Date(), primary_key=True), sa.Column('visits', sa.Integer()), schema='reports')
        op.create_index('ix_daily_visits', 'daily', ['visits'], schema='reports')


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.drop_table('daily', schema='reports')
        op.execute("DROP SCHEMA reports")
