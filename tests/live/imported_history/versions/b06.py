# SPDX-License-Identifier: Apache-2.0
"""A trigger"""
from alembic import op

revision = 'b06'
down_revision = 'b05'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("""
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.created_at := now();

                RETURN NEW;
            END;
            $$
        """)
        op.execute("CREATE TRIGGER invoices_touch BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION touch()")


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("DROP TRIGGER invoices_touch ON invoices")
        op.execute("DROP FUNCTION touch()")
