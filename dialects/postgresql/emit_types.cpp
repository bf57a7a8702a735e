// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/emission.h"

#include "compiler/schema/dependants.h"
#include "dialects/postgresql/type_changes.h"

#include <algorithm>
#include <set>

namespace retort::dialects::postgresql {
namespace {

using namespace schema;

void add_drop(const Emission& e, Raw what, std::string_view kind, const QualifiedName& name,
              bool if_exists, bool cascade) {
    SqlWriter out(kQuoting);
    out.raw("DROP ").raw(what).raw(" ");
    if (if_exists) { out.raw("IF EXISTS "); }
    out.name(name);
    if (cascade) { out.raw(" CASCADE"); }
    e.add(kind, out);
}

std::string create_enum(const QualifiedName& name, const std::vector<Name>& values) {
    SqlWriter first(kQuoting);
    first.raw("CREATE TYPE ").name(name).raw(" AS ENUM (");
    SqlWriter line(kQuoting);
    SqlWriter lines(kQuoting);
    for (std::size_t i = 0; i < values.size(); ++i) {
        line.raw(i == 0 ? Raw("") : Raw(", ")).string(values[i].text);
        lines.raw(i == 0 ? Raw("\n    ") : Raw(",\n    ")).string(values[i].text);
    }
    const bool fits = first.text().size() + line.text().size() < 88;
    return first.take() + (fits ? line.take() : lines.take() + "\n") + ")";
}

bool is_of(const Type& type, const QualifiedName& name) {
    return type.kind == TypeKind::Named && type.name && *type.name == name;
}

bool mentions(const Expr& expr, const Name& column) {
    bool found = false;
    for_each_column(
        expr, [&](const Expr& reference) { found = found || reference.names.back() == column; });
    return found;
}

/// Makes an enum anew without a value: the columns of the type go through text, and what compares
/// them with literals of the old type is taken off and put back.
class EnumSwap {
public:
    EnumSwap(const Emission& e, const DropEnumValue& operation) : e_(e), operation_(operation) {}

    void run() {
        const EnumType* old = e_.before.find_enum(operation_.type);
        if (old == nullptr) { return; }
        std::vector<Name> kept = old->values;
        kept.erase(std::remove(kept.begin(), kept.end(), operation_.value), kept.end());
        QualifiedName parked = operation_.type;
        parked.name = shortened(parked.name) + "_old";
        SqlWriter rename(kQuoting);
        rename.raw("ALTER TYPE ").name(operation_.type).raw(" RENAME TO ").name(parked.name);
        e_.add("alter type", rename)
            .remarks.push_back(
                "PostgreSQL cannot take a value out of an enum: the type is made anew.");
        e_.add("create type", create_enum(operation_.type, kept));
        refuse_users_of_type();
        e_.before.tables.for_each(
            [&](const QualifiedName&, const Shared<Table>& table) { convert(*table); });
        add_drop(e_, "TYPE", "drop type", parked, false, false);
        if (old->comment) {
            SqlWriter comment(kQuoting);
            comment.raw("COMMENT ON TYPE ").name(operation_.type).raw(" IS ");
            e_.add("comment", comment.string(*old->comment));
        }
        for (const Grant& each : privileges_of(e_.before, SecuredKind::Type, operation_.type)) {
            emit_operation(e_, each);
        }
    }

private:
    static std::string shortened(const std::string& name) {
        return name.size() > kMaxNameBytes ? name.substr(0, kMaxNameBytes) : name;
    }
    static constexpr std::size_t kMaxNameBytes = 58;

    void convert(const Table& table) {
        std::vector<const Column*> columns;
        for (const Column& column : table.columns) {
            if (is_of(column.type, operation_.type)) { columns.push_back(&column); }
        }
        const auto uses = [&](const Expr& expr) {
            return casts(expr) ||
                   std::any_of(columns.begin(), columns.end(),
                               [&](const Column* column) { return mentions(expr, column->name); });
        };
        refuse_users(table, columns, uses);
        // Partitions and children follow the table that they hang on.
        std::erase_if(columns, [&](const Column* column) { return is_inherited(table, *column); });
        const std::vector<const Constraint*> constraints = taken_off(table, uses);
        const std::vector<const Index*> indexes = drop_indexes(table, uses);
        alter(table, columns, constraints);
        for (const Index* index : indexes) {
            CreateIndex create;
            create.index = *index;
            create.table = table.name;
            emit_operation(e_, create);
        }
    }

    /// Some part of the expression is a cast to the type.
    [[nodiscard]] bool casts(const Expr& expr) const {
        return (expr.type && is_of(*expr.type, operation_.type)) ||
               std::any_of(expr.args.begin(), expr.args.end(),
                           [&](const Expr& part) { return casts(part); });
    }

    [[nodiscard]] bool is_inherited(const Table& table, const Column& column) const {
        const auto has = [&](const QualifiedName& name) {
            const Table* parent = name.empty() ? nullptr : e_.before.find_table(name);
            return parent != nullptr && parent->find_column(column.name.text) != nullptr;
        };
        const std::vector<QualifiedName>& parents = table.options.inherits;
        return has(table.options.partition_of) || std::any_of(parents.begin(), parents.end(), has);
    }

    void refuse(const std::string& user, const std::string& how, std::string_view what) const {
        const std::string thing(what);
        e_.diagnostics.report(diag::EnumColumnInUse, e_.origin, operation_.type.text(), user, how)
            .help(e_.origin.known() ? "drop the " + thing + " before, and create it again after"
                                    : "write a `downgrade { }` block that drops the " + thing +
                                          " before, and creates it again after");
    }

    void refuse_code(const std::vector<std::string>& keys, const std::string& how) {
        for (const std::string& key : keys) {
            if (!refused_.insert(key).second) { continue; }
            const CodeObject& object = (*e_.before.code_objects.find(key))->object;
            const std::string text = code_text(object);
            refuse(text, how, text.substr(0, text.find(" \"")));
        }
    }

    /// What depends on the type itself holds on to the old one, whatever becomes of the columns.
    void refuse_users_of_type() {
        e_.before.domains.for_each([&](const QualifiedName& name, const Shared<Domain>& domain) {
            const CreateDomain& definition = domain->definition;
            const bool cast =
                (definition.default_value && casts(*definition.default_value)) ||
                std::any_of(definition.checks.begin(), definition.checks.end(),
                            [&](const Constraint& each) { return casts(*each.check); });
            if (cast || is_of(definition.type, operation_.type)) {
                refuse("domain \"" + name.text() + '"', "uses it", "domain");
            }
        });
        refuse_code(routines_of_type(e_.before, operation_.type), "uses it");
        refuse_code(code_casting_to(e_.before, operation_.type), "uses it");
    }

    /// PostgreSQL changes no type of a column that a view, policy, trigger or partition key has
    /// (https://www.postgresql.org/docs/current/sql-altertable.html): and dropping a view here
    /// would lose the privileges on it.
    template <class Uses>
    void refuse_users(const Table& table, const std::vector<const Column*>& columns,
                      const Uses& uses) {
        for (const Column& column : table.columns) {
            if (!column.generated || !uses(column.generated->expression)) { continue; }
            const std::string name = columns.empty() ? "" : columns.front()->name.text;
            e_.diagnostics.report(diag::EnumColumnInUse, e_.origin, operation_.type.text(),
                                  "column \"" + column.name.text + "\"",
                                  columns.empty() ? "is computed with it"
                                                  : "is computed from its column \"" + name + '"');
        }
        for (const Column* column : columns) {
            const std::string how = "uses its column \"" + column->name.text + '"';
            refuse_code(views_using(e_.before, table.name, column->name.text), how);
            refuse_code(code_reading(e_.before, table.name, column->name.text), how);
        }
        if (table.options.partition_by) {
            for (const IndexKey& key : table.options.partition_by->keys) {
                for (const Column* column : columns) {
                    if (key.column == column->name ||
                        (key.expression && mentions(*key.expression, column->name))) {
                        refuse("the partition key of table \"" + table.name.text() + '"',
                               "uses its column \"" + column->name.text + '"', "table");
                    }
                }
            }
        }
        for (const Constraint& constraint : table.constraints) {
            if (constraint.kind != ConstraintKind::ForeignKey ||
                constraint.referenced_table == table.name) {
                continue;
            }
            for (const Column* column : columns) {
                if (std::find(constraint.columns.begin(), constraint.columns.end(), column->name) !=
                    constraint.columns.end()) {
                    refuse("foreign key \"" + constraint.name.text + "\" of table \"" +
                               table.name.text() + '"',
                           "uses its column \"" + column->name.text + '"', "foreign key");
                }
            }
        }
        // What a partition or child has of its own would have to go before its parent is altered.
        const bool follows = std::any_of(columns.begin(), columns.end(), [&](const Column* column) {
            return is_inherited(table, *column);
        });
        if (!follows) { return; }
        for (const Constraint& constraint : table.constraints) {
            if (constraint.check && uses(*constraint.check)) {
                refuse("constraint \"" + constraint.name.text + "\" of table \"" +
                           table.name.text() + '"',
                       "uses its column \"" + columns.front()->name.text + '"', "constraint");
            }
        }
        for (const Index& index : table.indexes) {
            if (index_uses(index, uses)) {
                refuse("index \"" + index.name.text() + '"',
                       "uses its column \"" + columns.front()->name.text + '"', "index");
            }
        }
    }

    template <class Uses>
    static bool index_uses(const Index& index, const Uses& uses) {
        return (index.where && uses(*index.where)) ||
               std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& key) {
                   return key.expression && uses(*key.expression);
               });
    }

    template <class Uses>
    std::vector<const Constraint*> taken_off(const Table& table, const Uses& uses) const {
        std::vector<const Constraint*> result;
        for (const Constraint& constraint : table.constraints) {
            const bool used = (constraint.check && uses(*constraint.check)) ||
                              (constraint.where && uses(*constraint.where));
            if (used) { result.push_back(&constraint); }
        }
        return result;
    }

    template <class Uses>
    std::vector<const Index*> drop_indexes(const Table& table, const Uses& uses) const {
        std::vector<const Index*> result;
        for (const Index& index : table.indexes) {
            if (!index_uses(index, uses)) { continue; }
            result.push_back(&index);
            DropIndex drop;
            drop.name = index.name;
            emit_operation(e_, drop);
        }
        return result;
    }

    void alter(const Table& table, const std::vector<const Column*>& columns,
               const std::vector<const Constraint*>& constraints) {
        AlterTable statement;
        statement.table = table.name;
        std::vector<std::string> actions;
        for (const Constraint* constraint : constraints) {
            SqlWriter out(kQuoting);
            actions.push_back(out.raw("DROP CONSTRAINT ").name(constraint->name).take());
        }
        for (const Column* column : columns) {
            SqlWriter target(kQuoting);
            target.raw("ALTER COLUMN ").name(column->name);
            if (column->default_value) { actions.push_back(target.text() + " DROP DEFAULT"); }
            actions.push_back(target.text() + " TYPE " + type_sql(column->type, e_.settings) +
                              " USING " + conversion(*column));
            if (column->default_value) {
                const Table* after = e_.after.find_table(table.name);
                const Column* now =
                    after == nullptr ? column : after->find_column(column->name.text);
                actions.push_back(target.text() + " SET DEFAULT " +
                                  expr_sql(*now->default_value, e_.settings));
            }
        }
        for (const Column& column : table.columns) {
            const bool converted = std::any_of(columns.begin(), columns.end(),
                                               [&](const Column* each) { return each == &column; });
            if (converted || !column.default_value || !casts(*column.default_value)) { continue; }
            SqlWriter target(kQuoting);
            actions.push_back(target.raw("ALTER COLUMN ").name(column.name).take() +
                              " SET DEFAULT " + expr_sql(*column.default_value, e_.settings));
        }
        if (actions.empty()) { return; }
        std::string text = "ALTER TABLE " + SqlWriter(kQuoting).name(table.name).take();
        for (std::size_t i = 0; i < actions.size(); ++i) {
            text += (i == 0 ? "\n    " : ",\n    ") + actions[i];
        }
        script::SqlStatement& added = e_.add("alter table", std::move(text));
        set_lock(added, Lock::AccessExclusive, table.name);
        added.rewrites = !columns.empty();
        added.scans = !columns.empty();
        // PostgreSQL would check them against literals of the old type, were they put back in the
        // statement that changes the column.
        for (const Constraint* constraint : constraints) {
            AlterTable restore;
            restore.table = table.name;
            restore.actions.emplace_back(AddConstraint{*constraint});
            emit_operation(e_, restore);
        }
    }

    [[nodiscard]] std::string conversion(const Column& column) const {
        const std::string type = type_sql(column.type, e_.settings);
        SqlWriter out(kQuoting);
        if (column.type.dimensions != 0) {
            if (operation_.replacement.empty()) {
                out.name(column.name).raw("::text[]::").user_sql(type);
            } else {
                out.raw("array_replace(").name(column.name).raw("::text[], ");
                out.string(operation_.value.text).raw(", ").string(operation_.replacement.text);
                out.raw(")::").user_sql(type);
            }
        } else if (operation_.replacement.empty()) {
            out.name(column.name).raw("::text::").user_sql(type);
        } else {
            out.raw("(CASE ").name(column.name).raw("::text WHEN ").string(operation_.value.text);
            out.raw(" THEN ").string(operation_.replacement.text);
            out.raw(" ELSE ").name(column.name).raw("::text END)::").user_sql(type);
        }
        return out.take();
    }

    const Emission& e_;
    const DropEnumValue& operation_;
    std::set<std::string> refused_;  ///< what is reported once
};

}  // namespace

void emit_operation(const Emission& e, const CreateEnum& operation) {
    e.add("create type", create_enum(operation.name, operation.values));
}

void emit_operation(const Emission& e, const DropType& operation) {
    add_drop(e, "TYPE", "drop type", operation.name, operation.if_exists, operation.cascade);
}

void emit_operation(const Emission& e, const AddEnumValue& operation) {
    SqlWriter out(kQuoting);
    out.raw("ALTER TYPE ").name(operation.type).raw(" ADD VALUE ");
    if (operation.if_not_exists) { out.raw("IF NOT EXISTS "); }
    out.string(operation.value.text);
    if (!operation.before.empty()) { out.raw(" BEFORE ").string(operation.before.text); }
    if (!operation.after.empty()) { out.raw(" AFTER ").string(operation.after.text); }
    // No statement may use the value before the transaction that adds it has ended.
    e.add("alter type", out).settles = quote_string(operation.value.text, kQuoting);
}

void emit_operation(const Emission& e, const RenameEnumValue& operation) {
    SqlWriter out(kQuoting);
    out.raw("ALTER TYPE ").name(operation.type).raw(" RENAME VALUE ");
    out.string(operation.from.text).raw(" TO ").string(operation.to.text);
    e.add("alter type", out);
}

void emit_operation(const Emission& e, const RenameType& operation) {
    const bool domain = e.before.find_domain(operation.from) != nullptr;
    SqlWriter out(kQuoting);
    out.raw(domain ? Raw("ALTER DOMAIN ") : Raw("ALTER TYPE ")).name(operation.from);
    out.raw(" RENAME TO ").name(operation.to);
    e.add("alter type", out);
}

void emit_operation(const Emission& e, const DropEnumValue& operation) {
    EnumSwap(e, operation).run();
}

void emit_operation(const Emission& e, const CreateDomain& operation) {
    SqlWriter first(kQuoting);
    first.raw("CREATE DOMAIN ").name(operation.name).raw(" AS ");
    write_type(first, operation.type, e.settings);
    std::vector<std::string> clauses;
    SqlWriter out(kQuoting);
    if (operation.collation) {
        clauses.push_back(out.raw("COLLATE ").name(*operation.collation).take());
    }
    if (operation.default_value) {
        out = SqlWriter(kQuoting);
        out.raw("DEFAULT ");
        write_expr(out, *operation.default_value, e.settings);
        clauses.push_back(out.take());
    }
    if (operation.not_null) { clauses.emplace_back("NOT NULL"); }
    for (const Constraint& check : operation.checks) {
        out = SqlWriter(kQuoting);
        if (!check.name.empty()) { out.raw("CONSTRAINT ").name(check.name).raw(" "); }
        out.raw("CHECK (");
        write_expr(out, *check.check, e.settings);
        clauses.push_back(out.raw(")").take());
    }
    e.add("create domain", on_lines(first.take(), clauses));
}

void emit_operation(const Emission& e, const DropDomain& operation) {
    add_drop(e, "DOMAIN", "drop domain", operation.name, operation.if_exists, operation.cascade);
}

}  // namespace retort::dialects::postgresql
