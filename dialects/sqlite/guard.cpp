// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/guard.h"

#include "dialects/sqlite/words.h"

#include <array>
#include <map>
#include <utility>

namespace retort::dialects::sqlite {

namespace {

/// Rows of one INSERT: SQL texts stay of a size that every client takes.
constexpr std::size_t kRowsAnInsert = 500;

std::string in_quotes(std::string_view name) {
    std::string result = "\"";
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        result += byte < 0x20 ? ' ' : c;
        if (c == '"') { result += c; }
    }
    return result + "\"";
}

/// The message of a kind of proof: SQLite reports the name of a check that fails.
struct Message {
    std::string_view kind;
    std::string_view text;
};
constexpr std::array<Message, 9> kMessages = {{
    {"piece",
     "an earlier run stopped in the middle of a revision; finish it by hand, then drop "
     "retort_progress"},
    {"off",
     "foreign keys are enforced, so tables cannot be made anew; run the script outside a "
     "transaction"},
    {"drift",
     "a table has other columns, indexes or triggers than the revisions say, and making it "
     "anew would lose them"},
    {"copy", "rows were lost while a table was made anew"},
    {"values", "a column holds values that its new type cannot take"},
    {"done", "a statement did not do what it should"},
    {"references", "foreign keys point to rows that do not exist"},
    {"version", "the version table did not change by exactly one row"},
    {"end", "an earlier statement failed, so nothing of this was kept"},
}};

std::string check_line(std::string_view kind, std::string_view message) {
    return ",\n    CONSTRAINT " + in_quotes("retort: " + std::string(message)) +
           "\n        CHECK (kind <> '" + std::string(kind) + "' OR ok IS 1)";
}

bool has_guard_view(int version) {
    return version >= 26;
}

/// What the catalog must hold of one object, after all that the segment did to it.
struct Expected {
    bool exists = true;
    std::vector<std::string> columns;
    std::map<std::string, bool> gone;
};
using Catalog = std::map<std::pair<std::string, std::string>, Expected>;

Catalog expected_catalog(const script::Segment& segment) {
    Catalog catalog;
    for (const script::SegmentPart& part : segment.parts) {
        for (const script::SqlStatement* statement : part.statements) {
            for (const script::CatalogEffect& effect : statement->effects) {
                Expected& expected = catalog[{effect.kind, lower(effect.name)}];
                expected.exists = effect.exists;
                expected.columns = effect.columns;
                for (const std::string& column : effect.gone_columns) {
                    expected.gone[lower(column)] = true;
                }
                for (const std::string& column : effect.columns) {
                    expected.gone.erase(lower(column));
                }
            }
        }
    }
    return catalog;
}

/// `,"id","name",`: a name is found in it with its marks.
std::string marked(const std::vector<std::string>& names) {
    std::string text = ",";
    for (const std::string& name : names) { text += "\"" + lower(name) + "\","; }
    return text;
}

std::string expected_row(const std::pair<std::string, std::string>& key, const Expected& expected) {
    std::string row = "(" + text_literal(key.first) + ", " + text_literal(key.second) + ", " +
                      (expected.exists ? "1" : "0");
    if (!expected.exists || expected.columns.empty()) { return row + ", NULL, NULL, NULL)"; }
    row += ", " + std::to_string(expected.columns.size()) + ", " +
           text_literal(marked(expected.columns));
    if (expected.gone.empty()) { return row + ", NULL)"; }
    std::vector<std::string> gone;
    for (const auto& [name, present] : expected.gone) { gone.push_back(name); }
    return row + ", " + text_literal(marked(gone)) + ")";
}

}  // namespace

void Lines::comment(std::string_view line) {
    comment_ += "-- ";
    comment_ += line;
    comment_ += '\n';
}

void Lines::add(std::string_view statement) {
    if (!text_.empty()) { text_ += '\n'; }
    text_ += std::exchange(comment_, {});
    text_ += statement;
    text_ += ";\n";
}

std::string rows_condition(const std::vector<std::string>& rows) {
    if (rows.empty()) { return "count(*) = 0"; }
    std::string list;
    for (const std::string& row : rows) {
        list += list.empty() ? "" : ", ";
        list += text_literal(row);
    }
    const std::string count = std::to_string(rows.size());
    return "count(*) = " + count + " AND coalesce(sum(version_num IN (" + list +
           ")), 0) = " + count;
}

std::string rows_words(const std::vector<std::string>& rows) {
    if (rows.empty()) { return "base"; }
    std::string text = rows.size() == 1 ? "revision " : "revisions ";
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i != 0) { text += ", "; }
        text += rows[i];
    }
    return text;
}

std::string version_table(const script::ScriptOptions& options) {
    const std::string name = quoted(options.version_table);
    return options.version_table_schema.empty() ? name
                                                : quoted(options.version_table_schema) + "." + name;
}

std::string create_version_table_text(const script::ScriptOptions& options) {
    return "CREATE TABLE IF NOT EXISTS " + version_table(options) +
           " (\n    version_num VARCHAR(32) NOT NULL,\n    CONSTRAINT " +
           quoted(options.version_table + "_pkc") + " PRIMARY KEY (version_num)\n)";
}

void add_guard_tables(const script::Script& script, const script::Segment& segment,
                      const std::set<std::string>& kinds, int version, Lines& lines) {
    if (script.options.comments) {
        lines.comment(
            "Each proof below is a row of this table, whose checks are the messages. The last");
        lines.comment(
            "one takes everything back unless all others are there, also in a client that goes");
        lines.comment("on after errors.");
    }
    drop_guard_tables(version, lines);
    const std::string start = rows_words(segment.rows_before) + " (the script starts there)";
    std::string text =
        "CREATE TEMP TABLE retort_guard_rows (\n    kind TEXT NOT NULL,\n"
        "    ok INTEGER,\n    value INTEGER";
    if (kinds.contains("table")) {
        text += check_line("table", "the database has no table " + script.options.version_table +
                                        ", so it is not at " + start);
    }
    if (kinds.contains("start")) { text += check_line("start", "the database is not at " + start); }
    for (const Message& message : kMessages) {
        if (kinds.contains(std::string(message.kind))) {
            text += check_line(message.kind, message.text);
        }
    }
    lines.add(text + "\n)");
    const bool view = has_guard_view(version);
    lines.add(
        view ? "CREATE TEMP VIEW retort_guard AS\n    SELECT kind, ok, value FROM retort_guard_rows"
             : "CREATE TEMP TABLE retort_guard (kind TEXT, ok INTEGER, value INTEGER)");
    lines.add("CREATE TEMP TRIGGER retort_guard_insert " +
              std::string(view ? "INSTEAD OF" : "BEFORE") +
              " INSERT ON retort_guard BEGIN\n"
              "    INSERT INTO retort_guard_rows (kind, ok, value) VALUES (new.kind, new.ok, "
              "new.value);\n" +
              (view ? "END" : "    SELECT RAISE(IGNORE);\nEND"));
    lines.add(
        "CREATE TEMP TABLE retort_expected (\n    type TEXT NOT NULL,\n    name TEXT NOT NULL,\n"
        "    present INTEGER NOT NULL,\n    number INTEGER,\n    columns TEXT,\n    gone TEXT\n)");
}

void drop_guard_tables(int version, Lines& lines) {
    lines.add(has_guard_view(version) ? "DROP VIEW IF EXISTS temp.retort_guard"
                                      : "DROP TABLE IF EXISTS temp.retort_guard");
    lines.add("DROP TABLE IF EXISTS temp.retort_guard_rows");
    lines.add("DROP TABLE IF EXISTS temp.retort_expected");
}

std::string proof(std::string_view kind, std::string_view condition) {
    return "INSERT INTO temp.retort_guard (kind, ok)\n    VALUES ('" + std::string(kind) + "', (" +
           std::string(condition) + "))";
}

std::string note(std::string_view kind, std::string_view query) {
    return "INSERT INTO temp.retort_guard (kind, value)\n    VALUES ('" + std::string(kind) +
           "', (" + std::string(query) + "))";
}

void add_gate(const script::Segment& segment, const std::string& version_table, std::size_t proofs,
              int version, Lines& lines) {
    const Catalog catalog = expected_catalog(segment);
    std::string rows;
    std::size_t in_this = 0;
    for (const auto& [key, expected] : catalog) {
        rows += rows.empty() ? "INSERT INTO temp.retort_expected (type, name, present, number, "
                               "columns, gone) VALUES\n    "
                             : ",\n    ";
        rows += expected_row(key, expected);
        if (++in_this == kRowsAnInsert) {
            lines.add(std::exchange(rows, {}));
            in_this = 0;
        }
    }
    if (!rows.empty()) { lines.add(rows); }
    // Without its tables the gate could not even be asked: this one only needs the version table,
    // which takes no null.
    lines.add("INSERT OR ROLLBACK INTO " + version_table +
              " (version_num)\n    SELECT NULL WHERE (SELECT count(*) FROM temp.sqlite_master\n"
              "        WHERE name IN ('retort_guard', 'retort_guard_rows', 'retort_guard_insert', "
              "'retort_expected')) <> 4");
    // It must always be possible to prepare this one: only temporary tables, the catalog and pragma
    // functions are asked. A question about a table that failed to come back would not even begin.
    const std::string info =
        version < 26 ? "pragma_table_info(e.name, 'main')" : "pragma_table_xinfo(e.name, 'main')";
    const std::string found = "(SELECT count(*) FROM " + info + " AS x WHERE instr(";
    const std::string mark = ", ',\"' || lower(x.name) || '\",') > 0)";
    lines.add(
        "INSERT OR ROLLBACK INTO temp.retort_guard (kind, ok) VALUES ('end', (SELECT\n"
        "    (SELECT count(*) FROM temp.retort_guard_rows) = " +
        std::to_string(proofs) + "\n    AND (SELECT count(*) FROM temp.retort_expected) = " +
        std::to_string(catalog.size()) +
        "\n    AND NOT EXISTS (SELECT 1 FROM temp.retort_expected AS e WHERE\n"
        "        e.present <> ((e.type || ' ' || e.name) IN (SELECT type || ' ' || lower(name) "
        "FROM main.sqlite_master))\n        OR (e.number IS NOT NULL AND e.number <> " +
        found + "e.columns" + mark + ")\n        OR (e.gone IS NOT NULL AND 0 <> " + found +
        "e.gone" + mark + "))))");
}

}  // namespace retort::dialects::sqlite
