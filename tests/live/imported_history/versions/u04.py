# SPDX-License-Identifier: Apache-2.0
"""Privileges"""
from alembic import op

revision = 'u04'
down_revision = 'u03'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute('GRANT SELECT ON audit TO PUBLIC')
        op.execute('ALTER TABLE audit ENABLE ROW LEVEL SECURITY')
        op.execute("CREATE POLICY seen ON audit USING (what <> 'secret')")


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute('DROP POLICY seen ON audit')
        op.execute('ALTER TABLE audit DISABLE ROW LEVEL SECURITY')
        op.execute('REVOKE SELECT ON audit FROM PUBLIC')
