// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/sqlite.h"

#include "dialects/sqlite/context.h"
#include "dialects/sqlite/emit.h"
#include "dialects/sqlite/frame.h"
#include "dialects/sqlite/guard.h"

#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace retort::dialects::sqlite {

namespace {

plan::Capabilities capabilities_of(int version) {
    plan::Capabilities can{};
    can.alter_column = false;
    can.add_constraint = false;
    can.add_any_column = false;
    can.drop_column = version >= 35;
    can.rename_column = true;
    can.rename_index = false;
    can.enum_types = false;
    can.drop_enum_value = false;
    can.procedural_blocks = false;
    can.concurrent_indexes = false;
    can.schemas = false;
    can.sequences = false;
    can.domains = false;
    can.extensions = false;
    can.routines = false;
    can.row_security = false;
    can.grants = false;
    can.materialized_views = false;
    can.exclusion_constraints = false;
    return can;
}

/// Functions that are written with the same words (see functions.cpp).
constexpr std::array kSameFunctions{
    schema::SameFunction{"now", "current_timestamp"},
    schema::SameFunction{"transaction_timestamp", "current_timestamp"},
    schema::SameFunction{"statement_timestamp", "current_timestamp"},
    schema::SameFunction{"clock_timestamp", "current_timestamp"},
    schema::SameFunction{"uuid_generate_v4", "gen_random_uuid"},
    schema::SameFunction{"char_length", "length"},
    schema::SameFunction{"character_length", "length"},
};

class SqliteDialect final : public Dialect {
public:
    SqliteDialect(int version, DialectOptions options)
        : version_(version),
          options_(std::move(options)),
          capabilities_(capabilities_of(version)),
          frame_(version) {}

    std::string_view name() const override { return "sqlite"; }
    std::string display_name() const override { return "SQLite " + version_text(version_); }
    const plan::Capabilities& capabilities() const override { return capabilities_; }
    schema::SpellingRules spelling_rules() const override {
        // The text of what was created is kept (sqlite_schema.sql): nothing is printed anew.
        schema::SpellingRules rules;
        rules.default_schema = "main";
        rules.keeps_meaning = false;
        rules.collation = "binary";
        rules.same_functions = kSameFunctions;
        rules.null_default_is_none = true;
        rules.knows_strict_tables = true;
        return rules;
    }
    Statements emit(const plan::Step& step, Diagnostics& diagnostics) const override {
        return emit_step(step, version_, options_, diagnostics);
    }
    const script::ScriptFrame& frame() const override { return frame_; }
    std::string current_query(const script::ScriptOptions& options) const override {
        return "SELECT version_num FROM " + version_table(options) + " ORDER BY version_num;\n";
    }
    std::string create_version_table(const script::ScriptOptions& options) const override {
        return create_version_table_text(options) + ";\n";
    }

private:
    int version_;
    DialectOptions options_;
    plan::Capabilities capabilities_;
    SqliteFrame frame_;
};

/// "3.40", "3.40.1", "3": the second number. Nullopt where the text is no version of SQLite 3.
std::optional<int> parse_version(std::string_view text) {
    if (text.empty() || text == "3") { return kDefaultVersion; }
    if (text.substr(0, 2) != "3.") { return std::nullopt; }
    text.remove_prefix(2);
    int number = 0;
    std::size_t digits = 0;
    while (digits < text.size() && digits < 2 && text[digits] >= '0' && text[digits] <= '9') {
        number = number * 10 + (text[digits++] - '0');
    }
    if (digits == 0) { return std::nullopt; }
    text.remove_prefix(digits);
    const bool rest_is_patch = text.find_first_not_of("0123456789.") == std::string_view::npos &&
                               (text.empty() || text[0] == '.');
    return rest_is_patch ? std::optional<int>(number) : std::nullopt;
}

}  // namespace

std::variant<std::unique_ptr<Dialect>, DialectError> make_sqlite(DialectOptions options) {
    const std::optional<int> version = parse_version(options.version);
    if (!version) {
        return DialectError{"\"" + options.version + "\" is no version of SQLite, wanted " +
                            version_text(kOldestVersion) + " or later"};
    }
    if (*version < kOldestVersion) {
        return DialectError{"SQLite " + options.version + " is not supported, only " +
                            version_text(kOldestVersion) + " or later"};
    }
    return std::unique_ptr<Dialect>(std::make_unique<SqliteDialect>(*version, std::move(options)));
}

}  // namespace retort::dialects::sqlite
