// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/raw_options.h"

#include "compiler/base/check.h"
#include "compiler/base/names.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <array>
#include <memory>

namespace retort::driver {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  retort revision -m 'Add orders'        a new revision file, on top of the head\n"
    "  retort upgrade head                    base to the newest revision, on standard output\n"
    "  retort upgrade 3f2a:head -o up.sql     from a revision (a prefix will do) to a file\n"
    "  retort downgrade -1 -n primary         one revision back, for one of several targets\n"
    "  retort check                           every proof that needs no database\n"
    "  retort build --check                   fail where the built SQL is stale\n"
    "  retort history -r base:head -v         every revision with its description\n"
    "  retort explain R0302                   what a diagnostic means\n"
    "\n"
    "Exit status: 0 done, 1 the migrations have errors or a check failed,\n"
    "2 the command line or the configuration is wrong, 3 a defect of retort.\n";

constexpr const char* kRangeExamples =
    "A revision is an identifier or a unique prefix of one, head, heads, base, +N, -N, ID+N, "
    "ID-N,\n"
    "LABEL@head. Without FROM an upgrade starts at base and a downgrade at the heads.\n"
    "\n"
    "Examples:\n"
    "  retort upgrade head\n"
    "  retort upgrade 3f2a:head --sql > up.sql\n"
    "  retort downgrade head:base\n"
    "  retort downgrade -1 -o down.sql\n";

constexpr const char* kRevisionExamples =
    "Examples:\n"
    "  retort revision -m 'Add user profiles'\n"
    "  retort revision -m 'Billing' --head base --branch-label billing\n"
    "  retort revision -m 'Invoices' --head billing@head --depends-on 3f2a\n";

constexpr const char* kImportExamples =
    "`alembic` reads what Alembic prints, each revision becomes a file:\n"
    "  alembic upgrade head --sql > up.sql\n"
    "  alembic downgrade head:base --sql > down.sql\n"
    "  alembic history --verbose > history.txt\n"
    "  retort import alembic up.sql down.sql history.txt\n"
    "\n"
    "`sql` reads what pg_dump, a database's shell or another tool prints of a whole schema:\n"
    "  pg_dump --schema-only app > dump.sql\n"
    "  retort import sql dump.sql -m 'Where we start'\n";

constexpr const char* kGlobalOptionsFooter =
    "`retort --help` lists the options of all commands, such as -c and -n.\n";

struct CommandRow {
    Command command;
    const char* name;
    const char* alias;
    const char* help;
};

constexpr std::array<CommandRow, 22> kCommands{{
    {Command::Init, "init", "", "a new project: retort.yaml and a directory for migrations"},
    {Command::Revision, "revision", "", "a new revision file"},
    {Command::Merge, "merge", "", "a new revision that joins heads: REVISION..."},
    {Command::Edit, "edit", "", "a revision file in your editor: REVISION"},
    {Command::Import, "import", "", "revision files from what other tools print: KIND FILE..."},
    {Command::Upgrade, "upgrade", "", "the script that upgrades: [FROM:]TO"},
    {Command::Downgrade, "downgrade", "", "the script that downgrades: [FROM:]TO"},
    {Command::Stamp, "stamp", "", "the script that only moves the version: [FROM:]REVISION..."},
    {Command::EnsureVersion, "ensure_version", "ensure-version",
     "the script that creates the version table"},
    {Command::Current, "current", "", "the query that tells where a database stands"},
    {Command::Build, "build", "", "every target's scripts, to files"},
    {Command::Check, "check", "", "all that can be known without a database"},
    {Command::Schema, "schema", "", "the whole schema at a revision: [REVISION]"},
    {Command::Diff, "diff", "", "what leads from one schema to another: A B"},
    {Command::Squash, "squash", "", "several revisions become one: FIRST:LAST"},
    {Command::History, "history", "", "the revisions, newest first"},
    {Command::Heads, "heads", "", "the revisions that nothing revises"},
    {Command::Branches, "branches", "", "the revisions where the history forks"},
    {Command::Show, "show", "", "what a revision is and does: REVISION..."},
    {Command::Graph, "graph", "", "a picture of the revisions and how they hang together"},
    {Command::Fmt, "fmt", "", "canonical layout for revision files: [FILE...]"},
    {Command::Explain, "explain", "", "what a diagnostic means: CODE"},
}};

std::vector<std::string_view> command_names() {
    std::vector<std::string_view> names;
    for (const CommandRow& row : kCommands) { names.emplace_back(row.name); }
    return names;
}

void add_global_options(CLI::App& app, RawOptions& raw) {
    app.add_option("-c,--config", raw.options.config,
                   "the configuration (default: the nearest retort.yaml, upwards)")
        ->type_name("FILE");
    app.add_option("-n,--name", raw.options.target, "the target (default: the only one)")
        ->type_name("TARGET");
    app.add_option("-x", raw.variables, "a value for ${NAME} in the configuration")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    app.add_option("--color", raw.color, "auto, always or never")->type_name("WHEN");
    app.add_option("--diagnostics", raw.diagnostics, "text, json, sarif or github")
        ->type_name("FORMAT");
    app.add_flag("-q,--quiet", raw.options.quiet, "only errors on standard error");
    app.add_flag("-v,--verbose", raw.options.verbose, "tell more");
}

void add_script_options(CLI::App& app, RawOptions& raw) {
    app.add_option("[FROM:]TO", raw.options.word, "from where, and where to")->type_name(" ");
    app.add_flag("--sql", raw.sql, "accepted for Alembic's sake: the output is always SQL");
    app.add_option("-o,--output", raw.options.output, "write to this file, whole or not at all")
        ->type_name("FILE");
    app.add_option("--format", raw.format, "sql, or json: the plan, statement by statement")
        ->type_name("FORMAT");
    app.add_option("--transaction", raw.transaction, "per-script, per-revision or none")
        ->type_name("MODE");
    app.add_flag("--no-guard", raw.no_guard, "do not check where the database stands first");
    app.add_flag("--no-comments", raw.no_comments, "only the statements");
    app.add_flag("--idempotent", raw.options.idempotent,
                 "a script for a database at any revision (not supported yet)");
    app.add_option("--emit", raw.emit, "print an inner stage: ops, graph, schema, plan or sql")
        ->type_name("STAGE");
    app.footer(std::string(kRangeExamples) + "\n" + kGlobalOptionsFooter);
}

/// What the commands that write a revision file have in common.
void add_authoring_options(CLI::App& app, RawOptions& raw) {
    app.add_option("-m,--message", raw.options.message, "what the revision does, in a line")
        ->type_name("TEXT");
    app.add_option("--branch-label", raw.options.labels, "a branch label; may be repeated")
        ->type_name("LABEL")
        ->allow_extra_args(false);
    app.add_option("--rev-id", raw.options.revision_id, "the identifier (default: a random one)")
        ->type_name("ID");
    app.add_flag("--edit", raw.options.edit, "open the new file in your editor");
}

void add_renames(CLI::App& app, RawOptions& raw) {
    app.add_option("--rename", raw.options.renames,
                   "OLD=NEW: a table, or TABLE.OLD=NEW: a column, goes on under another name")
        ->type_name("OLD=NEW")
        ->allow_extra_args(false);
}

void add_revision_options(CLI::App& app, RawOptions& raw) {
    Options& options = raw.options;
    add_authoring_options(app, raw);
    app.add_flag("--autogenerate", options.autogenerate,
                 "what leads from the schema at the head to the desired one");
    add_renames(app, raw);
    app.add_option("--head", options.head, "what it revises (default: the only head); base: none")
        ->type_name("REVISION");
    app.add_flag("--splice", options.splice, "--head may be a revision that is no head");
    app.add_option("--depends-on", options.dependencies,
                   "a revision or label that must be applied before; may be repeated")
        ->type_name("REVISION")
        ->allow_extra_args(false);
    app.footer(std::string(kRevisionExamples) + "\n" + kGlobalOptionsFooter);
}

void add_command_options(CLI::App& app, Command command, RawOptions& raw) {
    Options& options = raw.options;
    switch (command) {
        case Command::Init:
            app.add_option("DIR", options.directory, "where (default: here)")->type_name(" ");
            app.add_option("-t,--template", raw.project_template,
                           "generic: one database; multidb: two, with one history")
                ->type_name("NAME");
            break;
        case Command::Revision:
            add_revision_options(app, raw);
            break;
        case Command::Merge:
            app.add_option("REVISION", options.words, "the heads to join; `heads`: all")
                ->type_name(" ");
            add_authoring_options(app, raw);
            break;
        case Command::Edit:
            app.add_option("REVISION", options.word, "an identifier, a prefix, head")
                ->type_name(" ");
            break;
        case Command::Import:
            app.add_option("KIND", raw.import_kind, "alembic or sql")->type_name(" ");
            app.add_option("FILE", options.files, "what it printed")->type_name(" ");
            app.add_option("-o,--output", options.output,
                           "alembic: the directory (default: the first of `migrations`)")
                ->type_name("DIR");
            app.add_option("-m,--message", options.message,
                           "sql: what the revision does, in a line")
                ->type_name("TEXT");
            app.add_option("--rev-id", options.revision_id,
                           "sql: the identifier (default: a random one)")
                ->type_name("ID");
            app.footer(std::string(kImportExamples) + "\n" + kGlobalOptionsFooter);
            break;
        case Command::Check:
            app.add_option("--against", options.against,
                           "a git revision: what its files and these give together")
                ->type_name("REF");
            break;
        case Command::Upgrade:
        case Command::Downgrade:
            add_script_options(app, raw);
            break;
        case Command::Stamp:
            app.add_option("[FROM:]REVISION", options.words,
                           "from where, and where to; several: one a branch")
                ->type_name(" ");
            app.add_flag("--sql", raw.sql, "accepted for Alembic's sake");
            app.add_flag("--purge", options.purge, "forget every row first, whatever there is");
            app.add_option("-o,--output", options.output, "write to this file")->type_name("FILE");
            app.add_flag("--no-guard", raw.no_guard, "do not check where the database stands");
            app.add_flag("--no-comments", raw.no_comments, "only the statements");
            break;
        case Command::EnsureVersion:
            app.add_flag("--sql", raw.sql, "accepted for Alembic's sake");
            break;
        case Command::Current:
            break;
        case Command::Build:
            app.add_option("-o,--output", options.output,
                           "the directory (default: each target's `output`)")
                ->type_name("DIR");
            app.add_flag("--check", options.check, "write nothing, fail where a file is stale");
            app.add_option("--depfile", options.depfile, "write what was read, for make or ninja")
                ->type_name("FILE");
            break;
        case Command::Schema:
            app.add_option("REVISION", options.word, "where (default: the heads)")->type_name(" ");
            app.add_option("--format", raw.format,
                           "mig: the language; sql: a script for an empty database; json")
                ->type_name("FORMAT");
            app.add_option("-o,--output", options.output, "write to this file")->type_name("FILE");
            break;
        case Command::Diff:
            app.add_option("SCHEMA", options.words,
                           "two of: a revision, `schema` (the desired one), a file or directory")
                ->type_name(" ");
            add_renames(app, raw);
            break;
        case Command::Squash:
            app.add_option("FIRST:LAST", options.word, "the revisions that become one")
                ->type_name(" ");
            app.add_option("-m,--message", options.message,
                           "what it does (default: LAST's message)")
                ->type_name("TEXT");
            break;
        case Command::History:
            app.add_option("-r,--rev-range", options.range, "A:B, either may be left out")
                ->type_name("RANGE");
            app.add_option("-i,--indicate-current", options.current, "mark this revision")
                ->type_name("REVISION");
            app.add_option("--format", raw.format, "text or json")->type_name("FORMAT");
            break;
        case Command::Heads:
            app.add_flag("--resolve-dependencies", options.resolve_dependencies,
                         "only what the version table holds");
            app.add_option("--format", raw.format, "text or json")->type_name("FORMAT");
            break;
        case Command::Branches:
            app.add_option("--format", raw.format, "text or json")->type_name("FORMAT");
            break;
        case Command::Show:
            app.add_option("REVISION", options.words, "identifiers, prefixes, head, heads")
                ->type_name(" ");
            app.add_option("--format", raw.format, "text or json")->type_name("FORMAT");
            break;
        case Command::Graph:
            app.add_option("-r,--rev-range", options.range, "A:B, either may be left out")
                ->type_name("RANGE");
            app.add_option("--format", raw.format, "text, dot, mermaid or svg")
                ->type_name("FORMAT");
            app.add_flag("--no-fold", raw.no_fold, "draw every revision of a straight run");
            app.add_option("-o,--output", options.output, "write to this file")->type_name("FILE");
            break;
        case Command::Fmt:
            app.add_option("FILE", options.files, "default: every revision file")->type_name(" ");
            app.add_flag("--check", options.check, "write nothing, fail where a file would change");
            break;
        case Command::Explain:
            app.add_option("CODE", options.word, "R0302, or its name; without it: the list of all")
                ->type_name(" ");
            break;
    }
}

void report_extras(const std::vector<std::string>& extras, const CLI::App* command,
                   const CLI::App& app, Diagnostics& diagnostics) {
    const std::string word = extras.empty() ? std::string() : extras.front();
    if (word.size() > 1 && word.front() == '-') {
        std::vector<std::string> names;
        for (const CLI::App* owner : {command, &app}) {
            if (owner == nullptr) { continue; }
            for (const CLI::Option* option : owner->get_options()) {
                for (const std::string& name : option->get_lnames()) {
                    names.push_back("--" + name);
                }
            }
        }
        const std::string option = word.substr(0, word.find('='));
        if (command != nullptr && std::find(names.begin(), names.end(), option) != names.end()) {
            diagnostics.report(diag::UnknownOption, {}, word)
                .help("write it behind the command: retort " + command->get_name() + " " + option);
            return;
        }
        const std::vector<std::string_view> views(names.begin(), names.end());
        const std::string_view nearest = nearest_name(option, views);
        diagnostics.report(diag::UnknownOption, {}, word)
            .help(nearest.empty() ? "`--help` lists the options"
                                  : "did you mean \"" + std::string(nearest) + "\"?");
    } else if (command == nullptr) {
        const std::string_view nearest = nearest_name(word, command_names());
        diagnostics.report(diag::UnknownCommand, {}, word)
            .help(nearest.empty() ? "`retort --help` lists the commands"
                                  : "did you mean \"" + std::string(nearest) + "\"?");
    } else {
        diagnostics.report(diag::UnexpectedArgument, {}, word, command->get_name());
    }
}

/// The option that a mismatch is about: CLI11 puts it before the first colon.
std::string option_of(const CLI::Error& error) {
    const std::string text = error.what();
    return text.substr(0, text.find(':'));
}

const CLI::App* chosen_command(const CLI::App& app) {
    const std::vector<CLI::App*> chosen = app.get_subcommands();
    return chosen.empty() ? nullptr : chosen.back();
}

/// Runs CLI11. Its exceptions stay here.
bool run_parser(CLI::App& app, const std::vector<std::string>& arguments, std::string& answer,
                Diagnostics& diagnostics) {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        app.parse(std::move(reversed));
        return true;
    } catch (const CLI::CallForHelp&) { answer = app.help(); } catch (const CLI::CallForVersion&) {
        answer = version_text() + "\n";
    } catch (const CLI::ExtrasError&) {
        report_extras(app.remaining(true), chosen_command(app), app, diagnostics);
    } catch (const CLI::ArgumentMismatch& error) {
        diagnostics.report(diag::MissingArgument, {}, option_of(error), "exactly one value");
    } catch (const CLI::ParseError& error) {
        diagnostics.report(diag::MissingArgument, {}, option_of(error), "a value that it can use");
    }
    return false;
}

}  // namespace

std::string version_text() {
    return "retort " RETORT_VERSION;
}

std::optional<Options> parse_options(const std::vector<std::string>& arguments, std::string& answer,
                                     Diagnostics& diagnostics) {
    RawOptions raw;
    CLI::App app("Compiles schema migrations to SQL scripts, offline: no database is contacted.",
                 "retort");
    app.footer(kExamples);
    app.set_help_flag("-h,--help", "print this help");
    app.set_version_flag("--version", version_text(), "print the version");
    app.get_formatter()->column_width(28);
    app.get_formatter()->label("SUBCOMMAND", "COMMAND");
    app.get_formatter()->label("Positionals", "Arguments");
    app.require_subcommand(0, 1);
    add_global_options(app, raw);
    for (const CommandRow& row : kCommands) {
        CLI::App* command = app.add_subcommand(row.name, row.help);
        if (row.alias[0] != '\0') { command->alias(row.alias); }
        command->fallthrough();
        command->group("Commands");
        command->footer(kGlobalOptionsFooter);
        add_command_options(*command, row.command, raw);
    }
    if (!run_parser(app, arguments, answer, diagnostics)) { return std::nullopt; }
    const CLI::App* chosen = chosen_command(app);
    if (chosen == nullptr) {
        diagnostics.report(diag::MissingArgument, {}, "retort", "a command")
            .help("`retort --help` lists the commands");
        return std::nullopt;
    }
    raw.options.command_name = chosen->get_name();
    for (const CommandRow& row : kCommands) {
        if (raw.options.command_name == row.name) { raw.options.command = row.command; }
    }
    check_options(raw, diagnostics);
    if (diagnostics.has_errors()) { return std::nullopt; }
    return std::move(raw.options);
}

}  // namespace retort::driver
