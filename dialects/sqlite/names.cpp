// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/names.h"

#include "dialects/sqlite/words.h"

#include <string_view>

namespace retort::dialects::sqlite {

namespace {

bool same_letters(std::string_view a, std::string_view b) {
    return a.size() == b.size() && lower(a) == lower(b);
}

void report(const Context& context, const Name& name, std::string_view other) {
    context.diagnostics->report(diag::SqliteSameName, context.place(name.span), name.text, other)
        .help("give one of them another name, or put the statement in `on postgresql { }`");
}

void check_columns(const Context& context, const schema::Table& table) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const Name& name = table.columns[i].name;
        for (std::size_t other = 0; other < i; ++other) {
            const Name& before = table.columns[other].name;
            if (same_letters(name.text, before.text)) { report(context, name, before.text); }
        }
    }
}

/// Tables, views and indexes share their names.
bool is_taken(const schema::Schema& schema, const std::string& schema_name,
              const std::string& name) {
    const QualifiedName whole(schema_name, name);
    return schema.tables.contains(whole) || schema.index_owners.contains(whole) ||
           schema.code_objects.contains(
               schema::code_object_key(schema::CodeKind::View, {}, whole, {}));
}

/// The spellings that people use: `users`, `USERS`, `Users`. To look at every name of the schema
/// would take a time that grows with its square; SQLite itself refuses what is left.
void check_relation(const Context& context, const QualifiedName& name, const Name& place) {
    const std::string small = lower(name.name);
    std::string large = small;
    for (char& c : large) {
        if (c >= 'a' && c <= 'z') { c = static_cast<char>(c - 'a' + 'A'); }
    }
    std::string title = small;
    if (!title.empty()) { title[0] = large[0]; }
    for (const std::string& other : {small, large, title}) {
        if (other != name.name && is_taken(*context.after, name.schema, other)) {
            report(context, place, other);
            return;
        }
    }
}

Name name_of(const QualifiedName& name) {
    return Name(name.name, name.span);
}

}  // namespace

void check_names(const Context& context, const plan::Step& step) {
    if (const auto* rebuild = std::get_if<plan::RebuildTable>(&step.action)) {
        check_columns(context, *rebuild->after);
        return;
    }
    const schema::OperationKind& kind = std::get<revisions::OperationRef>(step.action)->kind;
    if (const auto* create = std::get_if<schema::CreateTable>(&kind)) {
        check_relation(context, create->name, name_of(create->name));
        if (const schema::Table* table = context.after->find_table(create->name)) {
            check_columns(context, *table);
        }
    } else if (const auto* rename = std::get_if<schema::RenameTable>(&kind)) {
        check_relation(context, QualifiedName(rename->from.schema, rename->to.text), rename->to);
    } else if (const auto* alter = std::get_if<schema::AlterTable>(&kind)) {
        if (const schema::Table* table = context.after->find_table(alter->table)) {
            check_columns(context, *table);
        }
    } else if (const auto* index = std::get_if<schema::CreateIndex>(&kind)) {
        check_relation(context, index->index.name, name_of(index->index.name));
    } else if (const auto* code = std::get_if<schema::CreateCodeObject>(&kind)) {
        if (code->object.kind == schema::CodeKind::View) {
            check_relation(context, code->object.name, name_of(code->object.name));
        }
    }
}

std::string free_table_name(const Context& context, std::string name) {
    const auto taken = [&](const schema::Schema& schema) {
        return is_taken(schema, {}, name) || is_taken(schema, {}, lower(name));
    };
    while (taken(*context.before) || taken(*context.after)) { name += '_'; }
    return name;
}

}  // namespace retort::dialects::sqlite
