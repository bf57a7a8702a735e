// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/adopt_parts.h"
#include "compiler/schema/serial.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <utility>

namespace retort::schema {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// `'70'` and `70` are one value.
std::string plain_value(const std::string& text) {
    if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'') {
        return lower_case(std::string_view(text).substr(1, text.size() - 2));
    }
    return lower_case(text);
}

Parameters plain_parameters(const Parameters& parameters) {
    Parameters result;
    for (const auto& [name, value] : parameters) {
        // `autovacuum_enabled` alone says `= true`.
        const std::string plain = value.empty() ? "true" : plain_value(value);
        const bool truth = plain == "on" || plain == "yes";
        const bool no = plain == "off" || plain == "no";
        result.emplace_back(lower_case(name), truth ? "true" : no ? "false" : plain);
    }
    std::sort(result.begin(), result.end());
    return result;
}

/// Compares and takes over the parts of one table.
class TableAdoption {
public:
    TableAdoption(Adopting& adopting, const Table& from, const Table& to)
        : a_(adopting), from_(from), to_(to) {}

    Table run() {
        Table result = to_;
        for (Column& column : result.columns) {
            const Column* old = from_.find_column(column.name.text);
            if (old != nullptr && !(*old == column)) { take(*old, column); }
        }
        for (Constraint& constraint : result.constraints) {
            const Constraint* old = from_.find_constraint(constraint.name.text);
            if (old != nullptr && !(*old == constraint) && same(*old, constraint)) {
                constraint = *old;
            }
        }
        for (Index& index : result.indexes) {
            const Index* old = from_.find_index(index.name.name);
            if (old == nullptr || *old == index) { continue; }
            if (same(*old, index)) {
                const Box<std::string> comment = index.comment;
                index = *old;
                index.comment = comment;
            }
        }
        take(from_.options, result.options);
        for (StorageSetting& setting : result.settings) {
            for (const StorageSetting& old : from_.settings) {
                if (old.is_about_same(setting) &&
                    plain_value(old.value) == plain_value(setting.value)) {
                    setting = old;
                }
            }
        }
        return result;
    }

    bool same(const Index& old, const Index& now) {
        const std::string method = method_of(old.method);
        return old.name == now.name && old.unique == now.unique &&
               method == method_of(now.method) && old.include == now.include &&
               old.nulls_not_distinct == now.nulls_not_distinct &&
               (old.only == now.only || !to_.options.partition_by) &&
               plain_parameters(old.with) == plain_parameters(now.with) &&
               tablespace_of(old.tablespace) == tablespace_of(now.tablespace) &&
               same(old.where, now.where) && same(old.keys, now.keys, method);
    }

private:
    std::string was(const Expr& expr, const Type* type) {
        return a_.old_meanings.expression(expr, &from_, type);
    }
    std::string is(const Expr& expr, const Type* type) {
        return a_.new_meanings.expression(expr, &to_, type);
    }
    bool same(const Box<Expr>& old, const Box<Expr>& now, const Type* old_type = nullptr,
              const Type* new_type = nullptr) {
        if (old == now) { return true; }
        if (!old || !now) { return false; }
        return was(*old, old_type) == is(*now, new_type);
    }
    bool same(const Type& old, const Type& now) const {
        return old == now || a_.old_meanings.type(old) == a_.new_meanings.type(now);
    }

    [[nodiscard]] bool is_default_collation(const QualifiedName& name) const {
        return name.name == a_.rules.collation &&
               (name.schema.empty() || name.schema == a_.rules.catalog_schema);
    }
    [[nodiscard]] QualifiedName plain_collation(const Box<QualifiedName>& name) const {
        if (!name || is_default_collation(*name)) { return {}; }
        if (name->schema == a_.rules.catalog_schema) { return QualifiedName(name->name); }
        return a_.new_meanings.plain(*name);
    }
    [[nodiscard]] bool same_collation(const Box<QualifiedName>& old,
                                      const Box<QualifiedName>& now) const {
        return plain_collation(old) == plain_collation(now);
    }

    /// A default of null is none, but for a domain, which may have one of its own.
    [[nodiscard]] bool is_no_default(const Box<Expr>& expr, const Type& type) const {
        if (!expr) { return true; }
        if (!a_.rules.null_default_is_none || type.kind == TypeKind::Named) { return false; }
        const Expr* inner = expr.get();
        while (inner->kind == ExprKind::Cast) { inner = &inner->args[0]; }
        return inner->kind == ExprKind::Null;
    }

    bool same_identity(const Box<Identity>& old, const Type& old_type, const Box<Identity>& now,
                       const Type& new_type) const {
        if (!old || !now) { return !old && !now; }
        SequenceOptions before = plain_options(old->options, &old_type);
        SequenceOptions after = plain_options(now->options, &new_type);
        return old->always == now->always && before == after;
    }

    void take(const Column& old, Column& now) {
        const Type new_type = now.type;
        const bool refused = from_.refuses_nulls(old.name.text);
        if (refused == to_.refuses_nulls(now.name.text)) { now.not_null = old.not_null; }
        const bool no_default = is_no_default(old.default_value, old.type) &&
                                is_no_default(now.default_value, now.type);
        if (no_default || same(old.default_value, now.default_value, &old.type, &new_type)) {
            now.default_value = old.default_value;
        }
        if (old.generated && now.generated && old.generated->stored == now.generated->stored &&
            was(old.generated->expression, &old.type) == is(now.generated->expression, &new_type)) {
            now.generated = old.generated;
        }
        if (same_identity(old.identity, old.type, now.identity, new_type)) {
            now.identity = old.identity;
        }
        if (same_collation(old.collation, now.collation)) { now.collation = old.collation; }
        if (same(old.type, now.type)) { now.type = old.type; }
    }

    [[nodiscard]] std::string usual_nulls(const IndexKey& key) const {
        switch (key.nulls) {
            case NullsOrder::Default:
                return key.descending ? "first" : "last";
            case NullsOrder::First:
                return "first";
            case NullsOrder::Last:
                return "last";
        }
        return {};
    }
    /// The column that a key is, also where it was written as an expression.
    static std::string column_of(const IndexKey& key) {
        if (!key.expression) { return key.column.text; }
        const Expr& expr = *key.expression;
        return expr.kind == ExprKind::Column ? expr.names.back().text : std::string();
    }
    std::string operator_class(const IndexKey& key, Meanings& meanings, const Table& table,
                               const std::string& method) {
        if (!key.operator_class) { return {}; }
        const Column* column = table.find_column(column_of(key));
        TypeName type;
        if (column != nullptr) {
            type = meanings.base_type(column->type);
        } else if (key.expression) {
            type = meanings.expression_type(*key.expression, &table);
        }
        return is_usual_class(*key.operator_class, type, method)
                   ? std::string()
                   : plain_class(*key.operator_class).text();
    }
    [[nodiscard]] QualifiedName plain_class(const QualifiedName& name) const {
        if (name.schema == a_.rules.catalog_schema) { return QualifiedName(name.name); }
        return a_.new_meanings.plain(name);
    }
    [[nodiscard]] bool is_usual_class(const QualifiedName& name, const TypeName& type,
                                      const std::string& method) const {
        const QualifiedName plain = plain_class(name);
        return plain.schema.empty() &&
               std::any_of(a_.rules.operator_classes.begin(), a_.rules.operator_classes.end(),
                           [&](const OperatorClass& each) {
                               return each.method == method && each.name == plain.name &&
                                      each.type == type;
                           });
    }
    [[nodiscard]] QualifiedName collation_of(const IndexKey& key, const Table& table) const {
        // A key's collation is its column's where it names none.
        const Column* column = table.find_column(column_of(key));
        QualifiedName own = plain_collation(key.collation);
        if (column == nullptr) { return own; }
        const QualifiedName usual = plain_collation(column->collation);
        return own == usual || !key.collation ? QualifiedName() : own;
    }

    bool same(const IndexKey& old, const IndexKey& now, const std::string& method) {
        const std::string column = column_of(old);
        if (column != column_of(now)) { return false; }
        if (column.empty() && !same(old.expression, now.expression)) { return false; }
        return collation_of(old, from_) == collation_of(now, to_) &&
               operator_class(old, a_.old_meanings, from_, method) ==
                   operator_class(now, a_.new_meanings, to_, method) &&
               plain_parameters(old.operator_class_options) ==
                   plain_parameters(now.operator_class_options) &&
               old.descending == now.descending && usual_nulls(old) == usual_nulls(now) &&
               plain_operator(old.with_operator) == plain_operator(now.with_operator);
    }
    bool same(const std::vector<IndexKey>& old, const std::vector<IndexKey>& now,
              const std::string& method) {
        return std::equal(old.begin(), old.end(), now.begin(), now.end(),
                          [&](const IndexKey& x, const IndexKey& y) { return same(x, y, method); });
    }
    /// `operator(pg_catalog.=)` is `=`.
    [[nodiscard]] std::string plain_operator(const std::string& text) const {
        const std::string open = "operator(";
        std::string plain = lower_case(text);
        if (!plain.starts_with(open) || !plain.ends_with(")")) { return text; }
        plain = plain.substr(open.size(), plain.size() - open.size() - 1);
        const std::string prefix = a_.rules.catalog_schema + ".";
        return plain.starts_with(prefix) ? plain.substr(prefix.size()) : plain;
    }
    [[nodiscard]] std::string method_of(const std::string& method) const {
        return method.empty() ? a_.rules.index_method : lower_case(method);
    }
    [[nodiscard]] std::string tablespace_of(const std::string& name) const {
        return name == a_.rules.tablespace ? std::string() : name;
    }

    bool same(const Constraint& old, const Constraint& now) {
        Constraint rest = now;
        rest.check = old.check;
        rest.where = old.where;
        rest.keys = old.keys;
        rest.method = old.method;
        rest.with = old.with;
        rest.tablespace = old.tablespace;
        rest.using_index = old.using_index;
        if (!(rest == old)) { return false; }
        const std::string method = method_of(old.method);
        return method == method_of(now.method) && same(old.check, now.check) &&
               same(old.where, now.where) && same(old.keys, now.keys, method) &&
               plain_parameters(old.with) == plain_parameters(now.with) &&
               tablespace_of(old.tablespace) == tablespace_of(now.tablespace);
    }

    /// Each parameter for itself: the others may differ.
    static void take(const Parameters& old, Parameters& now) {
        if (plain_parameters(old) == plain_parameters(now)) {
            now = old;
            return;
        }
        for (auto& parameter : now) {
            for (const auto& each : old) {
                if (plain_parameters({each}) == plain_parameters({parameter})) { parameter = each; }
            }
        }
    }

    void take(const TableOptions& old, TableOptions& now) {
        take(old.with, now.with);
        if (tablespace_of(old.tablespace) == tablespace_of(now.tablespace)) {
            now.tablespace = old.tablespace;
        }
        const auto method = [&](const std::string& name) {
            return name.empty() ? a_.rules.table_method : name;
        };
        if (method(old.access_method) == method(now.access_method)) {
            now.access_method = old.access_method;
        }
        if (!a_.rules.knows_strict_tables) {
            now.strict = old.strict;
            now.without_rowid = old.without_rowid;
        }
        if (old.partition_by && now.partition_by &&
            lower_case(old.partition_by->strategy) == lower_case(now.partition_by->strategy) &&
            same(old.partition_by->keys, now.partition_by->keys,
                 old.partition_by->strategy == "hash" ? "hash" : a_.rules.index_method)) {
            now.partition_by = old.partition_by;
        }
        if (old.partition_of == now.partition_of && old.partition_bound != now.partition_bound &&
            a_.old_meanings.partition_bound(old.partition_bound,
                                            a_.from.find_table(old.partition_of)) ==
                a_.new_meanings.partition_bound(
                    now.partition_bound, a_.new_meanings.schema().find_table(now.partition_of))) {
            now.partition_bound = old.partition_bound;
        }
    }

    Adopting& a_;
    const Table& from_;
    const Table& to_;
};

}  // namespace

bool same_index(Adopting& adopting, const Table& old_table, const Index& old,
                const Table& new_table, const Index& now) {
    return TableAdoption(adopting, old_table, new_table).same(old, now);
}

Table adopt_table(Adopting& adopting, const Table& from, const Table& to) {
    return TableAdoption(adopting, from, to).run();
}

}  // namespace retort::schema
