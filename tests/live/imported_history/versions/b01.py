# SPDX-License-Identifier: Apache-2.0
"""An enum that a table brings along"""
import sqlalchemy as sa
from alembic import op

revision = 'b01'
down_revision = 't05'
branch_labels = 'billing'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.create_table(
            'invoices',
            sa.Column('id', sa.BigInteger(), primary_key=True),
            sa.Column('user_id', sa.Integer(), sa.ForeignKey('users.id'), nullable=False),
            sa.Column('state', sa.Enum('open', 'paid', name='invoice_state'), nullable=False, server_default='open'),
            sa.Column('total', sa.Numeric(12, 2), nullable=False),
            sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.func.now()),
        )


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.drop_table('invoices')
        op.execute("DROP TYPE invoice_state")
