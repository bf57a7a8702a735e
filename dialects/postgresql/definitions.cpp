// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/definitions.h"

#include "compiler/base/match.h"
#include "compiler/schema/naming.h"
#include "dialects/postgresql/sql_text.h"

#include <algorithm>

namespace retort::dialects::postgresql {
namespace {

using namespace schema;

/// Columns are not pushed further right than this by one long name or type.
constexpr std::size_t kWidestName = 40;
constexpr std::size_t kWidestType = 32;

/// What stands after a column's type.
std::string column_tail(const Column& column, const Settings& settings) {
    SqlWriter out(kQuoting);
    if (column.collation) { out.raw(" COLLATE ").name(*column.collation); }
    if (column.not_null) { out.raw(" NOT NULL"); }
    if (column.default_value) {
        out.raw(" DEFAULT ");
        write_default(out, *column.default_value, settings);
    }
    if (column.identity) {
        out.raw(" GENERATED ");
        write_identity(out, *column.identity, settings);
    }
    if (column.generated) {
        out.raw(" GENERATED ALWAYS AS (");
        write_expr(out, column.generated->expression, settings);
        out.raw(")").word(column.generated->stored ? " STORED" : " VIRTUAL");
    }
    return out.take();
}

struct ColumnText {
    std::string name;
    std::string type;
    std::string tail;
};

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    }));
}

std::string padded(const std::string& text, std::size_t width) {
    const std::size_t length = characters(text);
    return length < width ? text + std::string(width - length, ' ') : text;
}

void write_action(SqlWriter& out, ReferentialAction action, const std::vector<Name>& columns) {
    switch (action) {
        case ReferentialAction::NoAction:
            out.raw("NO ACTION");
            break;
        case ReferentialAction::Restrict:
            out.raw("RESTRICT");
            break;
        case ReferentialAction::Cascade:
            out.raw("CASCADE");
            break;
        case ReferentialAction::SetNull:
            out.raw("SET NULL");
            break;
        case ReferentialAction::SetDefault:
            out.raw("SET DEFAULT");
            break;
    }
    if (!columns.empty()) { out.raw(" ").names(columns); }
}

/// The columns of a foreign key's side.
void write_period(SqlWriter& out, std::vector<Name> columns, bool period) {
    if (!period) {
        out.names(columns);
        return;
    }
    const Name last = columns.back();
    columns.pop_back();
    out.raw("(");
    for (const Name& column : columns) { out.name(column).raw(", "); }
    out.raw("PERIOD ").name(last).raw(")");
}

void write_foreign_key(SqlWriter& out, const Constraint& constraint) {
    out.raw("FOREIGN KEY ");
    write_period(out, constraint.columns, constraint.period);
    out.raw(" REFERENCES ").name(constraint.referenced_table);
    if (!constraint.referenced_columns.empty()) {
        out.raw(" ");
        write_period(out, constraint.referenced_columns, constraint.period);
    }
    if (constraint.match == MatchKind::Full) { out.raw(" MATCH FULL"); }
    if (constraint.on_delete != ReferentialAction::NoAction) {
        out.raw(" ON DELETE ");
        write_action(out, constraint.on_delete, constraint.on_delete_columns);
    }
    if (constraint.on_update != ReferentialAction::NoAction) {
        out.raw(" ON UPDATE ");
        write_action(out, constraint.on_update, {});
    }
}

void write_index_settings(SqlWriter& out, const Constraint& constraint) {
    if (!constraint.include.empty()) { out.raw(" INCLUDE ").names(constraint.include); }
    if (!constraint.with.empty()) {
        out.raw(" WITH ");
        write_parameters(out, constraint.with);
    }
    if (!constraint.tablespace.empty()) {
        out.raw(" USING INDEX TABLESPACE ").name(constraint.tablespace);
    }
}

void write_key(SqlWriter& out, const Constraint& constraint) {
    if (!constraint.using_index.empty()) {
        out.raw(" USING INDEX ").name(constraint.using_index);
        return;
    }
    if (constraint.nulls_not_distinct) { out.raw(" NULLS NOT DISTINCT"); }
    out.raw(" (");
    for (std::size_t i = 0; i < constraint.columns.size(); ++i) {
        if (i != 0) { out.raw(", "); }
        out.name(constraint.columns[i]);
    }
    if (constraint.period) { out.raw(" WITHOUT OVERLAPS"); }
    out.raw(")");
    write_index_settings(out, constraint);
}

void write_exclusion(SqlWriter& out, const Constraint& constraint, const Settings& settings) {
    out.raw("EXCLUDE");
    if (!constraint.method.empty()) { out.raw(" USING ").name(constraint.method); }
    out.raw(" ");
    write_index_keys(out, constraint.keys, settings);
    write_index_settings(out, constraint);
    if (constraint.where) {
        out.raw(" WHERE (");
        write_expr(out, *constraint.where, settings);
        out.raw(")");
    }
}

void write_index_key(SqlWriter& out, const IndexKey& key, const Settings& settings) {
    if (!key.expression) {
        out.name(key.column);
    } else if (key.expression->kind == ExprKind::Call && key.expression->tail.empty()) {
        write_expr(out, *key.expression, settings);
    } else {
        out.raw("(");
        write_expr(out, *key.expression, settings);
        out.raw(")");
    }
    if (key.collation) { out.raw(" COLLATE ").name(*key.collation); }
    if (key.operator_class) {
        out.raw(" ").name(*key.operator_class);
        if (!key.operator_class_options.empty()) {
            out.raw(" ");
            write_parameters(out, key.operator_class_options);
        }
    }
    if (key.descending) { out.raw(" DESC"); }
    if (key.nulls == NullsOrder::First) { out.raw(" NULLS FIRST"); }
    if (key.nulls == NullsOrder::Last) { out.raw(" NULLS LAST"); }
    if (!key.with_operator.empty()) { out.raw(" WITH ").symbol(key.with_operator); }
}

}  // namespace

void write_parameters(SqlWriter& out,
                      const std::vector<std::pair<std::string, std::string>>& parameters) {
    out.raw("(");
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (i != 0) { out.raw(", "); }
        out.user_sql(parameters[i].first);
        if (!parameters[i].second.empty()) { out.raw(" = ").user_sql(parameters[i].second); }
    }
    out.raw(")");
}

void write_identity(SqlWriter& out, const Identity& identity, const Settings& settings) {
    out.word(identity.always ? "ALWAYS" : "BY DEFAULT").raw(" AS IDENTITY");
    SqlWriter options(kQuoting);
    write_sequence_options(options, identity.options, settings, true);
    if (!options.text().empty()) { out.raw(" (").user_sql(options.text().substr(1)).raw(")"); }
}

void write_sequence_options(SqlWriter& out, const SequenceOptions& options,
                            const Settings& settings, bool identity) {
    if (options.type && !identity) {
        out.raw(" AS ");
        write_stored_type(out, *options.type, settings);
    }
    if (options.increment) { out.raw(" INCREMENT BY ").number(*options.increment); }
    if (options.min_value) { out.raw(" MINVALUE ").number(*options.min_value); }
    if (options.no_min_value) { out.raw(" NO MINVALUE"); }
    if (options.max_value) { out.raw(" MAXVALUE ").number(*options.max_value); }
    if (options.no_max_value) { out.raw(" NO MAXVALUE"); }
    if (options.start) { out.raw(" START WITH ").number(*options.start); }
    if (options.restart) { out.raw(" RESTART WITH ").number(*options.restart); }
    if (options.cache) { out.raw(" CACHE ").number(*options.cache); }
    if (options.cycle) { out.word(*options.cycle ? " CYCLE" : " NO CYCLE"); }
    if (options.owned_table) {
        out.raw(" OWNED BY ").name(*options.owned_table).raw(".").name(options.owned_column);
    } else if (options.owned_column.text == "none") {
        out.raw(" OWNED BY NONE");
    }
}

void write_column(SqlWriter& out, const Column& column, const Settings& settings) {
    out.name(column.name).raw(" ");
    write_type(out, column.type, settings);
    out.user_sql(column_tail(column, settings));
}

void write_constraint(SqlWriter& out, const Constraint& constraint, const Settings& settings) {
    if (!constraint.name.empty()) { out.raw("CONSTRAINT ").name(constraint.name).raw(" "); }
    switch (constraint.kind) {
        case ConstraintKind::PrimaryKey:
            out.raw("PRIMARY KEY");
            write_key(out, constraint);
            break;
        case ConstraintKind::Unique:
            out.raw("UNIQUE");
            write_key(out, constraint);
            break;
        case ConstraintKind::Check:
            out.raw("CHECK (");
            write_expr(out, *constraint.check, settings);
            out.raw(")");
            if (constraint.no_inherit) { out.raw(" NO INHERIT"); }
            break;
        case ConstraintKind::ForeignKey:
            write_foreign_key(out, constraint);
            break;
        case ConstraintKind::Exclude:
            write_exclusion(out, constraint, settings);
            break;
    }
    if (constraint.deferrable) { out.raw(" DEFERRABLE"); }
    if (constraint.initially_deferred) { out.raw(" INITIALLY DEFERRED"); }
    if (constraint.not_valid) { out.raw(" NOT VALID"); }
    if (constraint.not_enforced) { out.raw(" NOT ENFORCED"); }
}

void write_index_keys(SqlWriter& out, const std::vector<IndexKey>& keys, const Settings& settings) {
    out.raw("(");
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (i != 0) { out.raw(", "); }
        write_index_key(out, keys[i], settings);
    }
    out.raw(")");
}

void write_table_elements(SqlWriter& out, const std::vector<TableElement>& elements,
                          const Settings& settings) {
    std::vector<ColumnText> columns;  // and what is copied from other tables, in its place
    std::vector<std::string> rest;
    for (const TableElement& element : elements) {
        match(
            element,
            [&](const ColumnDefinition& definition) {
                const Column& column = definition.column;
                columns.push_back({quote_name(column.name.text, kQuoting),
                                   type_sql(column.type, settings), column_tail(column, settings)});
            },
            [&](const Constraint&) {},
            [&](const LikeTable& like) {
                SqlWriter line(kQuoting);
                line.raw("LIKE ").name(like.table);
                if (!like.options.empty()) { line.raw(" ").word(upper(like.options)); }
                columns.push_back({line.take(), {}, {}});
            });
    }
    const auto add_constraint = [&](const Constraint& constraint) {
        SqlWriter line(kQuoting);
        write_constraint(line, constraint, settings);
        rest.push_back(line.take());
    };
    for (const TableElement& element : elements) {
        if (const auto* definition = std::get_if<ColumnDefinition>(&element)) {
            for (const Constraint& constraint : definition->constraints) {
                add_constraint(constraint);
            }
        } else if (const auto* constraint = std::get_if<Constraint>(&element)) {
            add_constraint(*constraint);
        }
    }
    std::size_t name_width = 0;
    std::size_t type_width = 0;
    for (const ColumnText& column : columns) {
        if (column.type.empty()) { continue; }
        name_width = std::max(name_width, std::min(characters(column.name), kWidestName));
        const bool has_tail = !column.tail.empty();
        if (has_tail) {
            type_width = std::max(type_width, std::min(characters(column.type), kWidestType));
        }
    }
    std::string text;
    for (const ColumnText& column : columns) {
        text += text.empty() ? "    " : ",\n    ";
        if (column.type.empty()) {
            text += column.name;
            continue;
        }
        text += padded(column.name, name_width) + " ";
        text += column.tail.empty() ? column.type : padded(column.type, type_width) + column.tail;
    }
    for (const std::string& line : rest) { text += (text.empty() ? "    " : ",\n    ") + line; }
    out.user_sql(text);
}

std::string rename_of_sequence(const Schema& before, const QualifiedName& table,
                               const ColumnDefinition& definition) {
    if (definition.sequence.empty()) { return {}; }
    const auto taken = [&](std::string_view name) {
        const QualifiedName relation(table.schema, std::string(name));
        return before.find_table(relation) != nullptr ||
               before.find_sequence(relation) != nullptr ||
               before.index_owners.contains(relation) ||
               before.find_code_object(CodeKind::View, {}, relation, {}) != nullptr ||
               before.find_code_object(CodeKind::MaterializedView, {}, relation, {}) != nullptr;
    };
    const std::string given = sequence_name(table.name, definition.column.name.text, taken);
    if (given == definition.sequence || taken(definition.sequence)) { return {}; }
    SqlWriter out(kQuoting);
    out.raw("ALTER SEQUENCE ").name(QualifiedName(table.schema, given));
    return out.raw(" RENAME TO ").name(definition.sequence).take();
}

}  // namespace retort::dialects::postgresql
