// SPDX-License-Identifier: Apache-2.0
#include "compiler/plan/stale_code.h"

#include "compiler/schema/apply.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

namespace retort::plan {
namespace {

using schema::CodeKind;
using schema::CodeObject;

/// A name that is not what it was.
struct Change {
    QualifiedName table;
    std::string column;  ///< empty: the table itself
    std::string_view what;
    Span where;
};

std::vector<Change> changes_of(const Step& step) {
    std::vector<Change> changes;
    const auto* reference = std::get_if<revisions::OperationRef>(&step.action);
    if (reference == nullptr || !(*reference)->span.known()) { return changes; }
    const schema::Operation& operation = **reference;
    if (const auto* rename = std::get_if<schema::RenameTable>(&operation.kind)) {
        changes.push_back({rename->from, {}, "renamed", rename->from.span});
    } else if (const auto* drop = std::get_if<schema::DropTable>(&operation.kind)) {
        changes.push_back({drop->name, {}, "dropped", drop->name.span});
    } else if (const auto* alter = std::get_if<schema::AlterTable>(&operation.kind)) {
        for (const schema::TableAction& action : alter->actions) {
            if (const auto* other = std::get_if<schema::RenameColumn>(&action)) {
                changes.push_back({alter->table, other->from.text, "renamed", other->from.span});
            } else if (const auto* gone = std::get_if<schema::DropColumn>(&action)) {
                changes.push_back({alter->table, gone->column.text, "dropped", gone->column.span});
            }
        }
    }
    return changes;
}

bool is_word_part(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// The name stands in the text as a word.
bool names(std::string_view text, std::string_view name) {
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) ==
               std::tolower(static_cast<unsigned char>(b));
    };
    auto at = text.begin();
    while ((at = std::search(at, text.end(), name.begin(), name.end(), same)) != text.end()) {
        const auto end = at + static_cast<std::ptrdiff_t>(name.size());
        const bool begins = at == text.begin() || !is_word_part(*(at - 1));
        if (begins && (end == text.end() || !is_word_part(*end))) { return true; }
        ++at;
    }
    return false;
}

bool names(const CodeObject& routine, const Change& change) {
    return names(routine.definition, change.table.name) &&
           (change.column.empty() || names(routine.definition, change.column));
}

void report(const CodeObject& routine, const Change& change, Diagnostics& diagnostics) {
    const std::string kind = routine.kind == CodeKind::Function ? "function" : "procedure";
    const std::string thing = change.column.empty()
                                  ? "table \"" + change.table.text() + "\""
                                  : "column \"" + change.table.text() + "." + change.column + "\"";
    diagnostics
        .report(diag::StaleCode, change.where, kind + " \"" + routine.name.text() + "\"", thing,
                change.what)
        .help("a body is text that no database follows: if it means this " +
              std::string(change.column.empty() ? "table" : "column") +
              ", write `create or replace " + kind + "` in the same revision");
}

}  // namespace

void report_stale_code(const Plan& plan, Diagnostics& diagnostics) {
    if (plan.direction != revisions::Direction::Upgrade) { return; }
    for (const PlannedRevision& revision : plan.revisions) {
        if (revision.steps.empty()) { continue; }
        const auto& before = revision.steps.front().before.code_objects;
        const auto& after = revision.steps.back().after.code_objects;
        if (after.empty()) { continue; }
        for (const Step& step : revision.steps) {
            for (const Change& change : changes_of(step)) {
                after.for_each(
                    [&](const std::string& key, const Shared<schema::CodeObjectState>& state) {
                        const CodeObject& object = state->object;
                        const auto* old = before.find(key);
                        const bool kept =
                            old != nullptr && (*old)->object.definition == object.definition;
                        const bool routine =
                            object.kind == CodeKind::Function || object.kind == CodeKind::Procedure;
                        if (kept && routine && names(object, change)) {
                            report(object, change, diagnostics);
                        }
                    });
            }
        }
    }
}

}  // namespace retort::plan
