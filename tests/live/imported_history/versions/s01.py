# SPDX-License-Identifier: Apache-2.0
"""Documents"""
import sqlalchemy as sa
from alembic import op

revision = 's01'
down_revision = 't05'
branch_labels = 'search'


def upgrade():
    op.create_table(
        'documents',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('size', sa.Integer()),
        sa.Column('owner_id', sa.Integer()),
        sa.UniqueConstraint('body', name='uq_documents_body'),
    )
    op.create_index('ix_documents_size', 'documents', ['size'])


def downgrade():
    op.drop_table('documents')
