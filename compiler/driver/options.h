// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/diagnostics/render.h"
#include "compiler/project/new_project.h"
#include "compiler/script/script.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace retort::driver {

enum class Command : unsigned char {
    Init,
    Revision,
    Merge,
    Edit,
    Import,
    Upgrade,
    Downgrade,
    Stamp,
    EnsureVersion,
    Current,
    Build,
    Check,
    Schema,
    Diff,
    Squash,
    History,
    Heads,
    Branches,
    Show,
    Graph,
    Fmt,
    Explain,
};

/// What `import` reads.
enum class ImportKind : unsigned char { Alembic, Sql };

enum class ColorMode : unsigned char { Auto, Always, Never };
enum class OutputFormat : unsigned char { Text, Json, Sql };
/// What `graph` draws.
enum class DrawingForm : unsigned char { Text, Dot, Mermaid, Svg };
/// Which value between two phases is printed instead of the script.
enum class EmitStage : unsigned char { Script, Ops, Graph, Schema, Plan };

/// A command line, checked.
struct Options {
    Command command = Command::Upgrade;
    std::string command_name;                                    ///< as people type it
    std::string config;                                          ///< empty: search upwards
    std::string target;                                          ///< empty: the only one
    std::vector<std::pair<std::string, std::string>> variables;  ///< `-x NAME=VALUE`
    ColorMode color = ColorMode::Auto;
    bool quiet = false;
    bool verbose = false;
    diagnostics::Format diagnostics = diagnostics::Format::Human;

    std::string word;  ///< the revision, range or code that is asked about
    std::vector<std::string>
        words;            ///< `merge`, `stamp`, `show`: several revisions; joined to `word`
    std::string range;    ///< `-r A:B`
    std::string current;  ///< `-i R`
    std::string output;   ///< `-o`; empty: standard output, configured directory
    std::string depfile;
    std::vector<std::string> files;
    std::string directory;  ///< of `init`; empty: the working directory
    project::ProjectTemplate project_template = project::ProjectTemplate::Generic;
    std::string message;
    std::string head;  ///< what a new revision revises; empty: the only head
    std::vector<std::string> labels;
    std::vector<std::string> dependencies;
    std::string revision_id;  ///< empty: a random one
    ImportKind import_kind = ImportKind::Alembic;
    bool splice = false;
    bool edit = false;
    bool autogenerate = false;
    std::vector<std::string> renames;  ///< `old=new`
    std::string against;               ///< a git revision
    OutputFormat format = OutputFormat::Text;
    DrawingForm drawing = DrawingForm::Text;
    EmitStage emit = EmitStage::Script;
    std::optional<script::TransactionMode> transaction;
    bool guard = true;
    bool comments = true;
    bool idempotent = false;
    bool purge = false;
    bool check = false;
    bool resolve_dependencies = false;
    bool fold = true;
};

/// Reads a command line. Nullopt where there is nothing to run: `answer` is then what `--help` or
/// `--version` prints or, where it is empty, mistakes were reported.
[[nodiscard]] std::optional<Options> parse_options(const std::vector<std::string>& arguments,
                                                   std::string& answer, Diagnostics& diagnostics);

/// `retort 0.1.0`.
[[nodiscard]] std::string version_text();

}  // namespace retort::driver
