// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/expression.h"

#include "compiler/syntax/parse.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

namespace retort::dialects::sqlite {
namespace {

/// The expression as the parser reads it.
schema::Expr parsed(const std::string& text) {
    source::SourceFile file{"test.mig", "update t set c = " + text + ";"};
    Diagnostics diagnostics;
    const auto operations = syntax::parse_statements(file, 0, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << text;
    if (operations.empty()) { return {}; }
    const auto* update = std::get_if<schema::UpdateRows>(&operations[0].kind);
    return update == nullptr || update->assignments.empty() ? schema::Expr{}
                                                            : update->assignments[0].value;
}

struct Written {
    std::string text;
    std::string error;
};

Written written(const std::string& text, int version = kDefaultVersion,
                Place place = Place::Statement) {
    schema::Schema schema;
    schema::EnumType mood;
    mood.name = QualifiedName("mood");
    schema.enums.set(mood.name, Shared<schema::EnumType>(mood));
    Diagnostics diagnostics;
    DialectOptions options;
    Context context;
    context.version = version;
    context.options = &options;
    context.before = context.after = &schema;
    context.diagnostics = &diagnostics;
    Written result;
    result.text = expression_text(context, parsed(text), place);
    if (diagnostics.has_errors()) {
        result.error = diagnostics::code_text(diagnostics.all().front().code);
        EXPECT_NE(diagnostics.all().front().help_text, "") << text;
    }
    return result;
}

TEST(SqliteExpression, SaysTheSame) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"true", "1"},
        {"array_replace(t.a, 'x', 'y')",
         "CASE WHEN t.a IS NOT NULL THEN (SELECT json_group_array(CASE WHEN json_each.value IS 'x' "
         "THEN 'y' ELSE json_each.value END) FROM json_each(t.a)) END"},
        {"a and not b or c", "a AND NOT b OR c"},
        {"a and (b or c)", "a AND (b OR c)"},
        {"(a = b) = c", "(a = b) = c"},
        {"a - (b - c)", "a - (b - c)"},
        {"a || b || 'x'", "a || b || 'x'"},
        {"(a + b) || c", "(a + b) || c"},
        {"a * (b || c)", "a * b || c"},
        {"- (-1)", "-(-1)"},
        {"a <> b", "a <> b"},
        {"a != b", "a <> b"},
        {"now()", "CURRENT_TIMESTAMP"},
        {"current_date", "CURRENT_DATE"},
        {"a::text", "CAST(a AS TEXT)"},
        {"'x'::text", "'x'"},
        {"'{}'::jsonb", "'{}'"},
        {"'ok'::mood", "'ok'"},
        {"a::mood", "a"},
        {"'{a,\"b c\",null}'::text[]", "'[\"a\",\"b c\",null]'"},
        {"'{1,2}'::int[]", "'[1,2]'"},
        {"array['a', 'b''c']", "'[\"a\",\"b''c\"]'"},
        {"'12'::integer", "CAST('12' AS INTEGER)"},
        {"'t'::boolean", "1"},
        {"a::date", "date(a)"},
        {"date '2024-01-01'", "'2024-01-01'"},
        {"'\\xdeAD'::bytea", "X'DEAD'"},
        {"a ilike 'x%'", "a LIKE 'x%'"},
        {"a not ilike b", "a NOT LIKE b ESCAPE '\\'"},
        {"a like 'x%y_z*'", "a GLOB 'x*y?z[*]'"},
        {"a not like '10\\%'", "a NOT GLOB '10%'"},
        {"a like '10!%%' escape '!'", "a GLOB '10%*'"},
        {"a like 'l!]%' escape '!'", "a GLOB 'l]*'"},
        {"a like '1\\%' escape ''", "a GLOB '1\\*'"},
        {"a ilike '1!%' escape '!'", "a LIKE '1!%' ESCAPE '!'"},
        {"a ilike '1\\x' escape ''", "a LIKE '1\\x'"},
        {"a between symmetric 2 and 1", "a BETWEEN min(2, 1) AND max(2, 1)"},
        {"a not between symmetric 2 and 1", "a NOT BETWEEN min(2, 1) AND max(2, 1)"},
        {"2.5::integer", "CAST(round(2.5) AS INTEGER)"},
        {"(1 + 2)::integer", "CAST(1 + 2 AS INTEGER)"},
        {"a::integer",
         "CASE typeof(a) WHEN 'real' THEN CAST(round(a) AS INTEGER) ELSE CAST(a AS INTEGER) END"},
        {"(a > 1)::text", "CASE a > 1 WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"},
        {"a || (b is null)", "a || CASE b IS NULL WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"},
        {"lower(a)::boolean",
         "CASE WHEN lower(lower(a)) IN ('t', 'true', 'y', 'yes', 'on', '1') THEN 1 WHEN "
         "lower(lower(a)) IN ('f', 'false', 'n', 'no', 'off', '0') THEN 0 ELSE lower(a) END"},
        {"a is distinct from b", "a IS NOT b"},
        {"a is not distinct from b", "a IS b"},
        {"a is true", "a IS 1"},
        {"a is not null", "a IS NOT NULL"},
        {"a = any(array['x', 'y'])", "a IN ('x', 'y')"},
        {"a <> all(array[1, 2])", "a NOT IN (1, 2)"},
        {"a = any(tags)", "a IN (SELECT value FROM json_each(tags))"},
        {"a in (1, 2)", "a IN (1, 2)"},
        {"a between 1 and 2", "a BETWEEN 1 AND 2"},
        {"case when a then 'x' else 'y' end", "CASE WHEN a THEN 'x' ELSE 'y' END"},
        {"coalesce(a, lower(b))", "coalesce(a, lower(b))"},
        {"char_length(a)", "length(a)"},
        {"substring(a, 1, 2)", "substr(a, 1, 2)"},
        {"concat(a, 'x')", "coalesce(a, '') || 'x'"},
        {"string_agg(a, ',')", "group_concat(a, ',')"},
        {"left(a, 3)", "substr(a, 1, 3)"},
        {"count(*)", "count(*)"},
        {"t.a + 1", "t.a + 1"},
        {"a ->> 'k'", "a ->> 'k'"},
        {"now() at time zone 'utc'", "CURRENT_TIMESTAMP"},
        {"\"Order\" + \"select\"", "\"Order\" + \"select\""},
        {"by_dialect(postgresql => 1, sqlite => 2)", "2"},
        {"extract(year from a)", "CAST(strftime('%Y', a) AS INTEGER)"},
        {"extract(dow from now())", "CAST(strftime('%w', CURRENT_TIMESTAMP) AS INTEGER)"},
        {"extract(month from date '2024-01-31')", "CAST(strftime('%m', '2024-01-31') AS INTEGER)"},
        {"position('x' in a || b)", "instr(a || b, 'x')"},
        {"substring(a from 2 for 3)", "substr(a, 2, 3)"},
        {"substring(a for 3)", "substr(a, 1, 3)"},
        {"substring(a for 3 from 2)", "substr(a, 2, 3)"},
        {"substring(a from position('@' in a) + 1)", "substr(a, instr(a, '@') + 1)"},
        {"trim(both 'x' from a)", "trim(a, 'x')"},
        {"trim('x' from a)", "trim(a, 'x')"},
        {"trim(leading from a)", "ltrim(a)"},
        {"trim(trailing 'x' from a)", "rtrim(a, 'x')"},
    };
    for (const auto& [given, expected] : cases) {
        const Written found = written(given);
        EXPECT_EQ(found.text, expected) << given;
        EXPECT_EQ(found.error, "") << given;
    }
}

TEST(SqliteExpression, RefusesWhatItCannotSay) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"now() - interval '1 day'", "R0661"},
        {"a ~ 'x'", "R0661"},
        {"a like b", "R0661"},
        {"tags[1]", "R0661"},
        {"a @> b", "R0661"},
        {"a > any(tags)", "R0661"},
        {"a at time zone 'CET'", "R0661"},
        {"current_user", "R0661"},
        {"to_tsvector('english', a)", "R0662"},
        {"date_trunc('day', a)", "R0662"},
        {"greatest(a, b)", "R0662"},
        {"nextval('s')", "R0662"},
        {"my.f(a)", "R0662"},
        {"a ^ 2", "R0661"},
        {"a::citext", "R0663"},
        {"extract(epoch from a)", "R0661"},
        {"extract(second from a)", "R0661"},
        {"extract(day from a - b)", "R0661"},
        {"extract(day from interval '1 day')", "R0661"},
        {"substring(a from '[a-z]+')", "R0661"},
        {"substring(a from b)", "R0661"},
        {"substring(a from -1 for 3)", "R0661"},
        {"overlay(a placing 'x' from 2)", "R0661"},
    };
    for (const auto& [given, code] : cases) { EXPECT_EQ(written(given).error, code) << given; }
}

TEST(SqliteExpression, KnowsTheVersion) {
    EXPECT_EQ(written("floor(a)", 34).error, "R0666");
    EXPECT_EQ(written("floor(a)", 35).text, "floor(a)");
    EXPECT_EQ(written("a ->> 'k'", 37).text, "json_extract(a, '$.\"k\"')");
    EXPECT_EQ(written("concat(a, b)", 44).text, "concat(a, b)");
}

TEST(SqliteExpression, DefinitionsDoNotNameTheirTable) {
    EXPECT_EQ(written("t.a > 0", kDefaultVersion, Place::Definition).text, "a > 0");
}

TEST(SqliteExpression, RandomUuidIsOfVersionFour) {
    EXPECT_NE(written("gen_random_uuid()").text.find("'-4'"), std::string::npos);
}

}  // namespace
}  // namespace retort::dialects::sqlite
