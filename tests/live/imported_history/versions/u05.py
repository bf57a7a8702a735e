# SPDX-License-Identifier: Apache-2.0
"""An index"""
from alembic import op

revision = 'u05'
down_revision = 'u04'


def upgrade():
    op.create_index('ix_audit_what', 'audit', ['what'], unique=True)


def downgrade():
    op.drop_index('ix_audit_what', table_name='audit')
