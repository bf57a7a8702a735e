// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/code_uses.h"

#include "compiler/schema/apply_context.h"
#include "compiler/schema/sql_scopes.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <cctype>

// What objects whose definition is text use, and how they follow a rename.

namespace retort::schema {
namespace {

template <class Visit>
void for_each_view(const Schema& schema, Visit&& visit) {
    for_each_of_kind(schema, CodeKind::View, visit);
    for_each_of_kind(schema, CodeKind::MaterializedView, visit);
}

CodeObject& edit_definition(Schema& schema, const std::string& key) {
    return schema.code_objects.edit(key)->edit().object;
}

/// The columns of the schema's tables and views, for reading queries.
ColumnsOf columns_known_to(const Schema& schema) {
    return [&schema](const QualifiedName& name) -> std::optional<ColumnNames> {
        QualifiedName folded = name;
        for (char& c : folded.name) {
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
        for (const QualifiedName& each : {name, folded}) {
            if (const Table* table = schema.find_table(each)) {
                ColumnNames columns;
                for (const Column& column : table->columns) { columns.push_back(column.name.text); }
                return columns;
            }
            for (const CodeKind kind : {CodeKind::View, CodeKind::MaterializedView}) {
                const auto* view = schema.code_objects.find(code_object_key(kind, {}, each, {}));
                if (view != nullptr) {
                    return columns_of_view(split_sql((*view)->object.definition),
                                           columns_known_to(schema));
                }
            }
        }
        return std::nullopt;
    };
}

std::vector<ColumnUse> uses_in(const CodeObject& object, const SoughtColumn& sought) {
    const std::vector<SqlWord> words = split_sql(object.definition);
    switch (object.kind) {
        case CodeKind::View:
        case CodeKind::MaterializedView:
            return columns_in_query(words, sought);
        case CodeKind::Trigger:
            return columns_in_trigger(words, object.table, sought);
        case CodeKind::Policy:
            return columns_in_policy(words, object.table, sought);
        case CodeKind::Statistics:
            return columns_in_statistics(words, object.table, sought);
        case CodeKind::Function:
        case CodeKind::Procedure:
            return {};
    }
    return {};
}

std::vector<std::size_t> tables_in(const CodeObject& object, const QualifiedName& table,
                                   const ColumnsOf& known) {
    const std::vector<SqlWord> words = split_sql(object.definition);
    const bool view = object.kind == CodeKind::View || object.kind == CodeKind::MaterializedView;
    return view ? tables_in_query(words, table, known)
                : tables_in_code(words, object.table, table, known);
}

/// Rewrites the triggers and policies of other tables by `rename`, which gives their definition.
/// SQLite's triggers have statements in them that may name any table, and follow its renames
/// (https://www.sqlite.org/lang_altertable.html, sections 2 and 3); PostgreSQL's policies may have
/// sub-selects.
template <class Rename>
void rename_in_other_code(Applying& a, const QualifiedName& table, Rename&& rename) {
    std::vector<std::pair<std::string, std::string>> changed;
    for (const CodeKind kind : {CodeKind::Trigger, CodeKind::Policy}) {
        for_each_of_kind(a.schema, kind, [&](const std::string& key, const CodeObjectState& state) {
            if (state.object.table == table) { return; }
            std::string definition = rename(state.object);
            if (definition != state.object.definition) {
                changed.emplace_back(key, std::move(definition));
            }
        });
    }
    for (auto& [key, definition] : changed) {
        edit_definition(a.schema, key).definition = std::move(definition);
    }
}

}  // namespace

/// Whether the letters of the name stand in the text at all: most texts have nothing to do with it.
bool may_name(const std::string& text, const std::string& name) {
    if (name.find('"') != std::string::npos) { return true; }  // it is written twice there
    return std::search(text.begin(), text.end(), name.begin(), name.end(), [](char x, char y) {
               return std::tolower(static_cast<unsigned char>(x)) ==
                      std::tolower(static_cast<unsigned char>(y));
           }) != text.end();
}

std::vector<std::string> views_using(const Schema& schema, const QualifiedName& table,
                                     std::string_view column) {
    std::vector<std::string> keys;
    if (schema.code_objects.empty()) { return keys; }
    const SoughtColumn sought{table, column, columns_known_to(schema)};
    for_each_view(schema, [&](const std::string& key, const CodeObjectState& state) {
        const CodeObject& object = state.object;
        if (object.name == table || !may_name(object.definition, table.name)) { return; }
        const bool used = column.empty()
                              ? !tables_in(object, table, sought.columns_of).empty()
                              : takes_all_columns(split_sql(object.definition), sought) ||
                                    !uses_in(object, sought).empty();
        if (used) { keys.push_back(key); }
    });
    return keys;
}

std::vector<std::string> triggers_using(const Schema& schema, const QualifiedName& table) {
    std::vector<std::string> keys;
    for_each_of_kind(schema, CodeKind::Trigger,
                     [&](const std::string& key, const CodeObjectState& state) {
                         const std::string& definition = state.object.definition;
                         if (may_name(definition, table.name) &&
                             !table_uses(split_sql(definition), table).empty()) {
                             keys.push_back(key);
                         }
                     });
    return keys;
}

std::vector<std::string> others_reading(const Schema& schema, const QualifiedName& table,
                                        std::string_view column) {
    std::vector<std::string> keys;
    const SoughtColumn sought{table, column, columns_known_to(schema)};
    for (const CodeKind kind : {CodeKind::Trigger, CodeKind::Policy}) {
        for_each_of_kind(schema, kind, [&](const std::string& key, const CodeObjectState& state) {
            const CodeObject& object = state.object;
            if (object.table == table || !may_name(object.definition, table.name)) { return; }
            const bool used = column.empty() ? !tables_in(object, table, sought.columns_of).empty()
                                             : !uses_in(object, sought).empty();
            if (used) { keys.push_back(key); }
        });
    }
    return keys;
}

std::string with_columns_listed(const Schema& schema, const std::string& query) {
    return list_columns(query, columns_known_to(schema));
}

void rename_table_in_code(Applying& a, const QualifiedName& from, const QualifiedName& to) {
    if (!a.schema.code_objects.empty()) {
        const ColumnsOf known = columns_known_to(a.schema);
        for (const std::string& key : views_using(a.schema, from, {})) {
            CodeObject& view = edit_definition(a.schema, key);
            view.definition =
                rename_table_at(view.definition, tables_in(view, from, known), from, to);
        }
        rename_in_other_code(a, from, [&](const CodeObject& object) {
            if (!may_name(object.definition, from.name)) { return object.definition; }
            return rename_table_at(object.definition, tables_in(object, from, known), from, to);
        });
        for (const std::string& key : code_on_table(a.schema, from)) {
            CodeObjectState state = **a.schema.code_objects.find(key);
            a.schema.code_objects.erase(key);
            CodeObject& object = state.object;
            object.definition =
                rename_table_at(object.definition, tables_in(object, from, known), from, to);
            object.table = to;
            std::string new_key =
                code_object_key(object.kind, object.table, object.name, object.signature);
            a.schema.code_objects.set(std::move(new_key),
                                      Shared<CodeObjectState>(std::move(state)));
        }
    }
    move_privileges(a.schema.privileges, SecuredKind::Relation, from, to);
}

void rename_column_in_code(Applying& a, const QualifiedName& table, const std::string& from,
                           const std::string& to) {
    move_column_privileges(a.schema.privileges, table, from, to);
    if (a.schema.code_objects.empty()) { return; }
    const SoughtColumn sought{table, from, columns_known_to(a.schema)};
    const auto renamed = [&](const CodeObject& object) {
        if (!may_name(object.definition, from)) { return object.definition; }
        std::vector<std::size_t> places;
        std::vector<std::size_t> exposed;
        for (const ColumnUse& use : uses_in(object, sought)) {
            places.push_back(use.word);
            if (use.exposed) { exposed.push_back(use.word); }
        }
        // What a trigger's statements select has no names that count, unless others select it.
        return object.kind == CodeKind::Trigger || object.kind == CodeKind::Statistics
                   ? rename_at(object.definition, places, exposed, from, to)
                   : rename_column_in_query(object.definition, places, from, to);
    };
    for (const std::string& key : views_using(a.schema, table, from)) {
        CodeObject& view = edit_definition(a.schema, key);
        view.definition = renamed(view);
    }
    rename_in_other_code(a, table, renamed);
    for (const std::string& key : code_on_table(a.schema, table)) {
        CodeObject& object = edit_definition(a.schema, key);
        object.definition = renamed(object);
    }
}

}  // namespace retort::schema
