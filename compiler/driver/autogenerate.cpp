// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/autogenerate.h"

#include "compiler/driver/schemas.h"
#include "compiler/plan/plan.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/invert.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"

#include <algorithm>
#include <set>
#include <utility>

namespace retort::driver {
namespace {

using schema::Operation;
using schema::Schema;

/// What an action of `alter table` asks of the rows that are there.
void remark_on_action(const schema::TableAction& action, const std::string& table,
                      std::vector<std::string>& remarks) {
    if (const auto* set = std::get_if<schema::SetNotNull>(&action)) {
        remarks.push_back("fails where rows hold no value: " + table + "." + set->column.text);
    } else if (const auto* add = std::get_if<schema::AddConstraint>(&action)) {
        remarks.push_back("fails where rows do not meet it: " + add->constraint.name.text);
    }
}

/// What a person must look at: values that go, values that are made up, rows that may not fit.
std::vector<std::string> remarks_on(const Operation& operation, const Schema& before,
                                    const Schema& after) {
    std::vector<std::string> remarks;
    for (const std::string& lost : schema::data_loss(operation, before)) {
        remarks.push_back("loses " + lost);
    }
    for (const std::string& value : schema::invented_values(operation, after)) {
        remarks.push_back("made up for the rows that are there: " + value);
    }
    if (const auto* alter = std::get_if<schema::AlterTable>(&operation.kind)) {
        const std::string name = alter->table.text();
        for (const schema::TableAction& action : alter->actions) {
            remark_on_action(action, name, remarks);
        }
    } else if (const auto* index = std::get_if<schema::CreateIndex>(&operation.kind)) {
        const bool old_table = before.find_table(index->table) != nullptr;
        if (index->index.unique && old_table) {
            remarks.push_back("fails where rows hold the same values");
        }
    } else if (const auto* value = std::get_if<schema::DropEnumValue>(&operation.kind)) {
        remarks.push_back("fails where rows hold '" + value->value.text +
                          "': give them another one, or write `replace with`");
    }
    return remarks;
}

std::vector<GeneratedStatement> with_remarks(std::vector<Operation> operations, Schema state,
                                             const schema::NamingRules& naming,
                                             Diagnostics& diagnostics) {
    std::vector<GeneratedStatement> statements;
    for (Operation& operation : operations) {
        const Schema before = state;
        Operation applied = operation;
        static_cast<void>(schema::apply(applied, state, naming, diagnostics));
        statements.push_back({std::move(operation), remarks_on(applied, before, state)});
    }
    return statements;
}

/// The statements for one target.
std::optional<std::vector<GeneratedStatement>> statements_for(
    Context& context, const project::Target& target, const std::vector<std::string>& parents) {
    const std::optional<Compilation>& compilation = keep(context, compile_open(context, target));
    const std::optional<NamedSchema> wanted = desired_schema(context, target);
    if (!compilation || !wanted) { return std::nullopt; }
    std::vector<revisions::Node> rows;
    for (const std::string& id : parents) { rows.push_back(*compilation->graph->find(id)); }
    const schema::NamingRules& naming = context.project.configuration.naming;
    const std::size_t errors_before = context.diagnostics.error_count();
    NamedSchema start;
    start.schema = plan::state_at(*compilation->graph, compilation->history, rows, naming,
                                  context.diagnostics);
    std::vector<Operation> operations = difference(context, *compilation->dialect, start, *wanted);
    std::vector<GeneratedStatement> statements =
        with_remarks(std::move(operations), start.schema, naming, context.diagnostics);
    if (context.diagnostics.error_count() != errors_before) { return std::nullopt; }
    return statements;
}

bool same_operations(const std::vector<GeneratedStatement>& a,
                     const std::vector<GeneratedStatement>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const GeneratedStatement& x, const GeneratedStatement& y) {
                          return x.operation == y.operation;
                      });
}

}  // namespace

std::vector<const project::Target*> targets_like(const Context& context,
                                                 const project::Target& target) {
    std::vector<const project::Target*> all;
    for (const project::Target& each : context.project.configuration.targets) {
        all.push_back(&each);
    }
    if (!context.options.target.empty()) { return {&target}; }
    for (std::vector<const project::Target*>& history : project::histories(all)) {
        if (std::find(history.begin(), history.end(), &target) != history.end()) {
            return std::move(history);
        }
    }
    return {&target};
}

std::vector<GeneratedStatement> in_one_list(StatementsByDialect by_dialect) {
    std::vector<GeneratedStatement>& first = by_dialect.begin()->second;
    const bool same = std::all_of(by_dialect.begin(), by_dialect.end(), [&](const auto& each) {
        return same_operations(each.second, first);
    });
    if (same) { return std::move(first); }
    std::vector<GeneratedStatement> blocks;
    for (auto& [dialect, statements] : by_dialect) {
        if (statements.empty()) { continue; }
        schema::OnDialect block;
        block.dialect = Name(dialect);
        GeneratedStatement generated;
        for (GeneratedStatement& statement : statements) {
            std::move(statement.remarks.begin(), statement.remarks.end(),
                      std::back_inserter(generated.remarks));
            block.body.push_back(std::move(statement.operation));
        }
        generated.operation = Operation{schema::OperationKind(std::move(block)), Span{}};
        blocks.push_back(std::move(generated));
    }
    return blocks;
}

std::optional<std::vector<GeneratedStatement>> generate_statements(
    Context& context, const project::Target& target, const std::vector<std::string>& parents) {
    StatementsByDialect by_dialect;
    for (const project::Target* each : targets_like(context, target)) {
        if (by_dialect.count(each->dialect) != 0) { continue; }
        std::optional<std::vector<GeneratedStatement>> statements =
            statements_for(context, *each, parents);
        if (!statements) { return std::nullopt; }
        by_dialect.emplace(each->dialect, std::move(*statements));
    }
    return in_one_list(std::move(by_dialect));
}

std::string generated_text(revisions::Revision revision,
                           const std::vector<GeneratedStatement>& statements) {
    revision.upgrade.clear();
    revision.has_upgrade = false;
    const std::string around = syntax::print_revision(revision);
    revision.downgrade_kind = revisions::DowngradeKind::Auto;
    revision.downgrade_auto_written = false;
    const std::string header = syntax::print_revision(revision);
    std::string text = header + "\nupgrade {\n";
    for (std::size_t i = 0; i < statements.size(); ++i) {
        if (i != 0) { text += '\n'; }
        for (const std::string& remark : statements[i].remarks) {
            text += "    -- " + remark + "\n";
        }
        text += syntax::print_operation(statements[i].operation, 4) + "\n";
    }
    text += "}\n" + around.substr(header.size());
    // The formatter has the last word.
    const source::SourceFile file{"new", text};
    Diagnostics none;
    const auto parsed = syntax::parse_revision(file, 0, syntax::KeepComments::Yes, none);
    return parsed && none.empty() ? syntax::print_revision(*parsed, text) : text;
}

bool generated_holds(Context& context, const project::Target& target, const std::string& path,
                     const std::string& text, const std::string& id) {
    context.project.files.push_back(context.project.sources.add({path, text}));
    std::optional<ParsedHistory> parsed =
        parse_history(context.project, *context.world->files, context.diagnostics);
    if (!parsed) { return false; }
    std::vector<bool> need_downgrade(parsed->revisions.size(), false);
    const revisions::Node node = *parsed->graph->find(id);
    need_downgrade[node] =
        parsed->revisions[node].downgrade_kind != revisions::DowngradeKind::Irreversible;
    for (const project::Target* each : targets_like(context, target)) {
        keep(context, compile(*parsed, context.project.configuration, *each, need_downgrade,
                              context.diagnostics));
    }
    return !context.diagnostics.has_errors();
}

}  // namespace retort::driver
