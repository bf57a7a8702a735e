// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/history.h"

#include <array>
#include <cstdint>
#include <utility>

namespace retort::bench {

namespace {

std::string padded(std::size_t number) {
    std::string digits = std::to_string(number);
    return std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

/// Replaces every `@name@`.
std::string substitute(std::string_view text, std::string_view name, std::string_view value) {
    std::string result;
    for (std::size_t found = text.find(name); found != std::string_view::npos;
         found = text.find(name)) {
        result.append(text.substr(0, found)).append(value);
        text.remove_prefix(found + name.size());
    }
    return result.append(text);
}

/// `a, b`, each identifier between `quote`s.
std::string id_list(const std::vector<std::size_t>& numbers, std::string_view quote) {
    std::string list;
    for (const std::size_t number : numbers) {
        if (!list.empty()) { list += ", "; }
        list.append(quote).append(revision_id(number)).append(quote);
    }
    return list;
}

/// As Python writes none, one, or a tuple of several.
std::string python_value(const std::vector<std::size_t>& numbers) {
    if (numbers.empty()) { return "None"; }
    const std::string list = id_list(numbers, "'");
    return numbers.size() == 1 ? list : "(" + list + ")";
}

}  // namespace

std::optional<Shape> find_shape(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, Shape>, 5> kShapes = {{
        {"line", Shape::Line},
        {"heads", Shape::Heads},
        {"labels", Shape::Labels},
        {"diamonds", Shape::Diamonds},
        {"pairs", Shape::Pairs},
    }};
    for (const auto& [known, shape] : kShapes) {
        if (known == name) { return shape; }
    }
    return std::nullopt;
}

std::size_t revision_count(Shape shape, std::size_t n) {
    switch (shape) {
        case Shape::Line:
            return n;
        case Shape::Heads:
        case Shape::Labels:
            return n + 1;
        case Shape::Diamonds:
            return 3 * n + 1;
        case Shape::Pairs:
            return 2 * n;
    }
    return n;
}

Place place_of(Shape shape, std::size_t number) {
    Place place;
    switch (shape) {
        case Shape::Line:
            if (number > 0) { place.parents = {number - 1}; }
            break;
        case Shape::Heads:
        case Shape::Labels:
            if (number > 0) { place.parents = {0}; }
            if (number > 0 && shape == Shape::Labels) { place.label = "line_" + padded(number); }
            break;
        case Shape::Diamonds: {
            // After the base: left, right and their merge, again and again.
            const std::size_t corner = number % 3;
            if (number == 0) { break; }
            if (corner == 0) {
                place.parents = {number - 2, number - 1};
            } else {
                place.parents = {number - corner};
            }
            break;
        }
        case Shape::Pairs:
            if (number > 1) { place.parents = {number - 2}; }
            if (number % 2 == 1) { place.dependencies = {number - 1}; }
            break;
    }
    return place;
}

std::string revision_id(std::size_t number) {
    // splitmix64: neighbours share no prefix, as in a real history.
    std::uint64_t x = (static_cast<std::uint64_t>(number) + 1) * 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
    x ^= x >> 31U;
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string id;
    for (int i = 0; i < 12; ++i) {
        id += kDigits[x & 15U];
        x >>= 4U;
    }
    return id;
}

std::string revision_text(std::size_t number, Shape shape) {
    const Place place = place_of(shape, number);
    std::string text = substitute(R"(revision @id@ 'Add table @number@';
@revises@created '2024-01-15T10:00:00Z';

upgrade {
    create table entity_@number@ (
        id bigserial primary key,
        owner_id integer not null,
        name varchar(100) not null,
        amount numeric(12, 2),
        active boolean not null default true,
        created_at timestamptz not null default now()
    );

    create index ix_entity_@number@_owner on entity_@number@ (owner_id, created_at);
}
)",
                                  "@id@", revision_id(number));
    std::string edges;
    if (!place.parents.empty()) { edges += "revises " + id_list(place.parents, "") + ";\n"; }
    if (!place.dependencies.empty()) {
        edges += "depends on " + id_list(place.dependencies, "") + ";\n";
    }
    if (!place.label.empty()) { edges += "branch " + place.label + ";\n"; }
    text = substitute(text, "@revises@", edges);
    return substitute(text, "@number@", padded(number));
}

std::string alembic_text(std::size_t number, Shape shape) {
    const Place place = place_of(shape, number);
    std::string text = substitute(R"("""Add table @number@

Revision ID: @id@
Create Date: 2024-01-15 10:00:00

"""
from alembic import op
import sqlalchemy as sa

revision = '@id@'
down_revision = @revises@
branch_labels = @label@
depends_on = @depends@


def upgrade():
    op.create_table(
        'entity_@number@',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('owner_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(100), nullable=False),
        sa.Column('amount', sa.Numeric(12, 2)),
        sa.Column('active', sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False,
                  server_default=sa.func.now()),
    )
    op.create_index('ix_entity_@number@_owner', 'entity_@number@', ['owner_id', 'created_at'])


def downgrade():
    op.drop_index('ix_entity_@number@_owner', table_name='entity_@number@')
    op.drop_table('entity_@number@')
)",
                                  "@id@", revision_id(number));
    text = substitute(text, "@revises@", python_value(place.parents));
    text = substitute(text, "@depends@", python_value(place.dependencies));
    text = substitute(text, "@label@", place.label.empty() ? "None" : "'" + place.label + "'");
    return substitute(text, "@number@", padded(number));
}

std::string_view configuration_text() {
    return R"(migrations: [migrations]
targets:
  primary: { dialect: postgresql, version: 15 }
  embedded: { dialect: sqlite, version: "3.40" }
)";
}

std::string_view alembic_ini_text() {
    return R"([alembic]
script_location = %(here)s
)";
}

std::string_view alembic_env_text() {
    return R"(from alembic import context

context.configure(dialect_name="postgresql", literal_binds=True)
with context.begin_transaction():
    context.run_migrations()
)";
}

}  // namespace retort::bench
