// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// The benchmark's history: a line of revisions, each with a table of six columns and an index. The
// same history can be written for Alembic.

namespace retort::bench {

/// Identifier of revision `number` (from 0): twelve hexadecimal digits, scattered.
[[nodiscard]] std::string revision_id(std::size_t number);

/// The revision file in this project's language.
[[nodiscard]] std::string revision_text(std::size_t number);

/// The same revision as Alembic's Python.
[[nodiscard]] std::string alembic_text(std::size_t number);

/// `retort.yaml` of the benchmark project.
[[nodiscard]] std::string_view configuration_text();

/// `alembic.ini` and `env.py` of the Alembic project.
[[nodiscard]] std::string_view alembic_ini_text();
[[nodiscard]] std::string_view alembic_env_text();

}  // namespace retort::bench
