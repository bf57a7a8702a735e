# SPDX-License-Identifier: Apache-2.0
"""After the merge"""
import sqlalchemy as sa
from alembic import op

revision = 'm02'
down_revision = 'm01'


def upgrade():
    op.create_table(
        'links',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('document_id', sa.Integer(), sa.ForeignKey('documents.id')),
        sa.Column('user_id', sa.Integer(), sa.ForeignKey('users.id')),
        sa.Column('order', sa.Integer()),
        sa.UniqueConstraint('document_id', 'user_id'),
    )


def downgrade():
    op.drop_table('links')
