# SPDX-License-Identifier: Apache-2.0
"""Batch mode"""
import sqlalchemy as sa
from alembic import op

revision = 's02'
down_revision = 's01'


documents = sa.Table(
    'documents',
    sa.MetaData(),
    sa.Column('id', sa.Integer(), primary_key=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer()),
    sa.Column('owner_id', sa.Integer()),
    sa.UniqueConstraint('body', name='uq_documents_body'),
    sa.Index('ix_documents_size', 'size'),
)


def upgrade():
    with op.batch_alter_table('documents', copy_from=documents) as batch_op:
        batch_op.alter_column('size', nullable=False, server_default='0')
        batch_op.alter_column('body', new_column_name='content', existing_type=sa.Text())
        batch_op.create_foreign_key('fk_documents_owner', 'users', ['owner_id'], ['id'])


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.drop_constraint('fk_documents_owner', 'documents', type_='foreignkey')
        op.alter_column('documents', 'content', new_column_name='body')
        op.alter_column('documents', 'size', nullable=True, server_default=None)
