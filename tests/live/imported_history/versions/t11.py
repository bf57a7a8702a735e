# SPDX-License-Identifier: Apache-2.0
"""A block and what takes it back"""
from alembic import op

revision = 't11'
down_revision = 't10'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("""
            DO $$
            BEGIN
                IF NOT EXISTS (SELECT FROM reports.daily) THEN
                    INSERT INTO reports.daily VALUES ('2026-01-01', 0);
                END IF;
            END
            $$;
        """)


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("DELETE FROM reports.daily WHERE day = '2026-01-01'")
