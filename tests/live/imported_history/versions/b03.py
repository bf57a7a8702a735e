# SPDX-License-Identifier: Apache-2.0
"""An enum whose downgrade forgets the type"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = 'b03'
down_revision = 'b02'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        kind = postgresql.ENUM('private', 'company', name='payer_kind')
        kind.create(op.get_bind())
        op.add_column('invoices', sa.Column('payer', sa.Enum(name='payer_kind'), nullable=True))
        op.execute("UPDATE invoices SET payer = 'private'")
        op.alter_column('invoices', 'payer', nullable=False)


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.drop_column('invoices', 'payer')
