// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/code_uses.h"

#include "compiler/schema/apply/context.h"
#include "compiler/schema/sql_scopes.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

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
            return columns_in_routine(words, sought);
    }
    return {};
}

std::vector<std::size_t> tables_in(const CodeObject& object, const QualifiedName& table,
                                   const ColumnsOf& known) {
    const std::vector<SqlWord> words = split_sql(object.definition);
    return is_view(object.kind) ? tables_in_query(words, table, known)
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

bool reads_column(const Schema& schema, const CodeObject& object, const QualifiedName& table,
                  std::string_view column) {
    return may_name(object.definition, std::string(column)) &&
           !uses_in(object, {table, column, columns_known_to(schema)}).empty();
}

bool object_reads(const Schema& schema, const CodeObject& object, const QualifiedName& table,
                  std::string_view column) {
    const bool own = object.table == table && !object.table.empty();
    if (is_routine(object.kind)) {
        return column.empty() ? routine_has_type(object, table)
                              : reads_column(schema, object, table, column);
    }
    if (own) { return column.empty() || reads_column(schema, object, table, column); }
    if (object.kind == CodeKind::Statistics || object.name == table ||
        !may_name(object.definition, table.name)) {
        return false;
    }
    const SoughtColumn sought{table, column, columns_known_to(schema)};
    if (column.empty()) { return !tables_in(object, table, sought.columns_of).empty(); }
    return (is_view(object.kind) && takes_all_columns(split_sql(object.definition), sought)) ||
           !uses_in(object, sought).empty();
}

const std::vector<CodeByWord::Entry>& CodeByWord::with(const std::string& name) {
    static const std::vector<Entry> kNone;
    if (!std::exchange(read_, true)) {
        schema_.code_objects.for_each(
            [&](const std::string& key, const Shared<CodeObjectState>& state) {
                for (const SqlWord& word : split_sql(state->object.definition)) {
                    if (!word.is_name()) { continue; }
                    std::vector<Entry>& entries = entries_[lower_case(word.text)];
                    const bool known = !entries.empty() && entries.back().object == &state->object;
                    if (!known) { entries.push_back({key, &state->object}); }
                }
            });
    }
    const auto found = entries_.find(lower_case(name));
    return found == entries_.end() ? kNone : found->second;
}

bool has_routine(const Schema& schema, const QualifiedName& name) {
    bool found = false;
    for (const CodeKind kind : {CodeKind::Function, CodeKind::Procedure}) {
        schema.code_objects.for_each_from(
            code_object_key(kind, {}, name, {}),
            [&](const std::string&, const Shared<CodeObjectState>& state) {
                found = found || (state->object.kind == kind && state->object.name == name);
                return false;
            });
    }
    return found;
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

const CodeObjectState* view_joining_by(const Schema& schema, const QualifiedName& table,
                                       std::string_view column) {
    const SoughtColumn sought{table, column, columns_known_to(schema)};
    for (const std::string& key : views_using(schema, table, {})) {
        const CodeObjectState& state = **schema.code_objects.find(key);
        if (joins_by_name(split_sql(state.object.definition), sought)) { return &state; }
    }
    return nullptr;
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

namespace {

/// Finds the literals of a definition that stand for values of an enum.
class ValueFinder {
public:
    ValueFinder(const std::string& text, const std::string& value)
        : text_(text), words_(split_sql(text)), literal_(quote_literal(value)) {}

    static std::string quote_literal(const std::string& value) {
        std::string text = "'";
        for (const char c : value) {
            text += c;
            if (c == '\'') { text += c; }
        }
        return text + "'";
    }

    /// `column = 'x'`, `'x' <> column`, `column in ('x', …)`, `case column when 'x'`.
    void beside(std::size_t column) {
        std::size_t first = column;
        while (first >= 2 && words_[first - 1].is(".")) { first -= 2; }
        std::size_t next = column + 1;
        while (is_any(next, {"=", "<", ">", "!", "is", "not", "distinct", "from"})) { ++next; }
        if (next > column + 1) { note(next); }
        std::size_t last = first;
        while (last > 0 && is_any(last - 1, {"=", "<", ">", "!"})) { --last; }
        if (last > 0 && last < first) { note(last - 1); }
        if (is_any(next, {"in"})) {
            for (std::size_t i = next + 1; i < words_.size() && !words_[i].is(")"); ++i) {
                note(i);
            }
        }
        if (first > 0 && words_[first - 1].is("case")) {
            for (std::size_t i = next; i < words_.size() && !words_[i].is("end"); ++i) {
                if (words_[i].is("when")) { note(i + 1); }
            }
        }
    }

    /// `'x'::type`, `cast('x' as type)`.
    void casts_to(const QualifiedName& type) {
        for (std::size_t i = 2; i < words_.size(); ++i) {
            const bool named = words_[i].kind == SqlWord::Kind::Quoted ? words_[i].text == type.name
                                                                       : words_[i].is(type.name);
            if (!words_[i].is_name() || !named) { continue; }
            const std::size_t before = i >= 4 && words_[i - 1].is(".") ? i - 3 : i - 1;
            if (words_[before].is("as")) { note(before - 1); }
            if (before > 1 && words_[before].is(":")) { note(before - 2); }
        }
    }

    [[nodiscard]] std::string renamed(const std::string& to) const {
        std::string result;
        std::size_t at = 0;
        for (const std::size_t i : found_) {
            result.append(text_, at, words_[i].begin - at);
            result += quote_literal(to);
            at = words_[i].end;
        }
        return result.append(text_, at, std::string::npos);
    }

private:
    [[nodiscard]] bool is_any(std::size_t at, std::initializer_list<std::string_view> words) const {
        return at < words_.size() &&
               std::any_of(words.begin(), words.end(),
                           [&](std::string_view word) { return words_[at].is(word); });
    }
    void note(std::size_t at) {
        if (at >= words_.size() || words_[at].kind != SqlWord::Kind::String) { return; }
        if (text_.compare(words_[at].begin, words_[at].end - words_[at].begin, literal_) == 0) {
            found_.insert(at);
        }
    }

    const std::string& text_;
    std::vector<SqlWord> words_;
    std::string literal_;
    std::set<std::size_t> found_;
};

/// The columns that hold values of the type, by table.
std::vector<std::pair<QualifiedName, std::string>> columns_of_type(const Schema& schema,
                                                                   const QualifiedName& type) {
    std::vector<std::pair<QualifiedName, std::string>> columns;
    for (const QualifiedName& user : users_of(schema, type)) {
        const Table* table = schema.find_table(user);
        if (table == nullptr) { continue; }
        for (const Column& column : table->columns) {
            if (column.type.kind == TypeKind::Named && *column.type.name == type) {
                columns.emplace_back(user, column.name.text);
            }
        }
    }
    return columns;
}

}  // namespace

void rename_value_in_code(Applying& a, const QualifiedName& type, const std::string& from,
                          const std::string& to) {
    if (a.schema.code_objects.empty()) { return; }
    const auto columns = columns_of_type(a.schema, type);
    const ColumnsOf known = columns_known_to(a.schema);
    const std::string literal = ValueFinder::quote_literal(from);
    std::vector<std::pair<std::string, std::string>> changed;
    a.schema.code_objects.for_each(
        [&](const std::string& key, const Shared<CodeObjectState>& state) {
            const CodeObject& object = state->object;
            if (object.definition.find(literal) == std::string::npos) { return; }
            ValueFinder finder(object.definition, from);
            for (const auto& [table, column] : columns) {
                for (const ColumnUse& use : uses_in(object, {table, column, known})) {
                    finder.beside(use.word);
                }
            }
            finder.casts_to(type);
            std::string definition = finder.renamed(to);
            if (definition != object.definition) {
                changed.emplace_back(key, std::move(definition));
            }
        });
    for (auto& [key, definition] : changed) {
        edit_definition(a.schema, key).definition = std::move(definition);
    }
}

}  // namespace retort::schema
