// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/parse_script.h"

#include <gtest/gtest.h>

namespace retort::syntax {
namespace {

using Lines = std::vector<std::string>;

/// What becomes of a script, a line a statement in its order: `create table "t"`, `-- set`, and
/// what is reported: `2:1 R0101 …`.
Lines read(std::string_view text) {
    source::SourceFiles sources;
    const FileId id = sources.add({"t.sql", std::string(text)});
    Diagnostics diagnostics;
    const ForeignScript script = parse_script(sources.get(id), id, diagnostics);
    std::vector<std::pair<std::uint32_t, std::string>> found;
    for (const schema::Operation& operation : script.operations) {
        found.emplace_back(operation.span.begin, schema::describe(operation));
    }
    for (const SkippedStatement& skipped : script.skipped) {
        found.emplace_back(skipped.where.begin, "-- " + skipped.what);
    }
    for (const diag::Diagnostic& error : diagnostics.sorted()) {
        const source::LineColumn at = sources.locate(id, error.where.begin);
        found.emplace_back(error.where.begin,
                           std::to_string(at.line) + ":" + std::to_string(at.column) + " " +
                               diag::code_text(error.code) + " " + error.message);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    Lines lines;
    for (auto& [place, line] : found) { lines.push_back(std::move(line)); }
    return lines;
}

TEST(ParseScript, DumpWithData) {
    EXPECT_EQ(read("SET statement_timeout = 0;\n"
                   "SELECT pg_catalog.set_config('search_path', '', false);\n"
                   "CREATE TABLE public.t (\n    id integer NOT NULL\n);\n"
                   "ALTER TABLE public.t OWNER TO app;\n"
                   "COPY public.t (id) FROM stdin;\n1\n'\n\"$$\n\\.\n\n"
                   "SELECT pg_catalog.setval('public.t_id_seq', 1, true);\n"
                   "\\connect other\n"
                   "ALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (id);\n"),
              (Lines{"-- set", "-- select set_config", "create table \"public.t\"", "-- owner to",
                     "-- copy", "-- select setval", "-- \\connect",
                     "alter table \"public.t\": add constraint \"t_pkey\""}));
}

TEST(ParseScript, OneErrorAStatement) {
    EXPECT_EQ(
        read("create table t (a integer nott null, b , c);\ncreate table u (id integer);\n"),
        (Lines{"1:27 R0101 expected a column option (not null, default, references, …), `array`, "
               "`collate`, `(`, `)`, `[`, … after `integer`, found `nott`",
               "create table \"u\""}));
}

}  // namespace
}  // namespace retort::syntax
