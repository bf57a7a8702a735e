// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/authoring.h"
#include "compiler/driver/autogenerate.h"
#include "compiler/driver/import_check.h"
#include "compiler/driver/schemas.h"
#include "compiler/schema/changes.h"
#include "compiler/schema/invert.h"
#include "compiler/schema/place_texts.h"
#include "compiler/schema/rows.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

namespace retort::driver {
namespace {

using schema::Operation;

/// The statements of a first revision, and how many of them are kept as text.
struct FirstRevision {
    std::vector<GeneratedStatement> statements;
    std::size_t texts = 0;
    std::string irreversible;  ///< why it cannot be undone; empty where it can
};

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

bool is_sql_text(const Operation& operation) {
    return std::holds_alternative<schema::SqlStatementText>(operation.kind) ||
           std::holds_alternative<schema::Execute>(operation.kind);
}

/// `alter …` of what the script itself makes: it needs no undoing, since the object goes.
bool alters_own_object(const schema::SqlStatementText& text) {
    static constexpr std::array<std::string_view, 7> others = {
        "alter database", "alter default", "alter group",     "alter role",
        "alter system",   "alter user",    "alter tablespace"};
    return text.keyword.starts_with("alter ") &&
           std::find(others.begin(), others.end(), text.keyword) == others.end();
}

/// A revision file takes many statements as they stand. Not those with semicolons inside, nor forms
/// of `create table` that others know.
bool is_of_the_language(const Operation& operation) {
    const source::SourceFile file{"statement", syntax::print_operation(operation)};
    Diagnostics refused;
    const std::vector<Operation> parsed = syntax::parse_statements(file, 0, refused);
    return refused.empty() && parsed.size() == 1 && parsed.front().kind == operation.kind;
}

/// The first line of a statement that is kept as text.
std::string first_line(const Operation& operation) {
    std::string text;
    if (const auto* sql = std::get_if<schema::SqlStatementText>(&operation.kind)) {
        text = sql->text;
    } else if (const auto* execute = std::get_if<schema::Execute>(&operation.kind)) {
        text = execute->up.texts.front().second;
    }
    return text.substr(0, text.find('\n'));
}

bool makes_version_table(const Operation& operation, const project::Target& target) {
    const auto is_it = [&](const QualifiedName& name) {
        return name.name == target.version_table &&
               (target.version_table_schema.empty() || name.schema == target.version_table_schema);
    };
    if (const auto* create = std::get_if<schema::CreateTable>(&operation.kind)) {
        return is_it(create->name);
    }
    const auto* alter = std::get_if<schema::AlterTable>(&operation.kind);
    return alter != nullptr && is_it(alter->table);
}

/// What a script says, as statements of the language in the canonical order; where a text fits
/// nowhere there, in the script's own.
std::vector<Operation> in_order(std::vector<Operation> made, std::vector<Operation> operations,
                                const schema::NamingRules& naming) {
    std::vector<Operation> texts;
    std::copy_if(operations.begin(), operations.end(), std::back_inserter(texts), is_sql_text);
    if (texts.empty()) { return made; }
    std::vector<Operation> placed = schema::place_texts(made, texts, naming);
    return placed.empty() ? operations : placed;
}

std::optional<FirstRevision> read_script(Context& context, const project::Target& target,
                                         const std::string& file) {
    const std::size_t errors_before = context.diagnostics.error_count();
    syntax::ForeignScript script =
        read_schema_statements(context, from_working_directory(context, file), file);
    const auto rows = std::stable_partition(
        script.operations.begin(), script.operations.end(), [](const Operation& operation) {
            return is_sql_text(operation) || !schema::is_about_rows(operation);
        });
    for (auto each = rows; each != script.operations.end(); ++each) {
        script.skipped.push_back({each->span, schema::describe(*each)});
    }
    script.operations.erase(rows, script.operations.end());
    report_skipped(script.skipped, context.diagnostics);
    const std::unique_ptr<dialects::Dialect> dialect =
        make_dialect(context.project.configuration, target, context.diagnostics);
    NamedSchema named;
    named.schema = schema::build_schema(script.operations, build_options(context, target),
                                        context.diagnostics);
    if (!dialect || context.diagnostics.error_count() != errors_before) { return std::nullopt; }
    leave_out_version_table(context, target, named.schema);
    std::erase_if(script.operations, [&](const Operation& operation) {
        return makes_version_table(operation, target);
    });
    for (Operation& operation : script.operations) {
        auto* sql = std::get_if<schema::SqlStatementText>(&operation.kind);
        if (sql == nullptr) { continue; }
        if (alters_own_object(*sql)) { sql->reverse = schema::Reverse{true, {}}; }
        if (!is_of_the_language(operation)) { operation = schema::enclosed(*sql, operation.span); }
    }
    FirstRevision first;
    for (Operation& operation :
         in_order(difference(context, *dialect, {}, named), std::move(script.operations),
                  context.project.configuration.naming)) {
        if (is_sql_text(operation)) {
            ++first.texts;
            Diagnostics none;
            if (!schema::invert(operation, {}, none)) {
                first.irreversible = "nobody knows what undoes `" + first_line(operation) + "`";
            }
        }
        first.statements.push_back({std::move(operation), {}});
    }
    return first;
}

/// Whether nothing is there that the new revision would have to fit to.
bool is_empty_history(Context& context, const project::Target& target) {
    const std::optional<ExistingHistory> existing = read_existing(context, target);
    if (!existing || existing->revisions.empty()) { return existing.has_value(); }
    const revisions::RevisionHeader& one = existing->revisions.front().header;
    context.diagnostics
        .report(diag::HistoryNotEmpty, {}, counted(existing->revisions.size(), "revision"))
        .note(one.id.span, "such as \"" + one.id.text + "\"")
        .help("`retort diff heads " + context.options.files.front() +
              "` says how a database differs from the history");
    return false;
}

}  // namespace

ExitStatus import_sql(Context& context, const project::Target& target) {
    if (context.options.files.size() > 1) {
        context.diagnostics.report(diag::UnexpectedArgument, {}, context.options.files[1],
                                   "import sql");
        return ExitStatus::Usage;
    }
    const std::string& file = context.options.files.front();
    if (!is_empty_history(context, target)) { return ExitStatus::Failed; }
    const auto graph = load_graph(context.project, context.diagnostics);
    std::optional<FirstRevision> first = read_script(context, target, file);
    if (!graph || !first) { return ExitStatus::Failed; }
    if (first->statements.empty()) {
        context.diagnostics.report(diag::EmptyScript, {}, file);
        return ExitStatus::Failed;
    }
    std::optional<revisions::RevisionHeader> header = new_header(context, *graph);
    if (!header) { return ExitStatus::Failed; }
    if (header->message.empty()) { header->message = "The schema of " + file; }
    const auto path = new_path(context, target, *graph, *header);
    if (!path) { return ExitStatus::Failed; }
    revisions::Revision revision;
    revision.header = *header;
    if (!first->irreversible.empty()) {
        revision.downgrade_kind = revisions::DowngradeKind::Irreversible;
        revision.irreversible_reason = first->irreversible;
    }
    const std::size_t typed = first->statements.size() - first->texts;
    const std::string text = generated_text(std::move(revision), first->statements);
    if (!generated_holds(context, target, *path, text, header->id.text)) {
        return ExitStatus::Failed;
    }
    const ExitStatus status = finish_new_file(context, *path, text);
    if (status == ExitStatus::Done) {
        context.out += fmt::format(
            "\n{}: {} typed, {} kept as text\n"
            "the database that it describes is at this revision: `retort stamp {}` says so to it\n",
            counted(first->statements.size(), "statement"), typed, first->texts, header->id.text);
    }
    return status;
}

}  // namespace retort::driver
