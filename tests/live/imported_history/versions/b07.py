# SPDX-License-Identifier: Apache-2.0
"""Raw SQL and its reverse"""
from alembic import op

revision = 'b07'
down_revision = 'b06'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("CREATE RULE keep_invoices AS ON DELETE TO invoices DO INSTEAD NOTHING")


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("DROP RULE keep_invoices ON invoices")
