// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/release_users.h"

#include "compiler/schema/code_uses.h"

#include "compiler/schema/serial.h"
#include "compiler/schema/sql_words.h"
#include "compiler/schema/storage_settings.h"

#include <algorithm>

namespace retort::schema {
namespace {

/// What of one table uses the thing.
struct TableUsers {
    bool table = false;  ///< by its partition key: the table goes as a whole
    std::vector<Name> columns;
    std::vector<Name> defaults;
    std::vector<Name> constraints;
    std::vector<QualifiedName> indexes;
};

bool any_key(const Uses& uses, const Table& table, const std::string& method,
             const std::vector<IndexKey>& keys) {
    return std::any_of(keys.begin(), keys.end(), [&](const IndexKey& key) {
        return (key.expression && uses.expression(*key.expression)) ||
               (uses.key && uses.key(table, method, key));
    });
}

bool used_by(const Uses& uses, const Table& table, const Index& index) {
    return (index.where && uses.expression(*index.where)) ||
           any_key(uses, table, index.method, index.keys);
}

bool used_by(const Uses& uses, const Table& table, const Constraint& constraint) {
    return (constraint.check && uses.expression(*constraint.check)) ||
           (constraint.where && uses.expression(*constraint.where)) ||
           any_key(uses, table, constraint.method, constraint.keys);
}

TableUsers users_in(const Uses& uses, const Table& table) {
    TableUsers users;
    for (const Column& column : table.columns) {
        if ((uses.type && uses.type(column.type)) ||
            (column.generated && uses.expression(column.generated->expression))) {
            users.columns.push_back(column.name);
        } else if (column.default_value && uses.expression(*column.default_value)) {
            users.defaults.push_back(column.name);
        }
    }
    for (const Constraint& constraint : table.constraints) {
        if (used_by(uses, table, constraint)) { users.constraints.push_back(constraint.name); }
    }
    for (const Index& index : table.indexes) {
        if (used_by(uses, table, index)) { users.indexes.push_back(index.name); }
    }
    users.table =
        table.options.partition_by && any_key(uses, table, {}, table.options.partition_by->keys);
    return users;
}

/// The first of them, for a message, and where it was made; empty where there is none.
std::pair<std::string, Span> first_of(const TableUsers& users, const Table& table) {
    const std::string name = table.name.text();
    if (users.table) {
        return {"the partition key of table \"" + name + '"', table.origin.created};
    }
    const auto column = [&](const Name& each, const char* what) {
        return std::pair(what + name + "." + each.text + '"', each.span);
    };
    if (!users.columns.empty()) { return column(users.columns[0], "column \""); }
    if (!users.defaults.empty()) { return column(users.defaults[0], "the default of column \""); }
    if (!users.constraints.empty()) {
        const Constraint& constraint = *table.find_constraint(users.constraints[0].text);
        return {"constraint \"" + constraint.name.text + "\" of table \"" + name + '"',
                constraint.span};
    }
    if (!users.indexes.empty()) {
        return {"index \"" + users.indexes[0].text() + '"',
                table.find_index(users.indexes[0].name)->span};
    }
    return {};
}

void remove_from(Applying& a, const QualifiedName& name, const TableUsers& users, Span where) {
    if (users.table) {
        (void)drop_table(a, name, true, where);
        return;
    }
    const std::vector<QualifiedName> before = uses_of(*a.schema.find_table(name));
    for (const Name& column : users.columns) {
        if (a.schema.find_table(name)->find_column(column.text) != nullptr) {
            (void)drop_column(a, name, column, true);
        }
    }
    Table& table = edit_table(a.schema, name);
    for (const Name& column : users.defaults) {
        if (Column* found = table.find_column(column.text)) { found->default_value.reset(); }
    }
    for (const Name& constraint : users.constraints) {
        if (table.find_constraint(constraint.text) != nullptr) {
            (void)remove_constraint(a, table, constraint.text, true, where);
        }
    }
    for (const QualifiedName& index : users.indexes) {
        std::erase_if(table.indexes, [&](const Index& each) { return each.name == index; });
        a.schema.index_owners.erase(index);
        forget_index_settings(table, index.name);
    }
    update_references(a.schema, name, before, uses_of(table));
}

bool report(Applying& a, const std::string& what, Span where, const std::string& user,
            Span created) {
    diag::Diagnostic& found = a.error(diag::StillUsed, where, what, user);
    if (created.known()) { found.note(created, "it is created here"); }
    found.help("drop or change it first, or write `cascade`");
    return false;
}

bool release_tables(Applying& a, const Uses& uses, const std::string& what, bool cascade,
                    Span where) {
    std::vector<std::pair<QualifiedName, TableUsers>> found;
    a.schema.tables.for_each([&](const QualifiedName& name, const Shared<Table>& table) {
        TableUsers users = users_in(uses, *table);
        if (!first_of(users, *table).first.empty()) { found.emplace_back(name, std::move(users)); }
    });
    for (const auto& [name, users] : found) {
        if (!cascade) {
            const auto [user, created] = first_of(users, *a.schema.find_table(name));
            return report(a, what, where, user, created);
        }
        // A table that went with another one is gone by now.
        if (a.schema.find_table(name) != nullptr) { remove_from(a, name, users, where); }
    }
    return true;
}

/// A domain depends on what its default calls, and one of its checks on what the check calls
/// (https://www.postgresql.org/docs/current/ddl-depend.html).
bool release_domains(Applying& a, const Uses& uses, const std::string& what, bool cascade,
                     Span where) {
    std::vector<QualifiedName> gone;
    std::vector<QualifiedName> changed;
    a.schema.domains.for_each([&](const QualifiedName& name, const Shared<Domain>& domain) {
        const CreateDomain& definition = domain->definition;
        if ((uses.type && uses.type(definition.type)) ||
            (definition.default_value && uses.expression(*definition.default_value))) {
            gone.push_back(name);
        } else if (std::any_of(definition.checks.begin(), definition.checks.end(),
                               [&](const Constraint& check) {
                                   return check.check && uses.expression(*check.check);
                               })) {
            changed.push_back(name);
        }
    });
    if (!cascade && !(gone.empty() && changed.empty())) {
        const QualifiedName& name = gone.empty() ? changed[0] : gone[0];
        return report(a, what, where, "domain \"" + name.text() + '"',
                      a.schema.find_domain(name)->origin.created);
    }
    for (const QualifiedName& name : changed) {
        // The database would take only the check, and no statement of ours brings it back while
        // something has the type.
        if (!users_of(a.schema, name).empty() || !routines_of_type(a.schema, name).empty()) {
            diag::Diagnostic& found =
                a.error(diag::StillUsed, where, what, "a check of domain \"" + name.text() + '"');
            const Span created = a.schema.find_domain(name)->origin.created;
            if (created.known()) { found.note(created, "it is created here"); }
            found.help("give what has that domain another type, and drop the domain first");
            return false;
        }
        std::erase_if(
            a.schema.domains.edit(name)->edit().definition.checks,
            [&](const Constraint& check) { return check.check && uses.expression(*check.check); });
    }
    for (const QualifiedName& name : gone) {
        DropDomain drop{name, true, true};
        apply_operation(a, drop);
    }
    return true;
}

bool release_code(Applying& a, const Uses& uses, const std::string& what, bool cascade,
                  Span where) {
    std::vector<std::string> gone;
    std::vector<std::string> indexed;
    a.schema.code_objects.for_each([&](const std::string& key,
                                       const Shared<CodeObjectState>& state) {
        if (uses.code(state->object)) {
            gone.push_back(key);
        } else if (std::any_of(state->indexes.begin(), state->indexes.end(),
                               [&](const Index& index) { return used_by(uses, Table(), index); })) {
            indexed.push_back(key);
        }
    });
    if (!cascade && !(gone.empty() && indexed.empty())) {
        const std::string& key = gone.empty() ? indexed[0] : gone[0];
        const CodeObjectState& state = **a.schema.code_objects.find(key);
        return report(a, what, where,
                      (gone.empty() ? "an index of " : "") + code_text(state.object),
                      state.origin.created);
    }
    for (const std::string& key : indexed) {
        std::erase_if(a.schema.code_objects.edit(key)->edit().indexes, [&](const Index& index) {
            if (!used_by(uses, Table(), index)) { return false; }
            a.schema.index_owners.erase(index.name);
            return true;
        });
    }
    for (const std::string& key : gone) { remove_code_object(a, key); }
    return true;
}

bool has_namesake(const Schema& schema, const CodeObject& routine) {
    bool found = false;
    schema.code_objects.for_each([&](const std::string&, const Shared<CodeObjectState>& state) {
        found = found || (is_routine(state->object.kind) && state->object.name == routine.name &&
                          state->object.signature != routine.signature);
    });
    return found;
}

}  // namespace

bool any_part(const Expr& expr, const std::function<bool(const Expr&)>& test) {
    return test(expr) || std::any_of(expr.args.begin(), expr.args.end(),
                                     [&](const Expr& part) { return any_part(part, test); });
}

bool calls(std::string_view sql, const QualifiedName& function) {
    const std::vector<SqlWord> words = split_sql(sql);
    const auto names = [](const SqlWord& word, const std::string& name) {
        return word.kind == SqlWord::Kind::Quoted ? word.text == name : word.is(name);
    };
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (!words[i + 1].is("(") || !names(words[i], function.name)) { continue; }
        const bool qualified = i >= 2 && words[i - 1].is(".");
        const std::string schema = function.schema.empty() ? "public" : function.schema;
        if (qualified ? names(words[i - 2], schema) : function.schema.empty()) { return true; }
    }
    return false;
}

bool calls(const Expr& expr, const QualifiedName& function) {
    return any_part(expr, [&](const Expr& part) {
        if (part.kind == ExprKind::Query || part.kind == ExprKind::Exists) {
            return calls(part.text, function);
        }
        if (part.kind != ExprKind::Call || part.names.back().text != function.name) {
            return false;
        }
        return part.names.size() == 1
                   ? function.schema.empty()
                   : part.names[0].text == (function.schema.empty() ? "public" : function.schema);
    });
}

bool release_users(Applying& a, const Uses& uses, const std::string& what, bool cascade,
                   Span where) {
    return release_tables(a, uses, what, cascade, where) &&
           release_domains(a, uses, what, cascade, where) &&
           release_code(a, uses, what, cascade, where);
}

bool release_routine(Applying& a, const CodeObject& routine, bool cascade, Span where) {
    const bool certain = !has_namesake(a.schema, routine);
    Uses uses;
    uses.expression = [&](const Expr& expr) { return certain && calls(expr, routine.name); };
    uses.code = [&](const CodeObject& object) {
        if (is_routine(object.kind) && object.name == routine.name) { return false; }
        // A trigger calls the one without arguments.
        const bool meant =
            certain || (object.kind == CodeKind::Trigger && routine.signature == "()");
        return meant && calls(object.definition, routine.name);
    };
    return release_users(a, uses, code_text(routine), cascade, where);
}

bool release_routines(Applying& a, const QualifiedName& type, const std::string& what, bool cascade,
                      Span where) {
    for (const std::string& key : routines_of_type(a.schema, type)) {
        const Shared<CodeObjectState>* found = a.schema.code_objects.find(key);
        if (found == nullptr) { continue; }
        if (!cascade) {
            return report(a, what, where, code_text((*found)->object), (*found)->origin.created);
        }
        remove_code_object(a, key);
    }
    return true;
}

namespace {

/// The table is a partition or child of the other, at whatever distance.
bool descends(const Schema& schema, const Table& table, const QualifiedName& from) {
    std::vector<QualifiedName> parents = table.options.inherits;
    if (!table.options.partition_of.empty()) { parents.push_back(table.options.partition_of); }
    return std::any_of(parents.begin(), parents.end(), [&](const QualifiedName& name) {
        const Table* parent = schema.find_table(name);
        return name == from || (parent != nullptr && descends(schema, *parent, from));
    });
}

/// What takes a sequence along when it goes.
struct Owner {
    const QualifiedName* table = nullptr;
    std::string_view column;  ///< empty: the whole table
};

bool release_counted(Applying& a, const QualifiedName& sequence, const std::string& what,
                     bool cascade, Span where, const Owner& owner) {
    // `public.s` and `s` are one sequence.
    const auto same = [&](const QualifiedName& name) {
        const auto schema = [](const QualifiedName& each) {
            return each.schema.empty() ? std::string("public") : each.schema;
        };
        return name.name == sequence.name && schema(name) == schema(sequence);
    };
    std::vector<QualifiedName> users = users_of(a.schema, sequence);
    if (sequence.schema.empty() || sequence.schema == "public") {
        const std::string other = sequence.schema.empty() ? "public" : "";
        for (QualifiedName& user : users_of(a.schema, QualifiedName(other, sequence.name))) {
            users.push_back(std::move(user));
        }
    }
    for (const QualifiedName& user : users) {
        const Table* table = a.schema.find_table(user);
        if (table == nullptr) { continue; }
        std::vector<Name> columns;
        for (const Column& column : table->columns) {
            const bool goes =
                owner.table != nullptr &&
                (owner.column.empty()
                     ? user == *owner.table
                     : owner.column == column.name.text &&
                           (user == *owner.table || descends(a.schema, *table, *owner.table)));
            if (goes || !column.default_value) { continue; }
            const std::vector<QualifiedName> named = sequences_in(*column.default_value);
            if (std::any_of(named.begin(), named.end(), same)) { columns.push_back(column.name); }
        }
        if (columns.empty()) { continue; }
        if (!cascade) {
            return report(a, what, where,
                          "the default of column \"" + user.text() + "." + columns[0].text + '"',
                          columns[0].span);
        }
        const std::vector<QualifiedName> before = uses_of(*table);
        Table& changed = edit_table(a.schema, user);
        for (const Name& column : columns) {
            changed.find_column(column.text)->default_value.reset();
        }
        update_references(a.schema, user, before, uses_of(changed));
    }
    return true;
}

}  // namespace

bool release_sequence(Applying& a, const QualifiedName& sequence, const std::string& what,
                      bool cascade, Span where) {
    return release_counted(a, sequence, what, cascade, where, {});
}

bool release_owned_sequences(Applying& a, const QualifiedName& table, std::string_view column,
                             const std::string& what, bool cascade, Span where) {
    for (const QualifiedName& user : users_of(a.schema, table)) {
        const Sequence* sequence = a.schema.find_sequence(user);
        if (sequence == nullptr ||
            (!column.empty() && sequence->options.owned_column.text != column)) {
            continue;
        }
        if (!release_counted(a, user, what, cascade, where, {&table, column})) { return false; }
    }
    return true;
}

}  // namespace retort::schema
