// SPDX-License-Identifier: Apache-2.0
#include "tests/live/postgres_catalog.h"
#include "tests/live/postgres_server.h"
#include "tests/live/postgres_statements.h"
#include "tests/random/compiled.h"
#include "tests/random/names.h"
#include "tests/random/report.h"
#include "tests/random/round_trip.h"

#include <map>
#include <memory>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>

namespace retort::random {
namespace {

constexpr const char* kDialect = "postgresql";

std::string version() {
    return std::to_string(live::PostgresServer::instance().version());
}

/// Leaves nothing in the database, whatever the trip before left there.
constexpr std::string_view kFresh =
    "RESET ALL;\n"
    "SET client_min_messages = error;\n"
    "DO $$ DECLARE name text; BEGIN\n"
    "FOR name IN SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> "
    "'information_schema' LOOP EXECUTE format('DROP SCHEMA %I CASCADE', name); END LOOP;\n"
    "END $$;\nCREATE SCHEMA public;\n";

/// A part of a file for psql that runs scripts and asks in between, and the answers.
class Part {
public:
    void run(const std::string& what, std::string_view script) {
        text_ += "\\echo @ " + what + "\n";
        text_ += script;
    }
    void ask(const std::string& name, std::string_view query) {
        text_ += "\\echo @@ " + name + "\n" + std::string(query) + "\n";
    }
    [[nodiscard]] const std::string& text() const { return text_; }

    void take(const std::string& line) {
        if (line.starts_with("@ ")) {
            last_ = line.substr(2);
            answer_ = nullptr;
        } else if (line.starts_with("@@ ")) {
            answer_ = &answers_[line.substr(3)];
        } else if (answer_ != nullptr) {
            *answer_ += line + "\n";
        }
    }
    void fail(const std::string& errors) { failed_ = last_ + ": " + errors + "\n"; }
    /// What did not work; empty where all did.
    [[nodiscard]] const std::string& failed() const { return failed_; }
    const std::string& answer(const std::string& name) { return answers_[name]; }

private:
    std::string text_;
    std::string last_;
    std::string failed_;
    std::map<std::string, std::string> answers_;
    std::string* answer_ = nullptr;
};

/// Queries of which planning takes far longer than running: each session plans them once.
struct Prepared {
    std::string prepare;
    std::string execute;
};

Prepared prepared(const std::string& name, std::string_view queries) {
    static constexpr std::string_view kEnd = ";\n";
    Prepared result;
    std::size_t count = 0;
    for (std::size_t end = queries.find(kEnd); end != std::string_view::npos;
         end = queries.find(kEnd)) {
        const std::string each = name + std::to_string(++count);
        result.prepare += "PREPARE " + each + " AS\n";
        result.prepare += queries.substr(0, end + kEnd.size());
        result.execute += "EXECUTE " + each + ";\n";
        queries.remove_prefix(end + kEnd.size());
    }
    return result;
}

const Prepared& catalog_queries() {
    static const Prepared kQueries = prepared("catalog", live::postgres_catalog_query());
    return kQueries;
}

const Prepared& statements_queries() {
    static const Prepared kQueries = prepared("statements", live::postgres_statements_query());
    return kQueries;
}

/// Runs parts in one session; after one that fails the next begin in another.
void run_parts(const std::vector<Part*>& parts) {
    live::PostgresServer& server = live::PostgresServer::instance();
    static const std::string kDatabase = server.create_database();
    static const std::string kBegin = "\\pset format unaligned\n\\pset tuples_only on\n" +
                                      catalog_queries().prepare + statements_queries().prepare;
    for (std::size_t done = 0; done < parts.size();) {
        std::string text = kBegin;
        for (std::size_t i = done; i < parts.size(); ++i) {
            text += "\\echo @@@\n" + parts[i]->text();
        }
        const live::PsqlResult result = server.run(kDatabase, text, live::Psql::StopOnError);
        std::istringstream in(result.output);
        std::size_t begun = done;
        for (std::string line; std::getline(in, line);) {
            if (line == "@@@") {
                ++begun;
            } else if (begun > done) {
                parts[begun - 1]->take(line);
            }
        }
        if (begun == done) { throw std::runtime_error("psql: " + result.errors); }
        if (result.status != 0) { parts[begun - 1]->fail(result.errors); }
        done = begun;
    }
}

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

/// A trip, compiled, and what the database says to it.
class Attempt {
public:
    explicit Attempt(const Trip& trip)
        : trip_(&trip),
          compiled_(trip.upgrades, kDialect, version()),
          up_(compiled_.upgrade("r1:r2")),
          down_(compiled_.downgrade("r2:r1")) {
        const std::string& catalog = catalog_queries().execute;
        part_.run("the model, built at once", kFresh);
        part_.run("the model, built at once", compiled_.from_nothing(2));
        part_.ask("model", catalog);
        part_.run("first upgrade", kFresh);
        part_.ask("empty", catalog);
        part_.run("first upgrade", compiled_.upgrade("r1"));
        part_.ask("first", catalog);
        part_.ask("rows", rows_query(compiled_.after(1)));
        part_.run("upgrade", up_);
        part_.ask("changed", catalog);
        part_.ask("statements", statements_queries().execute);
        for (std::size_t i = 0; i < trip.after.size(); ++i) {
            part_.ask("question " + std::to_string(i), trip.after[i].query + ";");
        }
        part_.run("downgrade", down_);
        part_.ask("back", catalog);
        part_.ask("rows back", rows_query(compiled_.after(1)));
        part_.run("second upgrade", up_);
        part_.ask("again", catalog);
        part_.run("downgrade to base", compiled_.downgrade("r2:base"));
        part_.ask("base", catalog);
    }

    [[nodiscard]] bool compiles() const { return compiled_.errors().empty(); }
    Part& part() { return part_; }
    /// What is wrong, once the part has run.
    [[nodiscard]] std::string problem();

private:
    const Trip* trip_;
    Compiled compiled_;
    std::string up_;
    std::string down_;
    Part part_;
};

std::string Attempt::problem() {
    if (!compiles()) { return "does not compile:\n" + compiled_.errors(); }
    const std::string& failed = part_.failed();
    const auto differ = [&](const std::string& what, const std::string& wanted,
                            const std::string& found, const std::string& script) {
        return what + ":\n" + difference(wanted, found) + "\n" + script;
    };
    const bool lossy = compiled_.loses_data(2);
    if (!failed.empty() &&
        !(lossy && (failed.starts_with("downgrade") || failed.starts_with("second upgrade")))) {
        return failed + up_ + down_;
    }
    const std::string model = normalized(part_.answer("model"));
    const std::string changed = normalized(part_.answer("changed"));
    const bool same =
        trip_->ordered ? model == changed : without_order(model) == without_order(changed);
    if (trip_->modelled && !same) {
        return differ("the catalog is not what the model says", model, changed, up_);
    }
    if (trip_->modelled && trip_->printed) {
        const std::string& printed = part_.answer("statements");
        std::string lines;
        for (const std::string& line : spelling_differences(compiled_.after(2), printed)) {
            lines += line + "\n";
        }
        if (!lines.empty()) {
            return "the catalog's words are a difference:\n" + lines + printed + up_;
        }
    }
    for (std::size_t i = 0; i < trip_->after.size(); ++i) {
        const std::string& answer = part_.answer("question " + std::to_string(i));
        if (answer != trip_->after[i].answer + "\n") {
            return differ("another answer to " + trip_->after[i].query,
                          trip_->after[i].answer + "\n", answer, up_);
        }
    }
    // Where rows were lost, what comes back may not suit those that are left.
    if (!failed.empty()) { return {}; }
    if (without_order(part_.answer("first")) != without_order(part_.answer("back"))) {
        return differ("the downgrade leaves another catalog", part_.answer("first"),
                      part_.answer("back"), up_ + down_);
    }
    if (!lossy && part_.answer("rows") != part_.answer("rows back")) {
        return differ("the downgrade leaves other rows", part_.answer("rows"),
                      part_.answer("rows back"), up_ + down_);
    }
    if (without_order(part_.answer("again")) != without_order(part_.answer("changed"))) {
        return differ("the second upgrade gives another catalog", part_.answer("changed"),
                      part_.answer("again"), up_);
    }
    if (part_.answer("base") != part_.answer("empty")) {
        return differ("something is left behind", part_.answer("empty"), part_.answer("base"),
                      compiled_.downgrade("r2:base"));
    }
    return {};
}

}  // namespace

std::vector<std::string> postgresql_problems(const std::vector<Trip>& trips) {
    std::vector<std::unique_ptr<Attempt>> attempts;
    std::vector<Part*> parts;
    for (const Trip& trip : trips) {
        attempts.push_back(std::make_unique<Attempt>(trip));
        if (attempts.back()->compiles()) { parts.push_back(&attempts.back()->part()); }
    }
    run_parts(parts);
    std::vector<std::string> problems;
    for (const auto& attempt : attempts) { problems.push_back(attempt->problem()); }
    return problems;
}

std::string postgresql_problem(const Trip& trip) {
    return postgresql_problems({trip}).front();
}

}  // namespace retort::random
