// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/adopt_spelling.h"
#include "compiler/schema/meaning/sql_functions.h"
#include "compiler/schema/meaning/sql_tree.h"
#include "compiler/schema/meaning/sql_visible.h"
#include "compiler/schema/schema.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// What expressions, queries and definitions that are kept as text mean, in one spelling: texts that
// are equal so mean the same. Nothing is promised for those that are not. Used inside this folder
// only.

namespace retort::schema {

/// Words in small letters with one blank between them.
[[nodiscard]] std::string in_words(const std::string& text);

/// Reads what is written on one schema.
class Meanings {
public:
    Meanings(const Schema& schema, const SpellingRules& rules) : schema_(schema), rules_(rules) {}

    [[nodiscard]] const Schema& schema() const { return schema_; }
    [[nodiscard]] const SpellingRules& rules() const { return rules_; }

    /// An expression over the columns of a table (null: none), where a value of a type is wanted
    /// (null: any).
    [[nodiscard]] std::string expression(const Expr& expr, const Table* table, const Type* wanted);
    /// The type of its values; empty where that is not known.
    [[nodiscard]] TypeName expression_type(const Expr& expr, const Table* table);
    /// A condition on the `value` of a domain.
    [[nodiscard]] std::string domain_check(const Expr& expr, const Type& type);
    /// What the text of a view, function, trigger … says.
    [[nodiscard]] std::string definition(const CodeObject& object);
    /// `for values …` of a partition of `parent`.
    [[nodiscard]] std::string partition_bound(const std::string& text, const Table* parent);
    [[nodiscard]] std::string type(const Type& type) const;
    /// The name without the schema that names have anyway.
    [[nodiscard]] QualifiedName plain(const QualifiedName& name) const;

    // ---- what the translator asks
    /// The type to which operators belong: of a domain, the type under it.
    [[nodiscard]] TypeName base_type(const Type& type) const;
    /// The name by which the database itself knows it: `int4`.
    [[nodiscard]] std::string internal_name(const Type& type) const;
    [[nodiscard]] bool is_scalar(const TypeName& type) const;
    /// Columns of a table or view; nothing where they are not known.
    [[nodiscard]] std::optional<std::vector<GivenColumn>> columns_of(const QualifiedName& name);
    [[nodiscard]] std::vector<FunctionForm> functions(const std::string& name) const;
    /// The functions of this name that the schema has, or null.
    [[nodiscard]] const std::vector<FunctionForm>* own_functions(const QualifiedName& name);
    /// The one of several names of a function that stands for all.
    [[nodiscard]] std::string same_function(const std::string& name, std::size_t arguments) const;

private:
    [[nodiscard]] const VisibleScope& scope_of(const Table* table);
    [[nodiscard]] Expr with_same_functions(Expr expr) const;
    [[nodiscard]] std::optional<SqlValue> value(const std::string& text, SqlNames names,
                                                const VisibleScope& scope);
    /// What has no type of its own gets the one that is wanted.
    [[nodiscard]] static SqlValue settled(SqlValue value, const TypeName& wanted);
    [[nodiscard]] std::string text(const std::string& text, const VisibleScope& scope,
                                   const TypeName& wanted);
    [[nodiscard]] std::string view(const std::string& definition);
    [[nodiscard]] std::string trigger(const CodeObject& object);
    [[nodiscard]] std::string policy(const CodeObject& object);
    [[nodiscard]] std::string statistics(const CodeObject& object);
    [[nodiscard]] std::string routine(const CodeObject& object);
    [[nodiscard]] std::string atomic_body(const std::string& body, const VisibleScope& arguments);
    [[nodiscard]] VisibleScope rows_of(const QualifiedName& table);
    void read_routines();

    const Schema& schema_;
    const SpellingRules& rules_;
    std::map<QualifiedName, std::vector<GivenColumn>> view_columns_;
    std::set<QualifiedName> views_at_hand_;
    std::optional<std::map<QualifiedName, std::vector<FunctionForm>>> routines_;
    std::optional<std::vector<GivenColumn>> given_;  ///< by the view that was read last
    const Table* scope_table_ = nullptr;             ///< whose columns scope_ has
    VisibleScope scope_;
};

}  // namespace retort::schema
