# SPDX-License-Identifier: Apache-2.0
"""A view made anew"""
from alembic import op

revision = 's05'
down_revision = 's04'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("CREATE OR REPLACE VIEW large_documents AS SELECT id, content, lang FROM documents WHERE size > 500")


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("DROP VIEW large_documents")
        op.execute("CREATE VIEW large_documents AS SELECT id, content FROM documents WHERE size > 1000")
