// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/revisions/replay.h"
#include "dialects/dialect.h"
#include "tests/branches/operations.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace retort::branches {

/// Two operations, by their places in the list; `first` is less than `second`.
struct Pair {
    std::size_t first = 0;
    std::size_t second = 0;
};

/// The base and the operations, parsed once; histories of the base and two of them, compiled.
class PairCompiler {
public:
    PairCompiler(std::string dialect, std::string version);

    [[nodiscard]] std::size_t size() const { return operations_.size(); }
    [[nodiscard]] const std::string& name(std::size_t operation) const {
        return operations_[operation].name;
    }
    [[nodiscard]] std::vector<Pair> pairs() const;

    /// What is said of the two as branches that a merge joins; empty: they fit together.
    [[nodiscard]] std::string conflict(Pair pair) const;
    /// The same of the two as unmerged heads.
    [[nodiscard]] std::string heads_conflict(Pair pair) const;
    /// The statements of one before the other: as branches where they fit together, else as a line.
    /// Nothing where that is an error.
    [[nodiscard]] std::optional<std::vector<std::string>> statements(std::size_t first,
                                                                     std::size_t then) const;
    /// Whole scripts: of the base, and of two operations after it (empty where that is an error).
    [[nodiscard]] std::string base_script() const;
    [[nodiscard]] std::string script(std::size_t first, std::size_t then) const;

private:
    struct Compiled;
    enum class Shape : unsigned char { Base, Line, Heads, Merge };
    [[nodiscard]] Compiled compile(Shape shape, std::size_t first, std::size_t then) const;
    [[nodiscard]] Compiled in_order(std::size_t first, std::size_t then) const;
    [[nodiscard]] std::string render(const Compiled& compiled, const std::string& range) const;

    std::string dialect_name_;
    std::unique_ptr<dialects::Dialect> dialect_;
    std::vector<BranchOperation> operations_;
    revisions::Revision base_;
    std::vector<revisions::Revision> branches_;
    mutable std::map<std::pair<std::size_t, std::size_t>, std::string> said_;
};

/// What a database does with the two in both orders.
enum class Outcome : unsigned char {
    Same,     ///< the same catalog and the same rows (but for the order of columns)
    Fails,    ///< in one order, or both
    Catalog,  ///< catalogs differ
    Rows,     ///< rows differ
    Numbers,  ///< rows differ in the numbers alone that the database gave them
};

/// Runs every pair in both orders on a live database; in the order of `pairs`.
[[nodiscard]] std::vector<Outcome> outcomes(const PairCompiler& compiler,
                                            const std::vector<Pair>& pairs);
/// The version of the database that runs.
[[nodiscard]] std::string database_version();

}  // namespace retort::branches
