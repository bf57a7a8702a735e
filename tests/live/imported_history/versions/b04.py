# SPDX-License-Identifier: Apache-2.0
"""Comments"""
from alembic import op

revision = 'b04'
down_revision = 'b03'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.create_table_comment('invoices', "what is owed; it's a lot")
        op.alter_column('invoices', 'total', comment='with tax')


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.drop_table_comment('invoices')
        op.alter_column('invoices', 'total', comment=None)
