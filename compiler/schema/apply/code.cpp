// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/code_uses.h"
#include "compiler/schema/release_users.h"
#include "compiler/schema/sql_scopes.h"
#include "compiler/schema/sql_words.h"
#include "compiler/schema/storage_settings.h"

#include <algorithm>
#include <cctype>

namespace retort::schema {
namespace {

bool stands_on_table(CodeKind kind) {
    return kind == CodeKind::Trigger || kind == CodeKind::Policy;
}

/// The prefix of the keys of a table's triggers or policies.
std::string prefix_on_table(CodeKind kind, const QualifiedName& table) {
    const std::string whole = code_object_key(kind, table, {}, {});
    return whole.substr(0, whole.size() - 2);
}

CodeObjectState* edit_code(Schema& schema, const std::string& key) {
    Shared<CodeObjectState>* state = schema.code_objects.edit(key);
    return state == nullptr ? nullptr : &state->edit();
}

void report_missing_code(Applying& a, CodeKind kind, const QualifiedName& name, Span where) {
    std::vector<std::string> owned;
    for_each_of_kind(a.schema, kind, [&](const std::string&, const CodeObjectState& state) {
        owned.push_back(state.object.name.text());
    });
    report_missing(a, noun_of(kind), {}, name.text(), where, {owned.begin(), owned.end()});
}

/// The key of the object that a drop or comment means; a routine's argument list may be left out
/// where the name says enough. Empty where there is none.
std::string find_key(const Schema& schema, CodeKind kind, const QualifiedName& table,
                     const QualifiedName& name, const std::string& signature) {
    std::string key = code_object_key(kind, table, name, signature);
    if (schema.code_objects.contains(key)) { return key; }
    // SQLite's triggers are dropped by their name alone.
    const bool by_name =
        (is_routine(kind) && signature.empty()) || (kind == CodeKind::Trigger && table.empty());
    if (!by_name) { return {}; }
    std::string only;
    for_each_of_kind(schema, kind, [&](const std::string& other, const CodeObjectState& state) {
        if (state.object.name == name) { only = only.empty() ? other : std::string("\x01"); }
    });
    return only == "\x01" ? std::string() : only;
}

}  // namespace

bool operator==(const CodeObject& a, const CodeObject& b) {
    return a.kind == b.kind && a.name == b.name && a.table == b.table &&
           a.signature == b.signature && a.constraint == b.constraint &&
           (a.definition == b.definition ||
            in_plain_spelling(a.definition) == in_plain_spelling(b.definition));
}

std::string code_text(const CodeObject& object) {
    std::string text(noun_text(noun_of(object.kind)));
    text += " \"" + object.name.text() + '"';
    if (stands_on_table(object.kind)) { text += " of table \"" + object.table.text() + '"'; }
    return text;
}

std::vector<std::string> code_on_table(const Schema& schema, const QualifiedName& table) {
    std::vector<std::string> keys;
    if (schema.code_objects.empty()) { return keys; }
    for (const CodeKind kind : {CodeKind::Trigger, CodeKind::Policy}) {
        const std::string prefix = prefix_on_table(kind, table);
        schema.code_objects.for_each_from(
            prefix, [&](const std::string& key, const Shared<CodeObjectState>&) {
                if (key.compare(0, prefix.size(), prefix) != 0) { return false; }
                keys.push_back(key);
                return true;
            });
    }
    for_each_of_kind(schema, CodeKind::Statistics,
                     [&](const std::string& key, const CodeObjectState& state) {
                         if (state.object.table == table) { keys.push_back(key); }
                     });
    return keys;
}

void remove_code_object(Applying& a, const std::string& key) {
    const Shared<CodeObjectState>* found = a.schema.code_objects.find(key);
    if (found == nullptr) { return; }
    const CodeObject object = (*found)->object;
    const std::vector<Index> indexes = (*found)->indexes;
    if (is_view(object.kind)) {
        for (const std::string& user : views_using(a.schema, object.name, {})) {
            remove_code_object(a, user);
        }
        for (const std::string& user : code_on_table(a.schema, object.name)) {
            remove_code_object(a, user);
        }
        (void)release_routines(a, object.name, {}, true, a.span);
        forget_privileges(a.schema.privileges, SecuredKind::Relation, object.name);
        for (const Index& index : indexes) { a.schema.index_owners.erase(index.name); }
    }
    if (object.kind == CodeKind::Trigger && a.schema.find_table(object.table) != nullptr) {
        forget_trigger_settings(edit_table(a.schema, object.table), object.name.name);
    }
    if (is_routine(object.kind)) {
        forget_privileges(a.schema.privileges, SecuredKind::Routine, object.name, object.signature);
    }
    a.schema.code_objects.erase(key);
    leave_trace(a, noun_of(object.kind), object.name.text(), Trace::Kind::Dropped);
    if (is_routine(object.kind)) { (void)release_routine(a, object, true, a.span); }
}

bool release_views(Applying& a, const std::vector<std::string>& views, const std::string& what,
                   bool cascade, Span where) {
    for (const std::string& key : views) {
        const Shared<CodeObjectState>* view = a.schema.code_objects.find(key);
        if (view == nullptr) { continue; }
        if (!cascade) {
            const std::string noun(noun_text(noun_of((*view)->object.kind)));
            diag::Diagnostic& found =
                a.error(diag::StillUsed, where, what, code_text((*view)->object));
            if ((*view)->origin.created.known()) {
                found.note((*view)->origin.created, "the " + noun + " is created here");
            }
            found.help("drop the " + noun + " first and create it again after, or write `cascade`");
            return false;
        }
        remove_code_object(a, key);
    }
    return true;
}

CodeObjectState* edit_materialized_view(Schema& schema, const QualifiedName& name) {
    const std::string key = code_object_key(CodeKind::MaterializedView, {}, name, {});
    return schema.code_objects.contains(key) ? edit_code(schema, key) : nullptr;
}

void apply_operation(Applying& a, CreateCodeObject& operation) {
    CodeObject& object = operation.object;
    const std::string key =
        code_object_key(object.kind, object.table, object.name, object.signature);
    const Shared<CodeObjectState>* existing = a.schema.code_objects.find(key);
    if (existing != nullptr && operation.if_not_exists) { return; }
    const Span where = object.name.span;
    if (existing != nullptr && !operation.or_replace) {
        diag::Diagnostic& found = a.error(diag::NameTaken, where, object.name.text(),
                                          "a " + std::string(noun_text(noun_of(object.kind))));
        if ((*existing)->origin.created.known()) {
            found.note((*existing)->origin.created, "it was created here");
        }
        found.help("write `create or replace` to put the new definition in its place");
        return;
    }
    if (existing == nullptr && is_view(object.kind)) {
        require_schema(a, object.name);
        if (!claim_relation(a, object.name)) { return; }
    } else if (!check_length(a, object.name.name, where)) {
        return;
    }
    if (stands_on_table(object.kind) || object.kind == CodeKind::Statistics) {
        const bool on_view =
            a.schema.find_code_object(CodeKind::View, {}, object.table, {}) != nullptr;
        if (!object.table.empty() && !on_view && require_table(a, object.table) == nullptr) {
            return;
        }
    }
    if (is_view(object.kind)) {
        // PostgreSQL lists the columns once and for all when it makes a view; so do we, everywhere.
        object.definition = with_columns_listed(a.schema, object.definition);
    }
    CodeObjectState state;
    state.object = object;
    state.origin = {where.known() ? where : a.span, a.span};
    if (existing != nullptr) {
        state.comment = (*existing)->comment;
        state.column_comments = (*existing)->column_comments;
        state.indexes = (*existing)->indexes;
        state.origin.created = (*existing)->origin.created;
    }
    a.schema.code_objects.set(key, Shared<CodeObjectState>(std::move(state)));
}

void apply_operation(Applying& a, DropCodeObject& operation) {
    const std::string key =
        find_key(a.schema, operation.kind, operation.table, operation.name, operation.signature);
    if (key.empty()) {
        if (operation.if_exists) { return; }
        report_missing_code(a, operation.kind, operation.name, operation.name.span);
        return;
    }
    // What is dropped later is known by its whole name.
    operation.signature = (*a.schema.code_objects.find(key))->object.signature;
    operation.table = (*a.schema.code_objects.find(key))->object.table;
    if (is_view(operation.kind)) {
        const std::string what =
            std::string(noun_text(noun_of(operation.kind))) + " \"" + operation.name.text() + '"';
        if (!release_views(a, views_using(a.schema, operation.name, {}), what, operation.cascade,
                           operation.name.span) ||
            !release_routines(a, operation.name, what, operation.cascade, operation.name.span)) {
            return;
        }
    }
    const CodeObject object = (*a.schema.code_objects.find(key))->object;
    if (is_routine(object.kind) &&
        !release_routine(a, object, operation.cascade, operation.name.span)) {
        return;
    }
    remove_code_object(a, key);
}

CodeObjectState* require_code_object(Applying& a, CodeKind kind, const QualifiedName& table,
                                     const QualifiedName& name, const std::string& signature) {
    const std::string key = find_key(a.schema, kind, table, name, signature);
    if (key.empty()) {
        report_missing_code(a, kind, name, name.span);
        return nullptr;
    }
    return edit_code(a.schema, key);
}

void apply_operation(Applying& a, Grant& operation) {
    apply_privileges(operation, a.schema);
}

}  // namespace retort::schema
