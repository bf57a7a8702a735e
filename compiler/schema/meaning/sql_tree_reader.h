// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/meaning/sql_tree.h"
#include "compiler/schema/sql_words.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace retort::schema {

/// Reads expressions (sql_tree.cpp) and queries (sql_tree_query.cpp). Binding strengths are those
/// of PostgreSQL's manual, table 4.2. After something that it does not know, failed() holds and
/// what it returns means nothing.
class SqlTreeReader {
public:
    explicit SqlTreeReader(std::string_view text, SqlNames names = SqlNames::Folded)
        : text_(text), words_(split_sql(text)), exact_(names == SqlNames::Exact) {}

    SqlTree expression(int strength = 0);
    SqlQuery query();
    [[nodiscard]] bool finished() const { return !failed_ && at_ == words_.size(); }
    [[nodiscard]] bool failed() const { return failed_; }

private:
    /// Stands while something is read; too many of them, and the reader gives up.
    struct Depth {
        explicit Depth(SqlTreeReader& owner) : reader(owner) {
            // Expressions in expressions: more than this many are no human's.
            if (++reader.depth_ > 400) { reader.failed_ = true; }
        }
        Depth(const Depth&) = delete;
        Depth& operator=(const Depth&) = delete;
        ~Depth() { --reader.depth_; }
        SqlTreeReader& reader;
    };

    // ---- words
    [[nodiscard]] bool at(std::string_view word, std::size_t ahead = 0) const;
    [[nodiscard]] bool at_any(std::initializer_list<std::string_view> words) const;
    [[nodiscard]] bool at_kind(SqlWord::Kind kind, std::size_t ahead = 0) const;
    bool take(std::string_view word);
    void want(std::string_view word);
    [[nodiscard]] std::string source(std::size_t word) const;
    /// The operator that stands here, and of how many words it is; empty where none does.
    [[nodiscard]] std::string operator_here(std::size_t& length) const;
    std::string name();
    std::vector<std::string> dotted_name();
    std::vector<std::string> names_in_parentheses();
    std::string string_here();
    SqlTree fail();

    // ---- expressions
    SqlTree operand();
    SqlTree suffixes(SqlTree value);
    SqlTree infix(SqlTree left, int strength, bool& found);
    SqlTree range(SqlTree left, bool negated);
    SqlTree pattern(SqlTree left, const std::string& op, bool negated);
    SqlTree in_list(SqlTree left, bool negated);
    SqlTree is_test(SqlTree left);
    SqlTree word_operand();
    SqlTree call(std::vector<std::string> names);
    void call_arguments(SqlTree& call);
    void call_clauses(SqlTree& call);
    bool worded_call(SqlTree& call);
    SqlTree window();
    SqlTree case_expression();
    SqlTree array();
    SqlTree parenthesized();
    SqlTree sub_select();
    SqlTree quantified(SqlTree left, const std::string& op);
    std::vector<SqlTree> list(std::string_view end);
    std::vector<SqlTree> order_terms();
    SqlTree order_term();
    Type type();
    [[nodiscard]] bool at_query(std::size_t ahead = 0) const;
    [[nodiscard]] bool at_typed_literal() const;

    // ---- queries
    void common_tables(SqlQuery& query);
    SqlQuery set_operand();
    SqlQuery set_operations(int strength);
    SqlQuery select();
    SqlFrom from_item();
    SqlFrom from_primary();
    void alias(SqlFrom& from);
    void tail(SqlQuery& query);

    std::string_view text_;
    std::vector<SqlWord> words_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    bool failed_ = false;
    bool exact_;
};

}  // namespace retort::schema
