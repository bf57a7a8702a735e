// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/words.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace retort::dialects::sqlite {

namespace {

// sqlite3_keyword_name() of 3.46, sorted, and the two words that an expression reads as constants.
// Only some fail unquoted, and which depends on the place; quoting all is right everywhere.
constexpr std::array<std::string_view, 149> kKeywords = {"abort",
                                                         "action",
                                                         "add",
                                                         "after",
                                                         "all",
                                                         "alter",
                                                         "always",
                                                         "analyze",
                                                         "and",
                                                         "as",
                                                         "asc",
                                                         "attach",
                                                         "autoincrement",
                                                         "before",
                                                         "begin",
                                                         "between",
                                                         "by",
                                                         "cascade",
                                                         "case",
                                                         "cast",
                                                         "check",
                                                         "collate",
                                                         "column",
                                                         "commit",
                                                         "conflict",
                                                         "constraint",
                                                         "create",
                                                         "cross",
                                                         "current",
                                                         "current_date",
                                                         "current_time",
                                                         "current_timestamp",
                                                         "database",
                                                         "default",
                                                         "deferrable",
                                                         "deferred",
                                                         "delete",
                                                         "desc",
                                                         "detach",
                                                         "distinct",
                                                         "do",
                                                         "drop",
                                                         "each",
                                                         "else",
                                                         "end",
                                                         "escape",
                                                         "except",
                                                         "exclude",
                                                         "exclusive",
                                                         "exists",
                                                         "explain",
                                                         "fail",
                                                         "false",
                                                         "filter",
                                                         "first",
                                                         "following",
                                                         "for",
                                                         "foreign",
                                                         "from",
                                                         "full",
                                                         "generated",
                                                         "glob",
                                                         "group",
                                                         "groups",
                                                         "having",
                                                         "if",
                                                         "ignore",
                                                         "immediate",
                                                         "in",
                                                         "index",
                                                         "indexed",
                                                         "initially",
                                                         "inner",
                                                         "insert",
                                                         "instead",
                                                         "intersect",
                                                         "into",
                                                         "is",
                                                         "isnull",
                                                         "join",
                                                         "key",
                                                         "last",
                                                         "left",
                                                         "like",
                                                         "limit",
                                                         "match",
                                                         "materialized",
                                                         "natural",
                                                         "no",
                                                         "not",
                                                         "nothing",
                                                         "notnull",
                                                         "null",
                                                         "nulls",
                                                         "of",
                                                         "offset",
                                                         "on",
                                                         "or",
                                                         "order",
                                                         "others",
                                                         "outer",
                                                         "over",
                                                         "partition",
                                                         "plan",
                                                         "pragma",
                                                         "preceding",
                                                         "primary",
                                                         "query",
                                                         "raise",
                                                         "range",
                                                         "recursive",
                                                         "references",
                                                         "regexp",
                                                         "reindex",
                                                         "release",
                                                         "rename",
                                                         "replace",
                                                         "restrict",
                                                         "returning",
                                                         "right",
                                                         "rollback",
                                                         "row",
                                                         "rows",
                                                         "savepoint",
                                                         "select",
                                                         "set",
                                                         "table",
                                                         "temp",
                                                         "temporary",
                                                         "then",
                                                         "ties",
                                                         "to",
                                                         "transaction",
                                                         "trigger",
                                                         "true",
                                                         "unbounded",
                                                         "union",
                                                         "unique",
                                                         "update",
                                                         "using",
                                                         "vacuum",
                                                         "values",
                                                         "view",
                                                         "virtual",
                                                         "when",
                                                         "where",
                                                         "window",
                                                         "with",
                                                         "without"};

bool is_reserved(std::string_view lower_case_name) {
    return std::binary_search(kKeywords.begin(), kKeywords.end(), lower_case_name);
}

constexpr QuotingRules kQuoting{&is_reserved, false, true};

}  // namespace

const QuotingRules& quoting() {
    return kQuoting;
}

std::string quoted(std::string_view identifier) {
    return quote_name(identifier, kQuoting);
}

std::string text_literal(std::string_view value) {
    return quote_string(value, kQuoting);
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') { c = static_cast<char>(c - 'A' + 'a'); }
    }
    return result;
}

}  // namespace retort::dialects::sqlite
