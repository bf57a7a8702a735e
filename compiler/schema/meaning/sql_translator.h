// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/meaning/sql_meaning.h"
#include "compiler/schema/meaning/sql_tree.h"
#include "compiler/schema/meaning/sql_value.h"
#include "compiler/schema/meaning/sql_visible.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace retort::schema {

struct QueryMeaning {
    std::string text;
    std::vector<GivenColumn> columns;
    bool known = true;
};

/// Turns trees into one spelling, with the types that the database would find. Where that cannot be
/// told, understood() is false.
class SqlTranslator {
public:
    explicit SqlTranslator(Meanings& meanings) : meanings_(meanings), rules_(meanings.rules()) {}

    [[nodiscard]] bool understood() const { return understood_; }
    SqlValue value(const SqlTree& tree, const VisibleScope& scope);
    /// `names`: the columns of a view, where they were written.
    QueryMeaning query(const SqlQuery& query, const VisibleScope* outer,
                       const std::vector<std::string>& names = {});
    std::string order_terms(const std::vector<SqlTree>& terms, const VisibleScope& scope);

private:
    struct Parts;

    // ---- expressions (sql_translator.cpp)
    SqlValue unclear();
    SqlValue column(const SqlTree& tree, const VisibleScope& scope);
    SqlValue binary(const SqlTree& tree, const VisibleScope& scope);
    SqlValue compared_rows(const SqlTree& tree, const VisibleScope& scope);
    SqlValue unary(const SqlTree& tree, const VisibleScope& scope);
    SqlValue condition(const SqlTree& tree, const VisibleScope& scope);
    SqlValue joined(const SqlTree& tree, const VisibleScope& scope, const std::string& word);
    SqlValue quantified(const SqlTree& tree, const VisibleScope& scope);
    SqlValue case_value(const SqlTree& tree, const VisibleScope& scope);
    SqlValue array(const SqlTree& tree, const VisibleScope& scope);
    SqlValue cast_value(const SqlTree& tree, const VisibleScope& scope);
    SqlValue call(const SqlTree& tree, const VisibleScope& scope);
    SqlValue alike(const std::string& name, std::vector<SqlValue> args);
    std::string clauses(const SqlTree& tree, const VisibleScope& scope);
    std::string window(const SqlTree& tree, const VisibleScope& scope);
    std::string order_term(const SqlTree& term, const std::string& value);

    // ---- queries (sql_query_translator.cpp)
    Parts parts(const SqlQuery& query, const VisibleScope* outer, bool alone);
    Parts select(const SqlQuery& query, const VisibleScope* outer, bool alone);
    Parts values(const SqlQuery& query, const VisibleScope* outer);
    Parts set(const SqlQuery& query, const VisibleScope* outer);
    std::string finish(Parts& parts, const std::vector<TypeName>& types);
    std::string from(const SqlFrom& from, VisibleScope& scope, std::vector<VisibleColumn>& visible);
    std::string join(const SqlFrom& from, VisibleScope& scope, std::vector<VisibleColumn>& visible);
    VisibleSource table(const SqlFrom& from);
    std::string tail(const SqlQuery& query, const Parts& given, const VisibleScope& scope);
    std::string output_name(const SqlTree& tree);
    std::string new_label();

    Meanings& meanings_;
    const SpellingRules& rules_;
    struct CommonTable {
        std::string name;
        std::vector<GivenColumn> columns;
        bool known;
    };
    std::vector<CommonTable> common_tables_;
    unsigned labels_ = 0;
    bool understood_ = true;
};

/// `=`, `<>`, `<`, …
[[nodiscard]] bool is_comparison(const std::string& op);
/// `~~` (which is `like`), `~`, …
[[nodiscard]] bool is_match(const std::string& op);
/// What stands beside it says what type it is of.
[[nodiscard]] bool is_open(const SqlValue& value);

/// Where no column can be seen.
[[nodiscard]] const VisibleScope& no_columns();

}  // namespace retort::schema
