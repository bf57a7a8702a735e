// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/expression.h"

#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"
#include "tests/support/schema_text.h"

#include <gtest/gtest.h>

namespace retort::syntax {
namespace {

using namespace schema;
using Lines = std::vector<std::string>;

Expr read(const std::string& text, Lines* found = nullptr) {
    const source::SourceFile file{"test.mig", "assert " + text + " else 'no';"};
    Diagnostics diagnostics;
    const std::vector<Operation> operations = parse_statements(file, 0, diagnostics);
    if (found != nullptr) { *found = test::messages(diagnostics); }
    if (found == nullptr) { EXPECT_EQ(test::messages(diagnostics), Lines()) << text; }
    if (operations.size() != 1) {
        if (found == nullptr) { ADD_FAILURE() << "no expression: " << text; }
        return {};
    }
    return std::get<Assert>(operations[0].kind).condition;
}

/// The tree with every operator in parentheses.
std::string tree(const Expr& e) {
    const auto all = [&] {
        std::string text;
        for (const Expr& argument : e.args) { text += (text.empty() ? "" : " ") + tree(argument); }
        return text;
    };
    const std::string negated = e.flag ? "not-" : "";
    switch (e.kind) {
        case ExprKind::Unary:
        case ExprKind::Binary:
            return "(" + negated + e.text + " " + all() + ")";
        case ExprKind::Quantified:
            return "(" + e.text + "-" + e.tail + " " + all() + ")";
        case ExprKind::Is:
            return "(is-" + negated + e.text + " " + all() + ")";
        case ExprKind::IsDistinct:
            return "(" + negated + "distinct " + all() + ")";
        case ExprKind::Between:
            return "(" + negated + "between " + all() + ")";
        case ExprKind::In:
            return "(" + negated + "in " + all() + ")";
        case ExprKind::Cast:
            return "(cast " + all() + " " + type_text(*e.type) + ")";
        case ExprKind::Collate:
            return "(collate " + all() + " " + e.names.back().text + ")";
        case ExprKind::AtTimeZone:
            return "(zone " + all() + ")";
        case ExprKind::Subscript:
            return std::string(e.flag ? "(slice " : "(at ") + all() + ")";
        case ExprKind::Row:
            return "(row " + all() + ")";
        case ExprKind::Field:
            return "(field " + all() + " " + e.names.back().text + ")";
        default:
            return expr_text(e);
    }
}

struct Case {
    const char* text;
    const char* tree;
};
void PrintTo(const Case& c, std::ostream* out) {
    *out << c.text;
}

class Precedence : public ::testing::TestWithParam<Case> {};

/// PostgreSQL's manual, table 4.2, one neighbour after the other.
TEST_P(Precedence, IsPostgresqls) {
    const Expr expr = read(GetParam().text);
    EXPECT_EQ(tree(expr), GetParam().tree);
    // Printing puts back the parentheses that it needs.
    EXPECT_EQ(read(expr_text(expr)), expr) << expr_text(expr);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Precedence,
    ::testing::Values(
        Case{"a or b and c", "(or a (and b c))"}, Case{"a or b or c", "(or (or a b) c)"},
        Case{"not a and b", "(and (not a) b)"}, Case{"not a = b", "(not (= a b))"},
        Case{"not not a", "(not (not a))"}, Case{"not (a and b)", "(not (and a b))"},
        Case{"a = b is null", "(is-null (= a b))"}, Case{"a is not true", "(is-not-true a)"},
        Case{"a is unknown and b", "(and (is-unknown a) b)"}, Case{"a isnull", "(is-null a)"},
        Case{"a notnull", "(is-not-null a)"},
        Case{"a is not distinct from b + 1", "(not-distinct a (+ b 1))"},
        Case{"a < b + c", "(< a (+ b c))"}, Case{"(a = b) = c", "(= (= a b) c)"},
        Case{"a != b", "(<> a b)"}, Case{"a like b || c", "(like a (|| b c))"},
        Case{"a not like b escape '!'", "(not-like a b '!')"},
        Case{"a ilike b and c", "(and (ilike a b) c)"}, Case{"a similar to b", "(similar to a b)"},
        Case{"a between b and c and d", "(and (between a b c) d)"},
        Case{"a not between 1 + 2 and 3", "(not-between a (+ 1 2) 3)"},
        Case{"a between 1 and 2 = b", "(= (between a 1 2) b)"},
        Case{"a in (1, 2) or b", "(or (in a 1 2) b)"},
        Case{"a not in (select 1)", "(not-in a (select 1))"},
        Case{"a || b || c", "(|| (|| a b) c)"}, Case{"a || b + c", "(|| a (+ b c))"},
        Case{"a -> 'b' ->> 'c'", "(->> (-> a 'b') 'c')"}, Case{"a @> b = c", "(= (@> a b) c)"},
        Case{"a ~* b", "(~* a b)"}, Case{"~a + b", "(~ (+ a b))"}, Case{"@a", "(@ a)"},
        Case{"a + b * c", "(+ a (* b c))"}, Case{"a - b - c", "(- (- a b) c)"},
        Case{"a - (b - c)", "(- a (- b c))"}, Case{"a / b % c", "(% (/ a b) c)"},
        Case{"a * b ^ c", "(* a (^ b c))"}, Case{"a ^ b ^ c", "(^ (^ a b) c)"},
        Case{"-a ^ b", "(^ (- a) b)"}, Case{"- -a", "(- (- a))"}, Case{"-1 + 2", "(+ (- 1) 2)"},
        Case{"a=-1", "(= a (- 1))"}, Case{"a*-1", "(* a (- 1))"},
        Case{"a at time zone 'x' at time zone 'y'", "(zone (zone a 'x') 'y')"},
        Case{"a ^ b at time zone c", "(^ a (zone b c))"},
        Case{"a collate \"C\" < b", "(< (collate a C) b)"}, Case{"-a::int", "(- (cast a integer))"},
        Case{"(-a)::int", "(cast (- a) integer)"},
        Case{"a::int::text", "(cast (cast a integer) text)"},
        Case{"a + b::int", "(+ a (cast b integer))"},
        Case{"cast(a + b as int)", "(cast (+ a b) integer)"}, Case{"a[1][2]", "(at (at a 1) 2)"},
        Case{"a[1:2]", "(slice a 1 2)"}, Case{"a::int[]", "(cast a integer[])"},
        Case{"(a).b", "(field a b)"}, Case{"(a, b) = (1, 2)", "(= (row a b) (row 1 2))"},
        Case{"row(a)", "(row a)"}, Case{"a = any (b)", "(=-any a b)"},
        Case{"a <> all (select 1)", "(<>-all a (select 1))"},
        Case{"a like any (b)", "(like-any a b)"},
        Case{"a + b < c + d and not e or f", "(or (and (< (+ a b) (+ c d)) (not e)) f)"}));

class Spelling : public ::testing::TestWithParam<Case> {};

TEST_P(Spelling, IsCanonical) {
    const Expr expr = read(GetParam().text);
    EXPECT_EQ(expr_text(expr), GetParam().tree);
    EXPECT_EQ(read(expr_text(expr)), expr);
}

INSTANTIATE_TEST_SUITE_P(
    Values, Spelling,
    ::testing::Values(
        Case{"NULL", "null"}, Case{"TRUE", "true"}, Case{"1.50", "1.50"}, Case{".5e-3", ".5e-3"},
        Case{"E'a\\nb'", "'a\nb'"}, Case{"$$it's$$", "'it''s'"}, Case{"COUNT(*)", "count(*)"},
        Case{"count(distinct a)", "count(distinct a)"},
        Case{"sum(a) filter (where b > 1) over (partition by c)",
             "sum(a) filter (where b > 1) over (partition by c)"},
        Case{"s.f(a, b)", "s.f(a, b)"}, Case{"\"F\"(a)", "\"F\"(a)"},
        Case{"s.\"F\"(a)", "s.\"F\"(a)"}, Case{"Fn(a)", "Fn(a)"},
        Case{"\"row\" + \"exists\"", "\"row\" + \"exists\""}, Case{"a::\"char\"", "a::\"char\""},
        Case{"a::\"MOOD\"", "a::\"MOOD\""}, Case{"a::MOOD", "a::mood"},
        Case{"a::\"Mood\"", "a::Mood"}, Case{"current_timestamp(3)", "current_timestamp(3)"},
        Case{"CURRENT_USER", "current_user"}, Case{"interval '1' day", "interval '1' day"},
        Case{"interval '1 day'", "interval '1 day'"},
        Case{"interval(3) '1 s'", "interval(3) '1 s'"},
        Case{"date '2024-01-01'", "date '2024-01-01'"},
        Case{"timestamp '2024-01-01 00:00'", "timestamp '2024-01-01 00:00'"},
        Case{"case a when 1 then 'x' else 'y' end", "case a when 1 then 'x' else 'y' end"},
        Case{"case when a then 1 when b then 2 end", "case when a then 1 when b then 2 end"},
        Case{"array[1, 2]", "array[1, 2]"}, Case{"array[]::int[]", "array[]::integer[]"},
        Case{"exists (select 1 from t)", "exists (select 1 from t)"},
        Case{"coalesce((select max(a) from t), 0)", "coalesce((select max(a) from t), 0)"},
        Case{"by_dialect(postgresql => now(), sqlite => 1 + 2)",
             "by_dialect(postgresql => now(), sqlite => 1 + 2)"},
        Case{"t.a + s.t.b", "t.a + s.t.b"}, Case{"\"select\" + \"A b\"", "\"select\" + \"A b\""}));

INSTANTIATE_TEST_SUITE_P(
    WordsBetweenArguments, Spelling,
    ::testing::Values(
        Case{"EXTRACT(YEAR FROM a)", "extract(year from a)"},
        Case{"extract(epoch from a - b) > 1", "extract(epoch from a - b) > 1"},
        Case{"extract('dow' from a)", "extract('dow' from a)"},
        Case{"substring(a from 1 for 2)", "substring(a from 1 for 2)"},
        Case{"substring(a from '[a-z]+')", "substring(a from '[a-z]+')"},
        Case{"substring(a for 2)", "substring(a for 2)"},
        Case{"substring(a, 1, 2)", "substring(a, 1, 2)"},
        Case{"position('a' in b)", "position('a' in b)"},
        Case{"position((a in (1)) in b)", "position((a in (1)) in b)"},
        Case{"position('a' in (b)) in (1, 2)", "position('a' in b) in (1, 2)"},
        Case{"position(position('a' in b)::text in c)", "position(position('a' in b)::text in c)"},
        Case{"trim(both 'x' from a)", "trim(both 'x' from a)"},
        Case{"trim(LEADING from a)", "trim(leading from a)"},
        Case{"trim(trailing a)", "trim(trailing a)"}, Case{"trim('x' from a)", "trim('x' from a)"},
        Case{"trim(a)", "trim(a)"},
        Case{"overlay(a placing 'x' from 2 for 3)", "overlay(a placing 'x' from 2 for 3)"},
        Case{"overlay(a placing 'x' from 2)", "overlay(a placing 'x' from 2)"}));

TEST(Calls, TheFieldOfExtractIsNoColumn) {
    const Expr call = read("extract(year from a)");
    ASSERT_EQ(call.args.size(), 2U);
    EXPECT_EQ(call.args[0].kind, ExprKind::Keyword);
    EXPECT_EQ(call.args[1].kind, ExprKind::Column);
    EXPECT_EQ(call.text, "_ from _");
    // What is no field stays a text, so that nothing is taken for a column or for syntax.
    EXPECT_EQ(read("extract(\"a b\" from a)").args[0].kind, ExprKind::String);
}

TEST(Calls, WordsOfOtherFunctionsAreErrors) {
    for (const char* text : {"f(a from b)", "extract(year from a for b)", "substring(a placing b)",
                             "trim(a for b)", "s.extract(year from a)", "overlay(a from 2)",
                             "lower(both a)", "extract(year from a, b)"}) {
        Lines found;
        (void)read(text, &found);
        ASSERT_EQ(found.size(), 1U) << text;
        EXPECT_EQ(found[0].substr(0, 5), "R0101") << text;
    }
}

TEST(Calls, ColumnsNamedLikeTheFunctions) {
    EXPECT_EQ(tree(read("position in (1, 2)")), "(in position 1 2)");
    EXPECT_EQ(tree(read("extract + trim")), "(+ extract trim)");
    EXPECT_EQ(tree(read("year = extract(year from \"position\")")),
              "(= year extract(year from position))");
}

}  // namespace
}  // namespace retort::syntax
