# SPDX-License-Identifier: Apache-2.0
"""Batch mode again"""
import sqlalchemy as sa
from alembic import op

revision = 's03'
down_revision = 's02'


documents = sa.Table(
    'documents',
    sa.MetaData(),
    sa.Column('id', sa.Integer(), primary_key=True),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False, server_default='0'),
    sa.Column('owner_id', sa.Integer()),
    sa.UniqueConstraint('content', name='uq_documents_body'),
    sa.ForeignKeyConstraint(['owner_id'], ['users.id'], name='fk_documents_owner'),
    sa.Index('ix_documents_size', 'size'),
)
sa.Table('users', documents.metadata, sa.Column('id', sa.Integer(), primary_key=True))


def upgrade():
    with op.batch_alter_table('documents', copy_from=documents) as batch_op:
        batch_op.add_column(sa.Column('lang', sa.String(8), nullable=False, server_default='en'))
        batch_op.drop_constraint('uq_documents_body', type_='unique')
        batch_op.create_check_constraint('ck_documents_size', 'size >= 0')


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.drop_constraint('ck_documents_size', 'documents', type_='check')
        op.create_unique_constraint('uq_documents_body', 'documents', ['content'])
        op.drop_column('documents', 'lang')
