// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/serial.h"

#include <algorithm>
#include <array>

namespace retort::schema {

std::string_view noun_text(Noun noun) {
    switch (noun) {
        case Noun::Table:
            return "table";
        case Noun::Column:
            return "column";
        case Noun::Constraint:
            return "constraint";
        case Noun::Index:
            return "index";
        case Noun::Type:
            return "type";
        case Noun::Domain:
            return "domain";
        case Noun::Sequence:
            return "sequence";
        case Noun::Schema:
            return "schema";
        case Noun::Extension:
            return "extension";
        case Noun::View:
            return "view";
        case Noun::MaterializedView:
            return "materialized view";
        case Noun::Function:
            return "function";
        case Noun::Procedure:
            return "procedure";
        case Noun::Trigger:
            return "trigger";
        case Noun::Policy:
            return "policy";
        case Noun::Statistics:
            return "statistics";
    }
    return "object";
}

Noun noun_of(CodeKind kind) {
    switch (kind) {
        case CodeKind::View:
            return Noun::View;
        case CodeKind::MaterializedView:
            return Noun::MaterializedView;
        case CodeKind::Function:
            return Noun::Function;
        case CodeKind::Procedure:
            return Noun::Procedure;
        case CodeKind::Trigger:
            return Noun::Trigger;
        case CodeKind::Policy:
            return Noun::Policy;
        case CodeKind::Statistics:
            return Noun::Statistics;
    }
    return Noun::View;
}

namespace {

std::string trace_key(Noun noun, const std::string& owner, const std::string& name) {
    std::string key(1, static_cast<char>('a' + static_cast<int>(noun)));
    key += owner;
    key += '\x01';
    key += name;
    return key;
}

diag::Diagnostic& report_absence(Applying& a, Noun noun, const std::string& owner,
                                 const std::string& name, Span where) {
    switch (noun) {
        case Noun::Table:
            return a.error(diag::UnknownTable, where, name);
        case Noun::Column:
            return a.error(diag::UnknownColumn, where, owner, name);
        case Noun::Constraint:
            return a.error(diag::UnknownConstraint, where, owner, name);
        case Noun::Index:
            return a.error(diag::UnknownIndex, where, name);
        case Noun::Type:
            return a.error(diag::UnknownType, where, name);
        case Noun::Domain:
        case Noun::Sequence:
        case Noun::Schema:
        case Noun::Extension:
        case Noun::View:
        case Noun::MaterializedView:
        case Noun::Function:
        case Noun::Procedure:
        case Noun::Trigger:
        case Noun::Policy:
        case Noun::Statistics:
            break;
    }
    return a.error(diag::UnknownObject, where, noun_text(noun), name);
}

/// Who makes so many mistakes makes one, and among many names it takes long to look for another.
bool wants_help(const Applying& a) {
    constexpr std::size_t kHelped = 100;
    return a.diagnostics.error_count() <= kHelped;
}

}  // namespace

void leave_trace(Applying& a, Noun noun, const std::string& name, Trace::Kind kind,
                 std::string to) {
    // Only what a person wrote can be pointed at.
    if (!a.span.known()) { return; }
    a.schema.traces.names.set(trace_key(noun, {}, name), Trace{kind, a.span, std::move(to)});
}

void report_missing(Applying& a, Noun noun, const std::string& owner, const std::string& name,
                    Span where, const std::vector<std::string_view>& candidates) {
    const std::string qualified = owner.empty() ? name : owner + "." + name;
    const std::string key = trace_key(noun, {}, qualified);
    const Trace* trace = a.schema.traces.names.find(key);
    if (trace != nullptr && trace->kind == Trace::Kind::Reported) {
        a.ok = false;
        return;
    }
    diag::Diagnostic& found = report_absence(a, noun, owner, name, where);
    if (trace != nullptr && trace->kind == Trace::Kind::Dropped) {
        found.note(trace->where, "it was dropped here");
    } else if (trace != nullptr) {
        found.note(trace->where, "it was renamed to \"" + trace->to + "\" here");
        found.help("use its new name, `" + trace->to + "`");
    }
    if (found.help_text.empty() && wants_help(a)) {
        if (const std::string_view near = nearest_name(name, candidates); !near.empty()) {
            found.help("did you mean \"" + std::string(near) + "\"?");
        }
    }
    a.schema.traces.names.set(key, Trace{Trace::Kind::Reported, a.span, {}});
}

bool was_here(const Applying& a, Noun noun, const std::string& name) {
    return a.schema.traces.names.contains(trace_key(noun, {}, name));
}

const Table* require_table(Applying& a, const QualifiedName& name) {
    if (const Table* table = a.schema.find_table(name)) { return table; }
    const Holder holder = find_relation(a.schema, name);
    if (holder) {
        diag::Diagnostic& found =
            a.error(diag::WrongObjectKind, name.span, name.text(), holder.what, "a table");
        if (holder.where.known()) { found.note(holder.where, "it was created here"); }
        return nullptr;
    }
    std::vector<std::string> owned;
    if (wants_help(a)) {
        a.schema.tables.for_each([&](const QualifiedName& other, const Shared<Table>&) {
            owned.push_back(other.text());
        });
    }
    report_missing(a, Noun::Table, {}, name.text(), name.span, {owned.begin(), owned.end()});
    return nullptr;
}

const Column* require_column(Applying& a, const Table& table, const Name& column) {
    if (const Column* found = table.find_column(column.text)) { return found; }
    std::vector<std::string_view> names;
    for (const Column& other : table.columns) { names.push_back(other.name.text); }
    report_missing(a, Noun::Column, table.name.text(), column.text, column.span, names);
    return nullptr;
}

const Constraint* require_constraint(Applying& a, const Table& table, const Name& constraint) {
    if (const Constraint* found = table.find_constraint(constraint.text)) { return found; }
    std::vector<std::string_view> names;
    for (const Constraint& other : table.constraints) { names.push_back(other.name.text); }
    report_missing(a, Noun::Constraint, table.name.text(), constraint.text, constraint.span, names);
    return nullptr;
}

void require_schema(Applying& a, const QualifiedName& name) {
    static const std::array<std::string_view, 6> given = {
        "", "public", "main", "temp", "pg_catalog", "information_schema"};
    if (std::find(given.begin(), given.end(), name.schema) != given.end()) { return; }
    if (a.schema.schemas.contains(name.schema)) { return; }
    // A history may live in a schema that was made by hand; only then is none ever created.
    if (a.schema.schemas.empty()) { return; }
    std::vector<std::string_view> names;
    a.schema.schemas.for_each(
        [&](const std::string& other, const Shared<NamedObject>&) { names.push_back(other); });
    if (nearest_name(name.schema, names).empty() && !was_here(a, Noun::Schema, name.schema)) {
        return;
    }
    report_missing(a, Noun::Schema, {}, name.schema, name.span, names);
}

Table& edit_table(Schema& schema, const QualifiedName& name) {
    return schema.tables.edit(name)->edit();
}

Holder find_relation(const Schema& schema, const QualifiedName& name) {
    if (const Table* table = schema.find_table(name)) { return {"a table", table->origin.created}; }
    if (const QualifiedName* owner = schema.index_owners.find(name)) {
        const Table* table = schema.find_table(*owner);
        const Index* index = table == nullptr ? nullptr : table->find_index(name.name);
        if (index != nullptr) {
            return {"an index of table \"" + owner->text() + "\"", index->span};
        }
        const Constraint* constraint =
            table == nullptr ? nullptr : table->find_constraint(name.name);
        return {"a constraint's index of table \"" + owner->text() + "\"",
                constraint == nullptr ? Span{} : constraint->span};
    }
    if (const Sequence* sequence = schema.find_sequence(name)) {
        return {"a sequence", sequence->origin.created};
    }
    if (const CodeObjectState* view = schema.find_code_object(CodeKind::View, {}, name, {})) {
        return {"a view", view->origin.created};
    }
    if (const CodeObjectState* view =
            schema.find_code_object(CodeKind::MaterializedView, {}, name, {})) {
        return {"a materialized view", view->origin.created};
    }
    return {};
}

Holder find_type(const Schema& schema, const QualifiedName& name) {
    if (const EnumType* type = schema.find_enum(name)) { return {"an enum", type->origin.created}; }
    if (const Domain* domain = schema.find_domain(name)) {
        return {"a domain", domain->origin.created};
    }
    return {};
}

namespace {

bool report_taken(Applying& a, const QualifiedName& name, const Holder& holder) {
    diag::Diagnostic& found = a.error(diag::NameTaken, name.span, name.text(), holder.what);
    if (holder.where.known()) { found.note(holder.where, "it was created here"); }
    return false;
}

}  // namespace

bool claim_relation(Applying& a, const QualifiedName& name) {
    if (!check_length(a, name.name, name.span)) { return false; }
    const Holder holder = find_relation(a.schema, name);
    return !holder || report_taken(a, name, holder);
}

bool claim_type(Applying& a, const QualifiedName& name) {
    if (!check_length(a, name.name, name.span)) { return false; }
    Holder holder = find_type(a.schema, name);
    if (!holder) {
        // A table's or view's name is the name of its row type too.
        const Holder relation = find_relation(a.schema, name);
        if (relation.what == "a table" || relation.what == "a view") { holder = relation; }
    }
    return !holder || report_taken(a, name, holder);
}

bool check_length(Applying& a, const std::string& name, Span where) {
    if (name.size() <= kMaxIdentifierBytes) { return true; }
    a.error(diag::NameTooLong, where, name, name.size())
        .help("a shorter name, such as `" + shorten_identifier(name) + "`");
    return false;
}

namespace {

/// `nextval('s')` in a default: the sequence's name as it was written.
void collect_sequences(const Expr& expr, std::vector<QualifiedName>& uses) {
    if (expr.kind == ExprKind::Call && !expr.names.empty() && expr.names.back().text == "nextval" &&
        expr.args.size() == 1) {
        const Expr* argument = &expr.args[0];
        while (argument->kind == ExprKind::Cast) { argument = &argument->args[0]; }
        if (argument->kind == ExprKind::String) {
            // The string is a name as SQL text has it: folded where it is not quoted.
            std::vector<std::string> parts(1);
            bool quoted = false;
            char last = 0;
            for (const char c : argument->text) {
                if (c == '"') {
                    // Two of them in a quoted name are one.
                    if (!quoted && last == '"') { parts.back() += c; }
                    quoted = !quoted;
                } else if (c == '.' && !quoted) {
                    parts.emplace_back();
                } else {
                    const bool upper = !quoted && c >= 'A' && c <= 'Z';
                    parts.back() += upper ? static_cast<char>(c - 'A' + 'a') : c;
                }
                last = c;
            }
            uses.push_back(parts.size() < 2 ? QualifiedName(parts[0])
                                            : QualifiedName(parts[0], parts[1]));
        }
    }
    for (const Expr& argument : expr.args) { collect_sequences(argument, uses); }
}

}  // namespace

std::vector<QualifiedName> sequences_in(const Expr& expr) {
    std::vector<QualifiedName> names;
    collect_sequences(expr, names);
    return names;
}

std::vector<QualifiedName> uses_of(const Table& table) {
    std::vector<QualifiedName> uses;
    for (const Column& column : table.columns) {
        if (column.type.kind == TypeKind::Named) { uses.push_back(*column.type.name); }
        if (column.default_value && column.default_value->kind != ExprKind::String) {
            collect_sequences(*column.default_value, uses);
        }
    }
    for (const Constraint& constraint : table.constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey) {
            uses.push_back(constraint.referenced_table);
        }
    }
    if (!table.options.partition_of.empty()) { uses.push_back(table.options.partition_of); }
    for (const QualifiedName& parent : table.options.inherits) { uses.push_back(parent); }
    if (uses.size() > 1) {
        std::sort(uses.begin(), uses.end());
        uses.erase(std::unique(uses.begin(), uses.end()), uses.end());
    }
    return uses;
}

void update_references(Schema& schema, const QualifiedName& source,
                       const std::vector<QualifiedName>& before,
                       const std::vector<QualifiedName>& after) {
    for (const QualifiedName& target : before) {
        if (!std::binary_search(after.begin(), after.end(), target)) {
            schema.references.erase({target, source});
        }
    }
    for (const QualifiedName& target : after) {
        if (!std::binary_search(before.begin(), before.end(), target)) {
            schema.references.set({target, source}, true);
        }
    }
}

std::vector<QualifiedName> users_of(const Schema& schema, const QualifiedName& target) {
    std::vector<QualifiedName> users;
    if (schema.references.empty()) { return users; }
    schema.references.for_each_from({target, {}}, [&](const Reference& reference, bool) {
        if (!(reference.target == target)) { return false; }
        users.push_back(reference.source);
        return true;
    });
    return users;
}

}  // namespace retort::schema
