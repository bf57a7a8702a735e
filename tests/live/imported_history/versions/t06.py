# SPDX-License-Identifier: Apache-2.0
"""Names that are words"""
import sqlalchemy as sa
from alembic import op

revision = 't06'
down_revision = 't05'


def upgrade():
    op.create_table(
        'settings',
        sa.Column('key', sa.String(40), primary_key=True),
        sa.Column('value', sa.Text()),
    )
    op.execute("INSERT INTO settings (key, value) VALUES ('theme', 'dark')")


def downgrade():
    op.drop_table('settings')
