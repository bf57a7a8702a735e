# SPDX-License-Identifier: Apache-2.0
"""All lines meet"""

revision = 'z01'
down_revision = ('e01', 'u06')


def upgrade():
    pass


def downgrade():
    pass
