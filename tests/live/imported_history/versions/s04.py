# SPDX-License-Identifier: Apache-2.0
"""A view and an index of an expression"""
import sqlalchemy as sa
from alembic import op

revision = 's04'
down_revision = 's03'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.create_index('ix_documents_lower', 'documents', [sa.text('lower(content)')])
        op.execute("CREATE VIEW large_documents AS SELECT id, content FROM documents WHERE size > 1000")


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("DROP VIEW large_documents")
        op.drop_index('ix_documents_lower', table_name='documents')
