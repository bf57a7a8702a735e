// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/change/parts.h"
#include "compiler/schema/change/search.h"
#include "compiler/schema/dependants.h"

#include <algorithm>

// A value that an enum loses: its columns change their type for that, under all that reads them.

namespace retort::schema {
namespace {

bool is_of(const Type& type, const QualifiedName& name) {
    return type.kind == TypeKind::Named && *type.name == name;
}

bool any_key(const std::vector<IndexKey>& keys, const std::function<bool(const IndexKey&)>& test) {
    return std::any_of(keys.begin(), keys.end(), test);
}

/// What of a table is computed from columns of the type in a way that no change of type survives.
bool holds(const Schema& schema, const Table& table, const QualifiedName& type) {
    std::vector<const Column*> columns;
    bool follows = false;
    for (const Column& column : table.columns) {
        if (!is_of(column.type, type)) { continue; }
        columns.push_back(&column);
        follows = follows || is_inherited(schema, table, column);
    }
    const auto uses = [&](const Expr& expr) {
        return any_part(expr,
                        [&](const Expr& part) { return part.type && is_of(*part.type, type); }) ||
               std::any_of(columns.begin(), columns.end(), [&](const Column* column) {
                   return uses_column(expr, column->name.text);
               });
    };
    const auto key_uses = [&](const IndexKey& key) {
        return (key.expression && uses(*key.expression)) ||
               std::any_of(columns.begin(), columns.end(),
                           [&](const Column* column) { return key.column == column->name; });
    };
    const bool computed =
        std::any_of(table.columns.begin(), table.columns.end(), [&](const Column& column) {
            return column.generated && uses(column.generated->expression);
        });
    // Both sides of a foreign key would have to change at once.
    const auto refers = [&](const Constraint& each) {
        return each.kind == ConstraintKind::ForeignKey && !(each.referenced_table == table.name) &&
               std::any_of(columns.begin(), columns.end(), [&](const Column* column) {
                   return uses_column(each, column->name.text);
               });
    };
    if (computed || std::any_of(table.constraints.begin(), table.constraints.end(), refers)) {
        return true;
    }
    if (table.options.partition_by && any_key(table.options.partition_by->keys, key_uses)) {
        return true;
    }
    // What a partition or child has of its own would have to go before its parent is altered.
    return follows &&
           (std::any_of(table.constraints.begin(), table.constraints.end(),
                        [&](const Constraint& each) { return each.check && uses(*each.check); }) ||
            std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index& index) {
                return (index.where && uses(*index.where)) ||
                       any_key(index.keys, [&](const IndexKey& key) {
                           return key.expression && uses(*key.expression);
                       });
            }));
}

/// Something needs the type that comes before the tables, or is a part of one.
bool holds(const Schema& schema, const QualifiedName& type) {
    if (!routines_of_type(schema, type).empty()) { return true; }
    bool found = false;
    const auto casts = [&](const Expr& expr) {
        return any_part(expr,
                        [&](const Expr& part) { return part.type && is_of(*part.type, type); });
    };
    schema.domains.for_each([&](const QualifiedName&, const Shared<Domain>& domain) {
        const CreateDomain& definition = domain->definition;
        found = found || is_of(definition.type, type) ||
                (definition.default_value && casts(*definition.default_value)) ||
                std::any_of(definition.checks.begin(), definition.checks.end(),
                            [&](const Constraint& each) { return casts(*each.check); });
    });
    schema.tables.for_each([&](const QualifiedName&, const Shared<Table>& table) {
        found = found || holds(schema, *table, type);
    });
    return found;
}

}  // namespace

void Search::lose_value(const QualifiedName& type) {
    if (holds(from_, type) || holds(to_, type)) { return note(What::Type, type); }
    for (const std::string& key : code_casting_to(from_, type)) { take_code(key); }
    for (const QualifiedName& user : users_of(from_, type)) {
        const Table* table = from_.find_table(user);
        if (table == nullptr) { continue; }
        for (const Column& column : table->columns) {
            if (!is_of(column.type, type)) { continue; }
            const std::string& name = column.name.text;
            for (const std::string& key : views_using(from_, user, name)) { take_code(key); }
            for (const std::string& key : code_reading(from_, user, name)) { take_code(key); }
        }
    }
}

}  // namespace retort::schema
