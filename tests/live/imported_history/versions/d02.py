# SPDX-License-Identifier: Apache-2.0
"""Right again"""
from alembic import op

revision = 'd02'
down_revision = 'd01'


def upgrade():
    op.create_index('ix_users_score', 'users', ['score'])


def downgrade():
    op.drop_index('ix_users_score')
