# SPDX-License-Identifier: Apache-2.0
"""Other types"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = 't08'
down_revision = 't07'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.alter_column('options', 'key', type_=sa.String(80))
        op.alter_column('options', 'value', type_=postgresql.JSONB(), postgresql_using='to_jsonb(value)')


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.alter_column('options', 'value', type_=sa.Text(), postgresql_using="value #>> '{}'")
        op.alter_column('options', 'key', type_=sa.String(40))
