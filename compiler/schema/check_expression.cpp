// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/sql_words.h"
#include "compiler/schema/types_of_others.h"

#include <algorithm>
#include <array>

namespace retort::schema {
namespace {

/// The enum that a type means, or null.
const EnumType* enum_of(const Applying& a, const Type& type) {
    return type.kind == TypeKind::Named && type.dimensions == 0 ? a.schema.find_enum(*type.name)
                                                                : nullptr;
}

bool report_value(Applying& a, const EnumType& type, const std::string& value, Span where) {
    std::vector<std::string_view> values;
    for (const Name& each : type.values) {
        if (each.text == value) { return true; }
        values.push_back(each.text);
    }
    diag::Diagnostic& found = a.error(diag::UnknownEnumValue, where, type.name.text(), value);
    if (type.origin.created.known()) {
        found.note(type.origin.created, "the enum is created here");
    }
    if (const std::string_view near = nearest_name(value, values); !near.empty()) {
        found.help("did you mean `'" + std::string(near) + "'`?");
    }
    return false;
}

const Column* column_of(const Table& table, const Expr& expr) {
    return expr.kind == ExprKind::Column ? table.find_column(expr.names.back().text) : nullptr;
}

/// `column = 'value'` and `column in ('a', 'b')`, where the column is of an enum.
bool check_comparison(Applying& a, const Table& table, const Expr& expr) {
    const Column* column = column_of(table, expr.args[0]);
    bool fine = true;
    if (column != nullptr) {
        for (std::size_t i = 1; i < expr.args.size(); ++i) {
            fine = check_literal(a, column->type, expr.args[i]) && fine;
        }
    } else if (const Column* right = column_of(table, expr.args[1])) {
        fine = check_literal(a, right->type, expr.args[0]);
    }
    return fine;
}

bool is_comparison(const Expr& expr) {
    static const std::array<std::string_view, 6> operators = {"=", "<>", "<", ">", "<=", ">="};
    return expr.kind == ExprKind::Binary && expr.args.size() == 2 &&
           std::find(operators.begin(), operators.end(), expr.text) != operators.end();
}

/// Literals of enums anywhere in the tree.
bool check_literals(Applying& a, const Table* table, const Expr& expr) {
    bool fine = true;
    if (expr.kind == ExprKind::Cast && expr.type) {
        fine = check_literal(a, *expr.type, expr.args[0]);
    } else if (table != nullptr && (is_comparison(expr) || expr.kind == ExprKind::In)) {
        fine = expr.args.size() < 2 || check_comparison(a, *table, expr);
    }
    for (const Expr& argument : expr.args) { fine = check_literals(a, table, argument) && fine; }
    return fine;
}

}  // namespace

namespace {

/// `select` may stand in none of these (PostgreSQL's manual, CREATE TABLE; SQLite's, the same).
bool refuse_subquery(Applying& a, const Expr& expr, std::string_view what) {
    if (expr.kind == ExprKind::Query || expr.kind == ExprKind::Exists) {
        a.error(diag::SubqueryInDefinition, expr.span, what)
            .help("a trigger can look at other rows");
        return false;
    }
    return std::all_of(expr.args.begin(), expr.args.end(),
                       [&](const Expr& part) { return refuse_subquery(a, part, what); });
}

}  // namespace

bool check_definition(Applying& a, const Table& table, const Expr& expr, std::string_view what) {
    return refuse_subquery(a, expr, what) && check_expression(a, table, expr);
}

bool is_system_column(std::string_view name) {
    static const std::array<std::string_view, 9> names = {
        "ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "rowid", "oid", "_rowid_"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool check_expression(Applying& a, const Table& table, const Expr& expr) {
    bool fine = true;
    for_each_column(expr, [&](const Expr& reference) {
        const Name& column = reference.names.back();
        const Name place(column.text, column.span.known() ? column.span : reference.span);
        if (reference.names.size() > 1) {
            const std::string& owner = reference.names[reference.names.size() - 2].text;
            // What `on conflict` and triggers put in scope is not known here.
            if (owner == "excluded" || owner == "new" || owner == "old") { return; }
            if (owner != table.name.name) {
                a.error(diag::ForeignColumn, place.span, place.text, owner, table.name.text());
                fine = false;
                return;
            }
        }
        if (is_system_column(place.text)) { return; }
        // A bare table name is its whole row.
        if (place.text == table.name.name && table.find_column(place.text) == nullptr) { return; }
        fine = require_column(a, table, place) != nullptr && fine;
    });
    if (!a.schema.enums.empty()) { fine = check_literals(a, &table, expr) && fine; }
    return fine;
}

bool check_default(Applying& a, const std::string& column, const Type& type, const Expr& expr) {
    bool fine = true;
    if (expr.kind == ExprKind::String || expr.kind == ExprKind::Number) {
        return check_literal(a, type, expr);
    }
    if (!refuse_subquery(a, expr, "a default")) { return false; }
    for_each_column(expr, [&](const Expr& reference) {
        if (!fine) { return; }
        const Name& used = reference.names.back();
        diag::Diagnostic& found =
            a.error(diag::ColumnInDefault, used.span.known() ? used.span : reference.span, column,
                    used.text);
        found.help("a text is written in single quotes: `'" + used.text +
                   "'`; a value computed from other columns is `generated always as (…) stored`");
        fine = false;
    });
    if (!a.schema.enums.empty()) {
        fine = check_literals(a, nullptr, expr) && check_literal(a, type, expr) && fine;
    }
    return fine;
}

bool check_literal(Applying& a, const Type& type, const Expr& value) {
    if (!is_value_of(type, value)) {
        diag::Diagnostic& found =
            a.error(diag::NotAValue, value.span, expr_text(value), type_text(type));
        if (type.kind == TypeKind::Boolean) { found.help("write `true` or `false`"); }
        return false;
    }
    if (value.kind != ExprKind::String || type.kind != TypeKind::Named) { return true; }
    const EnumType* known = enum_of(a, type);
    return known == nullptr || report_value(a, *known, value.text, value.span);
}

namespace {

/// Types of PostgreSQL that the model does not tell apart (its manual, chapter 8 and 8.19), sorted.
constexpr std::array<std::string_view, 52> kOtherTypes = {"aclitem",
                                                          "anyarray",
                                                          "anyelement",
                                                          "anyenum",
                                                          "anyrange",
                                                          "bpchar",
                                                          "cid",
                                                          "cstring",
                                                          "datemultirange",
                                                          "event_trigger",
                                                          "gtsvector",
                                                          "int2vector",
                                                          "int4multirange",
                                                          "int8multirange",
                                                          "internal",
                                                          "jsonpath",
                                                          "language_handler",
                                                          "name",
                                                          "nummultirange",
                                                          "oidvector",
                                                          "pg_dependencies",
                                                          "pg_lsn",
                                                          "pg_mcv_list",
                                                          "pg_ndistinct",
                                                          "pg_node_tree",
                                                          "pg_snapshot",
                                                          "record",
                                                          "refcursor",
                                                          "regcollation",
                                                          "regconfig",
                                                          "regdictionary",
                                                          "regnamespace",
                                                          "regoper",
                                                          "regoperator",
                                                          "regproc",
                                                          "regprocedure",
                                                          "regrole",
                                                          "regtype",
                                                          "tid",
                                                          "trigger",
                                                          "tsmultirange",
                                                          "tstzmultirange",
                                                          "txid_snapshot",
                                                          "unknown",
                                                          "void",
                                                          "xid",
                                                          "xid8",
                                                          "int4",
                                                          "int8",
                                                          "float4",
                                                          "float8",
                                                          "bool"};

bool may_be_foreign(const Schema& schema, const QualifiedName& name) {
    const auto& foreign = schema.traces.foreign_types;
    const std::string word = lower_case(name.name);
    if (!name.schema.empty() && !schema.schemas.contains(name.schema) && name.schema != "public") {
        return true;
    }
    return !schema.extensions.empty() || foreign.contains("*") || foreign.contains(word) ||
           std::find(kOtherTypes.begin(), kOtherTypes.end(), word) != kOtherTypes.end();
}

}  // namespace

bool check_type(Applying& a, const Type& type) {
    if (type.kind != TypeKind::Named) { return true; }
    const QualifiedName& name = *type.name;
    if (a.schema.find_enum(name) != nullptr || a.schema.find_domain(name) != nullptr ||
        a.schema.find_table(name) != nullptr) {
        return true;
    }
    // The types of a schema that no revision makes (pg_catalog, an extension's) are not known here.
    const bool gone = was_here(a, Noun::Type, name.text());
    if (!gone && may_be_foreign(a.schema, name)) { return true; }
    const Span where = name.span.known() ? name.span : type.span;
    std::vector<std::string> owned;
    a.schema.enums.for_each([&](const QualifiedName& other, const Shared<EnumType>&) {
        owned.push_back(other.text());
    });
    a.schema.domains.for_each(
        [&](const QualifiedName& other, const Shared<Domain>&) { owned.push_back(other.text()); });
    std::vector<std::string_view> known(owned.begin(), owned.end());
    for (int kind = 0; kind < static_cast<int>(TypeKind::Named); ++kind) {
        known.push_back(type_keyword(static_cast<TypeKind>(kind)));
    }
    const std::string_view ours = gone ? std::string_view() : type_of_others(name.name);
    if (!ours.empty()) {
        a.error(diag::UnknownType, where, name.text()).help("write `" + std::string(ours) + "`");
        return false;
    }
    report_missing(a, Noun::Type, {}, name.text(), where, known);
    return false;
}

}  // namespace retort::schema
