// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/names.h"

#include "dialects/sqlite/words.h"

#include <algorithm>
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
void check_relation(const Context& context, const Name& name) {
    const auto compare = [&](const std::string& other) {
        if (other != name.text && same_letters(other, name.text)) { report(context, name, other); }
    };
    const schema::Schema& schema = *context.after;
    schema.tables.for_each([&](const QualifiedName& each, const Shared<schema::Table>& table) {
        compare(each.name);
        for (const schema::Index& index : table->indexes) { compare(index.name.name); }
    });
    schema.code_objects.for_each(
        [&](const std::string&, const Shared<schema::CodeObjectState>& state) {
            if (state->object.kind == schema::CodeKind::View) { compare(state->object.name.name); }
        });
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
        check_relation(context, name_of(create->name));
        if (const schema::Table* table = context.after->find_table(create->name)) {
            check_columns(context, *table);
        }
    } else if (const auto* rename = std::get_if<schema::RenameTable>(&kind)) {
        check_relation(context, rename->to);
    } else if (const auto* alter = std::get_if<schema::AlterTable>(&kind)) {
        if (const schema::Table* table = context.after->find_table(alter->table)) {
            check_columns(context, *table);
        }
    } else if (const auto* index = std::get_if<schema::CreateIndex>(&kind)) {
        check_relation(context, name_of(index->index.name));
    } else if (const auto* code = std::get_if<schema::CreateCodeObject>(&kind)) {
        if (code->object.kind == schema::CodeKind::View) {
            check_relation(context, name_of(code->object.name));
        }
    }
}

std::string free_table_name(const Context& context, std::string name) {
    const auto taken = [&](const schema::Schema& schema) {
        bool found = false;
        schema.tables.for_each([&](const QualifiedName& each, const Shared<schema::Table>& table) {
            found = found || same_letters(each.name, name) ||
                    std::any_of(table->indexes.begin(), table->indexes.end(),
                                [&](const schema::Index& index) {
                                    return same_letters(index.name.name, name);
                                });
        });
        schema.code_objects.for_each(
            [&](const std::string&, const Shared<schema::CodeObjectState>& state) {
                found = found || same_letters(state->object.name.name, name);
            });
        return found;
    };
    while (taken(*context.before) || taken(*context.after)) { name += '_'; }
    return name;
}

}  // namespace retort::dialects::sqlite
