// SPDX-License-Identifier: Apache-2.0
#include "compiler/importing/alembic_batch.h"

#include "compiler/importing/own_words.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/changes.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <utility>

namespace retort::importing {
namespace {

using schema::Operation;
using schema::Schema;

constexpr std::string_view kCopyName = "_alembic_tmp_";

template <class Kind>
const Kind* only(const std::vector<ReadStatement>& statements, std::size_t at) {
    if (at >= statements.size() || statements[at].operations.size() != 1) { return nullptr; }
    return std::get_if<Kind>(&statements[at].operations[0].kind);
}

/// `(a, b) select t.a, cast(t.c as text) as b from t`: for each column of the copy the column that
/// its values come from, empty where they come from none alone.
std::optional<std::vector<std::pair<std::string, std::string>>> read_sources(
    const std::string& sql) {
    const std::vector<schema::SqlWord> words = schema::split_sql(sql);
    std::size_t at = 0;
    while (at < words.size() && !words[at].is("(")) { ++at; }
    std::vector<std::pair<std::string, std::string>> sources;
    for (++at; at < words.size() && !words[at].is(")"); ++at) {
        if (words[at].is_name()) { sources.emplace_back(words[at].text, ""); }
    }
    if (++at >= words.size() || !words[at].is("select")) { return std::nullopt; }
    ++at;
    for (auto& [column, source] : sources) {
        const std::size_t begin = at;
        std::size_t name = words.size();  // behind the last `.`
        for (std::size_t depth = 0; at < words.size(); ++at) {
            if (words[at].is("(")) { ++depth; }
            if (words[at].is(")")) {
                if (depth == 0) { return std::nullopt; }
                --depth;
            }
            if (depth == 0 && (words[at].is(",") || words[at].is("from"))) { break; }
            if (words[at].is(".")) { name = at + 1; }
        }
        if (name < at && (name + 1 == at || words[begin].is("cast"))) { source = words[name].text; }
        if (at < words.size() && words[at].is(",")) { ++at; }
    }
    return sources;
}

/// Applies to a scratch schema; false where that fails.
bool does(Operation operation, const ImportRules& rules, Schema& schema) {
    std::vector<AppliedOperation> ignored;
    return apply_operations({std::move(operation)}, rules, schema, ignored).empty();
}

/// The keys of other tables that refer to this one.
std::vector<schema::AlterTable> keys_to(const Schema& schema, const QualifiedName& table) {
    std::vector<schema::AlterTable> keys;
    schema.references.for_each_from({table, {}}, [&](const schema::Reference& reference, bool) {
        if (!(reference.target == table)) { return false; }
        const schema::Table* source = schema.find_table(reference.source);
        if (source == nullptr || source->name == table) { return true; }
        schema::AlterTable alter;
        alter.table = source->name;
        for (const schema::Constraint& constraint : source->constraints) {
            if (constraint.kind == schema::ConstraintKind::ForeignKey &&
                constraint.referenced_table == table) {
                alter.actions.emplace_back(schema::AddConstraint{constraint});
            }
        }
        if (!alter.actions.empty()) { keys.push_back(std::move(alter)); }
        return true;
    });
    return keys;
}

/// The schema with the table made anew from its definition and its indexes.
std::optional<Schema> replaced(const Schema& schema, const schema::CreateTable& create,
                               const std::vector<const schema::CreateIndex*>& indexes,
                               const ImportRules& rules) {
    Schema result = schema;
    const std::vector<schema::AlterTable> keys = keys_to(schema, create.name);
    if (!does({schema::DropTable{create.name, false, true}, {}}, rules, result) ||
        !does({create, {}}, rules, result)) {
        return std::nullopt;
    }
    for (const schema::CreateIndex* index : indexes) {
        if (!does({*index, {}}, rules, result)) { return std::nullopt; }
    }
    for (const schema::AlterTable& key : keys) {
        if (!does({key, {}}, rules, result)) { return std::nullopt; }
    }
    // What stands on the table goes with a drop, but was not meant to.
    bool complete = true;
    schema.code_objects.for_each([&](const std::string& key, const auto& state) {
        if (result.code_objects.contains(key)) { return; }
        complete =
            does({schema::CreateCodeObject{state->object, false, false}, {}}, rules, result) &&
            complete;
    });
    if (!complete) { return std::nullopt; }
    return result;
}

/// The renames in front of the other changes of the table, in one statement where that is one.
std::vector<Operation> joined(schema::AlterTable renames, std::vector<Operation> others) {
    if (renames.actions.empty()) { return others; }
    const auto* alter =
        others.empty() ? nullptr : std::get_if<schema::AlterTable>(&others.front().kind);
    if (alter != nullptr && alter->table == renames.table) {
        for (const schema::TableAction& action : alter->actions) {
            renames.actions.push_back(action);
        }
        others.erase(others.begin());
    }
    others.insert(others.begin(), Operation{std::move(renames), {}});
    return others;
}

}  // namespace

std::optional<TableCopy> read_table_copy(const std::vector<ReadStatement>& statements,
                                         std::size_t begin, const Schema& schema,
                                         const ImportRules& rules) {
    const auto* create = only<schema::CreateTable>(statements, begin);
    const auto* fill = only<schema::SqlStatementText>(statements, begin + 1);
    const auto* drop = only<schema::DropTable>(statements, begin + 2);
    const auto* rename = only<schema::RenameTable>(statements, begin + 3);
    if (create == nullptr || fill == nullptr || drop == nullptr || rename == nullptr ||
        !create->name.name.starts_with(kCopyName) || fill->keyword != "insert" ||
        !(rename->from == create->name) || rename->to.text != drop->name.name) {
        return std::nullopt;
    }
    const auto sources = read_sources(fill->text);
    if (!sources) { return std::nullopt; }
    Operation definition{*create, {}};
    auto& table = std::get<schema::CreateTable>(definition.kind);
    table.name = drop->name;
    schema::resolve_schemas(definition, schema, rules.default_schema);
    (void)put_in_own_words(definition, schema);
    const schema::Table* before = schema.find_table(table.name);
    if (before == nullptr) { return std::nullopt; }
    TableCopy copy;
    copy.statements = 4;
    std::vector<const schema::CreateIndex*> indexes;
    for (std::size_t at = begin + 4;; ++at) {
        const auto* index = only<schema::CreateIndex>(statements, at);
        if (index == nullptr || index->table.name != drop->name.name) { break; }
        indexes.push_back(index);
        ++copy.statements;
    }
    schema::AlterTable renames;
    renames.table = table.name;
    for (const auto& [column, source] : *sources) {
        if (source.empty()) { return std::nullopt; }
        if (source == column) { continue; }
        renames.actions.emplace_back(schema::RenameColumn{Name(source), Name(column)});
    }
    Schema renamed = schema;
    if (!renames.actions.empty() && !does({renames, {}}, rules, renamed)) { return std::nullopt; }
    const std::optional<Schema> after = replaced(schema, table, indexes, rules);
    if (!after) { return std::nullopt; }
    copy.changes = joined(std::move(renames), schema::changes(renamed, *after));
    Schema result = schema;
    std::vector<AppliedOperation> ignored;
    if (!apply_operations(copy.changes, rules, result, ignored).empty() ||
        !schema::list_differences(*after, result, false).empty()) {
        return std::nullopt;
    }
    return copy;
}

}  // namespace retort::importing
