# SPDX-License-Identifier: Apache-2.0
"""What PostgreSQL has"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = 't09'
down_revision = 't08'


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("CREATE SEQUENCE ticket_numbers START 100 INCREMENT 10")
        op.create_table(
            'tickets',
            sa.Column('id', sa.Integer(), sa.Identity(always=True, start=5), primary_key=True),
            sa.Column('number', sa.Integer(), server_default=sa.text("nextval('ticket_numbers')")),
            sa.Column('twice', sa.Integer(), sa.Computed('number * 2', persisted=True)),
            sa.Column('tags', postgresql.ARRAY(sa.String(30))),
            sa.Column('during', postgresql.TSTZRANGE()),
            postgresql.ExcludeConstraint(('during', '&&'), name='ex_tickets_during'),
        )


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.drop_table('tickets')
        op.execute("DROP SEQUENCE ticket_numbers")
