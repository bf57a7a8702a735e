// SPDX-License-Identifier: Apache-2.0
#include "tests/golden/compiled_example.h"

#include "compiler/driver/pipeline.h"

#include <optional>
#include <utility>
#include <vector>

namespace retort::support {
namespace {

std::string configuration_of(const ExampleInput& input) {
    const std::string standard = input.dialect == "sqlite" ? "3.40" : "15";
    return "migrations: [.]\ntargets:\n  " + input.dialect + ":\n    dialect: " + input.dialect +
           "\n    version: \"" + (input.version.empty() ? standard : input.version) +
           "\"\n    unsupported: " + (input.skip_unsupported ? "skip" : "error") + "\n";
}

std::string revision_file(const std::string& header, const std::string& body) {
    return header + (body.starts_with("upgrade") ? body : "upgrade {\n" + body + "}\n");
}

std::string message_text(const Diagnostics& diagnostics) {
    std::string text;
    for (const diagnostics::Diagnostic& diagnostic : diagnostics.sorted()) {
        const bool error = diagnostic.severity == diagnostics::Severity::Error;
        text += (error ? "error[" : "warning[") + diagnostics::code_text(diagnostic.code) +
                "]: " + diagnostic.message + "\n";
        for (const diagnostics::Note& note : diagnostic.notes) {
            text += "  = note: " + note.text + "\n";
        }
        if (!diagnostic.help_text.empty()) { text += "  = help: " + diagnostic.help_text + "\n"; }
    }
    return text;
}

std::string statement_texts(const script::Script& script) {
    std::string text;
    for (const script::EmittedRevision& revision : script.revisions) {
        for (const script::SqlStatement& statement : revision.statements) {
            if (!text.empty()) { text += '\n'; }
            for (const std::string& remark : statement.remarks) { text += "-- " + remark + "\n"; }
            if (!statement.text.empty()) { text += statement.text + ";\n"; }
        }
    }
    return text;
}

class Project {
public:
    explicit Project(const ExampleInput& input) {
        files_.files["/project/retort.yaml"] = configuration_of(input);
        files_.files["/project/r1.mig"] = revision_file("revision r1;\n", input.schema);
        files_.files["/project/r2.mig"] = revision_file("revision r2;\nrevises r1;\n", input.given);
        files_.files["/project/r3.mig"] =
            revision_file("revision r3;\nrevises r2;\n", input.source);
        for (const auto& [name, text] : input.files) { files_.files["/project/" + name] = text; }
    }

    CompiledExample compile(revisions::Direction direction, const std::string& words) {
        CompiledExample result = run(direction, words);
        if (diagnostics_.has_errors()) { return {true, message_text(diagnostics_), {}}; }
        return result;
    }

private:
    CompiledExample run(revisions::Direction direction, const std::string& words) {
        driver::Project project;
        std::optional<project::Configuration> configuration = project::load_configuration(
            files_, "/project/retort.yaml",
            [](const std::string&) -> std::optional<std::string> { return std::nullopt; },
            project.sources, diagnostics_);
        if (!configuration) { return {}; }
        project.configuration = std::move(*configuration);
        project.files = project::load_revision_files(files_, project.configuration,
                                                     project.configuration.migrations,
                                                     project.sources, diagnostics_);
        std::optional<driver::ParsedHistory> parsed =
            driver::parse_history(project, files_, diagnostics_);
        if (!parsed) { return {}; }
        const std::optional<revisions::Range> range =
            revisions::resolve_range(*parsed->graph, direction, words, diagnostics_);
        if (!range) { return {}; }
        const project::Target& target = project.configuration.targets.front();
        std::vector<bool> downgrades = driver::downgrades_of(*parsed->graph, *range);
        const std::optional<driver::Compilation> compilation = driver::compile(
            std::move(*parsed), project.configuration, target, std::move(downgrades), diagnostics_);
        if (!compilation) { return {}; }
        const std::optional<driver::CompiledScript> compiled = driver::compile_script(
            *compilation, project.configuration, *range,
            driver::script_options(project.configuration, target, *compilation->dialect),
            diagnostics_);
        if (!compiled) { return {}; }
        return {false, statement_texts(compiled->script),
                script::render_script(compiled->script, compilation->dialect->frame())};
    }

    source::MemoryFileSystem files_;
    Diagnostics diagnostics_;
};

}  // namespace

CompiledExample compile_example(const ExampleInput& input, revisions::Direction direction) {
    const bool up = direction == revisions::Direction::Upgrade;
    return Project(input).compile(direction, up ? "r2:r3" : "r3:r2");
}

CompiledExample compile_ground(const ExampleInput& input) {
    return Project(input).compile(revisions::Direction::Upgrade, "r2");
}

}  // namespace retort::support
