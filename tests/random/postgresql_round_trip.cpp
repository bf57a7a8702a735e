// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_catalog.h"
#include "tests/live/postgres_server.h"
#include "tests/live/postgres_statements.h"
#include "tests/random/compiled.h"
#include "tests/random/names.h"
#include "tests/random/report.h"
#include "tests/random/round_trip.h"

#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace retort::random {
namespace {

constexpr const char* kDialect = "postgresql";

std::string version() {
    return std::to_string(live::PostgresServer::instance().version());
}

/// A file for psql that runs scripts and asks in between, and the answers.
class Session {
public:
    explicit Session(std::string fresh) : fresh_(std::move(fresh)) {
        text_ = "\\pset format unaligned\n\\pset tuples_only on\n" + fresh_;
    }

    void in_another_database(const std::string& name) {
        text_ += "\\connect " + name + "\n" + fresh_;
    }
    void back_to(const std::string& name) { text_ += "\\connect " + name + "\n"; }
    void run(const std::string& what, const std::string& script) {
        text_ += "\\echo @ " + what + "\n" + script;
    }
    void ask(const std::string& name, std::string_view query) {
        text_ += "\\echo @@ " + name + "\n" + std::string(query) + "\n";
    }

    /// Runs it all; what failed, or nothing.
    std::string finish(const std::string& database) {
        const live::PsqlResult result =
            live::PostgresServer::instance().run(database, text_, live::Psql::StopOnError);
        std::istringstream in(result.output);
        std::string* answer = nullptr;
        std::string last;
        for (std::string line; std::getline(in, line);) {
            if (line.starts_with("@ ")) {
                last = line.substr(2);
                answer = nullptr;
            } else if (line.starts_with("@@ ")) {
                answer = &answers_[line.substr(3)];
            } else if (answer != nullptr) {
                *answer += line + "\n";
            }
        }
        return result.status == 0 ? std::string() : last + ": " + result.errors + "\n";
    }
    const std::string& answer(const std::string& name) { return answers_[name]; }

private:
    std::string fresh_;
    std::string text_;
    std::map<std::string, std::string> answers_;
};

/// Every row, by the columns that the model knows.
std::string rows_query(const schema::Schema& schema) {
    std::string query;
    schema.tables.for_each([&](const QualifiedName& name, const Shared<schema::Table>& table) {
        std::string columns;
        for (const schema::Column& column : table->columns) {
            columns += (columns.empty() ? "" : ", ") + quoted(column.name.text);
        }
        query += "SELECT ROW(" + columns + ")::text FROM " + quoted(name) + " ORDER BY 1;\n";
    });
    return query;
}

/// What has the same meaning in the same words: a column's own sequence keeps the name that it got
/// when the column was made, and a default the character type that it was first a value of.
std::string normalized(const std::string& catalog) {
    static const std::regex kCharacters("'::(text|character varying|bpchar)");
    static const std::regex kOwned("sequence (.*) type .* owned by (.*) [ai]");
    std::map<std::string, std::string> names;
    std::istringstream in(catalog);
    for (std::string line; std::getline(in, line);) {
        std::smatch match;
        if (std::regex_match(line, match, kOwned)) { names[match[1]] = "<" + match.str(2) + ">"; }
    }
    std::set<std::string> lines;
    in = std::istringstream(catalog);
    for (std::string line; std::getline(in, line);) {
        for (const auto& [name, column] : names) {
            const std::string literal = std::regex_replace(name, std::regex("'"), "''");
            for (const std::string& mark : {" " + name + " ", "'" + literal + "'"}) {
                const std::size_t at = line.find(mark);
                if (at != std::string::npos) { line.replace(at, mark.size(), " " + column + " "); }
            }
        }
        lines.insert(std::regex_replace(line, kCharacters, "'"));
    }
    std::string result;
    for (const std::string& line : lines) { result += line + "\n"; }
    return result;
}

/// Statistics list their columns in the order that these have in the table.
std::string in_order(const std::string& statistics) {
    static const std::regex kColumns("( ON )(.*)( FROM )");
    std::smatch match;
    if (!std::regex_search(statistics, match, kColumns)) { return statistics; }
    std::set<std::string> columns;
    std::istringstream in(match[2]);
    for (std::string column; std::getline(in, column, ',');) {
        columns.insert(column.substr(column.find_first_not_of(' ')));
    }
    std::string list;
    for (const std::string& column : columns) { list += (list.empty() ? "" : ", ") + column; }
    return std::string(match.prefix()) + " ON " + list + " FROM " + std::string(match.suffix());
}

std::string without_order(const std::string& catalog) {
    std::string result;
    std::istringstream in(normalized(catalog));
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("order of ")) { continue; }
        result += (line.starts_with("statistics ") ? in_order(line) : line) + "\n";
    }
    return result;
}

/// What the model has otherwise than the statements that the catalog prints. Left out is what no
/// catalog tells: in which zone a moment without one was meant, and rights on all there was once.
std::vector<std::string> spelling_differences(const schema::Schema& model,
                                              const std::string& printed) {
    std::vector<std::string> lines =
        live::spelling_differences(model, printed, live::PostgresServer::instance().version());
    std::erase_if(lines, [](const std::string& line) {
        return line.find("::timestamptz` instead of `'") != std::string::npos ||
               line.find("`execute on all functions") != std::string::npos;
    });
    return lines;
}

}  // namespace

std::string postgresql_problem(const Trip& trip) {
    static const std::string kDatabase = live::PostgresServer::instance().create_database();
    static const std::string kOther = live::PostgresServer::instance().create_database();
    Compiled compiled(trip.upgrades, kDialect, version());
    const std::string up = compiled.upgrade("r1:r2");
    const std::string down = compiled.downgrade("r2:r1");
    Session session(
        "SET client_min_messages = error;\n"
        "DO $$ DECLARE name text; BEGIN\n"
        "FOR name IN SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname "
        "<> "
        "'information_schema' LOOP EXECUTE format('DROP SCHEMA %I CASCADE', name); END LOOP;\n"
        "END $$;\nCREATE SCHEMA public;\n");
    session.ask("empty", live::postgres_catalog_query());
    session.run("first upgrade", compiled.upgrade("r1"));
    session.ask("first", live::postgres_catalog_query());
    session.ask("rows", rows_query(compiled.after(1)));
    session.run("upgrade", up);
    session.ask("changed", live::postgres_catalog_query());
    session.ask("statements", live::postgres_statements_query());
    for (std::size_t i = 0; i < trip.after.size(); ++i) {
        session.ask("question " + std::to_string(i), trip.after[i].query + ";");
    }
    session.in_another_database(kOther);
    session.run("the model, built at once", compiled.from_nothing(2));
    session.ask("model", live::postgres_catalog_query());
    session.back_to(kDatabase);
    session.run("downgrade", down);
    session.ask("back", live::postgres_catalog_query());
    session.ask("rows back", rows_query(compiled.after(1)));
    session.run("second upgrade", up);
    session.ask("again", live::postgres_catalog_query());
    session.run("downgrade to base", compiled.downgrade("r2:base"));
    session.ask("base", live::postgres_catalog_query());
    if (!compiled.errors().empty()) { return "does not compile:\n" + compiled.errors(); }

    const std::string failed = session.finish(kDatabase);
    const auto differ = [&](const std::string& what, const std::string& wanted,
                            const std::string& found, const std::string& script) {
        return what + ":\n" + difference(wanted, found) + "\n" + script;
    };
    const bool lossy = compiled.loses_data(2);
    if (!failed.empty() &&
        !(lossy && (failed.starts_with("downgrade") || failed.starts_with("second upgrade")))) {
        return failed + up + down;
    }
    const std::string model = normalized(session.answer("model"));
    const std::string changed = normalized(session.answer("changed"));
    if (trip.modelled && model != changed) {
        return differ("the catalog is not what the model says", model, changed, up);
    }
    if (trip.modelled) {
        const std::string& printed = session.answer("statements");
        std::string lines;
        for (const std::string& line : spelling_differences(compiled.after(2), printed)) {
            lines += line + "\n";
        }
        if (!lines.empty()) {
            return "the catalog's words are a difference:\n" + lines + printed + up;
        }
    }
    for (std::size_t i = 0; i < trip.after.size(); ++i) {
        const std::string& answer = session.answer("question " + std::to_string(i));
        if (answer != trip.after[i].answer + "\n") {
            return differ("another answer to " + trip.after[i].query, trip.after[i].answer + "\n",
                          answer, up);
        }
    }
    // Where rows were lost, what comes back may not suit those that are left.
    if (!failed.empty()) { return {}; }
    if (without_order(session.answer("first")) != without_order(session.answer("back"))) {
        return differ("the downgrade leaves another catalog", session.answer("first"),
                      session.answer("back"), up + down);
    }
    if (!lossy && session.answer("rows") != session.answer("rows back")) {
        return differ("the downgrade leaves other rows", session.answer("rows"),
                      session.answer("rows back"), up + down);
    }
    if (without_order(session.answer("again")) != without_order(session.answer("changed"))) {
        return differ("the second upgrade gives another catalog", session.answer("changed"),
                      session.answer("again"), up);
    }
    if (session.answer("base") != session.answer("empty")) {
        return differ("something is left behind", session.answer("empty"), session.answer("base"),
                      compiled.downgrade("r2:base"));
    }
    return {};
}

}  // namespace retort::random
