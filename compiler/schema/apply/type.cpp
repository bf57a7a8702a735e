// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/release_users.h"

#include <algorithm>

namespace retort::schema {
namespace {

template <class Visit>
void visit_tree(Expr& expr, const Visit& visit) {
    visit(expr);
    for (Expr& argument : expr.args) { visit_tree(argument, visit); }
}

/// Every expression of a table, for changing.
template <class Visit>
void visit_expressions(Table& table, const Visit& visit) {
    const auto box = [&](Box<Expr>& expr) {
        if (expr) { visit_tree(*expr, visit); }
    };
    for (Column& column : table.columns) {
        box(column.default_value);
        if (column.generated) { visit_tree(column.generated->expression, visit); }
    }
    for (Constraint& constraint : table.constraints) {
        box(constraint.check);
        box(constraint.where);
        for (IndexKey& key : constraint.keys) { box(key.expression); }
    }
    for (Index& index : table.indexes) {
        box(index.where);
        for (IndexKey& key : index.keys) { box(key.expression); }
    }
}

bool means(const Type& type, const QualifiedName& name) {
    return type.kind == TypeKind::Named && *type.name == name;
}

/// Calls `visit` for every string literal of the table that stands for a value of the type.
template <class Visit>
void visit_literals(Table& table, const QualifiedName& type, const Visit& visit) {
    for (Column& column : table.columns) {
        if (means(column.type, type) && column.default_value &&
            column.default_value->kind == ExprKind::String) {
            visit(*column.default_value, &column);
        }
    }
    const auto of_type = [&](const Expr& expr) {
        if (expr.kind != ExprKind::Column) { return false; }
        const Column* column = table.find_column(expr.names.back().text);
        return column != nullptr && means(column->type, type);
    };
    visit_expressions(table, [&](Expr& expr) {
        if (expr.kind == ExprKind::Cast && means(*expr.type, type) &&
            expr.args[0].kind == ExprKind::String) {
            visit(expr.args[0], static_cast<Column*>(nullptr));
        } else if ((expr.kind == ExprKind::Binary || expr.kind == ExprKind::In) &&
                   expr.args.size() > 1 && (of_type(expr.args[0]) || of_type(expr.args[1]))) {
            for (Expr& argument : expr.args) {
                if (argument.kind == ExprKind::String) {
                    visit(argument, static_cast<Column*>(nullptr));
                }
            }
        }
    });
}

/// What needs no quotes in an array's text.
constexpr std::string_view kPlainElement =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

/// The text of an array (`{a,"b c"}`) with another name for one value.
std::string rename_element(const std::string& array, const std::string& from,
                           const std::string& to) {
    std::string result;
    for (std::size_t i = 0; i < array.size();) {
        if (array[i] == '{' || array[i] == '}' || array[i] == ',' || array[i] == ' ') {
            result += array[i++];
            continue;
        }
        const std::size_t begin = i;
        std::string element;
        if (array[i] == '"') {
            for (++i; i < array.size() && array[i] != '"'; ++i) {
                if (array[i] == '\\' && i + 1 < array.size()) { ++i; }
                element += array[i];
            }
            i = std::min(i + 1, array.size());
        } else {
            i = std::min(array.find_first_of("{},", begin), array.size());
            element = array.substr(begin, i - begin);
        }
        if (element != from) {
            result += array.substr(begin, i - begin);
            continue;
        }
        const bool plain = !to.empty() && to.find_first_not_of(kPlainElement) == std::string::npos;
        if (!plain) { result += '"'; }
        for (const char c : to) {
            if (c == '"' || c == '\\') { result += '\\'; }
            result += c;
        }
        if (!plain) { result += '"'; }
    }
    return result;
}

void report_missing_type(Applying& a, const QualifiedName& name) {
    std::vector<std::string> owned;
    a.schema.enums.for_each([&](const QualifiedName& other, const Shared<EnumType>&) {
        owned.push_back(other.text());
    });
    a.schema.domains.for_each(
        [&](const QualifiedName& other, const Shared<Domain>&) { owned.push_back(other.text()); });
    report_missing(a, Noun::Type, {}, name.text(), name.span, {owned.begin(), owned.end()});
}

const EnumType* require_enum(Applying& a, const QualifiedName& name) {
    if (const EnumType* type = a.schema.find_enum(name)) { return type; }
    if (a.schema.find_domain(name) != nullptr) {
        a.error(diag::WrongObjectKind, name.span, name.text(), "a domain", "an enum");
    } else {
        report_missing_type(a, name);
    }
    return nullptr;
}

std::vector<Name>::const_iterator find_value(const EnumType& type, const std::string& value) {
    return std::find_if(type.values.begin(), type.values.end(),
                        [&](const Name& each) { return each.text == value; });
}

bool require_value(Applying& a, const EnumType& type, const Name& value) {
    if (find_value(type, value.text) != type.values.end()) { return true; }
    std::vector<std::string_view> values;
    for (const Name& each : type.values) { values.push_back(each.text); }
    diag::Diagnostic& found =
        a.error(diag::UnknownEnumValue, value.span, type.name.text(), value.text);
    if (type.origin.created.known()) {
        found.note(type.origin.created, "the enum is created here");
    }
    if (const std::string_view near = nearest_name(value.text, values); !near.empty()) {
        found.help("did you mean `'" + std::string(near) + "'`?");
    }
    return false;
}

EnumType& edit_enum(Schema& schema, const QualifiedName& name) {
    return schema.enums.edit(name)->edit();
}

/// Removes a type's columns (`cascade`) or reports the first that uses it.
bool release_type(Applying& a, const QualifiedName& name, std::string_view noun, bool cascade) {
    const std::string what = std::string(noun) + " \"" + name.text() + '"';
    for (const QualifiedName& user : users_of(a.schema, name)) {
        const Table* table = a.schema.find_table(user);
        if (table == nullptr) { continue; }
        std::vector<Name> columns;
        for (const Column& column : table->columns) {
            if (means(column.type, name)) { columns.push_back(column.name); }
        }
        if (!columns.empty() && !cascade) {
            diag::Diagnostic& found =
                a.error(diag::StillUsed, name.span, what,
                        "column \"" + user.text() + "." + columns[0].text + '"');
            if (columns[0].span.known()) { found.note(columns[0].span, "it is defined here"); }
            found.help("drop or change that column first");
            return false;
        }
        const std::vector<QualifiedName> uses = uses_of(*table);
        for (const Name& column : columns) { (void)drop_column(a, user, column, true); }
        update_references(a.schema, user, uses, uses_of(*a.schema.find_table(user)));
    }
    if (!release_routines(a, name, what, cascade, name.span)) { return false; }
    std::vector<QualifiedName> domains;
    a.schema.domains.for_each([&](const QualifiedName& other, const Shared<Domain>& domain) {
        if (means(domain->definition.type, name)) { domains.push_back(other); }
    });
    for (const QualifiedName& domain : domains) {
        if (!cascade) {
            a.error(diag::StillUsed, name.span, what, "domain \"" + domain.text() + '"');
            return false;
        }
        DropDomain drop{domain, true, true};
        apply_operation(a, drop);
    }
    return true;
}

}  // namespace

void apply_operation(Applying& a, CreateEnum& operation) {
    require_schema(a, operation.name);
    if (!claim_type(a, operation.name)) { return; }
    EnumType type;
    type.name = operation.name;
    type.origin = {operation.name.span.known() ? operation.name.span : a.span, a.span};
    for (const Name& value : operation.values) {
        if (find_value(type, value.text) != type.values.end()) {
            a.error(diag::DuplicateEnumLabel, value.span, value.text, operation.name.text());
            continue;
        }
        (void)check_length(a, value.text, value.span);
        type.values.push_back(value);
    }
    a.schema.enums.set(operation.name, Shared<EnumType>(std::move(type)));
}

void apply_operation(Applying& a, DropType& operation) {
    const bool is_enum = a.schema.find_enum(operation.name) != nullptr;
    if (!is_enum && a.schema.find_domain(operation.name) == nullptr) {
        if (!operation.if_exists) { report_missing_type(a, operation.name); }
        return;
    }
    if (!release_type(a, operation.name, is_enum ? "enum" : "domain", operation.cascade)) {
        return;
    }
    a.schema.enums.erase(operation.name);
    a.schema.domains.erase(operation.name);
    forget_privileges(a.schema.privileges, SecuredKind::Type, operation.name);
    leave_trace(a, Noun::Type, operation.name.text(), Trace::Kind::Dropped);
}

void apply_operation(Applying& a, AddEnumValue& operation) {
    const EnumType* type = require_enum(a, operation.type);
    if (type == nullptr || !check_length(a, operation.value.text, operation.value.span)) { return; }
    if (find_value(*type, operation.value.text) != type->values.end()) {
        if (operation.if_not_exists) { return; }
        a.error(diag::DuplicateEnumValue, operation.value.span, operation.type.text(),
                operation.value.text);
        return;
    }
    const Name& neighbour = operation.before.empty() ? operation.after : operation.before;
    if (!neighbour.empty() && !require_value(a, *type, neighbour)) { return; }
    EnumType& changed = edit_enum(a.schema, operation.type);
    auto place = changed.values.cend();
    if (!neighbour.empty()) {
        place = find_value(changed, neighbour.text) + (operation.before.empty() ? 1 : 0);
    }
    changed.values.insert(place, operation.value);
    changed.origin.changed = a.span;
}

void apply_operation(Applying& a, RenameEnumValue& operation) {
    const EnumType* type = require_enum(a, operation.type);
    if (type == nullptr || !require_value(a, *type, operation.from)) { return; }
    if (find_value(*type, operation.to.text) != type->values.end()) {
        a.error(diag::DuplicateEnumValue, operation.to.span, operation.type.text(),
                operation.to.text);
        return;
    }
    if (!check_length(a, operation.to.text, operation.to.span)) { return; }
    for (Name& value : edit_enum(a.schema, operation.type).values) {
        if (value.text == operation.from.text) { value = operation.to; }
    }
    for (const QualifiedName& user : users_of(a.schema, operation.type)) {
        if (a.schema.find_table(user) == nullptr) { continue; }
        Table& table = edit_table(a.schema, user);
        visit_literals(table, operation.type, [&](Expr& literal, const Column* column) {
            if (column != nullptr && column->type.dimensions != 0) {
                literal.text = rename_element(literal.text, operation.from.text, operation.to.text);
            } else if (literal.text == operation.from.text) {
                literal.text = operation.to.text;
            }
        });
    }
    rename_value_in_code(a, operation.type, operation.from.text, operation.to.text);
}

void apply_operation(Applying& a, DropEnumValue& operation) {
    const EnumType* type = require_enum(a, operation.type);
    if (type == nullptr || !require_value(a, *type, operation.value)) { return; }
    if (!operation.replacement.empty() && !require_value(a, *type, operation.replacement)) {
        return;
    }
    if (operation.replacement.text == operation.value.text) {
        a.error(diag::UnknownEnumValue, operation.replacement.span, operation.type.text(),
                operation.replacement.text);
        return;
    }
    const std::string what =
        "value \"" + operation.value.text + "\" of enum \"" + operation.type.text() + '"';
    const std::vector<QualifiedName> users = users_of(a.schema, operation.type);
    for (const QualifiedName& user : users) {
        const Table* table = a.schema.find_table(user);
        if (table == nullptr) { continue; }
        Table copy = *table;
        bool used = false;
        visit_literals(copy, operation.type, [&](const Expr& literal, const Column* column) {
            if (used || literal.text != operation.value.text) { return; }
            if (column != nullptr && !operation.replacement.empty()) { return; }
            used = true;
            a.error(diag::StillUsed, operation.value.span, what,
                    column != nullptr
                        ? "the default of column \"" + user.text() + "." + column->name.text + '"'
                        : "an expression of table \"" + user.text() + '"')
                .help("change that first");
        });
        if (used) { return; }
    }
    std::erase_if(edit_enum(a.schema, operation.type).values,
                  [&](const Name& value) { return value.text == operation.value.text; });
    if (operation.replacement.empty()) { return; }
    for (const QualifiedName& user : users) {
        if (a.schema.find_table(user) == nullptr) { continue; }
        for (Column& column : edit_table(a.schema, user).columns) {
            if (means(column.type, operation.type) && column.default_value &&
                column.default_value->kind == ExprKind::String &&
                column.default_value->text == operation.value.text) {
                column.default_value->text = operation.replacement.text;
            }
        }
    }
}

void apply_operation(Applying& a, RenameType& operation) {
    const QualifiedName to(operation.from.schema, operation.to.text, operation.to.span);
    const EnumType* type = a.schema.find_enum(operation.from);
    const Domain* domain = a.schema.find_domain(operation.from);
    if (type == nullptr && domain == nullptr) {
        report_missing_type(a, operation.from);
        return;
    }
    if (!claim_type(a, to)) { return; }
    if (type != nullptr) {
        EnumType renamed = *type;
        renamed.name = to;
        a.schema.enums.erase(operation.from);
        a.schema.enums.set(to, Shared<EnumType>(std::move(renamed)));
    } else {
        Domain renamed = *domain;
        renamed.definition.name = to;
        a.schema.domains.erase(operation.from);
        a.schema.domains.set(to, Shared<Domain>(std::move(renamed)));
    }
    move_privileges(a.schema.privileges, SecuredKind::Type, operation.from, to);
    const auto follow = [&](Type& used) {
        if (means(used, operation.from)) { used.name = Box<QualifiedName>(to); }
    };
    std::vector<QualifiedName> domains;
    a.schema.domains.for_each([&](const QualifiedName& name, const Shared<Domain>& other) {
        if (means(other->definition.type, operation.from)) { domains.push_back(name); }
    });
    for (const QualifiedName& name : domains) {
        follow(a.schema.domains.edit(name)->edit().definition.type);
    }
    for (const QualifiedName& user : users_of(a.schema, operation.from)) {
        if (a.schema.find_table(user) == nullptr) { continue; }
        Table& table = edit_table(a.schema, user);
        const std::vector<QualifiedName> uses = uses_of(table);
        for (Column& column : table.columns) { follow(column.type); }
        visit_expressions(table, [&](Expr& expr) {
            if (expr.type) { follow(*expr.type); }
        });
        update_references(a.schema, user, uses, uses_of(table));
    }
    if (!a.schema.code_objects.empty()) { rename_type_in_code(a, operation.from, to); }
    leave_trace(a, Noun::Type, operation.from.text(), Trace::Kind::Renamed, to.text());
}

void apply_operation(Applying& a, CreateDomain& operation) {
    require_schema(a, operation.name);
    if (!claim_type(a, operation.name)) { return; }
    (void)check_type(a, operation.type);
    if (operation.default_value) {
        (void)check_default(a, "value", operation.type, *operation.default_value);
    }
    // A domain's checks see one column: the value itself.
    Table value;
    value.name = operation.name;
    value.columns.emplace_back();
    value.columns[0].name = Name("value");
    value.columns[0].type = operation.type;
    for (Constraint& check : operation.checks) {
        if (check.check) { (void)check_definition(a, value, *check.check, "a check"); }
        if (check.name.empty()) {
            // PostgreSQL names a domain's checks after the domain alone.
            Constraint nameless = check;
            nameless.check.reset();
            check.name =
                Name(constraint_name(a.naming, value, nameless, [&](std::string_view name) {
                    return std::any_of(
                        operation.checks.begin(), operation.checks.end(),
                        [&](const Constraint& other) { return other.name.text == name; });
                }));
        }
    }
    Domain domain;
    domain.definition = operation;
    domain.origin = {operation.name.span.known() ? operation.name.span : a.span, a.span};
    a.schema.domains.set(operation.name, Shared<Domain>(std::move(domain)));
}

void apply_operation(Applying& a, DropDomain& operation) {
    if (a.schema.find_domain(operation.name) == nullptr) {
        if (operation.if_exists) { return; }
        if (a.schema.find_enum(operation.name) != nullptr) {
            a.error(diag::WrongObjectKind, operation.name.span, operation.name.text(), "an enum",
                    "a domain");
        } else {
            report_missing_type(a, operation.name);
        }
        return;
    }
    if (!release_type(a, operation.name, "domain", operation.cascade)) { return; }
    a.schema.domains.erase(operation.name);
    forget_privileges(a.schema.privileges, SecuredKind::Type, operation.name);
    leave_trace(a, Noun::Type, operation.name.text(), Trace::Kind::Dropped);
}

}  // namespace retort::schema
