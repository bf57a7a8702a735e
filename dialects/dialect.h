// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/plan/capabilities.h"
#include "compiler/plan/plan.h"
#include "compiler/schema/adopt_spelling.h"
#include "compiler/script/script.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace retort::dialects {

/// `types:` of the configuration: type name (lower case) -> the SQL to use for this dialect.
using TypeOverrides = std::map<std::string, std::string, std::less<>>;

/// What a target says about its database.
struct DialectOptions {
    std::string version;  ///< as configured ("15", "3.40"); empty: the dialect's default
    std::string schema;   ///< search path's schema of unqualified names; empty: not said
    TypeOverrides types;
    bool skip_unsupported = false;
};

/// One database system at one version. The only virtual interface of the compiler besides the
/// script frame that it supplies. Stateless after construction; may be used from several threads.
class Dialect {
public:
    virtual ~Dialect() = default;
    /// `postgresql`, `sqlite`: the name in configurations and in `on NAME { }`.
    [[nodiscard]] virtual std::string_view name() const = 0;
    /// For people: "PostgreSQL 15".
    [[nodiscard]] virtual std::string display_name() const = 0;
    [[nodiscard]] virtual const plan::Capabilities& capabilities() const = 0;
    /// How the database spells what it was told: for `schema::adopt_spelling`.
    [[nodiscard]] virtual schema::SpellingRules spelling_rules() const = 0;
    /// The statements that do a legal step. What the dialect cannot do is reported (with the way
    /// out) and yields none or, with `skip_unsupported`, a statement-less comment.
    [[nodiscard]] virtual std::vector<script::SqlStatement> emit(
        const plan::Step& step, Diagnostics& diagnostics) const = 0;
    [[nodiscard]] virtual const script::ScriptFrame& frame() const = 0;
    /// Statements for `current` and `ensure_version`.
    [[nodiscard]] virtual std::string current_query(const script::ScriptOptions& options) const = 0;
    [[nodiscard]] virtual std::string create_version_table(
        const script::ScriptOptions& options) const = 0;
};

}  // namespace retort::dialects
