// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/span.h"

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace retort {

/// An identifier exactly as the database shall know it (case kept, quotes removed), with the place
/// where it was written. Columns, constraints, triggers, enum labels' owners: what is unique within
/// a table or a schema.
struct Name {
    std::string text;
    Span span;

    Name() = default;
    explicit Name(std::string name, Span where = {}) : text(std::move(name)), span(where) {}

    [[nodiscard]] bool empty() const { return text.empty(); }
    friend bool operator==(const Name& a, const Name& b) { return a.text == b.text; }
    friend std::strong_ordering operator<=>(const Name& a, const Name& b) {
        return a.text <=> b.text;
    }
};

/// The name of a table, index, type, sequence, view or routine: a name in a schema, or in the
/// search path's first schema when `schema` is empty.
struct QualifiedName {
    std::string schema;
    std::string name;
    Span span;

    QualifiedName() = default;
    explicit QualifiedName(std::string local, Span where = {})
        : name(std::move(local)), span(where) {}
    QualifiedName(std::string schema_name, std::string local, Span where = {})
        : schema(std::move(schema_name)), name(std::move(local)), span(where) {}

    [[nodiscard]] bool empty() const { return name.empty(); }

    /// The spelling for messages: `name` or `schema.name`, never quoted.
    [[nodiscard]] std::string text() const { return schema.empty() ? name : schema + "." + name; }

    friend bool operator==(const QualifiedName& a, const QualifiedName& b) {
        return a.name == b.name && a.schema == b.schema;
    }
    friend std::strong_ordering operator<=>(const QualifiedName& a, const QualifiedName& b) {
        if (!a.schema.empty() || !b.schema.empty()) {
            if (auto order = a.schema <=> b.schema; order != 0) { return order; }
        }
        return a.name <=> b.name;
    }
};

/// The candidate nearest to `word` (edit distance at most a third of its length), or empty: what
/// "did you mean" offers.
[[nodiscard]] std::string_view nearest_name(std::string_view word,
                                            const std::vector<std::string_view>& candidates);

}  // namespace retort
