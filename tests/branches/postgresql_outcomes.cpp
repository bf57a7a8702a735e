// SPDX-License-Identifier: Apache-2.0
#include "tests/branches/pairs.h"
#include "tests/live/postgres_catalog.h"
#include "tests/live/postgres_server.h"

#include <map>
#include <sstream>
#include <stdexcept>

namespace retort::branches {
namespace {

/// One function for the catalog and the rows, whose plans are kept: temporary functions are in a
/// schema that the catalog leaves out.
std::string digest_function() {
    std::string catalog(live::postgres_catalog_query());
    catalog.resize(catalog.rfind(';'));
    return R"sql(
CREATE FUNCTION pg_temp.digest() RETURNS text LANGUAGE plpgsql AS $outer$
DECLARE
    catalog text;
    each record;
    rows text;
    others text;
    all_rows text := '';
    all_others text := '';
BEGIN
    SELECT md5(string_agg(line, E'\n') FILTER (WHERE line NOT LIKE 'order %')) INTO catalog FROM ()sql" +
           catalog + R"sql() AS every(line);
    FOR each IN
        SELECT c.oid::regclass::text AS path, array(
            SELECT a.attname::text FROM pg_attribute a
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = c.oid
                AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval%')) AS numbers
        FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'm') AND s.nspname NOT LIKE 'pg\_%' AND s.nspname <> 'information_schema'
        ORDER BY 1
    LOOP
        EXECUTE format('SELECT string_agg(to_jsonb(t)::text, E''\n'' ORDER BY to_jsonb(t)::text), '
            'string_agg((to_jsonb(t) - %L::text[])::text, E''\n'' ORDER BY (to_jsonb(t) - %L::text[])::text) '
            'FROM %s t', each.numbers, each.numbers, each.path) INTO rows, others;
        all_rows := all_rows || each.path || coalesce(rows, '') || E'\n';
        all_others := all_others || each.path || coalesce(others, '') || E'\n';
    END LOOP;
    RETURN catalog || '|' || md5(all_rows) || '|' || md5(all_others);
END $outer$;
)sql";
}

struct Seen {
    std::string catalog;
    std::string rows;
    std::string rows_without_numbers;
};

Outcome compare(const Seen* one, const Seen* other) {
    if (one == nullptr || other == nullptr) { return Outcome::Fails; }
    if (one->catalog != other->catalog) { return Outcome::Catalog; }
    if (one->rows_without_numbers != other->rows_without_numbers) { return Outcome::Rows; }
    return one->rows != other->rows ? Outcome::Numbers : Outcome::Same;
}

}  // namespace

std::string database_version() {
    return std::to_string(live::PostgresServer::instance().version());
}

// Every order runs in a transaction that is rolled back, in one session.
std::vector<Outcome> outcomes(const PairCompiler& compiler, const std::vector<Pair>& pairs) {
    live::PostgresServer& server = live::PostgresServer::instance();
    const std::string database = server.create_database();
    const live::PsqlResult made = server.run(database, compiler.base_script());
    if (made.status != 0) { throw std::runtime_error(made.errors); }
    std::string text =
        "\\pset format unaligned\n\\pset tuples_only on\n\\set VERBOSITY terse\n"
        "SET client_min_messages = error;\nSET check_function_bodies = on;\n" +
        digest_function();
    const auto add = [&](const std::string& mark, std::size_t first, std::size_t then) {
        const auto statements = compiler.statements(first, then);
        if (!statements) { return; }
        // What a sequence gave is not taken back by itself.
        text += "BEGIN;\nALTER SEQUENCE s_id_seq RESTART;\n";
        for (const std::string& statement : *statements) { text += statement + ";\n"; }
        text += "SELECT '" + mark + "', pg_temp.digest();\nROLLBACK;\n";
    };
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        add("> " + std::to_string(i), pairs[i].first, pairs[i].second);
        add("< " + std::to_string(i), pairs[i].second, pairs[i].first);
    }
    const live::PsqlResult result = server.run(database, text, live::Psql::IgnoreErrors);
    std::map<std::string, Seen> seen;
    std::istringstream lines(result.output);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("> ") && !line.starts_with("< ")) { continue; }
        std::istringstream fields(line);
        std::string mark;
        Seen each;
        std::getline(fields, mark, '|');
        std::getline(fields, each.catalog, '|');
        std::getline(fields, each.rows, '|');
        std::getline(fields, each.rows_without_numbers, '|');
        seen.emplace(std::move(mark), std::move(each));
    }
    std::vector<Outcome> found;
    const auto find = [&](const std::string& mark) {
        const auto at = seen.find(mark);
        return at == seen.end() ? nullptr : &at->second;
    };
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        found.push_back(compare(find("> " + std::to_string(i)), find("< " + std::to_string(i))));
    }
    return found;
}

}  // namespace retort::branches
