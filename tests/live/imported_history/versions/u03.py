# SPDX-License-Identifier: Apache-2.0
"""A dependency on what was a head"""
import sqlalchemy as sa
from alembic import op

revision = 'u03'
down_revision = 'u02'
depends_on = ('m02',)


def upgrade():
    op.create_table(
        'audit_links',
        sa.Column('audit_id', sa.Integer(), sa.ForeignKey('audit.id'), primary_key=True),
        sa.Column('link_id', sa.Integer(), sa.ForeignKey('links.id'), primary_key=True),
    )


def downgrade():
    op.drop_table('audit_links')
