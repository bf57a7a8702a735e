# SPDX-License-Identifier: Apache-2.0
"""A merge"""

revision = 'm01'
down_revision = ('b07', 's05', 't14')


def upgrade():
    pass


def downgrade():
    pass
