# SPDX-License-Identifier: Apache-2.0
"""A type that raw SQL makes"""
import sqlalchemy as sa
from alembic import op

revision = 'e01'
down_revision = 'm03'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("CREATE TYPE complex AS (re float8, im float8)")
        op.add_column('tickets', sa.Column('place', sa.Text()))
        op.execute("ALTER TABLE tickets ALTER COLUMN place TYPE complex USING NULL")


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.drop_column('tickets', 'place')
        op.execute("DROP TYPE complex")
