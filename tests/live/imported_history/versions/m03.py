# SPDX-License-Identifier: Apache-2.0
"""A merge that does something; names without quotes"""
from alembic import op

revision = 'm03'
down_revision = ('c01', 'd02')


def upgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.create_check_constraint('ck_users_score', 'users', 'score >= 0')
        op.execute("CREATE TABLE Plain (Id integer PRIMARY KEY, UserName text)")


def downgrade():
    if op.get_context().dialect.name == 'postgresql':
        op.execute("DROP TABLE Plain")
        op.drop_constraint('ck_users_score', 'users', type_='check')
