# SPDX-License-Identifier: Apache-2.0
"""An index made while others write"""
import sqlalchemy as sa
from alembic import op

revision = 'b05'
down_revision = 'b04'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        with op.get_context().autocommit_block():
            op.create_index('ix_invoices_open', 'invoices', ['user_id', sa.text('created_at DESC')],
                            postgresql_where=sa.text("state = 'open'"), postgresql_concurrently=True)


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        with op.get_context().autocommit_block():
            op.drop_index('ix_invoices_open', table_name='invoices', postgresql_concurrently=True)
