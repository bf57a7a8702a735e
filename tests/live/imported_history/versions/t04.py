# SPDX-License-Identifier: Apache-2.0
"""Rows"""
import sqlalchemy as sa
from alembic import op

revision = 't04'
down_revision = 't03'


def upgrade():
    teams = sa.table('teams', sa.column('id', sa.Integer), sa.column('title', sa.String))
    op.bulk_insert(teams, [{'id': 1, 'title': 'Owners'}, {'id': 2, 'title': "People's"}])


def downgrade():
    op.execute("DELETE FROM teams WHERE id IN (1, 2)")
