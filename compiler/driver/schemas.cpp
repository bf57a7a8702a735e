// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/schemas.h"

#include "compiler/base/match.h"
#include "compiler/base/parallel.h"
#include "compiler/project/text.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/changes.h"
#include "compiler/schema/rows.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <variant>

namespace retort::driver {

schema::BuildOptions build_options(const Context& context, const project::Target& target) {
    const project::Configuration& configuration = context.project.configuration;
    schema::BuildOptions options;
    options.dialect = target.dialect;
    options.naming = configuration.naming;
    if (!target.schema.empty()) { options.default_schema = target.schema; }
    for (const auto& [type, by_dialect] : configuration.types) {
        options.foreign_types.push_back(type);
    }
    return options;
}

namespace {

/// Files that describe a schema, loaded; `shown` is what messages call the file or directory.
struct SchemaFiles {
    std::string shown;
    std::vector<FileId> files;  ///< those that could be read
    bool complete = true;       ///< all could
};
/// What a target's database holds at a revision.
struct SchemaAt {
    std::string word;
    std::vector<revisions::Node> rows;
};
/// Where a schema comes from: found, but not read yet.
using SchemaSource = std::variant<SchemaFiles, SchemaAt>;

/// The statements of one file: of the language in a `.mig` file, else as tools print them.
syntax::ForeignScript read_statements(const Context& context, FileId id, Diagnostics& diagnostics) {
    const source::SourceFile& file = context.project.sources.get(id);
    if (!file.path.ends_with(".mig")) { return syntax::parse_script(file, id, diagnostics); }
    return {syntax::parse_statements(file, id, diagnostics), {}};
}

syntax::ForeignScript read_all_statements(const Context& context, const std::vector<FileId>& files,
                                          Diagnostics& diagnostics) {
    syntax::ForeignScript all;
    for (const FileId id : files) {
        syntax::ForeignScript script = read_statements(context, id, diagnostics);
        std::move(script.operations.begin(), script.operations.end(),
                  std::back_inserter(all.operations));
        std::move(script.skipped.begin(), script.skipped.end(), std::back_inserter(all.skipped));
    }
    return all;
}

std::optional<NamedSchema> read_schema(const Context& context, const project::Target& target,
                                       const SchemaFiles& source, Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    NamedSchema named;
    named.name = source.shown;
    syntax::ForeignScript script = read_all_statements(context, source.files, diagnostics);
    named.printed =
        script.operations.empty() ||
        !context.project.sources.get(script.operations.front().span.file).path.ends_with(".mig");
    for (const schema::Operation& operation : script.operations) {
        if (schema::is_about_rows(operation)) {
            const auto* text = std::get_if<schema::SqlStatementText>(&operation.kind);
            script.skipped.push_back(
                {operation.span, text != nullptr ? text->keyword : schema::describe(operation)});
        }
    }
    report_skipped(script.skipped, diagnostics);
    if (!source.complete) { return std::nullopt; }
    named.renamings = schema::written_renamings(script.operations);
    named.schema = schema::build_schema(std::move(script.operations),
                                        build_options(context, target), diagnostics);
    if (diagnostics.error_count() != errors_before) { return std::nullopt; }
    leave_out_version_table(context, target, named.schema);
    return named;
}

/// Reports the files that cannot be read.
SchemaFiles load_files(Context& context, const std::string& path, const std::string& shown) {
    const std::size_t errors_before = context.diagnostics.error_count();
    std::vector<FileId> files = project::load_schema_files(
        *context.world->files, path, shown, context.project.sources, context.diagnostics);
    return {shown, std::move(files), context.diagnostics.error_count() == errors_before};
}

std::optional<SchemaFiles> load_desired(Context& context) {
    const project::Configuration& configuration = context.project.configuration;
    if (configuration.schema_file.empty()) {
        context.diagnostics.report(diag::NoDesiredSchema, {})
            .help("add `schema: schema.mig` to " + configuration.file);
        return std::nullopt;
    }
    return load_files(context, project::join_path(configuration.root, configuration.schema_file),
                      configuration.schema_file);
}

std::optional<SchemaSource> find_source(Context& context, const Compilation& compilation,
                                        const std::string& word) {
    if (word == "schema") { return load_desired(context); }
    const std::string path = from_working_directory(context, word);
    if (word.find('/') != std::string::npos || word.ends_with(".sql") || word.ends_with(".mig") ||
        context.world->files->exists(path)) {
        return load_files(context, path, word);
    }
    auto rows = revisions::resolve_revisions(*compilation.graph, word, context.diagnostics);
    if (!rows) { return std::nullopt; }
    return SchemaAt{word, *std::move(rows)};
}

/// `OLD=NEW` of the command line; `TABLE.OLD=NEW` where the table has such a column.
std::vector<schema::Renaming> asked_renamings(const Context& context, const schema::Schema& from) {
    std::vector<schema::Renaming> renamings;
    const auto qualified = [](const std::string& text) {
        const std::size_t dot = text.find('.');
        return dot == std::string::npos ? QualifiedName(text)
                                        : QualifiedName(text.substr(0, dot), text.substr(dot + 1));
    };
    for (const std::string& word : context.options.renames) {
        const std::size_t equals = word.find('=');
        const std::string old = word.substr(0, equals);
        const std::string fresh = word.substr(equals + 1);
        const std::size_t dot = old.rfind('.');
        if (dot == std::string::npos || from.find_table(qualified(old)) != nullptr) {
            QualifiedName to = qualified(fresh);
            if (to.schema.empty()) { to.schema = qualified(old).schema; }
            renamings.push_back({qualified(old), Name(), std::move(to), Name(), {}});
            continue;
        }
        const std::string column = fresh.substr(fresh.rfind('.') + 1);
        renamings.push_back({QualifiedName(),
                             Name(old.substr(dot + 1)),
                             qualified(old.substr(0, dot)),
                             Name(column),
                             {}});
    }
    return renamings;
}

}  // namespace

syntax::ForeignScript read_schema_statements(Context& context, const std::string& path,
                                             const std::string& shown) {
    return read_all_statements(context, load_files(context, path, shown).files,
                               context.diagnostics);
}

void report_skipped(const std::vector<syntax::SkippedStatement>& skipped,
                    Diagnostics& diagnostics) {
    if (skipped.empty()) { return; }
    std::map<std::string, std::size_t> counts;
    for (const syntax::SkippedStatement& each : skipped) { ++counts[each.what]; }
    std::string text;
    for (const auto& [what, count] : counts) {
        if (!text.empty()) { text += ", "; }
        text += "`" + what + "`";
        if (count > 1) { text += fmt::format(" ({} times)", count); }
    }
    diagnostics.report(diag::StatementsSkipped, skipped.front().where, text);
}

void leave_out_version_table(const Context& context, const project::Target& target,
                             schema::Schema& schema) {
    std::vector<std::string> schemas{target.version_table_schema};
    if (schemas[0].empty()) { schemas.push_back(build_options(context, target).default_schema); }
    for (const std::string& each : schemas) {
        schema::DropTable drop;
        drop.name = QualifiedName(each, target.version_table);
        if (schema.find_table(drop.name) == nullptr) { continue; }
        drop.cascade = true;
        schema::Operation operation{std::move(drop), {}};
        Diagnostics ignored;
        (void)schema::apply(operation, schema, {}, ignored);
    }
}

std::optional<Compilation> compile_target(Context& context, const project::Target& target) {
    if (!open_revisions(context, target)) { return std::nullopt; }
    return compile_open(context, target);
}

std::optional<Compilation> compile_open(Context& context, const project::Target& target) {
    std::optional<ParsedHistory> parsed =
        parse_history(context.project, *context.world->files, context.diagnostics);
    if (!parsed) { return std::nullopt; }
    return compile(std::move(*parsed), context.project.configuration, target, {},
                   context.diagnostics);
}

std::optional<NamedSchema> desired_schema(Context& context, const project::Target& target) {
    const std::optional<SchemaFiles> files = load_desired(context);
    return files ? read_schema(context, target, *files, context.diagnostics) : std::nullopt;
}

std::vector<std::optional<NamedSchema>> find_schemas(Context& context,
                                                     const Compilation& compilation,
                                                     const std::vector<std::string>& words) {
    std::vector<std::optional<SchemaSource>> sources;
    for (const std::string& word : words) {
        sources.push_back(find_source(context, compilation, word));
    }
    // Side by side: reading them is most of what comparing two large schemas costs.
    std::vector<std::optional<NamedSchema>> schemas(words.size());
    std::vector<Diagnostics> findings(words.size());
    for_each_part(words.size(), 1, words.size(), [&](const Part& part) {
        if (!sources[part.index]) { return; }
        Diagnostics& found = findings[part.index];
        schemas[part.index] = match(
            *sources[part.index],
            [&](const SchemaFiles& files) {
                return read_schema(context, *compilation.target, files, found);
            },
            [&](const SchemaAt& at) -> std::optional<NamedSchema> {
                NamedSchema named;
                named.name = at.word;
                named.schema = plan::state_at(*compilation.graph, compilation.history, at.rows,
                                              context.project.configuration.naming, found);
                return named;
            });
    });
    for (Diagnostics& found : findings) { context.diagnostics.take(std::move(found)); }
    return schemas;
}

std::vector<schema::Operation> difference(Context& context, const dialects::Dialect& dialect,
                                          const NamedSchema& from, const NamedSchema& to) {
    const schema::NamingRules& naming = context.project.configuration.naming;
    schema::Schema start = from.schema;
    std::vector<schema::Renaming> renamings = to.renamings;
    for (schema::Renaming& each : asked_renamings(context, from.schema)) {
        renamings.insert(renamings.begin(), std::move(each));
    }
    // Tables first: columns are renamed in their table's new name.
    std::stable_partition(renamings.begin(), renamings.end(),
                          [](const schema::Renaming& each) { return each.column.empty(); });
    std::vector<schema::Operation> operations =
        schema::apply_renamings(renamings, start, naming, context.diagnostics);
    schema::Schema wanted = schema::adopt_spelling(
        start, schema::with_sequences_of(start, to.schema), dialect.spelling_rules());
    std::vector<schema::Operation> rest = schema::changes(start, wanted);
    schema::report_likely_renames(start, wanted, context.diagnostics);
    std::move(rest.begin(), rest.end(), std::back_inserter(operations));
    // Nobody needs them any more, nor their end.
    keep(context, std::move(start));
    keep(context, std::move(wanted));
    return operations;
}

std::string statements_text(const std::vector<schema::Operation>& operations) {
    constexpr std::size_t kStatementsAPart = 512;
    std::vector<std::string> texts(count_parts(operations.size(), kStatementsAPart));
    for_each_part(operations.size(), kStatementsAPart, count_processors(), [&](const Part& part) {
        for (std::size_t i = part.begin; i < part.end; ++i) {
            std::string& text = texts[part.index];
            if (i > 0) { text += '\n'; }
            text += syntax::print_operation(operations[i]) + "\n";
        }
    });
    std::string whole;
    for (const std::string& text : texts) { whole += text; }
    return whole;
}

}  // namespace retort::driver
