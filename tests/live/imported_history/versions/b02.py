# SPDX-License-Identifier: Apache-2.0
"""A value of the enum"""
from alembic import op

revision = 'b02'
down_revision = 'b01'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        with op.get_context().autocommit_block():
            op.execute("ALTER TYPE invoice_state ADD VALUE 'void' AFTER 'open'")


def downgrade():
    pass
