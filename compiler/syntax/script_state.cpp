// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/script_state.h"

#include "compiler/syntax/lower.h"

#include <algorithm>
#include <array>

namespace retort::syntax {

void ScriptDefaults::read(std::string_view text, const std::vector<RawToken>& tokens) {
    const auto word = [&](std::size_t i) {
        return i < tokens.size() ? text.substr(tokens[i].begin, tokens[i].end - tokens[i].begin)
                                 : std::string_view();
    };
    const bool tablespace = same_word(word(1), "default_tablespace");
    if (!tablespace && !same_word(word(1), "default_table_access_method")) { return; }
    std::string value(word(3));
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'')) {
        value = value.substr(1, value.size() - 2);
    }
    // The methods that are the default anyway.
    if (value == "heap" || value == "default") { value.clear(); }
    (tablespace ? tablespace_ : access_method_) = std::move(value);
}

void ScriptDefaults::give(schema::Operation& operation) const {
    const auto fill = [](std::string& place, const std::string& value) {
        if (place.empty()) { place = value; }
    };
    if (auto* table = std::get_if<schema::CreateTable>(&operation.kind)) {
        fill(table->options.tablespace, tablespace_);
        fill(table->options.access_method, access_method_);
    } else if (auto* index = std::get_if<schema::CreateIndex>(&operation.kind)) {
        fill(index->index.tablespace, tablespace_);
    } else if (auto* alter = std::get_if<schema::AlterTable>(&operation.kind)) {
        for (schema::TableAction& action : alter->actions) {
            auto* add = std::get_if<schema::AddConstraint>(&action);
            if (add == nullptr || !add->constraint.using_index.empty()) { continue; }
            switch (add->constraint.kind) {
                case schema::ConstraintKind::PrimaryKey:
                case schema::ConstraintKind::Unique:
                case schema::ConstraintKind::Exclude:
                    fill(add->constraint.tablespace, tablespace_);
                    break;
                case schema::ConstraintKind::Check:
                case schema::ConstraintKind::ForeignKey:
                    break;
            }
        }
    }
}

void MadeObjects::note(const schema::Operation& operation) {
    const auto& kind = operation.kind;
    if (const auto* o = std::get_if<schema::CreateTable>(&kind)) { names_.insert(o->name.name); }
    if (const auto* o = std::get_if<schema::CreateIndex>(&kind)) {
        names_.insert(o->index.name.name);
    }
    if (const auto* o = std::get_if<schema::CreateEnum>(&kind)) { names_.insert(o->name.name); }
    if (const auto* o = std::get_if<schema::CreateDomain>(&kind)) { names_.insert(o->name.name); }
    if (const auto* o = std::get_if<schema::CreateSequence>(&kind)) { names_.insert(o->name.name); }
    if (const auto* o = std::get_if<schema::CreateSchema>(&kind)) { names_.insert(o->name.text); }
    if (const auto* o = std::get_if<schema::CreateExtension>(&kind)) {
        names_.insert(o->name.text);
    }
    if (const auto* o = std::get_if<schema::CreateCodeObject>(&kind)) {
        names_.insert(o->object.name.name);
        // `alter table` of a view gives its columns defaults.
        if (o->object.kind == schema::CodeKind::View) { views_.insert(o->object.name); }
    }
}

bool MadeObjects::is_about_text(const schema::Operation& operation) const {
    const auto& kind = operation.kind;
    if (const auto* o = std::get_if<schema::CommentOn>(&kind)) {
        // Routines and what stands in a schema of its own are never among them.
        const bool named = o->target == schema::CommentTarget::Table ||
                           o->target == schema::CommentTarget::Column ||
                           o->target == schema::CommentTarget::Type ||
                           o->target == schema::CommentTarget::Constraint ||
                           o->target == schema::CommentTarget::Trigger;
        return named && texts_.count(o->object) != 0;
    }
    if (const auto* o = std::get_if<schema::AlterTable>(&kind)) {
        return texts_.count(o->table) != 0 || views_.count(o->table) != 0;
    }
    if (const auto* o = std::get_if<schema::CreateIndex>(&kind)) {
        return texts_.count(o->table) != 0;
    }
    if (const auto* o = std::get_if<schema::CreateCodeObject>(&kind)) {
        return !o->object.table.empty() && texts_.count(o->object.table) != 0;
    }
    return false;
}

std::string MadeObjects::drops_another(const schema::Operation& operation) const {
    const auto& kind = operation.kind;
    const auto unless_made = [&](const QualifiedName& name, const char* what) {
        return has(name) ? std::string() : std::string(what);
    };
    if (const auto* o = std::get_if<schema::DropTable>(&kind)) {
        return unless_made(o->name, "drop table");
    }
    if (const auto* o = std::get_if<schema::DropIndex>(&kind)) {
        return unless_made(o->name, "drop index");
    }
    if (const auto* o = std::get_if<schema::DropType>(&kind)) {
        return unless_made(o->name, "drop type");
    }
    if (const auto* o = std::get_if<schema::DropDomain>(&kind)) {
        return unless_made(o->name, "drop domain");
    }
    if (const auto* o = std::get_if<schema::DropSequence>(&kind)) {
        return unless_made(o->name, "drop sequence");
    }
    if (const auto* o = std::get_if<schema::DropSchema>(&kind)) {
        return unless_made(QualifiedName(o->name.text), "drop schema");
    }
    if (const auto* o = std::get_if<schema::DropExtension>(&kind)) {
        return unless_made(QualifiedName(o->name.text), "drop extension");
    }
    if (const auto* o = std::get_if<schema::DropCodeObject>(&kind)) {
        static constexpr std::array<const char*, 7> kWords{
            "drop view",      "drop materialized view", "drop function",
            "drop procedure", "drop trigger",           "drop policy",
            "drop statistics"};
        return unless_made(o->name, kWords[static_cast<std::size_t>(o->kind)]);
    }
    if (const auto* o = std::get_if<schema::SqlStatementText>(&kind)) {
        return o->keyword.substr(0, 5) == "drop " ? o->keyword : std::string();
    }
    if (const auto* o = std::get_if<schema::AlterTable>(&kind)) {
        const bool drops = std::all_of(
            o->actions.begin(), o->actions.end(), [](const schema::TableAction& action) {
                return std::holds_alternative<schema::DropConstraint>(action) ||
                       std::holds_alternative<schema::DropColumn>(action) ||
                       std::holds_alternative<schema::DropColumnDefault>(action);
            });
        return drops && !has(o->table) ? "alter table drop" : std::string();
    }
    return {};
}

}  // namespace retort::syntax
