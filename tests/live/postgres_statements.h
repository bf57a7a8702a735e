// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/schema.h"

#include <string>
#include <string_view>
#include <vector>

namespace retort::live {

/// A query for a database's contents as statements, in the words of its catalog.
[[nodiscard]] const std::string& postgres_statements_query();

/// The schema that statements make; what is wrong with them is thrown.
[[nodiscard]] schema::Schema read_statements(std::string_view text);

/// What differs between two schemas of a server of this version, spelling aside: what is listed, or
/// would be changed. Empty where they are one schema.
[[nodiscard]] std::vector<std::string> schema_differences(const schema::Schema& from,
                                                          const schema::Schema& to, int version);

/// What differs between a model and the statements that the catalog of its database prints; empty
/// where it is the same schema in other words.
[[nodiscard]] std::vector<std::string> spelling_differences(const schema::Schema& model,
                                                            std::string_view printed, int version);

}  // namespace retort::live
