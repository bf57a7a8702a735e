// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The benchmark's histories: revisions with a table of six columns and an index each, in several
// shapes. The same histories can be written for Alembic.

namespace retort::bench {

enum class Shape : unsigned char {
    Line,      ///< N revisions, each on the one before
    Heads,     ///< N branches of one revision, all from one base
    Labels,    ///< the same, each branch with a label
    Diamonds,  ///< N times a fork into two that come together again, one above another
    Pairs,  ///< two lines of N; each revision of the second depends on its neighbour in the first
};

[[nodiscard]] std::optional<Shape> find_shape(std::string_view name);

/// How many revisions a shape of N has.
[[nodiscard]] std::size_t revision_count(Shape shape, std::size_t n);

/// What a revision stands on; numbers are below its own.
struct Place {
    std::vector<std::size_t> parents;
    std::vector<std::size_t> dependencies;
    std::string label;  ///< empty: none
};
[[nodiscard]] Place place_of(Shape shape, std::size_t number);

/// Identifier of revision `number` (from 0): twelve hexadecimal digits, scattered.
[[nodiscard]] std::string revision_id(std::size_t number);

/// The revision file in this project's language.
[[nodiscard]] std::string revision_text(std::size_t number, Shape shape = Shape::Line);

/// The same revision as Alembic's Python.
[[nodiscard]] std::string alembic_text(std::size_t number, Shape shape = Shape::Line);

/// `retort.yaml` of the benchmark project.
[[nodiscard]] std::string_view configuration_text();

/// `alembic.ini` and `env.py` of the Alembic project.
[[nodiscard]] std::string_view alembic_ini_text();
[[nodiscard]] std::string_view alembic_env_text();

}  // namespace retort::bench
