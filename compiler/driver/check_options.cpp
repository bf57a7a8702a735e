// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/raw_options.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace retort::driver {
namespace {

/// The index of `value` among `words`, or a report of what was wanted.
std::optional<std::size_t> choose(std::string_view option, const std::string& value,
                                  const std::vector<std::string_view>& words,
                                  Diagnostics& diagnostics) {
    const auto found = std::find(words.begin(), words.end(), value);
    if (found != words.end()) { return static_cast<std::size_t>(found - words.begin()); }
    std::string wanted;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i != 0) { wanted += i + 1 == words.size() ? " or " : ", "; }
        wanted += words[i];
    }
    diagnostics.report(diag::WrongOptionValue, {}, option, value, wanted);
    return std::nullopt;
}

void check_words(RawOptions& raw, Diagnostics& diagnostics) {
    Options& options = raw.options;
    if (const auto at = choose("--color", raw.color, {"auto", "always", "never"}, diagnostics)) {
        options.color = static_cast<ColorMode>(*at);
    }
    if (const auto at = choose("--diagnostics", raw.diagnostics,
                               {"text", "json", "sarif", "github"}, diagnostics)) {
        options.diagnostics = static_cast<diagnostics::Format>(*at);
    }
    if (!raw.format.empty() && options.command == Command::Graph) {
        if (const auto at =
                choose("--format", raw.format, {"text", "dot", "mermaid", "svg"}, diagnostics)) {
            options.drawing = static_cast<DrawingForm>(*at);
        }
    } else if (!raw.format.empty() && options.command == Command::Schema) {
        if (const auto at = choose("--format", raw.format, {"mig", "json", "sql"}, diagnostics)) {
            options.format = static_cast<OutputFormat>(*at);
        }
    } else if (!raw.format.empty()) {
        const bool sql =
            options.command == Command::Upgrade || options.command == Command::Downgrade;
        const auto at = choose("--format", raw.format, {sql ? "sql" : "text", "json"}, diagnostics);
        options.format = at == 1 ? OutputFormat::Json : OutputFormat::Text;
    }
    if (const auto at =
            choose("--template", raw.project_template, {"generic", "multidb"}, diagnostics)) {
        options.project_template = static_cast<project::ProjectTemplate>(*at);
    }
    if (!raw.import_kind.empty()) {
        if (const auto at = choose("import", raw.import_kind, {"alembic", "sql"}, diagnostics)) {
            options.import_kind = static_cast<ImportKind>(*at);
        }
    }
    if (!raw.transaction.empty()) {
        if (const auto at = choose("--transaction", raw.transaction,
                                   {"per-script", "per-revision", "none"}, diagnostics)) {
            options.transaction = static_cast<script::TransactionMode>(*at);
        }
    }
    if (!raw.emit.empty()) {
        if (const auto at = choose("--emit", raw.emit, {"sql", "ops", "graph", "schema", "plan"},
                                   diagnostics)) {
            options.emit = static_cast<EmitStage>(*at);
        }
    }
}

/// Each kind of import has options of its own.
void check_import_options(const RawOptions& raw, Diagnostics& diagnostics) {
    const Options& options = raw.options;
    const auto refuse = [&](bool given, const char* name, const char* whose) {
        if (!given) { return; }
        diagnostics.report(diag::UnknownOption, {}, name)
            .help("it belongs to `import " + std::string(whose) + "`");
    };
    switch (options.import_kind) {
        case ImportKind::Alembic:
            refuse(!options.message.empty(), "-m", "sql");
            refuse(!options.revision_id.empty(), "--rev-id", "sql");
            break;
        case ImportKind::Sql:
            refuse(!options.output.empty(), "-o", "alembic");
            break;
    }
}

}  // namespace

void check_options(RawOptions& raw, Diagnostics& diagnostics) {
    Options& options = raw.options;
    check_words(raw, diagnostics);
    options.guard = !raw.no_guard;
    options.comments = !raw.no_comments;
    options.fold = !raw.no_fold;
    for (const std::string& variable : raw.variables) {
        const std::size_t equals = variable.find('=');
        if (equals == std::string::npos || equals == 0) {
            diagnostics.report(diag::WrongOptionValue, {}, "-x", variable, "NAME=VALUE");
            continue;
        }
        options.variables.emplace_back(variable.substr(0, equals), variable.substr(equals + 1));
    }
    for (const std::string& rename : options.renames) {
        const std::size_t equals = rename.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == rename.size()) {
            diagnostics.report(diag::WrongOptionValue, {}, "--rename", rename, "OLD=NEW");
        }
    }
    for (const std::string& word : options.words) {
        options.word += (options.word.empty() ? "" : ",") + word;
    }
    const bool needs_revision =
        options.command == Command::Edit || options.command == Command::Squash ||
        options.command == Command::Upgrade || options.command == Command::Downgrade ||
        options.command == Command::Stamp || options.command == Command::Show;
    if (needs_revision && options.word.empty()) {
        diagnostics.report(diag::MissingArgument, {}, options.command_name, "a revision")
            .help(options.command == Command::Downgrade ? "such as `-1`, `base`, or `FROM:TO`"
                                                        : "such as `head`");
    }
    if (options.command == Command::Merge && options.words.empty()) {
        diagnostics.report(diag::MissingArgument, {}, options.command_name, "revisions")
            .help("such as `heads`, or two identifiers");
    }
    if (options.command == Command::Diff && options.words.size() != 2) {
        diagnostics.report(diag::MissingArgument, {}, options.command_name, "two schemas")
            .help("such as `head schema`, or `head dump.sql`");
    }
    if (options.command == Command::Import && options.files.empty()) {
        diagnostics.report(diag::MissingArgument, {}, options.command_name, "a kind and files")
            .help("such as `import alembic up.sql down.sql`, or `import sql dump.sql`");
    }
    if (options.command == Command::Import) { check_import_options(raw, diagnostics); }
    if (options.idempotent) {
        diagnostics.report(diag::NotSupportedYet, {}, "`--idempotent`",
                           "`" + options.command_name + "`");
    }
}

}  // namespace retort::driver
