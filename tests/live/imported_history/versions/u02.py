# SPDX-License-Identifier: Apache-2.0
"""A dependency that the version table does not show"""
import sqlalchemy as sa
from alembic import op

revision = 'u02'
down_revision = 'u01'
depends_on = ('t03',)


def upgrade():
    op.create_table(
        'audit_users',
        sa.Column('audit_id', sa.Integer(), sa.ForeignKey('audit.id'), primary_key=True),
        sa.Column('user_id', sa.Integer(), sa.ForeignKey('users.id'), primary_key=True),
    )


def downgrade():
    op.drop_table('audit_users')
