# SPDX-License-Identifier: Apache-2.0
from alembic import context

# The dialect comes from the command line: alembic -x dialect=sqlite upgrade head --sql
chosen = context.get_x_argument(as_dictionary=True)
context.configure(
    dialect_name=chosen["dialect"],
    literal_binds=True,
    dialect_opts={"paramstyle": "named"},
    transaction_per_migration=chosen.get("transactions") == "each",
    version_table=chosen.get("table", "alembic_version"),
    version_table_schema=chosen.get("schema"),
)
with context.begin_transaction():
    context.run_migrations()
