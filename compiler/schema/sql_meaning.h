// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/adopt_spelling.h"
#include "compiler/schema/schema.h"

#include <map>
#include <string>
#include <string_view>

// What expressions, queries and definitions that are kept as text mean, in one spelling: texts that
// are equal so mean the same. Nothing is promised for those that are not. Used inside this folder
// only.

namespace retort::schema {

/// Reads what is written on one schema.
class Meanings {
public:
    Meanings(const Schema& schema, const SpellingRules& rules) : schema_(schema), rules_(rules) {}

    [[nodiscard]] const Schema& schema() const { return schema_; }
    [[nodiscard]] const SpellingRules& rules() const { return rules_; }

    /// An expression over the columns of a table (null: none), where a value of a type is wanted
    /// (null: any).
    [[nodiscard]] std::string expression(const Expr& expr, const Table* table, const Type* wanted);
    /// A condition on the `value` of a domain.
    [[nodiscard]] std::string domain_check(const Expr& expr, const Type& type);
    /// What the text of a view, function, trigger … says.
    [[nodiscard]] std::string definition(const CodeObject& object);
    /// `for values …` of a partition of `parent`.
    [[nodiscard]] std::string partition_bound(const std::string& text, const Table* parent);
    [[nodiscard]] std::string type(const Type& type) const;
    /// The name without the schema that names have anyway.
    [[nodiscard]] QualifiedName plain(const QualifiedName& name) const;

private:
    const Schema& schema_;
    const SpellingRules& rules_;
};

}  // namespace retort::schema
