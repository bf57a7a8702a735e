# SPDX-License-Identifier: Apache-2.0
"""An update of another form"""
from alembic import op

revision = 't13'
down_revision = 't12'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("UPDATE members SET team_id = t.id FROM teams t WHERE t.title = 'Owners' AND members.team_id IS NULL")


def downgrade():
    pass
