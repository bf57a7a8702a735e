# SPDX-License-Identifier: Apache-2.0
"""Two tables"""
import sqlalchemy as sa
from alembic import op

revision = 't03'
down_revision = 't02'


def upgrade():
    op.create_table(
        'teams',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('title', sa.String(80), nullable=False),
        sa.CheckConstraint("title <> ''", name='ck_teams_title'),
    )
    op.create_table(
        'members',
        sa.Column('team_id', sa.Integer(), sa.ForeignKey('teams.id', name='fk_members_team', ondelete='CASCADE')),
        sa.Column('user_id', sa.Integer(), sa.ForeignKey('users.id', name='fk_members_user')),
        sa.PrimaryKeyConstraint('team_id', 'user_id', name='pk_members'),
    )


def downgrade():
    op.drop_table('members')
    op.drop_table('teams')
