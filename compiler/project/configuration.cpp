// SPDX-License-Identifier: Apache-2.0
#include "compiler/project/project.h"
#include "compiler/project/reader.h"
#include "compiler/project/text.h"
#include "compiler/project/yaml.h"

#include <utility>

namespace retort::project {
namespace {

const std::vector<std::string_view> kTopKeys{
    "migrations",    "schema",   "version_table", "version_table_schema",
    "file_template", "timezone", "targets",       "defaults",
    "naming",        "types",    "post_write",    "lint"};
const std::vector<std::string_view> kFilePlaceholders{"year",   "month", "day", "hour", "minute",
                                                      "second", "epoch", "rev", "slug"};
const std::vector<std::string_view> kNamePlaceholders{"table", "columns", "column",
                                                      "referred_table", "name"};

void read_naming(const YamlNode& value, ValueReader& reader, schema::NamingRules& naming) {
    reader.each(value, "`naming`", {"pk", "uq", "ck", "fk", "ix", "ex"},
                [&](const std::string& key, const YamlNode&, const YamlNode& item) {
                    const std::optional<std::string> rule = reader.text(item, key);
                    if (!rule) { return; }
                    reader.check_placeholders(*rule, item.span, kNamePlaceholders);
                    if (key == "pk") { naming.primary_key = *rule; }
                    if (key == "uq") { naming.unique = *rule; }
                    if (key == "ck") { naming.check = *rule; }
                    if (key == "fk") { naming.foreign_key = *rule; }
                    if (key == "ix") { naming.index = *rule; }
                    if (key == "ex") { naming.exclude = *rule; }
                });
}

void read_types(const YamlNode& value, ValueReader& reader, Configuration& configuration) {
    reader.each(value, "`types`", {},
                [&](const std::string& type, const YamlNode&, const YamlNode& dialects) {
                    if (dialects.kind == YamlKind::Null) {
                        reader.wrong_type(dialects, type, "a map from a dialect to its type");
                        return;
                    }
                    auto& row = configuration.types[lower_ascii(type)];
                    reader.each(
                        dialects, "type \"" + type + "\"", known_dialects(),
                        [&](const std::string& dialect, const YamlNode&, const YamlNode& sql) {
                            if (auto given = reader.text(sql, dialect)) {
                                row[dialect] = std::move(*given);
                            }
                        });
                });
}

void read_post_write(const YamlNode& value, ValueReader& reader, Configuration& configuration) {
    if (value.kind == YamlKind::Null) { return; }
    if (value.kind != YamlKind::Sequence) {
        reader.wrong_type(value, "post_write", "a list of commands, each a list of words");
        return;
    }
    for (const YamlNode& command : value.items) {
        if (command.kind != YamlKind::Sequence || command.items.empty()) {
            reader.wrong_type(command, "post_write",
                              "a list of words, such as [\"clang-format\", \"-i\", \"{file}\"]");
            continue;
        }
        configuration.post_write.push_back(reader.texts(command, "post_write"));
    }
}

void read_lint(const YamlNode& value, ValueReader& reader, Configuration& configuration) {
    reader.each(value, "`lint`", {"disable", "error", "warn"},
                [&](const std::string& key, const YamlNode&, const YamlNode& rules) {
                    std::vector<std::string> names = reader.texts(rules, key);
                    if (key == "disable") { configuration.lint_disable = std::move(names); }
                    if (key == "error") { configuration.lint_error = std::move(names); }
                    if (key == "warn") { configuration.lint_warn = std::move(names); }
                });
}

void read_key(const std::string& key, const YamlNode& value, ValueReader& reader,
              Configuration& configuration) {
    if (key == "migrations") { configuration.migrations = reader.directories(value, key); }
    if (key == "schema" && value.kind != YamlKind::Null) {
        configuration.schema_file = reader.relative_path(value, key).value_or("");
    }
    if (key == "version_table") {
        configuration.version_table = reader.identifier(value, key).value_or("");
    }
    if (key == "version_table_schema") {
        configuration.version_table_schema = reader.text_or_null(value, key).value_or("");
    }
    if (key == "file_template") {
        if (const std::optional<std::string> given = reader.text(value, key)) {
            reader.check_placeholders(*given, value.span, kFilePlaceholders);
            configuration.file_template = *given;
        }
    }
    if (key == "timezone") {
        configuration.timezone = reader.text(value, key).value_or(configuration.timezone);
        configuration.timezone_span = value.span;
    }
    if (key == "naming") { read_naming(value, reader, configuration.naming); }
    if (key == "types") { read_types(value, reader, configuration); }
    if (key == "post_write") { read_post_write(value, reader, configuration); }
    if (key == "lint") { read_lint(value, reader, configuration); }
}

}  // namespace

std::optional<Configuration> load_configuration(const source::FileSystem& files,
                                                const std::string& path,
                                                const Environment& environment,
                                                source::SourceFiles& sources,
                                                Diagnostics& diagnostics) {
    std::variant<std::string, source::FileError> read = files.read(path);
    const std::string root = parent_path(path);
    const std::string shown = path.substr(path.rfind('/') + 1);
    if (const auto* error = std::get_if<source::FileError>(&read)) {
        diagnostics.report(diag::FileNotReadable, {}, path, error->reason)
            .help("name the configuration with `-c FILE`");
        return std::nullopt;
    }
    const FileId id = sources.add({shown, without_bom(std::get<std::string>(std::move(read)))});
    const std::size_t errors_before = diagnostics.error_count();
    const std::optional<YamlNode> document = read_yaml(sources.get(id), id, diagnostics);
    if (!document) { return std::nullopt; }

    Configuration configuration;
    configuration.root = root;
    configuration.file = shown;
    configuration.migrations = {"migrations"};
    ValueReader reader(sources, environment, diagnostics);
    const YamlNode* targets = nullptr;
    const YamlNode* defaults = nullptr;
    reader.each(*document, "the configuration", kTopKeys,
                [&](const std::string& key, const YamlNode&, const YamlNode& value) {
                    if (key == "targets") {
                        targets = &value;
                    } else if (key == "defaults") {
                        defaults = &value;
                    } else {
                        read_key(key, value, reader, configuration);
                    }
                });
    read_targets(targets, defaults, reader, configuration);
    const bool no_targets = targets == nullptr || targets->kind == YamlKind::Null ||
                            (targets->kind == YamlKind::Map && targets->keys.empty());
    if (no_targets) {
        const Span place = targets != nullptr ? targets->span : Span{id, 0, 0};
        diagnostics.report(diag::NoTargets, place)
            .help("add `targets: { main: { dialect: postgresql } }`");
    }
    if (diagnostics.error_count() != errors_before) { return std::nullopt; }
    return configuration;
}

std::string find_configuration(const source::FileSystem& files, const std::string& directory) {
    std::string at = directory.empty() ? "." : directory;
    while (true) {
        std::string path = join_path(at, "retort.yaml");
        if (files.exists(path)) { return path; }
        const std::string above = parent_path(at);
        if (above == at || at == ".") { return {}; }
        at = above;
    }
}

}  // namespace retort::project
