// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/postgresql.h"

#include "compiler/base/match.h"
#include "dialects/postgresql/emission.h"
#include "dialects/postgresql/frame.h"
#include "dialects/postgresql/newer_forms.h"
#include "dialects/postgresql/spelling.h"
#include "dialects/postgresql/versions.h"

#include <utility>

namespace retort::dialects::postgresql {
namespace {

constexpr int kOldestVersion = 12;
constexpr int kNewestVersion = 18;
constexpr int kDefaultVersion = 15;

constexpr plan::Capabilities kCapabilities{
    .alter_column = true,
    .add_constraint = true,
    .add_any_column = true,
    .drop_column = true,
    .rename_column = true,
    .rename_index = true,
    .enum_types = true,
    .drop_enum_value = true,
    .procedural_blocks = true,
    .concurrent_indexes = true,
    .schemas = true,
    .sequences = true,
    .domains = true,
    .extensions = true,
    .routines = true,
    .row_security = true,
    .grants = true,
    .materialized_views = true,
    .exclusion_constraints = true,
};

class Postgresql final : public Dialect {
public:
    explicit Postgresql(Settings settings)
        : settings_(std::move(settings)), frame_(settings_.schema) {}

    [[nodiscard]] std::string_view name() const override { return "postgresql"; }
    [[nodiscard]] std::string display_name() const override {
        return "PostgreSQL " + std::to_string(settings_.version);
    }
    [[nodiscard]] const plan::Capabilities& capabilities() const override { return kCapabilities; }
    [[nodiscard]] schema::SpellingRules spelling_rules() const override {
        return spelling_rules_of(settings_.version, settings_.schema);
    }
    [[nodiscard]] std::vector<script::SqlStatement> emit(const plan::Step& step,
                                                         Diagnostics& diagnostics) const override {
        if (!settings_.skip_unsupported) { return emit_step(step, diagnostics); }
        Diagnostics findings;
        std::vector<script::SqlStatement> statements = emit_step(step, findings);
        if (findings.has_errors()) { return left_out(findings); }
        diagnostics.take(std::move(findings));
        return statements;
    }
    [[nodiscard]] const script::ScriptFrame& frame() const override { return frame_; }
    [[nodiscard]] std::string current_query(const script::ScriptOptions& options) const override {
        return current_query_sql(options);
    }
    [[nodiscard]] std::string create_version_table(
        const script::ScriptOptions& options) const override {
        return create_version_table_sql(options);
    }

private:
    [[nodiscard]] std::vector<script::SqlStatement> emit_step(const plan::Step& step,
                                                              Diagnostics& diagnostics) const {
        std::vector<script::SqlStatement> statements;
        match(
            step.action,
            [&](const revisions::OperationRef& operation) {
                const Emission emission{settings_,       step.before, step.after,
                                        operation->span, diagnostics, statements};
                emit_operation(emission, *operation);
                if (is_raw(*operation)) { return; }
                for (const script::SqlStatement& statement : statements) {
                    check_versions(emission, statement.text);
                    check_forms(emission, statement.kind, statement.text);
                }
            },
            [&](const plan::RebuildTable& rebuild) {
                diagnostics.report(diag::NotSupportedYet, rebuild.span, "rebuilding a table",
                                   display_name());
            });
        return statements;
    }

    /// SQL that is taken as it stands, for whatever the database makes of it.
    static bool is_raw(const schema::Operation& operation) {
        return std::holds_alternative<schema::Execute>(operation.kind) ||
               std::holds_alternative<schema::SqlStatementText>(operation.kind);
    }

    /// A comment in place of the statements that cannot be.
    static std::vector<script::SqlStatement> left_out(const Diagnostics& findings) {
        script::SqlStatement statement;
        statement.kind = "comment";
        for (const diagnostics::Diagnostic& finding : findings.all()) {
            statement.remarks.push_back("left out: " + finding.message);
        }
        return {std::move(statement)};
    }

    Settings settings_;
    Frame frame_;
};

/// The major version of `15`, `15.4` or `15beta1`; 0 where there is none.
int major_version(const std::string& text) {
    int version = 0;
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9' && digits < 4) {
        version = version * 10 + (text[digits++] - '0');
    }
    return version;
}

}  // namespace

std::variant<std::unique_ptr<Dialect>, DialectError> make_postgresql(DialectOptions options) {
    Settings settings;
    settings.version = options.version.empty() ? kDefaultVersion : major_version(options.version);
    if (settings.version < kOldestVersion || settings.version > kNewestVersion) {
        return DialectError{"PostgreSQL \"" + options.version + "\" is not supported, only " +
                            std::to_string(kOldestVersion) + " to " +
                            std::to_string(kNewestVersion)};
    }
    settings.schema = std::move(options.schema);
    settings.types = std::move(options.types);
    settings.skip_unsupported = options.skip_unsupported;
    return std::make_unique<Postgresql>(std::move(settings));
}

}  // namespace retort::dialects::postgresql
