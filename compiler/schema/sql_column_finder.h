// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/sql_reader.h"
#include "compiler/schema/sql_scopes.h"

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

// How sql_scopes.h finds a column: it reads statements and queries with what each place can see.

namespace retort::schema {

/// What a query's places can see.
struct SqlSource {
    SqlWord alias;          ///< the name by which it is meant
    bool sought = false;    ///< it is the table whose column is looked for
    bool bare = true;       ///< its columns may stand without its name
    bool own_name = false;  ///< the alias is the name of the table itself
    std::optional<ColumnNames> columns;
};
struct SqlScope {
    std::vector<SqlSource> sources;
    const SqlScope* outer = nullptr;
};

class ColumnFinder : private SqlReader {
public:
    ColumnFinder(const std::vector<SqlWord>& words, const SoughtColumn& sought)
        : SqlReader(words), sought_(sought) {}

    std::vector<ColumnUse> take();
    std::vector<std::size_t> take_tables();
    std::optional<ColumnNames> view();
    [[nodiscard]] bool takes_all() const { return takes_all_; }
    [[nodiscard]] bool joins_by_name() const { return joins_by_name_; }
    /// What can be said plainly, by bytes of the text: columns for each `*` that the view, or a
    /// query in `from` or `with`, gives; nothing for an alias that is the column's own name.
    [[nodiscard]] const std::map<SqlPart, std::string>& plain_parts() const { return plain_; }
    void trigger(const QualifiedName& on);
    void routine();
    void conditions(const QualifiedName& on);
    /// `[(kinds)] on a, (b + c) from t`.
    void statistics(const QualifiedName& on);

private:
    // ---- queries (sql_queries.cpp)
    /// The table or view whose name ends at `at`.
    SqlSource table(std::size_t at) const;
    /// Reads `[schema.]name` at `i`, and goes behind it.
    SqlSource read_table(std::size_t& i, std::size_t end);
    /// Reads `[as] alias [(columns)]`.
    void read_alias(SqlSource& source, std::size_t& i, std::size_t end) const;
    /// What stands after `from`; conditions of joins see what is joined later, so they wait.
    void read_sources(SqlPart part, SqlScope& scope, std::vector<SqlPart>& conditions);
    std::size_t end_of_condition(std::size_t begin, std::size_t end) const;
    /// The columns that it gives, where that is plain to see. `exposed`: others mean them by name.
    std::optional<ColumnNames> query(std::size_t begin, std::size_t end, const SqlScope* outer,
                                     bool exposed = false);
    /// `[recursive] name [(columns)] as [not materialized] (query), …`.
    std::size_t read_common_tables(std::size_t i, std::size_t end, const SqlScope* outer);
    std::optional<ColumnNames> one_query(std::size_t begin, std::size_t end, const SqlScope* outer,
                                         bool exposed, bool given);
    /// Items that are the column and nothing more, with or without an alias.
    void expose(std::size_t begin, std::size_t end);
    std::optional<ColumnNames> given_columns(std::size_t begin, std::size_t end,
                                             const SqlScope& scope) const;
    /// Notes joins by the name of the column: `using (c)`, or `natural`.
    void note_joins(SqlPart from, const SqlScope& scope);
    /// Notes a `*` of the select list; `joined` by columns of one name, it means other columns.
    void note_star(SqlPart item, const SqlScope& scope, bool given, bool joined);
    /// A name that is all of a term means the query's own column of this name first.
    void order_by(SqlPart part, const SqlScope& scope, const ColumnNames& aliases);

    // ---- statements and expressions (sql_scopes.cpp)
    /// What a policy or statistics object stands on, named after `on` or `from`.
    SqlSource own_table(const QualifiedName& on);
    void mark_table(const QualifiedName& on, std::string_view key);
    bool means_column(std::size_t at) const;
    void mark(std::size_t at);
    void statements(std::size_t begin, const SqlScope* outer);
    void statement(std::size_t begin, std::size_t end, const SqlScope* outer);
    void change(std::size_t begin, std::size_t end, const SqlScope* outer);
    void insert(std::size_t i, std::size_t end, SqlScope& scope);
    /// `on conflict …` or `returning …`.
    std::size_t end_of_insert(std::size_t begin, std::size_t end) const;
    void update(std::size_t i, std::size_t end, SqlScope& scope);
    void remove(std::size_t i, std::size_t end, SqlScope& scope);
    /// `a = …, (b, c) = …`: what is set is the first source's.
    void assignments(SqlPart part, const SqlScope& scope);
    void expression(SqlPart part, const SqlScope& scope);
    /// A type, collation, window, field of `extract` or the like, and no column.
    bool is_other_name(std::size_t first, std::size_t last) const;
    bool bare_means_it(const SqlScope& scope, std::size_t at) const;
    const SqlSource* owner(const SqlScope& scope, std::size_t at) const;
    void mark_owner(const SqlScope& scope, std::size_t at);
    bool qualified_means_it(const SqlScope& scope, std::size_t at) const;

    const SoughtColumn& sought_;
    std::vector<std::size_t> found_;
    std::set<std::size_t> exposed_;  ///< those of them that a query in `from` or `with` gives
    std::set<std::size_t> named_;    ///< words that name the table
    std::vector<SqlSource> tables_;  ///< common table expressions in sight
    bool takes_all_ = false;
    bool joins_by_name_ = false;
    std::map<SqlPart, std::string> plain_;
    std::size_t depth_ = 0;     ///< of the query at hand
    bool select_list_ = false;  ///< the next expression is one, which may have aliases
};

}  // namespace retort::schema
